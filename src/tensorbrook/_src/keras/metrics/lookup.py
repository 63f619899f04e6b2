"""Metrics by name and configuration."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.backend.names import snake_case
from tensorbrook._src.keras.losses import lookup as losses
from tensorbrook._src.keras.losses import regression
from tensorbrook._src.keras.metrics import (
    accuracy,
    confusion,
    correlation,
    f_score,
    iou,
    mean_losses,
    operating_point,
    reduction,
)
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve

_CLASSES = (
    accuracy.Accuracy,
    accuracy.BinaryAccuracy,
    accuracy.CategoricalAccuracy,
    accuracy.SparseCategoricalAccuracy,
    accuracy.SparseTopKCategoricalAccuracy,
    accuracy.TopKCategoricalAccuracy,
    confusion.AUC,
    confusion.FalseNegatives,
    confusion.FalsePositives,
    confusion.Precision,
    confusion.Recall,
    confusion.TrueNegatives,
    confusion.TruePositives,
    correlation.ConcordanceCorrelation,
    correlation.PearsonCorrelation,
    correlation.R2Score,
    f_score.F1Score,
    f_score.FBetaScore,
    iou.BinaryIoU,
    iou.IoU,
    iou.MeanIoU,
    iou.OneHotIoU,
    iou.OneHotMeanIoU,
    mean_losses.BinaryCrossentropy,
    mean_losses.CategoricalCrossentropy,
    mean_losses.CategoricalHinge,
    mean_losses.CosineSimilarity,
    mean_losses.Hinge,
    mean_losses.KLDivergence,
    mean_losses.LogCoshError,
    mean_losses.MeanAbsoluteError,
    mean_losses.MeanAbsolutePercentageError,
    mean_losses.MeanSquaredError,
    mean_losses.MeanSquaredLogarithmicError,
    mean_losses.Poisson,
    mean_losses.RootMeanSquaredError,
    mean_losses.SparseCategoricalCrossentropy,
    mean_losses.SquaredHinge,
    operating_point.PrecisionAtRecall,
    operating_point.RecallAtPrecision,
    operating_point.SensitivityAtSpecificity,
    operating_point.SpecificityAtSensitivity,
    reduction.Mean,
    reduction.MeanMetricWrapper,
    reduction.Sum,
)
_FUNCTIONS = {
    name: function for name, function in losses.KNOWN.items() if name.islower()
}
_FUNCTIONS.update(
    binary_accuracy=accuracy.binary_accuracy,
    categorical_accuracy=accuracy.categorical_accuracy,
    cosine_similarity=regression.cosine_similarity,
    sparse_categorical_accuracy=accuracy.sparse_categorical_accuracy,
    sparse_top_k_categorical_accuracy=accuracy.sparse_top_k_categorical_accuracy,
    top_k_categorical_accuracy=accuracy.top_k_categorical_accuracy,
)
KNOWN: dict[str, Any] = {cls.__name__: cls for cls in _CLASSES} | _FUNCTIONS
KNOWN.update({snake_case(cls.__name__): cls for cls in _CLASSES})
KNOWN.update(
    mae=mean_losses.MeanAbsoluteError,
    mape=mean_losses.MeanAbsolutePercentageError,
    mse=mean_losses.MeanSquaredError,
    msle=mean_losses.MeanSquaredLogarithmicError,
    MAE=mean_losses.MeanAbsoluteError,
    MAPE=mean_losses.MeanAbsolutePercentageError,
    MSE=mean_losses.MeanSquaredError,
    MSLE=mean_losses.MeanSquaredLogarithmicError,
)


def get(identifier: Any) -> Any:
    """Returns the metric for a name, a config, a class, a callable or None.

    Raises:
        ValueError: when there is no such metric.
    """
    return resolve(identifier, KNOWN, "metric")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Returns the metric for its configuration."""
    return resolve(config, KNOWN, "metric", custom_objects)


def serialize(metric: Any) -> Any:
    """Returns the configuration of a metric."""
    return registry.serialize_keras_object(metric)
