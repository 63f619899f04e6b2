"""Types of computation and of variables."""

from tensorbrook._src.keras.backend.dtypes import DTypePolicy as DTypePolicy
from tensorbrook._src.keras.backend.dtypes import DTypePolicy as Policy
from tensorbrook._src.keras.backend.dtypes import global_policy as dtype_policy
from tensorbrook._src.keras.backend.dtypes import global_policy as global_policy
from tensorbrook._src.keras.backend.dtypes import set_global_policy as set_dtype_policy
from tensorbrook._src.keras.backend.dtypes import set_global_policy as set_global_policy
from tensorbrook._src.keras.compatibility import mixed_precision as experimental
from tensorbrook._src.keras.optimizers.loss_scale_optimizer import (
    LossScaleOptimizer as LossScaleOptimizer,
)
