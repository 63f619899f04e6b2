"""How much predicted and true regions overlap."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.metrics.metric import Metric

_WORK = "float32"  # the matrix is one of weights, whatever the metric's type


class IoU(Metric):
    """The overlap of classes: intersection over union, from a confusion matrix.

    Args:
        num_classes: how many classes there are.
        target_class_ids: the classes whose mean is taken.
        name: the name.
        dtype: the type of the state.
        ignore_class: a class number whose samples do not count.
        sparse_y_true: whether the truth is class numbers.
        sparse_y_pred: whether the predictions are class numbers.
        axis: the class axis where they are not.
    """

    def __init__(
        self,
        num_classes: int,
        target_class_ids: Any,
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:
        super().__init__(name=name, dtype=dtype or "int64")
        self.num_classes = num_classes
        self.target_class_ids = list(target_class_ids)
        self.ignore_class = ignore_class
        self.sparse_y_true = sparse_y_true
        self.sparse_y_pred = sparse_y_pred
        self.axis = axis
        if max(self.target_class_ids) >= num_classes:
            raise ValueError(
                "IoU: a target class id is out of range. Received: "
                f"target_class_ids={self.target_class_ids}, num_classes={num_classes}."
            )
        self.total_cm = self.add_variable(
            (num_classes, num_classes), dtype=_WORK, name="total_confusion_matrix"
        )

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: the truth.
            y_pred: the predictions.
            sample_weight: a factor for each value.
        """
        y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
        if not self.sparse_y_true:
            y_true = tf.argmax(y_true, axis=self.axis)
        if not self.sparse_y_pred:
            y_pred = tf.argmax(y_pred, axis=self.axis)
        truth = tf.reshape(tf.cast(y_true, "int64"), [-1])
        said = tf.reshape(tf.cast(y_pred, "int64"), [-1])
        weight = tf.ones_like(truth, dtype=_WORK)
        if sample_weight is not None:
            given = tf.cast(tf.convert_to_tensor(sample_weight), _WORK)
            weight = tf.reshape(given + tf.zeros(tf.shape(y_true), _WORK), [-1])
        if self.ignore_class is not None:
            counted = tf.not_equal(truth, self.ignore_class)
            weight = weight * tf.cast(counted, _WORK)
            truth = tf.where(counted, truth, tf.zeros_like(truth))
            said = tf.where(counted, said, tf.zeros_like(said))
        rows = tf.one_hot(truth, self.num_classes, dtype=_WORK)
        columns = tf.one_hot(said, self.num_classes, dtype=_WORK)
        self.total_cm.assign_add(
            tf.matmul(rows * weight[:, None], columns, transpose_a=True)
        )

    def result(self) -> Any:
        """Returns the mean overlap of the target classes."""
        matrix = tf.convert_to_tensor(self.total_cm)
        right = tf.linalg.diag_part(matrix)
        union = tf.reduce_sum(matrix, 0) + tf.reduce_sum(matrix, 1) - right
        right = tf.gather(right, self.target_class_ids)
        union = tf.gather(union, self.target_class_ids)
        seen = tf.cast(tf.not_equal(union, 0), _WORK)
        overlaps = tf.math.divide_no_nan(right, union)
        return tf.math.divide_no_nan(
            tf.reduce_sum(overlaps * seen), tf.reduce_sum(seen)
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "target_class_ids": self.target_class_ids,
            "ignore_class": self.ignore_class,
            "sparse_y_true": self.sparse_y_true,
            "sparse_y_pred": self.sparse_y_pred,
            "axis": self.axis,
        }

    def _config_without(self, *names: str) -> dict[str, Any]:
        """Returns the configuration without arguments that are fixed."""
        return {k: v for k, v in IoU.get_config(self).items() if k not in names}


class BinaryIoU(IoU):
    """The overlap of classes 0 and 1, from probabilities.

    Args:
        target_class_ids: the classes whose mean is taken.
        threshold: from it on a prediction means 1.
        name: the name.
        dtype: the type of the state.
    """

    def __init__(
        self,
        target_class_ids: Any = (0, 1),
        threshold: float = 0.5,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(2, target_class_ids, name, dtype)
        self.threshold = threshold

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch."""
        y_pred = tf.cast(tf.convert_to_tensor(y_pred), _WORK)
        said = tf.cast(y_pred >= self.threshold, _WORK)
        super().update_state(y_true, said, sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {
            "name": self.name,
            "dtype": self.dtype,
            "target_class_ids": self.target_class_ids,
            "threshold": self.threshold,
        }


class MeanIoU(IoU):
    """The mean overlap of all classes.

    Args:
        num_classes: how many classes there are.
        name: the name.
        dtype: the type of the state.
        ignore_class: a class number whose samples do not count.
        sparse_y_true: whether the truth is class numbers.
        sparse_y_pred: whether the predictions are class numbers.
        axis: the class axis where they are not.
    """

    def __init__(
        self,
        num_classes: int,
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ) -> None:
        super().__init__(
            num_classes,
            list(range(num_classes)),
            name,
            dtype,
            ignore_class,
            sparse_y_true,
            sparse_y_pred,
            axis,
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return self._config_without("target_class_ids")


class OneHotIoU(IoU):
    """The overlap of classes, from one-hot rows.

    Args:
        num_classes: how many classes there are.
        target_class_ids: the classes whose mean is taken.
        name: the name.
        dtype: the type of the state.
        ignore_class: a class number whose samples do not count.
        sparse_y_pred: whether the predictions are class numbers.
        axis: the class axis.
    """

    def __init__(
        self,
        num_classes: int,
        target_class_ids: Any,
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: int = -1,
    ) -> None:
        super().__init__(
            num_classes,
            target_class_ids,
            name,
            dtype,
            ignore_class,
            False,
            sparse_y_pred,
            axis,
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return self._config_without("sparse_y_true")


class OneHotMeanIoU(MeanIoU):
    """The mean overlap of all classes, from one-hot rows.

    Args:
        num_classes: how many classes there are.
        name: the name.
        dtype: the type of the state.
        ignore_class: a class number whose samples do not count.
        sparse_y_pred: whether the predictions are class numbers.
        axis: the class axis.
    """

    def __init__(
        self,
        num_classes: int,
        name: str | None = None,
        dtype: Any = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: int = -1,
    ) -> None:
        super().__init__(
            num_classes, name, dtype, ignore_class, False, sparse_y_pred, axis
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return self._config_without("target_class_ids", "sparse_y_true")
