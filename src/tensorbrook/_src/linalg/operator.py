"""`tf.linalg.LinearOperator`: the base of matrices that are known by their structure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims, TensorShape
from tensorbrook._src.ops import (
    complex_numbers,
    decompositions,
    linalg_diag,
    linalg_matrix,
    linalg_solve,
    matmul,
    rearrange,
    reduce,
    unary,
)
from tensorbrook._src.ops import debugging as checks
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.variables.module import Module


def arguments(names: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a constructor, from its local names."""
    return {k: v for k, v in names.items() if k not in ("self", "__class__")}


def as_matrix_part(value: Any, name: str, least: int, what: str) -> Any:
    """A tensor or variable that an operator is made of, of floats and enough axes.

    Raises:
        TypeError: The dtype is neither floating nor complex.
        ValueError: There are too few axes.
    """
    tensor = value if hasattr(value, "assign") else convert_to_tensor(value)
    if not (tensor.dtype.is_floating or tensor.dtype.is_complex):
        raise TypeError(
            f"{what}: argument `{name}` must hold floats or complex numbers, got "
            f"{tensor.dtype.name}."
        )
    dims = tensor.shape._dims
    if dims is not None and len(dims) < least:
        raise ValueError(
            f"{what}: argument `{name}` must have at least {least} dimensions. "
            f"Received: {value}."
        )
    return tensor


def all_of(hints: Sequence[bool | None]) -> bool | None:
    """True where all hints are; None where something isn't known."""
    return True if all(hints) else None


def with_common_batch(first: Any, second: Any) -> tuple[Any, Any]:
    """Two tensors of matrices with the same batch axes."""
    one, other = (None if x._dims is None else x._dims[:-2] for x in (first, second))
    if one == other and one is not None:
        return first, second
    known = one is not None and other is not None and None not in (*one, *other)
    if known:
        batch: Any = list(np.broadcast_shapes(one, other))  # type: ignore[arg-type]
        return tuple(  # type: ignore[return-value]
            shapes.broadcast_to(x, [*batch, *_matrix_sizes(x)]) for x in (first, second)
        )
    sizes = [shapes.shape(x) for x in (first, second)]
    batch = rearrange.broadcast_dynamic_shape(sizes[0][:-2], sizes[1][:-2])
    return tuple(  # type: ignore[return-value]
        shapes.broadcast_to(x, shapes.concat([batch, size[-2:]], 0))
        for x, size in zip((first, second), sizes, strict=True)
    )


def _matrix_sizes(x: Any) -> list[Any]:
    sizes = shapes.shape(x)
    return [
        sizes[axis] if x._dims[axis] is None else x._dims[axis] for axis in (-2, -1)
    ]


