"""Lookup tables filled from datasets: `tf.data.experimental.table_from_dataset`."""

from __future__ import annotations

from typing import Any, NamedTuple

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.ops import tables
from tensorbrook._src.variables.lookup_initializers import TableInitializerBase
from tensorbrook._src.variables.lookup_tables import (
    LookupInterface,
    StaticHashTable,
    StaticVocabularyTable,
)

_ALL = 2**31 - 1  # more elements than a table can hold


class HasherSpec(NamedTuple):
    """How words that are in no table are hashed: always with FarmHash here."""

    hasher: str
    key: Any


FAST_HASH = HasherSpec("fasthash", None)


class DatasetInitializer(TableInitializerBase):
    """Fills a table with the pairs of a dataset.

    Args:
        dataset: A dataset of pairs of a key and a value, both scalars.

    Raises:
        ValueError: The elements are no such pairs.

    Example:
        >>> import tensorbrook as tf
        >>> pairs = tf.data.Dataset.from_tensor_slices((["a", "b"], [1, 2]))
        >>> init = tf.data.experimental.DatasetInitializer(pairs)
        >>> int(tf.lookup.StaticHashTable(init, -1).lookup(tf.constant("b")))
        2
    """

    def __init__(self, dataset: Any) -> None:
        spec = dataset.element_spec
        if not isinstance(spec, tuple) or len(spec) != 2:
            raise ValueError(
                "DatasetInitializer: the elements must be pairs (key, value), but the "
                f"dataset has {spec}."
            )
        for what, part in zip(("key", "value"), spec, strict=True):
            if not isinstance(part, TensorSpec) or part.shape.rank not in (0, None):
                raise ValueError(
                    f"DatasetInitializer: each {what} must be a scalar, but the dataset "
                    f"has {part}."
                )
        super().__init__(spec[0].dtype, spec[1].dtype)
        self.dataset = dataset

    def initialize(self, table: Any) -> Any:
        """Fills `table`; in a graph, returns the operation that does."""
        self._check(table)
        with init_scope():
            keys, values = self.dataset.batch(_ALL).get_single_element()
            return tables.initialize_table_op(table.resource_handle, keys, values)


def table_from_dataset(
    dataset: Any = None,
    num_oov_buckets: int = 0,
    vocab_size: int | None = None,
    default_value: Any = None,
    hasher_spec: Any = FAST_HASH,
    key_dtype: Any = dtypes.string,
    name: str | None = None,
) -> LookupInterface:
    """A lookup table with the pairs of a dataset.

    Args:
        dataset: A dataset of pairs of a key and a value.
        num_oov_buckets: How many further ids unknown keys are hashed to; 0 gives them
            `default_value`.
        vocab_size: How many pairs to take; by default all.
        default_value: The value of unknown keys; by default -1.
        hasher_spec: Accepted for compatibility.
        key_dtype: The dtype of the keys.
        name: The name of the table.

    Returns:
        A table.

    Raises:
        ValueError: A number is too small, or a default is needed.
        TypeError: `dataset` is no dataset of pairs.

    Example:
        >>> import tensorbrook as tf
        >>> pairs = tf.data.Dataset.from_tensor_slices((["a", "b"], [1, 2]))
        >>> table = tf.data.experimental.table_from_dataset(pairs)
        >>> table.lookup(tf.constant(["b", "c"])).numpy()
        array([ 2, -1], dtype=int32)
    """
    spec = getattr(dataset, "element_spec", None)
    if not isinstance(spec, tuple) or len(spec) != 2:
        raise TypeError(
            "tf.data.experimental.table_from_dataset: the elements of `dataset` must be "
            f"pairs (key, value), got {spec}."
        )
    if num_oov_buckets < 0:
        raise ValueError(
            f"table_from_dataset: num_oov_buckets must be >= 0, got {num_oov_buckets}."
        )
    if vocab_size is not None and vocab_size < 1:
        raise ValueError(
            f"table_from_dataset: vocab_size must be > 0, got {vocab_size}."
        )
    integers = spec[1].dtype.is_integer
    if (default_value is None or num_oov_buckets) and not integers:
        raise ValueError(
            "table_from_dataset: values that are no integers need a default_value and no "
            "buckets."
        )
    chosen = dataset if vocab_size is None else dataset.take(vocab_size)
    init = DatasetInitializer(chosen)
    if num_oov_buckets:
        return StaticVocabularyTable(init, num_oov_buckets, name=name)
    return StaticHashTable(init, -1 if default_value is None else default_value, name)


def index_table_from_dataset(
    dataset: Any = None,
    num_oov_buckets: int = 0,
    vocab_size: int | None = None,
    default_value: Any = -1,
    hasher_spec: Any = FAST_HASH,
    key_dtype: Any = dtypes.string,
    name: str | None = None,
) -> LookupInterface:
    """A lookup table from the elements of a dataset to their numbers.

    Args:
        dataset: A dataset of keys.
        num_oov_buckets: How many further ids unknown keys are hashed to; 0 gives them
            `default_value`.
        vocab_size: How many keys to take; by default all.
        default_value: The number of unknown keys.
        hasher_spec: Accepted for compatibility.
        key_dtype: The dtype of the keys.
        name: The name of the table.

    Returns:
        A table of int64.

    Raises:
        ValueError: A number is too small, or the elements are no keys.

    Example:
        >>> import tensorbrook as tf
        >>> words = tf.data.Dataset.from_tensor_slices(["a", "b"])
        >>> table = tf.data.experimental.index_table_from_dataset(words)
        >>> table.lookup(tf.constant(["b", "c"])).numpy()
        array([ 1, -1])
    """
    spec = getattr(dataset, "element_spec", None)
    if not isinstance(spec, TensorSpec):
        raise ValueError(
            "tf.data.experimental.index_table_from_dataset: the elements of `dataset` "
            f"must be keys, got {spec}."
        )
    pairs = dataset.enumerate().map(lambda number, key: (key, number))
    return table_from_dataset(
        pairs, num_oov_buckets, vocab_size, default_value, hasher_spec, key_dtype, name
    )
