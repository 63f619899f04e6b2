"""Products, diagonals and triangles of matrices."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.pairs import multiply
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    axis_of,
    operands,
    static_rank,
    tensor_dtype,
)
from tensorbrook._src.numpy_api.reductions import sum as numpy_sum
from tensorbrook._src.numpy_api.shapes import moveaxis
from tensorbrook._src.ops import (
    array_creation,
    comparison,
    complex_numbers,
    gather,
    reduce,
)
from tensorbrook._src.ops import cast as casts
from tensorbrook._src.ops import einsum as einsums
from tensorbrook._src.ops import linalg_diag as diagonals
from tensorbrook._src.ops import matmul as products
from tensorbrook._src.ops import shape as shapes


def matmul(x1: Any, x2: Any) -> Tensor:
    """The matrix product; vectors count as a row on the left, a column on the right.

    Args:
        x1: An array of at least one dimension.
        x2: Another.

    Returns:
        A tensor of the promoted dtype.

    Raises:
        ValueError: One of both is a scalar.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.matmul([[1, 2], [3, 4]], [1, 1]).numpy()
        array([3, 7])
    """
    first, second = operands(x1, x2)
    ranks = [static_rank(part, "matmul") for part in (first, second)]
    if 0 in ranks:
        raise ValueError(
            "tnp.matmul needs arrays of at least one dimension. Received ranks "
            f"{ranks}."
        )
    if ranks == [1, 1]:
        return products.tensordot(first, second, 1)
    if ranks[1] == 1:
        return products.matvec(first, second)
    if ranks[0] == 1:
        row = products.matmul(shapes.expand_dims(first, 0), second)
        return shapes.squeeze(row, [-2])
    return products.matmul(first, second)


def dot(a: Any, b: Any) -> Tensor:
    """The product over the last axis of `a` and the last but one of `b`.

    Args:
        a: An array, or what can become one.
        b: Another; with a scalar the product is element-wise.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.dot([1, 2], [3, 4]))
        11
    """
    first, second = operands(a, b)
    if 0 in (static_rank(first, "dot"), static_rank(second, "dot")):
        return multiply(first, second)
    axis = second.ndim - 2 if second.ndim > 1 else 0
    return products.tensordot(first, second, [[first.ndim - 1], [axis]])


def inner(a: Any, b: Any) -> Tensor:
    """The product over the last axis of both.

    Args:
        a: An array, or what can become one.
        b: Another; with a scalar the product is element-wise.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.inner([1, 2], [3, 4]))
        11
    """
    first, second = operands(a, b)
    if 0 in (static_rank(first, "inner"), static_rank(second, "inner")):
        return multiply(first, second)
    return products.tensordot(first, second, [[first.ndim - 1], [second.ndim - 1]])


def vdot(a: Any, b: Any) -> Tensor:
    """The product of two arrays as vectors, the first conjugated.

    Args:
        a: An array, or what can become one; it is flattened.
        b: Another.

    Returns:
        A scalar of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.vdot([1j], [1j]).numpy()
        np.complex128(1+0j)
    """
    first, second = (shapes.reshape(part, [-1]) for part in operands(a, b))
    if first.dtype.is_complex:
        first = complex_numbers.conj(first)
    return products.tensordot(first, second, 1)


def tensordot(a: Any, b: Any, axes: Any = 2) -> Tensor:
    """The sum of products over several axes.

    Args:
        a: An array, or what can become one.
        b: Another.
        axes: How many of the last axes of `a` and first ones of `b`, or two lists.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.tensordot([[1, 2]], [[3, 4]]))
        11
    """
    first, second = operands(a, b)
    return products.tensordot(first, second, axes)


def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Tensor:
    """Sums of products as an equation says.

    Args:
        subscripts: The equation, such as "ij,jk->ik".
        *operands: Arrays, or what can become some.
        **kwargs: `casting` ("safe") and `optimize`, as NumPy has them.

    Returns:
        A tensor of the promoted dtype.

    Raises:
        ValueError: Another way of `casting` is asked for.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.einsum("i,i", [1, 2], [3, 4]))
        11
    """
    if kwargs.get("casting", "safe") != "safe":
        raise ValueError("tnp.einsum: `casting` must be 'safe'.")
    optimize = kwargs.get("optimize", "greedy")
    way = "greedy" if optimize is True else optimize or "optimal"
    return einsums.einsum(subscripts, *_one_dtype(*operands), optimize=way)


_one_dtype = operands


def kron(a: Any, b: Any) -> Tensor:
    """The Kronecker product: each element of `a` times the whole of `b`.

    Args:
        a: An array, or what can become one.
        b: Another.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.kron([1, 2], [3, 4]).numpy()
        array([3, 4, 6, 8])
    """
    first, second = operands(a, b)
    rank = max(static_rank(first, "kron"), static_rank(second, "kron"))
    ones = array_creation.ones([rank], dtypes.int32)
    views = []
    for part in (first, second):
        dims = shapes.concat([ones[part.ndim :], shapes.shape(part)], 0)  # type: ignore[index]
        views.append((part, dims))
    (first, rows), (second, columns) = views
    left = shapes.reshape(first, shapes.reshape(shapes.stack([rows, ones], 1), [-1]))
    right = shapes.reshape(
        second, shapes.reshape(shapes.stack([ones, columns], 1), [-1])
    )
    return shapes.reshape(multiply(left, right), rows * columns)


def cross(
    a: Any,
    b: Any,
    axisa: int = -1,
    axisb: int = -1,
    axisc: int = -1,
    axis: int | None = None,
) -> Tensor:
    """The cross product of vectors of two or three components.

    Args:
        a: An array of vectors.
        b: Another.
        axisa: The axis of the components of `a`.
        axisb: The axis of the components of `b`.
        axisc: The axis of the components of the result.
        axis: One axis for all three.

    Returns:
        The products; of vectors with two components only the third component.

    Raises:
        ValueError: A vector has neither two nor three components.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.cross([1, 0, 0], [0, 1, 0]).numpy()
        array([0, 0, 1])
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    first, second = operands(a, b)
    one = shapes.unstack(moveaxis(first, axisa, -1), axis=-1)
    two = shapes.unstack(moveaxis(second, axisb, -1), axis=-1)
    if len(one) not in (2, 3) or len(two) not in (2, 3):
        raise ValueError(
            "tnp.cross needs vectors of two or three components. Received: "
            f"{len(one)} and {len(two)}."
        )
    height = one[0] * two[1] - one[1] * two[0]
    if len(one) == len(two) == 2:
        return height  # type: ignore[no-any-return]
    one = [*one, array_creation.zeros_like(one[0])][:3]
    two = [*two, array_creation.zeros_like(two[0])][:3]
    parts = [one[1] * two[2] - one[2] * two[1], one[2] * two[0] - one[0] * two[2]]
    return moveaxis(shapes.stack([*parts, height], -1), -1, axisc)


