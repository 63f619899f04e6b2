"""Assertions about ranks, shapes and types: `tf.debugging.assert_rank`, ...

What is known while the program is being built is checked at once; the rest is left to
nodes that check when the graph runs.
"""

from __future__ import annotations

import collections.abc
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import asserts, comparison, debugging, reduce
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


def _intro(message: str | None) -> str:
    return f"{message.rstrip('.')}. " if message else ""


def check_rank(
    x: Any,
    ranks: Sequence[Any],
    fits: Callable[[Any, Any], Any],
    words: str,
    message: str | None,
    summarize: int | None,
    name: str,
    data: Any = None,
) -> Any:
    """Asserts that the rank of `x` fits one of `ranks`."""
    with name_scope(name):
        tensor = convert_to_tensor(x)
        wanted = [_rank_tensor(rank) for rank in ranks]
        known = [rank._static_value() for rank in wanted]
        dims = tensor._dims
        shown = ", ".join("?" if rank is None else str(int(rank)) for rank in known)
        what = f"{_intro(message)}{name}: the tensor must have rank {words}{shown}"
        if dims is not None and None not in known:
            if any(fits(len(dims), int(rank)) for rank in known):
                return asserts.nothing_to_check()
            raise ValueError(f"{what}, but it has rank {len(dims)}, shape {dims}.")
        rank = shapes.rank(tensor)
        held = [fits(rank, option) for option in wanted]
        if data is None:
            data = [f"{what}. Its shape is", shapes.shape(tensor)]
        condition = reduce.reduce_any(shapes.stack(held))
        return debugging.Assert(condition, data, summarize=summarize)


def _rank_tensor(rank: Any) -> Any:
    tensor = convert_to_tensor(rank)
    if not tensor.dtype.is_integer:
        raise TypeError(f"A rank must be an integer, got {rank!r}.")
    if tensor._dims not in ((), None):
        raise ValueError(f"A rank must be a scalar, got {rank!r}.")
    return tensor


def _equals(actual: Any, wanted: Any) -> Any:
    if isinstance(actual, int):
        return actual == wanted
    return comparison.equal(actual, wanted)


def _at_least(actual: Any, wanted: Any) -> Any:
    return actual >= wanted


def rank_is(
    x: Any,
    rank: Any,
    message: str | None,
    name: str | None,
    data: Any = None,
    summarize: int | None = None,
) -> Any:
    """Asserts one rank."""
    name = name or "assert_rank"
    return check_rank(x, [rank], _equals, "", message, summarize, name, data)


def rank_at_least(
    x: Any,
    rank: Any,
    message: str | None,
    name: str | None,
    data: Any = None,
    summarize: int | None = None,
) -> Any:
    """Asserts a smallest rank."""
    name = name or "assert_rank_at_least"
    return check_rank(x, [rank], _at_least, "at least ", message, summarize, name, data)


def rank_in(
    x: Any,
    ranks: Any,
    message: str | None,
    name: str | None,
    data: Any = None,
    summarize: int | None = None,
) -> Any:
    """Asserts one of several ranks."""
    name = name or "assert_rank_in"
    return check_rank(
        x, list(ranks), _equals, "one of ", message, summarize, name, data
    )


def assert_rank(
    x: Any, rank: Any, message: str | None = None, name: str | None = None
) -> Any:
    """Asserts that `x` has the given rank.

    Args:
        x: A tensor.
        rank: The number of dimensions that it must have.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        ValueError: It is known already that the rank is another one.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_rank(tf.zeros([2, 3]), 2)
    """
    return rank_is(x, rank, message, name)


def assert_rank_at_least(
    x: Any, rank: Any, message: str | None = None, name: str | None = None
) -> Any:
    """Asserts that `x` has the given rank or a higher one; see `assert_rank`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_rank_at_least(tf.zeros([2, 3]), 1)
    """
    return rank_at_least(x, rank, message, name)


def assert_rank_in(
    x: Any, ranks: Any, message: str | None = None, name: str | None = None
) -> Any:
    """Asserts that the rank of `x` is one of several; see `assert_rank`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_rank_in(tf.zeros([2, 3]), (1, 2))
    """
    return rank_in(x, ranks, message, name)


