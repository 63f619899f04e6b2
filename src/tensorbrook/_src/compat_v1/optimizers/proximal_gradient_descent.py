"""`tf.compat.v1.train.ProximalGradientDescentOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, training, training_sparse


class ProximalGradientDescentOptimizer(Optimizer):
    """Gradient descent, then shrinking towards zero.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        l1_regularization_strength: Pulls to zero by a constant.
        l2_regularization_strength: Pulls to zero in proportion.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.ProximalGradientDescentOptimizer(0.1).get_name()
        'ProximalGradientDescent'
    """

    def __init__(
        self,
        learning_rate: Any,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "ProximalGradientDescent",
    ) -> None:
        super().__init__(use_locking, name)
        self._given = (
            learning_rate,
            l1_regularization_strength,
            l2_regularization_strength,
        )
        self._numbers: list[Any] = []

    def _prepare(self) -> None:
        names = ("learning_rate", "l1", "l2")
        self._numbers = [
            self._number(value, name)
            for value, name in zip(self._given, names, strict=True)
        ]

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        return training.resource_apply_proximal_gradient_descent_op(
            handle.handle, *numbers, grad
        )

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        return training_sparse.resource_sparse_apply_proximal_gradient_descent_op(
            handle.handle, *numbers, grad, indices
        )
