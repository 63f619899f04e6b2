"""Quantized tensors for tests, and what TensorFlow made of them."""

from typing import Any

import numpy as np

import tensorbrook as tf

_UNDER = {"qint8": "int8", "quint8": "uint8", "qint32": "int32"}


def quantized(dtype: str, values: Any) -> Any:
    """A tensor of a quantized dtype with these whole numbers."""
    return tf.bitcast(tf.constant(np.array(values, _UNDER[dtype])), getattr(tf, dtype))


def _given(value: Any) -> Any:
    if isinstance(value, tuple):
        return quantized(*value)
    if isinstance(value, list) and any(isinstance(item, tuple) for item in value):
        return [_given(item) for item in value]
    return value


def _found(tensor: Any) -> Any:
    under = _UNDER.get(tensor.dtype.name)
    return (tensor if under is None else tf.bitcast(tensor, under)).numpy()


def check_recorded(
    name: str, arguments: dict[str, Any], wanted: list[Any], apart: float = 0
) -> None:
    """Runs a raw op, and compares its outputs with those of TensorFlow.

    Args:
        name: The op.
        arguments: What it is called with; (dtype, numbers) is a quantized tensor.
        wanted: The outputs.
        apart: How far whole numbers may be apart.
    """
    given = {key: _given(value) for key, value in arguments.items()}
    made = getattr(tf.raw_ops, name)(**given)
    outputs = made if isinstance(made, tuple) else [made]
    assert len(outputs) == len(wanted)
    for tensor, value in zip(outputs, wanted, strict=True):
        found = _found(tensor)
        assert found.shape == np.shape(value)
        np.testing.assert_allclose(
            found.astype(np.float64), value, rtol=1e-5, atol=apart + 1e-5
        )
