"""Assertions about the elements of tensors: `tf.debugging.assert_equal`, ...

Where the values are known while the program is being built, a failure is reported at
once; otherwise a node is added that checks them when the graph runs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import comparison, debugging, reduce, tensor_text, unary
from tensorbrook._src.ops.constant import convert_to_tensor, no_op

_FEW = 3  # elements that a message shows of each tensor

_RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": comparison.equal,
    "!=": comparison.not_equal,
    "<": comparison.less,
    "<=": comparison.less_equal,
    ">": comparison.greater,
    ">=": comparison.greater_equal,
}


def _described(name: str, tensor: Any) -> str:
    dims = "?" if tensor._dims is None else str(tensor._dims)
    return f"{name} (shape {dims}, {tensor.dtype.name}) ="


def _elements(array: Any, summarize: int) -> str:
    return tensor_text.first_elements(array, summarize)


def verify(
    held: Any,
    what: str,
    tensors: dict[str, Any],
    message: str | None,
    summarize: int | None,
    data: Any = None,
) -> Any:
    """Raises or adds a check, given the truth values of a condition.

    Args:
        held: A tensor of truth values.
        what: The condition, in words.
        tensors: What the condition is about, by name.
        message: The caller's explanation, which comes first.
        summarize: How many elements of each tensor to show.
        data: What to show instead of `tensors`.
    """
    count = _FEW if summarize is None else summarize
    known = held._static_value()
    intro = f"{message.rstrip('.')}. " if message else ""
    if known is not None and known.all():
        return nothing_to_check()
    values = [tensor._static_value() for tensor in tensors.values()]
    if known is not None and data is None and all(v is not None for v in values):
        lines = [f"{intro}The condition {what} does not hold."]
        if known.ndim:
            place = np.argwhere(~known)[0].tolist()
            lines.append(
                f"{int((~known).sum())} of {known.size} elements differ from it, the "
                f"first at index {place}."
            )
        for (name, tensor), value in zip(tensors.items(), values, strict=True):
            lines.append(f"{_described(name, tensor)} {_elements(value, count)}")
        raise errors.InvalidArgumentError(None, None, "\n".join(lines))
    if data is None:
        data = [f"{intro}The condition {what} does not hold."]
        for name, tensor in tensors.items():
            data += [_described(name, tensor), tensor]
    return debugging.Assert(reduce.reduce_all(held), data, summarize=count)


def nothing_to_check() -> Any:
    """What an assertion returns that is known to hold: a node that does nothing."""
    if current.interpreter.executing_eagerly:
        return None
    return no_op("static_checks_determined_all_ok")


def compare(
    sign: str,
    x: Any,
    y: Any,
    message: str | None,
    summarize: int | None,
    name: str | None,
    data: Any = None,
) -> Any:
    """Asserts a relation between the elements of two tensors."""
    with name_scope(name or "assert"):
        first = convert_to_tensor(x)
        second = convert_to_tensor(y, dtype_hint=first.dtype)
        held = _RELATIONS[sign](first, second)
        return verify(
            held,
            f"x {sign} y",
            {"x": first, "y": second},
            message,
            summarize,
            data,
        )


def compare_with_zero(
    sign: str,
    x: Any,
    message: str | None,
    summarize: int | None,
    name: str | None,
    data: Any = None,
) -> Any:
    """Asserts a relation between the elements of a tensor and zero."""
    with name_scope(name or "assert"):
        tensor = convert_to_tensor(x)
        zero = convert_to_tensor(np.zeros((), tensor.dtype.numpy_dtype))
        held = _RELATIONS[sign](tensor, zero)
        return verify(held, f"x {sign} 0", {"x": tensor}, message, summarize, data)


def near(
    x: Any,
    y: Any,
    rtol: Any,
    atol: Any,
    message: str | None,
    summarize: int | None,
    name: str | None,
    data: Any = None,
) -> Any:
    """Asserts that the elements of two tensors are close to each other."""
    with name_scope(name or "assert_near"):
        first = convert_to_tensor(x)
        second = convert_to_tensor(y, dtype=first.dtype)
        kind = first.dtype
        exact = not (kind.is_floating or kind.is_complex)
        default = 0 if exact else 10 * np.finfo(kind.real_dtype.numpy_dtype).eps
        if kind.name == "bfloat16":
            default = 10 * 2.0**-7
        rtol = default if rtol is None else rtol
        atol = default if atol is None else atol
        real = kind.real_dtype
        relative = convert_to_tensor(rtol, dtype=real)
        absolute = convert_to_tensor(atol, dtype=real)
        tolerance = absolute + relative * unary.abs(second)
        held = comparison.less_equal(unary.abs(first - second), tolerance)
        return verify(
            held,
            f"abs(x - y) <= atol + rtol * abs(y), with rtol={rtol}, atol={atol},",
            {"x": first, "y": second},
            message,
            summarize,
            data,
        )


def assert_equal(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that all elements of `x` and `y` are equal.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        message: What the error begins with.
        summarize: How many elements to show in the error; -1 for all.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the elements differ.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_equal([1, 2], [1, 2])
    """
    return compare("==", x, y, message, summarize, name or "assert_equal")


