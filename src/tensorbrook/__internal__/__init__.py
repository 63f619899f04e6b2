"""Names that TensorFlow keeps for the packages of its own family, such as Keras."""

from tensorbrook.__internal__ import distribute as distribute
from tensorbrook.__internal__ import eager_context as eager_context
from tensorbrook.__internal__ import smart_cond as smart_cond
from tensorbrook.__internal__ import tf2 as tf2
from tensorbrook.__internal__ import tracking as tracking
from tensorbrook.__internal__ import types as types
from tensorbrook._src.core.composite import CompositeTensor as CompositeTensor
from tensorbrook._src.eager.tensor import EagerTensor as EagerTensor
from tensorbrook._src.graph.func_graph import FuncGraph as FuncGraph
from tensorbrook._src.graph.tensor import SymbolicTensor as SymbolicTensor
