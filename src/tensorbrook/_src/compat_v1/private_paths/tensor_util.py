"""`tensorflow.python.framework.tensor_util`."""

from tensorbrook._src.graph.constant_value import get_static_value as constant_value
from tensorbrook._src.ops.constant import is_tensor as is_tensor
from tensorbrook.compat.v1 import make_ndarray as make_ndarray
from tensorbrook.compat.v1 import make_tensor_proto as make_tensor_proto

__all__ = ["constant_value", "is_tensor", "make_ndarray", "make_tensor_proto"]
