"""Turns what users feed to `fit` into batches."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.composite import is_sparse, is_tensor
from tensorbrook._src.keras.engine.node import leaves, map_leaves


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """Returns inputs, targets and weights from a batch.

    Args:
        data: inputs, or a tuple of one to three items.

    Raises:
        ValueError: for a longer tuple.
    """
    if isinstance(data, list):
        data = tuple(data)
    if not isinstance(data, tuple):
        return data, None, None
    if len(data) > 3:
        raise ValueError(
            "Data is expected to be in format `x`, `(x,)`, `(x, y)`, or "
            f"`(x, y, sample_weight)`, found: {data}"
        )
    return (*data, None, None)[:3]


def pack_x_y_sample_weight(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Returns a batch made of inputs, targets and weights.

    Args:
        x: the inputs.
        y: the targets, or None.
        sample_weight: the weights, or None.
    """
    if y is None:
        return x if not isinstance(x, tuple | list) else (x,)
    return (x, y) if sample_weight is None else (x, y, sample_weight)


class ArrayData:
    """Batches of arrays that lie in memory.

    Args:
        x: the inputs, arrays or tensors in any structure.
        y: the targets, or None.
        sample_weight: the weights, or None.
        batch_size: the size of a batch.
        shuffle: whether to take the samples in a new order each time.

    Raises:
        ValueError: when the arrays have different lengths.
    """

    def __init__(
        self, x: Any, y: Any, sample_weight: Any, batch_size: int, shuffle: Any
    ) -> None:
        sizes = {"x": x, "y": y, "sample_weight": sample_weight}
        arrays = {name: map_leaves(as_array, value) for name, value in sizes.items()}
        lengths = {
            name: [len(array) for array in leaves(value) if array is not None]
            for name, value in arrays.items()
        }
        if len({length for found in lengths.values() for length in found}) > 1:
            raise ValueError(
                "Data cardinality is ambiguous. Make sure all arrays contain the same "
                "number of samples."
                + "".join(
                    f"'{name}' sizes: {', '.join(map(str, found))}\n"
                    for name, found in lengths.items()
                    if found
                )
            )
        self.arrays = (arrays["x"], arrays["y"], arrays["sample_weight"])
        self.samples = lengths["x"][0] if lengths["x"] else 0
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.batches: int | None = math.ceil(self.samples / batch_size)

    def __iter__(self) -> Iterator[Any]:
        order = self._order()
        arrays = [array for array in leaves(self.arrays) if array is not None]
        for start in range(0, self.samples, self.batch_size):
            stop = min(start + self.batch_size, self.samples)
            if order is None:
                parts = [array[start:stop] for array in arrays]
            else:
                places = order[start:stop]
                # Clipping changes no place, and NumPy needs no second copy for it.
                parts = [array.take(places, 0, mode="clip") for array in arrays]
            yield ArrayBatch([_shared(part) for part in parts], self.arrays)

    def _order(self) -> np.ndarray | None:
        """Returns the order of the samples, None for as they lie."""
        if not self.shuffle:
            return None
        if self.shuffle == "batch":
            starts = np.arange(0, self.samples, self.batch_size)
            np.random.shuffle(starts)
            starts = starts[np.argsort(starts + self.batch_size > self.samples)]
            parts = [
                np.arange(s, min(s + self.batch_size, self.samples)) for s in starts
            ]
            return np.concatenate(parts)
        return np.random.permutation(self.samples)

    def on_epoch_end(self) -> None:
        """Does nothing."""


class ArrayBatch:
    """A batch of tensors whose sizes alone differ from those of the others.

    Args:
        tensors: the tensors, flat, without what is missing.
        structure: inputs, targets and weights, one object for all such batches; where
            it has a None, there is no tensor.
    """

    __slots__ = ("structure", "tensors")

    def __init__(self, tensors: list[Any], structure: tuple[Any, Any, Any]) -> None:
        self.tensors = tensors
        self.structure = structure

    def __iter__(self) -> Iterator[Any]:
        supply = iter(self.tensors)
        return iter(
            map_leaves(
                lambda leaf: None if leaf is None else next(supply), self.structure
            )
        )


