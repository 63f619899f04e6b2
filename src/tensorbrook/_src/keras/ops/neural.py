"""Convolutions, pooling, normalisation, attention and losses."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.layers.conv.conv_arguments import layout
from tensorbrook._src.keras.ops.conversion import (
    as_axes,
    cast_to,
    dtype_name,
    dynamic_shape,
    floats,
    operation,
    same_type,
    static_shape,
    tensor,
)


def _each(value: Any, rank: int) -> list[int]:
    """Returns one number for each image dimension."""
    return [value] * rank if isinstance(value, int) else list(value)


@operation
def conv(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Slides a kernel over images.

    Args:
        inputs: images, of one to three dimensions, with batch and channels.
        kernel: of the shape (*window, channels in, channels out).
        strides: how far the window moves.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
    """
    x, weights = floats(inputs, kernel)
    rank = len(x.shape) - 2
    return tf.nn.convolution(
        x,
        weights,
        strides=_each(strides, rank),
        padding=padding.upper(),
        data_format=layout(config.standardize_data_format(data_format), rank),
        dilations=_each(dilation_rate, rank),
    )


@operation
def depthwise_conv(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Slides a kernel over each channel of its own; see `conv`.

    Args:
        inputs: images, of one or two dimensions, with batch and channels.
        kernel: of the shape (*window, channels, multiplier).
        strides: how far the window moves.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
    """
    x, weights = floats(inputs, kernel)
    rank = len(x.shape) - 2
    first = config.standardize_data_format(data_format) == "channels_first"
    steps, gaps = _each(strides, rank), _each(dilation_rate, rank)
    if rank == 1:
        x = tf.expand_dims(x, 2 if first else 1)
        weights, steps = tf.expand_dims(weights, 0), [steps[0], steps[0]]
        gaps = [1, *gaps]
    if first:
        x = tf.transpose(x, [0, 2, 3, 1])
    found = tf.nn.depthwise_conv2d(
        x, weights, [1, *steps, 1], padding.upper(), dilations=gaps
    )
    if first:
        found = tf.transpose(found, [0, 3, 1, 2])
    return tf.squeeze(found, [2 if first else 1]) if rank == 1 else found


@operation
def separable_conv(
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Slides a kernel over each channel, and then mixes the channels.

    Args:
        inputs: images.
        depthwise_kernel: see `depthwise_conv`.
        pointwise_kernel: of the window 1.
        strides: how far the window moves.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
    """
    found = depthwise_conv(
        inputs, depthwise_kernel, strides, padding, data_format, dilation_rate
    )
    return conv(found, pointwise_kernel, 1, "valid", data_format, 1)


@operation
def conv_transpose(
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: str = "valid",
    output_padding: Any = None,
    data_format: str | None = None,
    dilation_rate: Any = 1,
) -> Any:
    """Does what the gradient of a convolution does to its inputs.

    Args:
        inputs: images, of one to three dimensions, with batch and channels.
        kernel: of the shape (*window, channels out, channels in).
        strides: how far the window moves.
        padding: `"valid"` or `"same"`.
        output_padding: how much is added to the result's size.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
    """
    x, weights = floats(inputs, kernel)
    rank = len(x.shape) - 2
    first = config.standardize_data_format(data_format) == "channels_first"
    steps, gaps = _each(strides, rank), _each(dilation_rate, rank)
    if first:
        x = tf.transpose(x, [0, *range(2, rank + 2), 1])
    window = static_shape(weights)
    sizes = dynamic_shape(x)
    extra = [None] * rank if output_padding is None else _each(output_padding, rank)
    dims = [
        transposed_size(sizes[i + 1], window[i], padding, extra[i], steps[i], gaps[i])
        for i in range(rank)
    ]
    found = _transposed(x, weights, dims, steps, gaps, padding)
    return tf.transpose(found, [0, rank + 1, *range(1, rank + 1)]) if first else found


def _transposed(
    x: Any, weights: Any, dims: Any, steps: Any, gaps: Any, padding: str
) -> Any:
    """Returns the transposed convolution in the layout with channels last."""
    rank = len(steps)
    batch, channels = dynamic_shape(x)[0], static_shape(weights)[-2]
    if rank == 1:
        x, weights = tf.expand_dims(x, 1), tf.expand_dims(weights, 0)
        dims, steps, gaps = [1, *dims], [1, *steps], [1, *gaps]
    shape = [batch, *dims, channels]
    function = tf.nn.conv3d_transpose if rank == 3 else tf.nn.conv2d_transpose
    found = function(
        x, weights, shape, [1, *steps, 1], padding.upper(), dilations=[1, *gaps, 1]
    )
    known = [d if isinstance(d, int) else None for d in dims]
    found.set_shape([x.shape[0], *known, channels])
    return tf.squeeze(found, [1]) if rank == 1 else found


def transposed_size(
    size: Any, window: int, padding: str, extra: int | None, stride: int, dilation: int
) -> Any:
    """Returns the size of the result of a transposed convolution.

    Args:
        size: the size of the inputs, a number, a tensor or None.
        window: the size of the window.
        padding: `"valid"` or `"same"`.
        extra: the output padding, or None.
        stride: how far the window moves.
        dilation: how far the window's points are apart.
    """
    if size is None:
        return None
    window = (window - 1) * dilation + 1
    if extra is None:
        if padding == "valid":
            return size * stride + max(window - stride, 0)
        return size * stride
    cut = 0 if padding == "valid" else window // 2
    return (size - 1) * stride + window - 2 * cut + extra


def _pooled(
    mode: str, inputs: Any, pool_size: Any, strides: Any, padding: str, data_format: Any
) -> Any:
    """Takes one value of each window."""
    x = floats(inputs)[0] if mode == "AVG" else tensor(inputs)
    rank = len(x.shape) - 2
    return tf.nn.pool(
        x,
        _each(pool_size, rank),
        mode,
        strides=_each(pool_size if strides is None else strides, rank),
        padding=padding.upper(),
        data_format=layout(config.standardize_data_format(data_format), rank),
    )


@operation
def max_pool(
    inputs: Any,
    pool_size: Any,
    strides: Any = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Takes the greatest value of each window.

    Args:
        inputs: images, with batch and channels.
        pool_size: the size of the window.
        strides: how far the window moves; by default its size.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return _pooled("MAX", inputs, pool_size, strides, padding, data_format)


@operation
def average_pool(
    inputs: Any,
    pool_size: Any,
    strides: Any = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Takes the mean of each window; see `max_pool`."""
    return _pooled("AVG", inputs, pool_size, strides, padding, data_format)


@operation
def adaptive_average_pool(
    inputs: Any, output_size: Any, data_format: str | None = None
) -> Any:
    """Takes means of as many windows as the result shall have.

    Args:
        inputs: images, with batch and channels.
        output_size: the size of the result.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return _adaptive(tf.reduce_mean, inputs, output_size, data_format)


@operation
def adaptive_max_pool(
    inputs: Any, output_size: Any, data_format: str | None = None
) -> Any:
    """Takes the greatest values of windows; see `adaptive_average_pool`."""
    return _adaptive(tf.reduce_max, inputs, output_size, data_format)


def _adaptive(function: Any, inputs: Any, output_size: Any, data_format: Any) -> Any:
    """Takes each axis apart into windows and those together."""
    x = floats(inputs)[0]
    rank = len(x.shape) - 2
    last = config.standardize_data_format(data_format) == "channels_last"
    for place, count in enumerate(_each(output_size, rank)):
        axis = place + (1 if last else 2)
        size = static_shape(x)[axis]
        if size is None:
            raise ValueError("adaptive pooling: the image's size must be known.")
        parts = []
        for part in range(count):
            start, stop = part * size // count, -(-(part + 1) * size // count)
            window = tf.gather(x, tf.range(start, stop), axis=axis)
            parts.append(function(window, axis))
        x = tf.stack(parts, axis)
    return x


@operation
def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    axis: int,
    offset: Any = None,
    scale: Any = None,
    epsilon: float = 1e-3,
) -> Any:
    """Brings channels to mean zero and variance one with given statistics.

    Args:
        x: a tensor.
        mean: the mean of each channel.
        variance: the variance of each channel.
        axis: the channel axis.
        offset: added to each channel.
        scale: the factor of each channel.
        epsilon: added to the variance.
    """
    x = floats(x)[0]
    shape = [1] * len(x.shape)
    shape[axis] = -1

    def spread(vector: Any) -> Any:
        return None if vector is None else tf.reshape(tensor(vector, x.dtype), shape)

    return tf.nn.batch_normalization(
        x, spread(mean), spread(variance), spread(offset), spread(scale), epsilon
    )


@operation
def layer_normalization(
    x: Any,
    gamma: Any = None,
    beta: Any = None,
    axis: Any = -1,
    epsilon: float | None = None,
    **kwargs: Any,
) -> Any:
    """Brings samples to mean zero and variance one along axes.

    Args:
        x: a tensor.
        gamma: the factor.
        beta: what is added.
        axis: the axes.
        epsilon: added to the variance.
    """
    x = floats(x)[0]
    kind = dtype_name(x)
    work = cast_to(x, "float32" if kind in ("float16", "bfloat16") else kind)
    mean, variance = tf.nn.moments(work, as_axes(axis), keepdims=True)
    least = config.epsilon() if epsilon is None else epsilon
    found = (work - mean) * tf.math.rsqrt(variance + least)
    if gamma is not None:
        found = found * _along(gamma, found, axis)
    if beta is not None:
        found = found + _along(beta, found, axis)
    return cast_to(found, kind)


@operation
def rms_normalization(
    x: Any, scale: Any = None, axis: Any = -1, epsilon: float | None = None
) -> Any:
    """Divides by the root of the mean square along axes.

    Args:
        x: a tensor.
        scale: the factor.
        axis: the axes.
        epsilon: added to the mean square.
    """
    x = floats(x)[0]
    kind = dtype_name(x)
    work = cast_to(x, "float32" if kind in ("float16", "bfloat16") else kind)
    square = tf.reduce_mean(tf.square(work), as_axes(axis), keepdims=True)
    least = config.epsilon() if epsilon is None else epsilon
    found = work * tf.math.rsqrt(square + least)
    if scale is not None:
        found = found * _along(scale, found, axis)
    return cast_to(found, kind)


def _along(values: Any, x: Any, axis: Any) -> Any:
    """Returns values in a shape that broadcasts along axes."""
    values = tensor(values, x.dtype)
    rank = len(x.shape)
    axes = [a % rank for a in as_axes(axis) or []]
    if len(values.shape) != len(axes):
        return values
    shape = [dynamic_shape(x)[a] if a in axes else 1 for a in range(rank)]
    return tf.reshape(values, shape)


@operation
def dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: float | None = None,
    is_causal: bool = False,
    flash_attention: bool | None = None,
    attn_logits_soft_cap: float | None = None,
) -> Any:
    """Mixes values by how well their keys fit the query.

    Args:
        query: (batch, length, heads, size).
        key: (batch, other length, heads, size); fewer heads are repeated.
        value: like `key`.
        bias: added to the scores (batch, heads, length, other length).
        mask: where to look.
        scale: the factor of the scores; by default one over the root of the size.
        is_causal: whether to look at earlier places only.
        flash_attention: kept for compatibility.
        attn_logits_soft_cap: a bound that scores approach.
    """
    query, key, value = floats(query, key, value)
    size = static_shape(query)[-1]
    scale = size**-0.5 if scale is None else scale
    heads, others = static_shape(query)[2], static_shape(key)[2]
    if heads != others:
        key = tf.repeat(key, heads // others, axis=2)
        value = tf.repeat(value, heads // others, axis=2)
    work = "float32" if dtype_name(query) in ("float16", "bfloat16") else query.dtype
    scores = tf.einsum("BTNH,BSNH->BNTS", query, key)
    scores = tf.cast(scores, work) * tf.cast(scale, work)
    if attn_logits_soft_cap is not None:
        scores = tf.tanh(scores / attn_logits_soft_cap) * attn_logits_soft_cap
    if bias is not None:
        scores = scores + tensor(bias, scores.dtype)
    seen = None if mask is None else tensor(mask, "bool")
    if is_causal:
        length, other = tf.shape(scores)[-2], tf.shape(scores)[-1]
        before = tf.range(other)[None, :] <= tf.range(length)[:, None]
        seen = before if seen is None else seen & before
    if seen is not None:
        scores = tf.where(seen, scores, tf.constant(-0.7 * scores.dtype.max, work))
    shares = tf.cast(tf.nn.softmax(scores), value.dtype)
    return tf.einsum("BNTS,BSNH->BTNH", shares, value)


@operation
def one_hot(
    x: Any, num_classes: int, axis: int = -1, dtype: Any = None, sparse: bool = False
) -> Any:
    """Turns numbers into vectors with a single one.

    Args:
        x: integers; negative ones give zeros.
        num_classes: the length of a vector.
        axis: the new axis.
        dtype: the type.
        sparse: not supported.
    """
    if sparse:
        raise NotImplementedError("one_hot: `sparse=True` is not supported.")
    places = tf.cast(tensor(x), "int64")
    return tf.one_hot(places, num_classes, axis=axis, dtype=dtype or config.floatx())


@operation
def multi_hot(
    inputs: Any,
    num_classes: int | None = None,
    axis: int = -1,
    dtype: Any = None,
    sparse: bool = False,
    **kwargs: Any,
) -> Any:
    """Turns several numbers into one vector with a one for each.

    Args:
        inputs: integers.
        num_classes: the length of a vector.
        axis: the new axis.
        dtype: the type.
        sparse: not supported.
        **kwargs: `num_tokens`, the old name of `num_classes`.
    """
    count = kwargs.pop("num_tokens", num_classes)
    hot = one_hot(inputs, count, axis, dtype, sparse)
    rank = len(hot.shape)
    return tf.reduce_max(hot, 1 if rank >= 3 else 0)


@operation
def binary_crossentropy(target: Any, output: Any, from_logits: bool = False) -> Any:
    """Computes the cross-entropy of probabilities with truth, value by value.

    Args:
        target: the truth.
        output: the probabilities.
        from_logits: whether `output` are logits.
    """
    target, output = same_type(*floats(target, output))
    if from_logits:
        return tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=output)
    least = config.epsilon()
    output = tf.clip_by_value(output, least, 1.0 - least)
    return -(target * tf.math.log(output) + (1.0 - target) * tf.math.log(1.0 - output))


@operation
def categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """Computes the cross-entropy of class probabilities with the truth.

    Args:
        target: a vector for each sample.
        output: the probabilities.
        from_logits: whether `output` are logits.
        axis: the class axis.
    """
    target, output = floats(target, output)
    if from_logits:
        logs = tf.nn.log_softmax(output, axis=axis)
    else:
        output = output / tf.reduce_sum(output, axis, keepdims=True)
        least = config.epsilon()
        logs = tf.math.log(tf.clip_by_value(output, least, 1.0 - least))
    return -tf.reduce_sum(target * logs, axis)


@operation
def sparse_categorical_crossentropy(
    target: Any, output: Any, from_logits: bool = False, axis: int = -1
) -> Any:
    """Computes the cross-entropy of class probabilities with class numbers.

    Args:
        target: a class number for each sample.
        output: the probabilities.
        from_logits: whether `output` are logits.
        axis: the class axis.
    """
    output = floats(output)[0]
    numbers = tf.cast(tensor(target), "int64")
    if len(numbers.shape) == len(output.shape) and static_shape(numbers)[-1] == 1:
        numbers = tf.squeeze(numbers, -1)
    if from_logits:
        logs = tf.nn.log_softmax(output, axis=axis)
    else:
        output = output / tf.reduce_sum(output, axis, keepdims=True)
        least = config.epsilon()
        logs = tf.math.log(tf.clip_by_value(output, least, 1.0 - least))
    hot = tf.one_hot(numbers, static_shape(output)[axis], axis=axis, dtype=logs.dtype)
    return -tf.reduce_sum(hot * logs, axis)


@operation
def ctc_loss(
    target: Any,
    output: Any,
    target_length: Any,
    output_length: Any,
    mask_index: int = 0,
) -> Any:
    """Computes the loss of sequences whose places are not known.

    Args:
        target: labels (batch, length).
        output: logits (batch, time, classes).
        target_length: the length of each sequence of labels.
        output_length: the length of each sequence of logits.
        mask_index: the class of the blank.
    """
    return tf.nn.ctc_loss(
        labels=tf.cast(tensor(target), "int32"),
        logits=floats(output)[0],
        label_length=tf.cast(tensor(target_length), "int32"),
        logit_length=tf.cast(tensor(output_length), "int32"),
        blank_index=mask_index,
        logits_time_major=False,
    )


@operation
def ctc_decode(
    inputs: Any,
    sequence_lengths: Any,
    strategy: str = "greedy",
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
    mask_index: int | None = 0,
) -> Any:
    """Finds the labels of sequences.

    Args:
        inputs: logits (batch, time, classes).
        sequence_lengths: the length of each sequence.
        strategy: `"greedy"` or `"beam_search"`.
        beam_width: how many paths the search follows.
        top_paths: how many to return.
        merge_repeated: whether to merge repeated labels.
        mask_index: the class of the blank.

    Returns:
        Labels (paths, batch, length), -1 where nothing is, and scores.
    """
    logits = tf.transpose(floats(inputs)[0], [1, 0, 2])
    lengths = tf.cast(tensor(sequence_lengths), "int32")
    if strategy == "greedy":
        found, scores = tf.nn.ctc_greedy_decoder(
            logits, lengths, merge_repeated=merge_repeated, blank_index=mask_index
        )
    elif strategy == "beam_search":
        if mask_index is not None:
            before, after = logits[..., :mask_index], logits[..., mask_index + 1 :]
            blank = logits[..., mask_index : mask_index + 1]
            logits = tf.concat([before, after, blank], -1)
        found, scores = tf.nn.ctc_beam_search_decoder(
            logits, lengths, beam_width, top_paths
        )
    else:
        raise ValueError(
            "ctc_decode: `strategy` must be 'greedy' or 'beam_search'. Received: "
            f"strategy={strategy!r}."
        )
    rows = [tf.sparse.to_dense(part, default_value=-1) for part in found]
    widest = tf.reduce_max([tf.shape(row)[1] for row in rows])
    rows = [
        tf.pad(row, [[0, 0], [0, widest - tf.shape(row)[1]]], constant_values=-1)
        for row in rows
    ]
    labels = tf.cast(tf.stack(rows), "int32")
    if strategy == "beam_search" and mask_index is not None:
        moved = tf.where(labels >= mask_index, labels + 1, labels)
        labels = tf.where(labels < 0, labels, moved)
    return labels, scores


@operation
def depth_to_space(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    """Turns channels into blocks of the image."""
    x = tensor(x)
    if data_format == "channels_first":
        moved = tf.nn.depth_to_space(tf.transpose(x, [0, 2, 3, 1]), block_size)
        return tf.transpose(moved, [0, 3, 1, 2])
    return tf.nn.depth_to_space(x, block_size)


@operation
def space_to_depth(x: Any, block_size: int, data_format: str = "channels_last") -> Any:
    """Turns blocks of the image into channels."""
    x = tensor(x)
    if data_format == "channels_first":
        moved = tf.nn.space_to_depth(tf.transpose(x, [0, 2, 3, 1]), block_size)
        return tf.transpose(moved, [0, 3, 1, 2])
    return tf.nn.space_to_depth(x, block_size)


@operation
def unfold(
    x: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Any:
    """Takes windows of images (batch, channels, height, width) apart into columns.

    Args:
        x: images.
        kernel_size: the size of a window.
        dilation: how far its points are apart.
        padding: how many zeros are around the images.
        stride: how far the window moves.
    """
    x = tensor(x)
    window, gaps = _each(kernel_size, 2), _each(dilation, 2)
    pads, steps = _each(padding, 2), _each(stride, 2)
    x = tf.pad(x, [[0, 0], [0, 0], [pads[0]] * 2, [pads[1]] * 2])
    batch, channels, height, width = dynamic_shape(x)
    rows = (height - (window[0] - 1) * gaps[0] - 1) // steps[0] + 1
    columns = (width - (window[1] - 1) * gaps[1] - 1) // steps[1] + 1
    parts = []
    for i in range(window[0]):
        for j in range(window[1]):
            top, left = i * gaps[0], j * gaps[1]
            bottom = top + (rows - 1) * steps[0] + 1
            right = left + (columns - 1) * steps[1] + 1
            parts.append(x[:, :, top : bottom : steps[0], left : right : steps[1]])
    whole = tf.stack(parts, 2)
    return tf.reshape(whole, [batch, channels * window[0] * window[1], rows * columns])


@operation
def fold(
    x: Any,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Any:
    """Adds the columns that `unfold` makes up to images.

    Args:
        x: columns (batch, channels * window, places).
        output_size: the size of the images.
        kernel_size: the size of a window.
        dilation: how far its points are apart.
        padding: how many zeros were around the images.
        stride: how far the window moves.
    """
    x = tensor(x)
    size, window = _each(output_size, 2), _each(kernel_size, 2)
    gaps, pads, steps = _each(dilation, 2), _each(padding, 2), _each(stride, 2)
    whole = [s + 2 * p for s, p in zip(size, pads, strict=True)]
    places = [
        (whole[a] - (window[a] - 1) * gaps[a] - 1) // steps[a] + 1 for a in range(2)
    ]
    batch, depth, _ = dynamic_shape(x)
    count = window[0] * window[1]
    parts = tf.reshape(x, [batch, depth // count, count, *places])
    total: Any = 0
    for i in range(window[0]):
        for j in range(window[1]):
            part = parts[:, :, i * window[1] + j]
            spread = _spaced(_spaced(part, 2, steps[0]), 3, steps[1])
            top, left = i * gaps[0], j * gaps[1]
            below = whole[0] - top - ((places[0] - 1) * steps[0] + 1)
            right = whole[1] - left - ((places[1] - 1) * steps[1] + 1)
            total += tf.pad(spread, [[0, 0], [0, 0], [top, below], [left, right]])
    ends = [pads[0] + size[0], pads[1] + size[1]]
    return total[:, :, pads[0] : ends[0], pads[1] : ends[1]]


def _spaced(x: Any, axis: int, step: int) -> Any:
    """Puts zeros between the values along an axis."""
    if step == 1:
        return x
    shape = dynamic_shape(x)
    wide = tf.expand_dims(x, axis + 1)
    pads = [[0, 0]] * len(wide.shape)
    pads[axis + 1] = [0, step - 1]
    merged = [*shape[:axis], shape[axis] * step, *shape[axis + 1 :]]
    found = tf.reshape(tf.pad(wide, pads), merged)
    return tf.gather(found, tf.range(shape[axis] * step - step + 1), axis=axis)
