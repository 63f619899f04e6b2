"""`tensorflow.python.layers.utils`."""

from tensorbrook._src.compat_v1.layers.core import smart_cond as smart_cond
from tensorbrook._src.graph.constant_value import get_static_value as constant_value

__all__ = ["constant_value", "smart_cond"]
