"""Circulant operators: convolutions on a circle, diagonal in Fourier space."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import Dims, TensorShape
from tensorbrook._src.linalg.operator import LinearOperator, arguments, as_matrix_part
from tensorbrook._src.ops import (
    cast,
    complex_numbers,
    linalg_matrix,
    reduce,
    signal_fft,
    unary,
)
from tensorbrook._src.ops import debugging as checks
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor

_FORWARD = {1: signal_fft.fft, 2: signal_fft.fft2d, 3: signal_fft.fft3d}
_BACKWARD = {1: signal_fft.ifft, 2: signal_fft.ifft2d, 3: signal_fft.ifft3d}


class Circulant(LinearOperator):
    """Circulant operators of 1, 2 or 3 nested axes."""

    _block_depth = 1

    def __init__(
        self,
        spectrum: Any,
        input_output_dtype: Any = dtypes.complex64,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        name: str = "LinearOperatorCirculant",
        parameters: dict[str, Any] | None = None,
    ) -> None:
        kind = dtypes.as_dtype(input_output_dtype)
        tensor = as_matrix_part(spectrum, "spectrum", self._block_depth, name)
        if not tensor.dtype.is_complex:
            if is_self_adjoint is False:
                raise ValueError(
                    "A real spectrum always corresponds to a self-adjoint operator."
                )
            is_self_adjoint = True
        if is_square is False:
            raise ValueError("A [[nested] block] circulant operator is always square.")
        self._spectrum = tensor
        super().__init__(
            dtype=kind,
            is_non_singular=is_non_singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    @property
    def spectrum(self) -> Any:
        """The eigenvalues: the Fourier transform of the convolution kernel."""
        return self._spectrum

    @property
    def block_depth(self) -> int:
        """The number of nested axes."""
        return self._block_depth

    @property
    def block_shape(self) -> TensorShape:
        """The lengths of the nested axes."""
        dims = self._spectrum.shape._dims
        return TensorShape(None if dims is None else dims[-self._block_depth :])

    def block_shape_tensor(self) -> Any:
        """The lengths of the nested axes as a tensor."""
        return shapes.shape(self._spectrum)[-self._block_depth :]

    def _shape(self) -> Dims:
        dims = self._spectrum.shape._dims
        if dims is None:
            return None
        block = dims[-self._block_depth :]
        size = None if None in block else int(np.prod(block))
        return (*dims[: -self._block_depth], size, size)

    def _shape_tensor(self) -> Any:
        sizes = shapes.shape(self._spectrum)
        size = shapes.reshape(reduce.reduce_prod(sizes[-self._block_depth :]), [1])
        return shapes.concat([sizes[: -self._block_depth], size, size], 0)

    def _complex(self) -> Any:
        kind = dtypes.complex128 if self._is_double() else dtypes.complex64
        return cast.cast(self._spectrum, kind)

    def _is_double(self) -> bool:
        names = (self._spectrum.dtype.name, self.dtype.name)
        return any(name in ("float64", "complex128") for name in names)

    def convolution_kernel(self, name: str = "convolution_kernel") -> Any:
        """The kernel of the convolution, the inverse transform of the spectrum.

        Args:
            name: Accepted for compatibility.
        """
        return self._cast_back(_BACKWARD[self._block_depth](self._complex()))

    def _cast_back(self, value: Any) -> Any:
        if self.dtype.is_complex:
            return cast.cast(value, self.dtype)
        return cast.cast(complex_numbers.real(value), self.dtype)

    def _blocked(self, columns: Any) -> Any:
        """Columns (as the last axis) as arrays with the nested axes."""
        sizes = shapes.shape(columns)
        whole = shapes.concat([sizes[:-1], self.block_shape_tensor()], 0)
        static = columns._dims[:-1], self.block_shape._dims
        if None not in static[0] and static[1] is not None and None not in static[1]:
            return shapes.reshape(columns, [*static[0], *static[1]])
        return shapes.reshape(columns, whole)

    def _filtered(self, value: Any, spectrum: Any) -> Any:
        """Columns convolved with the kernel that has the spectrum."""
        columns = self._blocked(linalg_matrix.matrix_transpose(value))
        columns = cast.cast(columns, spectrum.dtype)
        moved = _FORWARD[self._block_depth](columns)
        key = (..., None, *([slice(None)] * self._block_depth))
        found: Any = _BACKWARD[self._block_depth](spectrum[key] * moved)
        sizes = shapes.shape(found)
        length = shapes.reshape(reduce.reduce_prod(sizes[-self._block_depth :]), [1])
        known = self._shape()
        heads = found._dims[: -self._block_depth]
        if None not in heads and known is not None and known[-1] is not None:
            flat = shapes.reshape(found, [*heads, known[-1]])
        else:
            whole = shapes.concat([sizes[: -self._block_depth], length], 0)
            flat = shapes.reshape(found, whole)
        return self._cast_back(linalg_matrix.matrix_transpose(flat))

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(x) if adjoint_arg else x
        spectrum = self._complex()
        if adjoint:
            spectrum = complex_numbers.conj(spectrum)
        return self._filtered(value, spectrum)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(rhs) if adjoint_arg else rhs
        spectrum = self._complex()
        if adjoint:
            spectrum = complex_numbers.conj(spectrum)
        return self._filtered(value, 1 / spectrum)

    def _axes(self) -> list[int]:
        return list(range(-self._block_depth, 0))

    def _determinant(self) -> Any:
        return self._cast_back(reduce.reduce_prod(self._complex(), self._axes()))

    def _log_abs_determinant(self) -> Any:
        sizes = unary.log(unary.abs(self._complex()))
        return cast.cast(reduce.reduce_sum(sizes, self._axes()), self.dtype)

    def _trace(self) -> Any:
        return self._cast_back(reduce.reduce_sum(self._complex(), self._axes()))

    def _diag_part(self) -> Any:
        from tensorbrook._src.ops import array_creation

        size = self.domain_dimension_tensor()
        mean = self._trace() / cast.cast(size, self.dtype)
        ones = array_creation.ones(shapes.reshape(size, [1]), self.dtype)
        return mean[..., None] * ones

    def _eigvals(self) -> Any:
        sizes = shapes.shape(self._spectrum)[: -self._block_depth]
        return shapes.reshape(self._spectrum, shapes.concat([sizes, [-1]], 0))

    def _like(self, spectrum: Any) -> LinearOperator:
        return type(self)(
            spectrum,
            input_output_dtype=self.dtype,
            is_non_singular=self.is_non_singular,
            is_self_adjoint=self.is_self_adjoint,
            is_positive_definite=self.is_positive_definite,
            is_square=True,
        )

    def _adjoint(self) -> LinearOperator:
        return self._like(complex_numbers.conj(convert_to_tensor(self._spectrum)))

    def _inverse(self) -> LinearOperator:
        return self._like(1 / convert_to_tensor(self._spectrum))

    def assert_hermitian_spectrum(self, name: str = "assert_hermitian_spectrum") -> Any:
        """Checks that the kernel is real.

        Args:
            name: Accepted for compatibility.

        Raises:
            tf.errors.InvalidArgumentError: It isn't.
        """
        kernel = _BACKWARD[self._block_depth](self._complex())
        limit = 1e-5 * (1 + reduce.reduce_max(unary.abs(kernel)))
        largest = reduce.reduce_max(unary.abs(complex_numbers.imag(kernel)))
        return checks.Assert(
            largest < limit, ["The spectrum is not Hermitian.", self.name]
        )

    def _assert_non_singular(self) -> Any:
        fine = reduce.reduce_all(unary.abs(self._spectrum) > 0)
        return checks.Assert(
            fine, ["Singular operator: Spectrum contained zero values.", self.name]
        )

    def _assert_positive_definite(self) -> Any:
        fine = reduce.reduce_all(complex_numbers.real(self._complex()) > 0)
        return checks.Assert(
            fine, ["Not positive definite: Real part of spectrum was not all positive."]
        )

    def _assert_self_adjoint(self) -> Any:
        imaginary = unary.abs(complex_numbers.imag(self._complex()))
        fine = reduce.reduce_all(imaginary < 1e-5)
        return checks.Assert(
            fine, ["Not self-adjoint: The spectrum contained imaginary parts."]
        )


class LinearOperatorCirculant(Circulant):
    """An operator of circulant matrices: each column is the one before, moved by one.

    Args:
        spectrum: A tensor of shape (..., n): the eigenvalues, which are the Fourier
            transform of the first column.
        input_output_dtype: The dtype of the operator.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint; with a real spectrum it
            always does.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: True or None.
        name: A name.

    Raises:
        ValueError: The spectrum is a scalar, or a hint can't be true.

    Example:
        >>> import tensorbrook as tf
        >>> operator = tf.linalg.LinearOperatorCirculant([3.0, 0.0, 0.0], tf.float32)
        >>> operator.to_dense().numpy().round(3).tolist()[0]
        [1.0, 1.0, 1.0]
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        spectrum: Any,
        input_output_dtype: Any = dtypes.complex64,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        name: str = "LinearOperatorCirculant",
    ) -> None:
        given = arguments(locals())
        super().__init__(**given, parameters=given)


