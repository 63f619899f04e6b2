"""`tf.compat.v1.train.RMSPropOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.ops import cast, training, training_sparse


class RMSPropOptimizer(Optimizer):
    """Divides the gradient by the root of a running mean of its square.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        decay: How much of the averages stays.
        momentum: How much of the last step stays.
        epsilon: Keeps the denominator from zero.
        use_locking: Accepted for compatibility.
        centered: Whether the mean of the gradients is subtracted.
        name: Name of the optimizer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.RMSPropOptimizer(0.1).get_name()
        'RMSProp'
    """

    def __init__(
        self,
        learning_rate: Any,
        decay: Any = 0.9,
        momentum: Any = 0.0,
        epsilon: Any = 1e-10,
        use_locking: bool = False,
        centered: bool = False,
        name: str = "RMSProp",
    ) -> None:
        super().__init__(use_locking, name)
        self._given = (learning_rate, decay, momentum, epsilon)
        self._centered = centered
        self._numbers: list[Any] = []

    def _create_slots(self, var_list: list[Any]) -> None:
        for variable in var_list:
            self._filled_slot(variable, 1.0, "rms", self._name)
            if self._centered:
                self._zeros_slot(variable, "mg", self._name)
            self._zeros_slot(variable, "momentum", self._name)

    def _prepare(self) -> None:
        names = ("learning_rate", "decay", "momentum", "epsilon")
        self._numbers = [
            self._number(value, name)
            for value, name in zip(self._given, names, strict=True)
        ]

    def _arguments(self, grad: Any, handle: Any) -> list[Any]:
        slots = ["mg", "rms", "momentum"] if self._centered else ["rms", "momentum"]
        cells = [handle.handle] + [self.get_slot(handle, slot).handle for slot in slots]
        return cells + [cast.cast(number, grad.dtype) for number in self._numbers]

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        op = training.resource_apply_rms_prop_op
        if self._centered:
            op = training.resource_apply_centered_rms_prop_op
        return op(*self._arguments(grad, handle), grad)

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        op = training_sparse.resource_sparse_apply_rms_prop_op
        if self._centered:
            op = training_sparse.resource_sparse_apply_centered_rms_prop_op
        return op(*self._arguments(grad, handle), grad, indices)
