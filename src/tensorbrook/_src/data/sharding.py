"""How a pipeline is divided among workers: by its files, or by its elements."""

from __future__ import annotations

import copy
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.data.files import Records, Rows
from tensorbrook._src.data.options import AutoShardPolicy
from tensorbrook._src.ops.datasets.ordering import Shard
from tensorbrook._src.ops.datasets.stream import Stream, dataset_op, number, stream_of


class Unshardable(Exception):
    """A pipeline begins with something else than files."""


def by_files(stream: Stream, workers: int, index: int) -> Stream:
    """The same pipeline over every `workers`-th file.

    Raises:
        Unshardable: It doesn't read files.
        errors.InvalidArgumentError: There are fewer files than workers.
    """
    if isinstance(stream, Records | Rows):
        if len(stream.names) < workers:
            raise errors.InvalidArgumentError(
                None,
                None,
                "Could not apply FILE based sharding: the dataset only has "
                f"{len(stream.names)} file(s), which is not enough for the required "
                f"{workers} shards/workers.",
            )
        return _with(stream, names=stream.names[index::workers])
    if isinstance(getattr(stream, "source", None), Stream):
        return _with(stream, source=by_files(stream.source, workers, index))  # type: ignore[attr-defined]
    parts = getattr(stream, "parts", None)
    if parts:
        divided = [by_files(part, workers, index) for part in parts]
        return _with(stream, parts=divided)
    raise Unshardable


def _with(stream: Stream, **changed: Any) -> Stream:
    made = copy.copy(stream)
    vars(made).update(changed)
    return made


def sharded(stream: Stream, policy: int, workers: int, index: int) -> Stream:
    """A worker's part of a pipeline.

    Args:
        stream: The pipeline.
        policy: A `tf.data.experimental.AutoShardPolicy`.
        workers: How many workers there are.
        index: Which of them is asking.

    Raises:
        errors.NotFoundError: The policy is FILE, but the pipeline doesn't read files.
    """
    if policy in (AutoShardPolicy.OFF, AutoShardPolicy.HINT):
        return stream
    if policy != AutoShardPolicy.DATA:
        try:
            return by_files(stream, workers, index)
        except Unshardable:
            if policy == AutoShardPolicy.FILE:
                raise errors.NotFoundError(
                    None,
                    None,
                    "Found an unshardable source dataset: the pipeline doesn't read files",
                ) from None
    return Shard(stream, workers, index)


auto_shard_op = dataset_op(
    "AutoShardDataset",
    "input_dataset: variant, num_workers: int64, index: int64",
    lambda source, workers, index, auto_shard_policy, **attrs: sharded(
        stream_of(source), auto_shard_policy, number(workers), number(index)
    ),
    attrs="auto_shard_policy: int = 0, num_replicas: int = 0",
    common="output_types: list(type), output_shapes: list(shape)",
)
