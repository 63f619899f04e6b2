"""Metrics that are means."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.metrics.streams import (
    Metric,
    collected,
    flat,
    graph_only,
    local,
    ratio,
)
from tensorbrook._src.compat_v1.weights import fitted_weights, spread
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    comparison,
    gather,
    reduce,
    shape,
    unary,
)
from tensorbrook._src.ops.constant import convert_to_tensor


def mean(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The weighted mean of all values so far.

    Args:
        values: The values of a batch.
        weights: Weights, which are broadcast to the values.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The value so far, and the operation that adds a batch and returns the new value.

    Raises:
        RuntimeError: Executing eagerly.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     value, update = tf.metrics.mean([1.0, 3.0])
        ...     _ = sess.run(tf.local_variables_initializer())
        ...     _ = sess.run(update)
        ...     print(sess.run(value))
        2.0
    """
    graph_only("mean")
    with name_scope(name or "mean"):
        values = cast.cast(values, dtypes.float32)
        total, count = local([], "total"), local([], "count")
        if weights is None:
            number = cast.cast(shape.size(values), dtypes.float32)
        else:
            weights = cast.cast(spread(weights, values), dtypes.float32)
            values, number = values * weights, reduce.reduce_sum(weights)
        more = total.assign_add(reduce.reduce_sum(values))
        with current.interpreter.control_dependencies([values]):
            counted = count.assign_add(number)
        return collected(
            ratio(total.value(), count.value(), "value"),
            ratio(more, counted, "update_op"),
            metrics_collections,
            updates_collections,
        )


def mean_tensor(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The weighted mean of each element over all batches; arguments as for `mean`."""
    graph_only("mean_tensor")
    with name_scope(name or "mean"):
        values = cast.cast(values, dtypes.float32)
        dims = values.shape.as_list()
        total, count = local(dims, "total_tensor"), local(dims, "count_tensor")
        number = array_creation.ones_like(values)
        if weights is not None:
            weights = cast.cast(fitted_weights(weights, values), dtypes.float32)
            values, number = values * weights, number * weights
        more = total.assign_add(values)
        with current.interpreter.control_dependencies([values]):
            counted = count.assign_add(number)
        return collected(
            ratio(total.value(), count.value(), "value"),
            ratio(more, counted, "update_op"),
            metrics_collections,
            updates_collections,
        )


def accuracy(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """How often predictions equal labels.

    Args:
        labels: What is right.
        predictions: What was predicted.
        weights: Weights, which are broadcast to the labels.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The value so far, and the operation that adds a batch and returns the new value.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     value, update = tf.metrics.accuracy([0, 1], [1, 1])
        ...     _ = sess.run(tf.local_variables_initializer())
        ...     print(sess.run(update))
        0.5
    """
    graph_only("accuracy")
    labels, predictions, weights = flat(labels, predictions, weights, None)
    right = cast.cast(comparison.equal(predictions, labels), dtypes.float32)
    return mean(
        right, weights, metrics_collections, updates_collections, name or "accuracy"
    )


def mean_absolute_error(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The mean absolute difference; arguments as for `accuracy`."""
    graph_only("mean_absolute_error")
    labels, predictions, weights = flat(labels, predictions, weights, dtypes.float32)
    return mean(
        unary.abs(predictions - labels),
        weights,
        metrics_collections,
        updates_collections,
        name or "mean_absolute_error",
    )


def mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The mean squared difference; arguments as for `accuracy`."""
    graph_only("mean_squared_error")
    labels, predictions, weights = flat(labels, predictions, weights, dtypes.float32)
    return mean(
        binary.squared_difference(labels, predictions),
        weights,
        metrics_collections,
        updates_collections,
        name or "mean_squared_error",
    )


def root_mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The root of the mean squared difference; arguments as for `accuracy`."""
    value, update = mean_squared_error(
        labels, predictions, weights, None, None, name or "root_mean_squared_error"
    )
    return collected(
        unary.sqrt(value),
        unary.sqrt(update),
        metrics_collections,
        updates_collections,
    )


def mean_relative_error(
    labels: Any,
    predictions: Any,
    normalizer: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The mean of absolute differences divided by `normalizer`; 0 where that is 0."""
    graph_only("mean_relative_error")
    labels, predictions, weights = flat(labels, predictions, weights, dtypes.float32)
    normalizer = cast.cast(normalizer, dtypes.float32)
    errors = gather.where(
        comparison.equal(normalizer, 0.0),
        array_creation.zeros_like(labels),
        unary.abs(labels - predictions) / normalizer,
    )
    return mean(
        errors,
        weights,
        metrics_collections,
        updates_collections,
        name or "mean_relative_error",
    )


def mean_cosine_distance(
    labels: Any,
    predictions: Any,
    dim: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """One minus the mean product of vectors of length one along `dim`."""
    graph_only("mean_cosine_distance")
    labels, predictions, weights = flat(labels, predictions, weights, dtypes.float32)
    products = reduce.reduce_sum(labels * predictions, [dim], keepdims=True)
    value, update = mean(products, weights, None, None, name or "mean_cosine_distance")
    return collected(1 - value, 1 - update, metrics_collections, updates_collections)


def percentage_below(
    values: Any,
    threshold: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The share of values below a threshold; other arguments as for `mean`."""
    graph_only("percentage_below")
    below = cast.cast(convert_to_tensor(values) < threshold, dtypes.float32)
    return mean(
        below,
        weights,
        metrics_collections,
        updates_collections,
        name or "percentage_below_threshold",
    )
