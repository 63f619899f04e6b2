"""How far a student is from its teacher."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.losses import lookup as losses


class DistillationLoss:
    """The base of losses between the outputs of a teacher and of a student."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def compute_loss(
        self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any
    ) -> Any:
        """Computes the loss; a subclass defines it.

        Args:
            teacher_outputs: what the teacher found.
            student_outputs: what the student found.
            **kwargs: further arguments.
        """
        raise NotImplementedError(f"{type(self).__name__} has no compute_loss().")

    def validate_outputs(self, teacher_outputs: Any, student_outputs: Any) -> None:
        """Raises when the outputs have other structures.

        Args:
            teacher_outputs: what the teacher found.
            student_outputs: what the student found.

        Raises:
            ValueError: when they differ.
        """
        try:
            tf.nest.assert_same_structure(teacher_outputs, student_outputs)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"{type(self).__name__}: the outputs of teacher and student must have "
                f"the same structure. {error}"
            ) from error

    def validate_model_compatibility(self, teacher: Any, student: Any) -> None:
        """Raises when the models do not go together; by default all do.

        Args:
            teacher: the large model.
            student: the small model.
        """


class LogitsDistillation(DistillationLoss):
    """Compares the logits of teacher and student, both made softer.

    Args:
        temperature: how much softer.
        loss: how they are compared: `"kl_divergence"`, `"mse"` or another loss.

    Raises:
        ValueError: when the temperature is not positive.

    Example:
        >>> from tensorbrook import keras
        >>> loss = keras.distillation.LogitsDistillation(2.0, "mse")
        >>> teacher, student = tf.constant([[2.0, 4.0]]), tf.constant([[0.0, 4.0]])
        >>> float(loss.compute_loss(teacher, student))
        0.5
    """

    def __init__(self, temperature: float = 3.0, loss: Any = "kl_divergence") -> None:
        super().__init__()
        if not isinstance(temperature, int | float) or temperature <= 0:
            raise ValueError(
                "LogitsDistillation: `temperature` must be positive. Received: "
                f"temperature={temperature}."
            )
        self.temperature = temperature
        self.loss = tf.nest.map_structure(losses.get, loss)

    def compute_loss(
        self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any
    ) -> Any:
        """Computes the loss.

        Args:
            teacher_outputs: the logits of the teacher.
            student_outputs: those of the student.
            **kwargs: not used.
        """

        def compare(loss: Any, teacher: Any, student: Any) -> Any:
            softer = [
                tf.convert_to_tensor(logits, "float32") / self.temperature
                for logits in (teacher, student)
            ]
            return tf.reduce_mean(loss(*softer))

        return _total(self.loss, compare, teacher_outputs, student_outputs)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal loss."""
        return {"temperature": self.temperature, "loss": _described(self.loss)}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> LogitsDistillation:
        """Makes a loss from what `get_config` returned.

        Args:
            config: the arguments.
        """
        return cls(**config)


class FeatureDistillation(DistillationLoss):
    """Compares what a layer of the teacher and one of the student find.

    Args:
        loss: how they are compared.
        teacher_layer_name: the layer of the teacher; its outputs by default.
        student_layer_name: the layer of the student; its outputs by default.
    """

    def __init__(
        self,
        loss: Any = "mse",
        teacher_layer_name: str | None = None,
        student_layer_name: str | None = None,
    ) -> None:
        super().__init__()
        self.loss = tf.nest.map_structure(losses.get, loss)
        self.teacher_layer_name = teacher_layer_name
        self.student_layer_name = student_layer_name

    def validate_model_compatibility(self, teacher: Any, student: Any) -> None:
        """Raises when a model does not have its layer.

        Args:
            teacher: the large model.
            student: the small model.

        Raises:
            ValueError: when a layer is missing.
        """
        pairs = (("teacher", teacher), ("student", student))
        for who, model in pairs:
            name = getattr(self, f"{who}_layer_name")
            if name is None:
                continue
            try:
                model.get_layer(name)
            except ValueError as error:
                raise ValueError(f"FeatureDistillation: the {who}: {error}") from error

    def compute_loss(
        self, teacher_outputs: Any, student_outputs: Any, **kwargs: Any
    ) -> Any:
        """Computes the loss.

        Args:
            teacher_outputs: what the layer of the teacher found.
            student_outputs: what the layer of the student found.
            **kwargs: not used.
        """

        def compare(loss: Any, teacher: Any, student: Any) -> Any:
            return tf.reduce_mean(loss(teacher, student))

        return _total(self.loss, compare, teacher_outputs, student_outputs)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal loss."""
        return {
            "loss": _described(self.loss),
            "teacher_layer_name": self.teacher_layer_name,
            "student_layer_name": self.student_layer_name,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> FeatureDistillation:
        """Makes a loss from what `get_config` returned.

        Args:
            config: the arguments.
        """
        return cls(**config)


def _described(loss: Any) -> Any:
    """Returns the description of a loss, or of losses in a structure."""
    return tf.nest.map_structure(losses.serialize, loss)


def _total(loss: Any, compare: Any, teacher: Any, student: Any) -> Any:
    """Returns the sum of the losses of all outputs."""
    tf.nest.assert_same_structure(teacher, student)
    teachers, students = tf.nest.flatten(teacher), tf.nest.flatten(student)
    each = tf.nest.flatten(loss)
    each = each * len(teachers) if len(each) == 1 else each
    found = [compare(*three) for three in zip(each, teachers, students, strict=True)]
    return tf.add_n(found)
