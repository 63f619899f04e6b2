"""Sums of many tensors, and polynomials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.shapes import as_dims, compatible
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.ops.indexed_slices import IndexedSlices, add_n_op

accumulate_n_v2_op = Op(
    "AccumulateNV2",
    "inputs: N * T -> sum: T | N: int >= 1, T: numeric, shape: shape",
    shape=lambda c: c.attrs["shape"],
    reference=lambda xp, inputs, shape: sum(inputs[1:], inputs[0]),
    gradient=lambda op, dy: [dy] * len(op.inputs),
    commutative=True,
)


def add_n(inputs: Sequence[Any], name: str | None = None) -> Tensor:
    """Adds up tensors of one shape and type.

    Args:
        inputs: Tensors or IndexedSlices, at least one.
        name: Name of the node in a graph.

    Returns:
        A tensor.

    Raises:
        ValueError: `inputs` is no sequence of tensors, or is empty.

    Example:
        >>> import tensorbrook as tf
        >>> tf.add_n([[1, 2], [3, 4], [5, 6]]).numpy()
        array([ 9, 12], dtype=int32)
    """
    if isinstance(inputs, Tensor) or not isinstance(inputs, Sequence) or not inputs:
        raise ValueError(
            "Inputs must be an iterable of at least one Tensor/IndexedSlices with the "
            f"same dtype and shape. Received: {inputs}"
        )
    dense = [
        convert_to_tensor(x) if isinstance(x, IndexedSlices) else x for x in inputs
    ]
    if len(dense) == 1:
        only = convert_to_tensor(dense[0])
        return identity(only, name) if name else only
    return add_n_op(dense, name=name)  # type: ignore[no-any-return]


def accumulate_n(
    inputs: Sequence[Any],
    shape: Any = None,
    tensor_dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """Adds up tensors, whose shape and type may be stated.

    Args:
        inputs: Tensors, at least one.
        shape: The shape that they have.
        tensor_dtype: The type that they have.
        name: Name of the node in a graph.

    Returns:
        A tensor.

    Raises:
        ValueError: `inputs` is empty, or the tensors differ in shape.
        TypeError: The tensors don't have the stated type.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.accumulate_n([[1, 2], [3, 4]]).numpy()
        array([4, 6], dtype=int32)
    """
    if not isinstance(inputs, list | tuple) or not inputs:
        raise ValueError(
            "inputs must be a list of at least one Tensor/IndexedSlices with the same "
            "dtype and shape"
        )
    tensors = [convert_to_tensor(x) for x in inputs]
    first = tensors[0]
    if any(x.dtype is not first.dtype for x in tensors) or (
        tensor_dtype is not None and first.dtype is not dtypes.as_dtype(tensor_dtype)
    ):
        raise TypeError(
            "tensor_dtype is different from the dtypes of the inputs: "
            f"{[x.dtype.name for x in tensors]}, tensor_dtype={tensor_dtype}"
        )
    dims = first._dims if shape is None else as_dims(shape)
    if not all(compatible(dims, x._dims) for x in tensors):
        raise ValueError(
            f"accumulate_n: the inputs must all have the shape {dims}, got "
            f"{[x._dims for x in tensors]}."
        )
    return add_n(tensors, name)


def polyval(coeffs: Sequence[Any], x: Any, name: str | None = None) -> Tensor:
    """Computes the value of a polynomial.

    Args:
        coeffs: The coefficients, that of the highest power first.
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`; zeros if there are no coefficients.

    Raises:
        ValueError: `coeffs` is not a list.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.math.polyval([1.0, 0.0, 2.0], 3.0))
        11.0
    """
    from tensorbrook._src.ops import array_creation

    if not isinstance(coeffs, list):
        raise ValueError(
            f"Argument coeffs must be list type. Received type {type(coeffs)}."
        )
    point = convert_to_tensor(x)
    if not coeffs:
        return array_creation.zeros_like(point, name=name)
    value = convert_to_tensor(coeffs[0])
    for coefficient in coeffs[1:]:
        value = coefficient + value * point
    return identity(value, name) if name else value
