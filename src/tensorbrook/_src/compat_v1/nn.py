"""`tf.nn` in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import renamed
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    activations,
    array_creation,
    constant,
    matmul,
    nn_losses,
    normalize,
    scatter,
)
from tensorbrook._src.ops import dropout as dropouts
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import softmax as softmaxes
from tensorbrook._src.ops.constant import convert_to_tensor


def dropout(
    x: Any,
    keep_prob: Any = None,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
    rate: Any = None,
) -> Tensor:
    """Sets elements to zero at random and scales the others up.

    Args:
        x: A floating tensor.
        keep_prob: The probability that an element stays.
        noise_shape: The shape of the decisions, which are broadcast to `x`.
        seed: Seed of the operation.
        name: Accepted for compatibility.
        rate: The probability that an element is dropped, instead of `keep_prob`.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        ValueError: Neither or both of `keep_prob` and `rate` are given.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.dropout([1.0, 2.0], keep_prob=1.0)))
        [1. 2.]
    """
    if (keep_prob is None) == (rate is None):
        raise ValueError(
            "tf.nn.dropout: give exactly one of keep_prob and rate. Received: "
            f"keep_prob={keep_prob}, rate={rate}"
        )
    dropped = 1 - keep_prob if rate is None else rate
    return dropouts.dropout(x, dropped, noise_shape, seed, name)


def in_top_k(predictions: Any, targets: Any, k: Any, name: str | None = None) -> Tensor:
    """Whether each target is among the `k` largest predictions of its row.

    Args:
        predictions: Scores of shape (batch, classes).
        targets: A class for each row.
        k: How many of the largest count.
        name: Name of the node in a graph.

    Returns:
        Booleans of shape (batch,).

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.in_top_k([[0.1, 0.9]], [1], 1)))
        [ True]
    """
    return nn_losses.in_top_k(targets, predictions, k, name)


def softmax(
    logits: Any,
    axis: int | None = None,
    name: str | None = None,
    dim: int | None = None,
) -> Tensor:
    """Exponentials that sum to one along a dimension.

    Args:
        logits: A floating tensor.
        axis: The dimension; by default the last.
        name: Name of the node in a graph.
        dim: The old name of `axis`.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.softmax([0.0, 0.0])))
        [0.5 0.5]
    """
    return softmaxes.softmax(logits, renamed("axis", axis, "dim", dim), name)


def log_softmax(
    logits: Any,
    axis: int | None = None,
    name: str | None = None,
    dim: int | None = None,
) -> Tensor:
    """The logarithm of `softmax`.

    Args:
        logits: A floating tensor.
        axis: The dimension; by default the last.
        name: Name of the node in a graph.
        dim: The old name of `axis`.

    Returns:
        A tensor of the same shape.
    """
    return softmaxes.log_softmax(logits, renamed("axis", axis, "dim", dim), name)


def softmax_cross_entropy_with_logits(
    labels: Any = None,
    logits: Any = None,
    dim: int = -1,
    name: str | None = None,
    axis: int | None = None,
) -> Tensor:
    """The cross entropy between labels and softmax(logits); labels are constants.

    Args:
        labels: Probabilities of the classes.
        logits: Scores of the classes.
        dim: The old name of `axis`.
        name: Name of the node in a graph.
        axis: The dimension of the classes.

    Returns:
        The losses, without the dimension of the classes.
    """
    labels, logits = both("softmax_cross_entropy_with_logits", labels, logits)
    labels = constant.stop_gradient(labels, name="labels_stop_gradient")
    return softmaxes.softmax_cross_entropy_with_logits(
        labels, logits, dim if axis is None else axis, name
    )


def softmax_cross_entropy_with_logits_v2(
    labels: Any,
    logits: Any,
    axis: int | None = None,
    name: str | None = None,
    dim: int | None = None,
) -> Tensor:
    """The cross entropy between labels and softmax(logits).

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.softmax_cross_entropy_with_logits_v2([[1.0,
        ...         0.0]], [[0.0, 0.0]])))
        [0.6931472]
    """
    axis = renamed("axis", axis, "dim", dim)
    return softmaxes.softmax_cross_entropy_with_logits(
        labels, logits, -1 if axis is None else axis, name
    )


def sparse_softmax_cross_entropy_with_logits(
    labels: Any = None,
    logits: Any = None,
    name: str | None = None,
) -> Tensor:
    """The cross entropy between classes and softmax(logits).

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     loss = tf.nn.sparse_softmax_cross_entropy_with_logits(
        ...         labels=[0], logits=[[0.0, 0.0]]
        ...     )
        ...     print(sess.run(loss))
        [0.6931472]
    """
    labels, logits = both("sparse_softmax_cross_entropy_with_logits", labels, logits)
    return softmaxes.sparse_softmax_cross_entropy_with_logits(labels, logits, name)


def sigmoid_cross_entropy_with_logits(
    labels: Any = None,
    logits: Any = None,
    name: str | None = None,
) -> Tensor:
    """The cross entropy between labels and sigmoid(logits), for each element.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.sigmoid_cross_entropy_with_logits(labels=[1.0], logits=[0.0])))
        [0.6931472]
    """
    labels, logits = both("sigmoid_cross_entropy_with_logits", labels, logits)
    return nn_losses.sigmoid_cross_entropy_with_logits(labels, logits, name)


def weighted_cross_entropy_with_logits(
    labels: Any = None,
    logits: Any = None,
    pos_weight: Any = None,
    name: str | None = None,
    targets: Any = None,
) -> Tensor:
    """The cross entropy with a weight for the positive labels."""
    labels = renamed("labels", labels, "targets", targets)
    return nn_losses.weighted_cross_entropy_with_logits(
        labels, logits, pos_weight, name
    )


def both(function: str, labels: Any, logits: Any) -> tuple[Any, Any]:
    """Labels and logits of a loss; ValueError where one is left out."""
    if labels is None or logits is None:
        raise ValueError(f"tf.nn.{function}: both labels and logits must be provided.")
    return labels, logits


def l2_normalize(
    x: Any,
    axis: Any = None,
    epsilon: float = 1e-12,
    name: str | None = None,
    dim: Any = None,
) -> Tensor:
    """Scales vectors along a dimension to length one.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.l2_normalize([3.0, 4.0], dim=0)))
        [0.6 0.8]
    """
    return normalize.l2_normalize(x, renamed("axis", axis, "dim", dim), epsilon, name)


def moments(
    x: Any,
    axes: Any,
    shift: Any = None,
    name: str | None = None,
    keep_dims: bool | None = None,
    keepdims: bool | None = None,
) -> tuple[Tensor, Tensor]:
    """Mean and variance along dimensions.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.moments([1.0, 3.0], [0])))
        (np.float32(2.0), np.float32(1.0))
    """
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return normalize.moments(x, axes, shift, keep, name)


def weighted_moments(
    x: Any,
    axes: Any,
    frequency_weights: Any,
    name: str | None = None,
    keep_dims: bool | None = None,
    keepdims: bool | None = None,
) -> tuple[Tensor, Tensor]:
    """Mean and variance of weighted elements along dimensions."""
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return normalize.weighted_moments(x, axes, frequency_weights, keep, name)


def sufficient_statistics(
    x: Any,
    axes: Any,
    shift: Any = None,
    keep_dims: bool | None = None,
    name: str | None = None,
    keepdims: bool | None = None,
) -> tuple[Any, Tensor, Tensor, Any]:
    """Count, sum and sum of squares along dimensions."""
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return normalize.sufficient_statistics(x, axes, shift, keep, name)


def crelu(
    features: Any,
    name: str | None = None,
    axis: int = -1,
) -> Tensor:
    """The positive and the negative parts, one after the other.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.crelu([1.0, -2.0])))
        [1. 0. 0. 2.]
    """
    return activations.crelu(features, axis, name)


def embedding_lookup(
    params: Any,
    ids: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    validate_indices: bool = True,
    max_norm: float | None = None,
) -> Tensor:
    """Rows of an embedding matrix, or of one that is cut into several.

    Args:
        params: A matrix, a variable, or a list of parts of a matrix.
        ids: Integers of any shape.
        partition_strategy: How rows lie in the parts: "mod" (in turn) or "div"
            (in blocks).
        name: Name of the node in a graph.
        validate_indices: Accepted for compatibility.
        max_norm: The largest norm of a row, or None.

    Returns:
        A tensor of shape `ids.shape + row shape`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.embedding_lookup([[[1.0], [3.0]], [[2.0]]],
        ...         [0, 1, 2])))
        [[1.]
         [2.]
         [3.]]
    """
    if not isinstance(params, list | tuple) or len(params) == 1:
        table = params[0] if isinstance(params, list | tuple) else params
        return nn_losses.embedding_lookup(table, ids, max_norm, name)
    with name_scope(name or "embedding_lookup"):
        table = whole_table(
            [convert_to_tensor(part) for part in params], partition_strategy
        )
        return nn_losses.embedding_lookup(table, ids, max_norm)


def whole_table(
    parts: list[Any],
    partition_strategy: str,
) -> Any:
    """The embedding matrix whose rows lie in several parts."""
    if partition_strategy == "div":
        return shapes.concat(parts, 0)
    if partition_strategy != "mod":
        raise ValueError(f"Unrecognized partition strategy: {partition_strategy}")
    rows = [
        array_creation.range(shapes.shape(part)[0]) * len(parts) + i
        for i, part in enumerate(parts)
    ]
    return scatter.dynamic_stitch(rows, parts)


def relu_layer(
    x: Any,
    weights: Any,
    biases: Any,
    name: str | None = None,
) -> Tensor:
    """The rectified `x * weights + biases`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.relu_layer([[1.0]], [[2.0, -2.0]], [0.5,
        ...         0.5])))
        [[2.5 0. ]]
    """
    with name_scope(name or "relu_layer") as scope:
        return activations.relu(
            normalize.bias_add(matmul.matmul(x, weights), biases), name=scope
        )


def xw_plus_b(
    x: Any,
    weights: Any,
    biases: Any,
    name: str | None = None,
) -> Tensor:
    """`x * weights + biases`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.xw_plus_b([[1.0]], [[2.0, -2.0]], [0.5,
        ...         0.5])))
        [[ 2.5 -1.5]]
    """
    with name_scope(name or "xw_plus_b") as scope:
        return normalize.bias_add(matmul.matmul(x, weights), biases, name=scope)


def batch_norm_with_global_normalization(
    t: Any = None,
    m: Any = None,
    v: Any = None,
    beta: Any = None,
    gamma: Any = None,
    variance_epsilon: Any = None,
    scale_after_normalization: Any = None,
    name: str | None = None,
    input: Any = None,
    mean: Any = None,
    variance: Any = None,
) -> Tensor:
    """Batch normalisation of images with given moments."""
    t = renamed("input", input, "t", t)
    m = renamed("mean", mean, "m", m)
    v = renamed("variance", variance, "v", v)
    scale = gamma if scale_after_normalization else None
    return normalize.batch_normalization(t, m, v, beta, scale, variance_epsilon, name)