class LinearOperator(Module):
    """A batch of matrices that is known by its structure, not element by element.

    A subclass defines `_shape`, `_shape_tensor` and `_matmul`; it may define faster ways
    to do everything else, which falls back on the dense matrix.

    Args:
        dtype: The dtype of the elements.
        graph_parents: Accepted for compatibility.
        is_non_singular: Whether the operator is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.
        parameters: The arguments of the constructor of the subclass.

    Raises:
        ValueError: The hints contradict each other.

    Example:
        >>> import tensorbrook as tf
        >>> operator = tf.linalg.LinearOperatorDiag([2.0, 4.0])
        >>> operator.solvevec([2.0, 8.0]).numpy()
        array([1., 2.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"
    _TF_MODULE_IGNORED_PROPERTIES = frozenset({"_parameters"})
    __array_priority__ = 100

    def __init__(
        self,
        dtype: Any,
        graph_parents: Any = None,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> None:
        if is_positive_definite and is_non_singular is False:
            raise ValueError("A positive definite matrix is always non-singular.")
        if (is_positive_definite or is_non_singular) and is_square is False:
            raise ValueError("A non-singular matrix is always square.")
        if is_self_adjoint and is_square is False:
            raise ValueError("A self-adjoint matrix is always square.")
        implied = is_positive_definite or is_non_singular or is_self_adjoint
        self._dtype = dtypes.as_dtype(dtype).base_dtype
        self._is_non_singular = True if is_positive_definite else is_non_singular
        self._is_self_adjoint = is_self_adjoint
        self._is_positive_definite = is_positive_definite
        self._is_square = True if implied else is_square
        self._graph_parents = list(graph_parents or ())
        self._parameters = dict(parameters or {})
        super().__init__(name=name)

    # --- what is known ------------------------------------------------------------

    @property
    def parameters(self) -> dict[str, Any]:
        """The arguments of the constructor."""
        return dict(self._parameters)

    @property
    def dtype(self) -> DType:
        """The dtype of the elements."""
        return self._dtype

    @property
    def graph_parents(self) -> list[Any]:
        """What was given as `graph_parents`."""
        return self._graph_parents

    @property
    def is_non_singular(self) -> bool | None:
        """Whether the operator is known to have an inverse."""
        return self._is_non_singular

    @property
    def is_self_adjoint(self) -> bool | None:
        """Whether the operator is known to equal its adjoint."""
        return self._is_self_adjoint

    @property
    def is_positive_definite(self) -> bool | None:
        """Whether the operator is known to be positive definite."""
        return self._is_positive_definite

    @property
    def is_square(self) -> bool | None:
        """Whether the operator is known to be square, from its shape where that is known.

        Raises:
            ValueError: The shape contradicts a hint.
        """
        rows, columns = self.range_dimension, self.domain_dimension
        if rows is None or columns is None:
            return self._is_square
        square = bool(rows == columns)
        if self._is_square and not square:
            raise ValueError(
                f"{self.name}: is_square was set, but the shape is {self.shape}."
            )
        return square

    @property
    def shape(self) -> TensorShape:
        """The shape as far as it is known."""
        return TensorShape(self._shape())

    @property
    def _dims(self) -> Dims:
        return self._shape()

    @property
    def batch_shape(self) -> TensorShape:
        """The shape before the matrices."""
        dims = self._shape()
        return TensorShape(None if dims is None else dims[:-2])

    @property
    def tensor_rank(self) -> int | None:
        """The number of axes."""
        dims = self._shape()
        return None if dims is None else len(dims)

    @property
    def domain_dimension(self) -> Any:
        """The number of columns, None where it isn't known."""
        dims = self._shape()
        return None if dims is None else dims[-1]

    @property
    def range_dimension(self) -> Any:
        """The number of rows, None where it isn't known."""
        dims = self._shape()
        return None if dims is None else dims[-2]

    def shape_tensor(self, name: str = "shape_tensor") -> Any:
        """The shape as a vector.

        Args:
            name: Accepted for compatibility.
        """
        dims = self._shape()
        if dims is not None and None not in dims:
            return convert_to_tensor(list(dims), dtypes.int32)
        return self._shape_tensor()

    def batch_shape_tensor(self, name: str = "batch_shape_tensor") -> Any:
        """The shape before the matrices as a vector.

        Args:
            name: Accepted for compatibility.
        """
        return self.shape_tensor()[:-2]

    def tensor_rank_tensor(self, name: str = "tensor_rank_tensor") -> Any:
        """The number of axes as a tensor.

        Args:
            name: Accepted for compatibility.
        """
        return shapes.size(self.shape_tensor())

    def domain_dimension_tensor(self, name: str = "domain_dimension_tensor") -> Any:
        """The number of columns as a tensor.

        Args:
            name: Accepted for compatibility.
        """
        return self.shape_tensor()[-1]

    def range_dimension_tensor(self, name: str = "range_dimension_tensor") -> Any:
        """The number of rows as a tensor.

        Args:
            name: Accepted for compatibility.
        """
        return self.shape_tensor()[-2]

    def _shape(self) -> Dims:
        raise NotImplementedError(f"{type(self).__name__} lacks _shape.")

    def _shape_tensor(self) -> Any:
        return shapes.shape(self.to_dense())

    # --- products -----------------------------------------------------------------

    def matmul(
        self,
        x: Any,
        adjoint: bool = False,
        adjoint_arg: bool = False,
        name: str = "matmul",
    ) -> Any:
        """The product with matrices or with another operator.

        Args:
            x: A tensor of matrices, or an operator.
            adjoint: Whether to take the adjoint of this operator first.
            adjoint_arg: Whether to take the adjoint of `x` first.
            name: Accepted for compatibility.

        Returns:
            A tensor, or an operator.

        Raises:
            ValueError: The sizes don't fit.
        """
        if isinstance(x, LinearOperator):
            left = self.adjoint() if adjoint else self
            right = x.adjoint() if adjoint_arg else x
            _check_sizes(left.domain_dimension, right.range_dimension)
            return left._matmul_operator(right)
        value = self._argument(x)
        own = self.range_dimension if adjoint else self.domain_dimension
        _check_sizes(own, _last_dims(value)[-1 if adjoint_arg else -2])
        return self._matmul(value, adjoint, adjoint_arg)

    def __matmul__(self, other: Any) -> Any:
        return self.matmul(other)

    def matvec(self, x: Any, adjoint: bool = False, name: str = "matvec") -> Any:
        """The product with vectors.

        Args:
            x: A tensor of vectors.
            adjoint: Whether to take the adjoint of this operator first.
            name: Accepted for compatibility.

        Raises:
            ValueError: The sizes don't fit.
        """
        value = self._argument(x)
        _check_sizes(
            self.range_dimension if adjoint else self.domain_dimension,
            _last_dims(value)[-1],
        )
        product = self._matmul(shapes.expand_dims(value, -1), adjoint, False)
        return shapes.squeeze(product, [-1])

    def _argument(self, x: Any) -> Any:
        value: Any = convert_to_tensor(x, dtype_hint=self._dtype)
        if value.dtype is not self._dtype:
            raise TypeError(
                f"{self.name}: the argument must have the dtype {self._dtype.name} of "
                f"the operator, got {value.dtype.name}."
            )
        return value

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return matmul.matmul(
            self.to_dense(), x, adjoint_a=adjoint, adjoint_b=adjoint_arg
        )

    def _matmul_operator(self, right: LinearOperator) -> LinearOperator:
        from tensorbrook._src.linalg import algebra

        return algebra.product(self, right)

    # --- systems of equations -----------------------------------------------------

    def solve(
        self,
        rhs: Any,
        adjoint: bool = False,
        adjoint_arg: bool = False,
        name: str = "solve",
    ) -> Any:
        """Solves systems of linear equations.

        Args:
            rhs: A tensor of matrices, or an operator: the right hand sides.
            adjoint: Whether to take the adjoint of this operator first.
            adjoint_arg: Whether to take the adjoint of `rhs` first.
            name: Accepted for compatibility.

        Returns:
            A tensor, or an operator.

        Raises:
            NotImplementedError: The operator is known to be singular or not square.
            ValueError: The sizes don't fit.
        """
        self._check_solvable()
        if isinstance(rhs, LinearOperator):
            left = self.adjoint() if adjoint else self
            right = rhs.adjoint() if adjoint_arg else rhs
            _check_sizes(left.domain_dimension, right.range_dimension)
            return left.inverse().matmul(right)
        value = self._argument(rhs)
        _check_sizes(self.range_dimension, _last_dims(value)[-1 if adjoint_arg else -2])
        return self._solve(value, adjoint, adjoint_arg)

    def solvevec(self, rhs: Any, adjoint: bool = False, name: str = "solve") -> Any:
        """Solves systems of linear equations with single right hand sides.

        Args:
            rhs: A tensor of vectors.
            adjoint: Whether to take the adjoint of this operator first.
            name: Accepted for compatibility.

        Raises:
            NotImplementedError: The operator is known to be singular or not square.
        """
        self._check_solvable()
        value = self._argument(rhs)
        _check_sizes(self.range_dimension, _last_dims(value)[-1])
        found = self._solve(shapes.expand_dims(value, -1), adjoint, False)
        return shapes.squeeze(found, [-1])

    def _check_solvable(self) -> None:
        for known, what in (
            (self.is_non_singular, "be singular"),
            (self.is_square, "not be square"),
        ):
            if known is False:
                raise NotImplementedError(
                    f"Exact solve not implemented for an operator that is expected to {what}."
                )

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(rhs) if adjoint_arg else rhs
        dense, value = with_common_batch(self.to_dense(), value)
        if self._can_use_cholesky():
            return linalg_solve.cholesky_solve(linalg_solve.cholesky(dense), value)
        return linalg_solve.solve(dense, value, adjoint=adjoint)

    def _can_use_cholesky(self) -> bool:
        return bool(self.is_self_adjoint and self.is_positive_definite)

    # --- numbers ------------------------------------------------------------------

    def determinant(self, name: str = "det") -> Any:
        """The determinants.

        Args:
            name: Accepted for compatibility.

        Raises:
            NotImplementedError: The operator is not square.
        """
        self._check_square("Determinant")
        return self._determinant()

    def log_abs_determinant(self, name: str = "log_abs_det") -> Any:
        """The logarithms of the absolute values of the determinants.

        Args:
            name: Accepted for compatibility.

        Raises:
            NotImplementedError: The operator is not square.
        """
        self._check_square("Determinant")
        return self._log_abs_determinant()

    def _check_square(self, what: str) -> None:
        if self.is_square is False:
            raise NotImplementedError(
                f"{what} not implemented for an operator that is expected to not be square."
            )

    def _determinant(self) -> Any:
        if self._can_use_cholesky():
            return unary.exp(self.log_abs_determinant())
        return linalg_solve.det(self.to_dense())

    def _log_abs_determinant(self) -> Any:
        if self._can_use_cholesky():
            diagonal = linalg_diag.diag_part(linalg_solve.cholesky(self.to_dense()))
            return 2 * reduce.reduce_sum(unary.log(diagonal), -1)
        return linalg_solve.slogdet(self.to_dense()).log_abs_determinant

    def trace(self, name: str = "trace") -> Any:
        """The sums of the diagonals.

        Args:
            name: Accepted for compatibility.
        """
        return self._trace()

    def _trace(self) -> Any:
        return reduce.reduce_sum(self.diag_part(), -1)

    def diag_part(self, name: str = "diag_part") -> Any:
        """The diagonals.

        Args:
            name: Accepted for compatibility.
        """
        return self._diag_part()

    def _diag_part(self) -> Any:
        return linalg_diag.diag_part(self.to_dense())

    def eigvals(self, name: str = "eigvals") -> Any:
        """The eigenvalues.

        Args:
            name: Accepted for compatibility.

        Raises:
            NotImplementedError: The operator isn't known to be self-adjoint.
        """
        if not self.is_self_adjoint:
            raise NotImplementedError("Only self-adjoint matrices are supported.")
        return self._eigvals()

    def _eigvals(self) -> Any:
        return decompositions.eigvalsh(self.to_dense())

    def cond(self, name: str = "cond") -> Any:
        """The condition numbers: the largest singular value over the smallest.

        Args:
            name: Accepted for compatibility.
        """
        if self.is_self_adjoint:
            sizes = unary.abs(self.eigvals())
        else:
            sizes = decompositions.svd(self.to_dense(), compute_uv=False)
        return reduce.reduce_max(sizes, -1) / reduce.reduce_min(sizes, -1)

    # --- other forms --------------------------------------------------------------

    def to_dense(self, name: str = "to_dense") -> Any:
        """The matrices as a tensor.

        Args:
            name: Accepted for compatibility.
        """
        return self._to_dense()

    def _to_dense(self) -> Any:
        dims = self._shape()
        if dims is not None and None not in dims:
            eye = rearrange.eye(
                dims[-1], batch_shape=list(dims[:-2]), dtype=self._dtype
            )  # type: ignore[arg-type]
        else:
            sizes = self.shape_tensor()
            eye = rearrange.eye(sizes[-1], batch_shape=sizes[:-2], dtype=self._dtype)
        return self._matmul(eye, False, False)

    def __tf_tensor__(self, dtype: Any = None, name: str | None = None) -> Any:
        return self.to_dense()

    def add_to_tensor(self, x: Any, name: str = "add_to_tensor") -> Any:
        """The sum with a tensor of matrices.

        Args:
            x: A tensor of the dtype of the operator.
            name: Accepted for compatibility.
        """
        return self._add_to_tensor(self._argument(x))

    def _add_to_tensor(self, x: Any) -> Any:
        return self.to_dense() + x

    def adjoint(self, name: str = "adjoint") -> LinearOperator:
        """The operator whose matrices are the adjoints.

        Args:
            name: Accepted for compatibility.
        """
        return self if self.is_self_adjoint else self._adjoint()

    @property
    def H(self) -> LinearOperator:  # noqa: N802 - the public name
        """The same as `adjoint()`."""
        return self.adjoint()

    def _adjoint(self) -> LinearOperator:
        from tensorbrook._src.linalg.derived import LinearOperatorAdjoint

        return LinearOperatorAdjoint(self)

    def inverse(self, name: str = "inverse") -> LinearOperator:
        """The operator whose matrices are the inverses.

        Args:
            name: Accepted for compatibility.

        Raises:
            ValueError: The operator is known to be singular or not square.
        """
        if self.is_square is False:
            raise ValueError(
                "Cannot take the Inverse: This operator represents a non square matrix."
            )
        if self.is_non_singular is False:
            raise ValueError(
                "Cannot take the Inverse: This operator represents a singular matrix."
            )
        return self._inverse()

    def _inverse(self) -> LinearOperator:
        from tensorbrook._src.linalg.derived import LinearOperatorInversion

        return LinearOperatorInversion(self)

    def cholesky(self, name: str = "cholesky") -> LinearOperator:
        """The operator of the Cholesky factors.

        Args:
            name: Accepted for compatibility.

        Raises:
            ValueError: The operator isn't known to be self-adjoint and positive definite.
        """
        if not self._can_use_cholesky():
            raise ValueError(
                "Cannot take the Cholesky decomposition: Not a positive definite self "
                "adjoint matrix."
            )
        return self._cholesky()

    def _cholesky(self) -> LinearOperator:
        from tensorbrook._src.linalg.dense import LinearOperatorLowerTriangular

        return LinearOperatorLowerTriangular(
            linalg_solve.cholesky(self.to_dense()),
            is_non_singular=True,
            is_self_adjoint=False,
            is_square=True,
        )

    # --- checks during the run ----------------------------------------------------

    def assert_non_singular(self, name: str = "assert_non_singular") -> Any:
        """Checks that the matrices have inverses.

        Args:
            name: Accepted for compatibility.

        Returns:
            The operation in a graph, None when executing eagerly.

        Raises:
            tf.errors.InvalidArgumentError: One has none.
        """
        return self._assert_non_singular()

    def _assert_non_singular(self) -> Any:
        limit = 1 / (100 * float(np.finfo(self._dtype.real_dtype.numpy_dtype).eps))
        fine = reduce.reduce_all(complex_numbers.real(self.cond()) < limit)
        return checks.Assert(
            fine, ["Singular matrix up to precision epsilon.", self.name]
        )

    def assert_positive_definite(self, name: str = "assert_positive_definite") -> Any:
        """Checks that the matrices are positive definite.

        Args:
            name: Accepted for compatibility.

        Returns:
            The operation in a graph, None when executing eagerly.

        Raises:
            tf.errors.InvalidArgumentError: One isn't.
        """
        return self._assert_positive_definite()

    def _assert_positive_definite(self) -> Any:
        if not self.is_self_adjoint:
            raise NotImplementedError(
                "assert_positive_definite is not implemented for an operator that isn't "
                "known to be self-adjoint."
            )
        values = decompositions.eigvalsh(self.to_dense())
        fine = reduce.reduce_all(complex_numbers.real(values) > 0)
        return checks.Assert(fine, ["Operator was not positive definite.", self.name])

    def assert_self_adjoint(self, name: str = "assert_self_adjoint") -> Any:
        """Checks that the matrices equal their adjoints.

        Args:
            name: Accepted for compatibility.

        Returns:
            The operation in a graph, None when executing eagerly.

        Raises:
            tf.errors.InvalidArgumentError: One doesn't.
        """
        return self._assert_self_adjoint()

    def _assert_self_adjoint(self) -> Any:
        dense = self.to_dense()
        away = unary.abs(dense - linalg_matrix.adjoint(dense))
        epsilon = float(np.finfo(self._dtype.real_dtype.numpy_dtype).eps)
        limit = 10 * epsilon * reduce.reduce_max(unary.abs(dense))
        fine = reduce.reduce_all(away <= limit)
        return checks.Assert(fine, ["Matrix was not equal to its adjoint.", self.name])


def _last_dims(value: Any) -> Any:
    """The dims of a tensor; of one of unknown rank, that the last two are unknown."""
    return (None, None) if value._dims is None else value._dims


def _check_sizes(own: Any, other: Any) -> None:
    if own is not None and other is not None and own != other:
        raise ValueError(f"Dimensions {own} and {other} are not compatible")
