"""Biases, moments and normalisation."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import binary, reduce, shape, unary
from tensorbrook._src.ops.constant import convert_to_tensor, stop_gradient
from tensorbrook._src.ops.elementwise import widened
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.windows import channels_first

_LAYOUT = "data_format: {'NHWC', 'NCHW'} = 'NHWC'"


def _biased(c: ShapeContext) -> Dims:
    value, bias = c.shape(0), c.shape(1)
    if bias is not None and len(bias) != 1:
        raise c.fail(f"Biases must be 1D: {brackets(bias)}")
    if value is None:
        return None
    if len(value) < 2:
        raise c.fail(f"Input tensor must be at least 2D: {brackets(value)}")
    channels = value[1] if channels_first(c.attrs["data_format"]) else value[-1]
    if bias is not None and None not in (channels, bias[0]) and channels != bias[0]:
        raise c.fail(
            "Must provide as many biases as the last dimension of the input tensor: "
            f"{brackets(bias)} vs. {brackets(value)}"
        )
    return value


def _bias_add(xp: Any, value: Any, bias: Any, data_format: str) -> Any:
    if channels_first(data_format):
        return value + xp.reshape(bias, (-1, *(1,) * (value.ndim - 2)))
    return value + bias


def _other_axes(rank: int, data_format: str) -> tuple[int, ...]:
    channel = 1 if channels_first(data_format) else rank - 1
    return tuple(axis for axis in range(rank) if axis != channel)


bias_add_op = Op(
    "BiasAdd",
    f"value: T, bias: T -> output: T | {_LAYOUT}, T: numeric",
    shape=_biased,
    reference=_bias_add,
    gradient=lambda op, dy: [
        dy,
        bias_add_grad_op(dy, data_format=op.attrs["data_format"]),  # type: ignore[has-type]
    ],
)


def _channels(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is None:
        return (None,)
    if len(dims) < 2:
        raise c.fail(f"tensor must be at least 2D: {brackets(dims)}")
    return (dims[1] if channels_first(c.attrs["data_format"]) else dims[-1],)


def _bias_add_grad(xp: Any, out_backprop: Any, data_format: str) -> Any:
    axes = _other_axes(out_backprop.ndim, data_format)
    return xp.sum(widened(out_backprop), axis=axes).astype(out_backprop.dtype)


def _bias_grad_gradient(op: Any, dy: Any) -> list[Any]:
    tensor = op.inputs[0]
    rank, layout = len(tensor._dims), op.attrs["data_format"]
    if channels_first(layout):
        dy = shape.reshape(dy, [-1, *[1] * (rank - 2)])
    return [shape.broadcast_to(dy, shape.shape(tensor))]


bias_add_grad_op = Op(
    "BiasAddGrad",
    f"out_backprop: T -> output: T | {_LAYOUT}, T: numeric",
    shape=_channels,
    reference=_bias_add_grad,
    gradient=_bias_grad_gradient,
)

l2_loss_op = Op(
    "L2Loss",
    "t: T -> output: T | T: bfloat16|half|float|double",
    shape=lambda c: (),
    reference=lambda xp, t: (xp.sum(xp.square(widened(t))) / 2).astype(t.dtype),
    gradient=lambda op, dy: [op.inputs[0] * dy],
)


def bias_add(
    value: Any, bias: Any, data_format: str | None = None, name: str | None = None
) -> Tensor:
    """Adds a bias to each channel.

    Args:
        value: A tensor of rank 2 or more.
        bias: A vector with one number for each channel.
        data_format: "N...C" (the default) or "NC...".
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        ValueError: The data format is unknown.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.bias_add([[1, 2]], [10, 20]).numpy()
        array([[11, 22]], dtype=int32)
    """
    if data_format is not None:
        if data_format.startswith("NC"):
            data_format = "NCHW"
        elif data_format.startswith("N") and data_format.endswith("C"):
            data_format = "NHWC"
        else:
            raise ValueError(
                "`data_format` must be of the form `N...C` or `NC...`. Received: "
                f"data_format={data_format}"
            )
    tensor = convert_to_tensor(value)
    return bias_add_op(  # type: ignore[no-any-return]
        tensor,
        convert_to_tensor(bias, dtype_hint=tensor.dtype),
        data_format=data_format or "NHWC",
        name=name,
    )


def l2_loss(t: Any, name: str | None = None) -> Tensor:
    """Half the sum of squares.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.l2_loss([3.0, 4.0]))
        12.5
    """
    return l2_loss_op(t, name=name)  # type: ignore[no-any-return]


def l2_normalize(
    x: Any,
    axis: Any = None,
    epsilon: float = 1e-12,
    name: str | None = None,
    dim: Any = None,
) -> Tensor:
    """A tensor divided by its Euclidean norm along `axis`.

    Args:
        x: A tensor.
        axis: An axis or several; by default all.
        epsilon: The least sum of squares.
        name: Name of the node in a graph.
        dim: Old name of `axis`.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        ValueError: Both `axis` and `dim` are given.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.l2_normalize([3.0, 4.0]).numpy()
        array([0.6, 0.8], dtype=float32)
    """
    if dim is not None:
        if axis is not None:
            raise ValueError("tf.math.l2_normalize: give `axis` or `dim`, not both.")
        axis = dim
    tensor = convert_to_tensor(x)
    if tensor.dtype.is_complex:
        from tensorbrook._src.ops import complex_numbers

        real, imag = complex_numbers.real(tensor), complex_numbers.imag(tensor)
        square = reduce.reduce_sum(
            unary.square(real) + unary.square(imag), axis, keepdims=True
        )
        inverse = unary.rsqrt(
            binary.maximum(square, convert_to_tensor(epsilon, square.dtype))
        )
        return complex_numbers.complex(real * inverse, imag * inverse)  # type: ignore[no-any-return]
    square = reduce.reduce_sum(unary.square(tensor), axis, keepdims=True)
    inverse = unary.rsqrt(
        binary.maximum(square, convert_to_tensor(epsilon, square.dtype))
    )
    return binary.multiply(tensor, inverse, name=name)  # type: ignore[no-any-return]


def moments(
    x: Any,
    axes: Any,
    shift: Any = None,
    keepdims: bool = False,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """Mean and variance along axes.

    Args:
        x: A floating tensor.
        axes: The axes.
        shift: Accepted for compatibility.
        keepdims: Whether the axes stay, with length 1.
        name: Accepted for compatibility.

    Returns:
        Mean and variance.

    Example:
        >>> import tensorbrook as tf
        >>> [float(t) for t in tf.nn.moments(tf.constant([1.0, 3.0]), [0])]
        [2.0, 1.0]
    """
    from tensorbrook._src.ops import cast

    tensor = convert_to_tensor(x)
    half = tensor.dtype in (dtypes.float16, dtypes.bfloat16)
    wide = cast.cast(tensor, dtypes.float32) if half else tensor
    mean = reduce.reduce_mean(wide, axes, keepdims=True)
    away = binary.squared_difference(wide, stop_gradient(mean))
    variance = reduce.reduce_mean(away, axes, keepdims=keepdims)
    if not keepdims:
        mean = shape.reshape(mean, shape.shape(variance))
    if half:
        return cast.cast(mean, tensor.dtype), cast.cast(variance, tensor.dtype)
    return mean, variance


def weighted_moments(
    x: Any,
    axes: Any,
    frequency_weights: Any,
    keepdims: bool = False,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """Mean and variance along axes, with a weight for each element.

    Args:
        x: A floating tensor.
        axes: The axes.
        frequency_weights: Weights that can be broadcast to `x`.
        keepdims: Whether the axes stay, with length 1.
        name: Accepted for compatibility.

    Returns:
        Mean and variance.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.weighted_moments([1.0, 3.0], [0], [3.0, 1.0])[0])
        1.5
    """
    tensor = convert_to_tensor(x)
    weights = convert_to_tensor(frequency_weights, dtype=tensor.dtype)
    spread = shape.broadcast_to(weights, shape.shape(tensor * weights))
    total = reduce.reduce_sum(spread, axes, keepdims=True)
    mean = reduce.reduce_sum(tensor * weights, axes, keepdims=True) / total
    away = binary.squared_difference(tensor, stop_gradient(mean))
    variance = reduce.reduce_sum(away * weights, axes, keepdims=True) / total
    if not keepdims:
        axes = tuple(int(a) for a in np.asarray(axes).reshape(-1))
        mean, variance = shape.squeeze(mean, axes), shape.squeeze(variance, axes)
    return mean, variance


def sufficient_statistics(
    x: Any,
    axes: Any,
    shift: Any = None,
    keepdims: bool = False,
    name: str | None = None,
) -> tuple[Any, Tensor, Tensor, Any]:
    """Count, sum, sum of squares and shift, from which moments can be computed.

    Example:
        >>> import tensorbrook as tf
        >>> [float(t) for t in tf.nn.sufficient_statistics([1.0, 3.0], [0])[:3]]
        [2.0, 4.0, 10.0]
    """
    from tensorbrook._src.ops import cast

    tensor = convert_to_tensor(x)
    away = tensor
    if shift is not None:
        shift = convert_to_tensor(shift, dtype=tensor.dtype)
        away = tensor - shift
    total = reduce.reduce_sum(away, axes, keepdims)
    square = reduce.reduce_sum(unary.square(away), axes, keepdims)
    count = shape.size(tensor) // shape.size(total)
    return cast.cast(count, tensor.dtype), total, square, shift


def normalize_moments(
    counts: Any, mean_ss: Any, variance_ss: Any, shift: Any, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Mean and variance from sufficient statistics.

    Example:
        >>> import tensorbrook as tf
        >>> [float(t) for t in tf.nn.normalize_moments(2.0, 4.0, 10.0, None)]
        [2.0, 1.0]
    """
    divisor = 1.0 / convert_to_tensor(counts)
    shifted = convert_to_tensor(mean_ss) * divisor
    variance = convert_to_tensor(variance_ss) * divisor - unary.square(shifted)
    mean = shifted if shift is None else shifted + convert_to_tensor(shift)
    return mean, variance


