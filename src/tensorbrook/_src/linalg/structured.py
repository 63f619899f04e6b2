"""Operators that few numbers describe: reflections, permutations, Toeplitz, tridiagonal."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.linalg.diagonal import conj
from tensorbrook._src.linalg.operator import (
    LinearOperator,
    arguments,
    as_matrix_part,
    with_common_batch,
)
from tensorbrook._src.ops import (
    array_creation,
    cast,
    gather,
    linalg_diag,
    linalg_matrix,
    linalg_tridiagonal,
    matmul,
    rearrange,
    reduce,
    signal_fft,
    sort,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


class LinearOperatorHouseholder(LinearOperator):
    """An operator of reflections.

    Args:
        reflection_axis: A tensor of shape (..., n): the vectors that change their sign.
        is_non_singular: True or None.
        is_self_adjoint: True or None.
        is_positive_definite: False or None.
        is_square: True or None.
        name: A name.

    Raises:
        ValueError: A hint can't be true, or the axis is a scalar.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorHouseholder([1.0, 0.0]).matvec([2.0, 3.0]).numpy()
        array([-2.,  3.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        reflection_axis: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorHouseholder",
    ) -> None:
        parameters = arguments(locals())
        if is_self_adjoint is False:
            raise ValueError("A Householder operator is always self adjoint.")
        if is_positive_definite:
            raise ValueError("A Householder operator is always non-positive definite.")
        if is_square is False:
            raise ValueError("A Householder operator is always square.")
        if is_non_singular is False:
            raise ValueError("A Householder operator is always non-singular.")
        self._axis = as_matrix_part(reflection_axis, "reflection_axis", 1, name)
        super().__init__(
            dtype=self._axis.dtype,
            is_non_singular=is_non_singular,
            is_self_adjoint=True,
            is_positive_definite=False,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    @property
    def reflection_axis(self) -> Any:
        """The vectors that change their sign."""
        return self._axis

    def _shape(self) -> Dims:
        dims = self._axis.shape._dims
        return None if dims is None else (*dims, dims[-1])

    def _shape_tensor(self) -> Any:
        sizes = shapes.shape(self._axis)
        return shapes.concat([sizes, sizes[-1:]], 0)

    def _unit(self) -> Any:
        from tensorbrook._src.ops import normalize

        return normalize.l2_normalize(self._axis, axis=-1)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(x) if adjoint_arg else x
        column = self._unit()[..., None]
        along = matmul.matmul(column, value, adjoint_a=True)
        return value - 2 * column * along

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._matmul(rhs, adjoint, adjoint_arg)

    def _ones(self) -> Any:
        return array_creation.ones(self.batch_shape_tensor(), self.dtype)

    def _determinant(self) -> Any:
        return -self._ones()

    def _log_abs_determinant(self) -> Any:
        return array_creation.zeros(self.batch_shape_tensor(), self.dtype)

    def _trace(self) -> Any:
        return cast.cast(self.domain_dimension_tensor() - 2, self.dtype) * self._ones()

    def _diag_part(self) -> Any:
        unit = self._unit()
        return 1 - 2 * unit * conj(unit)

    def _to_dense(self) -> Any:
        column = self._unit()[..., None]
        dense = -2 * matmul.matmul(column, column, adjoint_b=True)
        return linalg_diag.set_diag(dense, 1 + linalg_diag.diag_part(dense))

    def _eigvals(self) -> Any:
        ones = array_creation.ones(self.shape_tensor()[:-1], self.dtype)
        return shapes.concat([-ones[..., :1], ones[..., 1:]], -1)

    def _inverse(self) -> LinearOperator:
        return self


class LinearOperatorPermutation(LinearOperator):
    """An operator of permutation matrices.

    Args:
        perm: An integer tensor of shape (..., n): row i of the product is row `perm[i]`.
        dtype: The dtype of the operator.
        is_non_singular: True or None.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: True or None.
        name: A name.

    Raises:
        TypeError: `perm` holds no integers.
        ValueError: It is no permutation, or a hint can't be true.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorPermutation([1, 0]).matvec([2.0, 3.0]).numpy()
        array([3., 2.], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        perm: Any,
        dtype: Any = dtypes.float32,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorPermutation",
    ) -> None:
        parameters = arguments(locals())
        if is_non_singular is False:
            raise ValueError("A Permutation operator is always non-singular.")
        if is_square is False:
            raise ValueError("A Permutation operator is always square.")
        self._perm = convert_to_tensor(perm)
        if not self._perm.dtype.is_integer:
            raise TypeError(
                f"Argument `perm` must be integer dtype. Found: {self._perm.dtype.name}."
            )
        _check_permutation(self._perm)
        super().__init__(
            dtype=dtype,
            is_non_singular=is_non_singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    @property
    def perm(self) -> Any:
        """The permutation."""
        return self._perm

    def _shape(self) -> Dims:
        dims = self._perm.shape._dims
        return None if dims is None else (*dims, dims[-1])

    def _shape_tensor(self) -> Any:
        sizes = shapes.shape(self._perm)
        return shapes.concat([sizes, sizes[-1:]], 0)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(x) if adjoint_arg else x
        order: Any = sort.argsort(self._perm, axis=-1) if adjoint else self._perm
        if len(order._dims) == 1:
            return gather.gather(value, order, axis=-2)
        matrix, value = with_common_batch(order[..., None], value)
        heads = len(value._dims) - 2
        return gather.gather(value, matrix[..., 0], axis=-2, batch_dims=heads)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        return self._matmul(rhs, not adjoint, adjoint_arg)

    def _to_dense(self) -> Any:
        places = array_creation.range(shapes.shape(self._perm)[-1])
        places = cast.cast(places, self._perm.dtype)
        return cast.cast(self._perm[..., None] == places, self.dtype)

    def _diag_part(self) -> Any:
        places = array_creation.range(shapes.shape(self._perm)[-1])
        return cast.cast(self._perm == cast.cast(places, self._perm.dtype), self.dtype)

    def _determinant(self) -> Any:
        """-1 for an odd number of pairs that stand in the wrong order."""
        wrong = self._perm[..., None] > self._perm[..., None, :]
        later = linalg_diag.band_part(cast.cast(wrong, dtypes.int32), 0, -1)
        odd = reduce.reduce_sum(later, [-2, -1]) % 2
        return cast.cast(1 - 2 * odd, self.dtype)

    def _log_abs_determinant(self) -> Any:
        return array_creation.zeros(self.batch_shape_tensor(), self.dtype)

    def _inverse(self) -> LinearOperator:
        return self._adjoint()

    def _adjoint(self) -> LinearOperator:
        return LinearOperatorPermutation(
            sort.argsort(self._perm, axis=-1), dtype=self.dtype
        )


def _check_permutation(perm: Any) -> None:
    known = perm._static_value()
    if known is None:
        return
    if known.ndim < 1:
        raise ValueError(
            f"Argument `perm` must have at least 1 dimension. Found: {known}."
        )
    if (np.sort(known, -1) != np.arange(known.shape[-1])).any():
        raise ValueError(
            f"Argument `perm` must be a vector of unique integers from 0 to "
            f"{known.shape[-1] - 1}. Found: {known}."
        )


class LinearOperatorToeplitz(LinearOperator):
    """An operator of Toeplitz matrices, whose diagonals are constant.

    Args:
        col: A tensor of shape (..., n), the first columns.
        row: A tensor of shape (..., n), the first rows.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: True or None.
        name: A name.

    Raises:
        ValueError: `is_square` is False, or a tensor is a scalar.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.LinearOperatorToeplitz([1.0, 2.0], [1.0, 3.0]).to_dense().numpy()
        array([[1., 3.],
               [2., 1.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        col: Any,
        row: Any,
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorToeplitz",
    ) -> None:
        parameters = arguments(locals())
        if is_square is False:
            raise ValueError("Only square Toeplitz operators currently supported.")
        self._col = as_matrix_part(col, "col", 1, name)
        self._row = as_matrix_part(row, "row", 1, name)
        super().__init__(
            dtype=self._row.dtype,
            is_non_singular=is_non_singular,
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=True,
            name=name,
            parameters=parameters,
        )

    @property
    def col(self) -> Any:
        """The first columns."""
        return self._col

    @property
    def row(self) -> Any:
        """The first rows."""
        return self._row

    def _shape(self) -> Dims:
        col, row = self._col.shape._dims, self._row.shape._dims
        if col is None or row is None or None in (*col[:-1], *row[:-1]):
            return None
        size = col[-1] if row[-1] is None else row[-1]
        return (*np.broadcast_shapes(col[:-1], row[:-1]), size, size)

    def _shape_tensor(self) -> Any:
        sizes = [shapes.shape(self._col), shapes.shape(self._row)]
        heads = rearrange.broadcast_dynamic_shape(sizes[0][:-1], sizes[1][:-1])
        return shapes.concat([heads, sizes[0][-1:], sizes[0][-1:]], 0)

    def _parts(self) -> tuple[Any, Any]:
        """Columns and rows with the same batch axes."""
        col, row = convert_to_tensor(self._col), convert_to_tensor(self._row)
        col, row = with_common_batch(col[..., None], row[..., None])
        return col[..., 0], row[..., 0]

    def _to_dense(self) -> Any:
        col, row = self._parts()
        values = shapes.concat([rearrange.reverse(col, [-1]), row[..., 1:]], -1)
        size = shapes.shape(col)[-1]
        places = array_creation.range(size)
        index = places[None, :] - places[:, None] + size - 1
        return gather.gather(values, index, axis=-1)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        """A circulant matrix of twice the size does it, by Fourier transforms."""
        value = linalg_matrix.adjoint(x) if adjoint_arg else x
        col, row = self._parts()
        if adjoint:
            col, row = conj(row), conj(col)
        zero = array_creation.zeros_like(col[..., :1])
        kernel = shapes.concat([col, zero, rearrange.reverse(row[..., 1:], [-1])], -1)
        kind = _complex_of(kernel.dtype)
        columns = linalg_matrix.matrix_transpose(value)
        padded = shapes.concat([columns, array_creation.zeros_like(columns)], -1)
        spectrum = signal_fft.fft(cast.cast(kernel, kind))[..., None, :]
        found = signal_fft.ifft(spectrum * signal_fft.fft(cast.cast(padded, kind)))
        size = shapes.shape(col)[-1] if col._dims[-1] is None else col._dims[-1]
        found = linalg_matrix.matrix_transpose(found[..., :size])
        if self.dtype.is_complex:
            return cast.cast(found, self.dtype)
        from tensorbrook._src.ops import complex_numbers

        return cast.cast(complex_numbers.real(found), self.dtype)

    def _diag_part(self) -> Any:
        col, _ = self._parts()
        return col[..., :1] * array_creation.ones_like(col)

    def _trace(self) -> Any:
        size = cast.cast(self.domain_dimension_tensor(), self.dtype)
        return size * self._parts()[0][..., 0]

    def _adjoint(self) -> LinearOperator:
        return LinearOperatorToeplitz(
            conj(convert_to_tensor(self._row)),
            conj(convert_to_tensor(self._col)),
            is_non_singular=self.is_non_singular,
            is_positive_definite=self.is_positive_definite,
        )


def _complex_of(dtype: Any) -> Any:
    wide = dtype.name in ("float64", "complex128")
    return dtypes.complex128 if wide else dtypes.complex64


class LinearOperatorTridiag(LinearOperator):
    """An operator of tridiagonal matrices.

    Args:
        diagonals: The diagonals, as for `tf.linalg.tridiagonal_solve`.
        diagonals_format: "compact", "sequence" or "matrix".
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: True or None.
        name: A name.

    Raises:
        ValueError: There is no such format, or `is_square` is False.

    Example:
        >>> import tensorbrook as tf
        >>> diagonals = [[1.0, 0.0], [2.0, 3.0], [0.0, 4.0]]
        >>> tf.linalg.LinearOperatorTridiag(diagonals).to_dense().numpy()
        array([[2., 1.],
               [4., 3.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        diagonals: Any,
        diagonals_format: str = "compact",
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorTridiag",
    ) -> None:
        parameters = arguments(locals())
        if diagonals_format not in ("compact", "matrix", "sequence"):
            raise ValueError(
                "Argument `diagonals_format` must be one of compact, matrix, or "
                f"sequence. Found: {diagonals_format}."
            )
        if is_square is False:
            raise ValueError("Only square Tridiag operators currently supported.")
        if diagonals_format == "sequence":
            self._given: Any = [
                as_matrix_part(d, "diagonals", 1, name) for d in diagonals
            ]
            kind = self._given[0].dtype
        else:
            self._given = as_matrix_part(diagonals, "diagonals", 2, name)
            kind = self._given.dtype
        self._format = diagonals_format
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
    def diagonals(self) -> Any:
        """The diagonals as they were given."""
        return self._given

    @property
    def diagonals_format(self) -> str:
        """The format in which they were given."""
        return self._format

    def _parts(self) -> list[Any]:
        return linalg_tridiagonal.compact(self._given, self._format)

    def _shape(self) -> Dims:
        if self._format == "matrix":
            return self._given.shape._dims  # type: ignore[no-any-return]
        if self._format == "compact":
            dims = self._given.shape._dims
            return None if dims is None else (*dims[:-2], dims[-1], dims[-1])
        every = [part.shape._dims for part in self._given]
        if any(dims is None or None in dims for dims in every):
            return None
        heads = np.broadcast_shapes(*(dims[:-1] for dims in every))
        return (*heads, every[1][-1], every[1][-1])

    def _shape_tensor(self) -> Any:
        sizes = shapes.shape(self._parts()[1])
        return shapes.concat([sizes, sizes[-1:]], 0)

    def _turned(self) -> list[Any]:
        """The diagonals of the adjoint."""
        above, main, below = (conj(part) for part in self._parts())
        zero = array_creation.zeros_like(main[..., :1])
        return [
            shapes.concat([below[..., 1:], zero], -1),
            main,
            shapes.concat([zero, above[..., :-1]], -1),
        ]

    def _packed(self, adjoint: bool) -> Any:
        parts = self._turned() if adjoint else self._parts()
        return shapes.stack(parts, -2)

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(x) if adjoint_arg else x
        packed, value = with_common_batch(self._packed(adjoint), value)
        return linalg_tridiagonal.tridiagonal_matmul(packed, value)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(rhs) if adjoint_arg else rhs
        packed, value = with_common_batch(self._packed(adjoint), value)
        return linalg_tridiagonal.tridiagonal_solve(packed, value)

    def _diag_part(self) -> Any:
        return self._parts()[1]

    def _to_dense(self) -> Any:
        if self._format == "matrix":
            return linalg_diag.band_part(convert_to_tensor(self._given), 1, 1)
        packed = self._packed(False)
        return linalg_diag.diag(packed, k=(-1, 1), align="LEFT_RIGHT")

    def _adjoint(self) -> LinearOperator:
        return LinearOperatorTridiag(
            self._turned(),
            diagonals_format="sequence",
            is_non_singular=self.is_non_singular,
            is_positive_definite=self.is_positive_definite,
        )
