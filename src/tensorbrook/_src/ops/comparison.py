"""Comparisons and logic, element by element."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import broadcast, same_as


def _order(name: str, function: Any) -> Op:
    return Op(
        name,
        "x: T, y: T -> z: bool | T: real",
        shape=broadcast,
        reference=function,
        gradient=lambda op, dz: [None, None],
        elementwise=True,
    )


def _match_shape(c: ShapeContext) -> Dims:
    if c.attrs["incompatible_shape_error"]:
        return broadcast(c)
    first, second = c.shape(0), c.shape(1)
    if first is None or second is None:
        return None
    pairs = list(zip(reversed(first), reversed(second), strict=False))
    if any(None in pair and 1 not in pair for pair in pairs):
        return None  # the dims may turn out not to fit, then the answer is a scalar
    return broadcast(c) if all(a == b or 1 in (a, b) for a, b in pairs) else ()


def _equal(xp: Any, x: Any, y: Any, incompatible_shape_error: bool) -> Any:
    if not incompatible_shape_error and not _fit(x.shape, y.shape):
        return xp.asarray(False)
    return xp.equal(x, y)


def _not_equal(xp: Any, x: Any, y: Any, incompatible_shape_error: bool) -> Any:
    if not incompatible_shape_error and not _fit(x.shape, y.shape):
        return xp.asarray(True)
    return xp.not_equal(x, y)


def _fit(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    pairs = zip(reversed(first), reversed(second), strict=False)
    return all(a == b or 1 in (a, b) for a, b in pairs)


def _match(name: str, function: Any) -> Op:
    return Op(
        name,
        "x: T, y: T -> z: bool | incompatible_shape_error: bool = True",
        shape=_match_shape,
        reference=function,
        gradient=lambda op, dz: [None, None],
        commutative=True,
        elementwise=True,
    )


def _logic(name: str, function: Any) -> Op:
    return Op(
        name,
        "x: bool, y: bool -> z: bool",
        shape=broadcast,
        reference=function,
        gradient=NOT_DIFFERENTIABLE,
        commutative=True,
        elementwise=True,
    )


less_op = _order("Less", lambda xp, x, y: x < y)
less_equal_op = _order("LessEqual", lambda xp, x, y: x <= y)
greater_op = _order("Greater", lambda xp, x, y: x > y)
greater_equal_op = _order("GreaterEqual", lambda xp, x, y: x >= y)
equal_op = _match("Equal", _equal)
not_equal_op = _match("NotEqual", _not_equal)
logical_and_op = _logic("LogicalAnd", lambda xp, x, y: x & y)
logical_or_op = _logic("LogicalOr", lambda xp, x, y: x | y)

logical_not_op = Op(
    "LogicalNot",
    "x: bool -> y: bool",
    shape=same_as(0),
    reference=lambda xp, x: xp.logical_not(x),
    gradient=NOT_DIFFERENTIABLE,
    elementwise=True,
)

approximate_equal_op = Op(
    "ApproximateEqual",
    "x: T, y: T -> z: bool | tolerance: float = 1e-05, T: numeric",
    shape=broadcast,
    reference=lambda xp, x, y, tolerance: xp.abs(x - y) < tolerance,
    gradient=NOT_DIFFERENTIABLE,
    commutative=True,
    elementwise=True,
)


def less(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where `x < y`.

    Args:
        x: A tensor of real numbers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.less([1, 3], 3).numpy()
        array([ True, False])
    """
    return less_op(x, y, name=name)  # type: ignore[no-any-return]


def less_equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where `x <= y`.

    Args:
        x: A tensor of real numbers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.less_equal([1, 3], 3).numpy()
        array([ True,  True])
    """
    return less_equal_op(x, y, name=name)  # type: ignore[no-any-return]


def greater(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where `x > y`.

    Args:
        x: A tensor of real numbers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.greater([1, 3], 3).numpy()
        array([False, False])
    """
    return greater_op(x, y, name=name)  # type: ignore[no-any-return]


