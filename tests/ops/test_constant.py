"""Where tensors come from."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_THREE = tf.constant([1, 2, 3])
SAMPLES = [
    Sample("Const", [], {"value": _THREE, "dtype": tf.int32}, expected=[1, 2, 3]),
    Sample("GuaranteeConst", [wave(2)], orders=0, expected=wave(2)),
    Sample("Identity", [wave(2, 3)], expected=wave(2, 3)),
    Sample("IdentityN", [[wave(2), _THREE]], expected=wave(2)),
    Sample("NoOp", []),
    Sample("PlaceholderWithDefault", [wave(2)], {"shape": [None]}, expected=wave(2)),
    Sample("PreventGradient", [wave(2)], orders=0, expected=wave(2)),
    Sample("StopGradient", [wave(2)], orders=0, expected=wave(2)),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
