"""Matrices from checkpoints, with rows and columns in the order of new vocabularies."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.formats import files
from tensorbrook._src.formats.slices import reader_of

_FILES = unsupported("it reads files")


def _wrong(message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, message)


def _words(path: Any) -> list[bytes]:
    content = files.read(path.item().decode())
    lines = content.split(b"\n")
    return lines[:-1] if lines[-1] == b"" else lines


def _remapping(
    xp: Any,
    new_vocab_file: Any,
    old_vocab_file: Any,
    new_vocab_offset: int,
    num_new_vocab: int,
    old_vocab_size: int,
) -> tuple[Any, Any]:
    new, old = _words(new_vocab_file), _words(old_vocab_file)
    if old_vocab_size >= 0:
        if old_vocab_size > len(old):
            raise _wrong(
                f"Invalid vocab_size in {old_vocab_file.item().decode()}: expected "
                f"{old_vocab_size} but got {len(old)}"
            )
        old = old[:old_vocab_size]
    if num_new_vocab and new_vocab_offset + num_new_vocab > len(new):
        raise _wrong(
            f"The new vocabulary has {len(new)} lines, but the last one asked for is "
            f"{new_vocab_offset + num_new_vocab}."
        )
    places: dict[bytes, int] = {}
    for place, word in enumerate(old):
        if places.setdefault(word, place) != place:
            raise errors.FailedPreconditionError(
                None,
                None,
                f"The old vocabulary has {word!r} on lines {places[word]} and {place}.",
            )
    wanted = new[new_vocab_offset : new_vocab_offset + num_new_vocab]
    made = np.array([places.get(word, -1) for word in wanted], np.int64)
    return made, np.int32((made >= 0).sum())


def _remapping_dims(c: ShapeContext) -> list[Dims]:
    for index in (0, 1):
        c.check_rank(index, 0)
    return [(c.attrs["num_new_vocab"],), ()]


generate_vocab_remapping_op = Op(
    "GenerateVocabRemapping",
    "new_vocab_file: string, old_vocab_file: string -> remapping: int64, "
    "num_present: int32 | new_vocab_offset: int >= 0, num_new_vocab: int >= 0, "
    "old_vocab_size: int >= -1 = -1",
    shape=_remapping_dims,
    reference=_remapping,
    gradient=NOT_DIFFERENTIABLE,
    xla=_FILES,
)


def _check_places(places: Any, size: int, what: str) -> None:
    kept = places[places >= 0]
    values, counts = np.unique(kept, return_counts=True)
    if (counts > 1).any():
        raise errors.UnimplementedError(
            None,
            None,
            f"LoadAndRemapMatrix: the old {what} {values[counts > 1][0]} is mapped to "
            "several new ones.",
        )
    if kept.size and kept.max() >= size:
        raise errors.InternalError(
            None,
            None,
            f"LoadAndRemapMatrix: there is no old {what} {kept.max()} among {size}.",
        )


def _remapped(
    xp: Any,
    ckpt_path: Any,
    old_tensor_name: Any,
    row_remapping: Any,
    col_remapping: Any,
    initializing_values: Any,
    num_rows: int,
    num_cols: int,
    max_rows_in_memory: int,
) -> Any:
    name = old_tensor_name.item().decode()
    reader = reader_of(ckpt_path.item().decode())
    if name not in reader:
        raise errors.NotFoundError(
            None,
            None,
            f"Tensor {name} is not in checkpoint {ckpt_path.item().decode()}",
        )
    old = np.asarray(reader.read(name))
    if old.ndim != 2 or reader.dtype(name) is not dtypes.float32:
        raise _wrong(
            f"Tensor {name} must be a matrix of float32, it is {reader.dtype(name).name} "
            f"of shape {list(old.shape)}."
        )
    columns = col_remapping
    if not columns.size:
        if old.shape[1] != num_cols:
            raise _wrong(
                f"Tensor {name} has shape {list(old.shape)}, where the size of its 2nd "
                f"dimension is {old.shape[1]} instead of being equal to num_cols="
                f"{num_cols}"
            )
        columns = np.arange(num_cols)
    _check_places(row_remapping, old.shape[0], "row")
    _check_places(columns, old.shape[1], "column")
    known = (row_remapping >= 0)[:, None] & (columns >= 0)[None, :]
    missing = int(known.size - known.sum())
    values = initializing_values.reshape(-1)
    if missing != values.size:
        raise _wrong(
            f"initializing_values contained {values.size} elements, but {missing} values "
            "are missing."
        )
    made = np.zeros(known.shape, np.float32)
    rows = np.maximum(row_remapping, 0)
    if old.size:
        made = old[rows][:, np.maximum(columns, 0)].astype(np.float32)
    made[~known] = values
    return made


def _remapped_dims(c: ShapeContext) -> Dims:
    for index in (0, 1):
        c.check_rank(index, 0)
    for index, name in ((2, "num_rows"), (3, "num_cols")):
        c.check_rank(index, 1)
        dims, count = c.shape(index), c.attrs[name]
        what = c.op.signature.inputs[index].name
        if dims and dims[0] not in (None, count) and not (index == 3 and dims[0] == 0):
            raise c.fail(
                f"Size of {what} is {dims[0]} instead of being equal to {name}={count}"
            )
    return (c.attrs["num_rows"], c.attrs["num_cols"])


load_and_remap_matrix_op = Op(
    "LoadAndRemapMatrix",
    "ckpt_path: string, old_tensor_name: string, row_remapping: int64, "
    "col_remapping: int64, initializing_values: float32 -> output_matrix: float32 | "
    "num_rows: int >= 0, num_cols: int >= 1, max_rows_in_memory: int = -1",
    shape=_remapped_dims,
    reference=_remapped,
    gradient=NOT_DIFFERENTIABLE,
    xla=_FILES,
    stateful=True,
)
