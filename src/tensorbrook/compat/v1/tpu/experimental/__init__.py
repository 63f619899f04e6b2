"""Tensor processing units, as 1.x names them."""

from tensorbrook._src.distribute.tpu.topology import (
    DeviceAssignment as DeviceAssignment,
)
from tensorbrook._src.distribute.tpu.topology import DeviceOrderMode as DeviceOrderMode
from tensorbrook._src.distribute.tpu.topology import HardwareFeature as HardwareFeature
from tensorbrook._src.distribute.tpu.topology import Topology as Topology
from tensorbrook._src.distribute.tpu.topology import (
    TPUSystemMetadata as TPUSystemMetadata,
)
from tensorbrook._src.distribute.tpu.topology import (
    initialize_tpu_system as initialize_tpu_system,
)
from tensorbrook._src.distribute.tpu.topology import (
    shutdown_tpu_system as shutdown_tpu_system,
)
from tensorbrook.compat.v1.tpu.experimental import embedding as embedding
