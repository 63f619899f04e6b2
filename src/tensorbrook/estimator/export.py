"""How an estimator is written for serving."""

from tensorbrook._src.compat_v1.estimator.export import (
    ClassificationOutput as ClassificationOutput,
)
from tensorbrook._src.compat_v1.estimator.export import PredictOutput as PredictOutput
from tensorbrook._src.compat_v1.estimator.export import (
    RegressionOutput as RegressionOutput,
)
from tensorbrook._src.compat_v1.estimator.export import (
    ServingInputReceiver as ServingInputReceiver,
)
from tensorbrook._src.compat_v1.estimator.export import (
    build_parsing_serving_input_receiver_fn as build_parsing_serving_input_receiver_fn,
)
from tensorbrook._src.compat_v1.estimator.export import (
    build_raw_serving_input_receiver_fn as build_raw_serving_input_receiver_fn,
)
