"""Element-wise functions of one tensor: powers, logarithms, rounding, tests."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import complex_numbers
from tensorbrook._src.ops.complex_numbers import conj
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import (
    REAL,
    SIGNED,
    in_float32,
    no_gradients,
    unary,
)
from tensorbrook._src.ops.rules import broadcast, same_as

exp_op = unary(
    "Exp",
    lambda xp, x: xp.exp(x),
    lambda x, y: y,
)

expm1_op = unary(
    "Expm1",
    lambda xp, x: xp.expm1(x),
    lambda x, y: exp(x),
)

log_op = unary(
    "Log",
    lambda xp, x: xp.log(x),
    lambda x, y: reciprocal(x),
)

log1p_op = unary(
    "Log1p",
    lambda xp, x: xp.log1p(x),
    lambda x, y: reciprocal(1 + x),
)

sqrt_op = unary(
    "Sqrt",
    lambda xp, x: xp.sqrt(x),
    gradient=lambda op, dy: [sqrt_grad_op(op.outputs[0], dy)],
    takes_sparse=True,
)

rsqrt_op = unary(
    "Rsqrt",
    lambda xp, x: 1 / xp.sqrt(x),
    gradient=lambda op, dy: [rsqrt_grad_op(op.outputs[0], dy)],
)

reciprocal_op = unary(
    "Reciprocal",
    lambda xp, x: _inverse(xp, x),
    gradient=lambda op, dy: [reciprocal_grad_op(op.outputs[0], dy)],
    types=f"{SIGNED}|complex",
)

inv_op = unary(
    "Inv",
    lambda xp, x: _inverse(xp, x),
    gradient=lambda op, dy: [reciprocal_grad_op(op.outputs[0], dy)],
    types=f"{SIGNED}|complex",
)

sigmoid_op = unary(
    "Sigmoid",
    lambda xp, x: 1 / (1 + xp.exp(-x)),
    gradient=lambda op, dy: [sigmoid_grad_op(op.outputs[0], dy)],
)

tanh_op = unary(
    "Tanh",
    lambda xp, x: xp.tanh(x),
    gradient=lambda op, dy: [tanh_grad_op(op.outputs[0], dy)],
    takes_sparse=True,
)

square_op = unary(
    "Square",
    lambda xp, x: x * x,
    lambda x, y: 2 * x,
    types="numeric",
    takes_sparse=True,
)

abs_op = unary(
    "Abs",
    lambda xp, x: xp.abs(x),
    lambda x, y: sign(x),
    types=SIGNED,
    takes_sparse=True,
)

neg_op = unary(
    "Neg",
    lambda xp, x: -x,
    gradient=lambda op, dy: [negative(dy)],
    types=f"{SIGNED}|complex",
    takes_sparse=True,
)

sign_op = unary(
    "Sign",
    lambda xp, x: _sign(xp, x),
    gradient=lambda op, dy: [dy * 0],
    types=f"{SIGNED}|complex",
    takes_sparse=True,
)

round_op = unary(
    "Round",
    lambda xp, x: xp.round(x),
    gradient=no_gradients,
    types=f"{SIGNED}|complex",
)

floor_op = unary(
    "Floor",
    lambda xp, x: xp.floor(x),
    gradient=no_gradients,
    types="floating",
)

ceil_op = unary(
    "Ceil",
    lambda xp, x: xp.ceil(x),
    gradient=no_gradients,
    types="floating",
)

rint_op = unary(
    "Rint",
    lambda xp, x: xp.rint(x),
    gradient=no_gradients,
    types="floating",
)


def _inverse(xp: Any, x: Any) -> Any:
    if x.dtype.kind != "i":
        return 1 / x
    # Integers are cut towards zero: only 1 and -1 have an inverse.
    if xp.__name__ == "numpy" and (x == 0).any():
        raise ValueError("Integer division by zero")
    return xp.where(xp.abs(x) == 1, x, 0)


def _sign(xp: Any, x: Any) -> Any:
    if x.dtype.kind != "c":
        return xp.sign(x)
    size = xp.abs(x)
    return xp.where(size == 0, 0, x / xp.where(size == 0, 1, size)).astype(x.dtype)


def _from_output(name: str, function: Any, gradient: Any) -> Op:
    """A record of a gradient that is computed from the output `y` of the function."""
    return Op(
        name,
        f"y: T, dy: T -> z: T | T: {REAL}",
        shape=broadcast,
        reference=in_float32(function),
        gradient=gradient,
        elementwise=True,
    )


def _tanh_grad_gradient(op: Any, grad: Any) -> list[Any]:
    y, dy = conj(op.inputs[0]), conj(op.inputs[1])
    return [grad * -2.0 * dy * y, tanh_grad_op(y, grad)]


def _sigmoid_grad_gradient(op: Any, grad: Any) -> list[Any]:
    y, dy = conj(op.inputs[0]), conj(op.inputs[1])
    return [grad * dy * (1 - 2 * y), sigmoid_grad_op(y, grad)]


def _sqrt_grad_gradient(op: Any, grad: Any) -> list[Any]:
    y = op.inputs[0]
    scaled = grad / conj(y)
    return [-conj(scaled) * op.outputs[0], 0.5 * scaled]


def _rsqrt_grad_gradient(op: Any, grad: Any) -> list[Any]:
    y, dy = conj(op.inputs[0]), conj(op.inputs[1])
    return [-1.5 * (grad * dy) * square(y), rsqrt_grad_op(y, grad)]


def _reciprocal_grad_gradient(op: Any, grad: Any) -> list[Any]:
    y, dy = conj(op.inputs[0]), conj(op.inputs[1])
    return [-2.0 * grad * dy * y, reciprocal_grad_op(y, grad)]


tanh_grad_op: Op = _from_output(
    "TanhGrad",
    lambda xp, y, dy: dy * (1 - xp.conj(y) * xp.conj(y)),
    _tanh_grad_gradient,
)

sigmoid_grad_op: Op = _from_output(
    "SigmoidGrad",
    lambda xp, y, dy: dy * xp.conj(y) * (1 - xp.conj(y)),
    _sigmoid_grad_gradient,
)

sqrt_grad_op: Op = _from_output(
    "SqrtGrad",
    lambda xp, y, dy: _unless_zero(xp, dy, dy * y.dtype.type(0.5) / xp.conj(y)),
    _sqrt_grad_gradient,
)

rsqrt_grad_op: Op = _from_output(
    "RsqrtGrad",
    lambda xp, y, dy: _unless_zero(xp, dy, dy * y.dtype.type(-0.5) * xp.conj(y) ** 3),
    _rsqrt_grad_gradient,
)

reciprocal_grad_op: Op = _from_output(
    "ReciprocalGrad",
    lambda xp, y, dy: _unless_zero(xp, dy, -dy * xp.conj(y) * xp.conj(y)),
    _reciprocal_grad_gradient,
)

inv_grad_op = _from_output(
    "InvGrad",
    lambda xp, y, dy: _unless_zero(xp, dy, -dy * xp.conj(y) * xp.conj(y)),
    _reciprocal_grad_gradient,
)


def _unless_zero(xp: Any, dy: Any, slope: Any) -> Any:
    """No gradient stays none where the slope is infinite, as `tf.where` relies on."""
    return xp.where(dy == 0, xp.zeros((), slope.dtype), slope)


def _test(name: str, function: Any) -> Op:
    """A record of a question that is answered element by element."""
    return Op(
        name,
        "x: T -> y: bool | T: floating",
        shape=same_as(0),
        reference=function,
        gradient=NOT_DIFFERENTIABLE,
        elementwise=True,
    )


is_nan_op = _test("IsNan", lambda xp, x: xp.isnan(x))
is_inf_op = _test("IsInf", lambda xp, x: xp.isinf(x))
is_finite_op = _test("IsFinite", lambda xp, x: xp.isfinite(x))


def exp(x: Any, name: str | None = None) -> Tensor:
    """Computes e to the power of `x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.exp([0.0, 1.0]).numpy().round(3)
        array([1.   , 2.718], dtype=float32)
    """
    return exp_op(x, name=name)  # type: ignore[no-any-return]


def expm1(x: Any, name: str | None = None) -> Tensor:
    """Computes `exp(x) - 1`, exactly also where `x` is close to zero.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.expm1([0.0, 1.0]).numpy().round(3)
        array([0.   , 1.718], dtype=float32)
    """
    return expm1_op(x, name=name)  # type: ignore[no-any-return]


def log(x: Any, name: str | None = None) -> Tensor:
    """Computes the natural logarithm.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.log([1.0, 2.0]).numpy().round(3)
        array([0.   , 0.693], dtype=float32)
    """
    return log_op(x, name=name)  # type: ignore[no-any-return]


def log1p(x: Any, name: str | None = None) -> Tensor:
    """Computes `log(1 + x)`, exactly also where `x` is close to zero.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.log1p([0.0, 1.0]).numpy().round(3)
        array([0.   , 0.693], dtype=float32)
    """
    return log1p_op(x, name=name)  # type: ignore[no-any-return]


def sqrt(x: Any, name: str | None = None) -> Tensor:
    """Computes the square root; nan for negative numbers.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sqrt([4.0, 9.0]).numpy()
        array([2., 3.], dtype=float32)
    """
    return sqrt_op(x, name=name)  # type: ignore[no-any-return]


def rsqrt(x: Any, name: str | None = None) -> Tensor:
    """Computes `1 / sqrt(x)`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.rsqrt([4.0, 16.0]).numpy()
        array([0.5 , 0.25], dtype=float32)
    """
    return rsqrt_op(x, name=name)  # type: ignore[no-any-return]


def reciprocal(x: Any, name: str | None = None) -> Tensor:
    """Computes `1 / x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.reciprocal([4.0, -2.0]).numpy()
        array([ 0.25, -0.5 ], dtype=float32)
    """
    return reciprocal_op(x, name=name)  # type: ignore[no-any-return]


def square(x: Any, name: str | None = None) -> Tensor:
    """Computes `x * x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.square([3, -4]).numpy()
        array([ 9, 16], dtype=int32)
    """
    return square_op(x, name=name)  # type: ignore[no-any-return]


def negative(x: Any, name: str | None = None) -> Tensor:
    """Computes `-x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.negative([3, -4]).numpy()
        array([-3,  4], dtype=int32)
    """
    return neg_op(x, name=name)  # type: ignore[no-any-return]


def sigmoid(x: Any, name: str | None = None) -> Tensor:
    """Computes `1 / (1 + exp(-x))`, which lies between 0 and 1.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sigmoid([0.0, 2.0]).numpy().round(3)
        array([0.5  , 0.881], dtype=float32)
    """
    return sigmoid_op(x, name=name)  # type: ignore[no-any-return]


def tanh(x: Any, name: str | None = None) -> Tensor:
    """Computes the hyperbolic tangent, which lies between -1 and 1.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tanh([0.0, 1.0]).numpy().round(3)
        array([0.   , 0.762], dtype=float32)
    """
    return tanh_op(x, name=name)  # type: ignore[no-any-return]


def floor(x: Any, name: str | None = None) -> Tensor:
    """Computes the largest integer that is not above `x`, element by element.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.floor([1.5, -1.5]).numpy()
        array([ 1., -2.], dtype=float32)
    """
    return floor_op(x, name=name)  # type: ignore[no-any-return]


def ceil(x: Any, name: str | None = None) -> Tensor:
    """Computes the smallest integer that is not below `x`, element by element.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.ceil([1.5, -1.5]).numpy()
        array([ 2., -1.], dtype=float32)
    """
    return ceil_op(x, name=name)  # type: ignore[no-any-return]


def rint(x: Any, name: str | None = None) -> Tensor:
    """Rounds to the nearest integer, halves to the even one.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.rint([0.5, 1.5]).numpy()
        array([0., 2.], dtype=float32)
    """
    return rint_op(x, name=name)  # type: ignore[no-any-return]


def is_nan(x: Any, name: str | None = None) -> Tensor:
    """Tells which elements are nan.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.is_nan([1.0, float("nan")]).numpy()
        array([False,  True])
    """
    return is_nan_op(x, name=name)  # type: ignore[no-any-return]


def is_inf(x: Any, name: str | None = None) -> Tensor:
    """Tells which elements are infinite.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.is_inf([1.0, float("inf")]).numpy()
        array([False,  True])
    """
    return is_inf_op(x, name=name)  # type: ignore[no-any-return]


def is_finite(x: Any, name: str | None = None) -> Tensor:
    """Tells which elements are neither infinite nor nan.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.is_finite([1.0, float("inf")]).numpy()
        array([ True, False])
    """
    return is_finite_op(x, name=name)  # type: ignore[no-any-return]


def abs(x: Any, name: str | None = None) -> Tensor:
    """Computes the absolute value; of a complex number its distance from zero.

    Args:
        x: A tensor of signed numbers.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`; of its real type if it is complex.

    Example:
        >>> import tensorbrook as tf
        >>> tf.abs([-2, 3]).numpy()
        array([2, 3], dtype=int32)
    """
    if isinstance(x, CompositeTensor):
        return abs_op(x, name=name)  # type: ignore[no-any-return]
    tensor = convert_to_tensor(x)
    if tensor.dtype.is_complex:
        return complex_numbers.complex_abs(tensor, name)
    return abs_op(tensor, name=name)  # type: ignore[no-any-return]


def sign(x: Any, name: str | None = None) -> Tensor:
    """Computes -1, 0 or 1; of a complex number `x / abs(x)`.

    Args:
        x: A tensor of signed numbers.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sign([-2.5, 0.0, 3.0]).numpy()
        array([-1.,  0.,  1.], dtype=float32)
    """
    return sign_op(x, name=name)  # type: ignore[no-any-return]


def round(x: Any, name: str | None = None) -> Tensor:
    """Rounds to the nearest integer, halves to the even one.

    Args:
        x: A numeric tensor; integers stay as they are.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.round([0.9, 2.5, -1.5]).numpy()
        array([ 1.,  2., -2.], dtype=float32)
    """
    tensor = convert_to_tensor(x)
    if tensor.dtype.is_integer:
        return tensor
    return round_op(tensor, name=name)  # type: ignore[no-any-return]


def reciprocal_no_nan(x: Any, name: str | None = None) -> Tensor:
    """Computes `1 / x`, and 0 where `x` is 0.

    Args:
        x: A tensor of floats or complex numbers.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.reciprocal_no_nan([2.0, 0.0]).numpy()
        array([0.5, 0. ], dtype=float32)
    """
    from tensorbrook._src.ops import array_creation, binary

    tensor = convert_to_tensor(x)
    return binary.div_no_nan(array_creation.ones_like(tensor), tensor, name)


def log_sigmoid(x: Any, name: str | None = None) -> Tensor:
    """Computes `log(sigmoid(x))` without overflow.

    Args:
        x: A tensor of floats.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.log_sigmoid([0.0]).numpy().round(3)
        array([-0.693], dtype=float32)
    """
    from tensorbrook._src.ops import activations

    return negative(activations.softplus(negative(convert_to_tensor(x))), name)
