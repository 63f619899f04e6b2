"""Dtype names and dtype policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config

# what makes the policy of a name that holds a mark, such as "_from_"
policies_by_mark: dict[str, Callable[[str], DTypePolicy]] = {}
_ALIASES = {"int": "int64", "float": "float32", "half": "float16", "double": "float64"}


def standardize_dtype(dtype: Any) -> str:
    """Returns the name of a dtype given as a name, a Python type or a dtype object.

    Args:
        dtype: a name, a Python or NumPy type, a `tf.DType`, or None for `floatx()`.

    Example:
        >>> standardize_dtype(int)
        'int64'
    """
    if dtype is None:
        return config.floatx()
    if isinstance(dtype, str):
        name = _ALIASES.get(dtype, dtype)
        return name if name == "string" else str(tf.as_dtype(name).name)
    if dtype is int or dtype is float:
        return "int64" if dtype is int else config.floatx()
    if isinstance(dtype, np.dtype | type) and np.dtype(dtype).kind in "OSU":
        return "string"
    return str(tf.as_dtype(dtype).name)


def is_float(dtype: Any) -> bool:
    """Says whether `dtype` is a float type."""
    return "float" in standardize_dtype(dtype)


class DTypePolicy:
    """Says in which types a layer computes and keeps its variables.

    Args:
        name: a dtype name, `"mixed_float16"` or `"mixed_bfloat16"`; None for
            the global policy.

    Example:
        >>> DTypePolicy("mixed_float16").compute_dtype
        'float16'
    """

    def __init__(self, name: str | None = None) -> None:
        if name is None:
            name = global_policy().name
        if not isinstance(name, str):
            raise TypeError(
                f"DTypePolicy: `name` must be a string. Received: {name!r}."
            )
        self._name = name
        if name in ("mixed_float16", "mixed_bfloat16"):
            self._compute_dtype = name.removeprefix("mixed_")
            self._variable_dtype = "float32"
        else:
            try:
                self._compute_dtype = standardize_dtype(name)
            except TypeError as error:
                raise ValueError(
                    f"DTypePolicy: cannot convert {name!r} to a dtype policy."
                ) from error
            self._variable_dtype = self._compute_dtype

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        _policy_classes[cls.__name__] = cls

    @property
    def name(self) -> str:
        """The name that the policy was made with."""
        return self._name

    @property
    def compute_dtype(self) -> str:
        """The type of the layer's computation."""
        return self._compute_dtype

    @property
    def variable_dtype(self) -> str:
        """The type of the layer's variables."""
        return self._variable_dtype

    @property
    def quantization_mode(self) -> str | None:
        """The kind of quantization; None for floats."""
        return None

    def convert_input(self, x: Any, autocast: bool, dtype: Any) -> Any:
        """Returns an input as a tensor; floats in the type of the computation.

        Args:
            x: a tensor, an array, a number, or anything else, which is returned.
            autocast: whether floats change their type.
            dtype: that type.
        """
        name = standardize_dtype(dtype)
        if isinstance(x, tf.Tensor):
            cast = autocast and is_float(x.dtype) and standardize_dtype(x.dtype) != name
            return tf.cast(x, name) if cast else x
        if isinstance(x, np.ndarray | float | int) or hasattr(x, "__array__"):
            value = tf.convert_to_tensor(x)
            return tf.cast(value, name) if autocast and is_float(value.dtype) else value
        return x

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal policy."""
        return {"name": self._name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> DTypePolicy:
        """Makes a policy from what `get_config` returned."""
        return cls(**config)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DTypePolicy) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self._name)

    def __repr__(self) -> str:
        return f'<{type(self).__name__} "{self._name}">'


_policy_classes: dict[str, type[DTypePolicy]] = {"DTypePolicy": DTypePolicy}
_policy_classes["FloatDTypePolicy"] = DTypePolicy
_global_policy: list[DTypePolicy] = []


def global_policy() -> DTypePolicy:
    """Returns the policy of new layers that name none."""
    return _global_policy[0] if _global_policy else DTypePolicy(config.floatx())


def set_global_policy(policy: Any) -> None:
    """Sets the policy of new layers that name none.

    Args:
        policy: a `DTypePolicy`, or a policy name such as `"mixed_bfloat16"`.
    """
    _global_policy[:] = [get_policy(policy)]


def get_policy(identifier: Any) -> DTypePolicy:
    """Returns the policy for a name, a dtype, a config or a policy."""
    if identifier is None:
        return global_policy()
    if isinstance(identifier, DTypePolicy):
        return identifier
    if isinstance(identifier, dict):
        kind = _policy_classes.get(identifier.get("class_name", ""), DTypePolicy)
        return kind.from_config(identifier.get("config", identifier))
    if isinstance(identifier, str):
        for mark, make in policies_by_mark.items():
            if mark in identifier:
                return make(identifier)
        return DTypePolicy(identifier)
    if isinstance(identifier, int | float) and not isinstance(identifier, type):
        raise ValueError(
            f"A dtype policy is named by a string or a dtype. Received: {identifier!r}."
        )
    return DTypePolicy(standardize_dtype(identifier))
