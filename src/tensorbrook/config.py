"""Devices and how functions run."""

from tensorbrook._src.core.config import list_logical_devices as list_logical_devices
from tensorbrook._src.core.config import list_physical_devices as list_physical_devices
from tensorbrook._src.function.polymorphic import (
    functions_run_eagerly as functions_run_eagerly,
)
from tensorbrook._src.function.polymorphic import (
    run_functions_eagerly as run_functions_eagerly,
)
