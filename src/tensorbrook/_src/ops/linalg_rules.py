"""What records of linear algebra share: shape rules, adjoints, kernels of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import Kernel, ShapeContext
from tensorbrook._src.core.shapes import Dims

#: The types of the decompositions.
TYPES = "double|float|half|complex64|complex128"
#: The types without half.
WIDE = "double|float|complex64|complex128"


def matrices(c: ShapeContext, index: int = 0) -> Any:
    """The dims of an input that holds matrices; None where the rank is unknown."""
    dims = c.shape(index)
    if dims is not None and len(dims) < 2:
        raise c.fail(
            f"Input tensor {index} must have rank >= 2, got {len(dims)} ({c.op.name})"
        )
    return dims


def square(c: ShapeContext) -> Any:
    """The dims of the first input, whose matrices are square."""
    dims = matrices(c)
    if dims is not None and None not in dims[-2:] and dims[-1] != dims[-2]:
        raise c.fail(
            f"Input matrix must be square. {c.op.name} got the shape {list(dims)}"
        )
    return dims


def batch(c: ShapeContext) -> Dims:
    """The dims before the square matrices of the first input."""
    dims = square(c)
    return None if dims is None else dims[:-2]


def adjoint_array(xp: Any, x: Any) -> Any:
    """The conjugate transposes of the matrices of an array."""
    turned = xp.swapaxes(x, -1, -2)
    return xp.conj(turned) if turned.dtype.kind == "c" else turned


def invertible(function: Kernel) -> Kernel:
    """The kernel; a singular matrix is a user's mistake."""

    def kernel(xp: Any, *inputs: Any, **attrs: Any) -> Any:
        try:
            return function(xp, *inputs, **attrs)
        except np.linalg.LinAlgError:
            raise not_invertible() from None

    return kernel


def not_invertible() -> errors.InvalidArgumentError:
    """The error for a singular matrix."""
    return errors.InvalidArgumentError(None, None, "Input matrix is not invertible.")


def solve_triangle(xp: Any, matrix: Any, rhs: Any, lower: bool) -> Any:
    """Substitution, all matrices of the batch at once; zeros give inf and nan."""
    if xp is not np:
        from jax.scipy.linalg import solve_triangular

        heads = np.broadcast_shapes(matrix.shape[:-2], rhs.shape[:-2])
        solve = xp.vectorize(
            lambda a, b: solve_triangular(a, b, lower=lower),
            signature="(m,m),(m,k)->(m,k)",
        )
        return solve(matrix, xp.broadcast_to(rhs, (*heads, *rhs.shape[-2:])))
    if not lower:
        turned = rhs[..., ::-1, :]
        return _forward(matrix[..., ::-1, ::-1], turned)[..., ::-1, :]
    return _forward(matrix, rhs)


_BLOCK = 32


def _forward(matrix: Any, rhs: Any) -> Any:
    """Substitution with lower triangles; large ones are cut into blocks."""
    size = matrix.shape[-1]
    heads = np.broadcast_shapes(matrix.shape[:-2], rhs.shape[:-2])
    found = np.array(np.broadcast_to(rhs, (*heads, *rhs.shape[-2:])))
    with np.errstate(all="ignore"):
        if size <= _BLOCK:
            return _by_rows(matrix, found)
        whole = size // _BLOCK
        cuts = [slice(i * _BLOCK, (i + 1) * _BLOCK) for i in range(whole)]
        blocks = np.stack([matrix[..., cut, cut] for cut in cuts])
        eye = np.broadcast_to(np.eye(_BLOCK, dtype=matrix.dtype), blocks.shape)
        inverses = _by_rows(blocks, np.array(eye))
        for cut, inverse in zip(cuts, inverses, strict=True):
            before = slice(0, cut.start)
            rest = found[..., cut, :] - matrix[..., cut, before] @ found[..., before, :]
            found[..., cut, :] = inverse @ rest
        last, before = slice(whole * _BLOCK, size), slice(0, whole * _BLOCK)
        rest = found[..., last, :] - matrix[..., last, before] @ found[..., before, :]
        found[..., last, :] = _by_rows(matrix[..., last, last], rest)
    return found


def _by_rows(matrix: Any, found: Any) -> Any:
    """Substitution row by row, which overwrites the right hand sides."""
    for row in range(matrix.shape[-1]):
        coefficients = matrix[..., row : row + 1, :row]
        rest = found[..., row : row + 1, :] - coefficients @ found[..., :row, :]
        found[..., row : row + 1, :] = rest / matrix[..., row, row][..., None, None]
    return found


def product(*factors: Any) -> Any:
    """The product of matrices, from the left."""
    from tensorbrook._src.ops import matmul

    total = factors[0]
    for factor in factors[1:]:
        total = matmul.matmul(total, factor)
    return total


def column(values: Any) -> Any:
    """A vector as a matrix of one column, to scale rows."""
    from tensorbrook._src.ops import shape

    return shape.expand_dims(values, -1)


def row(values: Any) -> Any:
    """A vector as a matrix of one row, to scale columns."""
    from tensorbrook._src.ops import shape

    return shape.expand_dims(values, -2)


def without_diagonal(matrix: Any) -> Any:
    """The matrices with zeros on their diagonals."""
    from tensorbrook._src.ops import array_creation, linalg_diag

    zeros = array_creation.zeros_like(linalg_diag.diag_part(matrix))
    return linalg_diag.set_diag(matrix, zeros)


def halved_diagonal(matrix: Any) -> Any:
    """The matrices with half of their diagonals."""
    from tensorbrook._src.ops import linalg_diag

    return linalg_diag.set_diag(matrix, 0.5 * linalg_diag.diag_part(matrix))
