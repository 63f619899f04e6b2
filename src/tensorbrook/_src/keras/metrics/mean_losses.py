"""Metrics that are the mean of a loss function."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.losses import hinge, probabilistic, regression
from tensorbrook._src.keras.losses.regression import _pair
from tensorbrook._src.keras.metrics.reduction import Mean, MeanMetricWrapper, NamedMean


class MeanSquaredError(NamedMean):
    """The mean of squared differences.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(regression.mean_squared_error)
    default_name = "mean_squared_error"


class RootMeanSquaredError(Mean):
    """The square root of the mean of squared differences.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    def __init__(
        self, name: str = "root_mean_squared_error", dtype: Any = None
    ) -> None:
        super().__init__(name, dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: the truth.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
        """
        y_true, y_pred = _pair(y_true, y_pred)
        values = tf.math.squared_difference(y_pred, y_true)
        super().update_state(values, sample_weight)

    def result(self) -> tf.Tensor:
        """Returns the square root of the mean."""
        return tf.sqrt(super().result())


class MeanAbsoluteError(NamedMean):
    """The mean of absolute differences.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(regression.mean_absolute_error)
    default_name = "mean_absolute_error"


class MeanAbsolutePercentageError(NamedMean):
    """The mean difference in percent of the truth.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(regression.mean_absolute_percentage_error)
    default_name = "mean_absolute_percentage_error"


class MeanSquaredLogarithmicError(NamedMean):
    """The mean squared difference of logarithms.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(regression.mean_squared_logarithmic_error)
    default_name = "mean_squared_logarithmic_error"


class LogCoshError(NamedMean):
    """The mean logarithm of the hyperbolic cosine of the error.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(regression.log_cosh)
    default_name = "logcosh"


class CosineSimilarity(MeanMetricWrapper):
    """The mean cosine of the angle between truth and predictions.

    Args:
        name: the name.
        dtype: the type of the state.
        axis: the axis of the vectors.
    """

    def __init__(
        self, name: str = "cosine_similarity", dtype: Any = None, axis: int = -1
    ) -> None:
        super().__init__(regression.cosine_similarity, name, dtype, axis=axis)


class Hinge(NamedMean):
    """The mean hinge of signed scores.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(hinge.hinge)
    default_name = "hinge"


class SquaredHinge(NamedMean):
    """The mean squared hinge of signed scores.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(hinge.squared_hinge)
    default_name = "squared_hinge"


class CategoricalHinge(NamedMean):
    """The mean categorical hinge of scores.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(hinge.categorical_hinge)
    default_name = "categorical_hinge"


class KLDivergence(NamedMean):
    """The mean Kullback-Leibler divergence.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(probabilistic.kl_divergence)
    default_name = "kl_divergence"


class Poisson(NamedMean):
    """The mean Poisson loss of predicted rates.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(probabilistic.poisson)
    default_name = "poisson"


class BinaryCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of yes-or-no probabilities.

    Args:
        name: the name.
        dtype: the type of the state.
        from_logits: whether the predictions are logits.
        label_smoothing: how far to move labels towards one half.
    """

    def __init__(
        self,
        name: str = "binary_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: float = 0,
    ) -> None:
        options = {"from_logits": from_logits, "label_smoothing": label_smoothing}
        super().__init__(probabilistic.binary_crossentropy, name, dtype, **options)


class CategoricalCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of class probabilities with one-hot labels.

    Args:
        name: the name.
        dtype: the type of the state.
        from_logits: whether the predictions are logits.
        label_smoothing: how far to move labels towards equal probabilities.
        axis: the axis of the classes.
    """

    def __init__(
        self,
        name: str = "categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        label_smoothing: float = 0,
        axis: int = -1,
    ) -> None:
        super().__init__(
            probabilistic.categorical_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """The mean cross-entropy of class probabilities with class numbers.

    Args:
        name: the name.
        dtype: the type of the state.
        from_logits: whether the predictions are logits.
        ignore_class: a class whose rows do not count.
        axis: the axis of the classes.
    """

    def __init__(
        self,
        name: str = "sparse_categorical_crossentropy",
        dtype: Any = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: int = -1,
    ) -> None:
        function = probabilistic.sparse_categorical_crossentropy
        options = {
            "from_logits": from_logits,
            "ignore_class": ignore_class,
            "axis": axis,
        }
        super().__init__(function, name, dtype, **options)
