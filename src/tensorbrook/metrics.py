"""Metrics."""

from tensorbrook._src.keras.losses.hinge import categorical_hinge as categorical_hinge
from tensorbrook._src.keras.losses.hinge import hinge as hinge
from tensorbrook._src.keras.losses.hinge import squared_hinge as squared_hinge
from tensorbrook._src.keras.losses.probabilistic import (
    binary_crossentropy as binary_crossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import (
    binary_focal_crossentropy as binary_focal_crossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import (
    categorical_crossentropy as categorical_crossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import (
    categorical_focal_crossentropy as categorical_focal_crossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import kl_divergence as KLD
from tensorbrook._src.keras.losses.probabilistic import kl_divergence as kl_divergence
from tensorbrook._src.keras.losses.probabilistic import kl_divergence as kld
from tensorbrook._src.keras.losses.probabilistic import (
    kl_divergence as kullback_leibler_divergence,
)
from tensorbrook._src.keras.losses.probabilistic import poisson as poisson
from tensorbrook._src.keras.losses.probabilistic import (
    sparse_categorical_crossentropy as sparse_categorical_crossentropy,
)
from tensorbrook._src.keras.losses.regression import huber as huber
from tensorbrook._src.keras.losses.regression import log_cosh as logcosh
from tensorbrook._src.keras.losses.regression import mean_absolute_error as MAE
from tensorbrook._src.keras.losses.regression import mean_absolute_error as mae
from tensorbrook._src.keras.losses.regression import (
    mean_absolute_error as mean_absolute_error,
)
from tensorbrook._src.keras.losses.regression import (
    mean_absolute_percentage_error as MAPE,
)
from tensorbrook._src.keras.losses.regression import (
    mean_absolute_percentage_error as mape,
)
from tensorbrook._src.keras.losses.regression import (
    mean_absolute_percentage_error as mean_absolute_percentage_error,
)
from tensorbrook._src.keras.losses.regression import mean_squared_error as MSE
from tensorbrook._src.keras.losses.regression import (
    mean_squared_error as mean_squared_error,
)
from tensorbrook._src.keras.losses.regression import mean_squared_error as mse
from tensorbrook._src.keras.losses.regression import (
    mean_squared_logarithmic_error as MSLE,
)
from tensorbrook._src.keras.losses.regression import (
    mean_squared_logarithmic_error as mean_squared_logarithmic_error,
)
from tensorbrook._src.keras.losses.regression import (
    mean_squared_logarithmic_error as msle,
)
from tensorbrook._src.keras.metrics.accuracy import Accuracy as Accuracy
from tensorbrook._src.keras.metrics.accuracy import BinaryAccuracy as BinaryAccuracy
from tensorbrook._src.keras.metrics.accuracy import (
    CategoricalAccuracy as CategoricalAccuracy,
)
from tensorbrook._src.keras.metrics.accuracy import (
    SparseCategoricalAccuracy as SparseCategoricalAccuracy,
)
from tensorbrook._src.keras.metrics.accuracy import (
    SparseTopKCategoricalAccuracy as SparseTopKCategoricalAccuracy,
)
from tensorbrook._src.keras.metrics.accuracy import (
    TopKCategoricalAccuracy as TopKCategoricalAccuracy,
)
from tensorbrook._src.keras.metrics.accuracy import binary_accuracy as binary_accuracy
from tensorbrook._src.keras.metrics.accuracy import (
    categorical_accuracy as categorical_accuracy,
)
from tensorbrook._src.keras.metrics.accuracy import (
    sparse_categorical_accuracy as sparse_categorical_accuracy,
)
from tensorbrook._src.keras.metrics.accuracy import (
    sparse_top_k_categorical_accuracy as sparse_top_k_categorical_accuracy,
)
from tensorbrook._src.keras.metrics.accuracy import (
    top_k_categorical_accuracy as top_k_categorical_accuracy,
)
from tensorbrook._src.keras.metrics.confusion import AUC as AUC
from tensorbrook._src.keras.metrics.confusion import FalseNegatives as FalseNegatives
from tensorbrook._src.keras.metrics.confusion import FalsePositives as FalsePositives
from tensorbrook._src.keras.metrics.confusion import Precision as Precision
from tensorbrook._src.keras.metrics.confusion import Recall as Recall
from tensorbrook._src.keras.metrics.confusion import TrueNegatives as TrueNegatives
from tensorbrook._src.keras.metrics.confusion import TruePositives as TruePositives
from tensorbrook._src.keras.metrics.correlation import (
    ConcordanceCorrelation as ConcordanceCorrelation,
)
from tensorbrook._src.keras.metrics.correlation import (
    PearsonCorrelation as PearsonCorrelation,
)
from tensorbrook._src.keras.metrics.correlation import R2Score as R2Score
from tensorbrook._src.keras.metrics.correlation import (
    concordance_correlation as concordance_correlation,
)
from tensorbrook._src.keras.metrics.correlation import (
    pearson_correlation as pearson_correlation,
)
from tensorbrook._src.keras.metrics.f_score import F1Score as F1Score
from tensorbrook._src.keras.metrics.f_score import FBetaScore as FBetaScore
from tensorbrook._src.keras.metrics.iou import BinaryIoU as BinaryIoU
from tensorbrook._src.keras.metrics.iou import IoU as IoU
from tensorbrook._src.keras.metrics.iou import MeanIoU as MeanIoU
from tensorbrook._src.keras.metrics.iou import OneHotIoU as OneHotIoU
from tensorbrook._src.keras.metrics.iou import OneHotMeanIoU as OneHotMeanIoU
from tensorbrook._src.keras.metrics.lookup import deserialize as deserialize
from tensorbrook._src.keras.metrics.lookup import get as get
from tensorbrook._src.keras.metrics.lookup import serialize as serialize
from tensorbrook._src.keras.metrics.mean_losses import (
    BinaryCrossentropy as BinaryCrossentropy,
)
from tensorbrook._src.keras.metrics.mean_losses import (
    CategoricalCrossentropy as CategoricalCrossentropy,
)
from tensorbrook._src.keras.metrics.mean_losses import (
    CategoricalHinge as CategoricalHinge,
)
from tensorbrook._src.keras.metrics.mean_losses import (
    CosineSimilarity as CosineSimilarity,
)
from tensorbrook._src.keras.metrics.mean_losses import Hinge as Hinge
from tensorbrook._src.keras.metrics.mean_losses import KLDivergence as KLDivergence
from tensorbrook._src.keras.metrics.mean_losses import LogCoshError as LogCoshError
from tensorbrook._src.keras.metrics.mean_losses import (
    MeanAbsoluteError as MeanAbsoluteError,
)
from tensorbrook._src.keras.metrics.mean_losses import (
    MeanAbsolutePercentageError as MeanAbsolutePercentageError,
)
from tensorbrook._src.keras.metrics.mean_losses import (
    MeanSquaredError as MeanSquaredError,
)
from tensorbrook._src.keras.metrics.mean_losses import (
    MeanSquaredLogarithmicError as MeanSquaredLogarithmicError,
)
from tensorbrook._src.keras.metrics.mean_losses import Poisson as Poisson
from tensorbrook._src.keras.metrics.mean_losses import (
    RootMeanSquaredError as RootMeanSquaredError,
)
from tensorbrook._src.keras.metrics.mean_losses import (
    SparseCategoricalCrossentropy as SparseCategoricalCrossentropy,
)
from tensorbrook._src.keras.metrics.mean_losses import SquaredHinge as SquaredHinge
from tensorbrook._src.keras.metrics.metric import Metric as Metric
from tensorbrook._src.keras.metrics.operating_point import (
    PrecisionAtRecall as PrecisionAtRecall,
)
from tensorbrook._src.keras.metrics.operating_point import (
    RecallAtPrecision as RecallAtPrecision,
)
from tensorbrook._src.keras.metrics.operating_point import (
    SensitivityAtSpecificity as SensitivityAtSpecificity,
)
from tensorbrook._src.keras.metrics.operating_point import (
    SpecificityAtSensitivity as SpecificityAtSensitivity,
)
from tensorbrook._src.keras.metrics.reduction import Mean as Mean
from tensorbrook._src.keras.metrics.reduction import (
    MeanMetricWrapper as MeanMetricWrapper,
)
from tensorbrook._src.keras.metrics.reduction import Sum as Sum
