"""What is done with one column, or with several crossed."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.saving import registry

_MODES = ("int", "one_hot", "float")


class Feature:
    """How one column becomes a part of a model's input.

    Args:
        dtype: the type of the column.
        preprocessor: a layer.
        output_mode: `"one_hot"`, `"int"` or `"float"`.

    Raises:
        ValueError: for another mode.
    """

    def __init__(self, dtype: str, preprocessor: Any, output_mode: str) -> None:
        if output_mode not in _MODES:
            raise ValueError(
                f"Feature: `output_mode` must be one of {_MODES}. Received: "
                f"output_mode={output_mode!r}."
            )
        self.dtype = dtype
        if isinstance(preprocessor, dict):
            preprocessor = registry.deserialize_keras_object(preprocessor)
        self.preprocessor = preprocessor
        self.output_mode = output_mode

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal feature."""
        return {
            "dtype": self.dtype,
            "preprocessor": registry.serialize_keras_object(self.preprocessor),
            "output_mode": self.output_mode,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Feature:
        """Makes a feature from what `get_config` returned.

        Args:
            config: the arguments.
        """
        return cls(**config)


class Cross:
    """Columns whose combinations count.

    Args:
        feature_names: the columns.
        crossing_dim: into how many bins the combinations go.
        output_mode: `"one_hot"` or `"int"`.

    Raises:
        ValueError: for another mode.
    """

    def __init__(
        self, feature_names: Any, crossing_dim: int, output_mode: str = "one_hot"
    ) -> None:
        if output_mode not in ("int", "one_hot"):
            raise ValueError(
                "Cross: `output_mode` must be 'int' or 'one_hot'. Received: "
                f"output_mode={output_mode!r}."
            )
        self.feature_names = tuple(feature_names)
        self.crossing_dim = crossing_dim
        self.output_mode = output_mode

    @property
    def name(self) -> str:
        """The names of the columns, joined."""
        return "_X_".join(self.feature_names)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal cross."""
        return {
            "feature_names": self.feature_names,
            "crossing_dim": self.crossing_dim,
            "output_mode": self.output_mode,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Cross:
        """Makes a cross from what `get_config` returned.

        Args:
            config: the arguments.
        """
        return cls(**config)
