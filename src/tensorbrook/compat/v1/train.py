"""Training in 1.x programs."""

from tensorbrook._src.compat_v1.gradient_descent import (
    GradientDescentOptimizer as GradientDescentOptimizer,
)
from tensorbrook._src.compat_v1.optimizer import Optimizer as Optimizer
