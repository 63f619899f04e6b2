"""Metrics of the k best predictions."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.metrics.means import mean
from tensorbrook._src.compat_v1.metrics.streams import (
    Metric,
    collected,
    graph_only,
    local,
    named,
)
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import (
    binary,
    cast,
    comparison,
    cumulative,
    reduce,
    shape,
    sort,
    sparse_convert,
)
from tensorbrook._src.ops.array_creation import range as range_of
from tensorbrook._src.ops.constant import convert_to_tensor


def _dense(labels: Any) -> Any:
    """Labels as int64 rows; what is missing in a sparse row becomes -1."""
    if hasattr(labels, "dense_shape"):
        labels = sparse_convert.sparse_to_dense(labels, cast.cast(-1, labels.dtype))
    labels = convert_to_tensor(labels)
    return cast.cast(labels, dtypes.int64)


def _rows(labels: Any, predictions: Any) -> Any:
    """Labels with the rank of the predictions."""
    labels = _dense(labels)
    if labels.shape.ndims == predictions.shape.ndims - 1:
        labels = shape.expand_dims(labels, -1)
    return labels


def _hits(labels: Any, predictions: Any, class_id: Any) -> tuple[Any, Any, Any]:
    """For each row: right predictions, all predictions, all labels."""
    labels, predictions = _rows(labels, predictions), cast.cast(predictions, "int64")
    wanted = labels >= 0
    chosen = predictions >= 0
    if class_id is not None:
        wanted = comparison.equal(labels, class_id)
        chosen = comparison.equal(predictions, class_id)
    same = comparison.equal(
        shape.expand_dims(labels, -1), shape.expand_dims(predictions, -2)
    )
    same = comparison.logical_and(same, shape.expand_dims(wanted, -1))
    found = comparison.logical_and(reduce.reduce_any(same, -2), chosen)

    def count(flags: Any) -> Any:
        return reduce.reduce_sum(cast.cast(flags, dtypes.float64), -1)

    return count(found), count(chosen), count(wanted)


def _share(
    top: Any, bottom: Any, weights: Any, names: tuple[str, str], collections: Any
) -> Metric:
    """The sum of `top` over the sum of both, over all batches."""
    if weights is not None:
        weights = cast.cast(convert_to_tensor(weights), dtypes.float64)
        top, bottom = top * weights, bottom * weights
    hits, misses = (local([], name, dtypes.float64) for name in names)
    more = hits.assign_add(reduce.reduce_sum(top))
    more_missed = misses.assign_add(reduce.reduce_sum(bottom))
    return collected(
        named(hits.value() / (hits.value() + misses.value()), "value"),
        named(more / (more + more_missed), "update"),
        *collections,
    )


def precision_at_top_k(
    labels: Any,
    predictions_idx: Any,
    k: int | None = None,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The share of the k predicted classes that are among the labels.

    Args:
        labels: Class numbers: rows of int64, or a SparseTensor.
        predictions_idx: The k predicted class numbers of each row.
        k: How many there are; for the name only.
        class_id: Counts only this class.
        weights: A weight for each row.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The value so far, and the operation that adds a batch and returns the new value.
    """
    graph_only("precision_at_top_k")
    predictions_idx = convert_to_tensor(predictions_idx)
    with name_scope(name or f"precision_at_{'k' if k is None else k}"):
        found, chosen, _ = _hits(labels, predictions_idx, class_id)
        return _share(
            found,
            chosen - found,
            weights,
            ("true_positive_at_k", "false_positive_at_k"),
            (metrics_collections, updates_collections),
        )


def recall_at_top_k(
    labels: Any,
    predictions_idx: Any,
    k: int | None = None,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The share of the labels that are predicted; as `precision_at_top_k`."""
    graph_only("recall_at_top_k")
    predictions_idx = convert_to_tensor(predictions_idx)
    with name_scope(name or f"recall_at_{'k' if k is None else k}"):
        found, _, wanted = _hits(labels, predictions_idx, class_id)
        return _share(
            found,
            wanted - found,
            weights,
            ("true_positive_at_k", "false_negative_at_k"),
            (metrics_collections, updates_collections),
        )


def precision_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """As `precision_at_top_k`, with a score for each class as predictions."""
    graph_only("precision_at_k")
    best = sort.top_k(convert_to_tensor(predictions), k)[1]
    return precision_at_top_k(
        labels,
        best,
        k,
        class_id,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


sparse_precision_at_k = precision_at_k


def recall_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    class_id: int | None = None,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """As `recall_at_top_k`, with a score for each class as predictions."""
    graph_only("recall_at_k")
    best = sort.top_k(convert_to_tensor(predictions), k)[1]
    return recall_at_top_k(
        labels,
        best,
        k,
        class_id,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def average_precision_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The mean over the rows of the average precision of the k best classes.

    Args:
        labels: Class numbers: rows of int64, or a SparseTensor.
        predictions: A score for each class.
        k: How many of the best count.
        weights: A weight for each row.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The value so far, and the operation that adds a batch and returns the new value.

    Raises:
        ValueError: `k` is less than 1.
    """
    graph_only("average_precision_at_k")
    if k < 1:
        raise ValueError(f"Invalid k={k}.")
    best = cast.cast(sort.top_k(convert_to_tensor(predictions), k)[1], dtypes.int64)
    labels = _rows(labels, best)
    same = comparison.equal(shape.expand_dims(labels, -1), shape.expand_dims(best, -2))
    relevant = cast.cast(reduce.reduce_any(same, -2), dtypes.float32)
    rank = cast.cast(range_of(1, k + 1), dtypes.float32)
    precisions = cumulative.cumsum(relevant, -1) / rank
    count = reduce.reduce_sum(cast.cast(labels >= 0, dtypes.float32), -1)
    found = reduce.reduce_sum(precisions * relevant, -1)
    average = binary.div_no_nan(found, binary.minimum(count, float(k)))
    return mean(
        average,
        weights,
        metrics_collections,
        updates_collections,
        name or f"average_precision_at_{k}",
    )


sparse_average_precision_at_k = average_precision_at_k
