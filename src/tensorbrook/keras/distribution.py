"""On which devices variables and data lie."""

from tensorbrook._src.keras.distribution.distributions import (
    DataParallel as DataParallel,
)
from tensorbrook._src.keras.distribution.distributions import LayoutMap as LayoutMap
from tensorbrook._src.keras.distribution.distributions import (
    ModelParallel as ModelParallel,
)
from tensorbrook._src.keras.distribution.distributions import (
    distribute_tensor as distribute_tensor,
)
from tensorbrook._src.keras.distribution.distributions import (
    distribution as distribution,
)
from tensorbrook._src.keras.distribution.distributions import initialize as initialize
from tensorbrook._src.keras.distribution.distributions import (
    set_distribution as set_distribution,
)
from tensorbrook._src.keras.distribution.mesh import DeviceMesh as DeviceMesh
from tensorbrook._src.keras.distribution.mesh import TensorLayout as TensorLayout
from tensorbrook._src.keras.distribution.mesh import (
    get_device_count as get_device_count,
)
from tensorbrook._src.keras.distribution.mesh import list_devices as list_devices
