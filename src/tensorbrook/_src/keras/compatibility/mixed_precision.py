"""What programs import from `keras.mixed_precision.experimental`."""

from tensorbrook._src.keras.backend.dtypes import (  # noqa: F401
    DTypePolicy as Policy,
)
from tensorbrook._src.keras.backend.dtypes import (  # noqa: F401
    global_policy,
)
from tensorbrook._src.keras.backend.dtypes import (  # noqa: F401
    set_global_policy as set_policy,
)
from tensorbrook._src.keras.optimizers.loss_scale_optimizer import (  # noqa: F401
    LossScaleOptimizer,
)
