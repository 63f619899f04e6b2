"""Dumps for debuggers."""

from tensorbrook._src.core.debug_settings import (
    disable_dump_debug_info as disable_dump_debug_info,
)
from tensorbrook._src.core.debug_settings import (
    enable_dump_debug_info as enable_dump_debug_info,
)
