"""VariableSpec: what a variable holds."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.dtypes import DTypeLike, float32, resource
from tensorbrook._src.core.tensor_spec import DenseSpec, TensorSpec


class VariableSpec(DenseSpec):
    """The shape and dtype of a variable.

    Args:
      shape: A `TensorShape`, or anything that converts to one.
      dtype: The element type.
      trainable: Whether gradient tapes watch the variable by themselves.
      alias_id: A number that arguments standing for the same variable share, or None.

    Example:
      >>> VariableSpec([2])
      VariableSpec(shape=(2,), dtype=tf.float32, trainable=True, alias_id=None)
    """

    __slots__ = ("alias_id", "trainable")

    def __init__(
        self,
        shape: Any,
        dtype: DTypeLike = float32,
        trainable: bool = True,
        alias_id: int | None = None,
    ) -> None:
        super().__init__(shape, dtype)
        self.trainable = trainable
        self.alias_id = alias_id

    @classmethod
    def from_value(cls, value: Any) -> VariableSpec:
        """Returns the spec of a variable."""
        return cls(value.shape, value.dtype, trainable=value.trainable)

    @property
    def _component_specs(self) -> list[TensorSpec]:
        return [TensorSpec([], resource)]

    def _to_components(self, value: Any) -> list[Any]:
        return [value.handle]

    def _from_components(self, components: Any) -> Any:
        return self.value_type._from_handle(components[0], self)

    def _serialize(self) -> tuple[Any, ...]:
        return self._shape, self._dtype, self.trainable, self.alias_id

    def __repr__(self) -> str:
        return (
            f"VariableSpec(shape={self._shape}, dtype={self._dtype!r}, "
            f"trainable={self.trainable}, alias_id={self.alias_id})"
        )

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, VariableSpec) and self._serialize() == other._serialize()
        )

    def __hash__(self) -> int:
        return hash(self._serialize())
