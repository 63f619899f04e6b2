"""`tf.contrib.metrics`: the metrics of `tf.metrics`, with predictions first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.compat_v1.metrics import classes, counts, means, thresholds
from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import cast, comparison, reduce


def accuracy(
    predictions: Any, labels: Any, weights: Any = None, name: str | None = None
) -> Any:
    """The accuracy of one batch.

    Args:
        predictions: What was predicted.
        labels: What is right.
        weights: Weights of the rows.
        name: Name of the node.

    Returns:
        A scalar.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(accuracy(tf.constant([1, 0]), tf.constant([1, 1]))))
        0.5
    """
    right = cast.cast(comparison.equal(predictions, labels), dtypes.float32)
    if weights is None:
        return reduce.reduce_mean(right, name=name)
    weights = cast.cast(weights, dtypes.float32)
    return reduce.reduce_sum(right * weights) / reduce.reduce_sum(weights)


def _predictions_first(metric: Callable[..., Any], name: str) -> Callable[..., Any]:
    def streaming(predictions: Any, labels: Any, *args: Any, **kwargs: Any) -> Any:
        return metric(labels, predictions, *args, **kwargs)

    streaming.__name__ = streaming.__qualname__ = name
    streaming.__doc__ = f"`tf.metrics.{metric.__name__}`, with predictions first."
    return streaming


streaming_accuracy = _predictions_first(means.accuracy, "streaming_accuracy")
streaming_auc = _predictions_first(thresholds.auc, "streaming_auc")
streaming_mean = means.mean
streaming_mean_absolute_error = _predictions_first(
    means.mean_absolute_error, "streaming_mean_absolute_error"
)
streaming_mean_iou = _predictions_first(classes.mean_iou, "streaming_mean_iou")
streaming_mean_squared_error = _predictions_first(
    means.mean_squared_error, "streaming_mean_squared_error"
)
streaming_precision = _predictions_first(counts.precision, "streaming_precision")
streaming_recall = _predictions_first(counts.recall, "streaming_recall")
streaming_root_mean_squared_error = _predictions_first(
    means.root_mean_squared_error, "streaming_root_mean_squared_error"
)


def aggregate_metrics(*value_update_tuples: Any) -> tuple[list[Any], list[Any]]:
    """The values and the updates of several metrics."""
    values, updates = zip(*value_update_tuples, strict=True)
    return list(values), list(updates)


def aggregate_metric_map(names_to_tuples: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values and the updates of several metrics, by name."""
    values = {name: pair[0] for name, pair in names_to_tuples.items()}
    updates = {name: pair[1] for name, pair in names_to_tuples.items()}
    return values, updates
