"""`tf.losses` of 1.x: weighted losses that go into a collection."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import needed, renamed
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.weights import fitted, fitted_weights
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.ops import (
    accumulate,
    activations,
    array_creation,
    binary,
    cast,
    comparison,
    gather,
    nn_losses,
    reduce,
    shape,
    softmax,
    unary,
)
from tensorbrook._src.ops.constant import constant, convert_to_tensor, stop_gradient


class Reduction:
    """How the weighted losses of a batch become one number.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.losses.Reduction.SUM
        'weighted_sum'
    """

    NONE = "none"
    SUM = "weighted_sum"
    SUM_OVER_BATCH_SIZE = "weighted_sum_over_batch_size"
    MEAN = "weighted_mean"
    SUM_BY_NONZERO_WEIGHTS = "weighted_sum_by_nonzero_weights"
    SUM_OVER_NONZERO_WEIGHTS = SUM_BY_NONZERO_WEIGHTS

    @classmethod
    def all(cls) -> tuple[str, ...]:
        """All values."""
        return (
            cls.NONE,
            cls.SUM,
            cls.MEAN,
            cls.SUM_OVER_BATCH_SIZE,
            cls.SUM_OVER_NONZERO_WEIGHTS,
            cls.SUM_BY_NONZERO_WEIGHTS,
        )

    @classmethod
    def validate(cls, key: Any) -> None:
        """Raises ValueError for what isn't one of the values."""
        if key not in cls.all():
            raise ValueError(f"Invalid Reduction Key {key}.")


_MEAN = Reduction.SUM_BY_NONZERO_WEIGHTS


def add_loss(loss: Any, loss_collection: Any = GraphKeys.LOSSES) -> None:
    """Puts a loss into a collection.

    Args:
        loss: The loss.
        loss_collection: The name of the collection, or None.
    """
    if loss_collection and not current.interpreter.executing_eagerly:
        get_default_graph().add_to_collection(loss_collection, loss)


def get_losses(scope: Any = None, loss_collection: Any = GraphKeys.LOSSES) -> list[Any]:
    """The losses of a collection whose names begin with `scope`."""
    return get_default_graph().get_collection(loss_collection, scope)  # type: ignore[no-any-return]


def get_regularization_losses(scope: Any = None) -> list[Any]:
    """The losses that regularizers made."""
    return get_losses(scope, GraphKeys.REGULARIZATION_LOSSES)


def get_regularization_loss(
    scope: Any = None, name: str = "total_regularization_loss"
) -> Any:
    """The sum of the losses that regularizers made; 0 where there are none."""
    found = get_regularization_losses(scope)
    return accumulate.add_n(found, name=name) if found else constant(0.0)


def get_total_loss(
    add_regularization_losses: bool = True,
    name: str = "total_loss",
    scope: Any = None,
) -> Any:
    """The sum of all losses.

    Args:
        add_regularization_losses: Whether those of regularizers count.
        name: Name of the node.
        scope: The beginning of the names that count.

    Returns:
        A scalar.

    Raises:
        ValueError: There is none.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     _ = tf.losses.mean_squared_error([1.0], [3.0])
        ...     tf.losses.add_loss(tf.constant(1.0))
        ...     print(sess.run(tf.losses.get_total_loss()))
        5.0
    """
    found = get_losses(scope)
    if add_regularization_losses:
        found += get_regularization_losses(scope)
    return accumulate.add_n(found, name=name)


