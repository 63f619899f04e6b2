"""Cross entropy with the softmax inside."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check, wave

_LABELS = np.array([[0.2, 0.3, 0.5], [0.0, 1.0, 0.0]])
SAMPLES = [
    Sample("SoftmaxCrossEntropyWithLogits", [wave(2, 3), _LABELS]),
    Sample("SparseSoftmaxCrossEntropyWithLogits", [wave(2, 3), [2, 1]]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
