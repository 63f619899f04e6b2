"""Tensor processing units, as 1.x names them."""

from tensorbrook._src.distribute.tpu.topology import XLAOptions as XLAOptions
from tensorbrook.compat.v1.tpu import experimental as experimental
