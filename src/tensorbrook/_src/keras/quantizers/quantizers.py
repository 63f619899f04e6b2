"""Objects that turn floats into integers of few bits."""

from __future__ import annotations

import inspect
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.quantizers.arithmetic import abs_max_quantize
from tensorbrook._src.keras.saving import registry


class Quantizer:
    """The base of what turns floats into numbers of few bits.

    Args:
        output_dtype: the type of the results.
    """

    def __init__(self, output_dtype: str = "int8") -> None:
        self.output_dtype = output_dtype

    def __call__(self, x: Any) -> Any:
        """Returns the numbers; this one changes nothing.

        Args:
            x: floats.
        """
        return tf.convert_to_tensor(x)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Quantizer:
        """Makes a quantizer from what `get_config` returned.

        Args:
            config: the arguments.
        """
        return cls(**config)

    def get_config(self) -> dict[str, Any]:
        """Raises: a subclass says what makes it again.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"{type(self).__name__} does not implement get_config()."
        )


class AbsMaxQuantizer(Quantizer):
    """Scales by the greatest magnitude along some axes, and rounds.

    Args:
        axis: the axes that share a scale.
        value_range: the least and the greatest integer.
        epsilon: keeps zeros apart from a division by zero.
        output_dtype: the integers' type.

    Example:
        >>> from tensorbrook import keras
        >>> values, scale = keras.quantizers.AbsMaxQuantizer(axis=-1)([[1.0, -2.0]])
        >>> values.numpy()
        array([[  64, -127]], dtype=int8)
    """

    def __init__(
        self,
        axis: Any = None,
        value_range: tuple[int, int] = (-127, 127),
        epsilon: float = 1e-7,
        output_dtype: str = "int8",
    ) -> None:
        super().__init__(output_dtype)
        axis = () if axis is None else axis
        self.axis = (axis,) if isinstance(axis, int) else tuple(axis)
        self.value_range = value_range
        self.epsilon = epsilon
        if output_dtype in ("int8", "uint8"):
            least, most = (-128, 127) if output_dtype == "int8" else (0, 255)
            if value_range[0] < least or value_range[1] > most:
                raise ValueError(
                    f"AbsMaxQuantizer: `value_range` must lie in [{least}, {most}] for "
                    f"output_dtype={output_dtype!r}. Received: {value_range}."
                )

    def __call__(
        self, x: Any, axis: Any = None, to_numpy: bool = False
    ) -> tuple[Any, Any]:
        """Returns the integers and the scales.

        Args:
            x: floats.
            axis: the axes that share a scale, if not those of the quantizer.
            to_numpy: whether the results are arrays.
        """
        axis = axis if axis is not None else (self.axis or -1)
        return abs_max_quantize(
            x, axis, self.value_range, self.output_dtype, self.epsilon, to_numpy
        )

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the quantizer again."""
        return {
            "value_range": self.value_range,
            "epsilon": self.epsilon,
            "output_dtype": self.output_dtype,
            "axis": self.axis,
        }


_KNOWN = {
    "quantizer": Quantizer,
    "Quantizer": Quantizer,
    "abs_max_quantizer": AbsMaxQuantizer,
    "AbsMaxQuantizer": AbsMaxQuantizer,
}


def serialize(initializer: Any) -> Any:
    """Returns the description of a quantizer.

    Args:
        initializer: the quantizer; the odd name is that of Keras.
    """
    return registry.serialize_keras_object(initializer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a quantizer of its description.

    Args:
        config: what `serialize` returned.
        custom_objects: classes by name.
    """
    if isinstance(config, dict) and config.get("class_name") in _KNOWN:
        return _KNOWN[config["class_name"]].from_config(dict(config["config"]))
    return registry.deserialize_keras_object(config, custom_objects)


def get(identifier: Any, **kwargs: Any) -> Any:
    """Returns the quantizer for a name, a class, a description or an object.

    Args:
        identifier: what names it, or None.
        **kwargs: arguments for a class or a name.

    Raises:
        ValueError: when it is not known.
    """
    if identifier is None:
        return None
    found = identifier
    if isinstance(identifier, dict):
        found = deserialize(identifier)
    elif isinstance(identifier, str):
        found = _KNOWN.get(identifier) or registry.get_registered_object(identifier)
    if inspect.isclass(found):
        found = found(**kwargs)
    if not callable(found):
        raise ValueError(
            f"Could not interpret the quantizer identifier {identifier!r}: give None, "
            "a Quantizer, its description, or 'abs_max_quantizer'."
        )
    return found
