"""Arithmetic of two tensors, and how gradients undo broadcasting."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.binding import dtype_of
from tensorbrook._src.core.op import find
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import broadcast_gradients
from tensorbrook._src.ops.broadcast_gradients import unbroadcast as unbroadcast
from tensorbrook._src.ops.complex_numbers import conj
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import binary, no_gradients, select

_REALS = "floating|complex"
_back = broadcast_gradients.for_both


def _divisible(xp: Any, y: Any) -> None:
    """Refuses integers that are zero as divisors; a traced value can't be asked."""
    if xp is np and y.dtype.kind in "iu" and not y.all():
        raise errors.InvalidArgumentError(None, None, "Integer division by zero")


def _truncated(xp: Any, x: Any, y: Any) -> Any:
    if x.dtype.kind not in "iu":
        return x / y
    _divisible(xp, y)
    quotient = x // y
    inexact = quotient * y != x
    return quotient + (inexact & ((x < 0) != (y < 0))).astype(x.dtype)


def _truncated_remainder(xp: Any, x: Any, y: Any) -> Any:
    _divisible(xp, y)
    return xp.fmod(x, y)


def _floored(xp: Any, x: Any, y: Any) -> Any:
    if x.dtype.kind not in "iu":
        return xp.floor(x / y)
    _divisible(xp, y)
    return x // y


def _floored_remainder(xp: Any, x: Any, y: Any) -> Any:
    _divisible(xp, y)
    return xp.mod(x, y)


def _power(xp: Any, x: Any, y: Any) -> Any:
    if xp is np and y.dtype.kind == "i" and (y < 0).any():
        raise errors.InvalidArgumentError(
            None, None, "Integers to negative integer powers are not allowed"
        )
    return xp.power(x, y)


def _product_or_zero(xp: Any, x: Any, y: Any, zero: Any) -> Any:
    """`x * y`, and 0 where `zero` is, even if `y` is not finite."""
    return xp.where(zero == 0, xp.zeros((), x.dtype), x * y)


def _add_gradient(op: Any, dy: Any) -> list[Any]:
    return _back(op, dy, dy)


def _multiply_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = op.inputs
    return _back(op, dy * conj(y), conj(x) * dy)


def _divide_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = conj(op.inputs[0]), conj(op.inputs[1])
    return _back(op, real_div_op(dy, y), dy * real_div_op(real_div_op(-x, y), y))


def _divide_no_nan_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = conj(op.inputs[0]), conj(op.inputs[1])
    return _back(op, div_no_nan(dy, y), dy * div_no_nan(div_no_nan(-x, y), y))


def _multiply_no_nan_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = op.inputs
    return _back(op, multiply_no_nan(dy, y), multiply_no_nan(x, dy))


def _remainder_gradient(divide: Any, op: Any, dy: Any) -> list[Any]:
    x, y = op.inputs
    return _back(op, dy, -dy * divide(x, y))


def _truncated_quotient(x: Any, y: Any) -> Any:
    ratio = real_div_op(x, y)
    from tensorbrook._src.ops import unary

    return unary.sign(ratio) * unary.floor(unary.abs(ratio))


def _power_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, unary

    x, y, z = conj(op.inputs[0]), conj(op.inputs[1]), conj(op.outputs[0])
    by_base = dy * y * pow(x, y - 1)
    # log is only asked where it is defined, so that no nan comes back from elsewhere.
    zero = array_creation.zeros_like(x)
    defined = find("NotEqual")(x, zero) if x.dtype.is_complex else x > zero
    safe = select(defined, x, array_creation.ones_like(x))
    log = select(defined, unary.log(safe), zero)
    return _back(op, by_base, dy * z * log)


def _extreme_gradient(chosen: Any, op: Any, dy: Any) -> list[Any]:
    """The whole gradient goes to the one that was chosen; in a tie, to the first."""
    from tensorbrook._src.ops import array_creation

    first = chosen(*op.inputs)
    zeros = array_creation.zeros_like(dy)
    return _back(op, select(first, dy, zeros), select(first, zeros, dy))


def _squared_difference_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = op.inputs
    by_first = 2 * dy * (x - y)
    return _back(op, by_first, -by_first)


def _is_not_zero(x: Any) -> Any:
    from tensorbrook._src.ops import cast

    return cast.cast(x != 0, x.dtype)


