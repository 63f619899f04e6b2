"""Biases, and sums of squares."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check, wave

_FIRST = {"data_format": "NCHW"}
SAMPLES = [
    Sample("BiasAdd", [wave(2, 3), [1.0, 2.0, 3.0]], expected=wave(2, 3) + [1, 2, 3]),
    Sample("BiasAdd", [wave(2, 3, 2, 2), [1.0, 2.0, 3.0]], _FIRST),
    Sample("BiasAddGrad", [wave(2, 3)], expected=wave(2, 3).sum(0)),
    Sample("BiasAddGrad", [wave(2, 3, 2, 2)], _FIRST),
    Sample("L2Loss", [wave(2, 3)], expected=np.sum(wave(2, 3) ** 2) / 2),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
