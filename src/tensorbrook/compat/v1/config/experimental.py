"""What may still change: memory, policies and precision."""

from tensorbrook._src.core.cluster import ClusterDeviceFilters as ClusterDeviceFilters
from tensorbrook._src.core.config import get_device_details as get_device_details
from tensorbrook._src.core.config import (
    get_logical_device_configuration as get_virtual_device_configuration,
)
from tensorbrook._src.core.config import get_memory_growth as get_memory_growth
from tensorbrook._src.core.config import get_memory_info as get_memory_info
from tensorbrook._src.core.config import get_memory_usage as get_memory_usage
from tensorbrook._src.core.config import get_visible_devices as get_visible_devices
from tensorbrook._src.core.config import list_logical_devices as list_logical_devices
from tensorbrook._src.core.config import list_physical_devices as list_physical_devices
from tensorbrook._src.core.config import reset_memory_stats as reset_memory_stats
from tensorbrook._src.core.config import (
    set_logical_device_configuration as set_virtual_device_configuration,
)
from tensorbrook._src.core.config import set_memory_growth as set_memory_growth
from tensorbrook._src.core.config import set_visible_devices as set_visible_devices
from tensorbrook._src.core.device import (
    LogicalDeviceConfiguration as VirtualDeviceConfiguration,
)
from tensorbrook._src.core.options import disable_mlir_bridge as disable_mlir_bridge
from tensorbrook._src.core.options import enable_mlir_bridge as enable_mlir_bridge
from tensorbrook._src.core.options import (
    enable_tensor_float_32_execution as enable_tensor_float_32_execution,
)
from tensorbrook._src.core.options import get_device_policy as get_device_policy
from tensorbrook._src.core.options import (
    get_synchronous_execution as get_synchronous_execution,
)
from tensorbrook._src.core.options import set_device_policy as set_device_policy
from tensorbrook._src.core.options import (
    set_synchronous_execution as set_synchronous_execution,
)
from tensorbrook._src.core.options import (
    tensor_float_32_execution_enabled as tensor_float_32_execution_enabled,
)
