"""Devices, threads and how functions run, for 1.x programs."""

from tensorbrook._src.core.cluster import (
    experimental_connect_to_cluster as experimental_connect_to_cluster,
)
from tensorbrook._src.core.cluster import (
    experimental_connect_to_host as experimental_connect_to_host,
)
from tensorbrook._src.core.config import LogicalDevice as LogicalDevice
from tensorbrook._src.core.config import (
    LogicalDeviceConfiguration as LogicalDeviceConfiguration,
)
from tensorbrook._src.core.config import PhysicalDevice as PhysicalDevice
from tensorbrook._src.core.config import (
    get_logical_device_configuration as get_logical_device_configuration,
)
from tensorbrook._src.core.config import (
    get_soft_device_placement as get_soft_device_placement,
)
from tensorbrook._src.core.config import get_visible_devices as get_visible_devices
from tensorbrook._src.core.config import list_logical_devices as list_logical_devices
from tensorbrook._src.core.config import list_physical_devices as list_physical_devices
from tensorbrook._src.core.config import (
    set_logical_device_configuration as set_logical_device_configuration,
)
from tensorbrook._src.core.config import (
    set_soft_device_placement as set_soft_device_placement,
)
from tensorbrook._src.core.config import set_visible_devices as set_visible_devices
from tensorbrook._src.function.polymorphic import (
    functions_run_eagerly as experimental_functions_run_eagerly,
)
from tensorbrook._src.function.polymorphic import (
    functions_run_eagerly as functions_run_eagerly,
)
from tensorbrook._src.function.polymorphic import (
    run_functions_eagerly as experimental_run_functions_eagerly,
)
from tensorbrook._src.function.polymorphic import (
    run_functions_eagerly as run_functions_eagerly,
)
from tensorbrook.compat.v1.config import experimental as experimental
from tensorbrook.compat.v1.config import optimizer as optimizer
from tensorbrook.compat.v1.config import threading as threading
