"""Assertions as 1.x calls them: with `data`, and other orders of arguments."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import asserts, debugging, shape_asserts


def assert_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x == y` for all elements.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        data: What to show in the error instead of `x` and `y`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_equal([1, 2], [1, 2])
    """
    return asserts.compare("==", x, y, message, summarize, name or "assert_equal", data)


def assert_none_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x != y` for all elements.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        data: What to show in the error instead of `x` and `y`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_none_equal([1, 2], [2, 1])
    """
    return asserts.compare(
        "!=", x, y, message, summarize, name or "assert_none_equal", data
    )


def assert_less(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x < y` for all elements.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        data: What to show in the error instead of `x` and `y`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_less([1, 2], 3)
    """
    return asserts.compare("<", x, y, message, summarize, name or "assert_less", data)


def assert_less_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x <= y` for all elements.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        data: What to show in the error instead of `x` and `y`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_less_equal([1, 2], 2)
    """
    return asserts.compare(
        "<=", x, y, message, summarize, name or "assert_less_equal", data
    )


def assert_greater(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x > y` for all elements.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        data: What to show in the error instead of `x` and `y`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_greater([1, 2], 0)
    """
    return asserts.compare(
        ">", x, y, message, summarize, name or "assert_greater", data
    )


def assert_greater_equal(
    x: Any,
    y: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x >= y` for all elements.

    Args:
        x: A tensor.
        y: A tensor; the two are broadcast together.
        data: What to show in the error instead of `x` and `y`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_greater_equal([1, 2], 1)
    """
    return asserts.compare(
        ">=", x, y, message, summarize, name or "assert_greater_equal", data
    )


def assert_positive(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x > 0` for all elements.

    Args:
        x: A tensor of real numbers.
        data: What to show in the error instead of `x`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_positive([1, 2])
    """
    return asserts.compare_with_zero(
        ">", x, message, summarize, name or "assert_positive", data
    )


def assert_negative(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x < 0` for all elements.

    Args:
        x: A tensor of real numbers.
        data: What to show in the error instead of `x`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_negative([-1, -2])
    """
    return asserts.compare_with_zero(
        "<", x, message, summarize, name or "assert_negative", data
    )


def assert_non_negative(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x >= 0` for all elements.

    Args:
        x: A tensor of real numbers.
        data: What to show in the error instead of `x`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_non_negative([0, 2])
    """
    return asserts.compare_with_zero(
        ">=", x, message, summarize, name or "assert_non_negative", data
    )


def assert_non_positive(
    x: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x <= 0` for all elements.

    Args:
        x: A tensor of real numbers.
        data: What to show in the error instead of `x`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that the condition does not hold.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_non_positive([0, -2])
    """
    return asserts.compare_with_zero(
        "<=", x, message, summarize, name or "assert_non_positive", data
    )


def assert_near(
    x: Any,
    y: Any,
    rtol: Any = None,
    atol: Any = None,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `abs(x - y) <= atol + rtol * abs(y)` for all elements.

    Args:
        x: A tensor of floats.
        y: A tensor of the same type.
        rtol: Relative tolerance; by default ten times the precision of the type.
        atol: Absolute tolerance; by default the same.
        data: What to show in the error instead of `x` and `y`.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: It is known already that elements are too far apart.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_near([1.0], [1.0000001])
    """
    return asserts.near(x, y, rtol, atol, message, summarize, name, data)


def assert_rank(
    x: Any,
    rank: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x` has the given rank.

    Args:
        x: A tensor.
        rank: What is expected.
        data: What to show in the error instead of the shape.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        ValueError: It is known already that the rank is another one.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_rank(tf.zeros([2, 3]), 2)
    """
    return shape_asserts.rank_is(x, rank, message, name, data, summarize)


def assert_rank_at_least(
    x: Any,
    rank: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x` has the given rank or a higher one.

    Args:
        x: A tensor.
        rank: What is expected.
        data: What to show in the error instead of the shape.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        ValueError: It is known already that the rank is another one.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_rank_at_least(tf.zeros([2, 3]), 1)
    """
    return shape_asserts.rank_at_least(x, rank, message, name, data, summarize)


def assert_rank_in(
    x: Any,
    ranks: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts that `x` has one of several ranks.

    Args:
        x: A tensor.
        ranks: What is expected.
        data: What to show in the error instead of the shape.
        summarize: How many elements to show in the error; -1 for all.
        message: What the error begins with.
        name: Name of the check in a graph.

    Returns:
        The operation that checks in a graph, None when executing eagerly.

    Raises:
        ValueError: It is known already that the rank is another one.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.debugging.assert_rank_in(tf.zeros([2, 3]), (1, 2))
    """
    return shape_asserts.rank_in(x, ranks, message, name, data, summarize)


def assert_scalar(
    tensor: Any, name: str | None = None, message: str | None = None
) -> Tensor:
    """Returns the tensor, and raises an error if it is no scalar.

    Args:
        tensor: A tensor.
        name: Name of the check in a graph.
        message: What the error begins with.

    Returns:
        The tensor.

    Raises:
        ValueError: It is known already that it has dimensions.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> int(tf.debugging.assert_scalar(3))
        3
    """
    return shape_asserts.assert_scalar(tensor, message, name)


def verify_tensor_all_finite(
    t: Any = None,
    msg: str | None = None,
    name: str | None = None,
    x: Any = None,
    message: str | None = None,
) -> Tensor:
    """Returns the tensor, and raises an error if it holds NaN or infinity.

    Args:
        t: A tensor of floats.
        msg: What the error begins with.
        name: Name of the node in a graph.
        x: The new name of `t`.
        message: The new name of `msg`.

    Returns:
        The tensor.

    Raises:
        ValueError: No tensor or no message was given.
        InvalidArgumentError: An element is not finite.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.verify_tensor_all_finite([1.0], "weights").numpy()
        array([1.], dtype=float32)
    """
    tensor = t if x is None else x
    text = msg if message is None else message
    if tensor is None or text is None:
        raise ValueError("verify_tensor_all_finite needs a tensor `x` and a `message`.")
    return debugging.assert_all_finite(tensor, text, name)
