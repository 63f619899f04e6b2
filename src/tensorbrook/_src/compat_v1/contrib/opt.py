"""`tf.contrib.opt`: further optimizers."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.optimizers.adam import AdamOptimizer
from tensorbrook._src.compat_v1.optimizers.momentum import MomentumOptimizer
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.ops import cast, gather, resource_scatter, training, unary


class NadamOptimizer(AdamOptimizer):
    """Adam that looks ahead; arguments as for `tf.train.AdamOptimizer`."""

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
            use_nesterov=True,
        )


class LazyAdamOptimizer(AdamOptimizer):
    """Adam that leaves rows without a gradient alone; arguments as for Adam."""

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        rate, beta1, beta2, epsilon = (
            cast.cast(number, grad.dtype) for number in self._numbers
        )
        power1, power2 = (
            cast.cast(power, grad.dtype) for power in self._get_beta_accumulators()
        )
        rate = rate * unary.sqrt(1 - power2) / (1 - power1)
        m, v = self.get_slot(handle, "m"), self.get_slot(handle, "v")
        new_m = beta1 * gather.gather(m, indices) + (1 - beta1) * grad
        new_v = beta2 * gather.gather(v, indices) + (1 - beta2) * unary.square(grad)
        update = resource_scatter.resource_scatter_update_op
        done = [update(m.handle, indices, new_m), update(v.handle, indices, new_v)]
        with control_dependencies([op for op in done if op is not None]):
            step = rate * new_m / (unary.sqrt(new_v) + epsilon)
            return resource_scatter.resource_scatter_sub_op(
                handle.handle, indices, step
            )


class _DecoupledDecay:
    """Lets weights decay by themselves, apart from the gradients."""

    _decay: Any

    def _resource_apply_dense(self, grad: Any, handle: Any) -> Any:
        rate = cast.cast(self._decay, grad.dtype)
        decay = handle.assign_sub(rate * handle, read_value=False)
        with control_dependencies([] if decay is None else [decay]):
            return super()._resource_apply_dense(grad, handle)  # type: ignore[misc]

    def _resource_apply_sparse(self, grad: Any, handle: Any, indices: Any) -> Any:
        rows = cast.cast(self._decay, grad.dtype) * gather.gather(handle, indices)
        decay = resource_scatter.resource_scatter_sub_op(handle.handle, indices, rows)
        with control_dependencies([] if decay is None else [decay]):
            return super()._resource_apply_sparse(grad, handle, indices)  # type: ignore[misc]


class AdamWOptimizer(_DecoupledDecay, AdamOptimizer):
    """Adam with a decay of the weights.

    Args:
        weight_decay: How much of the weights goes with each step.
        learning_rate: The rate.
        beta1: How much of the mean of the gradients stays.
        beta2: How much of the mean of their squares stays.
        epsilon: Keeps the denominator from zero.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.
    """

    def __init__(
        self,
        weight_decay: Any,
        learning_rate: Any = 0.001,
        beta1: Any = 0.9,
        beta2: Any = 0.999,
        epsilon: Any = 1e-8,
        use_locking: bool = False,
        name: str = "AdamW",
    ) -> None:
        super().__init__(learning_rate, beta1, beta2, epsilon, use_locking, name)
        self._decay = weight_decay


class MomentumWOptimizer(_DecoupledDecay, MomentumOptimizer):
    """Momentum with a decay of the weights.

    Args:
        weight_decay: How much of the weights goes with each step.
        learning_rate: The rate.
        momentum: How much of the last step stays.
        use_locking: Accepted for compatibility.
        name: Name of the optimizer.
        use_nesterov: Whether to look ahead.
    """

    def __init__(
        self,
        weight_decay: Any,
        learning_rate: Any,
        momentum: Any,
        use_locking: bool = False,
        name: str = "MomentumW",
        use_nesterov: bool = False,
    ) -> None:
        super().__init__(learning_rate, momentum, use_locking, name, use_nesterov)
        self._decay = weight_decay
