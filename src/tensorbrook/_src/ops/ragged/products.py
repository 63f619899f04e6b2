"""Products of ragged matrices."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.ops import matmul, reduce
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged import rows
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def product(first: Any, second: Any, adjoint_x: bool, adjoint_y: bool) -> Any:
    """The products of the matrices in a batch, whose sizes may differ.

    Raises:
        ValueError: The rank is not 3.
        tf.errors.InvalidArgumentError: A matrix has rows of several lengths, or sizes
            don't fit.
    """
    hint = next(v for v in (first, second) if isinstance(v, RaggedTensor)).dtype
    both: list[Any] = [
        v if isinstance(v, RaggedTensor) else convert_to_tensor(v, dtype_hint=hint)
        for v in (first, second)
    ]
    left, right = both
    for value in both:
        if len(value._dims) != 3:
            raise ValueError(
                "tf.matmul: ragged tensors must have rank 3, a batch of matrices; got "
                f"shape {value.shape}."
            )
    heights, inner = _sizes(left, adjoint_x)
    other, widths = _sizes(right, adjoint_y)
    _check_same(inner, other)
    dense = matmul.matmul(
        _padded(left), _padded(right), adjoint_a=adjoint_x, adjoint_b=adjoint_y
    )
    found = RaggedTensor.from_tensor(dense, heights)
    known = widths._static_value()
    if known is not None and (known == known.max(initial=0)).all():
        return found
    lengths = RaggedTensor.from_row_lengths(
        _repeated(widths, heights), heights, validate=False
    )
    return found.with_values(RaggedTensor.from_tensor(found.values, lengths.values))


def _padded(value: Any) -> Any:
    return value.to_tensor() if isinstance(value, RaggedTensor) else value


def _repeated(values: Any, times: Any) -> Any:
    from tensorbrook._src.ops import rearrange

    return rearrange.repeat(values, times)


def _sizes(value: Any, turned: bool) -> tuple[Any, Any]:
    """The numbers of rows and columns of each matrix."""
    full = rows.with_rank(value, 2)
    heights, lengths = full.row_lengths(), full.values.row_lengths()
    ids = full.value_rowids()
    from tensorbrook._src.ops import segment

    widths = segment.unsorted_segment_max(lengths, ids, full.nrows())
    least = segment.unsorted_segment_min(lengths, ids, full.nrows())
    known = widths._static_value(), least._static_value(), heights._static_value()
    if known[0] is not None and ((known[0] != known[1]) & (known[2] > 0)).any():
        raise errors.InvalidArgumentError(
            None,
            None,
            "tf.matmul: the matrices may not be ragged in their innermost dimension.",
        )
    widths = reduce.reduce_max(shapes.stack([widths, widths * 0]), 0)
    return (widths, heights) if turned else (heights, widths)


def _check_same(first: Any, second: Any) -> None:
    one, other = first._static_value(), second._static_value()
    if one is not None and other is not None and (one != other).any():
        raise errors.InvalidArgumentError(
            None,
            None,
            f"tf.matmul: inner sizes {one.tolist()} and {other.tolist()} don't fit.",
        )
