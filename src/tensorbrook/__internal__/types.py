"""The base of whatever is a tensor."""

from tensorbrook._src.compat_v1.private_paths.tensor_base import Tensor as Tensor
