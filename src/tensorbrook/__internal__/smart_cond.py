"""One of two results, chosen in Python where that is possible."""

from tensorbrook._src.compat_v1.layers.core import smart_cond as smart_cond
