"""Input functions over arrays."""

from tensorbrook._src.compat_v1.estimator.inputs import numpy_input_fn as numpy_input_fn
from tensorbrook._src.compat_v1.estimator.inputs import (
    pandas_input_fn as pandas_input_fn,
)
