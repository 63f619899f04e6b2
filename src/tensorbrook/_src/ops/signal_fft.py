"""Fourier transforms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor

_COMPLEX = "Tcomplex: {complex64, complex128} = complex64"
_REAL = "Treal: {float32, float64} = float32"


def _numbers(value: Any) -> list[int]:
    return [int(n) for n in np.ravel(np.asarray(value))]


def _last(rank: int) -> list[int]:
    return list(range(-rank, 0))


def _at_least(c: ShapeContext, rank: int) -> Any:
    dims = c.shape(0)
    if dims is not None and len(dims) < rank:
        raise c.fail(f"Input must have rank of at least {rank} but got: {list(dims)}")
    return dims


def _axes(c: ShapeContext, rank: int | None) -> list[int] | None:
    """The axes to transform: the last ones, or those of the third input."""
    if rank is not None:
        return _last(rank)
    value = c.value(2)
    return None if value is None else _numbers(value)


def _resized(c: ShapeContext, rank: int | None, half: str) -> Dims:
    """The dims after a transform with lengths; `half` is "output", "input" or ""."""
    dims = _at_least(c, rank or 1)
    axes, lengths = _axes(c, rank), c.value(1)
    if dims is None or axes is None:
        return None
    found = list(dims)
    if lengths is not None and len(np.ravel(lengths)) != len(axes):
        raise c.fail(
            f"fft_length must have shape [{len(axes)}], got {list(np.shape(lengths))}"
        )
    for index, axis in enumerate(axes):
        if not -len(dims) <= axis < len(dims):
            raise c.fail(f"The axis {axis} is out of range for shape {list(dims)}")
        found[axis] = None if lengths is None else int(np.ravel(lengths)[index])
    last = axes[-1] if axes else -1
    if half == "output" and found[last] is not None:
        found[last] = found[last] // 2 + 1 if found[last] else 0
    return tuple(found)


def _complex_op(name: str, inverse: bool, rank: int) -> Op:
    def kernel(xp: Any, input: Any) -> Any:
        function = xp.fft.ifftn if inverse else xp.fft.fftn
        return function(input, axes=_last(rank)).astype(input.dtype)

    def gradient(op: Any, dy: Any) -> list[Any]:
        size = _size(dy, _last(rank))
        if inverse:
            return [find_op(name[1:])(dy) / size]
        return [find_op("I" + name)(dy) * size]

    return Op(
        name,
        f"input: Tcomplex -> output: Tcomplex | {_COMPLEX}",
        shape=lambda c: _at_least(c, rank),
        reference=kernel,
        gradient=gradient,
    )


def find_op(name: str) -> Op:
    """The record of a transform."""
    return Op.registry[name]


def _size(tensor: Any, axes: Sequence[int]) -> Any:
    """The number of elements along the axes, in the dtype of the tensor."""
    from tensorbrook._src.ops import cast, gather, reduce, shape

    known = tensor._dims
    if known is not None and None not in [known[a] for a in axes]:
        return _complex_number(float(np.prod([known[a] for a in axes])), tensor.dtype)
    sizes = shape.shape(tensor)
    rank = shape.rank(tensor)
    picked = gather.gather(sizes, [a if a >= 0 else rank + a for a in axes])
    return cast.cast(reduce.reduce_prod(picked), tensor.dtype)


def _complex_number(number: float, dtype: dtypes.DType) -> Any:
    return convert_to_tensor(complex(number), dtype=dtype)


def _real_op(name: str, rank: int | None) -> Op:
    def kernel(
        xp: Any, input: Any, fft_length: Any, *rest: Any, Tcomplex: dtypes.DType
    ) -> Any:
        axes = _last(rank) if rank else _numbers(rest[0])
        found = xp.fft.rfftn(input, _numbers(fft_length), axes)
        return found.astype(Tcomplex.numpy_dtype)

    extra = ", axes: int32" if rank is None else ""
    return Op(
        name,
        f"input: Treal, fft_length: int32{extra} -> output: Tcomplex | {_REAL}, "
        f"{_COMPLEX}",
        shape=lambda c: _resized(c, rank, "output"),
        reference=kernel,
        gradient=lambda op, dy: _real_gradient(op, dy, rank),
    )


def _inverse_real_op(name: str, rank: int | None) -> Op:
    def kernel(
        xp: Any, input: Any, fft_length: Any, *rest: Any, Treal: dtypes.DType
    ) -> Any:
        axes = _last(rank) if rank else _numbers(rest[0])
        lengths = _numbers(fft_length)
        if 0 in lengths:
            dims = list(input.shape)
            for axis, length in zip(axes, lengths, strict=True):
                dims[axis] = length
            return xp.zeros(dims, Treal.numpy_dtype)
        found = xp.fft.irfftn(input, lengths, axes)
        return found.astype(Treal.numpy_dtype)

    extra = ", axes: int32" if rank is None else ""
    return Op(
        name,
        f"input: Tcomplex, fft_length: int32{extra} -> output: Treal | {_REAL}, "
        f"{_COMPLEX}",
        shape=lambda c: _resized(c, rank, "input"),
        reference=kernel,
        gradient=lambda op, dy: _inverse_real_gradient(op, dy, rank),
    )


def _axes_of(op: Any, rank: int | None) -> list[int]:
    if rank is not None:
        return _last(rank)
    known = op.inputs[2]._static_value()
    if known is None:
        raise NotImplementedError(f"{op.name}: the gradient needs to know the axes.")
    return _numbers(known)


def _lengths_of(op: Any) -> list[int]:
    known = op.inputs[1]._static_value()
    if known is None:
        raise NotImplementedError(
            f"{op.name}: the gradient needs to know `fft_length`."
        )
    return _numbers(known)


def _real_gradient(op: Any, dy: Any, rank: int | None) -> list[Any]:
    from tensorbrook._src.ops import complex_numbers

    axes, lengths = _axes_of(op, rank), _lengths_of(op)
    full = resize(dy, axes, lengths)
    back = ifftnd_op(full, lengths, axes)
    back = complex_numbers.real(back) * float(np.prod(lengths))
    found = _like(back, op.inputs[0], axes)
    return [found] + [None] * (len(op.inputs) - 1)


def _inverse_real_gradient(op: Any, dy: Any, rank: int | None) -> list[Any]:
    from tensorbrook._src.ops import cast

    axes, lengths = _axes_of(op, rank), _lengths_of(op)
    kind = op.inputs[0].dtype
    half = rfftnd_op(dy, lengths, axes, Tcomplex=kind)
    weights = np.full(lengths[-1] // 2 + 1, 2.0)
    weights[0] = 1
    if lengths[-1] % 2 == 0:
        weights[-1] = 1
    weights /= float(np.prod(lengths))
    rank_of_dy = len(dy._dims)
    view = [1] * rank_of_dy
    view[axes[-1]] = -1
    scale: Any = convert_to_tensor(weights.reshape(view))
    found = _like(half * cast.cast(scale, kind), op.inputs[0], axes)
    return [found] + [None] * (len(op.inputs) - 1)


def _like(tensor: Any, model: Any, axes: Sequence[int]) -> Any:
    lengths = [model._dims[axis] for axis in axes]
    if None in lengths:
        raise NotImplementedError(
            "The gradient of a Fourier transform needs to know the size of its input."
        )
    return resize(tensor, axes, lengths)


def resize(tensor: Any, axes: Sequence[int], lengths: Sequence[int]) -> Any:
    """Cuts axes, or fills them up with zeros, to lengths."""
    from tensorbrook._src.ops import pad, shape

    rank = len(tensor._dims)
    paddings: list[list[Any]] = [[0, 0] for _ in range(rank)]
    key = [slice(None)] * rank
    sizes = shape.shape(tensor)
    for axis, length in zip(axes, lengths, strict=True):
        known = tensor._dims[axis]
        key[axis] = slice(0, length)
        if known is None:
            from tensorbrook._src.ops import binary

            paddings[axis][1] = binary.maximum(length - sizes[axis], 0)
        else:
            paddings[axis][1] = max(length - known, 0)
    if any(not isinstance(p[1], int) or p[1] for p in paddings):
        tensor = pad.pad(tensor, paddings)
    return tensor[tuple(key)]


def _nd_op(name: str, inverse: bool) -> Op:
    def kernel(xp: Any, input: Any, fft_length: Any, axes: Any) -> Any:
        function = xp.fft.ifftn if inverse else xp.fft.fftn
        lengths = _numbers(fft_length)
        return function(input, lengths, _numbers(axes)).astype(input.dtype)

    def gradient(op: Any, dy: Any) -> list[Any]:
        axes, lengths = _axes_of(op, None), _lengths_of(op)
        size = _complex_number(float(np.prod(lengths)), dy.dtype)
        back = (
            fftnd_op(dy, lengths, axes) / size
            if inverse
            else ifftnd_op(dy, lengths, axes) * size
        )
        return [_like(back, op.inputs[0], axes), None, None]

    return Op(
        name,
        f"input: Tcomplex, fft_length: int32, axes: int32 -> output: Tcomplex | {_COMPLEX}",
        shape=lambda c: _resized(c, None, ""),
        reference=kernel,
        gradient=gradient,
    )


fft_op = _complex_op("FFT", False, 1)
fft2d_op = _complex_op("FFT2D", False, 2)
fft3d_op = _complex_op("FFT3D", False, 3)
ifft_op = _complex_op("IFFT", True, 1)
ifft2d_op = _complex_op("IFFT2D", True, 2)
ifft3d_op = _complex_op("IFFT3D", True, 3)
fftnd_op = _nd_op("FFTND", False)
ifftnd_op = _nd_op("IFFTND", True)
rfft_op = _real_op("RFFT", 1)
rfft2d_op = _real_op("RFFT2D", 2)
rfft3d_op = _real_op("RFFT3D", 3)
rfftnd_op = _real_op("RFFTND", None)
irfft_op = _inverse_real_op("IRFFT", 1)
irfft2d_op = _inverse_real_op("IRFFT2D", 2)
irfft3d_op = _inverse_real_op("IRFFT3D", 3)
irfftnd_op = _inverse_real_op("IRFFTND", None)


def _value(input: Any) -> Any:
    """Arrays keep their precision, which is not that of the default."""
    return convert_to_tensor(input) if isinstance(input, np.ndarray) else input


def fft(input: Any, name: str | None = None) -> Tensor:
    """The Fourier transform along the last axis.

    Args:
        input: A complex tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.fft(tf.constant([1, 0], tf.complex64)).numpy()
        array([1.+0.j, 1.+0.j], dtype=complex64)
    """
    return fft_op(_value(input), name=name)  # type: ignore[no-any-return]


def fft2d(input: Any, name: str | None = None) -> Tensor:
    """The Fourier transform along the last two axes; see `fft`."""
    return fft2d_op(_value(input), name=name)  # type: ignore[no-any-return]


def fft3d(input: Any, name: str | None = None) -> Tensor:
    """The Fourier transform along the last three axes; see `fft`."""
    return fft3d_op(_value(input), name=name)  # type: ignore[no-any-return]


def ifft(input: Any, name: str | None = None) -> Tensor:
    """The inverse of `fft`, along the last axis.

    Args:
        input: A complex tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.ifft(tf.constant([1, 1], tf.complex64)).numpy()
        array([1.+0.j, 0.+0.j], dtype=complex64)
    """
    return ifft_op(_value(input), name=name)  # type: ignore[no-any-return]


def ifft2d(input: Any, name: str | None = None) -> Tensor:
    """The inverse of `fft2d`; see `ifft`."""
    return ifft2d_op(_value(input), name=name)  # type: ignore[no-any-return]


def ifft3d(input: Any, name: str | None = None) -> Tensor:
    """The inverse of `fft3d`; see `ifft`."""
    return ifft3d_op(_value(input), name=name)  # type: ignore[no-any-return]


def _forward(op: Op, tensor: Any, rank: int, lengths: Any, name: str | None) -> Any:
    value: Any = convert_to_tensor(tensor)
    if value._dims is not None and len(value._dims) < rank:
        raise ValueError(
            f"{op.name}: the input must have at least rank {rank}, got shape "
            f"{value._dims}."
        )
    kind = dtypes.complex128 if value.dtype is dtypes.float64 else dtypes.complex64
    sizes = _sizes(value, rank) if lengths is None else lengths
    return op(
        value,
        convert_to_tensor(sizes, dtype_hint=dtypes.int32),
        Tcomplex=kind,
        name=name,
    )


def _backward(op: Op, tensor: Any, rank: int, lengths: Any, name: str | None) -> Any:
    value: Any = convert_to_tensor(tensor)
    kind = dtypes.float64 if value.dtype is dtypes.complex128 else dtypes.float32
    sizes = _sizes(value, rank, doubled=True) if lengths is None else lengths
    return op(
        value, convert_to_tensor(sizes, dtype_hint=dtypes.int32), Treal=kind, name=name
    )


def _sizes(value: Any, rank: int, doubled: bool = False) -> Any:
    """The lengths of the last axes; for a half spectrum that of the whole."""
    from tensorbrook._src.ops import binary, shape

    known = None if value._dims is None else value._dims[-rank:]
    if known is not None and None not in known:
        last = max(0, 2 * (known[-1] - 1)) if doubled else known[-1]
        return [*known[:-1], last]
    sizes = shape.shape(value)[-rank:]
    if not doubled:
        return sizes
    last = binary.maximum(2 * (sizes[-1:] - 1), 0)
    return shape.concat([sizes[:-1], last], 0)


def rfft(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Tensor:
    """The Fourier transform of real numbers along the last axis.

    Args:
        input_tensor: A float32 or float64 tensor.
        fft_length: A vector of one number: the length to which the axis is cut or filled
            up with zeros first.
        name: Name of the node in a graph.

    Returns:
        A complex tensor with `fft_length // 2 + 1` frequencies; the others are conjugates.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.rfft([1.0, 0.0]).numpy()
        array([1.+0.j, 1.+0.j], dtype=complex64)
    """
    return _forward(rfft_op, input_tensor, 1, fft_length, name)  # type: ignore[no-any-return]


def rfft2d(
    input_tensor: Any, fft_length: Any = None, name: str | None = None
) -> Tensor:
    """The Fourier transform of real numbers along the last two axes; see `rfft`."""
    return _forward(rfft2d_op, input_tensor, 2, fft_length, name)  # type: ignore[no-any-return]


def rfft3d(
    input_tensor: Any, fft_length: Any = None, name: str | None = None
) -> Tensor:
    """The Fourier transform of real numbers along the last three axes; see `rfft`."""
    return _forward(rfft3d_op, input_tensor, 3, fft_length, name)  # type: ignore[no-any-return]


def irfft(input_tensor: Any, fft_length: Any = None, name: str | None = None) -> Tensor:
    """The inverse of `rfft`, along the last axis.

    Args:
        input_tensor: A complex tensor with half of the frequencies.
        fft_length: A vector of one number: the length of the result; by default even.
        name: Name of the node in a graph.

    Returns:
        A tensor of real numbers.

    Example:
        >>> import tensorbrook as tf
        >>> tf.signal.irfft(tf.constant([1, 1], tf.complex64)).numpy()
        array([1., 0.], dtype=float32)
    """
    return _backward(irfft_op, input_tensor, 1, fft_length, name)  # type: ignore[no-any-return]


def irfft2d(
    input_tensor: Any, fft_length: Any = None, name: str | None = None
) -> Tensor:
    """The inverse of `rfft2d`; see `irfft`."""
    return _backward(irfft2d_op, input_tensor, 2, fft_length, name)  # type: ignore[no-any-return]


def irfft3d(
    input_tensor: Any, fft_length: Any = None, name: str | None = None
) -> Tensor:
    """The inverse of `rfft3d`; see `irfft`."""
    return _backward(irfft3d_op, input_tensor, 3, fft_length, name)  # type: ignore[no-any-return]
