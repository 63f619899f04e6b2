"""Identities, their multiples, and zero."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.linalg.diagonal import conj
from tensorbrook._src.linalg.operator import LinearOperator, arguments, as_matrix_part
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    complex_numbers,
    linalg_diag,
    linalg_matrix,
    rearrange,
    reduce,
    unary,
)
from tensorbrook._src.ops import debugging as checks
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import static_number


def _dims_of(batch_shape: Any) -> Any:
    """Batch dims where they are known, else None; and the shape as a tensor."""
    if batch_shape is None:
        return (), convert_to_tensor([], dtypes.int32)
    tensor: Any = convert_to_tensor(batch_shape, dtype_hint=dtypes.int32)
    if tensor._dims is not None and len(tensor._dims) != 1:
        raise ValueError(
            f"Argument batch_shape must be a 1-D Tensor. Found: {batch_shape}"
        )
    known = tensor._static_value()
    dims = None if known is None else tuple(int(n) for n in known)
    if dims is not None and any(n < 0 for n in dims):
        raise ValueError(
            f"Argument batch_shape must be non-negative. Found: {batch_shape}"
        )
    return dims, cast.cast(tensor, dtypes.int32)


def _size_of(number: Any, name: str) -> tuple[int | None, Any]:
    """A size where it is known, and as a tensor.

    Raises:
        TypeError: It is no integer.
        ValueError: It is negative or not a scalar.
    """
    tensor: Any = convert_to_tensor(number)
    if not tensor.dtype.is_integer:
        raise TypeError(f"Argument {name} must be integer type. Found: {number}")
    if tensor._dims not in ((), None):
        raise ValueError(f"Argument {name} must be a 0-D Tensor. Found: {number}")
    known = static_number(tensor)
    if known is not None and known < 0:
        raise ValueError(f"Argument {name} must be non-negative. Found: {number}")
    return known, cast.cast(tensor, dtypes.int32)


def _spread(value: Any, batch: Any) -> Any:
    """A tensor of matrices with at least the batch axes of the operator."""
    if batch == ():
        return value
    heads = value._dims[:-2]
    if batch is not None and None not in heads:
        if heads == batch:
            return value
        zeros = array_creation.zeros([*batch, 1, 1], value.dtype)
        return value + zeros
    return value


class _Identity(LinearOperator):
    """What identities and their multiples share: square, of a given size."""

    _num_rows: tuple[int | None, Any]

    def _set_rows(self, num_rows: Any) -> None:
        self._num_rows = _size_of(num_rows, "num_rows")

    def _adjointed(self, x: Any, adjoint_arg: bool) -> Any:
        return linalg_matrix.adjoint(x) if adjoint_arg else x


class LinearOperatorIdentity(_Identity):
    """An operator of identity matrices.

    Args:
        num_rows: The number of rows.
        batch_shape: The shape of a batch of them.
        dtype: The dtype; float32 by default.
        is_non_singular: True or None.
        is_self_adjoint: True or None.
        is_positive_definite: True or None.
        is_square: True or None.
        assert_proper_shapes: Accepted for compatibility; shapes are always checked.
        name: A name.

    Raises:
        ValueError: A hint can't be true, or a size is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorIdentity(2).matvec([1.0, 2.0]).numpy()
        array([1., 2.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        num_rows: Any,
        batch_shape: Any = None,
        dtype: Any = None,
        is_non_singular: bool | None = True,
        is_self_adjoint: bool | None = True,
        is_positive_definite: bool | None = True,
        is_square: bool | None = True,
        assert_proper_shapes: bool = False,
        name: str = "LinearOperatorIdentity",
    ) -> None:
        parameters = arguments(locals())
        for hint, what in (
            (is_self_adjoint, "self adjoint"),
            (is_square, "square"),
            (is_non_singular, "non-singular"),
            (is_positive_definite, "positive-definite"),
        ):
            if hint is False:
                raise ValueError(f"An identity operator is always {what}.")
        self._set_rows(num_rows)
        self._batch = _dims_of(batch_shape)
        super().__init__(
            dtype=dtypes.float32 if dtype is None else dtype,
            is_non_singular=True,
            is_self_adjoint=True,
            is_positive_definite=True,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    def _shape(self) -> Dims:
        dims, rows = self._batch[0], self._num_rows[0]
        return None if dims is None else (*dims, rows, rows)

    def _shape_tensor(self) -> Any:
        rows = self._num_rows[1]
        return shapes.concat([self._batch[1], shapes.stack([rows, rows])], 0)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return _spread(self._adjointed(x, adjoint_arg), self._batch[0])

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._matmul(rhs, adjoint, adjoint_arg)

    def _ones(self) -> Any:
        return array_creation.ones(self.batch_shape_tensor(), self.dtype)

    def _determinant(self) -> Any:
        return self._ones()

    def _log_abs_determinant(self) -> Any:
        return array_creation.zeros(self.batch_shape_tensor(), self.dtype)

    def _trace(self) -> Any:
        return cast.cast(self.domain_dimension_tensor(), self.dtype) * self._ones()

    def _diag_part(self) -> Any:
        return array_creation.ones(self.shape_tensor()[:-1], self.dtype)

    def _eigvals(self) -> Any:
        return self._diag_part()

    def _to_dense(self) -> Any:
        known = self._shape()
        if known is not None and None not in known:
            return rearrange.eye(
                known[-1], batch_shape=list(known[:-2]), dtype=self.dtype
            )  # type: ignore[arg-type]
        sizes = self.shape_tensor()
        return rearrange.eye(sizes[-1], batch_shape=sizes[:-2], dtype=self.dtype)

    def _add_to_tensor(self, x: Any) -> Any:
        return linalg_diag.set_diag(x, linalg_diag.diag_part(x) + 1)

    def _inverse(self) -> LinearOperator:
        return self

    def _cholesky(self) -> LinearOperator:
        return self

    def _assert_non_singular(self) -> Any:
        return checks.Assert(True, [self.name])

    def _assert_positive_definite(self) -> Any:
        return checks.Assert(True, [self.name])

    def _assert_self_adjoint(self) -> Any:
        return checks.Assert(True, [self.name])


class LinearOperatorScaledIdentity(_Identity):
    """An operator of multiples of identity matrices.

    Args:
        num_rows: The number of rows.
        multiplier: A tensor of numbers, whose shape is that of the batch.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint; real ones always do.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: True or None.
        assert_proper_shapes: Accepted for compatibility; shapes are always checked.
        name: A name.

    Raises:
        ValueError: A hint can't be true, or the size is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorScaledIdentity(2, 3.0).matvec([1.0, 2.0]).numpy()
        array([3., 6.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        num_rows: Any,
        multiplier: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        assert_proper_shapes: bool = False,
        name: str = "LinearOperatorScaledIdentity",
    ) -> None:
        parameters = arguments(locals())
        self._multiplier = as_matrix_part(multiplier, "multiplier", 0, name)
        if not self._multiplier.dtype.is_complex:
            if is_self_adjoint is False:
                raise ValueError("A real diagonal operator is always self adjoint.")
            is_self_adjoint = True
        if not is_square:
            raise ValueError("A ScaledIdentity operator is always square.")
        self._set_rows(num_rows)
        super().__init__(
            dtype=self._multiplier.dtype,
            is_non_singular=is_non_singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    @property
    def multiplier(self) -> Any:
        """The numbers by which the identities are multiplied."""
        return self._multiplier

    def _shape(self) -> Dims:
        dims, rows = self._multiplier.shape._dims, self._num_rows[0]
        return None if dims is None else (*dims, rows, rows)

    def _shape_tensor(self) -> Any:
        rows = self._num_rows[1]
        batch = shapes.shape(self._multiplier)
        return shapes.concat([batch, shapes.stack([rows, rows])], 0)

    def _scale(self, adjoint: bool = False) -> Any:
        value: Any = convert_to_tensor(self._multiplier)
        return (conj(value) if adjoint else value)[..., None, None]

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._adjointed(x, adjoint_arg) * self._scale(adjoint)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._adjointed(rhs, adjoint_arg) / self._scale(adjoint)

    def _rows(self, dtype: Any) -> Any:
        return cast.cast(self._num_rows[1], dtype)

    def _determinant(self) -> Any:
        return binary.pow(convert_to_tensor(self._multiplier), self._rows(self.dtype))

    def _log_abs_determinant(self) -> Any:
        sizes = unary.log(unary.abs(self._multiplier))
        return sizes * self._rows(self.dtype.real_dtype)

    def _trace(self) -> Any:
        return self._rows(self.dtype) * convert_to_tensor(self._multiplier)

    def _diag_part(self) -> Any:
        ones = array_creation.ones([self._num_rows[1]], self.dtype)
        return convert_to_tensor(self._multiplier)[..., None] * ones

    def _eigvals(self) -> Any:
        return self._diag_part()

    def _to_dense(self) -> Any:
        return linalg_diag.diag(self._diag_part())

    def _add_to_tensor(self, x: Any) -> Any:
        diagonal = (
            linalg_diag.diag_part(x) + convert_to_tensor(self._multiplier)[..., None]
        )
        return linalg_diag.set_diag(x, diagonal)

    def _like(self, multiplier: Any, **hints: Any) -> LinearOperator:
        return LinearOperatorScaledIdentity(self._num_rows[1], multiplier, **hints)

    def _adjoint(self) -> LinearOperator:
        return self._like(
            conj(convert_to_tensor(self._multiplier)),
            is_non_singular=self.is_non_singular,
            is_positive_definite=self.is_positive_definite,
        )

    def _inverse(self) -> LinearOperator:
        return self._like(
            1 / convert_to_tensor(self._multiplier),
            is_non_singular=self.is_non_singular,
            is_self_adjoint=self.is_self_adjoint,
            is_positive_definite=self.is_positive_definite,
        )

    def _cholesky(self) -> LinearOperator:
        return self._like(
            unary.sqrt(convert_to_tensor(self._multiplier)),
            is_non_singular=True,
            is_self_adjoint=True,
            is_positive_definite=True,
        )

    def _assert_non_singular(self) -> Any:
        fine = reduce.reduce_all(unary.abs(self._multiplier) > 0)
        return checks.Assert(fine, ["LinearOperator was singular", self.name])

    def _assert_positive_definite(self) -> Any:
        fine = reduce.reduce_all(complex_numbers.real(self._multiplier) > 0)
        return checks.Assert(
            fine, ["LinearOperator was not positive definite.", self.name]
        )


class LinearOperatorZeros(LinearOperator):
    """An operator of zero matrices.

    Args:
        num_rows: The number of rows.
        num_columns: The number of columns; by default that of the rows.
        batch_shape: The shape of a batch of them.
        dtype: The dtype; float32 by default.
        is_non_singular: False or None.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: False or None.
        is_square: Whether it is known to be square.
        assert_proper_shapes: Accepted for compatibility; shapes are always checked.
        name: A name.

    Raises:
        ValueError: A hint can't be true, or a size is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorZeros(2).matvec([1.0, 2.0]).numpy()
        array([0., 0.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        num_rows: Any,
        num_columns: Any = None,
        batch_shape: Any = None,
        dtype: Any = None,
        is_non_singular: bool | None = False,
        is_self_adjoint: bool | None = True,
        is_positive_definite: bool | None = False,
        is_square: bool | None = True,
        assert_proper_shapes: bool = False,
        name: str = "LinearOperatorZeros",
    ) -> None:
        parameters = arguments(locals())
        if is_non_singular:
            raise ValueError("A zeros operator is always non-invertible.")
        if is_positive_definite:
            raise ValueError("A zeros operator is never positive-definite.")
        self._rows = _size_of(num_rows, "num_rows")
        self._columns = self._rows
        if num_columns is not None:
            self._columns = _size_of(num_columns, "num_columns")
        self._batch = _dims_of(batch_shape)
        square = is_square
        if None not in (self._rows[0], self._columns[0]):
            square = self._rows[0] == self._columns[0]
            if is_square and not square and num_columns is None:
                raise ValueError("A zeros operator of this shape is not square.")
        super().__init__(
            dtype=dtypes.float32 if dtype is None else dtype,
            is_non_singular=False,
            is_self_adjoint=is_self_adjoint if square or not is_self_adjoint else None,
            is_positive_definite=False,
            is_square=square,
            name=name,
            parameters=parameters,
        )

    def _shape(self) -> Dims:
        dims = self._batch[0]
        return None if dims is None else (*dims, self._rows[0], self._columns[0])

    def _shape_tensor(self) -> Any:
        sizes = shapes.stack([self._rows[1], self._columns[1]])
        return shapes.concat([self._batch[1], sizes], 0)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(x) if adjoint_arg else x
        rows = self._columns if adjoint else self._rows
        if self._rows is not self._columns:
            sizes = shapes.shape(value)
            whole = [sizes[:-2], shapes.stack([rows[1], sizes[-1]])]
            value = array_creation.zeros(shapes.concat(whole, 0), value.dtype)
        return _spread(array_creation.zeros_like(value), self._batch[0])

    def _determinant(self) -> Any:
        return array_creation.zeros(self.batch_shape_tensor(), self.dtype)

    def _trace(self) -> Any:
        return array_creation.zeros(self.batch_shape_tensor(), self.dtype)

    def _diag_part(self) -> Any:
        sizes = self.shape_tensor()
        length = binary.minimum(sizes[-1], sizes[-2])
        whole = shapes.concat([sizes[:-2], shapes.reshape(length, [1])], 0)
        return array_creation.zeros(whole, self.dtype)

    def _to_dense(self) -> Any:
        return array_creation.zeros(self.shape_tensor(), self.dtype)

    def _add_to_tensor(self, x: Any) -> Any:
        return _spread(x, self._batch[0])

    def _eigvals(self) -> Any:
        return self._diag_part()

    def _adjoint(self) -> LinearOperator:
        return LinearOperatorZeros(
            self._columns[1],
            self._rows[1],
            batch_shape=self._batch[1],
            dtype=self.dtype,
            is_self_adjoint=self.is_self_adjoint,
            is_square=self.is_square,
        )

    def _assert_non_singular(self) -> Any:
        return checks.Assert(False, ["Zeros operators are always non-invertible."])

    def _assert_positive_definite(self) -> Any:
        return checks.Assert(
            False, ["Zeros operators are always non-positive definite."]
        )

    def _assert_self_adjoint(self) -> Any:
        return checks.Assert(True, [self.name])
