"""Data sets out of arrays and other data sets."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf


def timeseries_dataset_from_array(
    data: Any,
    targets: Any,
    sequence_length: int,
    sequence_stride: int = 1,
    sampling_rate: int = 1,
    batch_size: int | None = 128,
    shuffle: bool = False,
    seed: int | None = None,
    start_index: int | None = None,
    end_index: int | None = None,
    format: str = "tf",  # noqa: A002
) -> Any:
    """Makes a dataset of windows of a time series.

    Args:
        data: the series.
        targets: a value for the start of each window, or None.
        sequence_length: the length of a window.
        sequence_stride: how far windows are apart.
        sampling_rate: how far the steps in a window are apart.
        batch_size: the size of a batch, or None.
        shuffle: whether to reorder the windows.
        seed: of the order.
        start_index: where the part to use starts.
        end_index: where it ends.
        format: `"tf"`.
    """
    for name, value in (
        ("sequence_length", sequence_length),
        ("sequence_stride", sequence_stride),
        ("sampling_rate", sampling_rate),
    ):
        if value < 1:
            raise ValueError(
                f"timeseries_dataset_from_array: `{name}` must be 1 or more. Received: "
                f"{name}={value}."
            )
    first = start_index or 0
    last = len(data) if end_index is None else end_index
    reach = (sequence_length - 1) * sampling_rate
    end = last - first - reach
    if targets is not None:
        end = min(end, len(targets))
    starts = np.arange(0, max(end, 0), sequence_stride)
    if shuffle:
        np.random.RandomState(seed).shuffle(starts)
    rows = starts[:, None] + np.arange(sequence_length)[None, :] * sampling_rate
    series = np.asarray(data)[first:last]
    places = tf.data.Dataset.from_tensor_slices(rows)
    source = tf.convert_to_tensor(series)
    dataset = places.map(lambda row: tf.gather(source, row))
    if targets is not None:
        goals = tf.convert_to_tensor(np.asarray(targets)[first:][starts])
        dataset = tf.data.Dataset.zip(
            (dataset, tf.data.Dataset.from_tensor_slices(goals))
        )
    if batch_size is not None:
        dataset = dataset.batch(batch_size)
    return dataset.prefetch(1)


def split_dataset(
    dataset: Any,
    left_size: Any = None,
    right_size: Any = None,
    shuffle: bool = False,
    seed: int | None = None,
    preferred_backend: str | None = None,
) -> tuple[Any, Any]:
    """Splits a dataset, or arrays, into two datasets.

    Args:
        dataset: a dataset, an array, or a structure of arrays.
        left_size: the size of the first part: a number, or a share from 0 to 1.
        right_size: the size of the second part.
        shuffle: whether to reorder first.
        seed: of the order.
        preferred_backend: kept for compatibility.

    Raises:
        ValueError: when no size is given, or the sizes are too great.
    """
    if left_size is None and right_size is None:
        raise ValueError(
            "split_dataset: at least one of `left_size` and `right_size` is needed."
        )
    items = _items(dataset)
    if shuffle:
        order = np.random.RandomState(seed).permutation(len(items))
        items = [items[place] for place in order]
    left, right = _sizes(len(items), left_size, right_size)
    return _as_dataset(items[:left]), _as_dataset(items[len(items) - right :])


def _items(dataset: Any) -> list[Any]:
    """Returns the elements of a dataset, or the rows of arrays."""
    if hasattr(dataset, "element_spec"):
        if hasattr(dataset, "_batch_size") or _is_batched(dataset):
            dataset = dataset.unbatch()
        return list(dataset)
    flat = [np.asarray(part) for part in tf.nest.flatten(dataset)]
    packed = [
        tf.nest.pack_sequence_as(dataset, [part[row] for part in flat])
        for row in range(len(flat[0]))
    ]
    return [tuple(item) if isinstance(item, list) else item for item in packed]


def _is_batched(dataset: Any) -> bool:
    """Says whether a dataset's elements are batches of unknown size."""
    return all(
        spec.shape.rank and spec.shape[0] is None
        for spec in tf.nest.flatten(dataset.element_spec)
    )


def _sizes(count: int, left: Any, right: Any) -> tuple[int, int]:
    """Returns the sizes of both parts."""

    def whole(size: Any) -> int | None:
        if size is None:
            return None
        return int(round(size * count)) if isinstance(size, float) else int(size)

    first, second = whole(left), whole(right)
    first = count - second if first is None else first
    second = count - first if second is None else second
    if first + second > count or first < 0 or second < 0:
        raise ValueError(
            f"split_dataset: the sizes {left} and {right} do not fit {count} elements."
        )
    return first, second


def _as_dataset(items: list[Any]) -> Any:
    """Returns elements as a dataset."""
    parts = [tf.nest.flatten(item) for item in items]
    columns = [np.stack([np.asarray(p) for p in c]) for c in zip(*parts, strict=True)]
    packed = tf.nest.pack_sequence_as(items[0], columns)
    return tf.data.Dataset.from_tensor_slices(packed)