def _shared(array: np.ndarray) -> Any:
    """Returns a tensor that shares the memory of an array where that can be."""
    if array.dtype.kind in "fiu" and array.flags.writeable and array.flags.c_contiguous:
        return tf.experimental.dlpack.from_dlpack(array.__dlpack__())
    return tf.convert_to_tensor(array)


def as_array(value: Any) -> Any:
    """Returns an array in memory, of the default float type if it is of floats."""
    if value is None:
        return None
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    elif isinstance(value, tf.Tensor | tf.Variable):
        value = value.numpy()
    array = np.asarray(value)
    if array.dtype.kind == "f" and array.dtype != config.floatx():
        array = array.astype(config.floatx())
    if array.ndim == 0:
        raise ValueError(
            "fit, evaluate and predict need arrays with a batch dimension. "
            f"Received a scalar: {array!r}."
        )
    return array


class IterableData:
    """Batches that an iterable gives, such as a dataset or a generator.

    Args:
        iterable: gives batches.
        batches: how many it gives, where that is known.
    """

    def __init__(self, iterable: Any, batches: int | None = None) -> None:
        self.iterable = iterable
        self.batches = batches if batches is not None else _cardinality(iterable)

    def __iter__(self) -> Iterator[Any]:
        structure = _fixed_structure(self.iterable)
        kinds: dict[Any, Any] = {}
        for batch in self.iterable:
            parts = unpack_x_y_sample_weight(batch)
            if structure is None:
                yield _batch_of(parts, kinds)
                continue
            flat = [leaf for leaf in leaves(parts) if leaf is not None]
            yield ArrayBatch(flat, structure)

    def on_epoch_end(self) -> None:
        """Does nothing."""


def _fixed_structure(iterable: Any) -> tuple[Any, Any, Any] | None:
    """Returns what all batches look like, if only their size can differ."""
    spec = getattr(iterable, "element_spec", None)
    flat = [leaf for leaf in leaves(spec) if leaf is not None]
    for leaf in flat:
        dims = leaf.shape if isinstance(leaf, tf.TensorSpec) else tf.TensorShape(None)
        if dims.rank is None or not dims[1:].is_fully_defined():
            return None
    return unpack_x_y_sample_weight(spec) if flat else None


class SequenceData:
    """Batches that an object gives by index, such as a `PyDataset`.

    Args:
        sequence: has `__len__` and `__getitem__`.
        shuffle: whether to take the batches in a new order each time.
    """

    def __init__(self, sequence: Any, shuffle: bool) -> None:
        self.sequence = sequence
        self.shuffle = shuffle
        self.batches: int | None = getattr(sequence, "num_batches", len(sequence))

    def __iter__(self) -> Iterator[Any]:
        order = np.arange(self.batches)
        if self.shuffle:
            np.random.shuffle(order)
        kinds: dict[Any, Any] = {}
        for index in order:
            parts = unpack_x_y_sample_weight(self.sequence[int(index)])
            yield _batch_of(parts, kinds)

    def on_epoch_end(self) -> None:
        """Tells the object."""
        self.batches = getattr(self.sequence, "num_batches", len(self.sequence))
        if hasattr(self.sequence, "on_epoch_end"):
            self.sequence.on_epoch_end()


def _batch_of(parts: tuple[Any, Any, Any], kinds: dict[Any, Any]) -> Any:
    """Returns a batch of tensors; `kinds` has the structure of each kind of arrays."""
    given = [part for part in parts if part is not None]
    if not all(type(part) is np.ndarray for part in given):
        return tuple(map_leaves(_as_batch, part) for part in parts)
    arrays = [as_array(part) for part in given]
    present = [part is not None for part in parts]
    key = (*present, *[(array.dtype, array.shape[1:]) for array in arrays])
    structure = kinds.get(key)
    if structure is None:
        structure = kinds[key] = tuple(there or None for there in present)
    return ArrayBatch([tf.convert_to_tensor(array) for array in arrays], structure)


def _as_batch(value: Any) -> Any:
    """Returns a tensor; float64 arrays become the default float type."""
    if value is None or is_tensor(value):
        return value
    return tf.convert_to_tensor(as_array(value))


