"""Sources and mixtures of datasets that few programs use, and compressed elements."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.tensor_proto import VariantData, from_proto, to_proto
from tensorbrook._src.ops.datasets.ordering import Concatenated, Take
from tensorbrook._src.ops.datasets.seeds import SeedGenerator, seeds_of
from tensorbrook._src.ops.datasets.stream import (
    ON_THE_HOST,
    Context,
    Element,
    Stream,
    dataset_op,
    real,
    remaining,
    require,
    stream_of,
)
from tensorbrook._src.ops.random_index_shuffle import shuffled_indices
from tensorbrook._src.ops.refused import refused
from tensorbrook._src.ops.rules import scalar

_PLAIN = "output_types: list(type), output_shapes: list(shape)"
_ROUNDS = 8
_AHEAD = 4096  # places that are computed at once


class SparseRows(Stream):
    """The rows of a sparse tensor: their indices, values and dense shape."""

    def __init__(self, indices: Any, values: Any, shape: Any) -> None:
        places, sizes = indices._array(), shape._array()
        require(
            places.ndim == 2 and values._array().ndim == 1 and sizes.ndim == 1,
            "SparseTensorSliceDataset: `indices` must be a matrix, `values` and "
            f"`dense_shape` vectors; got shapes {list(places.shape)}, "
            f"{list(values._array().shape)} and {list(sizes.shape)}.",
        )
        require(
            len(places) == len(values._array()) and places.shape[1] == len(sizes) > 0,
            "SparseTensorSliceDataset: `indices` must have a row for each value and a "
            f"column for each dim, got shape {list(places.shape)} for "
            f"{len(values._array())} values of {len(sizes)} dims.",
        )
        rows = places[:, 0]
        require(
            bool(np.all(rows[:-1] <= rows[1:])),
            "SparseTensorSliceDataset: the rows of `indices` must be in order.",
        )
        require(
            bool(np.all((places >= 0) & (places < sizes))),
            "SparseTensorSliceDataset: an index lies outside of `dense_shape`.",
        )
        self.indices, self.values, self.shape = indices, values, shape

    def iterate(self, context: Context) -> Iterator[Element]:
        places, values = self.indices._array(), self.values._array()
        inner = self.shape._like(self.shape._array()[1:])
        for row in remaining(range(self.cardinality()), context):
            here = slice(*np.searchsorted(places[:, 0], [row, row + 1]))
            yield [
                self.indices._like(places[here, 1:]),
                self.values._made(values[here], self.values.dtype),
                inner,
            ]

    def cardinality(self) -> int:
        return int(self.shape._array()[0])


class Permuted(Stream):
    """All elements of a stream that has a known number of them, in random order."""

    def __init__(self, source: Stream, seeds: SeedGenerator) -> None:
        if source.cardinality() < 0:
            raise errors.FailedPreconditionError(
                None,
                None,
                "`global_shuffle` requires all upstream transformations be compatible "
                "with random access, and a known number of elements.",
            )
        self.source, self.seeds = source, seeds

    def iterate(self, context: Context) -> Iterator[Element]:
        saved = context.saved
        if saved:
            self.seeds.restore(saved["generator"])
        seeds = (
            saved["seeds"] if saved else [*self.seeds.next(), *self.seeds.next()][:3]
        )
        given: int = saved.get("given", 0)
        context.keep(
            lambda: {
                "generator": self.seeds.position(),
                "seeds": seeds,
                "given": given,
            }
        )
        size = self.source.cardinality()
        while given < size:
            ahead = np.arange(given, min(given + _AHEAD, size))
            for place in shuffled_indices(ahead, seeds, size - 1, _ROUNDS).tolist():
                given += 1
                yield self.source.at(place)

    def cardinality(self) -> int:
        return self.source.cardinality()


def _weighted(parts: list[Any], weights: list[Any], **attrs: Any) -> Stream:
    streams = [stream_of(part) for part in parts]
    shares = [real(weight) for weight in weights]
    require(
        len(shares) == len(streams),
        f"WeightedFlatMapDataset: there are {len(streams)} datasets and {len(shares)} "
        "weights.",
    )
    require(
        all(0 < share < np.inf for share in shares),
        f"`weights` must be greater than 0.0, got {shares}.",
    )
    sizes = [stream.cardinality() for stream in streams]
    require(
        min(sizes) >= 0,
        "WeightedFlatMapDataset: the datasets must have known numbers of elements.",
    )
    fewest = sizes[shares.index(min(shares))]
    made: Stream | None = None
    for index, (stream, share) in enumerate(zip(streams, shares, strict=True)):
        count = int(fewest * share / max(shares))
        require(
            sizes[index] >= count,
            f"Input {index} needs to have at least {count} elements, but has "
            f"{sizes[index]}.",
        )
        taken = Take(stream, count)
        made = taken if made is None else Concatenated(made, taken)
    return made  # type: ignore[return-value]


def _any_of(parts: list[Any], **attrs: Any) -> Stream:
    streams = [stream_of(part) for part in parts]
    sizes = [stream.cardinality() for stream in streams]
    require(
        len(set(sizes)) == 1,
        "All inputs to ChooseFastestDataset must have compatible cardinalities, got "
        f"{sizes}.",
    )
    return streams[0]


class Absent(Stream):
    """A stream of a kind that can't be read."""

    def iterate(self, context: Context) -> Iterator[Element]:
        raise errors.UnimplementedError(
            None,
            None,
            "LMDBDataset: files of LMDB can't be read; TensorFlow has removed it, too.",
        )


