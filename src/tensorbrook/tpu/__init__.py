"""What concerns TPUs."""

from tensorbrook._src.distribute.tpu.topology import XLAOptions as XLAOptions
from tensorbrook.tpu import experimental as experimental
