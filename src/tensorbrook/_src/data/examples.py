"""Datasets of parsed Example messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data.dataset import Dataset, TFRecordDataset
from tensorbrook._src.data.reading import matching_files
from tensorbrook._src.ops import example_parsing

_AUTOTUNE = -1


def parse_example_dataset(
    features: Any, num_parallel_calls: Any = 1, deterministic: Any = None
) -> Callable[[Any], Any]:
    """Parses batches of serialised Example messages.

    Args:
        features: The features, as for `tf.io.parse_example`.
        num_parallel_calls: How many batches may be parsed at once.
        deterministic: Whether the order must be kept.

    Returns:
        A transformation of a dataset of string vectors.

    Raises:
        ValueError: No features are given.
    """
    if features is None:
        raise ValueError("parse_example_dataset: give `features`.")

    def transform(dataset: Any) -> Any:
        spec = dataset.element_spec
        if not isinstance(spec, TensorSpec) or spec.dtype is not dtypes.string:
            raise TypeError(
                f"parse_example_dataset: the dataset must hold strings, not {spec}."
            )
        return dataset.map(
            lambda batch: example_parsing.parse_example(batch, features),
            num_parallel_calls,
            deterministic,
        )

    return transform


def make_batched_features_dataset(
    file_pattern: Any,
    batch_size: int,
    features: Any,
    reader: Any = None,
    label_key: str | None = None,
    reader_args: Any = None,
    num_epochs: int | None = None,
    shuffle: bool = True,
    shuffle_buffer_size: int = 10000,
    shuffle_seed: int | None = None,
    prefetch_buffer_size: Any = None,
    reader_num_threads: int | None = None,
    parser_num_threads: int | None = None,
    sloppy_ordering: bool = False,
    drop_final_batch: bool = False,
) -> Any:
    """Batches of parsed Example messages from files.

    Args:
        file_pattern: Files, or patterns of names.
        batch_size: How many examples make a batch.
        features: The features, as for `tf.io.parse_example`.
        reader: Makes a dataset of strings from a name; `tf.data.TFRecordDataset`.
        label_key: A feature to give separately.
        reader_args: Further arguments for the reader.
        num_epochs: How often to go through the files; for ever by default.
        shuffle: Whether to take examples in random order.
        shuffle_buffer_size: From how many examples ahead to draw.
        shuffle_seed: Seed of the order.
        prefetch_buffer_size: How many batches to compute ahead.
        reader_num_threads: Accepted; files are read one after the other.
        parser_num_threads: How many batches may be parsed at once.
        sloppy_ordering: Accepted; the order is always the same.
        drop_final_batch: Whether to leave out a last batch that is smaller.

    Returns:
        A dataset of dictionaries, or of pairs (dictionary, labels).

    Raises:
        ValueError: No file matches, or there is no feature `label_key`.
    """
    del reader_num_threads, sloppy_ordering
    if label_key is not None and label_key not in features:
        raise ValueError(
            f"make_batched_features_dataset: `label_key` must be one of {list(features)}, "
            f"got {label_key!r}."
        )
    read = TFRecordDataset if reader is None else reader
    rows: Any = Dataset.from_tensor_slices(matching_files(file_pattern)).flat_map(
        lambda name: read(name, *(reader_args or []))
    )
    if shuffle:
        rows = rows.shuffle(shuffle_buffer_size, shuffle_seed)
    rows = rows.repeat(num_epochs).batch(
        batch_size, drop_remainder=drop_final_batch or num_epochs is None
    )
    parsed = rows.apply(parse_example_dataset(features, parser_num_threads or 1))
    if label_key is not None:

        def divided(found: Any) -> Any:
            rest = dict(found)
            return rest, rest.pop(label_key)

        parsed = parsed.map(divided)
    return parsed.prefetch(
        _AUTOTUNE if prefetch_buffer_size is None else prefetch_buffer_size
    )