def _cardinality(iterable: Any) -> int | None:
    """Returns how many batches an iterable gives, None if it does not say."""
    if hasattr(iterable, "cardinality"):
        count = int(iterable.cardinality())
        return count if count >= 0 else None
    return len(iterable) if hasattr(iterable, "__len__") else None


def make_data(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: int | None = None,
    shuffle: Any = False,
    class_weight: Any = None,
) -> Any:
    """Returns an object that gives batches of inputs, targets and weights.

    Args:
        x: arrays, tensors, a dataset, a generator or a `PyDataset`.
        y: the targets, for arrays.
        sample_weight: the weights, for arrays.
        batch_size: the size of a batch, for arrays.
        shuffle: whether to shuffle arrays.
        class_weight: a factor for each class number, as a dict.
    """
    if any(is_sparse(leaf) for leaf in leaves(x)):
        x, y, sample_weight = (
            _sliced(x, y, sample_weight, batch_size, shuffle),
            None,
            None,
        )
    if hasattr(x, "__getitem__") and hasattr(x, "__len__") and _is_sequence(x):
        data: Any = SequenceData(x, bool(shuffle))
    elif _is_iterable(x):
        data = IterableData(x)
    else:
        data = ArrayData(x, y, sample_weight, batch_size or 32, shuffle)
    return data if class_weight is None else _Weighted(data, class_weight)


def _sliced(x: Any, y: Any, weight: Any, batch_size: int | None, shuffle: Any) -> Any:
    """Returns a dataset of batches of sparse tensors, which arrays cannot hold."""
    parts = tuple(part for part in (x, y, weight) if part is not None)
    dataset = tf.data.Dataset.from_tensor_slices(parts)
    if shuffle:
        dataset = dataset.shuffle(max(int(dataset.cardinality()), 1))
    return dataset.batch(batch_size or 32)


def _is_sequence(x: Any) -> bool:
    """Says whether `x` gives batches by index."""
    plain = list | tuple | dict | np.ndarray | tf.Tensor | tf.Variable
    return not isinstance(x, plain) and not hasattr(x, "__array__")


def _is_iterable(x: Any) -> bool:
    """Says whether `x` gives batches one after the other."""
    if x is None or isinstance(x, list | tuple | dict | np.ndarray):
        return False
    return isinstance(x, Iterable) and not hasattr(x, "__array__")


class _Weighted:
    """Batches with weights made from class numbers."""

    def __init__(self, data: Any, class_weight: dict[int, float]) -> None:
        self.data = data
        size = max(class_weight) + 1
        table = [float(class_weight.get(number, 1.0)) for number in range(size)]
        self.table = np.array(table, config.floatx())

    @property
    def batches(self) -> int | None:
        """How many batches there are."""
        return self.data.batches

    def __iter__(self) -> Iterator[tuple[Any, Any, Any]]:
        for x, y, weight in self.data:
            numbers = y.numpy()
            if numbers.ndim > 1 and numbers.shape[-1] > 1:
                numbers = numbers.argmax(-1)
            numbers = numbers.reshape(numbers.shape[:1]).astype(int)
            factors = tf.convert_to_tensor(self.table[numbers])
            yield x, y, factors if weight is None else factors * weight

    def on_epoch_end(self) -> None:
        """Tells the data."""
        self.data.on_epoch_end()


def split_validation(
    arrays: tuple[Any, Any, Any], validation_split: float
) -> tuple[tuple[Any, Any, Any], tuple[Any, Any, Any]]:
    """Cuts the last part of arrays off.

    Args:
        arrays: inputs, targets and weights.
        validation_split: how much to cut off, from 0 to 1.

    Returns:
        What is left, and what was cut off.

    Raises:
        ValueError: when one of the parts would be empty.
    """
    arrays = tuple(map_leaves(as_array, part) for part in arrays)
    count = next(len(array) for array in leaves(arrays) if array is not None)
    cut = math.floor(count * (1.0 - validation_split))
    if cut in (0, count):
        raise ValueError(
            f"Training data contains {count} samples, which is not sufficient to "
            "split it into a validation and training set as specified by "
            f"`validation_split={validation_split}`."
        )

    def head(array: Any) -> Any:
        return None if array is None else array[:cut]

    def tail(array: Any) -> Any:
        return None if array is None else array[cut:]

    return map_leaves(head, arrays), map_leaves(tail, arrays)
