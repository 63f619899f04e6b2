"""Convolutions of one channel at a time."""

import pytest

from tests.ops.driver import Sample, check, wave

_SAME = {"strides": [1, 2, 2, 1], "padding": "SAME"}
SAMPLES = [
    Sample("DepthwiseConv2dNative", [wave(1, 4, 3, 2), wave(2, 2, 2, 2)], _SAME),
    Sample(
        "DepthwiseConv2dNativeBackpropFilter",
        [wave(1, 4, 3, 2), [2, 2, 2, 2], wave(1, 2, 2, 4)],
        _SAME,
    ),
    Sample(
        "DepthwiseConv2dNativeBackpropInput",
        [[1, 4, 3, 2], wave(2, 2, 2, 2), wave(1, 2, 2, 4)],
        _SAME,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
