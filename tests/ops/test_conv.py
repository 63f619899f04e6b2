"""Convolutions in two and three dims, and their gradients."""

import pytest

from tests.ops.driver import Sample, check, wave

_FLAT = {"strides": [1, 2, 1, 1], "padding": "SAME"}
_SIDES = {
    "strides": [1, 1, 1, 1],
    "padding": "EXPLICIT",
    "explicit_paddings": [0, 0, 1, 0, 0, 2, 0, 0],
    "dilations": [1, 1, 2, 1],
}
_FIRST = {"strides": [1, 1, 1, 2], "padding": "VALID", "data_format": "NCHW"}
_DEEP = {"strides": [1, 1, 2, 1, 1], "padding": "SAME"}
SAMPLES = [
    Sample("Conv2D", [wave(2, 4, 3, 2), wave(3, 2, 2, 3)], _FLAT),
    Sample("Conv2D", [wave(1, 3, 3, 4), wave(2, 2, 2, 2)], _SIDES),
    Sample("Conv2D", [wave(1, 2, 3, 4), wave(2, 2, 2, 3)], _FIRST),
    Sample(
        "Conv2DBackpropFilter",
        [wave(2, 4, 3, 2), [3, 2, 2, 3], wave(2, 2, 3, 3)],
        _FLAT,
    ),
    Sample(
        "Conv2DBackpropInput",
        [[2, 4, 3, 2], wave(3, 2, 2, 3), wave(2, 2, 3, 3)],
        _FLAT,
    ),
    Sample("Conv3D", [wave(1, 2, 3, 2, 2), wave(2, 2, 1, 2, 1)], _DEEP),
    Sample(
        "Conv3DBackpropFilterV2",
        [wave(1, 2, 3, 2, 2), [2, 2, 1, 2, 1], wave(1, 2, 2, 2, 1)],
        _DEEP,
    ),
    Sample(
        "Conv3DBackpropInputV2",
        [[1, 2, 3, 2, 2], wave(2, 2, 1, 2, 1), wave(1, 2, 2, 2, 1)],
        _DEEP,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
