"""Matrices of three diagonals: products, systems of equations, eigenvalues."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import linalg_rules as rules
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.linalg_diag import make_from_diagonals


def _product_dims(c: ShapeContext) -> Dims:
    rhs = c.shape(3)
    for index, name in enumerate(("superdiagonal", "main diagonal", "subdiagonal")):
        dims = c.shape(index)
        if dims is None or rhs is None:
            continue
        want = (*rhs[:-2], 1, rhs[-2])
        if len(dims) != len(want) or any(
            None not in pair and pair[0] != pair[1]
            for pair in zip(dims, want, strict=True)
        ):
            raise c.fail(
                f"Invalid {name} shape. TridiagonalMatMul needs {list(want)}, got "
                f"{list(dims)}."
            )
    return rhs


def _product(xp: Any, superdiag: Any, maindiag: Any, subdiag: Any, rhs: Any) -> Any:
    above, main, below = (d[..., 0, :, None] for d in (superdiag, maindiag, subdiag))
    edge = xp.zeros_like(rhs[..., :1, :])
    later = xp.concatenate([above[..., :-1, :] * rhs[..., 1:, :], edge], -2)
    earlier = xp.concatenate([edge, below[..., 1:, :] * rhs[..., :-1, :]], -2)
    return main * rhs + later + earlier


def _product_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, complex_numbers, reduce, shape

    conj = complex_numbers.conj
    above, main, below, rhs = (conj(item) for item in op.inputs)
    edge = array_creation.zeros_like(rhs[..., :1, :])
    later = shape.concat([rhs[..., 1:, :], edge], -2)
    earlier = shape.concat([edge, rhs[..., :-1, :]], -2)
    parts = [
        shape.expand_dims(reduce.reduce_sum(dy * other, -1), -2)
        for other in (later, rhs, earlier)
    ]
    zero = array_creation.zeros_like(above[..., :1])
    turned_below = shape.concat([zero, above[..., :-1]], -1)
    turned_above = shape.concat([below[..., 1:], zero], -1)
    return [*parts, tridiagonal_mat_mul_op(turned_above, main, turned_below, dy)]


tridiagonal_mat_mul_op = Op(
    "TridiagonalMatMul",
    f"superdiag: T, maindiag: T, subdiag: T, rhs: T -> output: T | T: {rules.WIDE}",
    shape=_product_dims,
    reference=_product,
    gradient=_product_gradient,
)


def _solve_dims(c: ShapeContext) -> Dims:
    diagonals, rhs = c.shape(0), c.shape(1)
    if diagonals is None or rhs is None:
        return rhs
    if len(diagonals) < 2 or diagonals[-2] not in (3, None):
        raise c.fail(
            f"TridiagonalSolve: expected 3 diagonals, got the shape {list(diagonals)}"
        )
    if len(rhs) != len(diagonals):
        raise c.fail("All input tensors must have the same rank.")
    if None not in (diagonals[-1], rhs[-2]) and diagonals[-1] != rhs[-2]:
        raise c.fail("The length of diagonals and rhs must match.")
    return rhs


def _dense(xp: Any, diagonals: Any) -> Any:
    return make_from_diagonals(xp, diagonals, (-1, 1), align="LEFT_RIGHT")


def _solve(
    xp: Any, diagonals: Any, rhs: Any, partial_pivoting: bool, perturb_singular: bool
) -> Any:
    """Elimination over three diagonals, a fourth where rows are exchanged."""
    if xp is not np:
        return xp.linalg.solve(_dense(xp, diagonals), rhs)
    size = rhs.shape[-2]
    above, main, below = (np.array(diagonals[..., i, :]) for i in range(3))
    second = np.zeros_like(above)
    found = np.array(rhs)
    with np.errstate(all="ignore"):
        for i in range(size - 1):
            if partial_pivoting:
                swap = np.abs(below[..., i + 1]) > np.abs(main[..., i])
                _exchange(swap, i, (main, above, second, below), found)
            factor = below[..., i + 1] / main[..., i]
            main[..., i + 1] -= factor * above[..., i]
            above[..., i + 1] -= factor * second[..., i]
            found[..., i + 1, :] -= factor[..., None] * found[..., i, :]
        if perturb_singular:
            tiny = np.finfo(main.dtype).eps * np.abs(main).max(-1, keepdims=True)
            main = np.where(main == 0, tiny, main)
        for i in range(size - 1, -1, -1):
            rest = found[..., i, :]
            if i + 1 < size:
                rest = rest - above[..., i, None] * found[..., i + 1, :]
            if i + 2 < size:
                rest = rest - second[..., i, None] * found[..., i + 2, :]
            found[..., i, :] = rest / main[..., i, None]
    return found


def _exchange(swap: Any, i: int, bands: Any, found: Any) -> None:
    """Swaps rows i and i + 1 where `swap` says so."""
    main, above, second, below = bands
    upper = main[..., i], above[..., i], second[..., i]
    lower = below[..., i + 1], main[..., i + 1], above[..., i + 1]
    pairs = [
        (np.where(swap, b, a), np.where(swap, a, b))
        for a, b in zip(upper, lower, strict=True)
    ]
    main[..., i], above[..., i], second[..., i] = (pair[0] for pair in pairs)
    below[..., i + 1], main[..., i + 1], above[..., i + 1] = (p[1] for p in pairs)
    rows = found[..., i, :].copy(), found[..., i + 1, :].copy()
    chosen = swap[..., None]
    found[..., i, :] = np.where(chosen, rows[1], rows[0])
    found[..., i + 1, :] = np.where(chosen, rows[0], rows[1])


def _solve_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, complex_numbers, reduce, shape

    diagonals, found = op.inputs[0], op.outputs[0]
    conj = complex_numbers.conj(diagonals)
    zero = array_creation.zeros_like(conj[..., 0, :1])
    turned = shape.stack(
        [
            shape.concat([conj[..., 2, 1:], zero], -1),
            conj[..., 1, :],
            shape.concat([zero, conj[..., 0, :-1]], -1),
        ],
        -2,
    )
    by_rhs = tridiagonal_solve_op(turned, dy, **_pivoting(op))
    x = complex_numbers.conj(found)
    edge = array_creation.zeros_like(x[..., :1, :])
    others = (
        shape.concat([x[..., 1:, :], edge], -2),
        x,
        shape.concat([edge, x[..., :-1, :]], -2),
    )
    parts = [-reduce.reduce_sum(by_rhs * other, -1) for other in others]
    return [shape.stack(parts, -2), by_rhs]


def _pivoting(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("partial_pivoting", "perturb_singular")}


tridiagonal_solve_op = Op(
    "TridiagonalSolve",
    "diagonals: T, rhs: T -> output: T | partial_pivoting: bool = True, "
    f"perturb_singular: bool = False, T: {rules.WIDE}",
    shape=_solve_dims,
    reference=_solve,
    gradient=_solve_gradient,
)


def compact(diagonals: Any, diagonals_format: str) -> list[Any]:
    """The three diagonals at full length: above, main, below."""
    from tensorbrook._src.ops import array_creation, linalg_diag, shape

    packed: Any
    if diagonals_format == "matrix":
        matrix: Any = convert_to_tensor(diagonals)
        rows, columns = matrix._dims[-2:]
        if rows != columns:
            raise ValueError(
                "Expected last two dimensions of diagonals to be same, got "
                f"{rows} and {columns}"
            )
        packed = linalg_diag.diag_part(matrix, k=(-1, 1), align="LEFT_RIGHT")
        return [packed[..., i, :] for i in range(3)]
    if diagonals_format == "compact":
        packed = convert_to_tensor(diagonals)
        if packed._dims[-2] not in (3, None):
            raise ValueError(f"Expected 3 diagonals got {packed._dims[-2]}")
        return [packed[..., i, :] for i in range(3)]
    if diagonals_format != "sequence":
        raise ValueError(f"Unrecognized diagonals_format: {diagonals_format}")
    if not isinstance(diagonals, tuple | list) or len(diagonals) != 3:
        raise ValueError("Expected diagonals to be a sequence of length 3.")
    tensors: list[Any] = [convert_to_tensor(item) for item in diagonals]
    above, main, below = tensors
    size = main._dims[-1]
    zero = array_creation.zeros_like(main[..., :1])
    if above._dims[-1] != size:
        above = shape.concat([above, zero], -1)
    if below._dims[-1] != size:
        below = shape.concat([zero, below], -1)
    return [above, main, below]


def tridiagonal_solve(
    diagonals: Any,
    rhs: Any,
    diagonals_format: str = "compact",
    transpose_rhs: bool = False,
    conjugate_rhs: bool = False,
    name: str | None = None,
    partial_pivoting: bool = True,
    perturb_singular: bool = False,
) -> Tensor:
    """Solves systems of linear equations with tridiagonal matrices.

    Args:
        diagonals: The diagonals, in one of three forms.
        rhs: A tensor of shape (..., n) or (..., n, k), the right hand sides.
        diagonals_format: "compact" for a tensor of shape (..., 3, n) with the
            superdiagonal first; "sequence" for three tensors; "matrix" for (..., n, n).
        transpose_rhs: Whether to transpose `rhs` first.
        conjugate_rhs: Whether to conjugate `rhs` first.
        name: Name of the node in a graph.
        partial_pivoting: Whether to exchange rows for the sake of accuracy.
        perturb_singular: Whether to solve a system nearby where a matrix is singular.

    Returns:
        A tensor of the shape of `rhs`.

    Raises:
        ValueError: The diagonals don't have that form.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.tridiagonal_solve([[0.0, 0], [2, 4], [0, 0]], [2.0, 8.0]).numpy()
        array([1., 2.], dtype=float32)
    """
    from tensorbrook._src.ops import complex_numbers, linalg_matrix, shape

    packed: Any = shape.stack(compact(diagonals, diagonals_format), -2)
    sides: Any = convert_to_tensor(rhs, dtype_hint=packed.dtype)
    single = len(sides._dims) == len(packed._dims) - 1
    if single:
        sides = shape.expand_dims(sides, -1)
    elif transpose_rhs:
        sides = linalg_matrix.matrix_transpose(sides, conjugate=conjugate_rhs)
        conjugate_rhs = False
    if conjugate_rhs:
        sides = complex_numbers.conj(sides)
    found = tridiagonal_solve_op(
        packed,
        sides,
        partial_pivoting=partial_pivoting,
        perturb_singular=perturb_singular,
        name=name,
    )
    if single:
        return shape.squeeze(found, -1)
    if transpose_rhs:
        return linalg_matrix.matrix_transpose(found)
    return found  # type: ignore[no-any-return]


def tridiagonal_matmul(
    diagonals: Any,
    rhs: Any,
    diagonals_format: str = "compact",
    name: str | None = None,
) -> Tensor:
    """Multiplies tridiagonal matrices with matrices.

    Args:
        diagonals: The diagonals, as for `tf.linalg.tridiagonal_solve`.
        rhs: A tensor of shape (..., n, k).
        diagonals_format: "compact", "sequence" or "matrix".
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `rhs`.

    Raises:
        ValueError: The diagonals don't have that form.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.tridiagonal_matmul([[1.0, 0], [2, 4], [0, 0]], [[1.0], [1.0]]).numpy()
        array([[3.],
               [4.]], dtype=float32)
    """
    from tensorbrook._src.ops import shape

    above, main, below = (
        shape.expand_dims(item, -2) for item in compact(diagonals, diagonals_format)
    )
    return tridiagonal_mat_mul_op(above, main, below, rhs, name=name)  # type: ignore[no-any-return]


def eigh_tridiagonal(
    alpha: Any,
    beta: Any,
    eigvals_only: bool = True,
    select: str = "a",
    select_range: Any = None,
    tol: Any = None,
    name: str | None = None,
) -> Any:
    """The eigenvalues of a self-adjoint tridiagonal matrix.

    Args:
        alpha: A tensor of shape (n,), the diagonal.
        beta: A tensor of shape (n - 1,), the diagonal above it.
        eigvals_only: Whether the eigenvectors are left out.
        select: "a" for all, "i" for those with the indices in `select_range`, "v" for
            those with values in it.
        select_range: The first and the last index, or the limits of the values.
        tol: Accepted for compatibility; the values are as exact as the dtype.
        name: Name of the node in a graph.

    Returns:
        The eigenvalues, the smallest first, or those and the eigenvectors as columns.

    Raises:
        ValueError: `select` or `select_range` is none of these.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.eigh_tridiagonal([1.0, 3.0], [0.0]).numpy()
        array([1., 3.], dtype=float32)
    """
    from tensorbrook._src.ops import (
        complex_numbers,
        decompositions,
        gather,
        linalg_diag,
    )

    if select not in ("a", "i", "v"):
        raise ValueError(f"select must have a value in 'a', 'i', 'v', got {select!r}.")
    if select != "a" and select_range is None:
        raise ValueError(f"select_range must be given with select={select!r}.")
    main: Any = convert_to_tensor(alpha)
    off: Any = convert_to_tensor(beta, dtype_hint=main.dtype)
    matrix = linalg_diag.diag(main) + linalg_diag.diag(complex_numbers.conj(off), k=-1)
    if eigvals_only:
        values, vectors = decompositions.eigvalsh(matrix, name=name), None
    else:
        values, vectors = decompositions.eigh(matrix, name=name)
    values = complex_numbers.real(values)
    if select == "i":
        first, last = (int(item) for item in select_range)
        values = values[first : last + 1]
        vectors = None if vectors is None else vectors[:, first : last + 1]
    elif select == "v":
        low, high = select_range
        chosen = (values > low) & (values <= high)
        vectors = None if vectors is None else gather.boolean_mask(vectors, chosen, 1)
        values = gather.boolean_mask(values, chosen)
    return values if vectors is None else (values, vectors)