def _xlogy_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = op.inputs
    return _back(op, xlogy(_is_not_zero(x), y) * dy, xdivy(x, y) * dy)


def _xlog1py_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = op.inputs
    return _back(op, xlog1py(_is_not_zero(x), y) * dy, xdivy(x, y + 1) * dy)


def _xdivy_gradient(op: Any, dy: Any) -> list[Any]:
    x, y = op.inputs
    return _back(op, xdivy(_is_not_zero(x), y) * dy, xdivy(-x, y * y) * dy)


add_op = binary(
    "Add",
    lambda xp, x, y: x + y,
    _add_gradient,
    types="floating|complex|int8|int16|int32|int64|uint8|string",
)

add_v2_op = binary("AddV2", lambda xp, x, y: x + y, _add_gradient, commutative=True)

sub_op = binary("Sub", lambda xp, x, y: x - y, lambda op, dy: _back(op, dy, -dy))

mul_op = binary("Mul", lambda xp, x, y: x * y, _multiply_gradient, commutative=True)

real_div_op = binary("RealDiv", lambda xp, x, y: x / y, _divide_gradient)

div_op = binary("Div", _truncated, _divide_gradient)

truncate_div_op = binary("TruncateDiv", _truncated, no_gradients)

truncate_mod_op = binary(
    "TruncateMod",
    _truncated_remainder,
    functools.partial(_remainder_gradient, _truncated_quotient),
    types="int32|int64|floating",
)

mod_op = binary(
    "Mod",
    _truncated_remainder,
    functools.partial(_remainder_gradient, _truncated_quotient),
    types="int32|int64|floating",
)

floor_div_op = binary("FloorDiv", _floored, no_gradients)

floor_mod_op = binary(
    "FloorMod",
    _floored_remainder,
    functools.partial(_remainder_gradient, lambda x, y: floordiv(x, y)),
    types="signed|unsigned|floating",
)

pow_op = binary("Pow", _power, _power_gradient, types="floating|complex|signed")

maximum_op = binary(
    "Maximum",
    lambda xp, x, y: xp.maximum(x, y),
    functools.partial(_extreme_gradient, lambda x, y: x >= y),
    types="real",
    commutative=True,
)

minimum_op = binary(
    "Minimum",
    lambda xp, x, y: xp.minimum(x, y),
    functools.partial(_extreme_gradient, lambda x, y: x <= y),
    types="real",
    commutative=True,
)

squared_difference_op = binary(
    "SquaredDifference",
    lambda xp, x, y: xp.conj(x - y) * (x - y),
    _squared_difference_gradient,
    types="floating|complex|int32|int64",
    commutative=True,
)

div_no_nan_op = binary(
    "DivNoNan",
    lambda xp, x, y: xp.where(y == 0, xp.zeros((), x.dtype), x / y),
    _divide_no_nan_gradient,
    types=_REALS,
)

mul_no_nan_op = binary(
    "MulNoNan",
    lambda xp, x, y: _product_or_zero(xp, x, y, y),
    _multiply_no_nan_gradient,
    types=_REALS,
)

xlogy_op = binary(
    "Xlogy",
    lambda xp, x, y: _product_or_zero(xp, x, xp.log(y), x),
    _xlogy_gradient,
    types=_REALS,
)

xlog1py_op = binary(
    "Xlog1py",
    lambda xp, x, y: _product_or_zero(xp, x, xp.log1p(y), x),
    _xlog1py_gradient,
    types=_REALS,
)

xdivy_op = binary(
    "Xdivy",
    lambda xp, x, y: xp.where(x == 0, xp.zeros((), x.dtype), x / y),
    _xdivy_gradient,
    types=_REALS,
)

next_after_op = binary(
    "NextAfter",
    lambda xp, x1, x2: xp.nextafter(x1, x2),
    lambda op, dy: _back(op, dy, dy * 0),
    types="{float32, float64} = float32",
    inputs="x1: T, x2: T",
    output="output: T",
)


