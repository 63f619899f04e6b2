"""Running at once while a function is traced."""

from tensorbrook._src.compat_v1.private_paths.context import eager_mode as eager_mode
