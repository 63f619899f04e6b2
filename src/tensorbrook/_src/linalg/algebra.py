"""Products of operators: which kind of operator they are."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.linalg.blocks import LinearOperatorBlockDiag
from tensorbrook._src.linalg.circulant import Circulant
from tensorbrook._src.linalg.dense import LinearOperatorLowerTriangular
from tensorbrook._src.linalg.derived import LinearOperatorComposition
from tensorbrook._src.linalg.diagonal import LinearOperatorDiag
from tensorbrook._src.linalg.identity import (
    LinearOperatorIdentity,
    LinearOperatorScaledIdentity,
    LinearOperatorZeros,
)
from tensorbrook._src.linalg.operator import LinearOperator, all_of


def product(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    """The product of two operators, of the simplest kind that holds it."""
    if isinstance(left, LinearOperatorIdentity):
        return right
    if isinstance(right, LinearOperatorIdentity):
        return left
    for zero in (left, right):
        if isinstance(zero, LinearOperatorZeros) and left.is_square and right.is_square:
            return zero
    known = _of_kinds(left, right)
    if known is not None:
        return known
    hints = _hints(left, right) if left is right else {}
    return LinearOperatorComposition([left, right], **hints)


def _hints(left: LinearOperator, right: LinearOperator) -> dict[str, Any]:
    """What is known of a product of operators that commute."""
    return {
        "is_non_singular": all_of([left.is_non_singular, right.is_non_singular]),
        "is_self_adjoint": all_of([left.is_self_adjoint, right.is_self_adjoint]),
        "is_positive_definite": all_of(
            [left.is_positive_definite, right.is_positive_definite]
        ),
        "is_square": True,
    }


def _of_kinds(left: LinearOperator, right: LinearOperator) -> LinearOperator | None:
    scaled = LinearOperatorScaledIdentity
    diagonal = (LinearOperatorDiag, scaled)
    if isinstance(left, scaled) and isinstance(right, scaled):
        return left._like(left.multiplier * right.multiplier, **_hints(left, right))
    if isinstance(left, diagonal) and isinstance(right, diagonal):
        values = left.diag_part() * right.diag_part()
        return LinearOperatorDiag(values, **_hints(left, right))
    if isinstance(left, Circulant) and type(left) is type(right):
        return type(left)(
            left.spectrum * right.spectrum,  # type: ignore[attr-defined]
            input_output_dtype=left.dtype,
            **_hints(left, right),
        )
    if isinstance(left, LinearOperatorBlockDiag) and isinstance(
        right, LinearOperatorBlockDiag
    ):
        pairs = list(zip(left.operators, right.operators, strict=False))
        fit = len(left.operators) == len(right.operators) and all(
            one.domain_dimension == other.range_dimension for one, other in pairs
        )
        return LinearOperatorBlockDiag([a.matmul(b) for a, b in pairs]) if fit else None
    known = all_of([left.is_non_singular, right.is_non_singular])
    if isinstance(left, LinearOperatorDiag) and isinstance(
        right, LinearOperatorLowerTriangular
    ):
        values = left.diag_part()[..., None] * right.to_dense()
        return LinearOperatorLowerTriangular(values, is_non_singular=known)
    if isinstance(left, LinearOperatorLowerTriangular) and isinstance(
        right, LinearOperatorDiag
    ):
        values = left.to_dense() * right.diag_part()[..., None, :]
        return LinearOperatorLowerTriangular(values, is_non_singular=known)
    return None
