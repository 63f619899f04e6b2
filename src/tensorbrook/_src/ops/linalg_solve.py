"""Determinants, inverses and systems of linear equations."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import linalg_rules as rules
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import in_float32
from tensorbrook._src.ops.linalg_matrix import adjoint
from tensorbrook._src.ops.linalg_rules import adjoint_array, invertible
from tensorbrook._src.ops.rules import brackets


def _cholesky(xp: Any, input: Any) -> Any:
    if xp is not np:
        return xp.linalg.cholesky(input, symmetrize_input=False)
    try:
        return np.linalg.cholesky(input)
    except np.linalg.LinAlgError:
        flat = input.reshape((-1, *input.shape[-2:]))
        return np.stack([_one_cholesky(matrix) for matrix in flat]).reshape(input.shape)


def _one_cholesky(matrix: Any) -> Any:
    """The factor, or NaN where the matrix is not positive definite."""
    try:
        return np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return np.tril(np.full_like(matrix, np.nan))


def _cholesky_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import linalg_diag, matmul

    factor = op.outputs[0]
    middle = matmul.matmul(factor, dy, adjoint_a=True)
    middle = linalg_diag.band_part(rules.halved_diagonal(middle), -1, 0)
    left = triangular_solve(factor, middle, adjoint=True)
    half = adjoint(triangular_solve(factor, adjoint(left), adjoint=True))
    return [0.5 * (half + adjoint(half))]


cholesky_op = Op(
    "Cholesky",
    f"input: T -> output: T | T: {rules.TYPES}",
    shape=rules.square,
    reference=in_float32(_cholesky),
    gradient=_cholesky_gradient,
)


def _determinant_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import complex_numbers

    scale = dy * complex_numbers.conj(op.outputs[0])
    return [rules.column(rules.column(scale)) * inv(op.inputs[0], adjoint=True)]


def _log_determinant_gradient(op: Any, dsign: Any, dy: Any) -> list[Any]:
    return [rules.column(rules.column(dy)) * inv(op.inputs[0], adjoint=True)]


def _log_determinant(xp: Any, input: Any) -> Any:
    sign, size = xp.linalg.slogdet(input)
    return sign.astype(input.dtype), size.astype(input.dtype)


def _determinant(xp: Any, input: Any) -> Any:
    return xp.asarray(xp.linalg.det(input), input.dtype)


matrix_determinant_op = Op(
    "MatrixDeterminant",
    f"input: T -> output: T | T: {rules.TYPES}",
    shape=rules.batch,
    reference=in_float32(_determinant),
    gradient=_determinant_gradient,
)

log_matrix_determinant_op = Op(
    "LogMatrixDeterminant",
    f"input: T -> sign: T, log_abs_determinant: T | T: {rules.TYPES}",
    shape=lambda c: [rules.batch(c)] * 2,
    reference=lambda xp, input: _in_two(_log_determinant(xp, _wide(input)), input),
    gradient=_log_determinant_gradient,
)


def _wide(array: Any) -> Any:
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _in_two(results: Any, like: Any) -> Any:
    """Several results in the dtype of the input."""
    return tuple(item.astype(like.dtype) for item in results)


def _inverse(xp: Any, input: Any, adjoint: bool) -> Any:
    return xp.linalg.inv(adjoint_array(xp, input) if adjoint else input)


def _inverse_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import matmul

    inverse = op.outputs[0]
    if op.attrs["adjoint"]:
        middle = matmul.matmul(dy, inverse, adjoint_a=True)
        return [-rules.product(inverse, middle)]
    middle = matmul.matmul(dy, inverse, adjoint_b=True)
    return [-matmul.matmul(inverse, middle, adjoint_a=True)]


matrix_inverse_op = Op(
    "MatrixInverse",
    f"input: T -> output: T | adjoint: bool = False, T: {rules.TYPES}",
    shape=rules.square,
    reference=invertible(in_float32(_inverse)),
    gradient=_inverse_gradient,
)


def _solve_dims(c: ShapeContext) -> Dims:
    matrix, rhs = c.shape(0), c.shape(1)
    if matrix is None or rhs is None:
        return rhs
    if len(matrix) != len(rhs):
        raise c.fail("All input tensors must have the same rank.")
    if len(matrix) < 2:
        raise c.fail(f"Input tensor 0 must have rank >= 2, got {len(matrix)}")
    if None not in matrix[-2:] and matrix[-2] != matrix[-1]:
        raise c.fail("First input (lhs) must be a square matrix.")
    if None not in (matrix[-2], rhs[-2]) and matrix[-2] != rhs[-2]:
        raise c.fail("Input matrix and rhs are incompatible.")
    return rhs


def _solve(xp: Any, matrix: Any, rhs: Any, adjoint: bool) -> Any:
    return xp.linalg.solve(adjoint_array(xp, matrix) if adjoint else matrix, rhs)


def _solve_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import matmul

    turned = op.attrs["adjoint"]
    matrix, found = op.inputs[0], op.outputs[0]
    by_rhs = solve(matrix, dy, adjoint=not turned)
    left, right = (found, by_rhs) if turned else (by_rhs, found)
    return [-matmul.matmul(left, right, adjoint_b=True), by_rhs]


matrix_solve_op = Op(
    "MatrixSolve",
    f"matrix: T, rhs: T -> output: T | adjoint: bool = False, T: {rules.TYPES}",
    shape=_solve_dims,
    reference=invertible(in_float32(_solve)),
    gradient=_solve_gradient,
)


def _triangle_dims(c: ShapeContext) -> Dims:
    matrix, rhs = c.shape(0), c.shape(1)
    if matrix is None or rhs is None:
        return None
    for index, dims in enumerate((matrix, rhs)):
        if len(dims) < 2:
            raise c.fail(f"In[{index}] ndims must be >= 2: {len(dims)}")
    if None not in matrix[-2:] and matrix[-2] != matrix[-1]:
        raise c.fail(
            "In[0] matrices in the last dimensions must be square "
            f"({matrix[-1]} =/= {matrix[-2]})"
        )
    return (*_common_batch(c, matrix, rhs, matrix[-1]), *rhs[-2:])


def _common_batch(c: ShapeContext, matrix: Any, rhs: Any, size: Any) -> Any:
    """The batch dims after broadcasting; checks the rows of `rhs`."""
    if None not in (size, rhs[-2]) and size != rhs[-2]:
        raise c.fail(
            f"In[0] mismatch In[1] shape: {size} vs. {rhs[-2]}: {brackets(matrix)} "
            f"{brackets(rhs)}"
        )
    heads = matrix[:-2], rhs[:-2]
    if None in heads[0] or None in heads[1]:
        return (None,) * max(len(heads[0]), len(heads[1]))
    try:
        return np.broadcast_shapes(*heads)
    except ValueError:
        raise c.fail(
            "In[0] and In[1] must have compatible batch dimensions: "
            f"{brackets(matrix)} vs. {brackets(rhs)}"
        ) from None


def _triangle(xp: Any, matrix: Any, rhs: Any, lower: bool, adjoint: bool) -> Any:
    if adjoint:
        matrix = adjoint_array(xp, matrix)
    return rules.solve_triangle(xp, matrix, rhs, lower != adjoint)


def _triangle_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import linalg_diag, matmul
    from tensorbrook._src.ops.broadcast_gradients import unbroadcast

    turned, lower = op.attrs["adjoint"], op.attrs["lower"]
    matrix, rhs = op.inputs
    found = op.outputs[0]
    by_rhs = triangular_solve(matrix, dy, lower=lower, adjoint=not turned)
    left, right = (found, by_rhs) if turned else (by_rhs, found)
    by_matrix = -matmul.matmul(left, right, adjoint_b=True)
    kept = (-1, 0) if lower else (0, -1)
    by_matrix = linalg_diag.band_part(by_matrix, *kept)
    return [unbroadcast(by_matrix, matrix), unbroadcast(by_rhs, rhs)]


matrix_triangular_solve_op = Op(
    "MatrixTriangularSolve",
    "matrix: T, rhs: T -> output: T | lower: bool = True, adjoint: bool = False, "
    f"T: bfloat16|{rules.TYPES}",
    shape=_triangle_dims,
    reference=in_float32(_triangle),
    gradient=_triangle_gradient,
)


def _banded_dims(c: ShapeContext) -> Dims:
    bands: Any = c.shape(0)
    rhs: Any = c.shape(1)
    if bands is None or rhs is None:
        return None
    for index, dims in enumerate((bands, rhs)):
        if len(dims) < 2:
            raise c.fail(f"In[{index}] ndims must be >= 2: {len(dims)}")
    if None not in bands[-2:] and not 1 <= bands[-2] <= bands[-1]:
        raise c.fail(
            f"BandedTriangularSolve: there must be 1 to {bands[-1]} bands, got "
            f"{bands[-2]}"
        )
    return (*_common_batch(c, bands, rhs, bands[-1]), *rhs[-2:])


def _banded(xp: Any, matrix: Any, rhs: Any, lower: bool, adjoint: bool) -> Any:
    from tensorbrook._src.ops.linalg_diag import make_from_diagonals

    last = matrix.shape[-2] - 1
    k = (-last, 0) if lower else (0, last)
    rectangle = matrix if last else matrix[..., 0, :]
    dense = make_from_diagonals(xp, rectangle, k, align="LEFT_RIGHT")
    main = matrix[..., 0 if lower else last, :]
    if xp is np and (main == 0).any():
        raise rules.not_invertible()
    return _triangle(xp, dense, rhs, lower, adjoint)


def _banded_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import linalg_diag, matmul, shape
    from tensorbrook._src.ops.broadcast_gradients import unbroadcast

    turned, lower = op.attrs["adjoint"], op.attrs["lower"]
    bands, rhs = op.inputs
    by_rhs = banded_triangular_solve(bands, dy, lower=lower, adjoint=not turned)
    left, right = (op.outputs[0], by_rhs) if turned else (by_rhs, op.outputs[0])
    by_matrix = -matmul.matmul(left, right, adjoint_b=True)
    last: Any = shape.shape(bands)[-2] - 1
    if isinstance(bands._dims[-2], int):
        last = bands._dims[-2] - 1
    k = shape.stack([-last, 0] if lower else [0, last])
    by_bands = linalg_diag.diag_part(by_matrix, k=k, align="LEFT_RIGHT")
    if bands._dims[-2] == 1:
        by_bands = shape.expand_dims(by_bands, -2)
    return [unbroadcast(by_bands, bands), unbroadcast(by_rhs, rhs)]


banded_triangular_solve_op = Op(
    "BandedTriangularSolve",
    "matrix: T, rhs: T -> output: T | lower: bool = True, adjoint: bool = False, "
    f"T: {rules.TYPES}",
    shape=_banded_dims,
    reference=in_float32(_banded),
    gradient=_banded_gradient,
)


def _least_squares_dims(c: ShapeContext) -> Dims:
    matrix, rhs = c.shape(0), c.shape(1)
    if matrix is None or rhs is None:
        return None
    if len(matrix) != len(rhs):
        raise c.fail("All input tensors must have the same rank.")
    if len(matrix) < 2:
        raise c.fail(f"Input tensor 0 must have rank >= 2, got {len(matrix)}")
    if None not in (matrix[-2], rhs[-2]) and matrix[-2] != rhs[-2]:
        raise c.fail("Input matrix and rhs are incompatible.")
    return (*rhs[:-2], matrix[-1], rhs[-1])


def _least_squares(
    xp: Any, matrix: Any, rhs: Any, l2_regularizer: Any, fast: bool
) -> Any:
    if not fast:
        if xp is np and not np.isfinite(matrix).all():  # LAPACK may never end
            made = (*rhs.shape[:-2], matrix.shape[-1], rhs.shape[-1])
            return np.full(made, np.nan, rhs.dtype)
        return xp.linalg.pinv(matrix) @ rhs
    turned = adjoint_array(xp, matrix)
    rows, columns = matrix.shape[-2:]
    size = min(rows, columns)
    weight = xp.asarray(l2_regularizer, matrix.dtype) * xp.eye(size, dtype=matrix.dtype)
    if rows >= columns:
        return xp.linalg.solve(turned @ matrix + weight, turned @ rhs)
    return turned @ xp.linalg.solve(matrix @ turned + weight, rhs)


def _least_squares_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import cast, matmul, rearrange

    matrix, rhs, weight = op.inputs
    found = op.outputs[0]
    rows, columns = matrix._dims[-2:]
    if rows is None or columns is None:
        raise NotImplementedError(
            "MatrixSolveLs: the gradient needs to know the size of the matrices."
        )
    tall = rows >= columns
    gram = matmul.matmul(matrix, matrix, adjoint_a=tall, adjoint_b=not tall)
    eye = rearrange.eye(min(rows, columns), dtype=matrix.dtype)
    gram = gram + cast.cast(weight, matrix.dtype) * eye
    if tall:
        inner = solve(gram, dy)
        by_rhs = rules.product(matrix, inner)
        rest = rhs - rules.product(matrix, found)
        first = matmul.matmul(rest, inner, adjoint_b=True)
        return [first - matmul.matmul(by_rhs, found, adjoint_b=True), by_rhs, None]
    by_rhs = solve(gram, rules.product(matrix, dy))
    weights = solve(gram, rhs)
    rest = dy - matmul.matmul(matrix, by_rhs, adjoint_a=True)
    first = matmul.matmul(weights, rest, adjoint_b=True)
    return [first - matmul.matmul(by_rhs, found, adjoint_b=True), by_rhs, None]


matrix_solve_ls_op = Op(
    "MatrixSolveLs",
    "matrix: T, rhs: T, l2_regularizer: double -> output: T | fast: bool = True, "
    f"T: {rules.TYPES}",
    shape=_least_squares_dims,
    reference=invertible(in_float32(_least_squares)),
    gradient=_least_squares_gradient,
)

cholesky_grad_op = Op(
    "CholeskyGrad",
    "l: T, grad: T -> output: T | T: half|float|double",
    shape=rules.square,
    reference=in_float32(lambda xp, *inputs: _cholesky_grad(xp, *inputs)),
    gradient=NOT_DIFFERENTIABLE,
)


def _cholesky_grad(xp: Any, factor: Any, dy: Any) -> Any:
    middle = xp.tril(adjoint_array(xp, factor) @ dy)
    middle = middle * (1 - 0.5 * xp.eye(middle.shape[-1], dtype=middle.dtype))
    inverse = xp.linalg.inv(factor)
    half = adjoint_array(xp, inverse) @ middle @ inverse
    return 0.5 * (half + adjoint_array(xp, half))


def cholesky(input: Any, name: str | None = None) -> Tensor:
    """The Cholesky factors of positive definite matrices.

    Args:
        input: A tensor of self-adjoint matrices; only the lower triangles are read.
        name: Name of the node in a graph.

    Returns:
        Lower triangles `L` with `L @ adjoint(L) == input`, NaN for a matrix that is not
        positive definite.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.cholesky([[4.0, 0.0], [0.0, 9.0]]).numpy()
        array([[2., 0.],
               [0., 3.]], dtype=float32)
    """
    return cholesky_op(input, name=name)  # type: ignore[no-any-return]


def cholesky_solve(chol: Any, rhs: Any, name: str | None = None) -> Tensor:
    """Solves systems of linear equations, given Cholesky factors of the matrices.

    Args:
        chol: What `tf.linalg.cholesky` returned.
        rhs: A tensor of shape (..., rows, columns), the right hand sides.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `rhs`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.cholesky_solve([[2.0]], [[8.0]]).numpy()
        array([[2.]], dtype=float32)
    """
    factor: Any = convert_to_tensor(chol)
    inner = triangular_solve(factor, rhs)
    return triangular_solve(factor, inner, adjoint=True, name=name)


def det(input: Any, name: str | None = None) -> Tensor:
    """The determinants of square matrices.

    Args:
        input: A tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        A tensor of the batch shape.

    Raises:
        tf.errors.InvalidArgumentError: The matrices aren't square.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.linalg.det([[2.0, 0.0], [0.0, 3.0]]))
        6.0
    """
    return matrix_determinant_op(input, name=name)  # type: ignore[no-any-return]


def slogdet(input: Any, name: str | None = None) -> Any:
    """The signs of determinants and the logarithms of their absolute values.

    Args:
        input: A tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        A named tuple (sign, log_abs_determinant).

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.linalg.slogdet([[0.0, 1.0], [1.0, 0.0]]).sign)
        -1.0
    """
    return log_matrix_determinant_op(input, name=name)


def inv(input: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """The inverses of square matrices.

    Args:
        input: A tensor of shape (..., n, n).
        adjoint: Whether to return the inverses of the adjoint matrices.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `input`.

    Raises:
        tf.errors.InvalidArgumentError: A matrix is singular or not square.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.inv([[2.0, 0.0], [0.0, 4.0]]).numpy()
        array([[0.5 , 0.  ],
               [0.  , 0.25]], dtype=float32)
    """
    return matrix_inverse_op(input, adjoint=adjoint, name=name)  # type: ignore[no-any-return]


def solve(
    matrix: Any, rhs: Any, adjoint: bool = False, name: str | None = None
) -> Tensor:
    """Solves systems of linear equations.

    Args:
        matrix: A tensor of shape (..., n, n).
        rhs: A tensor of shape (..., n, k), the right hand sides.
        adjoint: Whether to solve with the adjoint matrices.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `rhs`.

    Raises:
        tf.errors.InvalidArgumentError: A matrix is singular, or the shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.solve([[2.0, 0.0], [0.0, 4.0]], [[2.0], [8.0]]).numpy()
        array([[1.],
               [2.]], dtype=float32)
    """
    return matrix_solve_op(matrix, rhs, adjoint=adjoint, name=name)  # type: ignore[no-any-return]


def triangular_solve(
    matrix: Any,
    rhs: Any,
    lower: bool = True,
    adjoint: bool = False,
    name: str | None = None,
) -> Tensor:
    """Solves systems of linear equations with triangular matrices by substitution.

    Args:
        matrix: A tensor of shape (..., n, n); only one triangle is read.
        rhs: A tensor of shape (..., n, k), the right hand sides.
        lower: Whether the lower or the upper triangle is meant.
        adjoint: Whether to solve with the adjoint matrices.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `rhs`, with the batch axes broadcast.

    Raises:
        tf.errors.InvalidArgumentError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.triangular_solve([[1.0, 9.0], [1.0, 1.0]], [[1.0], [3.0]]).numpy()
        array([[1.],
               [2.]], dtype=float32)
    """
    return matrix_triangular_solve_op(  # type: ignore[no-any-return]
        matrix, rhs, lower=lower, adjoint=adjoint, name=name
    )


def banded_triangular_solve(
    bands: Any,
    rhs: Any,
    lower: bool = True,
    adjoint: bool = False,
    name: str | None = None,
) -> Tensor:
    """Solves systems of linear equations with triangular matrices of few diagonals.

    Args:
        bands: A tensor of shape (..., bands, n), one row for each diagonal from the
            highest down; the element in column i belongs to row i of the matrix.
        rhs: A tensor of shape (..., n, k), the right hand sides.
        lower: Whether the matrices are lower or upper triangles.
        adjoint: Whether to solve with the adjoint matrices.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `rhs`.

    Raises:
        tf.errors.InvalidArgumentError: A matrix is singular, or the shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.banded_triangular_solve([[2.0, 4.0]], [[2.0], [8.0]]).numpy()
        array([[1.],
               [2.]], dtype=float32)
    """
    return banded_triangular_solve_op(  # type: ignore[no-any-return]
        bands, rhs, lower=lower, adjoint=adjoint, name=name
    )
