"""Eager execution as programs of 1.5 to 1.15 knew it."""

from tensorbrook._src.autodiff.custom_gradient import custom_gradient as custom_gradient
from tensorbrook._src.autodiff.tape import GradientTape as GradientTape
from tensorbrook._src.compat_v1.contrib.eager import Iterator as Iterator
from tensorbrook._src.compat_v1.contrib.eager import Network as Network
from tensorbrook._src.compat_v1.contrib.eager import (
    gradients_function as gradients_function,
)
from tensorbrook._src.compat_v1.contrib.eager import (
    implicit_gradients as implicit_gradients,
)
from tensorbrook._src.compat_v1.contrib.eager import (
    implicit_value_and_gradients as implicit_value_and_gradients,
)
from tensorbrook._src.compat_v1.contrib.eager import in_eager_mode as in_eager_mode
from tensorbrook._src.compat_v1.contrib.eager import num_gpus as num_gpus
from tensorbrook._src.compat_v1.contrib.eager import (
    value_and_gradients_function as value_and_gradients_function,
)
from tensorbrook._src.compat_v1.contrib.missing import eager as __getattr__
from tensorbrook._src.compat_v1.framework import (
    enable_eager_execution as enable_eager_execution,
)
from tensorbrook._src.core.current import executing_eagerly as executing_eagerly
from tensorbrook._src.function.polymorphic import function as defun
from tensorbrook._src.variables.variable import Variable as Variable
from tensorbrook.contrib.eager import metrics as metrics
