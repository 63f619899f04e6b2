"""Neural network operations."""

from tensorbrook._src.ops.unary import sigmoid as sigmoid
from tensorbrook._src.ops.unary import tanh as tanh
