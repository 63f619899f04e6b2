"""Further optimizers of `tf.contrib`."""

from tensorbrook._src.compat_v1.contrib.missing import opt as __getattr__
from tensorbrook._src.compat_v1.contrib.opt import AdamWOptimizer as AdamWOptimizer
from tensorbrook._src.compat_v1.contrib.opt import (
    LazyAdamOptimizer as LazyAdamOptimizer,
)
from tensorbrook._src.compat_v1.contrib.opt import (
    MomentumWOptimizer as MomentumWOptimizer,
)
from tensorbrook._src.compat_v1.contrib.opt import NadamOptimizer as NadamOptimizer
