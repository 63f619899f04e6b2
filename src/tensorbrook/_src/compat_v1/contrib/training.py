"""`tf.contrib.training`: hyperparameters, and training operations."""

from __future__ import annotations

import json
from typing import Any

from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.global_step import get_or_create_global_step
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.ops.constant import identity


class HParams:
    """Hyperparameters, as attributes of an object.

    Args:
        **kwargs: The values.

    Example:
        >>> params = HParams(rate=0.1, layers=2)
        >>> params.parse("rate=0.2,layers=3").values() == {"rate": 0.2, "layers": 3}
        True
    """

    def __init__(self, **kwargs: Any) -> None:
        self._names: list[str] = []
        for name, value in kwargs.items():
            self.add_hparam(name, value)

    def add_hparam(self, name: str, value: Any) -> None:
        """Adds a value.

        Raises:
            ValueError: There is an attribute of that name.
        """
        if hasattr(self, name):
            raise ValueError(f"Hyperparameter name is reserved: {name}")
        self._names.append(name)
        setattr(self, name, value)

    def set_hparam(self, name: str, value: Any) -> None:
        """Replaces a value.

        Raises:
            KeyError: There is none of that name.
        """
        if name not in self._names:
            raise KeyError(f"Unknown hyperparameter: {name}.")
        setattr(self, name, value)

    def del_hparam(self, name: str) -> None:
        """Removes a value."""
        if name in self._names:
            self._names.remove(name)
            delattr(self, name)

    def values(self) -> dict[str, Any]:
        """The values by name."""
        return {name: getattr(self, name) for name in self._names}

    def get(self, key: str, default: Any = None) -> Any:
        """A value, or a default where there is none."""
        return getattr(self, key) if key in self._names else default

    def override_from_dict(self, values_dict: dict[str, Any]) -> HParams:
        """Replaces several values."""
        for name, value in values_dict.items():
            self.set_hparam(name, value)
        return self

    def parse(self, values: str) -> HParams:
        """Replaces the values of a text such as `rate=0.1,layers=3`.

        Raises:
            ValueError: A part isn't of that form, or a value is of another type.
        """
        for part in filter(None, (item.strip() for item in values.split(","))):
            name, equals, text = part.partition("=")
            if not equals:
                raise ValueError(f"Could not parse hyperparameter: {part!r}.")
            old = getattr(self, name.strip(), None)
            self.set_hparam(name.strip(), _like(old, text.strip()))
        return self

    def to_json(self, indent: Any = None, separators: Any = None) -> str:
        """The values as JSON."""
        return json.dumps(self.values(), indent=indent, separators=separators)

    def __contains__(self, key: str) -> bool:
        return key in self._names

    def __repr__(self) -> str:
        return f"HParams({', '.join(f'{k}={v!r}' for k, v in self.values().items())})"


def _like(old: Any, text: str) -> Any:
    """The value of a text, of the type of the old one."""
    if isinstance(old, bool):
        return text.lower() in ("true", "1")
    if isinstance(old, int | float):
        return type(old)(text)
    return text


def create_train_op(
    total_loss: Any,
    optimizer: Any,
    global_step: Any = None,
    update_ops: Any = None,
    variables_to_train: Any = None,
    transform_grads_fn: Any = None,
    summarize_gradients: bool = False,
    gate_gradients: int = 1,
    aggregation_method: Any = None,
    colocate_gradients_with_ops: bool = False,
    check_numerics: bool = True,
) -> Any:
    """A tensor that makes a training step and is the loss.

    Args:
        total_loss: The loss.
        optimizer: The optimizer.
        global_step: The variable that counts the steps; by default the global step.
        update_ops: What runs before; by default the collection of update operations.
        variables_to_train: By default all trainable variables.
        transform_grads_fn: A function from pairs of gradient and variable to such pairs.
        summarize_gradients: Accepted for compatibility.
        gate_gradients: Accepted for compatibility.
        aggregation_method: Accepted for compatibility.
        colocate_gradients_with_ops: Accepted for compatibility.
        check_numerics: Accepted for compatibility.

    Returns:
        The loss, after the step.
    """
    step = get_or_create_global_step() if global_step is None else global_step
    if update_ops is None:
        update_ops = framework.get_collection(GraphKeys.UPDATE_OPS)
    with control_dependencies(list(update_ops)):
        total_loss = identity(total_loss)
    pairs = optimizer.compute_gradients(total_loss, variables_to_train)
    if transform_grads_fn is not None:
        pairs = transform_grads_fn(pairs)
    done = optimizer.apply_gradients(pairs, global_step=step)
    with control_dependencies([done]):
        train_op = identity(total_loss, name="train_op")
    framework.add_to_collection(GraphKeys.TRAIN_OP, train_op)
    return train_op