class LinearOperatorCirculant2D(Circulant):
    """An operator of block circulant matrices: convolutions on a torus.

    The arguments are those of `LinearOperatorCirculant`; `spectrum` has shape (..., m, n).

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorCirculant2D(tf.ones([2, 3])).shape
        TensorShape([6, 6])
    """

    __module__ = "tensorbrook.linalg"
    _block_depth = 2

    def __init__(
        self,
        spectrum: Any,
        input_output_dtype: Any = dtypes.complex64,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        name: str = "LinearOperatorCirculant2D",
    ) -> None:
        given = arguments(locals())
        super().__init__(**given, parameters=given)


class LinearOperatorCirculant3D(Circulant):
    """An operator of nested block circulant matrices: convolutions in three dimensions.

    The arguments are those of `LinearOperatorCirculant`; `spectrum` has shape
    (..., k, m, n).

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorCirculant3D(tf.ones([2, 3, 2])).shape
        TensorShape([12, 12])
    """

    __module__ = "tensorbrook.linalg"
    _block_depth = 3

    def __init__(
        self,
        spectrum: Any,
        input_output_dtype: Any = dtypes.complex64,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        name: str = "LinearOperatorCirculant3D",
    ) -> None:
        given = arguments(locals())
        super().__init__(**given, parameters=given)
