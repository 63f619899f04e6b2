"""`tf.estimator.inputs`: input functions over arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.graph_keys import GraphKeys


def numpy_input_fn(
    x: Any,
    y: Any = None,
    batch_size: int = 128,
    num_epochs: int | None = 1,
    shuffle: bool | None = None,
    queue_capacity: int = 1000,
    num_threads: int = 1,
) -> Callable[[], Any]:
    """An input function over NumPy arrays.

    Args:
        x: An array, or arrays by the name of the feature.
        y: The labels: an array, arrays by name, or None.
        batch_size: How many rows a batch has.
        num_epochs: How often all rows come; None means always.
        shuffle: Whether they come in another order each time.
        queue_capacity: How many rows are shuffled together.
        num_threads: Accepted for compatibility.

    Returns:
        A function that returns features, or features and labels.

    Raises:
        ValueError: `shuffle` isn't given, or the lengths differ.
        TypeError: Something isn't an array.
    """
    if not isinstance(shuffle, bool):
        raise ValueError(
            "shuffle must be provided and explicitly set as boolean (it is recommended to "
            f"set it as True for training); got {shuffle}"
        )
    features = x if isinstance(x, dict) else {"x": x}
    if isinstance(x, dict) and not x:
        raise ValueError("x cannot be empty dict")
    for value in features.values():
        if not isinstance(value, np.ndarray):
            raise TypeError(
                f"x must be a numpy array or a dict of them, got {type(value)}."
            )
    lengths = {len(value) for value in features.values()}
    parts = y if isinstance(y, dict) else {} if y is None else {"y": y}
    lengths |= {len(value) for value in parts.values()}
    if len(lengths) != 1:
        raise ValueError(
            f"Length of tensors in x and y is mismatched: {sorted(lengths)}."
        )

    def input_fn() -> Any:
        from tensorbrook.compat.v1 import data

        whole = (x,) if y is None else (x, y)
        dataset = data.Dataset.from_tensor_slices(whole)
        if shuffle:
            dataset = dataset.shuffle(max(queue_capacity, 4 * batch_size))
        dataset = dataset.repeat(num_epochs).batch(batch_size)
        iterator = data.make_initializable_iterator(dataset)
        framework.add_to_collection(GraphKeys.TABLE_INITIALIZERS, iterator.initializer)
        framework.add_to_collection("iterators", iterator)
        found = iterator.get_next()
        return found[0] if y is None else tuple(found)

    return input_fn


def pandas_input_fn(
    x: Any,
    y: Any = None,
    batch_size: int = 128,
    num_epochs: int | None = 1,
    shuffle: bool | None = None,
    queue_capacity: int = 1000,
    num_threads: int = 1,
    target_column: str = "target",
) -> Callable[[], Any]:
    """An input function over a DataFrame; other arguments as for `numpy_input_fn`."""
    columns = {name: np.asarray(x[name]) for name in x.columns}
    labels = None
    if y is not None:
        labels = (
            {name: np.asarray(y[name]) for name in y.columns}
            if hasattr(y, "columns")
            else np.asarray(y)
        )
    return numpy_input_fn(
        columns, labels, batch_size, num_epochs, shuffle, queue_capacity, num_threads
    )
