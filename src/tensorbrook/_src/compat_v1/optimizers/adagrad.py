"""`tf.compat.v1.train.AdagradOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, training, training_sparse


class AdagradOptimizer(Optimizer):
    """Divides the rate by the root of the sum of squared gradients.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        initial_accumulator_value: What the accumulators begin with; positive.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.AdagradOptimizer(0.1).get_name()
        'Adagrad'
    """

    def __init__(
        self,
        learning_rate: Any,
        initial_accumulator_value: float = 0.1,
        use_locking: bool = False,
        name: str = "Adagrad",
    ) -> None:
        if initial_accumulator_value <= 0.0:
            raise ValueError(
                f"initial_accumulator_value must be positive: {initial_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._learning_rate = learning_rate
        self._initial_accumulator_value = initial_accumulator_value
        self._rate: Any = None

    def _create_slots(self, var_list: list[Any]) -> None:
        for variable in var_list:
            self._filled_slot(
                variable, self._initial_accumulator_value, "accumulator", self._name
            )

    def _prepare(self) -> None:
        self._rate = self._number(self._learning_rate, "learning_rate")

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        return training.resource_apply_adagrad_op(
            handle.handle,
            self.get_slot(handle, "accumulator").handle,
            cast.cast(self._rate, grad.dtype),
            grad,
        )

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        return training_sparse.resource_sparse_apply_adagrad_op(
            handle.handle,
            self.get_slot(handle, "accumulator").handle,
            cast.cast(self._rate, grad.dtype),
            grad,
            indices,
        )
