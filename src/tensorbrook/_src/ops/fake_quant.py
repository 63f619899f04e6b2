"""Floats as if they had been quantized: `tf.quantization.fake_quant_with_min_max_vars`.

The range is moved a little so that zero is one of the steps. Gradients pass straight
through inside of the range; outside they belong to its ends.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import same_as

_OPTIONS = "num_bits: int = 8, narrow_range: bool = False"
_ENDS = "min: float = -6.0, max: float = 6.0"


def _nudged(
    xp: Any, low: Any, high: Any, num_bits: int, narrow_range: bool
) -> tuple[Any, Any, Any]:
    """The ends of the range with zero on a step, and the size of a step."""
    first = np.float32(1 if narrow_range else 0)
    last = np.float32(2**num_bits - 1)
    step = (high - low) / (last - first)
    zero = first - low / step
    zero = xp.clip(xp.floor(zero + np.float32(0.5)), first, last)
    return (first - zero) * step, (last - zero) * step, step


def _quantized(
    xp: Any, inputs: Any, low: Any, high: Any, num_bits: int, narrow_range: bool
) -> Any:
    low = xp.asarray(low, np.float32)
    high = xp.asarray(high, np.float32)
    start, end, step = _nudged(xp, low, high, num_bits, narrow_range)
    places = (xp.clip(inputs, start, end) - start) / step
    made = xp.floor(places + np.float32(0.5)) * step + start
    empty = (low == 0) & (high == 0)
    return xp.where(empty, xp.zeros_like(made), made).astype(np.float32)


def _quantized_from_zero(
    xp: Any,
    inputs: Any,
    min: float,  # noqa: A002 - the attribute's name
    max: float,  # noqa: A002 - the attribute's name
    num_bits: int,
    narrow_range: bool,
) -> Any:
    """With constant ends TensorFlow counts steps from zero, which decides ties."""
    low, high = np.float32(min), np.float32(max)
    start, end, step = _nudged(xp, low, high, num_bits, narrow_range)
    steps = np.float32(2**num_bits - 1 - narrow_range) / (high - low)
    places = xp.clip(inputs, start, end) * steps
    return (xp.floor(places + np.float32(0.5)) * step).astype(np.float32)


def _inside(
    xp: Any, inputs: Any, low: Any, high: Any, num_bits: int, narrow_range: bool
) -> tuple[Any, Any]:
    """Where the inputs are below and above the range; an empty range holds all."""
    low = xp.asarray(low, np.float32)
    high = xp.asarray(high, np.float32)
    start, end, _ = _nudged(xp, low, high, num_bits, narrow_range)
    empty = (low == 0) & (high == 0)
    return (inputs < start) & ~empty, (inputs > end) & ~empty


def _check_bits(c: ShapeContext) -> None:
    bits = c.attrs["num_bits"]
    if not 2 <= bits <= 16:
        raise c.fail(f"{c.op.name}: num_bits must be between 2 and 16, got {bits}.")


def _scalar_range(c: ShapeContext) -> Dims:
    _check_bits(c)
    first = 1 if len(c.inputs) == 3 else 2
    for index in (first, first + 1):
        if c.rank(index) not in (0, None):
            raise c.fail(
                f"{c.op.name}: `min` and `max` must be scalars, got shape "
                f"{c.shape(index)}."
            )
    return c.shape(0)


def _channel_range(c: ShapeContext) -> Dims:
    _check_bits(c)
    dims = c.shape(0)
    first = 1 if len(c.inputs) == 3 else 2
    if dims is not None and not dims:
        raise c.fail(f"{c.op.name}: `inputs` must have an axis of channels.")
    for index in (first, first + 1):
        ends = c.shape(index)
        if ends is None or dims is None:
            continue
        if len(ends) != 1 or (None not in (ends[0], dims[-1]) and ends[0] != dims[-1]):
            raise c.fail(
                f"{c.op.name}: `min` and `max` must have one value for each of the "
                f"channels of `inputs`, whose shape is {dims}, got shape {ends}."
            )
    return dims


def _args_shape(c: ShapeContext) -> Dims:
    _check_bits(c)
    if c.attrs["min"] >= c.attrs["max"]:
        raise c.fail(
            f"{c.op.name}: min must be less than max, got {c.attrs['min']} and "
            f"{c.attrs['max']}."
        )
    return c.shape(0)


def _args_slope(
    xp: Any,
    gradients: Any,
    inputs: Any,
    min: float,
    max: float,
    **options: Any,  # noqa: A002
) -> Any:
    below, above = _inside(xp, inputs, min, max, **options)
    return gradients * ~(below | above)


fake_quant_args_op = Op(
    "FakeQuantWithMinMaxArgs",
    f"inputs: float32 -> outputs: float32 | {_ENDS}, {_OPTIONS}",
    shape=_args_shape,
    reference=_quantized_from_zero,
    gradient=lambda op, dy: [
        fake_quant_args_gradient_op(dy, op.inputs[0], **op.attrs)  # type: ignore[has-type]
    ],
)

fake_quant_args_gradient_op = Op(
    "FakeQuantWithMinMaxArgsGradient",
    f"gradients: float32, inputs: float32 -> backprops: float32 | {_ENDS}, {_OPTIONS}",
    shape=_args_shape,
    reference=_args_slope,
    gradient=NOT_DIFFERENTIABLE,
)


def _slopes(
    xp: Any,
    axes: Any,
    gradients: Any,
    inputs: Any,
    min: Any,  # noqa: A002 - the input's name
    max: Any,  # noqa: A002 - the input's name
    **options: Any,
) -> tuple[Any, Any, Any]:
    below, above = _inside(xp, inputs, min, max, **options)
    return (
        gradients * ~(below | above),
        xp.sum(gradients * below, axis=axes),
        xp.sum(gradients * above, axis=axes),
    )


def _all_slopes(xp: Any, gradients: Any, *rest: Any, **options: Any) -> Any:
    return _slopes(xp, None, gradients, *rest, **options)


def _channel_slopes(xp: Any, gradients: Any, *rest: Any, **options: Any) -> Any:
    axes = tuple(range(gradients.ndim - 1))
    return _slopes(xp, axes, gradients, *rest, **options)


fake_quant_vars_op = Op(
    "FakeQuantWithMinMaxVars",
    f"inputs: float32, min: float32, max: float32 -> outputs: float32 | {_OPTIONS}",
    shape=_scalar_range,
    reference=_quantized,
    gradient=lambda op, dy: list(
        fake_quant_vars_gradient_op(dy, *op.inputs, **op.attrs)  # type: ignore[has-type]
    ),
)

_SLOPES = (
    "gradients: float32, inputs: float32, min: float32, max: float32 -> "
    "backprops_wrt_input: float32, backprop_wrt_min: float32, backprop_wrt_max: float32 "
    f"| {_OPTIONS}"
)

fake_quant_vars_gradient_op = Op(
    "FakeQuantWithMinMaxVarsGradient",
    _SLOPES,
    shape=lambda c: [_scalar_range(c), (), ()],
    reference=_all_slopes,
    gradient=NOT_DIFFERENTIABLE,
)

fake_quant_per_channel_op = Op(
    "FakeQuantWithMinMaxVarsPerChannel",
    f"inputs: float32, min: float32, max: float32 -> outputs: float32 | {_OPTIONS}",
    shape=_channel_range,
    reference=_quantized,
    gradient=lambda op, dy: list(
        fake_quant_per_channel_gradient_op(dy, *op.inputs, **op.attrs)  # type: ignore[has-type]
    ),
)

fake_quant_per_channel_gradient_op = Op(
    "FakeQuantWithMinMaxVarsPerChannelGradient",
    _SLOPES,
    shape=lambda c: [_channel_range(c), c.shape(2), c.shape(3)],
    reference=_channel_slopes,
    gradient=NOT_DIFFERENTIABLE,
)


def fake_quant_with_min_max_args(
    inputs: Any,
    min: float = -6,  # noqa: A002 - the public name
    max: float = 6,  # noqa: A002 - the public name
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Tensor:
    """Rounds floats to the steps that integers of `num_bits` bits have in a range.

    Args:
        inputs: A tensor of float32.
        min: The lower end of the range.
        max: The upper end.
        num_bits: How many bits an integer has.
        narrow_range: Whether the smallest integer is left out.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `inputs`.

    Raises:
        InvalidArgumentError: The range is empty, or the bits are too few or too many.

    Example:
        >>> import tensorbrook as tf
        >>> tf.quantization.fake_quant_with_min_max_args([0.3], 0, 1, num_bits=2).numpy()
        array([0.33333334], dtype=float32)
    """
    return fake_quant_args_op(  # type: ignore[no-any-return]
        inputs,
        min=min,
        max=max,
        num_bits=num_bits,
        narrow_range=narrow_range,
        name=name,
    )


def fake_quant_with_min_max_args_gradient(
    gradients: Any,
    inputs: Any,
    min: float = -6,  # noqa: A002 - the public name
    max: float = 6,  # noqa: A002 - the public name
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Tensor:
    """The gradient of `fake_quant_with_min_max_args`: zero outside of the range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.quantization.fake_quant_with_min_max_args_gradient(
        ...     [1.0, 1.0], [0.0, 9.0]
        ... ).numpy()
        array([1., 0.], dtype=float32)
    """
    return fake_quant_args_gradient_op(  # type: ignore[no-any-return]
        gradients,
        inputs,
        min=min,
        max=max,
        num_bits=num_bits,
        narrow_range=narrow_range,
        name=name,
    )


def fake_quant_with_min_max_vars(
    inputs: Any,
    min: Any,  # noqa: A002 - the public name
    max: Any,  # noqa: A002 - the public name
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Tensor:
    """Rounds floats to steps in a range whose ends may be learned.

    Args:
        inputs: A tensor of float32.
        min: The lower end of the range, a scalar.
        max: The upper end, a scalar.
        num_bits: How many bits an integer has.
        narrow_range: Whether the smallest integer is left out.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `inputs`.

    Raises:
        InvalidArgumentError: An end is no scalar, or the bits are too few or too many.

    Example:
        >>> import tensorbrook as tf
        >>> tf.quantization.fake_quant_with_min_max_vars([0.3], 0.0, 1.0, 2).numpy()
        array([0.33333334], dtype=float32)
    """
    return fake_quant_vars_op(  # type: ignore[no-any-return]
        inputs, min, max, num_bits=num_bits, narrow_range=narrow_range, name=name
    )


def fake_quant_with_min_max_vars_gradient(
    gradients: Any,
    inputs: Any,
    min: Any,  # noqa: A002 - the public name
    max: Any,  # noqa: A002 - the public name
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """The gradients of `fake_quant_with_min_max_vars` by its inputs and both ends.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.quantization.fake_quant_with_min_max_vars_gradient(
        ...     [1.0, 1.0], [0.0, 9.0], -1.0, 1.0
        ... )
        >>> float(found[2])
        1.0
    """
    return fake_quant_vars_gradient_op(
        gradients,
        inputs,
        min,
        max,
        num_bits=num_bits,
        narrow_range=narrow_range,
        name=name,
    )


def fake_quant_with_min_max_vars_per_channel(
    inputs: Any,
    min: Any,  # noqa: A002 - the public name
    max: Any,  # noqa: A002 - the public name
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Tensor:
    """Rounds floats to steps, with a range for each index of the last axis.

    Args:
        inputs: A tensor of float32.
        min: The lower ends of the ranges, a vector.
        max: The upper ends, a vector.
        num_bits: How many bits an integer has.
        narrow_range: Whether the smallest integer is left out.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `inputs`.

    Raises:
        InvalidArgumentError: There are more or fewer ranges than channels.

    Example:
        >>> import tensorbrook as tf
        >>> tf.quantization.fake_quant_with_min_max_vars_per_channel(
        ...     [[0.3, 0.3]], [0.0, 0.0], [1.0, 3.0], num_bits=2
        ... ).numpy()
        array([[0.33333334, 0.        ]], dtype=float32)
    """
    return fake_quant_per_channel_op(  # type: ignore[no-any-return]
        inputs, min, max, num_bits=num_bits, narrow_range=narrow_range, name=name
    )


def fake_quant_with_min_max_vars_per_channel_gradient(
    gradients: Any,
    inputs: Any,
    min: Any,  # noqa: A002 - the public name
    max: Any,  # noqa: A002 - the public name
    num_bits: int = 8,
    narrow_range: bool = False,
    name: str | None = None,
) -> Any:
    """The gradients of `fake_quant_with_min_max_vars_per_channel`.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.quantization.fake_quant_with_min_max_vars_per_channel_gradient(
        ...     [[1.0, 1.0]], [[0.0, 9.0]], [-1.0, -1.0], [1.0, 1.0]
        ... )
        >>> found[2].numpy()
        array([0., 1.], dtype=float32)
    """
    return fake_quant_per_channel_gradient_op(
        gradients,
        inputs,
        min,
        max,
        num_bits=num_bits,
        narrow_range=narrow_range,
        name=name,
    )
