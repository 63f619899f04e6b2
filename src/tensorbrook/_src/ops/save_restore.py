"""Records of the ops that write tensors into checkpoints and read them back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.formats import bundle, files, slices
from tensorbrook._src.formats.bundle_writer import (
    Item,
    merge_bundles,
    shards_of,
    write_bundle,
)
from tensorbrook._src.ops.rules import scalar

_FILES = unsupported("files are read and written outside of XLA")


def text(array: Any) -> str:
    """The string in a scalar array."""
    items = np.asarray(array).reshape(-1)
    if not items.size:
        raise errors.InvalidArgumentError(
            None, None, "A string was expected, got a tensor without elements."
        )
    return os.fsdecode(items[0])


def parse_slice(spec: str) -> tuple[tuple[int, ...], list[tuple[int, int]]] | None:
    """Dims and extents that a text such as `300 7 0,100:-` means; None for all.

    Raises:
        errors.InvalidArgumentError: The text has another form.
    """
    if not spec:
        return None
    *sizes, cut = spec.split(" ")
    try:
        dims = tuple(int(size) for size in sizes)
        extents = [
            (0, -1) if part == "-" else tuple(int(number) for number in part.split(","))
            for part in cut.split(":")
        ]
        if len(extents) != len(dims) or any(len(extent) != 2 for extent in extents):
            raise ValueError("one extent is needed for each dimension")
    except ValueError as problem:
        raise errors.InvalidArgumentError(
            None, None, f"The slice {spec!r} of a tensor can't be read: {problem}."
        ) from None
    return dims, extents  # type: ignore[return-value]


def _save(
    xp: Any, prefix: Any, tensor_names: Any, shape_and_slices: Any, tensors: Any
) -> None:
    specs = shape_and_slices._array().reshape(-1).tolist()
    items = _items("SaveV2", tensor_names, specs, tensors)
    write_bundle(text(prefix._array()), items)


def _items(
    op: str, tensor_names: Any, specs: Sequence[bytes], tensors: Sequence[Any]
) -> list[Item]:
    names = tensor_names._array().reshape(-1).tolist()
    if not len(names) == len(specs) == len(tensors):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"{op}: {len(names)} names and {len(specs)} slices for {len(tensors)} "
            "tensors.",
        )
    items = []
    for name, spec, tensor in zip(names, specs, tensors, strict=True):
        cut = parse_slice(spec.decode())
        items.append(Item(name.decode(), tensor._array(), tensor.dtype, *(cut or ())))
    return items


def _save_slices(
    xp: Any, filename: Any, tensor_names: Any, shapes_and_slices: Any, data: Any
) -> None:
    specs = shapes_and_slices._array().reshape(-1).tolist()
    items = _items("SaveSlices", tensor_names, specs, data)
    slices.write_slices(text(filename._array()), items)


def _save_whole(xp: Any, filename: Any, tensor_names: Any, data: Any) -> None:
    items = _items("Save", tensor_names, [b""] * len(data), data)
    slices.write_slices(text(filename._array()), items)


def _restore(
    xp: Any,
    prefix: Any,
    tensor_names: Any,
    shape_and_slices: Any,
    dtypes: Sequence[Any],
) -> list[Any]:
    reader = slices.reader_of(text(prefix))
    names = [name.decode() for name in tensor_names.reshape(-1).tolist()]
    specs = shape_and_slices.reshape(-1).tolist()
    found = []
    for name, spec, dtype in zip(names, specs, dtypes, strict=True):
        stored = reader.dtype(name)
        if stored is not dtype:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"tensor_name = {name}; expected dtype {dtype.name} does not equal "
                f"original dtype {stored.name}",
            )
        cut = parse_slice(spec.decode())
        if cut is None:
            found.append(reader.read(name))
            continue
        dims, extents = cut
        if reader.shape(name) != dims:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"tensor_name = {name}; shape in shape_and_slice spec {list(dims)} does "
                f"not match the shape stored in checkpoint: {list(reader.shape(name))}",
            )
        found.append(reader.read_slice(name, extents))
    return found


def _restored_dims(c: ShapeContext) -> list[Dims]:
    """Slices say what shape comes back; the rest is known when the file is read."""
    specs = c.value(2)
    count = len(c.attrs["dtypes"])
    if specs is None:
        return [None] * count
    return [_cut_or_open(spec) for spec in specs.reshape(-1)]


def _cut_or_open(spec: Any) -> Dims:
    """The dims of the slice that a text speaks of; None for all of an unknown tensor."""
    cut = None if spec is None else parse_slice(text(spec))
    return None if cut is None else _cut_dims(*cut)


def _cut_dims(dims: tuple[int, ...], extents: Sequence[tuple[int, int]]) -> Dims:
    return tuple(
        dim - start if length < 0 else length
        for dim, (start, length) in zip(dims, extents, strict=True)
    )


def _file_op(
    name: str, signature: str, *, shape: Any, reference: Any, on_tensors: bool = False
) -> Op:
    """A record that reads or writes files: eagerly or in a plan, never in XLA."""
    return Op(
        name,
        signature,
        shape=shape,
        reference=reference,
        gradient=NOT_DIFFERENTIABLE,
        xla=_FILES,
        stateful=True,
        on_tensors=on_tensors,
    )


save_op = _file_op(
    "SaveV2",
    "prefix: string, tensor_names: string, shape_and_slices: string, "
    "tensors: dtypes -> | dtypes: list(type)",
    shape=lambda c: [],
    reference=_save,
    on_tensors=True,
)

restore_op = _file_op(
    "RestoreV2",
    "prefix: string, tensor_names: string, shape_and_slices: string -> "
    "tensors: dtypes | dtypes: list(type)",
    shape=_restored_dims,
    reference=_restore,
)


earlier_save_op = _file_op(
    "Save",
    "filename: string, tensor_names: string, data: T -> | T: list(type)",
    shape=lambda c: [],
    reference=_save_whole,
    on_tensors=True,
)

save_slices_op = _file_op(
    "SaveSlices",
    "filename: string, tensor_names: string, shapes_and_slices: string, data: T -> | "
    "T: list(type)",
    shape=lambda c: [],
    reference=_save_slices,
    on_tensors=True,
)

restore_one_op = _file_op(
    "Restore",
    "file_pattern: string, tensor_name: string -> tensor: dt | "
    "dt: type, preferred_shard: int = -1",
    shape=lambda c: [None],
    reference=lambda xp, file_pattern, tensor_name, dt, preferred_shard: _restore(
        xp, file_pattern, tensor_name, _bytes(""), [dt]
    )[0],
)

restore_slice_op = _file_op(
    "RestoreSlice",
    "file_pattern: string, tensor_name: string, shape_and_slice: string -> tensor: dt | "
    "dt: type, preferred_shard: int = -1",
    shape=lambda c: [_cut_or_open(c.value(2))],
    reference=lambda xp, file_pattern, tensor_name, shape_and_slice, dt, preferred_shard: (
        _restore(xp, file_pattern, tensor_name, shape_and_slice, [dt])[0]
    ),
)


def _merge(
    xp: Any,
    checkpoint_prefixes: Any,
    destination_prefix: Any,
    delete_old_dirs: bool,
    allow_missing_files: bool,
) -> None:
    prefixes = [os.fsdecode(item) for item in checkpoint_prefixes.reshape(-1).tolist()]
    if allow_missing_files:
        prefixes = [p for p in prefixes if os.path.exists(bundle.index_path(p))]
    merge_bundles(prefixes, text(destination_prefix))
    for prefix in prefixes:
        for path in [bundle.index_path(prefix), *shards_of(prefix)]:
            with files.naming(path):
                os.unlink(path)
        if delete_old_dirs:
            with contextlib.suppress(OSError):  # other files are in it, so it stays
                os.rmdir(os.path.dirname(prefix))


merge_checkpoints_op = _file_op(
    "MergeV2Checkpoints",
    "checkpoint_prefixes: string, destination_prefix: string -> | "
    "delete_old_dirs: bool = True, allow_missing_files: bool = False",
    shape=lambda c: [],
    reference=_merge,
)


def _bytes(value: str) -> Any:
    made = np.empty((), object)
    made[()] = os.fsencode(value)
    return made


sharded_filename_op = Op(
    "ShardedFilename",
    "basename: string, shard: int32, num_shards: int32 -> filename: string",
    shape=scalar,
    reference=lambda xp, basename, shard, num_shards: _bytes(
        f"{text(basename)}-{int(shard):05d}-of-{int(num_shards):05d}"
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_FILES,
)

sharded_filespec_op = Op(
    "ShardedFilespec",
    "basename: string, num_shards: int32 -> filename: string",
    shape=scalar,
    reference=lambda xp, basename, num_shards: _bytes(
        f"{text(basename)}-?????-of-{int(num_shards):05d}"
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_FILES,
)

disable_copy_on_read_op = _file_op(
    "DisableCopyOnRead",
    "resource: resource ->",
    shape=lambda c: [],
    reference=lambda xp, resource: None,
)
