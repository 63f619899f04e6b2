"""Models as functions, trained, evaluated and used by one class."""

from tensorbrook._src.compat_v1.estimator.canned import DNNClassifier as DNNClassifier
from tensorbrook._src.compat_v1.estimator.canned import DNNEstimator as DNNEstimator
from tensorbrook._src.compat_v1.estimator.canned import (
    DNNLinearCombinedClassifier as DNNLinearCombinedClassifier,
)
from tensorbrook._src.compat_v1.estimator.canned import (
    DNNLinearCombinedEstimator as DNNLinearCombinedEstimator,
)
from tensorbrook._src.compat_v1.estimator.canned import (
    DNNLinearCombinedRegressor as DNNLinearCombinedRegressor,
)
from tensorbrook._src.compat_v1.estimator.canned import DNNRegressor as DNNRegressor
from tensorbrook._src.compat_v1.estimator.canned import (
    LinearClassifier as LinearClassifier,
)
from tensorbrook._src.compat_v1.estimator.canned import (
    LinearEstimator as LinearEstimator,
)
from tensorbrook._src.compat_v1.estimator.canned import (
    LinearRegressor as LinearRegressor,
)
from tensorbrook._src.compat_v1.estimator.estimator import Estimator as Estimator
from tensorbrook._src.compat_v1.estimator.estimator import add_metrics as add_metrics
from tensorbrook._src.compat_v1.estimator.export import FinalExporter as FinalExporter
from tensorbrook._src.compat_v1.estimator.export import LatestExporter as LatestExporter
from tensorbrook._src.compat_v1.estimator.heads import (
    BinaryClassHead as BinaryClassHead,
)
from tensorbrook._src.compat_v1.estimator.heads import Head as Head
from tensorbrook._src.compat_v1.estimator.heads import MultiClassHead as MultiClassHead
from tensorbrook._src.compat_v1.estimator.heads import RegressionHead as RegressionHead
from tensorbrook._src.compat_v1.estimator.specs import EstimatorSpec as EstimatorSpec
from tensorbrook._src.compat_v1.estimator.specs import EvalSpec as EvalSpec
from tensorbrook._src.compat_v1.estimator.specs import ModeKeys as ModeKeys
from tensorbrook._src.compat_v1.estimator.specs import RunConfig as RunConfig
from tensorbrook._src.compat_v1.estimator.specs import TrainSpec as TrainSpec
from tensorbrook._src.compat_v1.estimator.specs import (
    WarmStartSettings as WarmStartSettings,
)
from tensorbrook._src.compat_v1.estimator.train_and_evaluate import (
    train_and_evaluate as train_and_evaluate,
)
from tensorbrook.estimator import export as export
from tensorbrook.estimator import inputs as inputs
