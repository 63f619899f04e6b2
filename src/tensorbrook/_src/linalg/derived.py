"""Operators made of others: adjoints, inverses, products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.linalg.diagonal import conj
from tensorbrook._src.linalg.operator import LinearOperator, all_of, arguments
from tensorbrook._src.ops import linalg_matrix
from tensorbrook._src.ops import shape as shapes


class LinearOperatorAdjoint(LinearOperator):
    """The adjoint of another operator.

    Args:
        operator: The other operator.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Example:
        >>> import tensorbrook as tf
        >>> full = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
        >>> tf.linalg.LinearOperatorAdjoint(full).to_dense().numpy()
        array([[1., 3.],
               [2., 4.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        operator: LinearOperator,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str | None = None,
    ) -> None:
        parameters = arguments(locals())
        self._operator = operator
        super().__init__(
            dtype=operator.dtype,
            is_non_singular=_hint(is_non_singular, operator.is_non_singular),
            is_self_adjoint=_hint(is_self_adjoint, operator.is_self_adjoint),
            is_positive_definite=_hint(
                is_positive_definite, operator.is_positive_definite
            ),
            is_square=_hint(is_square, operator.is_square),
            name=name or f"{operator.name}_adjoint",
            parameters=parameters,
        )

    @property
    def operator(self) -> LinearOperator:
        """The operator whose adjoint this is."""
        return self._operator

    def _shape(self) -> Dims:
        dims = self._operator._shape()
        return None if dims is None else (*dims[:-2], dims[-1], dims[-2])

    def _shape_tensor(self) -> Any:
        sizes = self._operator.shape_tensor()
        return shapes.concat([sizes[:-2], sizes[-1:], sizes[-2:-1]], 0)

    def _adjoint(self) -> LinearOperator:
        return self._operator

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._operator._matmul(x, not adjoint, adjoint_arg)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._operator._solve(rhs, not adjoint, adjoint_arg)

    def _determinant(self) -> Any:
        return conj(self._operator.determinant())

    def _log_abs_determinant(self) -> Any:
        return self._operator.log_abs_determinant()

    def _trace(self) -> Any:
        return conj(self._operator.trace())

    def _diag_part(self) -> Any:
        return conj(self._operator.diag_part())

    def _to_dense(self) -> Any:
        return linalg_matrix.adjoint(self._operator.to_dense())


def _hint(given: bool | None, known: bool | None) -> bool | None:
    return known if given is None else given


class LinearOperatorInversion(LinearOperator):
    """The inverse of another operator, applied by solving systems of equations.

    Args:
        operator: The other operator.
        is_non_singular: True or None.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: True or None.
        name: A name.

    Raises:
        ValueError: The operator is known to be singular or not square.

    Example:
        >>> import tensorbrook as tf
        >>> full = tf.linalg.LinearOperatorFullMatrix([[2.0, 0.0], [0.0, 4.0]])
        >>> tf.linalg.LinearOperatorInversion(full).matvec([2.0, 8.0]).numpy()
        array([1., 2.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        operator: LinearOperator,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str | None = None,
    ) -> None:
        parameters = arguments(locals())
        self._operator = operator
        if operator.is_square is False or is_square is False:
            raise ValueError(
                f"operator and inverse must have hint `is_square` = True, "
                f"found: {is_square}"
            )
        if operator.is_non_singular is False or is_non_singular is False:
            raise ValueError(
                "operator and inverse must have hint `is_non_singular` = True, "
                f"found: {is_non_singular}"
            )
        super().__init__(
            dtype=operator.dtype,
            is_non_singular=_hint(is_non_singular, operator.is_non_singular),
            is_self_adjoint=_hint(is_self_adjoint, operator.is_self_adjoint),
            is_positive_definite=_hint(
                is_positive_definite, operator.is_positive_definite
            ),
            is_square=True,
            name=name or f"{operator.name}_inv",
            parameters=parameters,
        )

    @property
    def operator(self) -> LinearOperator:
        """The operator whose inverse this is."""
        return self._operator

    def _shape(self) -> Dims:
        return self._operator._shape()

    def _shape_tensor(self) -> Any:
        return self._operator.shape_tensor()

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._operator._solve(x, adjoint, adjoint_arg)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._operator._matmul(rhs, adjoint, adjoint_arg)

    def _inverse(self) -> LinearOperator:
        return self._operator

    def _determinant(self) -> Any:
        return 1 / self._operator.determinant()

    def _log_abs_determinant(self) -> Any:
        return -self._operator.log_abs_determinant()

    def _eigvals(self) -> Any:
        return 1 / self._operator.eigvals()

    def _assert_non_singular(self) -> Any:
        return self._operator.assert_non_singular()


class LinearOperatorComposition(LinearOperator):
    """The product of other operators.

    Args:
        operators: The factors, from the left.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Raises:
        ValueError: There are no operators, or their sizes don't fit.
        TypeError: Their dtypes differ.

    Example:
        >>> import tensorbrook as tf
        >>> full = tf.linalg.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])
        >>> tf.linalg.LinearOperatorComposition([full, full]).to_dense().numpy()
        array([[ 7., 10.],
               [15., 22.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        operators: Sequence[LinearOperator],
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str | None = None,
    ) -> None:
        parameters = arguments(locals())
        self._operators = check_operators(operators)
        for left, right in zip(self._operators, self._operators[1:], strict=False):
            sizes = left.domain_dimension, right.range_dimension
            if None not in sizes and sizes[0] != sizes[1]:
                raise ValueError(
                    f"Operators are incompatible. Expected `x` to have dimension "
                    f"{sizes[0]} but got {sizes[1]}."
                )
        singular = is_non_singular
        if singular is None:
            singular = all_of([op.is_non_singular for op in self._operators])
        super().__init__(
            dtype=self._operators[0].dtype,
            is_non_singular=singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=is_square,
            name=name or "_o_".join(op.name for op in self._operators),
            parameters=parameters,
        )

    @property
    def operators(self) -> list[LinearOperator]:
        """The factors, from the left."""
        return self._operators

    def _shape(self) -> Dims:
        every = [op._shape() for op in self._operators]
        if any(dims is None for dims in every):
            return None
        batch = common_batch(every)
        if batch is None:
            return None
        return (*batch, every[0][-2], every[-1][-1])  # type: ignore[index]

    def _shape_tensor(self) -> Any:
        return shapes.concat(
            [
                batch_tensor(self._operators),
                self._operators[0].shape_tensor()[-2:-1],
                self._operators[-1].shape_tensor()[-1:],
            ],
            0,
        )

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        order = self._operators if adjoint else self._operators[::-1]
        result = order[0]._matmul(x, adjoint, adjoint_arg)
        for op in order[1:]:
            result = op._matmul(result, adjoint, False)
        return result

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        order = self._operators[::-1] if adjoint else self._operators
        result = order[0]._solve(rhs, adjoint, adjoint_arg)
        for op in order[1:]:
            result = op._solve(result, adjoint, False)
        return result

    def _determinant(self) -> Any:
        result = self._operators[0].determinant()
        for op in self._operators[1:]:
            result = result * op.determinant()
        return result

    def _log_abs_determinant(self) -> Any:
        result = self._operators[0].log_abs_determinant()
        for op in self._operators[1:]:
            result = result + op.log_abs_determinant()
        return result


def check_operators(operators: Any) -> list[LinearOperator]:
    """The operators as a list; there is one at least, and all have one dtype."""
    found = list(operators)
    if not found:
        raise ValueError("Expected a non-empty list of operators.")
    if len({op.dtype for op in found}) > 1:
        listed = [(op.name, op.dtype.name) for op in found]
        raise TypeError(
            f"Expected all operators to have the same dtype. Found {listed}"
        )
    return found


def common_batch(every: Any) -> Any:
    """The batch dims of several shapes after broadcasting; None if not known."""
    heads = [dims[:-2] for dims in every]
    if any(None in head for head in heads):
        return None
    return np.broadcast_shapes(*heads)


def batch_tensor(operators: Sequence[LinearOperator]) -> Any:
    """The batch shape of several operators after broadcasting, as a tensor."""
    from tensorbrook._src.ops import rearrange

    result = operators[0].batch_shape_tensor()
    for op in operators[1:]:
        result = rearrange.broadcast_dynamic_shape(result, op.batch_shape_tensor())
    return result
