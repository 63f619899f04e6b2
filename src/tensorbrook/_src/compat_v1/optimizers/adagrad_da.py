"""`tf.compat.v1.train.AdagradDAOptimizer`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.optimizer import Optimizer
from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import cast, training_adagrad_da
from tensorbrook._src.ops.constant import convert_to_tensor


class AdagradDAOptimizer(Optimizer):
    """Adagrad by dual averaging, for sparse linear models.

    Args:
        learning_rate: A number, a tensor, or a function that returns one.
        global_step: The variable that counts the steps.
        initial_gradient_squared_accumulator_value: What the accumulators begin
            with; positive.
        l1_regularization_strength: Pulls to zero by a constant.
        l2_regularization_strength: Pulls to zero in proportion.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.AdagradDAOptimizer(0.1, None).get_name()
        'AdagradDA'
    """

    def __init__(
        self,
        learning_rate: Any,
        global_step: Any,
        initial_gradient_squared_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        use_locking: bool = False,
        name: str = "AdagradDA",
    ) -> None:
        if initial_gradient_squared_accumulator_value <= 0.0:
            raise ValueError(
                "initial_gradient_squared_accumulator_value must be positive: "
                f"{initial_gradient_squared_accumulator_value}"
            )
        super().__init__(use_locking, name)
        self._given = (
            learning_rate,
            l1_regularization_strength,
            l2_regularization_strength,
        )
        self._global_step = global_step
        self._initial_value = initial_gradient_squared_accumulator_value
        self._numbers: list[Any] = []
        self._step: Any = None

    def _create_slots(self, var_list: list[Any]) -> None:
        for variable in var_list:
            self._zeros_slot(variable, "gradient_accumulator", self._name)
            self._filled_slot(
                variable,
                self._initial_value,
                "gradient_squared_accumulator",
                self._name,
            )

    def _prepare(self) -> None:
        names = ("learning_rate", "l1", "l2")
        self._numbers = [
            self._number(value, name)
            for value, name in zip(self._given, names, strict=True)
        ]
        self._step = cast.cast(convert_to_tensor(self._global_step), dtypes.int64) + 1

    def _cells(self, handle: Any) -> tuple[Any, Any, Any]:
        return (
            handle.handle,
            self.get_slot(handle, "gradient_accumulator").handle,
            self.get_slot(handle, "gradient_squared_accumulator").handle,
        )

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        return training_adagrad_da.resource_apply_adagrad_da_op(
            *self._cells(handle), grad, *numbers, self._step
        )

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        numbers = [cast.cast(number, grad.dtype) for number in self._numbers]
        return training_adagrad_da.resource_sparse_apply_adagrad_da_op(
            *self._cells(handle), grad, indices, *numbers, self._step
        )
