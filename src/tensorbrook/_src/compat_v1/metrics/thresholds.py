"""Metrics over thresholds: which predictions count as positive; areas under curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.compat_v1.metrics.streams import (
    Metric,
    collected,
    flat,
    graph_only,
    local,
    named,
    ratio,
)
from tensorbrook._src.compat_v1.weights import spread
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    comparison,
    cumulative,
    gather,
    reduce,
    shape,
    sort,
    unary,
)

_LABEL = {"tp": True, "fn": True, "tn": False, "fp": False}
_PREDICTED = {"tp": True, "fn": False, "tn": False, "fp": True}
_NAMES = {
    "tp": "true_positives",
    "fn": "false_negatives",
    "tn": "true_negatives",
    "fp": "false_positives",
}
_EPSILON = 1e-7


def _confusion(
    labels: Any, predictions: Any, thresholds: Any, weights: Any, kinds: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Counts for each threshold: the values so far, and the updates."""
    predictions = cast.cast(predictions, dtypes.float32)
    labels, predictions, weights = flat(
        cast.cast(labels, dtypes.float32), predictions, weights, dtypes.float32
    )
    limits = array_creation.zeros([len(thresholds), 1]) + [
        [float(t)] for t in thresholds
    ]
    positive = shape.reshape(predictions, [1, -1]) > limits
    true = comparison.not_equal(shape.reshape(labels, [1, -1]), 0.0)
    if weights is not None:
        weights = shape.reshape(spread(weights, predictions), [1, -1])
    values, updates = {}, {}
    for kind in kinds:
        hit = comparison.logical_and(
            comparison.equal(true, _LABEL[kind]),
            comparison.equal(positive, _PREDICTED[kind]),
        )
        found = cast.cast(hit, dtypes.float32)
        if weights is not None:
            found = found * weights
        counts = local([len(thresholds)], _NAMES[kind])
        updates[kind] = counts.assign_add(reduce.reduce_sum(found, 1))
        values[kind] = counts.value()
    return values, updates


def _at_thresholds(kind: str) -> Callable[..., Metric]:
    """The metric that counts one kind of answers at each threshold."""
    full = f"{_NAMES[kind]}_at_thresholds"

    def metric(
        labels: Any,
        predictions: Any,
        thresholds: Any,
        weights: Any = None,
        metrics_collections: Any = None,
        updates_collections: Any = None,
        name: str | None = None,
    ) -> Metric:
        graph_only(full)
        with name_scope(name or _NAMES[kind]):
            values, updates = _confusion(
                labels, predictions, thresholds, weights, (kind,)
            )
            return collected(
                values[kind], updates[kind], metrics_collections, updates_collections
            )

    metric.__name__ = metric.__qualname__ = full
    metric.__doc__ = f"Counts {_NAMES[kind].replace('_', ' ')} at each threshold."
    return metric


true_positives_at_thresholds = _at_thresholds("tp")
true_negatives_at_thresholds = _at_thresholds("tn")
false_positives_at_thresholds = _at_thresholds("fp")
false_negatives_at_thresholds = _at_thresholds("fn")


def precision_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The share of positive predictions that are right, at each threshold.

    Args:
        labels: What is right; counted as booleans.
        predictions: Probabilities.
        thresholds: Above each of them a prediction is positive.
        weights: Weights, which are broadcast to the labels.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The values so far, and the operation that adds a batch.
    """
    graph_only("precision_at_thresholds")
    with name_scope(name or "precision_at_thresholds"):
        values, updates = _confusion(
            labels, predictions, thresholds, weights, ("tp", "fp")
        )

        def share(counts: dict[str, Any], tag: str) -> Any:
            whole = _EPSILON + counts["tp"] + counts["fp"]
            return named(counts["tp"] / whole, f"precision_{tag}")

        return collected(
            share(values, "value"),
            share(updates, "update_op"),
            metrics_collections,
            updates_collections,
        )


def recall_at_thresholds(
    labels: Any,
    predictions: Any,
    thresholds: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The share of positive labels found; arguments as `precision_at_thresholds`."""
    graph_only("recall_at_thresholds")
    with name_scope(name or "recall_at_thresholds"):
        values, updates = _confusion(
            labels, predictions, thresholds, weights, ("tp", "fn")
        )

        def share(counts: dict[str, Any], tag: str) -> Any:
            whole = _EPSILON + counts["tp"] + counts["fn"]
            return named(counts["tp"] / whole, f"recall_{tag}")

        return collected(
            share(values, "value"),
            share(updates, "update_op"),
            metrics_collections,
            updates_collections,
        )


def _evenly(count: int) -> list[float]:
    """Thresholds from just below 0 to just above 1."""
    inner = [(i + 1) / (count - 1) for i in range(count - 2)]
    return [0.0 - _EPSILON, *inner, 1.0 + _EPSILON]


