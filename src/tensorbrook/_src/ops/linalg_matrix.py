"""Transposes, traces and other simple functions of matrices."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor, identity


def matrix_transpose(
    a: Any, name: str | None = "matrix_transpose", conjugate: bool = False
) -> Tensor:
    """Swaps the last two axes.

    Args:
        a: A tensor of rank 2 or more.
        name: Name of the node in a graph.
        conjugate: Whether to take complex conjugates, too.

    Returns:
        A tensor of the dtype of `a`.

    Raises:
        ValueError: The rank is less than 2.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.matrix_transpose([[1, 2, 3]]).shape
        TensorShape([3, 1])
    """
    from tensorbrook._src.ops import complex_numbers, shape

    value: Any = convert_to_tensor(a)
    order = _swapped(value)
    turned = shape.transpose(value, order, name=name)
    if conjugate and value.dtype.is_complex:
        return complex_numbers.conj(turned)
    return turned


def _swapped(value: Any) -> Any:
    """The order of axes with the last two swapped."""
    from tensorbrook._src.ops import array_creation, shape

    if value._dims is None:
        axes = array_creation.range(shape.rank(value) - 2)
        last = shape.stack([shape.rank(value) - 1, shape.rank(value) - 2])
        return shape.concat([axes, last], 0)
    rank = len(value._dims)
    if rank < 2:
        raise ValueError(
            "Argument `a` should be a (batch) matrix with rank >= 2. Received `a` = "
            f"{value} with shape: {value.shape}"
        )
    return [*range(rank - 2), rank - 1, rank - 2]


def adjoint(matrix: Any, name: str | None = None) -> Tensor:
    """Transposes matrices and takes complex conjugates.

    Args:
        matrix: A tensor of rank 2 or more.
        name: Name of the node in a graph.

    Returns:
        A tensor of the dtype of `matrix`.

    Raises:
        ValueError: The rank is less than 2.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.adjoint([[1j, 2.0]]).numpy()
        array([[0.-1.j],
               [2.-0.j]])
    """
    return matrix_transpose(matrix, name=name or "adjoint", conjugate=True)


def trace(x: Any, name: str | None = None) -> Tensor:
    """The sums of the diagonals of matrices.

    Args:
        x: A tensor of rank 2 or more.
        name: Name of the node in a graph.

    Returns:
        A tensor that lacks the last two axes.

    Raises:
        tf.errors.InvalidArgumentError: The rank is less than 2.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.linalg.trace([[1, 2], [3, 4]]))
        5
    """
    from tensorbrook._src.ops import linalg_diag, reduce

    return reduce.reduce_sum(linalg_diag.diag_part(x), -1, name=name)


def normalize(
    tensor: Any, ord: Any = "euclidean", axis: Any = None, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """Divides by the norm.

    Args:
        tensor: A tensor of floats or complex numbers.
        ord: The kind of norm, see `tf.norm`.
        axis: One axis for vectors, two for matrices; by default all elements form one
            vector.
        name: Name of the node in a graph.

    Returns:
        The normalised tensor and the norms, whose axes are kept with length 1.

    Raises:
        ValueError: There is no such norm.

    Example:
        >>> import tensorbrook as tf
        >>> unit, length = tf.linalg.normalize([3.0, 4.0])
        >>> unit.numpy(), float(length[0])
        (array([0.6, 0.8], dtype=float32), 5.0)
    """
    from tensorbrook._src.ops import cast, norm

    value: Any = convert_to_tensor(tensor)
    length = norm.norm(value, ord=ord, axis=axis, keepdims=True)
    divisor = cast.cast(length, value.dtype)
    return identity(value / divisor, name), length