def greater_equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where `x >= y`.

    Args:
        x: A tensor of real numbers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.greater_equal([1, 3], 3).numpy()
        array([False,  True])
    """
    return greater_equal_op(x, y, name=name)  # type: ignore[no-any-return]


def equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where `x == y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.equal([1, 3], 3).numpy()
        array([False,  True])
    """
    return equal_op(x, y, name=name)  # type: ignore[no-any-return]


def not_equal(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where `x != y`.

    Args:
        x: A tensor.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.not_equal([1, 3], 3).numpy()
        array([ True, False])
    """
    return not_equal_op(x, y, name=name)  # type: ignore[no-any-return]


def logical_and(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where both `x` and `y` hold.

    Args:
        x: A tensor of booleans.
        y: A tensor of booleans.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.logical_and([True, False], [False, False]).numpy()
        array([False, False])
    """
    return logical_and_op(x, y, name=name)  # type: ignore[no-any-return]


def logical_or(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Tells where `x` or `y` or both hold.

    Args:
        x: A tensor of booleans.
        y: A tensor of booleans.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.logical_or([True, False], [False, False]).numpy()
        array([ True, False])
    """
    return logical_or_op(x, y, name=name)  # type: ignore[no-any-return]


def logical_xor(x: Any, y: Any, name: str | None = "LogicalXor") -> Tensor:
    """Tells where exactly one of `x` and `y` holds.

    Args:
        x: A tensor of booleans.
        y: A tensor of booleans.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.logical_xor([True, True], [True, False]).numpy()
        array([False,  True])
    """
    either, both = logical_or(x, y), logical_and(x, y)
    return logical_and(either, logical_not(both), name)


def logical_not(x: Any, name: str | None = None) -> Tensor:
    """Turns True into False and False into True.

    Args:
        x: A tensor of booleans.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans.

    Example:
        >>> import tensorbrook as tf
        >>> tf.logical_not([True, False]).numpy()
        array([False,  True])
    """
    return logical_not_op(x, name=name)  # type: ignore[no-any-return]


def approximate_equal(
    x: Any, y: Any, tolerance: float = 1e-05, name: str | None = None
) -> Tensor:
    """Tells where `x` and `y` differ by less than `tolerance`.

    Args:
        x: A numeric tensor.
        y: A tensor of the type of `x`.
        tolerance: How large the difference may be.
        name: Name of the node in a graph.

    Returns:
        A tensor of booleans.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.raw_ops.ApproximateEqual(x=1.0, y=1.1, tolerance=0.2))
        True
    """
    return approximate_equal_op(x, y, tolerance=tolerance, name=name)  # type: ignore[no-any-return]


def _neighbours(x: Any) -> tuple[Any, Any]:
    """All elements but the last, and all but the first, in one row."""
    from tensorbrook._src.ops import shape
    from tensorbrook._src.ops.constant import convert_to_tensor

    flat = shape.reshape(convert_to_tensor(x), [-1])
    return flat[:-1], flat[1:]


def is_non_decreasing(x: Any, name: str | None = None) -> Tensor:
    """Tells whether no element is smaller than the one before it.

    Args:
        x: A tensor of real numbers, read row by row.
        name: Name of the node in a graph.

    Returns:
        A boolean; True if there are fewer than two elements.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.math.is_non_decreasing([1, 1, 3]))
        True
    """
    from tensorbrook._src.ops import reduce

    before, after = _neighbours(x)
    return reduce.reduce_all(less_equal(before, after), name=name)


def is_strictly_increasing(x: Any, name: str | None = None) -> Tensor:
    """Tells whether each element is larger than the one before it.

    Args:
        x: A tensor of real numbers, read row by row.
        name: Name of the node in a graph.

    Returns:
        A boolean; True if there are fewer than two elements.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.math.is_strictly_increasing([1, 1, 3]))
        False
    """
    from tensorbrook._src.ops import reduce

    before, after = _neighbours(x)
    return reduce.reduce_all(less(before, after), name=name)