def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    offset: Any,
    scale: Any,
    variance_epsilon: Any,
    name: str | None = None,
) -> Tensor:
    """`(x - mean) / sqrt(variance + epsilon) * scale + offset` (Ioffe and Szegedy, 2015).

    Args:
        x: A tensor.
        mean: The mean.
        variance: The variance.
        offset: What is added, or None.
        scale: What is multiplied, or None.
        variance_epsilon: A small number that keeps the root from zero.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.batch_normalization(3.0, 1.0, 4.0, None, None, 0.0))
        1.0
    """
    from tensorbrook._src.ops import cast

    tensor = convert_to_tensor(x)
    spread = convert_to_tensor(variance, dtype_hint=tensor.dtype)
    factor = unary.rsqrt(spread + variance_epsilon)
    if scale is not None:
        factor = factor * scale
    moved = -convert_to_tensor(mean, dtype_hint=spread.dtype) * factor
    if offset is not None:
        moved = convert_to_tensor(offset, dtype_hint=spread.dtype) + moved
    return tensor * cast.cast(factor, tensor.dtype) + cast.cast(moved, tensor.dtype)  # type: ignore[no-any-return]


def batch_norm_with_global_normalization(
    input: Any,
    mean: Any,
    variance: Any,
    beta: Any,
    gamma: Any,
    variance_epsilon: float,
    scale_after_normalization: bool,
    name: str | None = None,
) -> Tensor:
    """Normalizes each channel of images by given statistics.

    Args:
        input: Images of shape (batch, height, width, channels).
        mean: The mean of each channel.
        variance: The variance of each channel.
        beta: What is added to each channel.
        gamma: A factor for each channel, used where `scale_after_normalization`.
        variance_epsilon: Added to the variance.
        scale_after_normalization: Whether to multiply by `gamma`.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of the shape of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.batch_norm_with_global_normalization(
        ...     [[[[3.0]]]], [1.0], [4.0], [0.5], [1.0], 0.0, True
        ... ).numpy().item()
        1.5
    """
    scale = gamma if scale_after_normalization else None
    return batch_normalization(
        input, mean, variance, beta, scale, variance_epsilon, name
    )
