"""Rows of embedding matrices, combined for each example."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import compatible
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    comparison,
    gather,
    nn_losses,
    reduce,
    segment,
    shape,
    sort,
    sparse_convert,
    sparse_layout,
    sparse_rows,
    sparse_segment,
    unary,
)
from tensorbrook._src.ops.ragged.tensor import is_ragged
from tensorbrook._src.ops.sparse_tensor import (
    SparseTensor,
    SparseTensorValue,
    as_sparse,
)

Lookup = Callable[[Any, Any], Any]
_COMBINERS = ("mean", "sqrtn", "sum")


def embedding_lookup_sparse(
    params: Any,
    sp_ids: Any,
    sp_weights: Any,
    combiner: str | None = None,
    max_norm: float | None = None,
    name: str | None = None,
    allow_fast_lookup: bool = False,
) -> Tensor:
    """Looks up the rows of each example and combines them to one.

    Args:
        params: A matrix or variable, or a list of blocks of one.
        sp_ids: A sparse (or ragged) matrix of ids: a row for each example, none empty.
        sp_weights: A weight for each id in the same form, or None for ones.
        combiner: "sum", "mean" (the default) or "sqrtn".
        max_norm: The largest norm of a row, or None.
        name: Accepted for compatibility.
        allow_fast_lookup: Accepted for compatibility.

    Returns:
        A tensor with a row for each example.

    Raises:
        TypeError: Ids or weights are neither sparse nor ragged.
        ValueError: The combiner is unknown, or weights don't fit the ids.

    Example:
        >>> import tensorbrook as tf
        >>> ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [0, 1, 1], [2, 2])
        >>> tf.nn.embedding_lookup_sparse([[1.0], [3.0]], ids, None).numpy()
        array([[2.],
               [3.]], dtype=float32)
    """

    def lookup(table: Any, rows: Any) -> Any:
        return nn_losses.embedding_lookup(table, rows, max_norm)

    return combined(params, sp_ids, sp_weights, combiner or "mean", lookup)


def combined(
    params: Any, sp_ids: Any, sp_weights: Any, combiner: str, lookup: Lookup
) -> Tensor:
    """Looks rows up with `lookup` and combines those of each example.

    Args:
        params: What `lookup` takes first.
        sp_ids: Sparse or ragged ids.
        sp_weights: Their weights, or None.
        combiner: "sum", "mean" or "sqrtn".
        lookup: A function of `params` and a vector of ids.

    Returns:
        A tensor with a row for each example.

    Raises:
        TypeError: Ids or weights are neither sparse nor ragged.
        ValueError: The combiner is unknown, or weights don't fit the ids.
    """
    if combiner not in _COMBINERS:
        raise ValueError(
            f"combiner must be one of 'mean', 'sqrtn' or 'sum', got {combiner}"
        )
    ids, examples = _parts(sp_ids, "sp_ids")
    examples = cast.cast(examples, dtypes.int32)
    distinct, where = sort.unique(ids)
    rows = lookup(params, distinct)
    if sp_weights is None:
        return {  # type: ignore[no-any-return]
            "sum": sparse_segment.sparse_segment_sum,
            "mean": sparse_segment.sparse_segment_mean,
            "sqrtn": sparse_segment.sparse_segment_sqrt_n,
        }[combiner](rows, where, examples)
    weights, _ = _parts(sp_weights, "sp_weights")
    if not compatible(weights._dims, ids._dims):
        raise ValueError(
            f"`sp_weights` has {weights.shape} values and `sp_ids` {ids.shape}; every id "
            "needs one weight."
        )
    weights = cast.cast(weights, rows.dtype)
    ones = [1] * (len(rows.shape) - 1)
    spread = shape.reshape(weights, [-1, *ones])
    total = segment.segment_sum(gather.gather(rows, where) * spread, examples)
    if combiner == "sum":
        return total  # type: ignore[no-any-return]
    powers = weights if combiner == "mean" else unary.square(weights)
    scale = segment.segment_sum(powers, examples)
    if combiner == "sqrtn":
        scale = unary.sqrt(scale)
    return binary.div_no_nan(total, shape.reshape(scale, [-1, *ones]))


def _parts(value: Any, what: str) -> tuple[Any, Any]:
    """The values, and the example that each belongs to."""
    if hasattr(value, "value_rowids"):
        return value.flat_values, value.value_rowids()
    if isinstance(value, SparseTensor | SparseTensorValue):
        sparse = SparseTensor.from_value(value)
        return sparse.values, sparse.indices[:, 0]
    raise TypeError(f"`{what}` must be a SparseTensor or RaggedTensor, got {value!r}.")


def safe_embedding_lookup_sparse(
    embedding_weights: Any,
    sparse_ids: Any,
    sparse_weights: Any = None,
    combiner: str = "mean",
    default_id: Any = None,
    max_norm: float | None = None,
    name: str | None = None,
    allow_fast_lookup: bool = False,
) -> Tensor:
    """Looks up and combines rows; examples without ids are allowed.

    Negative ids are left out, and so are weights that aren't positive unless the
    combiner is "sum".

    Args:
        embedding_weights: A matrix or variable, or a list of blocks of one.
        sparse_ids: A sparse tensor of ids; the last axis is combined.
        sparse_weights: A weight for each id, or None for ones.
        combiner: "sum", "mean" or "sqrtn".
        default_id: The id of examples that have none; by default their rows are zeros.
        max_norm: The largest norm of a row, or None.
        name: Accepted for compatibility.
        allow_fast_lookup: Accepted for compatibility.

    Returns:
        A tensor of shape `sparse_ids.shape[:-1] + row shape`.

    Raises:
        ValueError: There are no embedding weights.

    Example:
        >>> import tensorbrook as tf
        >>> ids = tf.SparseTensor([[0, 0]], [1], [2, 1])
        >>> tf.nn.safe_embedding_lookup_sparse([[1.0], [3.0]], ids).numpy()
        array([[3.],
               [0.]], dtype=float32)
    """

    def lookup(table: Any, rows: Any) -> Any:
        return nn_losses.embedding_lookup(table, rows, max_norm)

    return safely_combined(
        embedding_weights, sparse_ids, sparse_weights, combiner, default_id, lookup
    )


def safely_combined(
    table: Any,
    sparse_ids: Any,
    sparse_weights: Any,
    combiner: str,
    default_id: Any,
    lookup: Lookup,
) -> Tensor:
    """`combined` for ids of any rank, with examples that may have none.

    Args:
        table: What `lookup` takes first.
        sparse_ids: A sparse tensor of ids.
        sparse_weights: Their weights, or None.
        combiner: "sum", "mean" or "sqrtn".
        default_id: The id of examples that have none, or None for rows of zeros.
        lookup: A function of `table` and a vector of ids.

    Returns:
        A tensor of shape `sparse_ids.shape[:-1] + row shape`.
    """
    if table is None or (isinstance(table, list | tuple) and not table):
        raise ValueError(f"Missing embedding_weights {table}.")
    if is_ragged(sparse_ids):
        sparse_ids = sparse_ids.to_sparse()
    if is_ragged(sparse_weights):
        sparse_weights = sparse_weights.to_sparse()
    ids = as_sparse(sparse_ids, "safe_embedding_lookup_sparse: `sparse_ids`")
    whole, rank = ids.dense_shape, ids.shape.rank
    before = reduce.reduce_prod(whole[:-1])
    flat = shape.stack([before, whole[-1]])
    ids = sparse_layout.reshape(ids, flat)
    weights = None
    if sparse_weights is not None:
        weights = as_sparse(
            sparse_weights, "safe_embedding_lookup_sparse: `sparse_weights`"
        )
        weights = SparseTensor(ids.indices, weights.values, ids.dense_shape)
    ids, weights = _without_invalid(ids, weights, combiner)
    zero = array_creation.zeros([], ids.dtype)
    default = zero if default_id is None else default_id
    ids, empty = sparse_rows.fill_empty_rows(ids, default)
    if weights is not None:
        weights, _ = sparse_rows.fill_empty_rows(weights, 1.0)
    rows = combined(table, ids, weights, combiner, lookup)
    if default_id is None:
        spread = shape.reshape(empty, [-1] + [1] * (len(rows.shape) - 1))
        rows = gather.where(spread, array_creation.zeros_like(rows), rows)
    lengths = shape.concat(
        [cast.cast(whole[:-1], dtypes.int32), shape.shape(rows)[1:]],  # type: ignore[index]
        0,
    )
    found = shape.reshape(rows, lengths)
    if rank is not None and not found._dims:
        found.set_shape([None] * (rank - 1) + rows.shape.as_list()[1:])  # type: ignore[attr-defined]
    return found


def _without_invalid(
    ids: SparseTensor, weights: SparseTensor | None, combiner: str
) -> tuple[SparseTensor, SparseTensor | None]:
    valid = ids.values >= 0
    if weights is not None and combiner != "sum":
        valid = comparison.logical_and(valid, weights.values > 0)
    kept = sparse_convert.retain(ids, valid)
    if weights is None:
        return kept, None
    return kept, sparse_convert.retain(weights, valid)
