"""What `tf.data.experimental` called the specs of elements once."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.control_flow.tensor_array import TensorArraySpec
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec
from tensorbrook._src.ops.sparse_tensor import SparseTensorSpec


def TensorStructure(dtype: Any, shape: Any) -> TensorSpec:
    """See `tf.TensorSpec`."""
    return TensorSpec(shape, dtype)


def SparseTensorStructure(dtype: Any, shape: Any) -> SparseTensorSpec:
    """See `tf.SparseTensorSpec`."""
    return SparseTensorSpec(shape, dtype)


def RaggedTensorStructure(dtype: Any, shape: Any, ragged_rank: Any) -> Any:
    """See `tf.RaggedTensorSpec`."""
    return RaggedTensorSpec(shape, dtype, ragged_rank)


def TensorArrayStructure(
    dtype: Any, element_shape: Any, dynamic_size: Any, infer_shape: Any
) -> Any:
    """See `tf.TensorArraySpec`."""
    return TensorArraySpec(element_shape, dtype, dynamic_size, infer_shape)