def compute_weighted_loss(
    losses: Any,
    weights: Any = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """Weighs losses and reduces them to one number.

    Args:
        losses: The losses of a batch.
        weights: Weights, which are broadcast to the losses.
        scope: Name scope of the nodes.
        loss_collection: The collection that the result goes into, or None.
        reduction: One of `tf.losses.Reduction`.

    Returns:
        A scalar; with `Reduction.NONE`, the weighted losses.

    Raises:
        ValueError: The weights can't be broadcast, or the reduction is unknown.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.losses.compute_weighted_loss([1.0, 5.0], [1.0, 0.0])))
        1.0
    """
    Reduction.validate(reduction)
    with name_scope(scope or "weighted_loss"):
        losses = convert_to_tensor(losses)
        given = losses.dtype
        losses = cast.cast(losses, dtypes.float32)
        weights = cast.cast(fitted_weights(weights, losses), dtypes.float32)
        weighted = losses * weights
        loss = cast.cast(_reduced(weighted, losses, weights, reduction), given)
        add_loss(loss, loss_collection)
        return loss


def _reduced(weighted: Any, losses: Any, weights: Any, reduction: str) -> Any:
    if reduction == Reduction.NONE:
        return weighted
    total = reduce.reduce_sum(weighted)
    if reduction == Reduction.SUM:
        return total
    if reduction == Reduction.MEAN:
        count = reduce.reduce_sum(array_creation.ones_like(losses) * weights)
    elif reduction == _MEAN:
        count = _present(losses, weights)
    else:
        count = cast.cast(shape.size(losses), losses.dtype)
    return binary.div_no_nan(total, count)


def _present(losses: Any, weights: Any, per_batch: bool = False) -> Any:
    """How many losses have a weight that isn't zero."""
    counted = cast.cast(comparison.not_equal(weights, 0.0), losses.dtype)
    counted = array_creation.ones_like(losses) * counted
    if not per_batch:
        return reduce.reduce_sum(counted)
    axes = list(range(1, losses.shape.ndims))
    return reduce.reduce_sum(counted, axes, keepdims=True)


def _pair(labels: Any, predictions: Any) -> tuple[Any, Any]:
    """Labels and predictions as float32 of one shape."""
    predictions = cast.cast(needed("tf.losses", "predictions", predictions), "float32")
    labels = cast.cast(needed("tf.losses", "labels", labels), "float32")
    predictions.shape.assert_is_compatible_with(labels.shape)
    return labels, predictions


def absolute_difference(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """The weighted absolute differences; arguments as for `mean_squared_error`."""
    with name_scope(scope or "absolute_difference") as inner:
        labels, predictions = _pair(labels, predictions)
        losses = unary.abs(predictions - labels)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def cosine_distance(
    labels: Any,
    predictions: Any,
    axis: int | None = None,
    weights: Any = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
    dim: int | None = None,
) -> Any:
    """One minus the product of vectors of length one.

    Args:
        labels: Vectors of length one.
        predictions: Vectors of length one.
        axis: The dimension of the vectors.
        weights: Weights, which are broadcast to the losses.
        scope: Name scope of the nodes.
        loss_collection: The collection that the result goes into, or None.
        reduction: One of `tf.losses.Reduction`.
        dim: The old name of `axis`.

    Returns:
        The loss.

    Raises:
        ValueError: The dimension isn't given.
    """
    axis = renamed("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("You must specify argument `axis`.")
    with name_scope(scope or "cosine_distance_loss") as inner:
        labels, predictions = _pair(labels, predictions)
        losses = 1 - reduce.reduce_sum(predictions * labels, axis, keepdims=True)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def hinge_loss(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """The hinge loss of labels 0 and 1; arguments as for `mean_squared_error`."""
    with name_scope(scope or "hinge_loss") as inner:
        labels, logits = _pair(labels, logits)
        signs = 2 * labels - array_creation.ones_like(labels)
        losses = activations.relu(array_creation.ones_like(labels) - signs * logits)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def huber_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    delta: float = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """Quadratic up to `delta`, linear beyond; other arguments as everywhere here."""
    with name_scope(scope or "huber_loss") as inner:
        labels, predictions = _pair(labels, predictions)
        error = unary.abs(predictions - labels)
        quadratic = binary.minimum(error, delta)
        losses = 0.5 * quadratic * quadratic + delta * (error - quadratic)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def log_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    epsilon: float = 1e-7,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """The cross entropy of probabilities; `epsilon` keeps the logarithm finite."""
    with name_scope(scope or "log_loss") as inner:
        labels, predictions = _pair(labels, predictions)
        losses = -labels * unary.log(predictions + epsilon)
        losses -= (1 - labels) * unary.log(1 - predictions + epsilon)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def mean_pairwise_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
) -> Any:
    """How well differences between pairs of elements are met, within each row.

    Args:
        labels: What is right.
        predictions: What was predicted, of the same shape.
        weights: A scalar, or one for each row.
        scope: Name scope of the nodes.
        loss_collection: The collection that the result goes into, or None.

    Returns:
        The mean over the rows.
    """
    with name_scope(scope or "mean_pairwise_squared_error"):
        labels, predictions = _pair(labels, predictions)
        weights = cast.cast(fitted_weights(weights, labels), "float32")
        differences = predictions - labels
        axes = list(range(1, differences.shape.ndims))
        squares = reduce.reduce_sum(unary.square(differences), axes, keepdims=True)
        count = _present(differences, weights, per_batch=True)
        first = 2.0 * binary.div_no_nan(squares, binary.maximum(count - 1, 0))
        total = reduce.reduce_sum(differences, axes, keepdims=True)
        pairs = count * binary.maximum(count - 1, 0)
        second = 2.0 * binary.div_no_nan(unary.square(total), pairs)
        weighted = (first - second) * weights
        rows = _present(differences, weights)
        loss = reduce.reduce_sum(weighted)
        loss = gather.where(rows > 0, loss, array_creation.zeros_like(loss))
        add_loss(loss, loss_collection)
        return loss


def mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """The weighted squared differences.

    Args:
        labels: What is right.
        predictions: What was predicted, of the same shape.
        weights: Weights, which are broadcast to the losses.
        scope: Name scope of the nodes.
        loss_collection: The collection that the result goes into, or None.
        reduction: One of `tf.losses.Reduction`.

    Returns:
        The loss.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.losses.mean_squared_error([1.0, 2.0], [3.0, 2.0])))
        2.0
    """
    with name_scope(scope or "mean_squared_error") as inner:
        labels, predictions = _pair(labels, predictions)
        losses = binary.squared_difference(predictions, labels)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def sigmoid_cross_entropy(
    multi_class_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """The cross entropy with sigmoid(logits).

    Args:
        multi_class_labels: Labels 0 and 1, of the shape of the logits.
        logits: Scores.
        weights: Weights, which are broadcast to the losses.
        label_smoothing: How far labels are moved towards 1/2.
        scope: Name scope of the nodes.
        loss_collection: The collection that the result goes into, or None.
        reduction: One of `tf.losses.Reduction`.

    Returns:
        The loss.
    """
    with name_scope(scope or "sigmoid_cross_entropy_loss") as inner:
        logits = convert_to_tensor(logits)
        labels = cast.cast(multi_class_labels, logits.dtype)
        if label_smoothing > 0:
            labels = labels * (1 - label_smoothing) + 0.5 * label_smoothing
        losses = nn_losses.sigmoid_cross_entropy_with_logits(labels, logits)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def softmax_cross_entropy(
    onehot_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """The cross entropy with softmax(logits).

    Args:
        onehot_labels: Probabilities of the classes.
        logits: Scores of the classes.
        weights: Weights, which are broadcast to the losses.
        label_smoothing: How far labels are moved towards the uniform distribution.
        scope: Name scope of the nodes.
        loss_collection: The collection that the result goes into, or None.
        reduction: One of `tf.losses.Reduction`.

    Returns:
        The loss.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     loss = tf.losses.softmax_cross_entropy([[1, 0]], [[0.0, 0.0]])
        ...     print(sess.run(loss))
        0.6931472
    """
    with name_scope(scope or "softmax_cross_entropy_loss") as inner:
        logits = convert_to_tensor(logits)
        labels = cast.cast(onehot_labels, logits.dtype)
        if label_smoothing > 0:
            classes = cast.cast(shape.shape(labels)[-1], logits.dtype)
            labels = labels * (1 - label_smoothing) + label_smoothing / classes
        labels = stop_gradient(labels, name="labels_stop_gradient")
        losses = softmax.softmax_cross_entropy_with_logits(labels, logits)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)


def sparse_softmax_cross_entropy(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: Any = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = _MEAN,
) -> Any:
    """The cross entropy of class numbers with softmax(logits).

    Args:
        labels: Class numbers.
        logits: Scores of the classes.
        weights: Weights, which are broadcast to the losses.
        scope: Name scope of the nodes.
        loss_collection: The collection that the result goes into, or None.
        reduction: One of `tf.losses.Reduction`.

    Returns:
        The loss.
    """
    with name_scope(scope or "sparse_softmax_cross_entropy_loss") as inner:
        logits, labels = fitted(logits, labels, difference=1)
        losses = softmax.sparse_softmax_cross_entropy_with_logits(labels, logits)
        return compute_weighted_loss(losses, weights, inner, loss_collection, reduction)
