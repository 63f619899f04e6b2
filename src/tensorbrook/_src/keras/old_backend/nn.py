"""Functions of neural networks as `keras.backend` of Keras 1 and 2 has them."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config


def bias_add(x: Any, bias: Any, data_format: str | None = None) -> Any:
    """Adds a bias to each channel."""
    return tf.nn.bias_add(
        x,
        bias,
        data_format="NCHW"
        if config.standardize_data_format(data_format) == "channels_first"
        else "NHWC",
    )


def batch_normalization(
    x: Any,
    mean: Any,
    var: Any,
    beta: Any,
    gamma: Any,
    axis: int = -1,
    epsilon: float = 1e-3,
) -> Any:
    """Brings channels to mean zero and variance one."""
    return tf.nn.batch_normalization(x, mean, var, beta, gamma, epsilon)


def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """Computes the cross-entropy with truth, value by value."""
    return tf.keras.ops.binary_crossentropy(target, output, from_logits)


def binary_focal_crossentropy(
    target: Any,
    output: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
) -> Any:
    """Computes the focal cross-entropy, value by value."""
    return _binary_focal(
        target, output, apply_class_balancing, alpha, gamma, from_logits
    )


def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """Computes the cross-entropy with one-hot truth."""
    return tf.keras.ops.categorical_crossentropy(target, output, from_logits, axis)


def categorical_focal_crossentropy(
    target: Any,
    output: Any,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    axis: int = -1,
) -> Any:
    """Computes the focal cross-entropy with one-hot truth."""
    return tf.keras.losses.categorical_focal_crossentropy(
        target, output, alpha, gamma, from_logits, axis=axis
    )


def conv1d(
    x: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Slides a kernel over sequences."""
    return _conv(x, kernel, strides, padding, data_format, dilation_rate)


def conv2d(
    x: Any,
    kernel: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = (1, 1),
) -> Any:
    """Slides a kernel over images."""
    return _conv(x, kernel, strides, padding, data_format, dilation_rate)


def conv3d(
    x: Any,
    kernel: Any,
    strides: Any = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = (1, 1, 1),
) -> Any:
    """Slides a kernel over volumes."""
    return _conv(x, kernel, strides, padding, data_format, dilation_rate)


def conv2d_transpose(
    x: Any,
    kernel: Any,
    output_shape: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = (1, 1),
) -> Any:
    """Does what a convolution's gradient does to its inputs."""
    return tf.nn.conv2d_transpose(
        x, kernel, output_shape, [1, *strides, 1], padding.upper()
    )


def depthwise_conv2d(
    x: Any,
    depthwise_kernel: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = (1, 1),
) -> Any:
    """Slides kernels over each channel."""
    return tf.keras.ops.depthwise_conv(
        x, depthwise_kernel, strides, padding, data_format, dilation_rate
    )


def separable_conv2d(
    x: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = (1, 1),
) -> Any:
    """Slides kernels over each channel, and mixes the channels."""
    return tf.keras.ops.separable_conv(
        x,
        depthwise_kernel,
        pointwise_kernel,
        strides,
        padding,
        data_format,
        dilation_rate,
    )