def assert_scalar(
    tensor: Any, message: str | None = None, name: str | None = None
) -> Tensor:
    """Returns the tensor, and raises an error if it is no scalar.

    Args:
        tensor: A tensor.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The tensor.

    Raises:
        ValueError: It is known already that it has dimensions.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.debugging.assert_scalar(3))
        3
    """
    with name_scope(name or "assert_scalar"):
        made = convert_to_tensor(tensor)
        if made._dims != ():
            shown = "unknown" if made._dims is None else str(made._dims)
            raise ValueError(
                f"{_intro(message)}assert_scalar: the tensor must be a scalar, but its "
                f"shape is {shown}."
            )
        return made


def assert_type(
    tensor: Any, tf_type: Any, message: str | None = None, name: str | None = None
) -> Any:
    """Asserts that a tensor has the given dtype.

    Args:
        tensor: A tensor, sparse or ragged ones included.
        tf_type: The dtype that it must have.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        An operation that does nothing in a graph, None when executing eagerly.

    Raises:
        TypeError: The dtype is another one.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_type(tf.constant(1.0), tf.float32)
    """
    wanted = dtypes.as_dtype(tf_type)
    is_composite = isinstance(tensor, CompositeTensor)
    dtype = (tensor if is_composite else convert_to_tensor(tensor)).dtype
    if dtype is not wanted:
        raise TypeError(
            f"{_intro(message)}assert_type: the tensor must have dtype {wanted.name}, "
            f"but it has {dtype.name}."
        )
    return asserts.nothing_to_check()


def assert_integer(x: Any, message: str | None = None, name: str | None = None) -> Any:
    """Asserts that a tensor holds integers.

    Args:
        x: A tensor.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        An operation that does nothing in a graph, None when executing eagerly.

    Raises:
        TypeError: It holds something else.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_integer([1, 2])
    """
    tensor = convert_to_tensor(x)
    if not tensor.dtype.is_integer:
        raise TypeError(
            f"{_intro(message)}assert_integer: `x` must hold integers, but its dtype is "
            f"{tensor.dtype.name}."
        )
    return asserts.nothing_to_check()


def is_numeric_tensor(tensor: Any) -> bool:
    """Whether `tensor` is a tensor of numbers.

    Args:
        tensor: Any Python object.

    Returns:
        True for tensors of integers, floats and complex numbers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.is_numeric_tensor(tf.constant(1)), tf.debugging.is_numeric_tensor(1)
        (True, False)
    """
    if not isinstance(tensor, Tensor):
        return False
    kind = tensor.dtype
    return bool(
        kind.is_floating or kind.is_integer or kind.is_complex or kind.is_quantized
    )


def assert_proper_iterable(values: Any) -> None:
    """Raises an error if `values` is a string, a tensor or an array, or not iterable.

    Args:
        values: Any Python object.

    Raises:
        TypeError: A loop over `values` would not do what one expects.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_proper_iterable([1, 2])
    """
    improper = (
        isinstance(values, str | bytes | np.ndarray)
        or hasattr(type(values), "__tf_tensor__")
        or isinstance(values, CompositeTensor)
    )
    if improper or not isinstance(values, collections.abc.Iterable):
        raise TypeError(
            "assert_proper_iterable: `values` must be a list, tuple or another iterable "
            f"that is not itself a tensor, array or string, got {type(values)}."
        )


def assert_same_float_dtype(tensors: Any = None, dtype: Any = None) -> Any:
    """Asserts that tensors have one dtype, of floats, and returns it.

    Args:
        tensors: Tensors, some of which may be None.
        dtype: The dtype that they must have.

    Returns:
        The dtype; float32 where neither argument says one.

    Raises:
        ValueError: The dtypes differ, or are not of floats.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_same_float_dtype([tf.constant(1.0)])
        tf.float32
    """
    found = None if dtype is None else dtypes.as_dtype(dtype)
    for tensor in tensors or ():
        if tensor is None:
            continue
        own = convert_to_tensor(tensor).dtype.base_dtype
        if found is not None and own is not found:
            raise ValueError(
                "assert_same_float_dtype: all tensors must have one dtype, got "
                f"{found.name} and {own.name}."
            )
        found = own
    found = dtypes.float32 if found is None else found
    if not found.is_floating:
        raise ValueError(
            "assert_same_float_dtype: the dtype must be one of floats, got "
            f"{found.name}."
        )
    return found