def auc(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    curve: str = "ROC",
    name: str | None = None,
    summation_method: str = "trapezoidal",
    thresholds: Any = None,
) -> Metric:
    """The area under a curve over thresholds.

    Args:
        labels: What is right; counted as booleans.
        predictions: Probabilities.
        weights: Weights, which are broadcast to the labels.
        num_thresholds: How many thresholds there are.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        curve: "ROC", or "PR" for precision over recall.
        name: Name scope of the nodes.
        summation_method: "trapezoidal", "careful_interpolation", "minoring" or
            "majoring".
        thresholds: The thresholds between 0 and 1; by default evenly spread ones.

    Returns:
        The value so far, and the operation that adds a batch and returns the new value.

    Raises:
        ValueError: The curve or the method is unknown.
    """
    graph_only("auc")
    if curve not in ("ROC", "PR"):
        raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
    methods = ("trapezoidal", "careful_interpolation", "minoring", "majoring")
    if summation_method not in methods:
        raise ValueError(f"Invalid summation_method: {summation_method}")
    with name_scope(name or "auc"):
        limits = _evenly(num_thresholds)
        if thresholds is not None:
            limits = [0.0 - _EPSILON, *sorted(thresholds), 1.0 + _EPSILON]
        values, updates = _confusion(
            labels, predictions, limits, weights, ("tp", "fn", "tn", "fp")
        )
        return collected(
            named(_area(values, curve, summation_method), "value"),
            named(_area(updates, curve, summation_method), "update_op"),
            metrics_collections,
            updates_collections,
        )


def _area(counts: dict[str, Any], curve: str, method: str) -> Any:
    tp, fn, tn, fp = (counts[kind] for kind in ("tp", "fn", "tn", "fp"))
    if method == "careful_interpolation" and curve == "PR":
        return _interpolated(tp, fp, fn)
    recall = (tp + 1e-6) / (tp + fn + 1e-6)
    if curve == "ROC":
        x, y = fp / (fp + tn + 1e-6), recall
    else:
        x, y = recall, (tp + 1e-6) / (tp + fp + 1e-6)
    heights = {
        "trapezoidal": (y[:-1] + y[1:]) / 2.0,
        "careful_interpolation": (y[:-1] + y[1:]) / 2.0,
        "minoring": binary.minimum(y[:-1], y[1:]),
        "majoring": binary.maximum(y[:-1], y[1:]),
    }[method]
    return reduce.reduce_sum((x[:-1] - x[1:]) * heights)


def _interpolated(tp: Any, fp: Any, fn: Any) -> Any:
    """The area under precision over recall, with true positives on straight lines."""
    gained, positive = tp[:-1] - tp[1:], tp + fp
    slope = ratio(gained, positive[:-1] - positive[1:])
    start = tp[1:] - slope * positive[1:]
    both = comparison.logical_and(positive[:-1] > 0, positive[1:] > 0)
    quotient = gather.where(
        both,
        ratio(positive[:-1], positive[1:]),
        array_creation.ones_like(positive[1:]),
    )
    parts = slope * (gained + start * unary.log(quotient))
    return reduce.reduce_sum(ratio(parts, tp[1:] + fn[1:]))


def sensitivity_at_specificity(
    labels: Any,
    predictions: Any,
    specificity: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The recall at the threshold whose specificity is nearest to the given one.

    Args:
        labels: What is right; counted as booleans.
        predictions: Probabilities.
        specificity: The share of negative labels that are to be found.
        weights: Weights, which are broadcast to the labels.
        num_thresholds: How many thresholds there are.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The value so far, and the operation that adds a batch and returns the new value.

    Raises:
        ValueError: `specificity` isn't between 0 and 1.
    """
    graph_only("sensitivity_at_specificity")
    _check_share("specificity", specificity)

    def at(counts: dict[str, Any]) -> Any:
        tp, fn, tn, fp = (counts[kind] for kind in ("tp", "fn", "tn", "fp"))
        place = sort.argmin(unary.abs(tn / (tn + fp + _EPSILON) - specificity), 0)
        hits, missed = gather.gather(tp, place), gather.gather(fn, place)
        return hits / (hits + missed + _EPSILON)

    with name_scope(name or "sensitivity_at_specificity"):
        values, updates = _confusion(
            labels, predictions, _evenly(num_thresholds), weights, tuple(_NAMES)
        )
        return collected(
            at(values), at(updates), metrics_collections, updates_collections
        )


def specificity_at_sensitivity(
    labels: Any,
    predictions: Any,
    sensitivity: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The specificity at the threshold whose recall is nearest to the given one.

    Arguments, result and errors are as for `sensitivity_at_specificity`.
    """
    graph_only("specificity_at_sensitivity")
    _check_share("sensitivity", sensitivity)

    def at(counts: dict[str, Any]) -> Any:
        tp, fn, tn, fp = (counts[kind] for kind in ("tp", "fn", "tn", "fp"))
        away = unary.abs(tp / (tp + fn + _EPSILON) - sensitivity)
        nearest = cast.cast(comparison.equal(away, reduce.reduce_min(away)), "int64")
        place = sort.argmax(cumulative.cumsum(nearest), 0)
        right, wrong = gather.gather(tn, place), gather.gather(fp, place)
        return right / (right + wrong + _EPSILON)

    with name_scope(name or "specificity_at_sensitivity"):
        values, updates = _confusion(
            labels, predictions, _evenly(num_thresholds), weights, tuple(_NAMES)
        )
        return collected(
            at(values), at(updates), metrics_collections, updates_collections
        )


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"`{name}` must be in the range [0, 1]. Currently, {value}.")
