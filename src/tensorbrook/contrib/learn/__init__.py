"""What became `tf.estimator`."""

from tensorbrook._src.compat_v1.contrib.learn import DNNClassifier as DNNClassifier
from tensorbrook._src.compat_v1.contrib.learn import DNNRegressor as DNNRegressor
from tensorbrook._src.compat_v1.contrib.learn import (
    LinearClassifier as LinearClassifier,
)
from tensorbrook._src.compat_v1.contrib.learn import LinearRegressor as LinearRegressor
from tensorbrook._src.compat_v1.contrib.learn import (
    infer_real_valued_columns_from_input as infer_real_valued_columns_from_input,
)
from tensorbrook._src.compat_v1.contrib.missing import learn as __getattr__
from tensorbrook._src.compat_v1.estimator.estimator import Estimator as Estimator
from tensorbrook._src.compat_v1.estimator.specs import ModeKeys as ModeKeys
from tensorbrook._src.compat_v1.estimator.specs import RunConfig as RunConfig
from tensorbrook.contrib.learn import preprocessing as preprocessing
from tensorbrook.contrib.learn import python as python
