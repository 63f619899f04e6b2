"""A model that trains a small one by a large one."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.distillation.losses import FeatureDistillation
from tensorbrook._src.keras.engine.model import Model
from tensorbrook._src.keras.saving import registry


class Distiller(Model):
    """Trains a student by the labels and by what a frozen teacher says.

    Args:
        teacher: the large model; it is frozen.
        student: the small model; it is trained, and predicts.
        distillation_losses: how far the student is from the teacher; one or a list.
        distillation_loss_weights: a factor for each of them; ones by default.
        student_loss_weight: how much the labels count, from 0 to 1; the teacher has
            the rest.
        name: the name.
        **kwargs: the options of every model.

    Raises:
        ValueError: when the arguments do not fit each other.

    Example:
        >>> import numpy as np
        >>> from tensorbrook import keras
        >>> make = lambda n: keras.Sequential([keras.Input((2,)), keras.layers.Dense(n)])
        >>> both = keras.distillation.Distiller(
        ...     make(3), make(3), keras.distillation.LogitsDistillation())
        >>> both.compile("sgd", "mse")
        >>> sorted(both.fit(np.ones((4, 2)), np.ones((4, 3)), verbose=0).history)
        ['distillation_loss', 'loss', 'student_loss', 'total_loss']
    """

    def __init__(
        self,
        teacher: Any,
        student: Any,
        distillation_losses: Any,
        distillation_loss_weights: Any = None,
        student_loss_weight: float = 0.5,
        name: str = "distiller",
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        for who, model in (("teacher", teacher), ("student", student)):
            if not isinstance(model, Model):
                raise ValueError(
                    f"Distiller: the {who} must be a keras.Model. Received: "
                    f"{type(model).__name__}."
                )
        if not 0.0 <= student_loss_weight <= 1.0:
            raise ValueError(
                "Distiller: `student_loss_weight` must be between 0 and 1. Received: "
                f"student_loss_weight={student_loss_weight}."
            )
        several = isinstance(distillation_losses, list | tuple)
        found = list(distillation_losses) if several else [distillation_losses]
        weights = distillation_loss_weights
        weights = [1.0] * len(found) if weights is None else weights
        weights = list(weights) if isinstance(weights, list | tuple) else [weights]
        if len(weights) != len(found):
            raise ValueError(
                f"Distiller: there are {len(found)} distillation losses and "
                f"{len(weights)} weights."
            )
        for loss in found:
            loss.validate_model_compatibility(teacher, student)
        teacher.trainable = False
        self.teacher = teacher
        self.student = student
        self._losses_given = found
        self._loss_weights_given = weights
        self.student_loss_weight = student_loss_weight
        self._readers = [self._reader(loss) for loss in found]
        kinds = ("student_loss", "distillation_loss", "total_loss")
        mean = tf.keras.metrics.Mean
        self._trackers = {kind: mean(name=kind) for kind in kinds}

    @property
    def distillation_losses(self) -> list[Any]:
        """The losses between teacher and student."""
        return list(self._losses_given)

    @property
    def distillation_loss_weights(self) -> list[Any]:
        """The factor of each of them."""
        return list(self._loss_weights_given)

    def _reader(self, loss: Any) -> Any:
        """Returns models of the layers that a loss compares; None for the outputs."""
        if not isinstance(loss, FeatureDistillation):
            return None
        found = []
        pairs = (("teacher", self.teacher), ("student", self.student))
        for who, model in pairs:
            name = getattr(loss, f"{who}_layer_name")
            layer = model if name is None else model.get_layer(name)
            found.append(Model(model.inputs, layer.output))
        return tuple(found)

    def call(self, inputs: Any, training: Any = None, **kwargs: Any) -> Any:
        """Returns what the student finds.

        Args:
            inputs: the inputs.
            training: whether the student is trained.
            **kwargs: further arguments of the student.
        """
        return self.student(inputs, training=training, **kwargs)

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """Computes the loss of the labels and of the teacher.

        Args:
            x: the inputs.
            y: the labels.
            y_pred: what the student found.
            sample_weight: the weight of each example.
            training: whether the student is trained.
        """
        own = super().compute_loss(x, y, y_pred, sample_weight, training)
        taught = self._taught(x, y_pred, training)
        share = self.student_loss_weight
        total = share * own + (1.0 - share) * taught
        values = {"student_loss": own, "distillation_loss": taught, "total_loss": total}
        for kind, value in values.items():
            self._trackers[kind].update_state(value)
        return total

    def _taught(self, x: Any, y_pred: Any, training: bool) -> Any:
        """Returns how far the student is from the teacher."""
        total: Any = 0.0
        said = None
        items = zip(
            self._losses_given, self._loss_weights_given, self._readers, strict=True
        )
        for loss, weight, reader in items:
            if reader is None:
                if said is None:
                    said = tf.nest.map_structure(
                        tf.stop_gradient, self.teacher(x, training=False)
                    )
                pair = (said, y_pred)
            else:
                features = reader[0](x, training=False)
                features = tf.nest.map_structure(tf.stop_gradient, features)
                pair = (features, reader[1](x, training=training))
            loss.validate_outputs(*pair)
            total += weight * loss.compute_loss(*pair)
        return total

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal model."""
        serialize = registry.serialize_keras_object
        return {
            "name": self.name,
            "teacher": serialize(self.teacher),
            "student": serialize(self.student),
            "distillation_losses": [serialize(loss) for loss in self._losses_given],
            "distillation_loss_weights": list(self._loss_weights_given),
            "student_loss_weight": self.student_loss_weight,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes a model from what `get_config` returned.

        Args:
            config: the arguments.
            custom_objects: classes by name.
        """
        config = dict(config)
        for name in ("teacher", "student", "distillation_losses"):
            config[name] = registry.deserialize_keras_object(
                config[name], custom_objects
            )
        return cls(**config)