def pool2d(
    x: Any,
    pool_size: Any,
    strides: Any = (1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    pool_mode: str = "max",
) -> Any:
    """Takes one value of each window."""
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


def pool3d(
    x: Any,
    pool_size: Any,
    strides: Any = (1, 1, 1),
    padding: str = "valid",
    data_format: str | None = None,
    pool_mode: str = "max",
) -> Any:
    """Takes one value of each window."""
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


def dropout(
    x: Any, level: float, noise_shape: Any = None, seed: int | None = None
) -> Any:
    """Makes some values zero."""
    return tf.nn.dropout(x, level, noise_shape, seed)


def elu(x: Any, alpha: float = 1.0) -> Any:
    """Computes `alpha * (exp(x) - 1)` below zero."""
    return tf.keras.activations.elu(x, alpha)


def hard_sigmoid(x: Any) -> Any:
    """Computes a sigmoid made of three lines."""
    return tf.keras.activations.hard_sigmoid(x)


def relu(
    x: Any, alpha: float = 0.0, max_value: Any = None, threshold: float = 0.0
) -> Any:
    """Computes the part above the threshold."""
    return tf.keras.activations.relu(x, alpha, max_value, threshold)


def sigmoid(x: Any) -> Any:
    """Computes `1 / (1 + exp(-x))`."""
    return tf.nn.sigmoid(x)


def softmax(x: Any, axis: int = -1) -> Any:
    """Turns values into probabilities."""
    return tf.nn.softmax(x, axis)


def softplus(x: Any) -> Any:
    """Computes `log(1 + exp(x))`."""
    return tf.math.softplus(x)


def softsign(x: Any) -> Any:
    """Computes `x / (1 + |x|)`."""
    return tf.nn.softsign(x)


def tanh(x: Any) -> Any:
    """Computes the hyperbolic tangent."""
    return tf.tanh(x)


def in_top_k(predictions: Any, targets: Any, k: int) -> Any:
    """Says which targets are among the best predictions."""
    return tf.math.in_top_k(targets, predictions, k)


def sparse_categorical_crossentropy(
    target: Any,
    output: Any,
    from_logits: bool = False,
    axis: int = -1,
    ignore_class: int | None = None,
) -> Any:
    """Computes the cross-entropy with class numbers."""
    return tf.keras.losses.sparse_categorical_crossentropy(
        target, output, from_logits, ignore_class, axis
    )


def temporal_padding(x: Any, padding: Any = (1, 1)) -> Any:
    """Puts zeros around sequences."""
    return tf.pad(x, [[0, 0], list(padding), [0, 0]])


def spatial_2d_padding(
    x: Any, padding: Any = ((1, 1), (1, 1)), data_format: str | None = None
) -> Any:
    """Puts zeros around images."""
    return tf.keras.layers.ZeroPadding2D(padding, data_format)(x)


def spatial_3d_padding(
    x: Any, padding: Any = ((1, 1), (1, 1), (1, 1)), data_format: str | None = None
) -> Any:
    """Puts zeros around volumes."""
    return tf.keras.layers.ZeroPadding3D(padding, data_format)(x)


def resize_images(
    x: Any,
    height_factor: int,
    width_factor: int,
    data_format: str,
    interpolation: str = "nearest",
) -> Any:
    """Makes images greater."""
    return tf.keras.layers.UpSampling2D(
        (height_factor, width_factor), data_format, interpolation
    )(x)


def resize_volumes(
    x: Any, depth_factor: int, height_factor: int, width_factor: int, data_format: str
) -> Any:
    """Makes volumes greater."""
    return tf.keras.layers.UpSampling3D(
        (depth_factor, height_factor, width_factor), data_format
    )(x)


def ctc_label_dense_to_sparse(labels: Any, label_lengths: Any) -> Any:
    """Turns rows of labels into a sparse tensor."""
    return tf.RaggedTensor.from_tensor(labels, lengths=label_lengths).to_sparse()


def _conv(
    x: Any, kernel: Any, strides: Any, padding: str, data_format: Any, dilation: Any
) -> Any:
    """Slides a kernel; `"causal"` padding looks back only."""
    if padding == "causal":
        size = kernel.shape[0]
        step = dilation if isinstance(dilation, int) else dilation[0]
        x, padding = tf.pad(x, [[0, 0], [step * (size - 1), 0], [0, 0]]), "valid"
    return tf.keras.ops.conv(x, kernel, strides, padding, data_format, dilation)


def _pool(
    x: Any, pool_size: Any, strides: Any, padding: str, data_format: Any, mode: str
) -> Any:
    """Takes one value of each window."""
    if mode not in ("max", "avg"):
        raise ValueError(f"pool: `pool_mode` must be 'max' or 'avg', not {mode!r}.")
    pool = tf.keras.ops.max_pool if mode == "max" else tf.keras.ops.average_pool
    return pool(x, pool_size, strides, padding, data_format)


def _binary_focal(
    target: Any, output: Any, balances: bool, alpha: float, gamma: float, logits: bool
) -> Any:
    """Computes the focal cross-entropy, value by value."""
    share = tf.nn.sigmoid(output) if logits else tf.convert_to_tensor(output)
    right = target * share + (1 - target) * (1 - share)
    found = tf.pow(1 - right, gamma) * binary_crossentropy(target, share)
    if balances:
        found = (target * alpha + (1 - target) * (1 - alpha)) * found
    return found


def ctc_batch_cost(
    y_true: Any, y_pred: Any, input_length: Any, label_length: Any
) -> Any:
    """Computes the loss of sequences whose places are not known.

    Args:
        y_true: labels (batch, length).
        y_pred: probabilities (batch, time, classes); the last class is the blank.
        input_length: the length of each row of probabilities (batch, 1).
        label_length: the length of each row of labels (batch, 1).
    """
    lengths = tf.cast(tf.squeeze(label_length, -1), tf.int32)
    times = tf.cast(tf.squeeze(input_length, -1), tf.int32)
    logits = tf.math.log(tf.cast(y_pred, tf.float32) + config.epsilon())
    loss = tf.nn.ctc_loss(
        tf.cast(y_true, tf.int32), logits, lengths, times,
        logits_time_major=False, blank_index=-1,
    )  # fmt: skip
    return tf.expand_dims(loss, 1)


def ctc_decode(
    y_pred: Any,
    input_length: Any,
    greedy: bool = True,
    beam_width: int = 100,
    top_paths: int = 1,
) -> Any:
    """Finds the labels of sequences.

    Args:
        y_pred: probabilities (batch, time, classes); the last class is the blank.
        input_length: the length of each row.
        greedy: whether to take the best class at each time.
        beam_width: how many paths the search follows.
        top_paths: how many to return.

    Returns:
        A list of labels, -1 where nothing is, and scores.
    """
    logits = tf.math.log(tf.transpose(y_pred, [1, 0, 2]) + config.epsilon())
    lengths = tf.cast(input_length, tf.int32)
    if greedy:
        found, scores = tf.nn.ctc_greedy_decoder(logits, lengths)
    else:
        found, scores = tf.nn.ctc_beam_search_decoder(
            logits, lengths, beam_width, top_paths
        )
    return [tf.sparse.to_dense(part, default_value=-1) for part in found], scores
