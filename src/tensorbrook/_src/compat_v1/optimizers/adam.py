"""`tf.compat.v1.train.AdamOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.ops import cast, resource_scatter, training, unary
from tensorbrook._src.ops.grouping import group


class AdamOptimizer(Optimizer):
    """Steps by running means of the gradients and of their squares.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        beta1: How much of the mean of the gradients stays.
        beta2: How much of the mean of their squares stays.
        epsilon: Keeps the denominator from zero.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.
        use_own_namescope_for_non_slot_vars: Whether the powers of the betas
            stand below its name.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.AdamOptimizer(0.1).get_name()
        'Adam'
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "Adam",
        use_own_namescope_for_non_slot_vars: bool = False,
    ) -> None:
        super().__init__(use_locking, name, use_own_namescope_for_non_slot_vars)
        self._given = (learning_rate, beta1, beta2, epsilon)
        self._numbers: list[Any] = []

    def _create_slots(self, var_list: list[Any]) -> None:
        first = min(var_list, key=lambda variable: variable.name)
        _, beta1, beta2, _ = (self._call_if_callable(value) for value in self._given)
        self._create_non_slot_variable(beta1, "beta1_power", first)
        self._create_non_slot_variable(beta2, "beta2_power", first)
        for variable in var_list:
            self._zeros_slot(variable, "m", self._name)
            self._zeros_slot(variable, "v", self._name)

    def _get_beta_accumulators(self) -> tuple[Any, Any]:
        return (
            self._get_non_slot_variable("beta1_power"),
            self._get_non_slot_variable("beta2_power"),
        )

    def _prepare(self) -> None:
        names = ("learning_rate", "beta1", "beta2", "epsilon")
        self._numbers = [
            self._number(value, name)
            for value, name in zip(self._given, names, strict=True)
        ]

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        powers = [
            cast.cast(power, grad.dtype) for power in self._get_beta_accumulators()
        ]
        return training.resource_apply_adam_op(
            handle.handle,
            self.get_slot(handle, "m").handle,
            self.get_slot(handle, "v").handle,
            *powers,
            *numbers,
            grad,
        )

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        """All rows decay; only those of `indices` get a gradient."""
        rate, beta1, beta2, epsilon = (
            cast.cast(number, grad.dtype) for number in self._numbers
        )
        power1, power2 = (
            cast.cast(power, grad.dtype) for power in self._get_beta_accumulators()
        )
        rate = rate * unary.sqrt(1 - power2) / (1 - power1)
        m, v = self.get_slot(handle, "m"), self.get_slot(handle, "v")
        m_new = self._decayed(m, beta1, grad * (1 - beta1), indices)
        v_new = self._decayed(v, beta2, grad * grad * (1 - beta2), indices)
        step = rate * m_new / (unary.sqrt(v_new) + epsilon)
        with control_dependencies([m_new, v_new]):
            return handle.assign_sub(step, read_value=False)

    @staticmethod
    def _decayed(slot: Any, beta: Any, rows: Any, indices: Any) -> Any:
        """The slot after it has decayed and the rows were added."""
        decay = slot.assign(slot * beta, read_value=False)
        with control_dependencies([] if decay is None else [decay]):
            add = resource_scatter.resource_scatter_add_op(slot.handle, indices, rows)
        with control_dependencies([] if add is None else [add]):
            return slot.read_value()

    def _finish(self, update_ops: list[Any], name_scope: str) -> Any:
        power1, power2 = self._get_beta_accumulators()
        with control_dependencies([op for op in update_ops if op is not None]):
            grown = [
                power1.assign(
                    power1 * cast.cast(self._numbers[1], power1.dtype), read_value=False
                ),
                power2.assign(
                    power2 * cast.cast(self._numbers[2], power2.dtype), read_value=False
                ),
            ]
        return group(*update_ops, *grown, name=name_scope)
