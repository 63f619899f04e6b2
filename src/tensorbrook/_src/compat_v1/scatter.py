"""The functions of 1.x that change rows or slices of a variable."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.indexed_slices import IndexedSlices
from tensorbrook._src.variables.variable import Variable


def _variable(function: str, ref: Any) -> Any:
    if not isinstance(ref, Variable):
        raise TypeError(
            f"{function}: argument `ref` must be a tf.Variable. Received: {ref!r}."
        )
    return ref


def _rows(method: str, ref: Any, indices: Any, updates: Any, name: Any) -> Any:
    variable = _variable(f"tf.{method}", ref)
    rows = IndexedSlices(
        convert_to_tensor(updates, dtype=variable.dtype.base_dtype),
        convert_to_tensor(indices, dtype_hint="int32"),
    )
    return getattr(variable, method)(rows, name=name)


def _slices(method: str, ref: Any, indices: Any, updates: Any, name: Any) -> Any:
    variable = _variable(f"tf.{method}", ref)
    places = convert_to_tensor(indices, dtype_hint="int32")
    return getattr(variable, method)(places, updates, name=name)


def scatter_update(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = True,
    name: str | None = None,
) -> Any:
    """Replaces rows of a variable.

    Args:
        ref: The variable.
        indices: Integers of any shape: the rows.
        updates: New rows, of shape `indices.shape + ref.shape[1:]`, or a scalar.
        use_locking: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The value of the variable after the change.

    Raises:
        TypeError: `ref` isn't a variable.
        errors.InvalidArgumentError: A row doesn't exist.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     v = tf.Variable([1, 2, 3])
        ...     sess.run(v.initializer)
        ...     print(sess.run(tf.scatter_update(v, [0, 2], [7, 9])))
        [7 2 9]
    """
    return _rows("scatter_update", ref, indices, updates, name)


def scatter_add(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Adds to rows of a variable; as `scatter_update`."""
    return _rows("scatter_add", ref, indices, updates, name)


def scatter_sub(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Subtracts from rows of a variable; as `scatter_update`."""
    return _rows("scatter_sub", ref, indices, updates, name)


def scatter_mul(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Multiplies rows of a variable; as `scatter_update`."""
    return _rows("scatter_mul", ref, indices, updates, name)


def scatter_div(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Divides rows of a variable; as `scatter_update`."""
    return _rows("scatter_div", ref, indices, updates, name)


def scatter_min(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Keeps the smaller of rows and updates; as `scatter_update`."""
    return _rows("scatter_min", ref, indices, updates, name)


def scatter_max(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Keeps the larger of rows and updates; as `scatter_update`."""
    return _rows("scatter_max", ref, indices, updates, name)


def batch_scatter_update(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = True,
    name: str | None = None,
) -> Any:
    """Replaces rows in each element of a batch.

    Args:
        ref: The variable, of shape batch + rows + rest.
        indices: Integers of shape batch + count.
        updates: New rows, of shape batch + count + rest.
        use_locking: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The value of the variable after the change.
    """
    return _rows("batch_scatter_update", ref, indices, updates, name)


def scatter_nd_update(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = True,
    name: str | None = None,
) -> Any:
    """Replaces slices of a variable at the positions in the last axis of `indices`.

    Args:
        ref: The variable.
        indices: Integers, as for `tf.scatter_nd`.
        updates: New slices.
        use_locking: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The value of the variable after the change.

    Raises:
        TypeError: `ref` isn't a variable.
        errors.InvalidArgumentError: A position doesn't exist.
    """
    return _slices("scatter_nd_update", ref, indices, updates, name)


def scatter_nd_add(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Adds to slices of a variable; as `scatter_nd_update`."""
    return _slices("scatter_nd_add", ref, indices, updates, name)


def scatter_nd_sub(
    ref: Any,
    indices: Any,
    updates: Any,
    use_locking: bool = False,
    name: str | None = None,
) -> Any:
    """Subtracts from slices of a variable; as `scatter_nd_update`."""
    return _slices("scatter_nd_sub", ref, indices, updates, name)
