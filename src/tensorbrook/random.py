"""Random numbers."""

from tensorbrook._src.ops.random import categorical as categorical
from tensorbrook._src.ops.random import normal as normal
from tensorbrook._src.ops.random import shuffle as shuffle
from tensorbrook._src.ops.random import truncated_normal as truncated_normal
from tensorbrook._src.ops.random import uniform as uniform
from tensorbrook._src.ops.random_seed import set_seed as set_seed
