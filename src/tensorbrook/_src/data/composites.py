"""Batches of what isn't one dense tensor: sparse and ragged elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors, nest
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.data import structure
from tensorbrook._src.eager.tensor import EagerTensor, tensor_of
from tensorbrook._src.ops.datasets.batching import Batched, parts_of
from tensorbrook._src.ops.datasets.stream import (
    Context,
    Element,
    Stream,
    array_of,
    dataset_op,
    flag,
    number,
    require,
    stacked,
    stream_of,
)
from tensorbrook._src.ops.ragged.stacking import (
    batch_spec,
    rows_of,
    stack_dense,
    stack_rows,
)
from tensorbrook._src.ops.sparse_tensor import SparseTensorSpec

Elements = Sequence[Element]


class Grouped(Batched):
    """Groups of elements, put together by a Python function of flat tensors."""

    def __init__(
        self, source: Stream, size: int, drop: bool, stack: Callable[..., Any]
    ) -> None:
        super().__init__(source, size, drop)
        self.stack = stack

    def iterate(self, context: Context) -> Iterator[Element]:
        return map(self.stack, self._groups(self.source.iterate(context.part())))


class Split(Stream):
    """The rows of elements, taken apart by a Python function of flat tensors."""

    def __init__(self, source: Stream, split: Callable[..., Any]) -> None:
        self.source, self.split = source, split

    def iterate(self, context: Context) -> Iterator[Element]:
        return parts_of(self.source, context, self.split)


# Tensorbrook's own: TensorFlow packs such elements into variants instead.
group_op = dataset_op(
    "TensorbrookGroupDataset",
    "input_dataset: variant, batch_size: int64, drop_remainder: bool",
    lambda source, size, drop, f, **attrs: Grouped(
        stream_of(source), number(size), flag(drop), f
    ),
    attrs="f: func",
)
split_op = dataset_op(
    "TensorbrookSplitDataset",
    "input_dataset: variant",
    lambda source, f, **attrs: Split(stream_of(source), f),
    attrs="f: func",
)


def _widths(spec: Any) -> list[tuple[Any, slice]]:
    """Each leaf, and where its tensors stand among the flat ones."""
    found, position = [], 0
    for leaf in _parts(spec):
        width = len(leaf.flatten())
        found.append((leaf, slice(position, position + width)))
        position += width
    return found


def _parts(spec: Any) -> Iterator[Any]:
    """Each leaf; extension types that can be stacked are taken apart."""
    for leaf in nest.flatten(spec):
        if hasattr(leaf, "_encoder"):
            yield from _parts(leaf._component_specs)
        else:
            yield leaf


def stacker(spec: Any) -> Callable[[Elements], list[Any]]:
    """A function that makes one element of many."""
    leaves = _widths(spec)

    def stack(elements: Elements) -> list[Any]:
        made: list[Any] = []
        for leaf, place in leaves:
            parts = [element[place] for element in elements]
            if isinstance(leaf, SparseTensorSpec):
                made += _stacked_sparse(parts)
            elif hasattr(leaf, "ragged_rank"):
                made += _stacked_ragged(leaf, parts)
            else:
                made += stacked(parts)
        return made

    return stack


def _stacked_sparse(parts: Elements) -> list[Any]:
    rows = []
    for position, (indices, _, _) in enumerate(parts):
        array = indices._array()
        rows.append(np.insert(array, 0, position, axis=1))
    model = parts[0]
    shape = np.max([part[2]._array() for part in parts], axis=0)
    return [
        model[0]._like(np.concatenate(rows)),
        model[1]._made(
            np.concatenate([part[1]._array() for part in parts]), model[1].dtype
        ),
        model[2]._like(np.insert(shape, 0, len(parts))),
    ]


def _stacked_ragged(leaf: Any, parts: Elements) -> list[Any]:
    return stack_rows(leaf, [list(part) for part in parts])


def splitter(spec: Any) -> Callable[[Element], list[Element]]:
    """A function that takes one element apart into its rows."""
    leaves = _widths(spec)

    def split(element: Element) -> list[Element]:
        columns = []
        for leaf, place in leaves:
            tensors = element[place]
            if isinstance(leaf, SparseTensorSpec):
                columns.append(_split_sparse(tensors))
            elif hasattr(leaf, "ragged_rank"):
                columns.append(_split_ragged(leaf, tensors))
            else:
                columns.append(_split_dense(tensors))
        if len({len(column) for column in columns}) > 1:
            raise errors.InvalidArgumentError(
                None,
                None,
                "Dataset.unbatch: the components have different first sizes.",
            )
        return [sum(row, []) for row in zip(*columns, strict=True)]

    return split


def _split_dense(tensors: Element) -> list[list[Any]]:
    (tensor,) = tensors
    array = tensor._array()
    return [[tensor._made(array[i, ...], tensor.dtype)] for i in range(len(array))]


def _split_sparse(tensors: Element) -> list[list[Any]]:
    indices, values, shape = tensors
    places, numbers, dims = indices._array(), values._array(), shape._array()
    rows = []
    for row in range(int(dims[0])):
        here = places[:, 0] == row
        rows.append(
            [
                indices._like(places[here, 1:]),
                values._made(numbers[here], values.dtype),
                shape._like(dims[1:]),
            ]
        )
    return rows


def _split_ragged(leaf: Any, tensors: Element) -> list[list[Any]]:
    return rows_of(leaf, list(tensors))


def sparse_spec(spec: Any, dims: Dims) -> SparseTensorSpec:
    """The spec of dense elements batched into one sparse tensor.

    Raises:
        TypeError: An element isn't one dense tensor.
    """
    if not isinstance(spec, TensorSpec):
        raise TypeError(f"Dataset.sparse_batch takes single dense tensors, not {spec}.")
    return SparseTensorSpec([None, *(dims or ())], spec.dtype)


def sparse_stacker(dims: Dims) -> Callable[[Elements], list[Any]]:
    """A function that makes one sparse tensor of dense ones."""

    def stack(elements: Elements) -> list[Any]:
        arrays = [array_of(element[0]) for element in elements]
        widest = [-1 if dim is None else dim for dim in dims or ()]
        require(
            all(array.ndim == len(widest) for array in arrays),
            f"Dataset.sparse_batch: the elements must have {len(widest)} dims, as the "
            f"row shape has, got {sorted({array.ndim for array in arrays})}.",
        )
        places, values = [], []
        for position, array in enumerate(arrays):
            for axis, size in enumerate(array.shape):
                if widest[axis] < 0 or size > widest[axis]:
                    if widest[axis] >= 0:
                        raise errors.DataLossError(
                            None,
                            None,
                            f"Dataset.sparse_batch: an element of shape "
                            f"{list(array.shape)} is larger than the row shape {dims}.",
                        )
            own = np.argwhere(np.ones(array.shape, bool))
            places.append(np.insert(own, 0, position, axis=1))
            values.append(array.reshape(-1))
        sizes = np.max([array.shape for array in arrays], axis=0)
        shape = [
            int(size) if wide < 0 else wide
            for wide, size in zip(widest, sizes, strict=True)
        ]
        return [
            _int64(np.concatenate(places)),
            elements[0][0]._made(np.concatenate(values), elements[0][0].dtype),
            _int64(np.array([len(arrays), *shape])),
        ]

    return stack


def _int64(array: Any) -> EagerTensor:
    return tensor_of(np.ascontiguousarray(array, np.int64), dtypes.int64)


def ragged_spec(spec: Any, size: int | None, splits: Any) -> Any:
    """The spec of a ragged batch."""
    return nest.map_structure(lambda leaf: batch_spec(leaf, size, splits), spec)


def ragged_stacker(spec: Any, splits: Any) -> Callable[[Elements], list[Any]]:
    """A function that makes ragged tensors of dense ones of different shapes."""
    leaves = _widths(spec)

    def stack(elements: Elements) -> list[Any]:
        made: list[Any] = []
        for leaf, place in leaves:
            parts = [element[place] for element in elements]
            dims = structure.dims_of(leaf)
            if dims is not None and None not in dims:
                made += stacked(parts)
            else:
                made += stack_dense(leaf, [list(part) for part in parts], splits)
        return made

    return stack