def add(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x + y`; strings are joined.

    Args:
        x: A tensor of numbers or strings.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Raises:
        tf.errors.InvalidArgumentError: The shapes or types don't fit together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.add([1, 2], 3).numpy()
        array([4, 5], dtype=int32)
    """
    kind = getattr(x, "dtype", None) or getattr(y, "dtype", None)
    if kind == dtypes.string or isinstance(x, str | bytes):
        return add_op(x, y, name=name)  # type: ignore[no-any-return]
    if isinstance(x, list | tuple) and kind is None:
        x = convert_to_tensor(x)
        if x.dtype is dtypes.string:
            return add_op(x, y, name=name)  # type: ignore[no-any-return]
    return add_v2_op(x, y, name=name or "Add")  # type: ignore[no-any-return]


def subtract(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x - y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.subtract([5, 2], 3).numpy()
        array([ 2, -1], dtype=int32)
    """
    return sub_op(x, y, name=name)  # type: ignore[no-any-return]


def multiply(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x * y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.multiply([5, 2], 3).numpy()
        array([15,  6], dtype=int32)
    """
    return mul_op(x, y, name=name)  # type: ignore[no-any-return]


def floordiv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x / y`, rounded down.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.floordiv([7, -7], 2).numpy()
        array([ 3, -4], dtype=int32)
    """
    return floor_div_op(x, y, name=name)  # type: ignore[no-any-return]


def floormod(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes the remainder of `floordiv`, which has the sign of `y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.floormod([7, -7], 3).numpy()
        array([1, 2], dtype=int32)
    """
    return floor_mod_op(x, y, name=name)  # type: ignore[no-any-return]


def truncatediv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Divides integers and cuts the fraction off, towards zero.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.truncatediv([7, -7], 2).numpy()
        array([ 3, -3], dtype=int32)
    """
    return truncate_div_op(x, y, name=name)  # type: ignore[no-any-return]


def truncatemod(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes the remainder of `truncatediv`, which has the sign of `x`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.truncatemod([7, -7], 3).numpy()
        array([ 1, -1], dtype=int32)
    """
    return truncate_mod_op(x, y, name=name)  # type: ignore[no-any-return]


def realdiv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x / y` of floats or complex numbers.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.realdiv([7.0, 1.0], 2.0).numpy()
        array([3.5, 0.5], dtype=float32)
    """
    return real_div_op(x, y, name=name)  # type: ignore[no-any-return]


def pow(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x` to the power of `y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.pow([2, 3], 2).numpy()
        array([4, 9], dtype=int32)
    """
    return pow_op(x, y, name=name)  # type: ignore[no-any-return]


def maximum(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes the larger of `x` and `y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.maximum([1, 5], 3).numpy()
        array([3, 5], dtype=int32)
    """
    return maximum_op(x, y, name=name)  # type: ignore[no-any-return]


def minimum(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes the smaller of `x` and `y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.minimum([1, 5], 3).numpy()
        array([1, 3], dtype=int32)
    """
    return minimum_op(x, y, name=name)  # type: ignore[no-any-return]


def squared_difference(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `(x - y) * (x - y)`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.squared_difference([1, 5], 3).numpy()
        array([4, 4], dtype=int32)
    """
    return squared_difference_op(x, y, name=name)  # type: ignore[no-any-return]


def multiply_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x * y`, and 0 where `y` is 0, even if `x` is not finite.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.multiply_no_nan([float("inf"), 2.0], [0.0, 3.0]).numpy()
        array([0., 6.], dtype=float32)
    """
    return mul_no_nan_op(x, y, name=name)  # type: ignore[no-any-return]


def xlogy(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x * log(y)`, and 0 where `x` is 0.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.xlogy([0.0, 2.0], [0.0, 1.0]).numpy()
        array([0., 0.], dtype=float32)
    """
    return xlogy_op(x, y, name=name)  # type: ignore[no-any-return]


def xlog1py(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x * log1p(y)`, and 0 where `x` is 0.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.xlog1py([0.0, 2.0], [-1.0, 0.0]).numpy()
        array([0., 0.], dtype=float32)
    """
    return xlog1py_op(x, y, name=name)  # type: ignore[no-any-return]


def xdivy(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x / y`, and 0 where `x` is 0.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.xdivy([0.0, 2.0], [0.0, 4.0]).numpy()
        array([0. , 0.5], dtype=float32)
    """
    return xdivy_op(x, y, name=name)  # type: ignore[no-any-return]


def nextafter(x1: Any, x2: Any, name: str | None = None) -> Tensor:
    """Computes the float that follows `x1` in the direction of `x2`.

    Args:
        x1: A tensor.
        x2: A tensor of the type of `x1`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.nextafter([1.0], [2.0]).numpy()
        array([1.0000001], dtype=float32)
    """
    return next_after_op(x1, x2, name=name)  # type: ignore[no-any-return]


def div_no_nan(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x / y`, and 0 where `y` is 0.

    Args:
        x: A tensor of floats or complex numbers; integers become float64.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.divide_no_nan([3.0, 1.0], [2.0, 0.0]).numpy()
        array([1.5, 0. ], dtype=float32)
    """
    if not isinstance(x, Tensor) and isinstance(y, Tensor):
        x, y = convert_to_tensor(x, dtype_hint=y.dtype.base_dtype), y
    x = convert_to_tensor(x)
    y = convert_to_tensor(y, dtype_hint=x.dtype.base_dtype)
    x, y = _as_floats("divide_no_nan", x, y)
    return div_no_nan_op(x, y, name=name)  # type: ignore[no-any-return]


_QUOTIENT_TYPES = {
    dtypes.uint8: dtypes.float32,
    dtypes.int8: dtypes.float32,
    dtypes.uint16: dtypes.float32,
    dtypes.int16: dtypes.float32,
    dtypes.int32: dtypes.float64,
    dtypes.int64: dtypes.float64,
    dtypes.uint32: dtypes.float64,
    dtypes.uint64: dtypes.float64,
}


def _as_floats(what: str, x: Tensor, y: Tensor) -> tuple[Any, Any]:
    """Integers as the floats in which their quotient is computed."""
    from tensorbrook._src.ops import cast

    kind, other = x.dtype.base_dtype, y.dtype.base_dtype
    if kind is not other:
        raise TypeError(
            f"{what}: `x` and `y` must have the same dtype, got {kind!r} != {other!r}."
        )
    if kind.is_floating or kind.is_complex:
        return x, y
    wanted = _QUOTIENT_TYPES.get(kind)
    if wanted is None:
        raise TypeError(f"{what}: numbers of dtype {kind.name} can't be divided.")
    return cast.cast(x, wanted), cast.cast(y, wanted)


def truediv(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Computes `x / y` as Python does: the quotient of integers is a float.

    Args:
        x: A numeric tensor; up to 16 bits integers become float32, wider ones float64.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of floats or complex numbers; the inputs are broadcast together.

    Raises:
        TypeError: The inputs are of different types.

    Example:
        >>> import tensorbrook as tf
        >>> tf.truediv([7, 1], 2).numpy()
        array([3.5, 0.5])
    """
    if not isinstance(x, Tensor) and hasattr(type(y), "__tf_tensor__"):
        x = convert_to_tensor(x, dtype_hint=dtype_of(y))
    x = convert_to_tensor(x)
    y = convert_to_tensor(y, dtype_hint=x.dtype.base_dtype)
    x, y = _as_floats("truediv", x, y)
    return real_div_op(x, y, name=name)  # type: ignore[no-any-return]


def divide(x: Any, y: Any, name: str | None = None) -> Any:
    """Computes `x / y` as Python does: the quotient of integers is a float.

    Args:
        x: A numeric tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of floats or complex numbers; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.divide([16.0, 12.0], [4.0, 8.0]).numpy()
        array([4. , 1.5], dtype=float32)
    """
    if not isinstance(x, Tensor):
        x = convert_to_tensor(x, dtype=dtype_of(y))
    return truediv(x, y, name) if name is not None else x / y


def scalar_mul(scalar: Any, x: Any, name: str | None = None) -> Any:
    """Multiplies a tensor, or the values of IndexedSlices, by a number.

    Args:
        scalar: A number or a tensor of rank 0.
        x: A tensor or IndexedSlices.
        name: Name of the node in a graph.

    Returns:
        `scalar * x`, of the kind of `x`.

    Raises:
        ValueError: `scalar` is not of rank 0.

    Example:
        >>> import tensorbrook as tf
        >>> tf.scalar_mul(2, [1, 2]).numpy()
        array([2, 4], dtype=int32)
    """
    from tensorbrook._src.ops.indexed_slices import IndexedSlices

    values = x.values if isinstance(x, IndexedSlices) else convert_to_tensor(x)
    factor = convert_to_tensor(scalar, dtype=values.dtype.base_dtype)
    if factor._dims is not None and len(factor._dims) != 0:
        raise ValueError(
            "The input scalar must be a 0-D value. Received shape "
            f"{tuple(factor._dims)}."
        )
    product = multiply(factor, values, name)
    if isinstance(x, IndexedSlices):
        return IndexedSlices(product, x.indices, x.dense_shape)
    return product
