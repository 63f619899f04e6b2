"""Quantized convolutions and what follows them."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.quantized_tensors import check_recorded, quantized

_IMAGES = np.arange(18).reshape(1, 3, 3, 2) * 13 % 256
_FILTER = np.arange(16).reshape(2, 2, 2, 2) * 29 % 256 - 128
_GIVEN: dict[str, Any] = {
    "input": ("quint8", _IMAGES.tolist()),
    "filter": ("qint8", _FILTER.tolist()),
    "min_input": 0.0,
    "max_input": 2.0,
    "min_filter": [-3.0, -2.5],
    "max_filter": [2.0, 2.5],
    "strides": [1, 1, 1, 1],
    "padding": "VALID",
}
_BIAS = {"bias": [10.0, -20.0]}
_FROZEN = {"min_freezed_output": -40.0, "max_freezed_output": 40.0}
_SUM = {"summand": ("quint8", [[[[255, 51]] * 2] * 2])}
_SUM_ENDS = {"min_summand": 0.0, "max_summand": 5.0}


def _real(name: str) -> Any:
    """What the op computes, in floats: sums and the size of their steps."""
    step = np.array([3.0, 2.5]) / 127 * 2 / 255
    kernel = _FILTER.astype(np.float64)
    if "Depthwise" in name:
        made = tf.nn.depthwise_conv2d(
            _IMAGES.astype(np.float64), kernel[..., :1], [1, 1, 1, 1], "VALID"
        )
    else:
        made = tf.nn.conv2d(_IMAGES.astype(np.float64), kernel, 1, "VALID")
    real = made.numpy() * step
    if "Bias" in name:
        real = real + _BIAS["bias"]
    if "SignedSum" in name:
        real = real + np.array([5.0, 2.0]) * [1, 1]
    elif "Sum" in name:
        real = real + np.array([5.0, 1.0])
    return np.maximum(real, 0) if "Relu" in name else real, step


def _wanted(name: str) -> list[Any]:
    real, step = _real(name)
    if "Requantize" in name:
        top = 255 if "Relu" in name else 127
        least = 0 if "Relu" in name else -128
        return [np.clip(np.rint(real * top / 40), least, top), -40.0, 40.0]
    reach = np.float32(5 / 254 * 2 / 255 * 2.0**31)
    return [np.rint(real / step), [-reach] * 2, [reach] * 2]


def _check(name: str, **more: Any) -> None:
    given = {**_GIVEN, **more}
    if "Depthwise" in name:
        given["filter"] = ("qint8", _FILTER[..., :1].tolist())
    if "Bias" in name:
        given |= _BIAS
    if "Requantize" in name:
        given |= _FROZEN
    check_recorded(name, given, _wanted(name), apart=2)


@pytest.mark.covers(
    "QuantizedConv2DPerChannel",
    "QuantizedConv2DAndRelu",
    "QuantizedConv2DAndRequantize",
    "QuantizedConv2DAndReluAndRequantize",
    "QuantizedConv2DWithBias",
    "QuantizedConv2DWithBiasAndRelu",
    "QuantizedConv2DWithBiasAndRequantize",
    "QuantizedConv2DWithBiasAndReluAndRequantize",
    "QuantizedDepthwiseConv2D",
    "QuantizedDepthwiseConv2DWithBias",
    "QuantizedDepthwiseConv2DWithBiasAndRelu",
    "QuantizedDepthwiseConv2DWithBiasAndReluAndRequantize",
)
def test_results_are_those_of_the_definition() -> None:
    _check("QuantizedConv2DPerChannel")
    _check("QuantizedConv2DAndRelu")
    _check("QuantizedConv2DAndRequantize")
    _check("QuantizedConv2DAndReluAndRequantize")
    _check("QuantizedConv2DWithBias")
    _check("QuantizedConv2DWithBiasAndRelu")
    _check("QuantizedConv2DWithBiasAndRequantize")
    _check("QuantizedConv2DWithBiasAndReluAndRequantize")
    _check("QuantizedDepthwiseConv2D")
    _check("QuantizedDepthwiseConv2DWithBias")
    _check("QuantizedDepthwiseConv2DWithBiasAndRelu")
    _check("QuantizedDepthwiseConv2DWithBiasAndReluAndRequantize")


@pytest.mark.covers(
    "QuantizedConv2DWithBiasSumAndRelu",
    "QuantizedConv2DWithBiasSumAndReluAndRequantize",
    "QuantizedConv2DWithBiasSignedSumAndReluAndRequantize",
)
def test_summands() -> None:
    real = np.broadcast_to(np.array([5.0, 1.0]), (1, 2, 2, 2))
    _check("QuantizedConv2DWithBiasSumAndRelu", summand=real.astype(np.float32))
    _check("QuantizedConv2DWithBiasSumAndReluAndRequantize", **_SUM, **_SUM_ENDS)
    _check(
        "QuantizedConv2DWithBiasSignedSumAndReluAndRequantize",
        summand=("qint8", [[[[127, 51]] * 2] * 2]),
        min_summand=-5.0,
        max_summand=4.0,
    )


def test_other_types_have_no_kernel() -> None:
    given = {**_GIVEN, "input": quantized("quint8", _IMAGES)}
    given["filter"] = quantized("quint8", _FILTER + 128)
    with pytest.raises(errors.NotFoundError, match="qint8"):
        tf.raw_ops.QuantizedConv2DAndRelu(**given)
