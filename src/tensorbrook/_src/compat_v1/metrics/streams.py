"""What all metrics of 1.x share: local variables, collections, weights."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.variable import VariableV1
from tensorbrook._src.compat_v1.weights import fitted_weights
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.ops import array_creation, binary, cast, shape
from tensorbrook._src.ops.constant import convert_to_tensor, identity

Metric = tuple[Any, Any]


def graph_only(metric: str) -> None:
    """Raises RuntimeError when executing eagerly."""
    if current.interpreter.executing_eagerly:
        raise RuntimeError(
            f"tf.metrics.{metric} is not supported when eager execution is enabled. Use "
            "tf.keras.metrics."
        )


def local(shape: Any, name: str, dtype: Any = dtypes.float32) -> Any:
    """A local variable of zeros."""
    return VariableV1(
        lambda: array_creation.zeros(shape, dtype),
        trainable=False,
        collections=[GraphKeys.LOCAL_VARIABLES, GraphKeys.METRIC_VARIABLES],
        name=name,
    )


def collected(
    value: Any, update: Any, metrics_collections: Any, updates_collections: Any
) -> Metric:
    """Puts value and update into their collections and returns both."""
    for names, item in (
        (metrics_collections, value),
        (updates_collections, update),
    ):
        if names:
            get_default_graph().add_to_collections(names, item)
    return value, update


def ratio(top: Any, bottom: Any, name: str | None = None) -> Any:
    """`top / bottom`, and 0 where `bottom` isn't positive."""
    zero = cast.cast(0, bottom.dtype)
    return binary.div_no_nan(top, binary.maximum(bottom, zero), name=name)


def flat(
    labels: Any, predictions: Any, weights: Any, dtype: Any
) -> tuple[Any, Any, Any]:
    """Labels, predictions (of one type) and weights of one shape; no weights stay None."""
    predictions = convert_to_tensor(predictions)
    labels = convert_to_tensor(labels)
    if dtype is not None:
        predictions, labels = cast.cast(predictions, dtype), cast.cast(labels, dtype)
    elif predictions.dtype is not labels.dtype:
        predictions = cast.cast(predictions, labels.dtype)
    if labels.shape.ndims is not None and predictions.shape.ndims is not None:
        extra = predictions.shape.ndims - labels.shape.ndims
        if extra == 1:
            predictions = shape.squeeze(predictions, [-1])
        elif extra == -1:
            labels = shape.squeeze(labels, [-1])
    predictions.shape.assert_is_compatible_with(labels.shape)
    if weights is not None:
        weights = cast.cast(fitted_weights(weights, predictions), dtypes.float32)
    return labels, predictions, weights


def named(tensor: Any, name: str) -> Any:
    """The tensor under a name of its own."""
    return identity(tensor, name=name)
