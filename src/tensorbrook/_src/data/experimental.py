"""`tf.data.experimental`: transformations for `Dataset.apply`, and older spellings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import arranging, structure
from tensorbrook._src.data.base import DatasetBase, int64
from tensorbrook._src.data.dataset import Dataset
from tensorbrook._src.data.functions import ElementFunction, traced
from tensorbrook._src.data.iterator import Optional
from tensorbrook._src.ops.datasets import batching, iterating
from tensorbrook._src.ops.datasets.stream import INFINITE, UNKNOWN

Transformation = Callable[[Any], Any]

AUTOTUNE = -1
INFINITE_CARDINALITY = INFINITE
UNKNOWN_CARDINALITY = UNKNOWN
SHARD_HINT = -1


def cardinality(dataset: Any) -> Any:
    """How many elements a dataset has, as far as is known; see `Dataset.cardinality`.

    Args:
        dataset: A dataset.

    Returns:
        An int64 scalar.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.data.experimental.cardinality(tf.data.Dataset.range(4)))
        4
    """
    return dataset.cardinality()


def assert_cardinality(expected_cardinality: Any) -> Transformation:
    """Says how many elements there are; iterating checks it.

    Args:
        expected_cardinality: The number.

    Returns:
        A transformation.

    Example:
        >>> import tensorbrook as tf
        >>> ds = tf.data.Dataset.range(4).filter(lambda n: True)
        >>> len(ds.apply(tf.data.experimental.assert_cardinality(4)))
        4
    """
    return lambda dataset: arranging.assert_cardinality(dataset, expected_cardinality)


def at(dataset: Any, index: Any) -> Any:
    """The element at a position.

    Args:
        dataset: A dataset.
        index: The position; an integer.

    Returns:
        The element.

    Raises:
        errors.OutOfRangeError: The dataset is shorter.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.data.experimental.at(tf.data.Dataset.range(5, 9), 2))
        7
    """
    tensors = iterating.element_at_op(
        dataset._variant,
        int64(index, "index"),
        **structure.types_and_shapes(dataset.element_spec),
    )
    return structure.packer(dataset.element_spec)(tensors)


def bucket_by_sequence_length(
    element_length_func: Callable[..., Any],
    bucket_boundaries: Any,
    bucket_batch_sizes: Any,
    padded_shapes: Any = None,
    padding_values: Any = None,
    pad_to_bucket_boundary: bool = False,
    no_padding: bool = False,
    drop_remainder: bool = False,
) -> Transformation:
    """See `Dataset.bucket_by_sequence_length`."""
    return lambda dataset: dataset.bucket_by_sequence_length(
        element_length_func,
        bucket_boundaries,
        bucket_batch_sizes,
        padded_shapes,
        padding_values,
        pad_to_bucket_boundary,
        no_padding,
        drop_remainder,
    )


def choose_from_datasets(
    datasets: Any, choice_dataset: Any, stop_on_empty_dataset: bool = False
) -> Any:
    """See `Dataset.choose_from_datasets`."""
    return datasets[0]._family.choose_from_datasets(
        datasets, choice_dataset, stop_on_empty_dataset
    )


def sample_from_datasets(
    datasets: Any,
    weights: Any = None,
    seed: Any = None,
    stop_on_empty_dataset: bool = False,
) -> Any:
    """See `Dataset.sample_from_datasets`."""
    return datasets[0]._family.sample_from_datasets(
        datasets, weights, seed, stop_on_empty_dataset
    )


def Counter(start: Any = 0, step: Any = 1, dtype: Any = dtypes.int64) -> Any:  # noqa: N802
    """See `Dataset.counter`."""
    return Dataset.counter(start, step, dtype)


def copy_to_device(target_device: Any, source_device: Any = "/cpu:0") -> Transformation:
    """The dataset as it is: elements lie in the memory of the host.

    Args:
        target_device: A device.
        source_device: A device.

    Returns:
        A transformation.
    """
    del target_device, source_device
    return lambda dataset: dataset


def prefetch_to_device(device: Any, buffer_size: Any = None) -> Transformation:
    """See `Dataset.prefetch`; elements stay in the memory of the host.

    Args:
        device: A device.
        buffer_size: How many elements to compute ahead.

    Returns:
        A transformation.
    """
    del device
    return lambda dataset: dataset.prefetch(
        AUTOTUNE if buffer_size is None else buffer_size
    )


def dense_to_ragged_batch(
    batch_size: Any, drop_remainder: bool = False, row_splits_dtype: Any = dtypes.int64
) -> Transformation:
    """See `Dataset.ragged_batch`."""
    return lambda dataset: dataset.ragged_batch(
        batch_size, drop_remainder, row_splits_dtype
    )


def dense_to_sparse_batch(batch_size: Any, row_shape: Any) -> Transformation:
    """See `Dataset.sparse_batch`."""
    return lambda dataset: dataset.sparse_batch(batch_size, row_shape)


def enumerate_dataset(start: Any = 0) -> Transformation:
    """See `Dataset.enumerate`."""
    return lambda dataset: dataset.enumerate(start)


def from_list(elements: Any, name: str | None = None) -> Any:
    """A dataset of the elements of a list.

    Args:
        elements: Elements of one structure.
        name: Name of the operation.

    Returns:
        A dataset.

    Raises:
        ValueError: The list is empty, or the structures differ.

    Example:
        >>> import tensorbrook as tf
        >>> ds = tf.data.experimental.from_list([(1, "a"), (2, "b")])
        >>> [(int(n), s.numpy()) for n, s in ds]
        [(1, b'a'), (2, b'b')]
    """
    if not elements:
        raise ValueError("Invalid `elements`. `elements` should not be empty.")
    parts = [Dataset.from_tensors(each, name) for each in elements]
    made = parts[0]
    for part in parts[1:]:
        made = made.concatenate(part)
    return made


def get_next_as_optional(iterator: Any) -> Optional:
    """The next element of an iterator, or nothing."""
    found: Optional = iterator.get_next_as_optional()
    return found


def get_single_element(dataset: Any) -> Any:
    """See `Dataset.get_single_element`."""
    return dataset.get_single_element()


def get_structure(dataset_or_iterator: Any) -> Any:
    """The specs of the elements of a dataset or an iterator.

    Args:
        dataset_or_iterator: One of them.

    Returns:
        Specs, in the structure of an element.

    Raises:
        TypeError: It is something else.
    """
    try:
        return dataset_or_iterator.element_spec
    except AttributeError:
        raise TypeError(
            f"A dataset or an iterator has a structure; received {dataset_or_iterator!r}."
        ) from None


class Reducer:
    """How `group_by_reducer` folds the elements of a key.

    Args:
        init_func: Maps a key to the first state.
        reduce_func: Maps (state, element) to the next state.
        finalize_func: Maps the last state to the result.
    """

    __module__ = "tensorbrook.data.experimental"

    def __init__(
        self,
        init_func: Callable[..., Any],
        reduce_func: Callable[..., Any],
        finalize_func: Callable[..., Any],
    ) -> None:
        self._functions = (init_func, reduce_func, finalize_func)

    @property
    def init_func(self) -> Callable[..., Any]:
        """Maps a key to the first state."""
        return self._functions[0]

    @property
    def reduce_func(self) -> Callable[..., Any]:
        """Maps (state, element) to the next state."""
        return self._functions[1]

    @property
    def finalize_func(self) -> Callable[..., Any]:
        """Maps the last state to the result."""
        return self._functions[2]


def group_by_reducer(key_func: Callable[..., Any], reducer: Reducer) -> Transformation:
    """One element for each key: its elements, folded.

    Args:
        key_func: Maps an element to its key, an int64 scalar.
        reducer: How to fold.

    Returns:
        A transformation.

    Example:
        >>> import tensorbrook as tf
        >>> total = tf.data.experimental.Reducer(
        ...     lambda key: tf.constant(0, tf.int64), lambda s, n: s + n, lambda s: s)
        >>> ds = tf.data.Dataset.range(5).apply(
        ...     tf.data.experimental.group_by_reducer(lambda n: n % 2, total))
        >>> [int(n) for n in ds]
        [6, 4]
    """

    def transform(dataset: Any) -> Any:
        spec = dataset.element_spec
        what = "group_by_reducer"
        key = ElementFunction(key_func, spec, what)
        key.require_scalar(dtypes.int64, "group_by_reducer: `key_func`")
        first = traced(reducer.init_func, [TensorSpec([], dtypes.int64)], what)
        step = traced(reducer.reduce_func, [first.spec, spec], what)
        last = traced(reducer.finalize_func, [first.spec], what)
        return dataset._derive(
            batching.group_by_reducer_op,
            "_GroupByReducerDataset",
            last.spec,
            key.captured,
            first.captured,
            step.captured,
            last.captured,
            key_func=key.graph,
            init_func=first.graph,
            reduce_func=step.graph,
            finalize_func=last.graph,
        )

    return transform


def group_by_window(
    key_func: Callable[..., Any],
    reduce_func: Callable[..., Any],
    window_size: Any = None,
    window_size_func: Callable[..., Any] | None = None,
) -> Transformation:
    """See `Dataset.group_by_window`."""
    return lambda dataset: dataset.group_by_window(
        key_func, reduce_func, window_size, window_size_func
    )


def ignore_errors(log_warning: bool = False) -> Transformation:
    """See `Dataset.ignore_errors`."""
    return lambda dataset: dataset.ignore_errors(log_warning)


def load(
    path: Any,
    element_spec: Any = None,
    compression: Any = None,
    reader_func: Callable[..., Any] | None = None,
) -> Any:
    """See `Dataset.load`."""
    return Dataset.load(path, element_spec, compression, reader_func)


def save(
    dataset: Any,
    path: Any,
    compression: Any = None,
    shard_func: Callable[..., Any] | None = None,
    checkpoint_args: Any = None,
) -> None:
    """See `Dataset.save`."""
    dataset.save(path, compression, shard_func, checkpoint_args)


def map_and_batch(
    map_func: Callable[..., Any],
    batch_size: Any,
    num_parallel_batches: Any = None,
    drop_remainder: bool = False,
    num_parallel_calls: Any = None,
) -> Transformation:
    """`Dataset.map`, then `Dataset.batch`."""
    del num_parallel_batches
    return lambda dataset: dataset.map(map_func, num_parallel_calls).batch(
        batch_size, drop_remainder
    )


def pad_to_cardinality(cardinality: Any, mask_key: str = "valid") -> Transformation:
    """Adds elements of zeros until there are so many, and says which are real.

    Args:
        cardinality: How many elements there shall be.
        mask_key: Under which key the elements, dictionaries, get a boolean for it.

    Returns:
        A transformation.

    Raises:
        ValueError: The dataset's own cardinality is unknown or too large, or its
            elements aren't dictionaries.

    Example:
        >>> import tensorbrook as tf
        >>> ds = tf.data.Dataset.from_tensor_slices({"a": [1, 2]})
        >>> ds = ds.apply(tf.data.experimental.pad_to_cardinality(3))
        >>> [(int(e["a"]), bool(e["valid"])) for e in ds]
        [(1, True), (2, True), (0, False)]
    """

    def transform(dataset: Any) -> Any:
        spec = dataset.element_spec
        if not isinstance(spec, dict):
            raise ValueError(
                "tf.data.experimental.pad_to_cardinality: elements must be dictionaries, "
                f"not {spec}."
            )
        size = int(dataset.cardinality())
        if size < 0 or size > cardinality:
            raise ValueError(
                "tf.data.experimental.pad_to_cardinality: the dataset must be finite and "
                f"have at most {cardinality} elements. Its cardinality is {size}."
            )

        def marked(element: Any, real: bool) -> Any:
            return {**element, mask_key: np.bool_(real)}

        zeros = {
            key: np.zeros(leaf.shape.as_list(), leaf.dtype.as_numpy_dtype)
            for key, leaf in spec.items()
        }
        padding = dataset._family.from_tensors(zeros).repeat(cardinality - size)
        return dataset.map(lambda e: marked(e, True)).concatenate(
            padding.map(lambda e: marked(e, False))
        )

    return transform


def parallel_interleave(
    map_func: Callable[..., Any],
    cycle_length: Any,
    block_length: Any = 1,
    sloppy: bool = False,
    buffer_output_elements: Any = None,
    prefetch_input_elements: Any = None,
) -> Transformation:
    """See `Dataset.interleave`; the order is always the same."""
    del sloppy, buffer_output_elements, prefetch_input_elements
    return lambda dataset: dataset.interleave(map_func, cycle_length, block_length)


def rejection_resample(
    class_func: Callable[..., Any],
    target_dist: Any,
    initial_dist: Any = None,
    seed: Any = None,
) -> Transformation:
    """See `Dataset.rejection_resample`."""
    return lambda dataset: dataset.rejection_resample(
        class_func, target_dist, initial_dist, seed
    )


def scan(initial_state: Any, scan_func: Callable[..., Any]) -> Transformation:
    """See `Dataset.scan`."""
    return lambda dataset: dataset.scan(initial_state, scan_func)


def shuffle_and_repeat(
    buffer_size: Any, count: Any = None, seed: Any = None
) -> Transformation:
    """`Dataset.shuffle`, then `Dataset.repeat`."""
    return lambda dataset: dataset.shuffle(buffer_size, seed).repeat(count)


def snapshot(
    path: Any,
    compression: Any = "AUTO",
    reader_func: Callable[..., Any] | None = None,
    shard_func: Callable[..., Any] | None = None,
) -> Transformation:
    """See `Dataset.snapshot`."""
    return lambda dataset: dataset.snapshot(path, compression, reader_func, shard_func)


def take_while(predicate: Callable[..., Any]) -> Transformation:
    """See `Dataset.take_while`."""
    return lambda dataset: dataset.take_while(predicate)


def unbatch() -> Transformation:
    """See `Dataset.unbatch`."""
    return lambda dataset: dataset.unbatch()


def unique() -> Transformation:
    """See `Dataset.unique`."""
    return lambda dataset: dataset.unique()


def to_variant(dataset: Any) -> Any:
    """The tensor that holds a dataset.

    Args:
        dataset: A dataset.

    Returns:
        A variant scalar.
    """
    return dataset._variant


def from_variant(variant: Any, structure: Any) -> Any:
    """The dataset in a tensor.

    Args:
        variant: A variant scalar.
        structure: The specs of an element.

    Returns:
        A dataset.
    """
    return Dataset._of(variant, structure, "_VariantDataset")


class RandomDataset(Dataset):
    """Random numbers without end; see `Dataset.random`.

    Args:
        seed: Seed of the operation.
        rerandomize_each_iteration: Whether each iteration has numbers of its own.
        name: Name of the operation.
    """

    __module__ = "tensorbrook.data.experimental"

    def __init__(
        self,
        seed: Any = None,
        rerandomize_each_iteration: bool | None = None,
        name: str | None = None,
    ) -> None:
        made: DatasetBase = Dataset.random(seed, rerandomize_each_iteration, name)
        self._setup(made._variant, made._spec, "RandomDatasetV2", made._options)
