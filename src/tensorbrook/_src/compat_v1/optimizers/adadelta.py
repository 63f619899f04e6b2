"""`tf.compat.v1.train.AdadeltaOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, training, training_sparse


class AdadeltaOptimizer(Optimizer):
    """Steps by the ratio of two running averages.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        rho: How much of the averages stays.
        epsilon: Keeps the denominator from zero.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.AdadeltaOptimizer(0.1).get_name()
        'Adadelta'
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: Any = 0.95,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "Adadelta",
    ) -> None:
        super().__init__(use_locking, name)
        self._given = (learning_rate, rho, epsilon)
        self._numbers: list[Any] = []

    def _create_slots(self, var_list: list[Any]) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "accum", self._name)
            self._zeros_slot(variable, "accum_update", self._name)

    def _prepare(self) -> None:
        names = ("lr", "rho", "epsilon")
        self._numbers = [
            self._number(value, name)
            for value, name in zip(self._given, names, strict=True)
        ]

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        return training.resource_apply_adadelta_op(
            handle.handle,
            self.get_slot(handle, "accum").handle,
            self.get_slot(handle, "accum_update").handle,
            *numbers,
            grad,
        )

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        return training_sparse.resource_sparse_apply_adadelta_op(
            handle.handle,
            self.get_slot(handle, "accum").handle,
            self.get_slot(handle, "accum_update").handle,
            *numbers,
            grad,
            indices,
        )
