"""Global numeric settings: default float type, fuzz factor and image layout."""

from __future__ import annotations

_FLOAT_TYPES = ("bfloat16", "float16", "float32", "float64")
_IMAGE_FORMATS = ("channels_last", "channels_first")
_settings = {
    "floatx": "float32",
    "epsilon": 1e-7,
    "image_data_format": "channels_last",
}


def floatx() -> str:
    """Returns the name of the default float type.

    Example:
        >>> floatx()
        'float32'
    """
    return str(_settings["floatx"])


def set_floatx(value: str) -> None:
    """Sets the default float type of new layers.

    Args:
        value: `"bfloat16"`, `"float16"`, `"float32"` or `"float64"`.

    Raises:
        ValueError: for any other name.
    """
    if value not in _FLOAT_TYPES:
        raise ValueError(
            f"set_floatx: `value` must be one of {_FLOAT_TYPES}. Received: {value!r}."
        )
    _settings["floatx"] = value


def epsilon() -> float:
    """Returns the small number that keeps divisions and logarithms finite."""
    return float(_settings["epsilon"])


def set_epsilon(value: float) -> None:
    """Sets the small number that `epsilon` returns."""
    _settings["epsilon"] = float(value)


def image_data_format() -> str:
    """Returns the default image layout, `"channels_last"` or `"channels_first"`."""
    return str(_settings["image_data_format"])


def set_image_data_format(data_format: str) -> None:
    """Sets the default image layout.

    Args:
        data_format: `"channels_last"` or `"channels_first"`.

    Raises:
        ValueError: for any other name.
    """
    _settings["image_data_format"] = standardize_data_format(data_format)


def standardize_data_format(data_format: str | None) -> str:
    """Returns a checked image layout, the default one for None."""
    if data_format is None:
        return image_data_format()
    name = str(data_format).lower()
    if name not in _IMAGE_FORMATS:
        raise ValueError(
            f"`data_format` must be one of {_IMAGE_FORMATS}. Received: {data_format!r}."
        )
    return name
