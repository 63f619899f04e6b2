"""Calls that take their variables as arguments, and other ways to call a layer."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import tensorbrook as tf


@contextlib.contextmanager
def borrowed_values(variables: list[Any], values: Any, owner: str) -> Iterator[None]:
    """Gives variables other values inside a `with` block.

    Args:
        variables: the variables.
        values: a value for each.
        owner: who has the variables, for the error.

    Raises:
        ValueError: when there are more or fewer values.
    """
    values = list(values)
    if len(values) != len(variables):
        raise ValueError(
            f"{owner} has {len(variables)} variables of this kind, but "
            f"{len(values)} values were given."
        )
    kept = [tf.identity(tf.convert_to_tensor(variable)) for variable in variables]
    for variable, value in zip(variables, values, strict=True):
        variable.assign(tf.cast(value, variable.dtype))
    try:
        yield
    finally:
        for variable, value in zip(variables, kept, strict=True):
            variable.assign(value)


def current_values(variables: list[Any]) -> list[Any]:
    """Returns the values of variables as tensors of their own."""
    return [tf.identity(tf.convert_to_tensor(variable)) for variable in variables]


class StatelessCalls:
    """What layers can do besides being called."""

    supports_masking = False
    input_spec: Any = None
    dtype_policy: Any = None

    def stateless_call(
        self,
        trainable_variables: Any,
        non_trainable_variables: Any,
        *args: Any,
        return_losses: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Calls the layer with the given values of its variables.

        Args:
            trainable_variables: the values of the trained variables.
            non_trainable_variables: the values of the others.
            *args: the arguments of the call.
            return_losses: whether to return the penalties, too.
            **kwargs: the arguments of the call.

        Returns:
            The outputs and the new values of the variables that are not trained.
        """
        trained: list[Any] = self.trainable_variables  # type: ignore[attr-defined]
        others: list[Any] = self.non_trainable_variables  # type: ignore[attr-defined]
        values = [*trainable_variables, *non_trainable_variables]
        name = f"Layer '{self.name}'"  # type: ignore[attr-defined]
        with borrowed_values([*trained, *others], values, name):
            outputs = self(*args, **kwargs)  # type: ignore[operator]
            changed = current_values(others)
            losses = list(self.losses)  # type: ignore[attr-defined]
        return (outputs, changed, losses) if return_losses else (outputs, changed)

    def rematerialized_call(self, layer_call: Any, *args: Any, **kwargs: Any) -> Any:
        """Calls a function whose values are computed again for its gradient."""
        return tf.recompute_grad(layer_call)(*args, **kwargs)

    def add_metric(self, value: Any, name: str | None = None, **kwargs: Any) -> None:
        """Adds a value to the results of training: its mean over the batches.

        Args:
            value: a scalar tensor, found in `call`.
            name: the name of the result.

        Raises:
            ValueError: without a name.
        """
        if name is None:
            raise ValueError("add_metric: `name` must be given.")
        known = self.__dict__.setdefault("_added_metrics", {})
        if name not in known:
            with tf.init_scope():
                known[name] = tf.keras.metrics.Mean(name=name)
            self.__dict__["_tracked_names"]["_added_metrics"] = None
        known[name].update_state(value)

    @property
    def quantization_mode(self) -> str | None:
        """The kind of quantization of the policy; None for floats."""
        return self.dtype_policy.quantization_mode

    def quantize(
        self, mode: str | None = None, type_check: bool = True, config: Any = None
    ) -> None:
        """Raises: only layers with one main weight can be quantized.

        Args:
            mode: the kind of quantization.
            type_check: kept for layers that have it.
            config: a configuration instead of a mode.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"Layer {type(self).__name__} does not have a `quantize` method."
        )

    def quantized_build(self, input_shape: Any, mode: str) -> None:
        """Raises: only layers with one main weight can be quantized.

        Args:
            input_shape: the shape of the inputs.
            mode: the kind of quantization.
        """
        self.quantize(mode)

    def quantized_call(self, *args: Any, **kwargs: Any) -> Any:
        """Raises: only layers with one main weight can be quantized.

        Args:
            *args: the arguments of `call`.
            **kwargs: the arguments of `call`.
        """
        self.quantize(self.quantization_mode)
