"""What `tf.test` has in 1.x: gradients of graphs, other orders of arguments."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.autodiff.graph_gradients import gradients
from tensorbrook._src.core.current import current
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.testing import environment


def compute_gradient(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 1e-3,
    init_targets: Any = None,
    extra_feed_dict: Any = None,
) -> Any:
    """Computes the Jacobian of a tensor of a graph, by its gradient and by steps.

    Args:
        x: A tensor, or a list of tensors.
        x_shape: The shape of `x`, or a list of shapes.
        y: The tensor to differentiate.
        y_shape: The shape of `y`.
        x_init_value: The value of `x`; by default random.
        delta: The step of the differences.
        init_targets: Operations to run first.
        extra_feed_dict: Values for other placeholders.

    Returns:
        Two matrices with a row for each element of `x` and a column for each element
        of `y`; a list of such pairs for a list.

    Example:
        >>> import numpy as np
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session():
        ...     x = tf.constant([3.0])
        ...     found = tf.test.compute_gradient(x, [1], x * x, [1], np.array([3.0]))
        >>> found[0]
        array([[6.]], dtype=float32)
    """
    session = current.sessions[-1] if current.sessions else None
    if session is None:
        raise ValueError("compute_gradient needs a default session: `with sess:`.")
    for target in init_targets or ():
        session.run(target)
    many = isinstance(x, list)
    sources = x if many else [x]
    sizes = x_shape if many else [x_shape]
    values = x_init_value if many else [x_init_value]
    values = [None] * len(sources) if values is None else values
    feeds: dict[Any, Any] = dict(extra_feed_dict or {})
    chosen = np.random.RandomState(0)
    for source, dims, value in zip(sources, sizes, values, strict=True):
        given = chosen.uniform(size=dims) if value is None else np.asarray(value)
        feeds[source] = given.astype(source.dtype.as_numpy_dtype).reshape(dims)
    made = [
        (
            _by_rule(session, source, y, feeds),
            _by_steps(session, source, y, feeds, delta),
        )
        for source in sources
    ]
    return made if many else made[0]


def _by_rule(session: Any, x: Any, y: Any, feeds: dict[Any, Any]) -> Any:
    flat = shapes.reshape(y, [-1])
    size = int(np.size(session.run(y, feeds)))
    columns = []
    for index in range(size):
        (found,) = gradients(flat[index], x)
        tensor = array_creation.zeros_like(x) if found is None else found
        columns.append(np.reshape(session.run(tensor, feeds), -1))
    width = int(np.size(feeds[x]))
    return np.array(columns, x.dtype.as_numpy_dtype).reshape(size, width).T


def _by_steps(session: Any, x: Any, y: Any, feeds: dict[Any, Any], delta: float) -> Any:
    base = feeds[x]
    rows = []
    for index in range(base.size):
        ends = []
        for sign in (1, -1):
            moved = base.copy().reshape(-1)
            moved[index] += sign * delta
            ends.append(session.run(y, {**feeds, x: moved.reshape(base.shape)}))
        rows.append(np.reshape((ends[0] - ends[1]) / (2 * delta), -1))
    return np.array(rows, base.dtype)


def compute_gradient_error(
    x: Any,
    x_shape: Any,
    y: Any,
    y_shape: Any,
    x_init_value: Any = None,
    delta: float = 1e-3,
    init_targets: Any = None,
    extra_feed_dict: Any = None,
) -> float:
    """The largest difference between the two Jacobians of `compute_gradient`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session():
        ...     x = tf.constant([3.0])
        ...     tf.test.compute_gradient_error(x, [1], x * x, [1]) < 0.01
        True
    """
    found = compute_gradient(
        x, x_shape, y, y_shape, x_init_value, delta, init_targets, extra_feed_dict
    )
    pairs = found if isinstance(found, list) else [found]
    gaps = [np.abs(one - other).max() for one, other in pairs if one.size]
    return float(max(gaps, default=0.0))


def assert_equal_graph_def(
    actual: Any,
    expected: Any,
    checkpoint_v2: bool = False,
    hash_table_shared_name: bool = False,
) -> None:
    """Raises an error unless two graphs have the same nodes, in any order.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default() as graph:
        ...     _ = tf.constant(1)
        >>> tf.test.assert_equal_graph_def(graph.as_graph_def(), graph.as_graph_def())
    """
    environment.assert_equal_graph_def(expected, actual)
