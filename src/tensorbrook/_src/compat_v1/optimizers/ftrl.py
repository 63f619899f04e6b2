"""`tf.compat.v1.train.FtrlOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, training, training_sparse


class FtrlOptimizer(Optimizer):
    """Follows the regularised leader: sparse weights for sparse data.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        learning_rate_power: How the rate falls with the accumulator; at most
            zero.
        initial_accumulator_value: What the accumulators begin with; positive.
        l1_regularization_strength: Pulls to zero by a constant.
        l2_regularization_strength: Pulls to zero in proportion.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.
        accum_name: Name of the accumulator; by default that of the optimizer.
        linear_name: Name of the linear term; by default that of the optimizer.
        l2_shrinkage_regularization_strength: Pulls to zero through the
            gradient.
        beta: Smooths the accumulators.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.FtrlOptimizer(0.1).get_name()
        'Ftrl'
    """

    def __init__(
        self,
        learning_rate: Any,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "Ftrl",
        accum_name: str | None = None,
        linear_name: str | None = None,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float | None = None,
    ) -> None:
        super().__init__(use_locking, name)
        _check(
            initial_accumulator_value=initial_accumulator_value,
            l1_regularization_strength=l1_regularization_strength,
            l2_regularization_strength=l2_regularization_strength,
            l2_shrinkage_regularization_strength=l2_shrinkage_regularization_strength,
        )
        if learning_rate_power > 0.0:
            raise ValueError(
                f"learning_rate_power {learning_rate_power} needs to be negative or zero"
            )
        self._given = {
            "learning_rate": learning_rate,
            "l1": l1_regularization_strength,
            "l2": l2_regularization_strength,
            "l2_shrinkage": l2_shrinkage_regularization_strength,
            "learning_rate_power": learning_rate_power,
        }
        self._beta = beta or 0.0
        self._shrinks = l2_shrinkage_regularization_strength > 0.0
        self._initial_accumulator_value = initial_accumulator_value
        self._accum_name = accum_name
        self._linear_name = linear_name
        self._numbers: dict[str, Any] = {}

    def _create_slots(self, var_list: list[Any]) -> None:
        for variable in var_list:
            name = self._accum_name or self._name
            self._filled_slot(variable, self._initial_accumulator_value, "accum", name)
            self._zeros_slot(variable, "linear", self._linear_name or self._name)

    def _prepare(self) -> None:
        self._numbers = {
            name: self._number(value, name) for name, value in self._given.items()
        }
        if self._beta:
            self._numbers["l2"] += self._beta / (2.0 * self._numbers["learning_rate"])

    def _arguments(self, grad: Any, handle: Any) -> tuple[list[Any], list[Any]]:
        """The cells, and the numbers after the gradient."""
        cells = [handle.handle]
        cells += [self.get_slot(handle, name).handle for name in ("accum", "linear")]
        names = [
            name for name in self._numbers if name != "l2_shrinkage" or self._shrinks
        ]
        return cells, [cast.cast(self._numbers[name], grad.dtype) for name in names]

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        cells, numbers = self._arguments(grad, handle)
        op = training.resource_apply_ftrl_op
        if self._shrinks:
            op = training.resource_apply_ftrl_v2_op
        return op(*cells, grad, *numbers)

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        cells, numbers = self._arguments(grad, handle)
        op = training_sparse.resource_sparse_apply_ftrl_op
        if self._shrinks:
            op = training_sparse.resource_sparse_apply_ftrl_v2_op
        return op(*cells, grad, indices, *numbers)


def _check(**numbers: float) -> None:
    """Raises ValueError for a number below zero."""
    for name, number in numbers.items():
        if number < 0.0:
            raise ValueError(f"{name} {number} needs to be positive or zero")
