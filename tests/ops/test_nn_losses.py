"""Whether the right class is among the best."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check

_SCORES = np.array([[0.1, 0.7, 0.2], [0.4, 0.3, 0.3], [0.1, np.nan, 0.2]], np.float32)
SAMPLES = [
    Sample("InTopKV2", [_SCORES, [2, 2, 0], 2], expected=[True, True, False]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