class _Symbols:
    """Sizes that names stand for in `assert_shapes`."""

    def __init__(self, intro: str) -> None:
        self.intro = intro
        self.sizes: dict[Any, tuple[Any, str]] = {}
        self.checks: list[Any] = []

    def meet(self, symbol: Any, size: Any, place: str, tensor: Any) -> None:
        """Compares the size of one axis with what is known of its symbol."""
        if symbol is None or symbol in (".", "*"):
            return
        is_size = isinstance(symbol, int | np.integer)
        wanted, origin = (
            (int(symbol), "") if is_size else self.sizes.get(symbol, (None, ""))
        )
        if wanted is None:
            self.sizes[symbol] = size, place
            return
        because = f" (it is {symbol!r}, like {origin})" if origin else ""
        text = f"{self.intro}assert_shapes: {place} must have size"
        if isinstance(wanted, int) and isinstance(size, int):
            if wanted != size:
                raise ValueError(
                    f"{text} {wanted}{because}, but it has size {size}; the shape is "
                    f"{tensor._dims}."
                )
            return
        held = comparison.equal(size, wanted)
        self.checks.append(
            debugging.Assert(held, [text, wanted, f"{because}, but it has size", size])
        )


def _axes(spec: Any) -> tuple[list[Any], bool]:
    """The symbols of a shape, and whether more axes may come before them."""
    if spec is None:
        return [], True
    if isinstance(spec, str):
        spec = list(spec.replace("...", "*"))
    if hasattr(spec, "as_list"):
        spec = spec.as_list()
    items = list(spec) if isinstance(spec, list | tuple) else [spec]
    open_left = bool(items) and (items[0] is Ellipsis or items[0] == "*")
    rest = items[1:] if open_left else items
    if any(item is Ellipsis or item == "*" for item in rest):
        raise ValueError(
            f"assert_shapes: `...` or `*` may only be the first entry, got {spec!r}."
        )
    return rest, open_left


def assert_shapes(
    shapes: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that tensors have the shapes given, where equal names mean equal sizes.

    Args:
        shapes: Pairs of a tensor and its shape, or a dict. A shape is a tuple of sizes,
            names, and None for any size; its first entry may be `...` or `*`, which
            stands for any number of axes.
        data: What to show when a check fails at run time.
        summarize: How many elements to show; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        An operation in a graph, None when executing eagerly.

    Raises:
        ValueError: It is known already that a shape does not fit.

    Example:
        >>> import tensorbrook as tf
        >>> x, y = tf.zeros([2, 3]), tf.zeros([3])
        >>> tf.debugging.assert_shapes([(x, ("N", "Q")), (y, ("Q",))])
    """
    pairs = shapes.items() if isinstance(shapes, dict) else shapes
    symbols = _Symbols(_intro(message))
    with name_scope(name or "assert_shapes"):
        for index, (value, spec) in enumerate(pairs):
            _meet_shape(symbols, index, value, spec)
    if current.interpreter.executing_eagerly:
        return None
    from tensorbrook._src.ops.grouping import group

    return group(*(check for check in symbols.checks if check is not None))


def _meet_shape(symbols: _Symbols, index: int, value: Any, spec: Any) -> None:
    tensor = convert_to_tensor(nest.flatten(value)[0])
    wanted, open_left = _axes(spec)
    dims = tensor._dims
    if dims is None:
        return
    if not dims and len(wanted) == 1:
        dims = (1,)  # a scalar may also be written as [1]
    label = f"tensor {index}"
    fits = len(dims) >= len(wanted) if open_left else len(dims) == len(wanted)
    if not fits and not (not wanted and dims == (1,)):
        least = "at least " if open_left else ""
        raise ValueError(
            f"{symbols.intro}assert_shapes: {label} must have rank {least}"
            f"{len(wanted)}, but it has rank {len(dims)}, shape {dims}."
        )
    first = len(dims) - len(wanted)
    for offset, symbol in enumerate(wanted):
        axis = first + offset
        size: Any = dims[axis]
        if size is None:
            size = shapes.shape(tensor)[axis]
        symbols.meet(symbol, size, f"axis {axis} of {label}", tensor)