def assert_none_equal(
    x: Any,
    y: Any,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that no element of `x` equals that of `y`.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that elements are equal.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_none_equal([1, 2], [2, 1])
    """
    return compare("!=", x, y, message, summarize, name or "assert_none_equal")


def assert_less(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x < y` for all elements.

    Args:
        x: A tensor of real numbers.
        y: A tensor; the two are broadcast together.
        message: What the error begins with.
        summarize: How many elements to show in the error; -1 for all.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_less([1, 2], 3)
    """
    return compare("<", x, y, message, summarize, name or "assert_less")


def assert_less_equal(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x <= y` for all elements; see `assert_less`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_less_equal([1, 2], 2)
    """
    return compare("<=", x, y, message, summarize, name or "assert_less_equal")


def assert_greater(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x > y` for all elements; see `assert_less`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_greater([1, 2], 0)
    """
    return compare(">", x, y, message, summarize, name or "assert_greater")


def assert_greater_equal(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x >= y` for all elements; see `assert_less`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_greater_equal([1, 2], 1)
    """
    return compare(">=", x, y, message, summarize, name or "assert_greater_equal")


def assert_near(
    x: Any,
    y: Any,
    rtol: Any = None,
    atol: Any = None,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `abs(x - y) <= atol + rtol * abs(y)` for all elements.

    Args:
        x: A tensor of floats.
        y: A tensor of the same type.
        rtol: Relative tolerance; by default ten times the precision of the type.
        atol: Absolute tolerance; by default the same.
        message: What the error begins with.
        summarize: How many elements to show in the error; -1 for all.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that elements are too far apart.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_near([1.0], [1.0000001])
    """
    return near(x, y, rtol, atol, message, summarize, name)


def assert_positive(
    x: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that all elements are larger than 0.

    Args:
        x: A tensor of real numbers.
        message: What the error begins with.
        summarize: How many elements to show in the error; -1 for all.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_positive([1, 2])
    """
    return compare_with_zero(">", x, message, summarize, name or "assert_positive")


def assert_negative(
    x: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that all elements are smaller than 0; see `assert_positive`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_negative([-1, -2])
    """
    return compare_with_zero("<", x, message, summarize, name or "assert_negative")


def assert_non_negative(
    x: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that no element is smaller than 0; see `assert_positive`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_non_negative([0, 2])
    """
    return compare_with_zero(">=", x, message, summarize, name or "assert_non_negative")


def assert_non_positive(
    x: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that no element is larger than 0; see `assert_positive`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_non_positive([0, -2])
    """
    return compare_with_zero("<=", x, message, summarize, name or "assert_non_positive")
