"""Activation functions and the records of their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Gradient, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import binary, shape, special, unary
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import in_float32, select
from tensorbrook._src.ops.rules import all_equal, same_as

_FLOATING = "bfloat16|half|float|double"
_SELU_SCALE = 1.0507009873554805
_SELU_ALPHA = 1.7580993408473768  # scale times alpha
_ERF_SCALE = 0.7071067811865476
_TANH_SCALE = 0.7978845608028654  # sqrt(2 / pi)


def _activation(
    name: str, kernel: Any, gradient: Gradient, types: str = _FLOATING, attrs: str = ""
) -> Op:
    return Op(
        name,
        f"features: T -> activations: T | {attrs}T: {types}",
        shape=same_as(0),
        reference=in_float32(kernel),
        gradient=gradient,
        elementwise=True,
    )


def _activation_grad(
    name: str,
    kernel: Any,
    gradient: Gradient,
    inputs: str = "gradients: T, features: T",
    types: str = _FLOATING,
    attrs: str = "",
) -> Op:
    return Op(
        name,
        f"{inputs} -> backprops: T | {attrs}T: {types}",
        shape=all_equal,
        reference=in_float32(kernel),
        gradient=gradient,
        elementwise=True,
    )


def _no_slope(features: Any) -> Any:
    """Zeros: the second derivative of straight pieces is known, and it is nothing."""
    from tensorbrook._src.ops import array_creation

    return array_creation.zeros_like(features)


def _clip_grad(name: str, inside: Any) -> Op:
    def kernel(xp: Any, gradients: Any, features: Any) -> Any:
        return xp.where(inside(features), gradients, xp.zeros_like(gradients))

    def gradient(op: Any, dy: Any) -> list[Any]:
        return [record(dy, op.inputs[1]), _no_slope(op.inputs[1])]

    record = _activation_grad(name, kernel, gradient, types="real")
    return record


relu_grad_op = _clip_grad("ReluGrad", lambda x: x > 0)
relu6_grad_op = _clip_grad("Relu6Grad", lambda x: (x > 0) & (x < 6))

relu_op = _activation(
    "Relu",
    lambda xp, features: xp.maximum(features, features.dtype.type(0)),
    lambda op, dy: [relu_grad_op(dy, op.outputs[0])],
    "real",
)
relu6_op = _activation(
    "Relu6",
    lambda xp, features: xp.clip(
        features, features.dtype.type(0), features.dtype.type(6)
    ),
    lambda op, dy: [relu6_grad_op(dy, op.outputs[0])],
    "real",
)


def _leaky(xp: Any, features: Any, alpha: float) -> Any:
    slope = features.dtype.type(np.float32(alpha))  # an attribute holds 32 bits
    return xp.where(features > 0, features, features * slope)


def _leaky_grad(xp: Any, gradients: Any, features: Any, alpha: float) -> Any:
    slope = gradients.dtype.type(np.float32(alpha))
    return xp.where(features > 0, gradients, gradients * slope)


leaky_relu_grad_op = _activation_grad(
    "LeakyReluGrad",
    _leaky_grad,
    lambda op, dy: [
        leaky_relu_grad_op(dy, op.inputs[1], alpha=op.attrs["alpha"]),  # type: ignore[has-type]
        _no_slope(op.inputs[1]),
    ],
    attrs="alpha: float = 0.2, ",
)
leaky_relu_op = _activation(
    "LeakyRelu",
    _leaky,
    lambda op, dy: [leaky_relu_grad_op(dy, op.inputs[0], alpha=op.attrs["alpha"])],
    attrs="alpha: float = 0.2, ",
)

elu_grad_op = _activation_grad(
    "EluGrad",
    lambda xp, gradients, outputs: xp.where(
        outputs < 0, (outputs + outputs.dtype.type(1)) * gradients, gradients
    ),
    lambda op, dy: [
        elu_grad_op(dy, op.inputs[1]),  # type: ignore[has-type]
        select(op.inputs[1] < 0, dy * op.inputs[0], dy * 0),
    ],
    "gradients: T, outputs: T",
)
elu_op = _activation(
    "Elu",
    lambda xp, features: xp.where(
        features < 0, xp.expm1(xp.minimum(features, 0)), features
    ),
    lambda op, dy: [elu_grad_op(dy, op.outputs[0])],
)


def _selu(xp: Any, features: Any) -> Any:
    kind = features.dtype.type
    low = kind(_SELU_ALPHA) * xp.expm1(xp.minimum(features, kind(0)))
    return xp.where(features < 0, low, kind(_SELU_SCALE) * features)


def _selu_grad(xp: Any, gradients: Any, outputs: Any) -> Any:
    kind = outputs.dtype.type
    return xp.where(
        outputs < 0,
        gradients * (outputs + kind(_SELU_ALPHA)),
        gradients * kind(_SELU_SCALE),
    )


selu_grad_op = _activation_grad(
    "SeluGrad",
    _selu_grad,
    lambda op, dy: [
        selu_grad_op(dy, op.inputs[1]),  # type: ignore[has-type]
        select(op.inputs[1] < 0, dy * op.inputs[0], dy * 0),
    ],
    "gradients: T, outputs: T",
)
selu_op = _activation("Selu", _selu, lambda op, dy: [selu_grad_op(dy, op.outputs[0])])


def _softplus(xp: Any, features: Any) -> Any:
    return xp.maximum(features, features.dtype.type(0)) + xp.log1p(
        xp.exp(-xp.abs(features))
    )


softplus_grad_op = _activation_grad(
    "SoftplusGrad",
    lambda xp, gradients, features: gradients / (1 + xp.exp(-features)),
    lambda op, dy: [
        softplus_grad_op(dy, op.inputs[1]),  # type: ignore[has-type]
        _softplus_second(op, dy),
    ],
)
softplus_op = _activation(
    "Softplus", _softplus, lambda op, dy: [softplus_grad_op(dy, op.inputs[0])]
)


def _softplus_second(op: Any, dy: Any) -> Any:
    gradients, features = op.inputs
    slope = unary.sigmoid(features)
    return dy * gradients * slope * (1 - slope)


softsign_grad_op = _activation_grad(
    "SoftsignGrad",
    lambda xp, gradients, features: gradients / xp.square(1 + xp.abs(features)),
    lambda op, dy: [
        softsign_grad_op(dy, op.inputs[1]),  # type: ignore[has-type]
        -2
        * dy
        * op.inputs[0]
        * unary.sign(op.inputs[1])
        / binary.pow(1 + unary.abs(op.inputs[1]), 3),
    ],
)
softsign_op = _activation(
    "Softsign",
    lambda xp, features: features / (1 + xp.abs(features)),
    lambda op, dy: [softsign_grad_op(dy, op.inputs[0])],
)


def relu(features: Any, name: str | None = None) -> Tensor:
    """`max(features, 0)`.

    Args:
        features: A tensor of real numbers.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.relu([-1.0, 2.0]).numpy()
        array([0., 2.], dtype=float32)
    """
    return relu_op(features, name=name)  # type: ignore[no-any-return]


def relu6(features: Any, name: str | None = None) -> Tensor:
    """`min(max(features, 0), 6)`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.relu6([-1.0, 8.0]).numpy()
        array([0., 6.], dtype=float32)
    """
    return relu6_op(features, name=name)  # type: ignore[no-any-return]


def leaky_relu(features: Any, alpha: Any = 0.2, name: str | None = None) -> Tensor:
    """The features, times `alpha` where they are negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.leaky_relu([-1.0, 2.0], alpha=0.5).numpy()
        array([-0.5,  2. ], dtype=float32)
    """
    tensor = convert_to_tensor(features)
    if tensor.dtype.is_integer:
        from tensorbrook._src.core import dtypes
        from tensorbrook._src.ops import cast

        tensor = cast.cast(tensor, dtypes.float32)
    if isinstance(alpha, int | float | np.number):
        slope = float(np.float32(alpha))  # an attribute holds 32 bits
        return leaky_relu_op(tensor, alpha=slope, name=name)  # type: ignore[no-any-return]
    return binary.maximum(convert_to_tensor(alpha, dtype=tensor.dtype) * tensor, tensor)


def elu(features: Any, name: str | None = None) -> Tensor:
    """The features where positive, else `exp(features) - 1`.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.elu(2.0))
        2.0
    """
    return elu_op(features, name=name)  # type: ignore[no-any-return]


def selu(features: Any, name: str | None = None) -> Tensor:
    """Scaled exponential linear unit (Klambauer et al., 2017).

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.selu(0.0))
        0.0
    """
    return selu_op(features, name=name)  # type: ignore[no-any-return]


def softplus(features: Any, name: str | None = None) -> Tensor:
    """`log(1 + exp(features))`.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.math.softplus(0.0)) > 0.69
        True
    """
    return softplus_op(features, name=name)  # type: ignore[no-any-return]


def softsign(features: Any, name: str | None = None) -> Tensor:
    """`features / (1 + abs(features))`.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.softsign(1.0))
        0.5
    """
    return softsign_op(features, name=name)  # type: ignore[no-any-return]


def crelu(features: Any, axis: int = -1, name: str | None = None) -> Tensor:
    """`relu` of the features and of their negatives, joined along `axis`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.crelu([-1.0, 2.0]).numpy()
        array([0., 2., 1., 0.], dtype=float32)
    """
    tensor = convert_to_tensor(features)
    return relu(shape.concat([tensor, -tensor], axis), name=name)


def silu(features: Any, beta: Any = 1.0) -> Tensor:
    """`features * sigmoid(beta * features)`, also called swish.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.silu(0.0))
        0.0
    """
    tensor = convert_to_tensor(features)
    scaled = tensor * convert_to_tensor(beta, dtype=tensor.dtype)
    return tensor * unary.sigmoid(scaled)


swish = silu


def gelu(features: Any, approximate: bool = False, name: str | None = None) -> Tensor:
    """Gaussian error linear unit (Hendrycks and Gimpel, 2016).

    Args:
        features: A floating tensor.
        approximate: Whether to use the approximation by tanh.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: The tensor isn't floating.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.gelu(0.0))
        0.0
    """
    x = convert_to_tensor(features)
    if not x.dtype.is_floating:
        raise ValueError(
            f"`features.dtype` must be a floating point tensor, got {x.dtype.name}."
        )
    if approximate:
        inner = _TANH_SCALE * (x + 0.044715 * binary.pow(x, 3))
        return 0.5 * x * (1.0 + unary.tanh(inner))
    return 0.5 * x * (1.0 + special.erf(x * _ERF_SCALE))
