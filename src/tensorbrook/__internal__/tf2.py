"""Which era a program is of."""

from tensorbrook._src.compat_v1.framework import (
    executing_eagerly_outside_functions as enabled,  # noqa: F401
)
