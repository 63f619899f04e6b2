"""An operator plus a product of thin matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.linalg.diagonal import LinearOperatorDiag
from tensorbrook._src.linalg.identity import LinearOperatorIdentity
from tensorbrook._src.linalg.operator import (
    LinearOperator,
    arguments,
    as_matrix_part,
    with_common_batch,
)
from tensorbrook._src.ops import (
    linalg_diag,
    linalg_matrix,
    linalg_solve,
    matmul,
    rearrange,
    reduce,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


class LinearOperatorLowRankUpdate(LinearOperator):
    """The operator `base + u @ diag(d) @ adjoint(v)`, with thin matrices `u` and `v`.

    Args:
        base_operator: An operator that is easy to invert.
        u: A tensor of shape (..., rows, k).
        diag_update: A tensor of shape (..., k); ones by default.
        v: A tensor of shape (..., columns, k); `u` by default.
        is_diag_update_positive: Whether `diag_update` is known to be positive.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Raises:
        ValueError: The sizes don't fit.
        TypeError: The dtypes differ.

    Example:
        >>> import tensorbrook as tf
        >>> base = tf.linalg.LinearOperatorDiag([1.0, 1.0])
        >>> update = tf.linalg.LinearOperatorLowRankUpdate(base, [[1.0], [1.0]])
        >>> update.to_dense().numpy()
        array([[2., 1.],
               [1., 2.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        base_operator: LinearOperator,
        u: Any,
        diag_update: Any = None,
        v: Any = None,
        is_diag_update_positive: bool | None = None,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorLowRankUpdate",
    ) -> None:
        parameters = arguments(locals())
        self._base_operator = base_operator
        self._u = as_matrix_part(u, "u", 2, name)
        self._v = self._u if v is None else as_matrix_part(v, "v", 2, name)
        self._diag_update = None
        if diag_update is None:
            is_diag_update_positive = True
        else:
            self._diag_update = as_matrix_part(diag_update, "diag_update", 1, name)
        self._is_diag_update_positive = is_diag_update_positive
        self._check_types()
        positive, adjoint, regular = self._hints(
            is_positive_definite, is_self_adjoint, is_non_singular
        )
        super().__init__(
            dtype=base_operator.dtype,
            is_non_singular=regular,
            is_self_adjoint=adjoint,
            is_positive_definite=positive,
            is_square=base_operator.is_square if is_square is None else is_square,
            name=name,
            parameters=parameters,
        )

    def _check_types(self) -> None:
        kinds = {self._base_operator.dtype, self._u.dtype, self._v.dtype}
        if self._diag_update is not None:
            kinds.add(self._diag_update.dtype)
        if len(kinds) > 1:
            raise TypeError(
                "LinearOperatorLowRankUpdate: all parts must have one dtype, got "
                f"{sorted(kind.name for kind in kinds)}."
            )

    def _hints(
        self, positive: bool | None, adjoint: bool | None, regular: bool | None
    ) -> tuple[bool | None, bool | None, bool | None]:
        """What follows from the parts: a positive update of a positive operator stays so."""
        base = self._base_operator
        symmetric = self._v is self._u and (
            self._diag_update is None or not self._diag_update.dtype.is_complex
        )
        if symmetric and base.is_self_adjoint and adjoint is None:
            adjoint = True
        grows = symmetric and self._is_diag_update_positive
        if grows and base.is_self_adjoint and base.is_positive_definite:
            positive = True if positive is None else positive
            regular = True if regular is None else regular
        return positive, adjoint, regular

    @property
    def base_operator(self) -> LinearOperator:
        """The operator without the update."""
        return self._base_operator

    @property
    def u(self) -> Any:
        """The left thin matrix."""
        return self._u

    @property
    def v(self) -> Any:
        """The right thin matrix."""
        return self._v

    @property
    def is_diag_update_positive(self) -> bool | None:
        """Whether the numbers between `u` and `v` are known to be positive."""
        return self._is_diag_update_positive

    @property
    def diag_update(self) -> Any:
        """The numbers between `u` and `v`, or None for ones."""
        return self._diag_update

    @property
    def diag_operator(self) -> LinearOperator:
        """The operator between `u` and `v`."""
        if self._diag_update is not None:
            return LinearOperatorDiag(self._diag_update)
        size = self._u.shape._dims
        known = None if size is None else size[-1]
        rows = shapes.shape(self._u)[-1] if known is None else known
        return LinearOperatorIdentity(rows, dtype=self._u.dtype)

    def _shape(self) -> Dims:
        base, u = self._base_operator._shape(), self._u.shape._dims
        if base is None or u is None or None in base[:-2] or None in u[:-2]:
            return None
        heads = np.broadcast_shapes(base[:-2], u[:-2])  # type: ignore[arg-type]
        return (*heads, *base[-2:])

    def _shape_tensor(self) -> Any:
        base = self._base_operator.shape_tensor()
        heads = rearrange.broadcast_dynamic_shape(base[:-2], shapes.shape(self._u)[:-2])
        return shapes.concat([heads, base[-2:]], 0)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        left, right = (self._v, self._u) if adjoint else (self._u, self._v)
        inner = matmul.matmul(right, x, adjoint_a=True, adjoint_b=adjoint_arg)
        inner = self.diag_operator._matmul(inner, adjoint, False)
        base = self._base_operator._matmul(x, adjoint, adjoint_arg)
        return base + matmul.matmul(left, inner)

    def _capacitance(self) -> Any:
        """The small matrix `inverse(D) + adjoint(V) @ inverse(base) @ U`."""
        u: Any = convert_to_tensor(self._u)
        inner = matmul.matmul(
            self._v, self._base_operator._solve(u, False, False), adjoint_a=True
        )
        diagonal = self.diag_operator.inverse().diag_part()
        return linalg_diag.set_diag(inner, linalg_diag.diag_part(inner) + diagonal)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        """By Woodbury's identity, which needs only systems of the size of the update."""
        value = linalg_matrix.adjoint(rhs) if adjoint_arg else rhs
        left, right = (self._v, self._u) if adjoint else (self._u, self._v)
        first = self._base_operator._solve(value, adjoint, False)
        inner = matmul.matmul(right, first, adjoint_a=True)
        small, inner = with_common_batch(self._capacitance(), inner)
        inner = linalg_solve.solve(small, inner, adjoint=adjoint)
        update = matmul.matmul(left, inner)
        return first - self._base_operator._solve(update, adjoint, False)

    def _determinant(self) -> Any:
        parts = self._base_operator.determinant() * self.diag_operator.determinant()
        return linalg_solve.det(self._capacitance()) * parts

    def _log_abs_determinant(self) -> Any:
        parts = (
            self._base_operator.log_abs_determinant()
            + self.diag_operator.log_abs_determinant()
        )
        small = linalg_solve.slogdet(self._capacitance()).log_abs_determinant
        return small + parts

    def _scaled(self) -> Any:
        u: Any = convert_to_tensor(self._u)
        return u if self._diag_update is None else u * self._diag_update[..., None, :]

    def _diag_part(self) -> Any:
        from tensorbrook._src.linalg.diagonal import conj

        products = reduce.reduce_sum(
            self._scaled() * conj(convert_to_tensor(self._v)), -1
        )
        return products + self._base_operator.diag_part()

    def _to_dense(self) -> Any:
        update = matmul.matmul(self._scaled(), self._v, adjoint_b=True)
        return self._base_operator.to_dense() + update
