"""Decompositions of matrices: QR, singular values, eigenvalues, LU."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import linalg_rules as rules
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.linalg_matrix import adjoint
from tensorbrook._src.ops.linalg_rules import adjoint_array, column, product, row


def _wide(array: Any) -> Any:
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _all_as(results: Any, dtype: Any) -> tuple[Any, ...]:
    return tuple(item.astype(dtype) for item in results)


def _least(dims: Any) -> Any:
    return None if None in dims[-2:] else min(dims[-2:])


def _qr_dims(c: ShapeContext) -> list[Dims]:
    dims = rules.matrices(c)
    if dims is None:
        return [None, None]
    *batch, rows, columns = dims
    if c.attrs["full_matrices"]:
        return [(*batch, rows, rows), (*batch, rows, columns)]
    return [(*batch, rows, _least(dims)), (*batch, _least(dims), columns)]


def _qr(xp: Any, input: Any, full_matrices: bool) -> Any:
    mode = "complete" if full_matrices else "reduced"
    return _all_as(xp.linalg.qr(_wide(input), mode), input.dtype)


def _qr_gradient(op: Any, dq: Any, dr: Any) -> list[Any]:
    from tensorbrook._src.ops import matmul, shape

    q, r = op.outputs
    rows, columns = op.inputs[0]._dims[-2:]
    if rows is None or columns is None:
        raise NotImplementedError("Qr: the gradient needs the size of the matrices.")
    if op.attrs["full_matrices"] and rows > columns:
        raise NotImplementedError(
            "Qr: there is no gradient for full matrices with more rows than columns."
        )
    if rows >= columns:
        return [_tall_qr_gradient(q, r, dq, dr)]
    beyond = op.inputs[0][..., rows:]
    dq = dq + matmul.matmul(beyond, dr[..., rows:], adjoint_b=True)
    first = _tall_qr_gradient(q, r[..., :rows], dq, dr[..., :rows])
    return [shape.concat([first, product(q, dr[..., rows:])], -1)]


def _tall_qr_gradient(q: Any, r: Any, dq: Any, dr: Any) -> Any:
    from tensorbrook._src.ops import linalg_solve, matmul

    skew = matmul.matmul(r, dr, adjoint_b=True) - matmul.matmul(dq, q, adjoint_a=True)
    inner = dq + product(q, _mirrored_lower(skew))
    return adjoint(linalg_solve.triangular_solve(r, adjoint(inner), lower=False))


def _mirrored_lower(matrix: Any) -> Any:
    """The lower triangle, and its adjoint above the (real) diagonal."""
    from tensorbrook._src.ops import linalg_diag

    lower = rules.halved_diagonal(linalg_diag.band_part(matrix, -1, 0))
    return lower + adjoint(lower)


qr_op = Op(
    "Qr",
    f"input: T -> q: T, r: T | full_matrices: bool = False, T: {rules.TYPES}",
    shape=_qr_dims,
    reference=_qr,
    gradient=_qr_gradient,
)


def _svd_dims(c: ShapeContext) -> list[Dims]:
    dims = rules.matrices(c)
    if dims is None:
        return [None, None, None]
    *batch, rows, columns = dims
    least = _least(dims)
    if not c.attrs["compute_uv"]:
        return [(*batch, least), (), ()]
    if c.attrs["full_matrices"]:
        return [(*batch, least), (*batch, rows, rows), (*batch, columns, columns)]
    return [(*batch, least), (*batch, rows, least), (*batch, columns, least)]


def _svd_of_finite(wide: Any, full_matrices: bool, compute_uv: bool) -> Any:
    """NaN for matrices that are not finite: LAPACK may never come back from them."""
    svd: Any = np.linalg.svd  # NumPy's overloads want to see literal flags
    bad = ~np.isfinite(wide).all((-2, -1))
    if not bad.any():
        return svd(wide, full_matrices, compute_uv)
    clean = np.where(bad[..., None, None], 0, wide)
    found = svd(clean, full_matrices, compute_uv)
    parts = found if compute_uv else (found,)
    masks = [bad.reshape(bad.shape + (1,) * (part.ndim - bad.ndim)) for part in parts]
    lost = [
        np.where(mask, np.nan, part) for mask, part in zip(masks, parts, strict=True)
    ]
    return lost if compute_uv else lost[0]


def _svd(xp: Any, input: Any, compute_uv: bool, full_matrices: bool) -> Any:
    wide = _wide(input)
    svd = _svd_of_finite if xp is np else xp.linalg.svd
    if not compute_uv:
        sizes = svd(wide, False, False)
        nothing = xp.zeros((), input.dtype)
        return sizes.astype(input.dtype), nothing, nothing
    u, sizes, v = svd(wide, full_matrices, True)
    return _all_as((sizes, u, adjoint_array(xp, v)), input.dtype)


def _svd_gradient(op: Any, ds: Any, du: Any, dv: Any) -> list[Any]:
    from tensorbrook._src.ops import cast, matmul

    matrix = op.inputs[0]
    if not op.attrs["compute_uv"]:
        _, u, v = svd_op(matrix, compute_uv=True, full_matrices=False)
        scaled = u * row(cast.cast(ds, matrix.dtype))
        return [matmul.matmul(scaled, v, adjoint_b=True)]
    rows, columns = matrix._dims[-2:]
    if op.attrs["full_matrices"] and (rows != columns or rows is None):
        raise NotImplementedError(
            "Svd: the gradient with full_matrices=True needs square matrices."
        )
    s, u, v = op.outputs
    return [_reduced_svd_gradient(s, u, v, ds, du, dv)]


def _reduced_svd_gradient(s: Any, u: Any, v: Any, ds: Any, du: Any, dv: Any) -> Any:
    from tensorbrook._src.ops import linalg_diag, matmul

    squares = s * s
    gaps = _reciprocal(row(squares) - column(squares))
    inverse = _reciprocal(s)
    by_u = matmul.matmul(u, du, adjoint_a=True)
    by_v = matmul.matmul(v, dv, adjoint_a=True)
    left, right = gaps * by_u, gaps * by_v
    middle = (left + adjoint(left)) * row(s) + column(s) * (right + adjoint(right))
    middle = linalg_diag.set_diag(middle, linalg_diag.diag_part(middle) + ds)
    if s.dtype.is_complex:
        turned = linalg_diag.diag(linalg_diag.diag_part(by_v))
        middle = middle + 0.5 * column(inverse) * (adjoint(turned) - turned)
    total = matmul.matmul(product(u, middle), v, adjoint_b=True)
    beyond_u = (du - product(u, by_u)) * row(inverse)
    beyond_v = (dv - product(v, by_v)) * row(inverse)
    total = total + matmul.matmul(beyond_u, v, adjoint_b=True)
    return total + matmul.matmul(u, beyond_v, adjoint_b=True)


def _reciprocal(x: Any) -> Any:
    """One over `x`, and zero where `x` is (nearly) zero."""
    from tensorbrook._src.ops import binary

    tiny = {"complex128": 1e-20, "float64": 1e-20}.get(x.dtype.name, 1e-10)
    return binary.divide(x, x * x + tiny * tiny)


svd_op = Op(
    "Svd",
    "input: T -> s: T, u: T, v: T | compute_uv: bool = True, "
    f"full_matrices: bool = False, T: {rules.TYPES}",
    shape=_svd_dims,
    reference=_svd,
    gradient=_svd_gradient,
)


def _vectors_dims(attr: str) -> Any:
    def rule(c: ShapeContext) -> list[Dims]:
        dims = rules.square(c)
        if dims is None:
            return [None, None if c.attrs[attr] else ()]
        return [dims[:-1], dims if c.attrs[attr] else ()]

    return rule


def _eigh(xp: Any, input: Any, compute_v: bool) -> Any:
    wide = _wide(input)
    if not compute_v:
        values = xp.linalg.eigvalsh(wide)
        return values.astype(input.dtype), xp.zeros((), input.dtype)
    return _all_as(xp.linalg.eigh(wide), input.dtype)


def _eigh_gradient(op: Any, de: Any, dv: Any) -> list[Any]:
    from tensorbrook._src.ops import linalg_diag, matmul

    e, v = op.outputs
    if op.attrs["compute_v"]:
        gaps = _reciprocal(row(e) - column(e))
        middle = gaps * matmul.matmul(v, dv, adjoint_a=True)
        middle = linalg_diag.set_diag(middle, de)
    else:
        _, v = self_adjoint_eig_v2_op(op.inputs[0], compute_v=True)
        middle = linalg_diag.diag(de)
    total = matmul.matmul(product(v, middle), v, adjoint_b=True)
    # only the lower triangle was read
    both = linalg_diag.band_part(total + adjoint(total), -1, 0)
    return [rules.halved_diagonal(both)]


self_adjoint_eig_v2_op = Op(
    "SelfAdjointEigV2",
    f"input: T -> e: T, v: T | compute_v: bool = True, T: {rules.TYPES}",
    shape=_vectors_dims("compute_v"),
    reference=_eigh,
    gradient=_eigh_gradient,
)


def _eig(xp: Any, input: Any, compute_v: bool, Tout: dtypes.DType) -> Any:
    dtype = Tout.numpy_dtype
    if not compute_v:
        return xp.linalg.eigvals(input).astype(dtype), xp.zeros((), dtype)
    return _all_as(xp.linalg.eig(input), dtype)


def _eig_gradient(op: Any, de: Any, dv: Any) -> list[Any]:
    from tensorbrook._src.ops import (
        cast,
        complex_numbers,
        linalg_diag,
        linalg_solve,
        matmul,
    )

    e, v = op.outputs
    matrix = op.inputs[0]
    if op.attrs["compute_v"]:
        gaps = _reciprocal(row(e) - column(e))
        inner = matmul.matmul(v, dv, adjoint_a=True)
        real = complex_numbers.real(linalg_diag.diag_part(inner))
        lengths = matmul.matmul(v, v, adjoint_a=True) * row(cast.cast(real, e.dtype))
        middle = complex_numbers.conj(gaps) * (inner - lengths)
        middle = linalg_diag.set_diag(middle, de)
    else:
        _, v = eig_op(matrix, compute_v=True, Tout=op.attrs["Tout"])
        middle = linalg_diag.diag(de)
    right = matmul.matmul(middle, v, adjoint_b=True)
    total = linalg_solve.solve(v, right, adjoint=True)
    return [total if matrix.dtype.is_complex else complex_numbers.real(total)]


eig_op = Op(
    "Eig",
    "input: T -> e: Tout, v: Tout | compute_v: bool = True, "
    f"T: {rules.WIDE}, Tout: complex",
    shape=_vectors_dims("compute_v"),
    reference=_eig,
    gradient=_eig_gradient,
)


def _lu_dims(c: ShapeContext) -> list[Dims]:
    dims = rules.square(c)
    return [None, None] if dims is None else [dims, dims[:-1]]


def _lu(xp: Any, input: Any, output_idx_type: dtypes.DType) -> Any:
    """Elimination with row exchanges, all matrices of the batch at once."""
    kind = output_idx_type.numpy_dtype
    if xp is not np:
        from jax.lax import linalg as lax_linalg

        found = lax_linalg.lu(_wide(input))
        return found[0].astype(input.dtype), found[2].astype(kind)
    size = input.shape[-1]
    packed = np.array(_wide(input)).reshape((-1, size, size))
    order = np.tile(np.arange(size), (len(packed), 1))
    if not _lu_of_scipy(packed, order):
        _eliminate(packed, order)
    if (np.diagonal(packed, axis1=-2, axis2=-1) == 0).any():
        raise rules.not_invertible()
    shape = input.shape
    return (
        packed.reshape(shape).astype(input.dtype),
        order.reshape(shape[:-1]).astype(kind),
    )


def _lu_of_scipy(packed: Any, order: Any) -> bool:
    """Overwrites large matrices with their factors, where SciPy is there to do it."""
    if packed.shape[-1] < 32:
        return False
    try:
        from scipy.linalg import lapack
    except ImportError:
        return False
    (factor,) = lapack.get_lapack_funcs(("getrf",), (packed,))
    for matrix, rows in zip(packed, order, strict=True):
        factors, pivots, _ = factor(matrix)
        matrix[...] = factors
        for step, pivot in enumerate(pivots.tolist()):
            rows[[step, pivot]] = rows[[pivot, step]]
    return True


def _eliminate(packed: Any, order: Any) -> None:
    """Overwrites matrices with their factors, all matrices at once."""
    every = np.arange(len(packed))
    for step in range(packed.shape[-1]):
        pivot = step + np.abs(packed[:, step:, step]).argmax(-1)
        for array in (packed, order):
            chosen = array[every, pivot].copy()
            array[every, pivot] = array[:, step]
            array[:, step] = chosen
        if (packed[:, step, step] == 0).any():
            raise rules.not_invertible()
        packed[:, step + 1 :, step] /= packed[:, step, step, None]
        below = packed[:, step + 1 :, step : step + 1]
        right = packed[:, step : step + 1, step + 1 :]
        packed[:, step + 1 :, step + 1 :] -= below * right


def _lu_gradient(op: Any, dy: Any, dorder: Any) -> list[Any]:
    from tensorbrook._src.ops import gather, linalg_diag, linalg_solve, matmul, sort

    packed, order = op.outputs
    lower, upper = triangles(packed)
    zero_diagonal = linalg_diag.band_part(dy, -1, 0)
    by_lower = rules.without_diagonal(zero_diagonal)
    by_upper = linalg_diag.band_part(dy, 0, -1)
    inner = linalg_diag.band_part(matmul.matmul(lower, by_lower, adjoint_a=True), -1, 0)
    inner = rules.without_diagonal(inner) + linalg_diag.band_part(
        matmul.matmul(by_upper, upper, adjoint_b=True), 0, -1
    )
    left = linalg_solve.triangular_solve(lower, inner, lower=True, adjoint=True)
    total = adjoint(linalg_solve.triangular_solve(upper, adjoint(left), lower=False))
    back = sort.argsort(order, axis=-1)
    return [gather.gather(total, back, axis=-2, batch_dims=len(order._dims) - 1)]


def triangles(packed: Any) -> tuple[Any, Any]:
    """The factors: the lower one with ones on its diagonal, and the upper one."""
    from tensorbrook._src.ops import array_creation, linalg_diag

    ones = array_creation.ones_like(linalg_diag.diag_part(packed))
    lower = linalg_diag.set_diag(linalg_diag.band_part(packed, -1, 0), ones)
    return lower, linalg_diag.band_part(packed, 0, -1)


lu_op = Op(
    "Lu",
    "input: T -> lu: T, p: output_idx_type | output_idx_type: index = int32, "
    f"T: {rules.TYPES}",
    shape=_lu_dims,
    reference=_lu,
    gradient=_lu_gradient,
)

self_adjoint_eig_op = Op(
    "SelfAdjointEig",
    "input: T -> output: T | T: double|float|half",
    shape=lambda c: _stacked(rules.square(c)),
    reference=lambda xp, input: _eigh_in_one(xp, input),
    gradient=NOT_DIFFERENTIABLE,
)


def _stacked(dims: Any) -> Dims:
    if dims is None or dims[-1] is None:
        return None if dims is None else (*dims[:-2], None, None)
    return (*dims[:-2], dims[-1] + 1, dims[-1])


def _eigh_in_one(xp: Any, input: Any) -> Any:
    values, vectors = _eigh(xp, input, True)
    return xp.concatenate([values[..., None, :], vectors], -2)


def qr(input: Any, full_matrices: bool = False, name: str | None = None) -> Any:
    """The QR decomposition of matrices: orthonormal columns times a triangle.

    Args:
        input: A tensor of shape (..., rows, columns).
        full_matrices: Whether `q` is square.
        name: Name of the node in a graph.

    Returns:
        A named tuple (q, r).

    Raises:
        tf.errors.InvalidArgumentError: The tensor has fewer than two axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.qr([[2.0, 0.0], [0.0, 3.0]]).q.shape
        TensorShape([2, 2])
    """
    return qr_op(input, full_matrices=full_matrices, name=name)


def svd(
    tensor: Any,
    full_matrices: bool = False,
    compute_uv: bool = True,
    name: str | None = None,
) -> Any:
    """The singular value decomposition of matrices, `u @ diag(s) @ adjoint(v)`.

    Args:
        tensor: A tensor of shape (..., rows, columns).
        full_matrices: Whether `u` and `v` are square.
        compute_uv: Whether `u` and `v` are wanted at all.
        name: Name of the node in a graph.

    Returns:
        The singular values, the largest first, or a tuple (s, u, v).

    Raises:
        tf.errors.InvalidArgumentError: The tensor has fewer than two axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.svd([[3.0, 0.0], [0.0, 4.0]], compute_uv=False).numpy()
        array([4., 3.], dtype=float32)
    """
    from tensorbrook._src.ops import complex_numbers

    s, u, v = svd_op(
        tensor, compute_uv=compute_uv, full_matrices=full_matrices, name=name
    )
    values = complex_numbers.real(s)
    return (values, u, v) if compute_uv else values


def eigh(tensor: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """The eigenvalues and eigenvectors of self-adjoint matrices.

    Args:
        tensor: A tensor of shape (..., n, n); only the lower triangles are read.
        name: Name of the node in a graph.

    Returns:
        The eigenvalues, the smallest first, and the eigenvectors as columns.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.eigh([[2.0, 0.0], [0.0, 1.0]])[0].numpy()
        array([1., 2.], dtype=float32)
    """
    e, v = self_adjoint_eig_v2_op(tensor, compute_v=True, name=name)
    return e, v


def eigvalsh(tensor: Any, name: str | None = None) -> Tensor:
    """The eigenvalues of self-adjoint matrices.

    Args:
        tensor: A tensor of shape (..., n, n); only the lower triangles are read.
        name: Name of the node in a graph.

    Returns:
        The eigenvalues, the smallest first.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.eigvalsh([[2.0, 0.0], [0.0, 1.0]]).numpy()
        array([1., 2.], dtype=float32)
    """
    return self_adjoint_eig_v2_op(tensor, compute_v=False, name=name)[0]  # type: ignore[no-any-return]


def eig(tensor: Any, name: str | None = None) -> tuple[Tensor, Tensor]:
    """The eigenvalues and eigenvectors of square matrices.

    Args:
        tensor: A tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        Complex eigenvalues in no order, and eigenvectors as columns.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.eig([[2.0]])[0].numpy()
        array([2.+0.j], dtype=complex64)
    """
    value: Any = convert_to_tensor(tensor)
    e, v = eig_op(value, compute_v=True, Tout=_complex_of(value), name=name)
    return e, v


def eigvals(tensor: Any, name: str | None = None) -> Tensor:
    """The eigenvalues of square matrices.

    Args:
        tensor: A tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        Complex eigenvalues in no order.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.eigvals([[2.0]]).numpy()
        array([2.+0.j], dtype=complex64)
    """
    value: Any = convert_to_tensor(tensor)
    return eig_op(value, compute_v=False, Tout=_complex_of(value), name=name)[0]  # type: ignore[no-any-return]


def _complex_of(value: Any) -> dtypes.DType:
    wide = value.dtype.name in ("float64", "complex128")
    return dtypes.complex128 if wide else dtypes.complex64


def lu(input: Any, output_idx_type: Any = dtypes.int32, name: str | None = None) -> Any:
    """The LU decomposition of square matrices, with exchanges of rows.

    Args:
        input: A tensor of shape (..., n, n).
        output_idx_type: The dtype of the permutation, int32 or int64.
        name: Name of the node in a graph.

    Returns:
        A named tuple (lu, p): both triangles in one matrix, the ones on the diagonal of
        the lower one left out; and the rows of `input` in the order of the result.

    Raises:
        tf.errors.InvalidArgumentError: A matrix is singular or not square.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.lu([[0.0, 1.0], [2.0, 0.0]]).p.numpy()
        array([1, 0], dtype=int32)
    """
    return lu_op(input, output_idx_type=output_idx_type, name=name)
