"""`tf.compat.v1.train.GradientDescentOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, resource_scatter, training


class GradientDescentOptimizer(Optimizer):
    """Subtracts the gradient times the learning rate.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.GradientDescentOptimizer(0.1).get_name()
        'GradientDescent'
    """

    def __init__(
        self,
        learning_rate: Any,
        use_locking: bool = False,
        name: str = "GradientDescent",
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._rate: Any = None

    def _prepare(self) -> None:
        self._rate = self._number(self._learning_rate, "learning_rate")

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        return training.resource_apply_gradient_descent_op(
            handle.handle, cast.cast(self._rate, grad.dtype), grad
        )

    def _resource_apply_sparse_duplicate_indices(
        self, grad: Any, handle: Any, indices: Any
    ) -> Any:
        step = -grad * cast.cast(self._rate, grad.dtype)
        return resource_scatter.resource_scatter_add_op(handle.handle, indices, step)
