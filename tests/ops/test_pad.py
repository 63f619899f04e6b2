"""Borders around tensors."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_BORDER = [[1, 0], [2, 1]]
SAMPLES = [
    Sample("Pad", [wave(2, 3), _BORDER], expected=np.pad(wave(2, 3), _BORDER)),
    Sample("PadV2", [wave(2, 3), _BORDER, -1.5]),
    Sample("MirrorPad", [wave(2, 3), _BORDER], {"mode": "REFLECT"}),
    Sample("MirrorPad", [wave(2, 3), _BORDER], {"mode": "SYMMETRIC"}),
    Sample("MirrorPadGrad", [wave(3, 6), _BORDER], {"mode": "REFLECT"}),
    Sample("MirrorPadGrad", [wave(3, 6), _BORDER], {"mode": "SYMMETRIC"}),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)


def test_texts_stay_bytes():
    found = tf.pad(["a"], [[1, 1]], constant_values="z").numpy().tolist()
    assert found == [b"z", b"a", b"z"] and {type(item) for item in found} == {bytes}
