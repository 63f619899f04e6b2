"""The exponential of matrices."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.control_flow.loop import while_loop
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    binary,
    cast,
    gather,
    linalg_solve,
    matmul,
    rearrange,
    reduce,
    unary,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor, identity

_ORDER = 13
_LIMIT = 4.25  # up to this 1-norm the approximation of order 13 is exact in float64


def _coefficients() -> list[float]:
    """The coefficients of the Pade approximation of the exponential function."""
    top = math.factorial(2 * _ORDER)
    return [
        math.factorial(2 * _ORDER - k)
        * math.factorial(_ORDER)
        / (top * math.factorial(k) * math.factorial(_ORDER - k))
        for k in range(_ORDER + 1)
    ]


def _approximation(matrix: Any, eye: Any) -> Any:
    """The exponential of matrices of small norm."""
    numbers = _coefficients()
    powers = [eye, matmul.matmul(matrix, matrix)]
    while len(powers) <= _ORDER // 2:
        powers.append(matmul.matmul(powers[-1], powers[1]))
    odd = sum(numbers[2 * k + 1] * power for k, power in enumerate(powers))
    even = sum(numbers[2 * k] * power for k, power in enumerate(powers))
    odd = matmul.matmul(matrix, odd)
    return linalg_solve.solve(even - odd, even + odd)


def expm(input: Any, name: str | None = None) -> Tensor:
    """The exponentials of square matrices, in the sense of the power series.

    Args:
        input: A tensor of shape (..., n, n).
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Raises:
        tf.errors.InvalidArgumentError: The matrices aren't square.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.expm([[0.0, 0.0], [0.0, 0.0]]).numpy()
        array([[1., 0.],
               [0., 1.]], dtype=float32)
    """
    value: Any = convert_to_tensor(input)
    if value.dtype.name == "float16":
        return cast.cast(expm(cast.cast(value, dtypes.float32)), dtypes.float16)  # type: ignore[no-any-return]
    size = value._dims[-1] if value._dims else None
    if size == 0:
        return identity(value, name)
    sums = reduce.reduce_max(reduce.reduce_sum(unary.abs(value), -2), -1)
    halvings = unary.ceil(unary.log(binary.maximum(sums / _LIMIT, 1.0)) / math.log(2.0))
    scale = binary.pow(convert_to_tensor(0.5, sums.dtype), halvings)
    small = value * cast.cast(scale, value.dtype)[..., None, None]
    rows = shapes.shape(value)[-1] if size is None else size
    found = _approximation(small, rearrange.eye(rows, dtype=value.dtype))
    most = reduce.reduce_max(cast.cast(halvings, dtypes.int32))

    def squared(step: Any, current: Any) -> Any:
        kept = cast.cast(step, sums.dtype) < halvings
        return step + 1, gather.where(
            kept[..., None, None], matmul.matmul(current, current), current
        )

    _, found = while_loop(
        lambda step, current: step < most, squared, (convert_to_tensor(0), found)
    )
    return identity(found, name)
