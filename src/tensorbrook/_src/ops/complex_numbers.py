"""Complex numbers: their parts, absolute values and conjugates."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import broadcast, same_as

_TYPES = "T: complex = complex64, Tout: {float32, float64} = float32"


def _part(name: str, function: Any, gradient: Any, argument: str = "input") -> Op:
    output = "y" if argument == "x" else "output"
    return Op(
        name,
        f"{argument}: T -> {output}: Tout | {_TYPES}",
        shape=same_as(0),
        reference=lambda xp, input, Tout: function(xp, input).astype(Tout.numpy_dtype),
        gradient=gradient,
        elementwise=True,
    )


def _angle_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import unary

    z = op.inputs[0]
    turned = complex(imag(z), real(z))
    return [-unary.reciprocal(turned) * complex(dy, dy * 0)]


def _abs_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import unary

    return [complex(dy, dy * 0) * unary.sign(op.inputs[0])]


def _zeros(tensor: Any) -> Any:
    from tensorbrook._src.ops import array_creation

    return array_creation.zeros_like(tensor)


real_op = _part("Real", lambda xp, x: x.real, lambda op, dy: [complex(dy, _zeros(dy))])
imag_op = _part("Imag", lambda xp, x: x.imag, lambda op, dy: [complex(_zeros(dy), dy)])
angle_op = _part("Angle", lambda xp, x: xp.angle(x), _angle_gradient)
complex_abs_op = _part("ComplexAbs", lambda xp, x: xp.abs(x), _abs_gradient, "x")

complex_op = Op(
    "Complex",
    "real: T, imag: T -> out: Tout | T: {float32, float64} = float32, "
    "Tout: complex = complex64",
    shape=broadcast,
    reference=lambda xp, real, imag, Tout: _joined(xp, real, imag, Tout.numpy_dtype),
    gradient=lambda op, dy: _complex_gradient(op, dy),
    elementwise=True,
)

conj_op = Op(
    "Conj",
    "input: T -> output: T | T: {complex64, complex128, variant} = complex64",
    shape=same_as(0),
    reference=lambda xp, input: xp.conj(input),
    gradient=lambda op, dy: [conj(dy)],
    elementwise=True,
)


def _joined(xp: Any, real: Any, imag: Any, dtype: Any) -> Any:
    if xp.__name__ != "numpy":
        return (real + 1j * imag).astype(dtype)
    # Not by arithmetic: inf + 1j * 0 would be nan in both parts.
    joined = xp.empty(xp.broadcast_shapes(real.shape, imag.shape), dtype)
    joined.real, joined.imag = real, imag
    return joined


def _complex_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import binary

    first, second = op.inputs
    return [
        binary.unbroadcast(real(dy), first),
        binary.unbroadcast(imag(dy), second),
    ]


def complex(real: Any, imag: Any, name: str | None = None) -> Tensor:
    """Makes complex numbers of real and imaginary parts.

    Args:
        real: A tensor of float32 or float64.
        imag: A tensor of the same type.
        name: Name of the node in a graph.

    Returns:
        A tensor of complex64 or complex128.

    Raises:
        TypeError: The parts are of different types, or of one that has no complex twin.

    Example:
        >>> import tensorbrook as tf
        >>> tf.complex([2.25, 3.25], [4.75, 5.75]).numpy()
        array([2.25+4.75j, 3.25+5.75j], dtype=complex64)
    """
    first = convert_to_tensor(real)
    second = convert_to_tensor(imag)
    kinds = (first.dtype.base_dtype, second.dtype.base_dtype)
    if kinds == (dtypes.float64, dtypes.float64):
        wanted = dtypes.complex128
    elif kinds == (dtypes.float32, dtypes.float32):
        wanted = dtypes.complex64
    else:
        raise TypeError(
            "tf.complex: `real` and `imag` must both be float32 or both float64. "
            f"Received: real.dtype={kinds[0].name}, imag.dtype={kinds[1].name}"
        )
    return complex_op(first, second, Tout=wanted, name=name)  # type: ignore[no-any-return]


def real(input: Any, name: str | None = None) -> Tensor:
    """Returns the real parts of complex numbers.

    Args:
        input: A numeric tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of float32 or float64; `input` itself if it is real.

    Raises:
        TypeError: `input` is not numeric.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.real(tf.constant([2.25 + 4.75j])).numpy()
        array([2.25])
    """
    tensor = convert_to_tensor(input)
    if not tensor.dtype.is_complex:
        if tensor.dtype.is_numeric:
            return tensor
        raise TypeError(f"tf.math.real takes numbers, got dtype {tensor.dtype.name}.")
    return real_op(tensor, Tout=tensor.dtype.real_dtype, name=name)  # type: ignore[no-any-return]


def imag(input: Any, name: str | None = None) -> Tensor:
    """Returns the imaginary parts of complex numbers; zeros for real ones.

    Args:
        input: A numeric tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of float32 or float64, or of the real type of `input`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.imag(tf.constant([2.25 + 4.75j])).numpy()
        array([4.75])
    """
    tensor = convert_to_tensor(input)
    if not tensor.dtype.is_complex:
        return _zeros(tensor)  # type: ignore[no-any-return]
    return imag_op(tensor, Tout=tensor.dtype.real_dtype, name=name)  # type: ignore[no-any-return]


def angle(input: Any, name: str | None = None) -> Tensor:
    """Returns the argument of complex numbers, in (-pi, pi].

    Args:
        input: A numeric tensor; a negative real number has the angle pi.
        name: Name of the node in a graph.

    Returns:
        A tensor of float32 or float64.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.angle(tf.constant([1j, -1 + 0j])).numpy()
        array([1.57079633, 3.14159265])
    """
    from tensorbrook._src.ops import array_creation
    from tensorbrook._src.ops.elementwise import select

    tensor = convert_to_tensor(input)
    if not tensor.dtype.is_complex:
        zeros = array_creation.zeros_like(tensor)
        return select(tensor < 0, zeros + 3.141592653589793, zeros)  # type: ignore[no-any-return]
    return angle_op(tensor, Tout=tensor.dtype.real_dtype, name=name)  # type: ignore[no-any-return]


def complex_abs(x: Tensor, name: str | None = None) -> Tensor:
    """The absolute values of a complex tensor; `tf.abs` comes here."""
    return complex_abs_op(x, Tout=x.dtype.real_dtype, name=name)  # type: ignore[no-any-return]


def conj(x: Any, name: str | None = None) -> Tensor:
    """Returns the complex conjugates.

    Args:
        x: A numeric tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same type; `x` itself if it is real.

    Raises:
        TypeError: `x` is not numeric.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.conj(tf.constant([2.25 + 4.75j])).numpy()
        array([2.25-4.75j])
    """
    if not isinstance(x, Tensor):
        x = convert_to_tensor(x)
    if x.dtype.is_complex or x.dtype is dtypes.variant:
        return conj_op(x, name=name)  # type: ignore[no-any-return]
    if x.dtype.is_numeric:
        return x  # type: ignore[no-any-return]
    raise TypeError(f"tf.math.conj takes numbers, got dtype {x.dtype.name}.")
