"""Random numbers."""

from tensorbrook._src.ops.random import categorical as categorical
from tensorbrook._src.ops.random import normal as normal
from tensorbrook._src.ops.random import shuffle as shuffle
from tensorbrook._src.ops.random import truncated_normal as truncated_normal
from tensorbrook._src.ops.random import uniform as uniform
from tensorbrook._src.ops.random_seed import set_seed as set_seed
from tensorbrook._src.ops.random_stateless import fold_in as fold_in
from tensorbrook._src.ops.random_stateless import split as split
from tensorbrook._src.ops.random_stateless import stateless_normal as stateless_normal
from tensorbrook._src.ops.random_stateless import (
    stateless_truncated_normal as stateless_truncated_normal,
)
from tensorbrook._src.ops.random_stateless import stateless_uniform as stateless_uniform
