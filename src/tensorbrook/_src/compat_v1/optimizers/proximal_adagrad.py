"""`tf.compat.v1.train.ProximalAdagradOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, training, training_sparse


class ProximalAdagradOptimizer(Optimizer):
    """Adagrad, then shrinking towards zero.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        initial_accumulator_value: What the accumulators begin with; positive.
        l1_regularization_strength: Pulls to zero by a constant.
        l2_regularization_strength: Pulls to zero in proportion.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.ProximalAdagradOptimizer(0.1).get_name()
        'ProximalAdagrad'
    """

    def __init__(
        self,
        learning_rate: Any,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "ProximalAdagrad",
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(
                f"initial_accumulator_value must be positive: {initial_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._given = (
            learning_rate,
            l1_regularization_strength,
            l2_regularization_strength,
        )
        self._initial_accumulator_value = initial_accumulator_value
        self._numbers: list[Any] = []

    def _create_slots(self, var_list: list[Any]) -> None:
        for variable in var_list:
            self._filled_slot(
                variable, self._initial_accumulator_value, "accumulator", self._name
            )

    def _prepare(self) -> None:
        names = ("learning_rate", "l1", "l2")
        self._numbers = [
            self._number(value, name)
            for value, name in zip(self._given, names, strict=True)
        ]

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        slot = self.get_slot(handle, "accumulator")
        return training.resource_apply_proximal_adagrad_op(
            handle.handle, slot.handle, *numbers, grad
        )

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        slot = self.get_slot(handle, "accumulator")
        return training_sparse.resource_sparse_apply_proximal_adagrad_op(
            handle.handle, slot.handle, *numbers, grad, indices
        )
