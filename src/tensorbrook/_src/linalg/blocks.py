"""Operators made of blocks: along the diagonal, below it, and Kronecker products."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.linalg.derived import batch_tensor, check_operators, common_batch
from tensorbrook._src.linalg.operator import LinearOperator, all_of, arguments
from tensorbrook._src.ops import array_creation, linalg_matrix, rearrange
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


def _total(sizes: Sequence[Any]) -> Any:
    return None if None in sizes else sum(sizes)


def _spread(tensors: list[Any]) -> list[Any]:
    """Tensors of matrices with the same batch axes."""
    heads = [tensor._dims[:-2] for tensor in tensors]
    if all(head == heads[0] for head in heads):
        return tensors
    batch = shapes.shape(tensors[0])[:-2]
    for tensor in tensors[1:]:
        batch = rearrange.broadcast_dynamic_shape(batch, shapes.shape(tensor)[:-2])
    return [
        shapes.broadcast_to(x, shapes.concat([batch, shapes.shape(x)[-2:]], 0))
        for x in tensors
    ]


class _Blocks(LinearOperator):
    """Operators that act on blocks of rows, which may be given as a list."""

    def _row_sizes(self) -> list[Any]:
        raise NotImplementedError

    def _column_sizes(self) -> list[Any]:
        raise NotImplementedError

    def _is_list(self, x: Any, adjoint: bool) -> bool:
        """Whether `x` is a list of blocks, and not the rows of one matrix."""
        if not isinstance(x, list | tuple):
            return False
        sizes = self._row_sizes() if adjoint else self._column_sizes()
        if len(x) != len(sizes):
            return False
        return all(
            hasattr(item, "shape") or isinstance(item, list | tuple) for item in x
        )

    def _cut(self, value: Any, sizes: list[Any], axis: int) -> list[Any]:
        from tensorbrook._src.ops import split

        known = sizes if None not in sizes else shapes.stack(self._size_tensors(sizes))
        return split.split(value, known, axis=axis, num=len(sizes))

    def _size_tensors(self, sizes: list[Any]) -> list[Any]:
        raise NotImplementedError(
            f"{type(self).__name__}: the sizes of the blocks must be known."
        )

    def matmul(
        self,
        x: Any,
        adjoint: bool = False,
        adjoint_arg: bool = False,
        name: str = "matmul",
    ) -> Any:
        """The product with matrices, given whole or as a list of blocks of rows.

        Args:
            x: A tensor of matrices, a list of them, or an operator.
            adjoint: Whether to take the adjoint of this operator first.
            adjoint_arg: Whether to take the adjoint of `x` first.
            name: Accepted for compatibility.

        Returns:
            A tensor, a list of tensors or an operator, as `x` was given.
        """
        if not self._is_list(x, adjoint):
            return super().matmul(x, adjoint, adjoint_arg)
        blocks = [self._argument(block) for block in x]
        return self._matmul_blocks(blocks, adjoint, adjoint_arg)

    def solve(
        self,
        rhs: Any,
        adjoint: bool = False,
        adjoint_arg: bool = False,
        name: str = "solve",
    ) -> Any:
        """Solves systems of linear equations, given whole or as a list of blocks of rows.

        Args:
            rhs: A tensor of matrices, a list of them, or an operator.
            adjoint: Whether to take the adjoint of this operator first.
            adjoint_arg: Whether to take the adjoint of `rhs` first.
            name: Accepted for compatibility.

        Returns:
            A tensor, a list of tensors or an operator, as `rhs` was given.
        """
        if not self._is_list(rhs, adjoint):
            return super().solve(rhs, adjoint, adjoint_arg)
        self._check_solvable()
        blocks = [self._argument(block) for block in rhs]
        return self._solve_blocks(blocks, adjoint, adjoint_arg)

    def matvec(self, x: Any, adjoint: bool = False, name: str = "matvec") -> Any:
        """The product with vectors, given whole or as a list of blocks.

        Args:
            x: A tensor of vectors or a list of them.
            adjoint: Whether to take the adjoint of this operator first.
            name: Accepted for compatibility.
        """
        if not self._is_list(x, adjoint):
            return super().matvec(x, adjoint)
        blocks = [self._argument(block)[..., None] for block in x]
        found = self._matmul_blocks(blocks, adjoint, False)
        return [shapes.squeeze(block, [-1]) for block in found]

    def solvevec(self, rhs: Any, adjoint: bool = False, name: str = "solve") -> Any:
        """Solves systems with single right hand sides, whole or as a list of blocks.

        Args:
            rhs: A tensor of vectors or a list of them.
            adjoint: Whether to take the adjoint of this operator first.
            name: Accepted for compatibility.
        """
        if not self._is_list(rhs, adjoint):
            return super().solvevec(rhs, adjoint)
        self._check_solvable()
        blocks = [self._argument(block)[..., None] for block in rhs]
        found = self._solve_blocks(blocks, adjoint, False)
        return [shapes.squeeze(block, [-1]) for block in found]

    def _matmul(self, x: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        sizes = self._row_sizes() if adjoint else self._column_sizes()
        blocks = self._cut(x, sizes, -1 if adjoint_arg else -2)
        found = self._matmul_blocks(blocks, adjoint, adjoint_arg)
        return shapes.concat(_spread(found), -2)

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        blocks = self._cut(rhs, self._row_sizes(), -1 if adjoint_arg else -2)
        found = self._solve_blocks(blocks, adjoint, adjoint_arg)
        return shapes.concat(_spread(found), -2)

    def _matmul_blocks(
        self, blocks: Any, adjoint: bool, adjoint_arg: bool
    ) -> list[Any]:
        raise NotImplementedError

    def _solve_blocks(self, blocks: Any, adjoint: bool, adjoint_arg: bool) -> list[Any]:
        raise NotImplementedError


class LinearOperatorBlockDiag(_Blocks):
    """An operator with other operators along its diagonal.

    Args:
        operators: The blocks.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Raises:
        ValueError: There are no operators.
        TypeError: Their dtypes differ.

    Example:
        >>> import tensorbrook as tf
        >>> diagonal = tf.linalg.LinearOperatorDiag([2.0])
        >>> tf.linalg.LinearOperatorBlockDiag([diagonal, diagonal]).to_dense().numpy()
        array([[2., 0.],
               [0., 2.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        operators: Sequence[LinearOperator],
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = True,
        name: str | None = None,
    ) -> None:
        parameters = arguments(locals())
        self._operators = check_operators(operators)
        super().__init__(
            dtype=self._operators[0].dtype,
            is_non_singular=_known(is_non_singular, self._operators, "is_non_singular"),
            is_self_adjoint=_known(is_self_adjoint, self._operators, "is_self_adjoint"),
            is_positive_definite=_known(
                is_positive_definite, self._operators, "is_positive_definite"
            ),
            is_square=is_square,
            name=name or "_ds_".join(op.name for op in self._operators),
            parameters=parameters,
        )

    @property
    def operators(self) -> list[LinearOperator]:
        """The blocks."""
        return self._operators

    def _row_sizes(self) -> list[Any]:
        return [op.range_dimension for op in self._operators]

    def _column_sizes(self) -> list[Any]:
        return [op.domain_dimension for op in self._operators]

    def _shape(self) -> Dims:
        every = [op._shape() for op in self._operators]
        if (
            any(dims is None for dims in every)
            or (batch := common_batch(every)) is None
        ):
            return None
        return (*batch, _total(self._row_sizes()), _total(self._column_sizes()))

    def _shape_tensor(self) -> Any:
        rows = [op.range_dimension_tensor() for op in self._operators]
        columns = [op.domain_dimension_tensor() for op in self._operators]
        sizes = shapes.stack([sum(rows[1:], rows[0]), sum(columns[1:], columns[0])])
        return shapes.concat([batch_tensor(self._operators), sizes], 0)

    def _matmul_blocks(
        self, blocks: Any, adjoint: bool, adjoint_arg: bool
    ) -> list[Any]:
        return [
            op.matmul(block, adjoint, adjoint_arg)
            for op, block in zip(self._operators, blocks, strict=True)
        ]

    def _solve_blocks(self, blocks: Any, adjoint: bool, adjoint_arg: bool) -> list[Any]:
        return [
            op.solve(block, adjoint, adjoint_arg)
            for op, block in zip(self._operators, blocks, strict=True)
        ]

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

    def _trace(self) -> Any:
        result = self._operators[0].trace()
        for op in self._operators[1:]:
            result = result + op.trace()
        return result

    def _joined(self, parts: list[Any]) -> Any:
        wide = _spread([part[..., None] for part in parts])
        return shapes.concat([part[..., 0] for part in wide], -1)

    def _diag_part(self) -> Any:
        if any(op.is_square is False for op in self._operators):
            return super()._diag_part()
        return self._joined([op.diag_part() for op in self._operators])

    def _eigvals(self) -> Any:
        return self._joined([op.eigvals() for op in self._operators])

    def _to_dense(self) -> Any:
        return _assembled(
            [
                [op if i == j else None for j in range(len(self._operators))]
                for i, op in enumerate(self._operators)
            ],
            self._operators,
        )

    def _like(self, operators: list[LinearOperator]) -> LinearOperator:
        return LinearOperatorBlockDiag(
            operators, is_non_singular=self.is_non_singular, is_square=self.is_square
        )

    def _adjoint(self) -> LinearOperator:
        return self._like([op.adjoint() for op in self._operators])

    def _inverse(self) -> LinearOperator:
        return self._like([op.inverse() for op in self._operators])

    def _cholesky(self) -> LinearOperator:
        return self._like([op.cholesky() for op in self._operators])


def _known(
    given: bool | None, operators: list[LinearOperator], hint: str
) -> bool | None:
    return all_of([getattr(op, hint) for op in operators]) if given is None else given


def _assembled(rows: list[list[Any]], diagonal: list[LinearOperator]) -> Any:
    """The dense matrix of blocks; None stands for zeros."""
    sizes = [op.range_dimension_tensor() for op in diagonal]
    widths = [op.domain_dimension_tensor() for op in diagonal]
    lines = []
    for row, size in zip(rows, sizes, strict=True):
        dense = [
            array_creation.zeros(shapes.stack([size, width]), diagonal[0].dtype)
            if block is None
            else block.to_dense()
            for block, width in zip(row, widths, strict=True)
        ]
        lines.append(shapes.concat(_spread(dense), -1))
    return shapes.concat(_spread(lines), -2)


class LinearOperatorBlockLowerTriangular(_Blocks):
    """An operator with other operators along its diagonal and below.

    Args:
        operators: A list of lists: row i holds i + 1 blocks.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Raises:
        ValueError: The rows don't have that many blocks.
        TypeError: The dtypes differ.

    Example:
        >>> import tensorbrook as tf
        >>> one = tf.linalg.LinearOperatorDiag([2.0])
        >>> blocks = tf.linalg.LinearOperatorBlockLowerTriangular([[one], [one, one]])
        >>> blocks.to_dense().numpy()
        array([[2., 0.],
               [2., 2.]], dtype=float32)
    """

    __module__ = "tensorbrook.linalg"

    def __init__(
        self,
        operators: Sequence[Sequence[LinearOperator]],
        is_non_singular: bool | None = None,
        is_self_adjoint: bool | None = None,
        is_positive_definite: bool | None = None,
        is_square: bool | None = None,
        name: str = "LinearOperatorBlockLowerTriangular",
    ) -> None:
        parameters = arguments(locals())
        self._blocks = [list(row) for row in operators]
        check_operators(op for row in self._blocks for op in row)
        for index, row in enumerate(self._blocks):
            if len(row) != index + 1:
                raise ValueError(
                    f"Argument `operators[{index}]` must have {index + 1} blocks. "
                    f"Received: {len(row)}."
                )
        self._diagonal = [row[-1] for row in self._blocks]
        super().__init__(
            dtype=self._diagonal[0].dtype,
            is_non_singular=_known(is_non_singular, self._diagonal, "is_non_singular"),
            is_self_adjoint=is_self_adjoint,
            is_positive_definite=is_positive_definite,
            is_square=True if is_square is None else is_square,
            name=name,
            parameters=parameters,
        )

    @property
    def operators(self) -> list[list[LinearOperator]]:
        """The blocks, row by row."""
        return self._blocks

    def _row_sizes(self) -> list[Any]:
        return [op.range_dimension for op in self._diagonal]

    def _column_sizes(self) -> list[Any]:
        return [op.domain_dimension for op in self._diagonal]

    def _shape(self) -> Dims:
        every = [op._shape() for row in self._blocks for op in row]
        if (
            any(dims is None for dims in every)
            or (batch := common_batch(every)) is None
        ):
            return None
        return (*batch, _total(self._row_sizes()), _total(self._column_sizes()))

    def _matmul_blocks(
        self, blocks: Any, adjoint: bool, adjoint_arg: bool
    ) -> list[Any]:
        count = len(self._blocks)
        found = []
        for i in range(count):
            places = range(i, count) if adjoint else range(i + 1)
            total: Any = None
            for j in places:
                op = self._blocks[j][i] if adjoint else self._blocks[i][j]
                part = op.matmul(blocks[j], adjoint, adjoint_arg)
                total = part if total is None else total + part
            found.append(total)
        return found

    def _solve_blocks(self, blocks: Any, adjoint: bool, adjoint_arg: bool) -> list[Any]:
        values = [linalg_matrix.adjoint(b) if adjoint_arg else b for b in blocks]
        count = len(values)
        found: list[Any] = [None] * count
        for i in range(count - 1, -1, -1) if adjoint else range(count):
            rest = values[i]
            for j in range(i + 1, count) if adjoint else range(i):
                op = self._blocks[j][i] if adjoint else self._blocks[i][j]
                rest = rest - op.matmul(found[j], adjoint)
            found[i] = self._diagonal[i].solve(rest, adjoint)
        return found

    def _determinant(self) -> Any:
        return LinearOperatorBlockDiag(self._diagonal).determinant()

    def _log_abs_determinant(self) -> Any:
        return LinearOperatorBlockDiag(self._diagonal).log_abs_determinant()

    def _trace(self) -> Any:
        return LinearOperatorBlockDiag(self._diagonal).trace()

    def _diag_part(self) -> Any:
        return LinearOperatorBlockDiag(self._diagonal).diag_part()

    def _to_dense(self) -> Any:
        count = len(self._blocks)
        rows = [[*row, *([None] * (count - len(row)))] for row in self._blocks]
        return _assembled(rows, self._diagonal)


class LinearOperatorKronecker(LinearOperator):
    """The Kronecker product of other operators.

    Args:
        operators: The factors, from the left.
        is_non_singular: Whether it is known to have an inverse.
        is_self_adjoint: Whether it is known to equal its adjoint.
        is_positive_definite: Whether it is known to be positive definite.
        is_square: Whether it is known to be square.
        name: A name.

    Raises:
        ValueError: There are no operators.
        TypeError: Their dtypes differ.

    Example:
        >>> import tensorbrook as tf
        >>> diagonal = tf.linalg.LinearOperatorDiag([1.0, 2.0])
        >>> tf.linalg.LinearOperatorKronecker([diagonal, diagonal]).diag_part().numpy()
        array([1., 2., 2., 4.], dtype=float32)
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
        super().__init__(
            dtype=self._operators[0].dtype,
            is_non_singular=_known(is_non_singular, self._operators, "is_non_singular"),
            is_self_adjoint=_known(is_self_adjoint, self._operators, "is_self_adjoint"),
            is_positive_definite=_known(
                is_positive_definite, self._operators, "is_positive_definite"
            ),
            is_square=_known(is_square, self._operators, "is_square"),
            name=name or "_x_".join(op.name for op in self._operators),
            parameters=parameters,
        )

    @property
    def operators(self) -> list[LinearOperator]:
        """The factors, from the left."""
        return self._operators

    def _shape(self) -> Dims:
        every = [op._shape() for op in self._operators]
        if (
            any(dims is None for dims in every)
            or (batch := common_batch(every)) is None
        ):
            return None
        sizes = [1, 1]
        for dims in every:
            if dims is None or None in dims[-2:]:
                return (*batch, None, None)
            sizes = [sizes[0] * dims[-2], sizes[1] * dims[-1]]  # type: ignore[operator]
        return (*batch, *sizes)

    def _shape_tensor(self) -> Any:
        rows = self._operators[0].range_dimension_tensor()
        columns = self._operators[0].domain_dimension_tensor()
        for op in self._operators[1:]:
            rows = rows * op.range_dimension_tensor()
            columns = columns * op.domain_dimension_tensor()
        sizes = shapes.stack([rows, columns])
        return shapes.concat([batch_tensor(self._operators), sizes], 0)

    def _to_dense(self) -> Any:
        from tensorbrook._src.ops import linalg_functions

        dense = self._operators[0].to_dense()
        for op in self._operators[1:]:
            dense = linalg_functions.kronecker(dense, op.to_dense())
        known = self._shape()
        if known is not None and None not in known:
            return shapes.reshape(dense, list(known))
        return dense

    def _solve(self, rhs: Any, adjoint: bool, adjoint_arg: bool) -> Any:
        value = linalg_matrix.adjoint(rhs) if adjoint_arg else rhs
        inverse = LinearOperatorKronecker([op.inverse() for op in self._operators])
        if adjoint:
            inverse = LinearOperatorKronecker(
                [op.adjoint().inverse() for op in self._operators]
            )
        return inverse._matmul(value, False, False)

    def _powers(self) -> list[Any]:
        """How often the determinant of each factor is multiplied."""
        from tensorbrook._src.ops import cast

        size = self.domain_dimension_tensor()
        kind = self.dtype
        return [
            cast.cast(size // op.domain_dimension_tensor(), kind)
            for op in self._operators
        ]

    def _determinant(self) -> Any:
        from tensorbrook._src.ops import binary

        result: Any = convert_to_tensor(1, self.dtype)
        for op, power in zip(self._operators, self._powers(), strict=True):
            result = result * binary.pow(op.determinant(), power)
        return result

    def _log_abs_determinant(self) -> Any:
        result: Any = convert_to_tensor(0, self.dtype)
        for op, power in zip(self._operators, self._powers(), strict=True):
            result = result + op.log_abs_determinant() * power
        return result

    def _trace(self) -> Any:
        result = self._operators[0].trace()
        for op in self._operators[1:]:
            result = result * op.trace()
        return result

    def _outer(self, parts: list[Any]) -> Any:
        result = parts[0]
        for part in parts[1:]:
            both = result[..., :, None] * part[..., None, :]
            sizes = shapes.shape(both)
            result = shapes.reshape(both, shapes.concat([sizes[:-2], [-1]], 0))
        return result

    def _diag_part(self) -> Any:
        if any(op.is_square is False for op in self._operators):
            return super()._diag_part()
        return self._outer([op.diag_part() for op in self._operators])

    def _eigvals(self) -> Any:
        return self._outer([op.eigvals() for op in self._operators])

    def _adjoint(self) -> LinearOperator:
        return LinearOperatorKronecker([op.adjoint() for op in self._operators])

    def _inverse(self) -> LinearOperator:
        return LinearOperatorKronecker([op.inverse() for op in self._operators])

    def _cholesky(self) -> LinearOperator:
        return LinearOperatorKronecker([op.cholesky() for op in self._operators])
