"""Local response normalization: each channel divided by its neighbours' energy."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.elementwise import in_float32

_ATTRS = (
    "depth_radius: int = 5, bias: float = 1.0, alpha: float = 1.0, beta: float = 0.5, "
    "T: half|bfloat16|float32 = float32"
)


def _window_sum(xp: Any, x: Any, radius: int) -> Any:
    """For each channel, the sum over the channels up to `radius` away."""
    depth = x.shape[-1]
    radius = min(radius, depth)
    padded = xp.pad(x, [(0, 0)] * (x.ndim - 1) + [(radius, radius)])
    total = padded[..., :depth]
    for start in range(1, 2 * radius + 1):
        total = total + padded[..., start : start + depth]
    return total


def _energy(xp: Any, x: Any, radius: int, bias: float, alpha: float) -> Any:
    return bias + alpha * _window_sum(xp, x * x, radius)


def _normalized(
    xp: Any, x: Any, depth_radius: int, bias: float, alpha: float, beta: float
) -> Any:
    energy = _energy(xp, x, depth_radius, bias, alpha)
    return (x * energy ** (-beta)).astype(x.dtype)


def _normalized_gradient(
    xp: Any,
    dy: Any,
    x: Any,
    y: Any,
    depth_radius: int,
    bias: float,
    alpha: float,
    beta: float,
) -> Any:
    energy = _energy(xp, x, depth_radius, bias, alpha)
    shared = _window_sum(xp, dy * y / energy, depth_radius)
    found = dy * energy ** (-beta) - 2 * alpha * beta * x * shared
    return found.astype(x.dtype)


def _images(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) != 4:
        raise c.fail(f"{c.op.name}: in must be 4-dimensional, got shape {list(dims)}")
    if c.attrs["depth_radius"] < 0:
        raise c.fail(
            f"{c.op.name}: depth_radius = {c.attrs['depth_radius']} must be >= 0"
        )
    for index, other in enumerate(c.shapes()):
        if not compatible(dims, other):
            raise c.fail(
                f"{c.op.name}: the inputs must have one shape, but input 0 has {dims} and "
                f"input {index} has {other}"
            )
    return dims


def _options(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("depth_radius", "bias", "alpha", "beta")}


lrn_grad_op = Op(
    "LRNGrad",
    f"input_grads: T, input_image: T, output_image: T -> output: T | {_ATTRS}",
    shape=_images,
    reference=in_float32(_normalized_gradient),
    gradient=NOT_DIFFERENTIABLE,
)

lrn_op = Op(
    "LRN",
    f"input: T -> output: T | {_ATTRS}",
    shape=_images,
    reference=in_float32(_normalized),
    gradient=lambda op, dy: [
        lrn_grad_op(dy, op.inputs[0], op.outputs[0], **_options(op))
    ],
)


def local_response_normalization(
    input: Any,
    depth_radius: int = 5,
    bias: float = 1,
    alpha: float = 1,
    beta: float = 0.5,
    name: str | None = None,
) -> Tensor:
    """Divides each channel by a power of the energy of the channels around it.

    Args:
        input: Images of shape (batch, height, width, channels).
        depth_radius: How far away a channel may be to count.
        bias: Added to the sum of squares, so that nothing is divided by zero.
        alpha: A factor of the sum of squares.
        beta: The exponent.
        name: Name of the node in a graph.

    Returns:
        `input / (bias + alpha * sum of squares) ** beta`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.local_response_normalization([[[[2.0]]]], bias=0.0).numpy().item()
        1.0
    """
    return lrn_op(  # type: ignore[no-any-return]
        input,
        depth_radius=depth_radius,
        bias=float(bias),
        alpha=float(alpha),
        beta=float(beta),
        name=name,
    )
