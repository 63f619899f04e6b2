"""Ragged tensors packed into variants: whole ones, or one variant for each row."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims

_HOST = unsupported("XLA has no variants")


class PackedRagged:
    """Row splits and flat values, as arrays."""

    __slots__ = ("splits", "values")

    def __init__(self, splits: list[Any], values: Any) -> None:
        self.splits = splits
        self.values = values

    @property
    def rows(self) -> int:
        """The length of the outermost axis."""
        return len(self.splits[0]) - 1 if self.splits else len(self.values)

    def part(self, start: int, end: int) -> PackedRagged:
        """The rows in that range."""
        found = []
        for splits in self.splits:
            cut = splits[start : end + 1]
            found.append(cut - cut[0])
            start, end = int(cut[0]), int(cut[-1])
        return PackedRagged(found, self.values[start:end])

    def __add__(self, other: PackedRagged) -> PackedRagged:
        return PackedRagged(self.splits, self.values + other.values)


def _packed(items: Any) -> list[PackedRagged]:
    found = list(np.ravel(items)) if isinstance(items, np.ndarray) else [items]
    for item in found:
        if not isinstance(item, PackedRagged):
            raise _wrong(f"a variant holds {type(item).__name__}, not a ragged tensor")
    return found


def _wrong(message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, f"Ragged variants: {message}.")


def _to_dims(c: ShapeContext) -> Dims:
    levels = c.attrs["RAGGED_RANK"]
    if not c.attrs["batched_input"]:
        return ()
    outer = c.shape(0)
    if outer == ():
        raise c.fail("RaggedTensorToVariant: batched values must have an axis.")
    if outer is None or outer[0] is None:
        return (None,)
    return (outer[0] - 1 if levels else outer[0],)


def _check(ragged: PackedRagged) -> None:
    arrays = [ragged.values, *ragged.splits] if ragged.splits else []
    if any(array.ndim == 0 for array in arrays):
        raise _wrong("values and row splits must have an axis")
    for level, splits in enumerate(ragged.splits):
        deeper = ragged.splits[level + 1 : level + 2]
        end = len(deeper[0]) - 1 if deeper else len(ragged.values)
        starts_well = splits.ndim == 1 and splits.size and splits[0] == 0
        if not starts_well or (np.diff(splits) < 0).any() or splits[-1] != end:
            raise _wrong(f"row splits must rise from 0 to {end}, got {splits.tolist()}")


def _to_variant(
    xp: Any, rt_nested_splits: Any, rt_dense_values: Any, batched_input: bool
) -> Any:
    splits = [tensor._array() for tensor in rt_nested_splits]
    whole = PackedRagged(splits, rt_dense_values._array())
    _check(whole)
    if not batched_input:
        return rt_dense_values._object(whole)
    rows = np.empty(whole.rows, object)
    for row in range(whole.rows):
        if not splits:
            rows[row] = PackedRagged([], whole.values[row])
            continue
        start, end = int(splits[0][row]), int(splits[0][row + 1])
        rows[row] = PackedRagged(splits[1:], whole.values).part(start, end)
    return rt_dense_values._object(rows, rows.shape)


def _to_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import shape

    levels = op.attrs["RAGGED_RANK"]
    values = op.inputs[levels]
    batched = op.attrs["batched_input"] and levels
    splits = op.inputs[0] if batched else np.zeros(0, np.int64)
    found = ragged_to_variant_gradient_op(
        dy, splits, shape.shape(values), Tvalues=values.dtype
    )
    return [None] * levels + [found]


ragged_to_variant_op = Op(
    "RaggedTensorToVariant",
    "rt_nested_splits: RAGGED_RANK * Tsplits, rt_dense_values: Tvalues -> "
    "encoded_ragged: variant | RAGGED_RANK: int >= 0, batched_input: bool, "
    "Tsplits: index = int64",
    shape=_to_dims,
    reference=_to_variant,
    gradient=_to_gradient,
    xla=_HOST,
    on_tensors=True,
)


def _joined(parts: list[PackedRagged], levels: int, kind: Any) -> list[Any]:
    """Row splits of the parts as the rows of one more level, and their values."""
    lengths = [part.rows for part in parts]
    made = [np.concatenate([[0], np.cumsum(lengths)])]
    for level in range(levels):
        sizes = [np.diff(part.splits[level]) for part in parts]
        made.append(np.concatenate([[0], np.cumsum(np.concatenate([[], *sizes]))]))
    return [splits.astype(kind.numpy_dtype) for splits in made]


def _from_variant(
    xp: Any,
    encoded_ragged: Any,
    input_ragged_rank: int,
    output_ragged_rank: int,
    Tvalues: Any,
    Tsplits: Any,
) -> Any:
    items, dims = encoded_ragged._array(), tuple(encoded_ragged._dims)
    levels = input_ragged_rank
    if levels == -1:
        levels = output_ragged_rank - len(dims)
    if levels < 0 or output_ragged_rank != levels + len(dims):
        raise _wrong(
            f"output_ragged_rank {output_ragged_rank} must be the rank in the variants, "
            f"{levels}, and their number of axes, {len(dims)}, taken together"
        )
    parts = _packed(items)
    for part in parts:
        if len(part.splits) != levels:
            raise _wrong(
                f"a variant has ragged rank {len(part.splits)}, expected {levels}"
            )
        if part.values.dtype != Tvalues.numpy_dtype:
            raise _wrong(f"values are {part.values.dtype}, expected {Tvalues.name}")
    like = encoded_ragged._made
    if not dims:
        splits = [s.astype(Tsplits.numpy_dtype) for s in parts[0].splits]
        made, values = splits, parts[0].values
    else:
        made = _joined(parts, levels, Tsplits)
        for axis in range(len(dims) - 1, 0, -1):
            count = int(np.prod(dims[:axis]))
            uniform = np.arange(count + 1) * dims[axis]
            made.insert(0, uniform.astype(Tsplits.numpy_dtype))
        rows = [part.values for part in parts]
        values = np.concatenate(rows) if rows else np.zeros(0, Tvalues.numpy_dtype)
    return [like(splits, Tsplits) for splits in made], like(values, Tvalues)


def _from_dims(c: ShapeContext) -> list[Dims]:
    return [(None,)] * c.attrs["output_ragged_rank"] + [None]


def _from_gradient(op: Any, *dys: Any) -> list[Any]:
    dims = op.inputs[0]._dims
    if dims is None or len(dims) > 1:
        raise NotImplementedError(
            "RaggedTensorFromVariant: gradients for variants with several axes."
        )
    splits = list(op.outputs[:-1])
    return [ragged_to_variant_op(splits, dys[-1], batched_input=len(dims) == 1)]


ragged_from_variant_op = Op(
    "RaggedTensorFromVariant",
    "encoded_ragged: variant -> output_nested_splits: output_ragged_rank * Tsplits, "
    "output_dense_values: Tvalues | input_ragged_rank: int >= -1, "
    "output_ragged_rank: int >= 0, Tvalues: type, Tsplits: index = int64",
    shape=_from_dims,
    reference=_from_variant,
    gradient=_from_gradient,
    xla=_HOST,
    on_tensors=True,
)


def _values_gradient(
    xp: Any,
    encoded_ragged_grad: Any,
    row_splits: Any,
    dense_values_shape: Any,
    Tvalues: Any,
) -> Any:
    parts = _packed(encoded_ragged_grad._array())
    dims = tuple(int(n) for n in dense_values_shape._array())
    kind = Tvalues.numpy_dtype
    if row_splits._array().size:
        found = np.concatenate([part.values for part in parts])
    elif encoded_ragged_grad._dims:
        found = np.stack([part.values for part in parts])
    else:
        found = parts[0].values
    return encoded_ragged_grad._made(found.reshape(dims).astype(kind), Tvalues)


ragged_to_variant_gradient_op = Op(
    "RaggedTensorToVariantGradient",
    "encoded_ragged_grad: variant, row_splits: Tsplits, dense_values_shape: int32 -> "
    "dense_values_grad: Tvalues | Tvalues: type, Tsplits: index = int64",
    shape=lambda c: c.value_as_shape(2),
    reference=_values_gradient,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
    on_tensors=True,
)
