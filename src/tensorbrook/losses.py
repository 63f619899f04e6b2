"""Losses."""

from tensorbrook._src.keras.losses.hinge import CategoricalHinge as CategoricalHinge
from tensorbrook._src.keras.losses.hinge import Hinge as Hinge
from tensorbrook._src.keras.losses.hinge import SquaredHinge as SquaredHinge
from tensorbrook._src.keras.losses.hinge import categorical_hinge as categorical_hinge
from tensorbrook._src.keras.losses.hinge import hinge as hinge
from tensorbrook._src.keras.losses.hinge import squared_hinge as squared_hinge
from tensorbrook._src.keras.losses.lookup import deserialize as deserialize
from tensorbrook._src.keras.losses.lookup import get as get
from tensorbrook._src.keras.losses.lookup import serialize as serialize
from tensorbrook._src.keras.losses.loss import Loss as Loss
from tensorbrook._src.keras.losses.loss import Reduction as Reduction
from tensorbrook._src.keras.losses.metric_learning import (
    CategoricalGeneralizedCrossEntropy as CategoricalGeneralizedCrossEntropy,
)
from tensorbrook._src.keras.losses.metric_learning import Circle as Circle
from tensorbrook._src.keras.losses.metric_learning import (
    categorical_generalized_cross_entropy as categorical_generalized_cross_entropy,
)
from tensorbrook._src.keras.losses.metric_learning import circle as circle
from tensorbrook._src.keras.losses.probabilistic import (
    BinaryCrossentropy as BinaryCrossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import (
    BinaryFocalCrossentropy as BinaryFocalCrossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import (
    CategoricalCrossentropy as CategoricalCrossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import (
    CategoricalFocalCrossentropy as CategoricalFocalCrossentropy,
)
from tensorbrook._src.keras.losses.probabilistic import KLDivergence as KLDivergence
from tensorbrook._src.keras.losses.probabilistic import Poisson as Poisson
from tensorbrook._src.keras.losses.probabilistic import (
    SparseCategoricalCrossentropy as SparseCategoricalCrossentropy,
)
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
from tensorbrook._src.keras.losses.regression import (
    CosineSimilarity as CosineSimilarity,
)
from tensorbrook._src.keras.losses.regression import Huber as Huber
from tensorbrook._src.keras.losses.regression import LogCosh as LogCosh
from tensorbrook._src.keras.losses.regression import (
    MeanAbsoluteError as MeanAbsoluteError,
)
from tensorbrook._src.keras.losses.regression import (
    MeanAbsolutePercentageError as MeanAbsolutePercentageError,
)
from tensorbrook._src.keras.losses.regression import (
    MeanSquaredError as MeanSquaredError,
)
from tensorbrook._src.keras.losses.regression import (
    MeanSquaredLogarithmicError as MeanSquaredLogarithmicError,
)
from tensorbrook._src.keras.losses.regression import huber as huber
from tensorbrook._src.keras.losses.regression import log_cosh as log_cosh
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
from tensorbrook._src.keras.losses.regression import (
    negative_cosine_similarity as cosine_similarity,
)
from tensorbrook._src.keras.losses.segmentation import Dice as Dice
from tensorbrook._src.keras.losses.segmentation import Tversky as Tversky
from tensorbrook._src.keras.losses.segmentation import dice as dice
from tensorbrook._src.keras.losses.segmentation import tversky as tversky
from tensorbrook._src.keras.losses.sequence import CTC as CTC
from tensorbrook._src.keras.losses.sequence import ctc as ctc
