"""Element-wise operations on ragged tensors: broadcast, then work on the flat values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import Op
from tensorbrook._src.ops import cast, gather, reduce
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged import rows
from tensorbrook._src.ops.ragged.row_partition import RowPartition, splits_of
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def apply(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    """Runs an element-wise op on ragged tensors and what is broadcast to them."""
    items = list(inputs)
    if len(items) == 1 and isinstance(items[0], RaggedTensor):
        value = items[0]
        return value.with_flat_values(op(value.flat_values, name=name, **attrs))
    return over(lambda *flat: op(*flat, name=name, **attrs), items)


def over(function: Callable[..., Any], items: Any) -> Any:
    """Applies an element-wise function of several values, some of them ragged."""
    hint = next(item for item in items if isinstance(item, RaggedTensor)).dtype
    parts = broadcast(
        [
            item
            if isinstance(item, RaggedTensor)
            else convert_to_tensor(item, dtype_hint=hint)
            for item in items
        ]
    )
    flat = [p.flat_values if isinstance(p, RaggedTensor) else p for p in parts]
    template = next(p for p in parts if isinstance(p, RaggedTensor))
    return template.with_flat_values(function(*flat))


def same_rows(first: Any, second: Any) -> bool:
    """Whether two ragged tensors are cut in the same way, as far as it is known."""
    if first.ragged_rank != second.ragged_rank:
        return False
    pairs = zip(first._partitions, second._partitions, strict=True)
    return all(a is b or _equal(a.row_splits(), b.row_splits()) for a, b in pairs)


def _equal(first: Any, second: Any) -> bool:
    if first is second:
        return True
    one, other = first._static_value(), second._static_value()
    return one is not None and other is not None and np.array_equal(one, other)


def broadcast(items: list[Any]) -> list[Any]:
    """The items with common rows; scalars stay, for they fit everything."""
    items = rows.of_one_type(items)
    ragged = [item for item in items if isinstance(item, RaggedTensor)]
    wide = [item for item in items if item._dims != ()]
    if len(wide) == len(ragged) and all(same_rows(ragged[0], r) for r in ragged[1:]):
        return items
    target = wide[0]
    for item in wide[1:]:
        target = _pair(target, item)[0]
    return [item if item._dims == () else _pair(item, target)[0] for item in items]


def _pair(first: Any, second: Any) -> tuple[Any, Any]:
    """Two values broadcast to the same rows."""
    rank = max(len(first._dims), len(second._dims))
    first, second = (_with_axes(value, rank) for value in (first, second))
    depth = max(rows.ragged_rank(first), rows.ragged_rank(second))
    if depth == 0:
        return first, second
    if isinstance(first, RaggedTensor) and isinstance(second, RaggedTensor):
        if same_rows(first, second):
            return first, second
    kind = _kind(first, second)
    first, second = (rows.with_rank(value, depth, kind) for value in (first, second))
    first, second = rows.of_one_type([first, second])
    first, second = _same_count(first, second)
    return _inside(first, second)


def _kind(first: Any, second: Any) -> Any:
    value = first if isinstance(first, RaggedTensor) else second
    return value.row_splits.dtype


def _with_axes(value: Any, rank: int) -> Any:
    from tensorbrook._src.ops.ragged import arrays

    for _ in range(rank - len(value._dims)):
        value = arrays.expand_dims(value, 0)
    return value


def _same_count(first: Any, second: Any) -> tuple[Any, Any]:
    """Both with the same number of rows; a single row is repeated."""
    one, other = (v._row_partition.static_nrows for v in (first, second))
    if one == other and one is not None:
        return first, second
    if one == 1:
        return rows.repeated(first, second.nrows()), second
    if other == 1:
        return first, rows.repeated(second, first.nrows())
    if one is not None and other is not None:
        raise _unlike(f"{one} rows", f"{other} rows")
    return first, second


def _unlike(first: Any, second: Any) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(
        None,
        None,
        f"Unable to broadcast ragged tensors: dimension size mismatch in {first} "
        f"and {second}.",
    )


def _inside(first: Any, second: Any) -> tuple[Any, Any]:
    """The rows of both, which are as many, with the same lengths."""
    if not isinstance(first, RaggedTensor):
        return first, second
    one, other = first._row_partition, second._row_partition
    if not (one is other or _equal(one.row_splits(), other.row_splits())):
        first, second = _same_lengths(first, second)
    inner = _inside(first.values, second.values)
    partition = first._row_partition
    return tuple(RaggedTensor(v, partition, internal=True) for v in inner)  # type: ignore[return-value]


def _same_lengths(first: Any, second: Any) -> tuple[Any, Any]:
    """Rows of equal lengths; where all rows of one have length 1, they are repeated."""
    one, other = first.row_lengths(), second.row_lengths()
    if _all_ones(first):
        return _stretched(first, other), second
    if _all_ones(second):
        return first, _stretched(second, one)
    known = one._static_value(), other._static_value()
    if known[0] is not None and known[1] is not None:
        raise _unlike(
            f"row lengths {known[0].tolist()}", f"row lengths {known[1].tolist()}"
        )
    if first.uniform_row_length is None and second.uniform_row_length is None:
        return first, _checked(second, first)
    short, long, stretch_first = (
        (first, second, True)
        if first.uniform_row_length is not None
        else (second, first, False)
    )
    is_one = reduce.reduce_all(short.row_lengths() == 1)
    lengths = gather.where(is_one, long.row_lengths(), short.row_lengths())
    stretched = _stretched(short, lengths)
    return (stretched, long) if stretch_first else (long, stretched)


def _all_ones(value: Any) -> bool:
    """Whether every row is known to have length 1."""
    return value._row_partition.static_uniform_row_length == 1


def _checked(value: Any, other: Any) -> Any:
    """The value, once the run has shown that its rows are as long as the other's."""
    from tensorbrook._src.core.current import current
    from tensorbrook._src.ops import debugging

    same = reduce.reduce_all(value.row_splits == other.row_splits)
    check = debugging.Assert(same, ["The rows of ragged tensors differ in length."])
    with current.interpreter.control_dependencies([] if check is None else [check]):
        from tensorbrook._src.ops.constant import identity

        return value.with_flat_values(identity(value.flat_values))


def _stretched(value: Any, lengths: Any) -> Any:
    """Each row, of length 1 or of the right length, repeated to the given length."""
    partition = RowPartition(splits_of(lengths), row_lengths=lengths, internal=True)
    ids = partition.value_rowids()
    starts = gather.gather(value.row_starts(), ids)
    own = gather.gather(value.row_lengths(), ids)
    offsets = partition.offsets_in_rows()
    places = starts + offsets * cast.cast(own != 1, offsets.dtype)
    return RaggedTensor(rows.take(value.values, places), partition, internal=True)
