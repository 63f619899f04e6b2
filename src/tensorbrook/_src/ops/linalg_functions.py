"""Functions of whole matrices: roots, logarithms, pseudo-inverses, ranks."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import linalg_rules as rules
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.ops.elementwise import in_float32
from tensorbrook._src.ops.linalg_matrix import adjoint


def _of_each(function: Any, input: Any) -> Any:
    """A function of one matrix, for each matrix of a batch."""
    flat = input.reshape((math.prod(input.shape[:-2]), *input.shape[-2:]))
    found = [np.asarray(function(matrix)) for matrix in flat]
    if not found:
        return np.zeros(input.shape, input.dtype)
    return np.stack(found).reshape(input.shape)


def _by_eigenvalues(matrix: Any, function: Any) -> Any:
    values, vectors = np.linalg.eig(matrix.astype(np.complex128))
    return vectors @ np.diag(function(values)) @ np.linalg.inv(vectors)


def _scipy_function(name: str) -> Any:
    """The function of SciPy, which also takes defective matrices, or None."""
    try:
        from scipy import linalg
    except ImportError:
        return None
    return getattr(linalg, name)


def _square_root(xp: Any, input: Any) -> Any:
    known = _scipy_function("sqrtm")

    def root(matrix: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of singular matrices; TensorFlow is silent
            found = known(matrix) if known else _by_eigenvalues(matrix, np.sqrt)
        return found if matrix.dtype.kind == "c" else np.real(found)

    return _of_each(root, input).astype(input.dtype)


def _square_root_xla(jnp: Any, input: Any) -> Any:
    from jax.scipy.linalg import sqrtm

    found = jnp.vectorize(sqrtm, signature="(n,n)->(n,n)")(input)
    return (found if input.dtype.kind == "c" else found.real).astype(input.dtype)


def _square_root_gradient(op: Any, dy: Any) -> list[Any]:
    """Solves `G X* + X* G = dy` with the rows of `G` in one long vector."""
    from tensorbrook._src.ops import complex_numbers, linalg_solve, rearrange, shape

    root = op.outputs[0]
    size = root._dims[-1]
    if size is None:
        raise NotImplementedError(
            "MatrixSquareRoot: the gradient needs to know the size."
        )
    eye = rearrange.eye(size, dtype=root.dtype)
    right = kronecker(eye, complex_numbers.conj(root))
    left = kronecker(adjoint(root), eye)
    batch = shape.shape(dy)[:-2]
    long = shape.reshape(dy, shape.concat([batch, [size * size, 1]], 0))
    return [shape.reshape(linalg_solve.solve(right + left, long), shape.shape(dy))]


def kronecker(a: Any, b: Any) -> Any:
    """The Kronecker products of matrices."""
    from tensorbrook._src.ops import shape

    blocks = a[..., :, None, :, None] * b[..., None, :, None, :]
    sizes = shape.shape(blocks)
    rows, columns = sizes[-4] * sizes[-3], sizes[-2] * sizes[-1]
    whole = shape.concat([sizes[:-4], shape.stack([rows, columns])], 0)
    return shape.reshape(blocks, whole)


def _logarithm(xp: Any, input: Any) -> Any:
    known = _scipy_function("logm")

    def logarithm(matrix: Any) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return known(matrix) if known else _by_eigenvalues(matrix, np.log)

    return _of_each(logarithm, input.astype(np.complex128)).astype(input.dtype)


def _exponential(xp: Any, input: Any) -> Any:
    known = _scipy_function("expm")

    def exponential(matrix: Any) -> Any:
        found = known(matrix) if known else _by_eigenvalues(matrix, np.exp)
        return found if matrix.dtype.kind == "c" else np.real(found)

    return _of_each(exponential, input).astype(input.dtype)


def _exponential_xla(jnp: Any, input: Any) -> Any:
    from jax.scipy.linalg import expm

    return expm(input)


matrix_square_root_op = Op(
    "MatrixSquareRoot",
    f"input: T -> output: T | T: {rules.TYPES}",
    shape=rules.square,
    reference=in_float32(_square_root),
    gradient=_square_root_gradient,
    xla=_square_root_xla,
)

matrix_logarithm_op = Op(
    "MatrixLogarithm",
    "input: T -> output: T | T: complex",
    shape=rules.square,
    reference=_logarithm,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("XLA has no logarithm of matrices"),
)

matrix_exponential_op = Op(
    "MatrixExponential",
    f"input: T -> output: T | T: {rules.TYPES}",
    shape=rules.square,
    reference=in_float32(_exponential),
    gradient=NOT_DIFFERENTIABLE,
    xla=_exponential_xla,
)


def sqrtm(input: Any, name: str | None = None) -> Tensor:
    """The square roots of square matrices, in the sense of the matrix product.

    Args:
        input: A tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Raises:
        tf.errors.InvalidArgumentError: The matrices aren't square.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.sqrtm([[4.0, 0.0], [0.0, 9.0]]).numpy()
        array([[2., 0.],
               [0., 3.]], dtype=float32)
    """
    return matrix_square_root_op(input, name=name)  # type: ignore[no-any-return]


def logm(input: Any, name: str | None = None) -> Tensor:
    """The logarithms of square matrices, the inverse of `tf.linalg.expm`.

    Args:
        input: A complex tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Raises:
        tf.errors.InvalidArgumentError: The matrices aren't square, or not complex.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.logm(tf.eye(1, dtype=tf.complex64)).numpy()
        array([[0.+0.j]], dtype=complex64)
    """
    return matrix_logarithm_op(input, name=name)  # type: ignore[no-any-return]


def logdet(matrix: Any, name: str | None = None) -> Tensor:
    """The logarithms of the determinants of positive definite matrices.

    Args:
        matrix: A tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        A tensor of the batch shape.

    Example:
        >>> import tensorbrook as tf
        >>> round(float(tf.linalg.logdet([[4.0, 0.0], [0.0, 1.0]])), 4)
        1.3863
    """
    from tensorbrook._src.ops import (
        complex_numbers,
        linalg_diag,
        linalg_solve,
        reduce,
        unary,
    )

    factor = linalg_solve.cholesky(matrix)
    main = complex_numbers.real(linalg_diag.diag_part(factor))
    return identity(2.0 * reduce.reduce_sum(unary.log(main), -1), name)


def lstsq(
    matrix: Any,
    rhs: Any,
    l2_regularizer: float = 0.0,
    fast: bool = True,
    name: str | None = None,
) -> Tensor:
    """Solves systems of linear equations in the sense of least squares.

    Args:
        matrix: A tensor of shape (..., m, n).
        rhs: A tensor of shape (..., m, k), the right hand sides.
        l2_regularizer: The weight of the squared size of the solution.
        fast: Whether to solve the normal equations with a Cholesky factor; otherwise
            singular values are used, which takes longer and is more exact.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape (..., n, k); the smallest solution where there are several.

    Raises:
        tf.errors.InvalidArgumentError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.lstsq([[1.0], [1.0]], [[1.0], [3.0]]).numpy()
        array([[2.]], dtype=float32)
    """
    from tensorbrook._src.ops import linalg_solve, matmul, rearrange

    a: Any = convert_to_tensor(matrix)
    b: Any = convert_to_tensor(rhs, dtype_hint=a.dtype)
    rows, columns = a._dims[-2:] if a._dims is not None else (None, None)
    if not fast or rows is None or columns is None:
        return linalg_solve.matrix_solve_ls_op(  # type: ignore[no-any-return]
            a, b, l2_regularizer, fast=fast, name=name
        )
    tall = rows >= columns
    gram = matmul.matmul(a, a, adjoint_a=tall, adjoint_b=not tall)
    if l2_regularizer:
        eye = rearrange.eye(min(rows, columns), dtype=a.dtype)
        gram = gram + convert_to_tensor(l2_regularizer, a.dtype) * eye
    factor = linalg_solve.cholesky(gram)
    if tall:
        projected = matmul.matmul(a, b, adjoint_a=True)
        return linalg_solve.cholesky_solve(factor, projected, name=name)
    inner = linalg_solve.cholesky_solve(factor, b)
    return matmul.matmul(a, inner, adjoint_a=True, name=name)


def pinv(
    a: Any, rcond: Any = None, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """The Moore-Penrose pseudo-inverses of matrices.

    Args:
        a: A tensor of shape (..., m, n).
        rcond: Singular values below `rcond` times the largest count as zero.
        validate_args: Whether to check the rank.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape (..., n, m).

    Raises:
        TypeError: The tensor doesn't hold floats.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.pinv([[2.0, 0.0], [0.0, 0.0]]).numpy()
        array([[0.5, 0. ],
               [0. , 0. ]], dtype=float32)
    """
    from tensorbrook._src.ops import (
        array_creation,
        cast,
        decompositions,
        gather,
        matmul,
        reduce,
        shape,
        unary,
    )

    value = _floats(a)
    sizes, u, v = decompositions.svd(value)
    cutoff = 10.0 * _widest(value) * _epsilon(value) if rcond is None else rcond
    largest = reduce.reduce_max(sizes, -1, keepdims=True)
    limit = largest * shape.expand_dims(convert_to_tensor(cutoff, sizes.dtype), -1)
    infinite = array_creation.ones_like(sizes) * np.inf
    kept = gather.where(sizes > limit, sizes, infinite)
    scaled = v * cast.cast(unary.reciprocal(kept)[..., None, :], value.dtype)
    return matmul.matmul(scaled, u, adjoint_b=True, name=name)


def _floats(a: Any) -> Any:
    value: Any = convert_to_tensor(a)
    if not (value.dtype.is_floating or value.dtype.is_complex):
        raise TypeError(
            f"Input `a` must have `float`-like `dtype` (saw {value.dtype.name})."
        )
    return value


def _widest(value: Any) -> Any:
    """The larger of the numbers of rows and columns, in the real dtype."""
    from tensorbrook._src.ops import cast, reduce, shape

    dims = None if value._dims is None else value._dims[-2:]
    if dims is not None and None not in dims:
        return float(max(dims))
    largest = reduce.reduce_max(shape.shape(value)[-2:])
    return cast.cast(largest, value.dtype.real_dtype)


def _epsilon(value: Any) -> float:
    return float(np.finfo(value.dtype.real_dtype.numpy_dtype).eps)


def matrix_rank(
    a: Any, tol: Any = None, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """The ranks of matrices.

    Args:
        a: A tensor of shape (..., m, n).
        tol: Singular values up to this count as zero; by default one that depends on the
            size and the dtype.
        validate_args: Whether to check the rank of the tensor.
        name: Name of the node in a graph.

    Returns:
        An int32 tensor of the batch shape.

    Raises:
        TypeError: The tensor doesn't hold floats.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.linalg.matrix_rank([[1.0, 2.0], [2.0, 4.0]]))
        1
    """
    from tensorbrook._src.ops import cast, decompositions, reduce

    value = _floats(a)
    sizes = decompositions.svd(value, compute_uv=False)
    if tol is None:
        largest = reduce.reduce_max(sizes, -1, keepdims=True)
        tol = _epsilon(value) * _widest(value) * largest
    marks = cast.cast(sizes > tol, dtypes.int32)
    return reduce.reduce_sum(marks, -1, name=name)


def lu_reconstruct(
    lower_upper: Any, perm: Any, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """Puts matrices together again from their LU decompositions.

    Args:
        lower_upper: The first result of `tf.linalg.lu`.
        perm: The second result.
        validate_args: Accepted for compatibility; shapes are always checked.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `lower_upper`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.lu_reconstruct(*tf.linalg.lu([[0.0, 1.0], [2.0, 0.0]])).numpy()
        array([[0., 1.],
               [2., 0.]], dtype=float32)
    """
    from tensorbrook._src.ops import decompositions, matmul, sort

    packed: Any = convert_to_tensor(lower_upper)
    order: Any = convert_to_tensor(perm)
    lower, upper = decompositions.triangles(packed)
    product = matmul.matmul(lower, upper)
    return _rows(product, sort.argsort(order, axis=-1), name)


def _rows(matrix: Any, order: Any, name: str | None = None) -> Any:
    """The rows of matrices in the order that stands beside each."""
    from tensorbrook._src.ops import gather

    if order._dims is None:
        raise NotImplementedError(
            "LU decompositions of unknown rank can't be used yet."
        )
    if len(order._dims) == 1:
        return gather.gather(matrix, order, axis=-2, name=name)
    heads = len(order._dims) - 1
    return gather.gather(matrix, order, axis=-2, batch_dims=heads, name=name)


def lu_solve(
    lower_upper: Any,
    perm: Any,
    rhs: Any,
    validate_args: bool = False,
    name: str | None = None,
) -> Tensor:
    """Solves systems of linear equations, given LU decompositions of the matrices.

    Args:
        lower_upper: The first result of `tf.linalg.lu`.
        perm: The second result.
        rhs: A tensor of shape (..., n, k), the right hand sides.
        validate_args: Accepted for compatibility; shapes are always checked.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `rhs`.

    Raises:
        ValueError: `rhs` has fewer than two axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.lu_solve(*tf.linalg.lu([[0.0, 1.0], [2.0, 0.0]]), [[3.0], [4.0]]).numpy()
        array([[2.],
               [3.]], dtype=float32)
    """
    from tensorbrook._src.ops import decompositions, linalg_solve, shape

    packed: Any = convert_to_tensor(lower_upper)
    order: Any = convert_to_tensor(perm)
    sides: Any = convert_to_tensor(rhs, dtype_hint=packed.dtype)
    if sides._dims is not None and len(sides._dims) < 2:
        raise ValueError(
            f"tf.linalg.lu_solve: `rhs` must have at least 2 dimensions, got {sides.shape}."
        )
    heads = len(order._dims) - 1
    if len(sides._dims) - 2 < heads:
        batch = shape.shape(order)[:-1]
        whole = shape.concat([batch, shape.shape(sides)[-2:]], 0)
        sides = shape.broadcast_to(sides, whole)
    lower, upper = decompositions.triangles(packed)
    inner = linalg_solve.triangular_solve(lower, _rows(sides, order))
    return linalg_solve.triangular_solve(upper, inner, lower=False, name=name)


def lu_matrix_inverse(
    lower_upper: Any, perm: Any, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """The inverses of matrices, given their LU decompositions.

    Args:
        lower_upper: The first result of `tf.linalg.lu`.
        perm: The second result.
        validate_args: Accepted for compatibility; shapes are always checked.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `lower_upper`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.lu_matrix_inverse(*tf.linalg.lu([[0.0, 1.0], [2.0, 0.0]])).numpy()
        array([[0. , 0.5],
               [1. , 0. ]], dtype=float32)
    """
    from tensorbrook._src.ops import rearrange, shape

    packed: Any = convert_to_tensor(lower_upper)
    heads = shape.shape(packed)[:-2]
    size = packed._dims[-1]
    rows = shape.shape(packed)[-1] if size is None else size
    eye = rearrange.eye(rows, dtype=packed.dtype)
    if len(packed._dims) > 2:
        eye = shape.broadcast_to(eye, shape.concat([heads, shape.shape(eye)], 0))
    return lu_solve(packed, perm, eye, name=name)