def polyval(p: Any, x: Any) -> Tensor:
    """The value of a polynomial.

    Args:
        p: The coefficients, that of the highest power first.
        x: Where: an array, or what can become one.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.polyval([1, 0, 1], 3))
        10
    """
    coefficients, x = operands(p, x)
    found = array_creation.zeros_like(x)
    for coefficient in shapes.unstack(coefficients):
        found = found * x + coefficient
    return found


def diag(v: Any, k: int = 0) -> Tensor:
    """The diagonal of a matrix, or the matrix with a vector as its diagonal.

    Args:
        v: A matrix or a vector.
        k: Which diagonal: positive ones stand above the main one.

    Returns:
        A vector or a matrix.

    Raises:
        ValueError: `v` is neither.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.diag([1, 2]).numpy().tolist()
        [[1, 0], [0, 2]]
    """
    v = as_tensor(v)
    rank = static_rank(v, "diag")
    if rank not in (1, 2):
        raise ValueError(f"tnp.diag needs a vector or a matrix. Received rank {rank}.")
    return diagflat(v, k) if rank == 1 else diagonal(v, k)


def diagflat(v: Any, k: int = 0) -> Tensor:
    """The matrix with all elements of an array as its diagonal.

    Args:
        v: An array, or what can become one; it is flattened.
        k: Which diagonal: positive ones stand above the main one.

    Returns:
        A matrix.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.diagflat([1, 2], 1).numpy().tolist()
        [[0, 1, 0], [0, 0, 2], [0, 0, 0]]
    """
    return diagonals.diag(shapes.reshape(as_tensor(v), [-1]), k=k)


def diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The diagonals of matrices within an array.

    Args:
        a: An array of at least two dimensions.
        offset: Which diagonal: positive ones stand above the main one.
        axis1: The axis of the rows.
        axis2: The axis of the columns.

    Returns:
        A tensor; the diagonals stand along its last axis.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.diagonal([[1, 2], [3, 4]]).numpy()
        array([1, 4])
    """
    a = moveaxis(a, (axis1, axis2), (-2, -1))
    rows, columns = a._dims[-2:]
    if rows is not None and columns is not None and not -rows < offset < columns:
        nothing = shapes.concat([shapes.shape(a)[:-2], [0]], 0)  # type: ignore[index]
        return array_creation.zeros(nothing, a.dtype)
    return diagonals.diag_part(a, k=offset)


def trace(
    a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None
) -> Tensor:
    """The sum along the diagonals.

    Args:
        a: An array of at least two dimensions.
        offset: Which diagonal: positive ones stand above the main one.
        axis1: The axis of the rows.
        axis2: The axis of the columns.
        dtype: The dtype to sum in; by default that of `a`.

    Returns:
        A tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.trace([[1, 2], [3, 4]]))
        5
    """
    found = diagonal(a, offset, axis1, axis2)
    if dtype is not None:
        return numpy_sum(casts.cast(found, tensor_dtype(dtype)), -1, dtype)
    return reduce.reduce_sum(found, -1)


def tril(m: Any, k: int = 0) -> Tensor:
    """Matrices with zeros above a diagonal.

    Args:
        m: An array of at least two dimensions.
        k: Which diagonal: positive ones stand above the main one.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `m` has fewer than two dimensions.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.tril([[1, 2], [3, 4]]).numpy().tolist()
        [[1, 0], [3, 4]]
    """
    m, distance = _with_distances(m, "tril")
    return gather.where(
        comparison.less_equal(distance, k), m, array_creation.zeros_like(m)
    )


def triu(m: Any, k: int = 0) -> Tensor:
    """Matrices with zeros below a diagonal.

    Args:
        m: An array of at least two dimensions.
        k: Which diagonal: positive ones stand above the main one.

    Returns:
        A tensor of the same dtype.

    Raises:
        ValueError: `m` has fewer than two dimensions.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.triu([[1, 2], [3, 4]]).numpy().tolist()
        [[1, 2], [0, 4]]
    """
    m, distance = _with_distances(m, "triu")
    return gather.where(
        comparison.greater_equal(distance, k), m, array_creation.zeros_like(m)
    )


def _with_distances(m: Any, function: str) -> tuple[Any, Any]:
    """An array and how far each place of its matrices is from the main diagonal."""
    m = as_tensor(m)
    if static_rank(m, function) < 2:
        raise ValueError(f"Argument to {function} must have rank at least 2.")
    rows, columns = shapes.unstack(shapes.shape(m)[-2:], 2)  # type: ignore[index]
    down = shapes.expand_dims(array_creation.range(rows), 1)
    return m, array_creation.range(columns) - down


def outer(a: Any, b: Any) -> Tensor:
    """The products of each pair of elements.

    Args:
        a: An array, or what can become one; it is flattened.
        b: Another.

    Returns:
        A matrix.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.outer([1, 2], [3, 4]).numpy().tolist()
        [[3, 4], [6, 8]]
    """
    first, second = operands(a, b)
    return multiply(shapes.reshape(first, [-1, 1]), shapes.reshape(second, [-1]))
