"""`tf.compat.v1.train.MomentumOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, training, training_sparse


class MomentumOptimizer(Optimizer):
    """Gradient descent with momentum.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        momentum: How much of the last step stays.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.
        use_nesterov: Whether to look ahead.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.MomentumOptimizer(0.1, 0.9).get_name()
        'Momentum'
    """

    def __init__(
        self,
        learning_rate: Any,
        momentum: Any,
        use_locking: bool = False,
        name: str = "Momentum",
        use_nesterov: bool = False,
    ) -> None:
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._momentum = momentum
        self._use_nesterov = use_nesterov
        self._numbers: list[Any] = []

    def _create_slots(self, var_list: list[Any]) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "momentum", self._name)

    def _prepare(self) -> None:
        self._numbers = [
            self._number(self._learning_rate, "learning_rate"),
            self._number(self._momentum, "momentum"),
        ]

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        rate, momentum = (cast.cast(number, grad.dtype) for number in self._numbers)
        return training.resource_apply_momentum_op(
            handle.handle,
            self.get_slot(handle, "momentum").handle,
            rate,
            grad,
            momentum,
            use_nesterov=self._use_nesterov,
        )

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        rate, momentum = (cast.cast(number, grad.dtype) for number in self._numbers)
        return training_sparse.resource_sparse_apply_momentum_op(
            handle.handle,
            self.get_slot(handle, "momentum").handle,
            rate,
            grad,
            indices,
            momentum,
            use_nesterov=self._use_nesterov,
        )
