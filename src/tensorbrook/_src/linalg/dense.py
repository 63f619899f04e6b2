"""Operators that hold their matrices element by element."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.linalg.operator import (
    LinearOperator,
    arguments,
    as_matrix_part,
    with_common_batch,
)
from tensorbrook._src.ops import debugging as checks
from tensorbrook._src.ops import (
    linalg_diag,
    linalg_matrix,
    linalg_solve,
    matmul,
    reduce,
    unary,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


class LinearOperatorFullMatrix(LinearOperator):
    """An operator that holds every element.

    Args:
        matrix: A tensor of shape (..., rows, columns).
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Raises:
        TypeError: The matrix holds no floats.
        ValueError: It has fewer than two axes.

    Example:
        >>> import tensorbrook as tf
        >>> operator = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
        >>> operator.matvec([1.0, 1.0]).numpy()
        array([3., 7.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        matrix: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorFullMatrix",
    ) -> None:
        parameters = arguments(locals())
        self._matrix = as_matrix_part(matrix, "matrix", 2, name)
        super().__init__(
            dtype=self._matrix.dtype,
            is_non_singular=is_non_singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=is_square,
            name=name,
            parameters=parameters,
        )

    @property
    def matrix(self) -> Any:
        """The elements."""
        return self._matrix

    def _shape(self) -> Dims:
        return self._matrix.shape._dims  # type: ignore[no-any-return]

    def _shape_tensor(self) -> Any:
        return shapes.shape(self._matrix)

    def _to_dense(self) -> Any:
        return convert_to_tensor(self._matrix)


class LinearOperatorLowerTriangular(LinearOperator):
    """An operator whose matrices are lower triangles.

    Args:
        tril: A tensor of shape (..., n, n); only the lower triangle is read.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Raises:
        TypeError: The matrix holds no floats.
        ValueError: It has fewer than two axes, or `is_square` is False.

    Example:
        >>> import tensorbrook as tf
        >>> operator = tf.linalg.LinearOperatorLowerTriangular([[2.0, 9.0], [1.0, 3.0]])
        >>> float(operator.determinant())
        6.0
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        tril: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorLowerTriangular",
    ) -> None:
        parameters = arguments(locals())
        if is_square is False:
            raise ValueError(
                "Only square lower triangular operators supported at this time."
            )
        self._tril = as_matrix_part(tril, "tril", 2, name)
        super().__init__(
            dtype=self._tril.dtype,
            is_non_singular=is_non_singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    @property
    def tril(self) -> Any:
        """The tensor of which the lower triangle is read."""
        return self._tril

    def _shape(self) -> Dims:
        return self._tril.shape._dims  # type: ignore[no-any-return]

    def _shape_tensor(self) -> Any:
        return shapes.shape(self._tril)

    def _to_dense(self) -> Any:
        return linalg_diag.band_part(convert_to_tensor(self._tril), -1, 0)

    def _diag_part(self) -> Any:
        return linalg_diag.diag_part(self._tril)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return matmul.matmul(
            self._to_dense(), x, adjoint_a=adjoint, adjoint_b=adjoint_arg
        )

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(rhs) if adjoint_arg else rhs
        triangle, value = with_common_batch(convert_to_tensor(self._tril), value)
        return linalg_solve.triangular_solve(
            triangle, value, lower=True, adjoint=adjoint
        )

    def _determinant(self) -> Any:
        return reduce.reduce_prod(self._diag_part(), -1)

    def _log_abs_determinant(self) -> Any:
        return reduce.reduce_sum(unary.log(unary.abs(self._diag_part())), -1)

    def _assert_non_singular(self) -> Any:
        fine = reduce.reduce_all(unary.abs(self._diag_part()) > 0)
        return checks.Assert(
            fine, ["Singular operator: Diagonal contained zero values.", self.name]
        )
