"""Losses by name and configuration."""

from __future__ import annotations

import inspect
from typing import Any

from tensorbrook._src.keras.losses import (
    hinge,
    metric_learning,
    probabilistic,
    regression,
    segmentation,
    sequence,
)
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve

_CLASSES = (
    hinge.CategoricalHinge,
    hinge.Hinge,
    hinge.SquaredHinge,
    probabilistic.BinaryCrossentropy,
    probabilistic.BinaryFocalCrossentropy,
    probabilistic.CategoricalCrossentropy,
    probabilistic.CategoricalFocalCrossentropy,
    probabilistic.KLDivergence,
    probabilistic.Poisson,
    probabilistic.SparseCategoricalCrossentropy,
    regression.CosineSimilarity,
    regression.Huber,
    regression.LogCosh,
    regression.MeanAbsoluteError,
    regression.MeanAbsolutePercentageError,
    regression.MeanSquaredError,
    regression.MeanSquaredLogarithmicError,
    segmentation.Dice,
    segmentation.Tversky,
    metric_learning.CategoricalGeneralizedCrossEntropy,
    metric_learning.Circle,
    sequence.CTC,
)
_FUNCTIONS = {
    "circle": metric_learning.circle,
    "ctc": sequence.ctc,
    "binary_crossentropy": probabilistic.binary_crossentropy,
    "binary_focal_crossentropy": probabilistic.binary_focal_crossentropy,
    "categorical_crossentropy": probabilistic.categorical_crossentropy,
    "categorical_focal_crossentropy": probabilistic.categorical_focal_crossentropy,
    "categorical_hinge": hinge.categorical_hinge,
    "cosine_similarity": regression.negative_cosine_similarity,
    "dice": segmentation.dice,
    "hinge": hinge.hinge,
    "huber": regression.huber,
    "huber_loss": regression.huber,
    "kl_divergence": probabilistic.kl_divergence,
    "kld": probabilistic.kl_divergence,
    "kullback_leibler_divergence": probabilistic.kl_divergence,
    "log_cosh": regression.log_cosh,
    "logcosh": regression.log_cosh,
    "mae": regression.mean_absolute_error,
    "mape": regression.mean_absolute_percentage_error,
    "mean_absolute_error": regression.mean_absolute_error,
    "mean_absolute_percentage_error": regression.mean_absolute_percentage_error,
    "mean_squared_error": regression.mean_squared_error,
    "mean_squared_logarithmic_error": regression.mean_squared_logarithmic_error,
    "mse": regression.mean_squared_error,
    "msle": regression.mean_squared_logarithmic_error,
    "poisson": probabilistic.poisson,
    "sparse_categorical_crossentropy": probabilistic.sparse_categorical_crossentropy,
    "squared_hinge": hinge.squared_hinge,
    "tversky": segmentation.tversky,
}
KNOWN: dict[str, Any] = {cls.__name__: cls for cls in _CLASSES} | _FUNCTIONS
for _alias in ("mae", "mape", "mse", "msle", "kld", "bce"):
    if _alias in KNOWN:
        KNOWN[_alias.upper()] = KNOWN[_alias]


def get(identifier: Any) -> Any:
    """Returns the loss for a name, a config, a class, a callable or None.

    Raises:
        ValueError: when there is no such loss.

    Example:
        >>> get("mse").__name__
        'mean_squared_error'
    """
    return resolve(identifier, KNOWN, "loss")


def deserialize(name: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Returns the loss for its name or configuration."""
    return resolve(name, KNOWN, "loss", custom_objects)


def serialize(loss: Any) -> Any:
    """Returns the name of a built-in function, or the configuration of a loss."""
    if inspect.isfunction(loss) and loss in _FUNCTIONS.values():
        return loss.__name__
    return registry.serialize_keras_object(loss)
