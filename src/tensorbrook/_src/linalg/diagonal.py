"""Operators that are zero off their diagonals."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.linalg.operator import LinearOperator, arguments, as_matrix_part
from tensorbrook._src.ops import (
    complex_numbers,
    linalg_diag,
    linalg_matrix,
    reduce,
    unary,
)
from tensorbrook._src.ops import debugging as checks
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


def conj(x: Any) -> Any:
    """The complex conjugate; real numbers stay."""
    return complex_numbers.conj(x) if x.dtype.is_complex else x


class LinearOperatorDiag(LinearOperator):
    """An operator of diagonal matrices.

    Args:
        diag: A tensor of shape (..., n), the diagonals.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint; real ones always do.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: True or None.
        name: A name.

    Raises:
        ValueError: `diag` is a scalar, or a hint can't be true.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorDiag([1.0, 2.0]).to_dense().numpy()
        array([[1., 0.],
               [0., 2.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        diag: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorDiag",
    ) -> None:
        parameters = arguments(locals())
        self._diag = as_matrix_part(diag, "diag", 1, name)
        if not self._diag.dtype.is_complex:
            if is_self_adjoint is False:
                raise ValueError("A real diagonal operator is always self adjoint.")
            is_self_adjoint = True
        if is_square is False:
            raise ValueError("Only square diagonal operators currently supported.")
        super().__init__(
            dtype=self._diag.dtype,
            is_non_singular=is_non_singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    @property
    def diag(self) -> Any:
        """The diagonals."""
        return self._diag

    def _shape(self) -> Dims:
        dims = self._diag.shape._dims
        return None if dims is None else (*dims, dims[-1])

    def _shape_tensor(self) -> Any:
        sizes = shapes.shape(self._diag)
        return shapes.concat([sizes, sizes[-1:]], 0)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(x) if adjoint_arg else x
        return self._scale(adjoint)[..., None] * value

    def _scale(self, adjoint: bool) -> Any:
        diag: Any = convert_to_tensor(self._diag)
        return conj(diag) if adjoint else diag

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(rhs) if adjoint_arg else rhs
        return value * (1 / self._scale(adjoint))[..., None]

    def _determinant(self) -> Any:
        return reduce.reduce_prod(self._diag, -1)

    def _log_abs_determinant(self) -> Any:
        sizes = unary.log(unary.abs(self._diag))
        total = reduce.reduce_sum(sizes, -1)
        if self.dtype.is_complex:
            from tensorbrook._src.ops import cast

            return cast.cast(total, self.dtype)
        return total

    def _to_dense(self) -> Any:
        return linalg_diag.diag(self._diag)

    def _diag_part(self) -> Any:
        return convert_to_tensor(self._diag)

    def _add_to_tensor(self, x: Any) -> Any:
        return linalg_diag.set_diag(x, linalg_diag.diag_part(x) + self._diag)

    def _eigvals(self) -> Any:
        return convert_to_tensor(self._diag)

    def _adjoint(self) -> LinearOperator:
        return LinearOperatorDiag(
            conj(convert_to_tensor(self._diag)),
            is_non_singular=self.is_non_singular,
            is_self_adjoint=self.is_self_adjoint,
            is_positive_definite=self.is_positive_definite,
        )

    def _inverse(self) -> LinearOperator:
        return LinearOperatorDiag(
            1 / convert_to_tensor(self._diag),
            is_non_singular=self.is_non_singular,
            is_self_adjoint=self.is_self_adjoint,
            is_positive_definite=self.is_positive_definite,
        )

    def _cholesky(self) -> LinearOperator:
        return LinearOperatorDiag(
            unary.sqrt(convert_to_tensor(self._diag)),
            is_self_adjoint=True,
            is_positive_definite=True,
        )

    def _assert_non_singular(self) -> Any:
        fine = reduce.reduce_all(unary.abs(self._diag) > 0)
        return checks.Assert(
            fine, ["Singular operator: Diagonal contained zero values.", self.name]
        )

    def _assert_positive_definite(self) -> Any:
        fine = reduce.reduce_all(complex_numbers.real(self._diag) > 0)
        return checks.Assert(
            fine,
            [
                "Diagonal operator had non-positive diagonal entries, thus was not "
                "positive definite.",
                self.name,
            ],
        )

    def _assert_self_adjoint(self) -> Any:
        from tensorbrook._src.ops import comparison

        fine = reduce.reduce_all(
            comparison.equal(complex_numbers.imag(self._diag), 0)
            if self.dtype.is_complex
            else convert_to_tensor(True)
        )
        return checks.Assert(
            fine,
            ["This diagonal operator contained non-zero imaginary values.", self.name],
        )
