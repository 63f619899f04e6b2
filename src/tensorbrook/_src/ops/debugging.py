"""Checks that run with the program: `tf.Assert`, `tf.debugging.check_numerics`."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import tensor_text
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import same_as


def _assert_kernel(xp: Any, condition: Any, data: list[Any], summarize: int) -> None:
    if not np.all(condition):
        shown = tensor_text.joined([np.asarray(item) for item in data], summarize)
        raise errors.InvalidArgumentError(None, None, f"assertion failed: {shown}")


assert_op = Op(
    "Assert",
    "condition: bool, data: T -> | T: list(type), summarize: int = 3",
    shape=lambda c: [],
    reference=_assert_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=lambda jnp, condition, data, summarize: None,
    stateful=True,
)


def _check_kernel(xp: Any, tensor: Any, message: str) -> Any:
    if not np.all(np.isfinite(tensor)):
        kinds = [
            name
            for name, found in (("Inf", np.isinf(tensor)), ("NaN", np.isnan(tensor)))
            if np.any(found)
        ]
        raise errors.InvalidArgumentError(
            None, None, f"{message} : Tensor had {' and '.join(kinds)} values"
        )
    return tensor


def _check_gradient(op: Any, dy: Any) -> list[Any]:
    return [check_numerics(dy, f"in the gradient of: {op.attrs['message']}")]


check_numerics_op = Op(
    "CheckNumerics",
    "tensor: T -> output: T | T: floating, message: string",
    shape=same_as(0),
    reference=_check_kernel,
    gradient=_check_gradient,
    xla=lambda jnp, tensor, message: tensor,
    stateful=True,
    elementwise=True,
)

check_numerics_v2_op = Op(
    "CheckNumericsV2",
    "tensor: T -> output: T | T: floating, message: string",
    shape=same_as(0),
    reference=_check_kernel,
    gradient=_check_gradient,
    xla=lambda jnp, tensor, message: tensor,
    stateful=True,
    elementwise=True,
)


def Assert(  # noqa: N802 - the public name
    condition: Any, data: Any, summarize: int | None = None, name: str | None = None
) -> Any:
    """Raises an error when the program runs and the condition does not hold.

    Args:
        condition: A tensor of truth values, all of which must be true.
        data: Tensors or values to show in the error, as a list.
        summarize: How many elements of each to show; by default 3, -1 for all.
        name: Name of the node in a graph.

    Returns:
        The operation in a graph, None when executing eagerly.

    Raises:
        InvalidArgumentError: Executing eagerly, the condition does not hold.

    Example:
        >>> import tensorbrook as tf
        >>> tf.Assert(tf.constant(2) > 1, ["not larger"])
    """
    items = data if isinstance(data, list | tuple) else [data]
    return assert_op(
        condition,
        [convert_to_tensor(item) for item in items],
        summarize=3 if summarize is None else summarize,
        name=name or "Assert",
    )


def check_numerics(tensor: Any, message: str, name: str | None = None) -> Tensor:
    """Returns the tensor, and raises an error if it holds NaN or infinity.

    Args:
        tensor: A tensor of floats.
        message: What the error begins with.
        name: Name of the node in a graph.

    Returns:
        The tensor.

    Raises:
        InvalidArgumentError: An element is not finite.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.check_numerics(tf.constant([1.0]), "weights").numpy()
        array([1.], dtype=float32)
    """
    return check_numerics_op(tensor, message=message, name=name)  # type: ignore[no-any-return]


def assert_all_finite(x: Any, message: str, name: str | None = None) -> Tensor:
    """Returns `x`, and raises an error if it holds NaN or infinity.

    Args:
        x: A tensor of floats.
        message: What the error begins with.
        name: Name of the node in a graph.

    Returns:
        The tensor.

    Raises:
        InvalidArgumentError: An element is not finite.

    Example:
        >>> import tensorbrook as tf
        >>> tf.debugging.assert_all_finite([1.0], "weights").numpy()
        array([1.], dtype=float32)
    """
    return check_numerics(convert_to_tensor(x), message, name)
