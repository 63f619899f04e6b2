"""Records that write elements to folders, and that read the files there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.data.saving import Stored, Written, elements_path, write_elements
from tensorbrook._src.ops.datasets.ordering import Skip
from tensorbrook._src.ops.datasets.stream import (
    ON_THE_HOST,
    Context,
    Element,
    Stream,
    dataset_op,
    number,
    remaining,
    require,
    stream_of,
    text,
)

_ELEMENT = "output_types: list(type), output_shapes: list(shape)"
_SHARDS = "use_shard_func: bool = True, Tshard_func_args: list(type)"


def _uncompressed(compression: str, name: str) -> None:
    if compression not in ("", "NONE", "AUTO"):
        raise NotImplementedError(
            f"{name}: `compression` {compression!r} isn't implemented; use ''."
        )


class Chunks(Stream):
    """The names of the files with the elements of a folder."""

    def __init__(self, path: Any) -> None:
        self.path = path

    def iterate(self, context: Context) -> Iterator[Element]:
        name = elements_path(text(self.path))
        if not os.path.exists(name):
            raise errors.NotFoundError(
                None, None, f"ListSnapshotChunksDataset: there is no {name}."
            )
        for each in remaining([name], context):
            array = np.empty((), object)
            array[()] = os.fsencode(each)
            yield [self.path._made(array, dtypes.string)]


class Alternating(Stream):
    """The elements of several streams in turn."""

    def __init__(self, parts: list[Any]) -> None:
        self.parts = [stream_of(part) for part in parts]

    def iterate(self, context: Context) -> Iterator[Element]:
        streams: list[Any] = [
            part.iterate(context.part(str(index)))
            for index, part in enumerate(self.parts)
        ]
        turn: int = context.saved.get("turn", 0)
        context.keep(lambda: {"turn": turn})
        missed = 0
        while missed < len(streams):
            element = next(streams[turn % len(streams)], None)
            turn += 1
            missed = missed + 1 if element is None else 0
            if element is not None:
                yield element


def _saved(xp: Any, dataset: Any, path: Any, captured: Any, **attrs: Any) -> list[Any]:
    _uncompressed(attrs["compression"], "SaveDataset")
    write_elements(stream_of(dataset), text(path))
    return []


save_op = Op(
    "SaveDataset",
    "input_dataset: variant, path: string, shard_func_other_args: Tshard_func_args -> "
    f"| compression: string = '', shard_func: func, {_SHARDS}",
    shape=lambda c: [],
    reference=_saved,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)


def _written(source: Any, path: Any, compression: str, output_types: Any) -> Written:
    _uncompressed(compression, "a dataset that writes a folder")
    width = len(output_types)
    return Written(stream_of(source), elements_path(text(path)), width)


save_v2_op = dataset_op(
    "SaveDatasetV2",
    "input_dataset: variant, path: string, shard_func_other_args: Tshard_func_args",
    lambda source, path, captured, compression, output_types, **attrs: _written(
        source, path, compression, output_types
    ),
    attrs=f"compression: string = '', shard_func: func, {_SHARDS}",
    common=_ELEMENT,
    stateful=True,
)
snapshot_op = dataset_op(
    "SnapshotDataset",
    "input_dataset: variant, path: string",
    lambda source, path, compression, output_types, **attrs: _written(
        source, path, compression, output_types
    ),
    attrs="compression: string = '', reader_path_prefix: string = '', "
    "writer_path_prefix: string = '', shard_size_bytes: int = 10737418240, "
    "pending_snapshot_expiry_seconds: int = 86400, num_reader_threads: int = 1, "
    "reader_buffer_size: int = 1, num_writer_threads: int = 1, "
    "writer_buffer_size: int = 1, shuffle_on_read: bool = False, seed: int = 0, "
    "seed2: int = 0, mode: string = 'auto', snapshot_name: string = ''",
    common=_ELEMENT,
)
list_chunks_op = dataset_op(
    "ListSnapshotChunksDataset",
    "snapshot_path: string",
    lambda path, **attrs: Chunks(path),
    common=_ELEMENT,
    stateful=True,
)


def _chunk(path: str, compression: str, output_types: Any) -> Stored:
    _uncompressed(compression, "a dataset that reads a file of elements")
    require(bool(output_types), "An element must have at least one component.")
    return Stored(path, len(output_types))


chunk_op = dataset_op(
    "SnapshotChunkDataset",
    "chunk_file: string",
    lambda name, compression, output_types, **attrs: _chunk(
        text(name), compression, output_types
    ),
    attrs="compression: string = ''",
    common=_ELEMENT,
)
reader_op = dataset_op(
    "SnapshotDatasetReader",
    "shard_dir: string, start_index: int64",
    lambda folder, start, compression, output_types, **attrs: Skip(
        _chunk(elements_path(text(folder)), compression, output_types),
        max(number(start), 0),
    ),
    attrs="compression: string = '', version: int",
    common=_ELEMENT,
)
nested_reader_op = dataset_op(
    "SnapshotNestedDatasetReader",
    "inputs: N * variant",
    lambda parts, **attrs: Alternating(parts),
    attrs="N: int >= 1",
    common=_ELEMENT,
)