sparse_slices_op = dataset_op(
    "SparseTensorSliceDataset",
    "indices: int64, values: Tvalues, dense_shape: int64",
    lambda indices, values, shape, **attrs: SparseRows(indices, values, shape),
    common="Tvalues: type",
    stateful=True,
)
global_shuffle_op = dataset_op(
    "GlobalShuffleDataset",
    "input_dataset: variant, seed: int64, seed2: int64, seed_generator: resource",
    lambda source, seed, seed2, seeds, **attrs: Permuted(
        stream_of(source), seeds_of(seeds)
    ),
    attrs="reshuffle_each_iteration: bool = True",
    stateful=True,
)
weighted_op = dataset_op(
    "WeightedFlatMapDataset",
    "input_datasets: N * variant, weights: M * float64",
    _weighted,
    attrs="N: int >= 2, M: int >= 2",
)
choose_fastest_op = dataset_op(
    "ChooseFastestDataset",
    "input_datasets: N * variant",
    _any_of,
    attrs="N: int >= 2, num_experiments: int",
    common=_PLAIN,
)
lmdb_op = dataset_op(
    "LMDBDataset",
    "filenames: string",
    lambda names, **attrs: Absent(),
    common=_PLAIN,
    stateful=True,
)
filter_by_last_op = refused(
    "FilterByLastComponentDataset",
    f"input_dataset: variant -> output: variant | {_PLAIN}",
    "a kernel that TensorFlow has removed",
)

_COMPRESSED = "tensorbrook::CompressedElement"


def _compress(xp: Any, components: list[Any], **attrs: Any) -> Any:
    parts = [
        to_proto(tensor._array(), tensor.dtype).SerializeToString()
        for tensor in components
    ]
    sizes = np.array([len(part) for part in parts], np.int64)
    content = zlib.compress(b"".join(parts), level=1)
    require(bool(components), "CompressElement: an element has at least one tensor.")
    kind = type(components[0])
    return kind._object(VariantData(_COMPRESSED, content, [(sizes, dtypes.int64)]))


def _unfit(message: str) -> errors.FailedPreconditionError:
    return errors.FailedPreconditionError(None, None, f"UncompressElement: {message}")


def _uncompress(
    xp: Any, compressed: Any, output_types: Any, output_shapes: Any
) -> list[Any]:
    data = compressed._array()
    if not isinstance(data, VariantData) or data.type_name != _COMPRESSED:
        raise errors.InvalidArgumentError(
            None, None, "UncompressElement: `compressed` is no compressed element."
        )
    content = zlib.decompress(data.metadata)
    ends = np.cumsum(data.tensors[0][0]).tolist()
    if len(ends) != len(output_types):
        raise _unfit(
            f"Expected {len(output_types)} outputs from uncompress, but got {len(ends)}"
        )
    made = []
    for begin, end, dtype in zip([0, *ends[:-1]], ends, output_types, strict=True):
        proto = message("TensorProto").FromString(content[begin:end])
        array, found = from_proto(proto)
        if found is not dtype:
            raise _unfit(
                f"Expected a tensor of type {dtype.name} but got a tensor of type "
                f"{found.name}"
            )
        made.append(compressed._made(array, found))
    return made


compress_op = Op(
    "CompressElement",
    "components: input_types -> compressed: variant | input_types: list(type) >= 1",
    shape=scalar,
    reference=_compress,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    on_tensors=True,
)
uncompress_op = Op(
    "UncompressElement",
    f"compressed: variant -> components: output_types | {_PLAIN}",
    shape=lambda c: list(c.attrs["output_shapes"]),
    reference=_uncompress,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    on_tensors=True,
)
wrap_op, unwrap_op = (
    Op(
        name,
        "input_handle: variant -> output_handle: variant",
        shape=scalar,
        reference=lambda xp, handle: handle,
        gradient=NOT_DIFFERENTIABLE,
        xla=ON_THE_HOST,
        on_tensors=True,
    )
    for name in ("WrapDatasetVariant", "UnwrapDatasetVariant")
)
