"""Tensors made of dims."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check, wave

SAMPLES = [
    Sample("Fill", [[2, 3], 1.5], expected=np.full((2, 3), 1.5)),
    Sample("OneHot", [[1, -1, 2], 3, 5.0, 1.0]),
    Sample("OneHot", [[[0], [2]], 3, 1.0, 0.0], {"axis": 0}),
    Sample("OnesLike", [wave(2, 3)], expected=np.ones((2, 3))),
    Sample("Range", [1, 8, 3], expected=[1, 4, 7]),
    Sample("Range", [1.0, 0.0, -0.25], expected=[1, 0.75, 0.5, 0.25]),
    Sample("ZerosLike", [wave(2, 3)], expected=np.zeros((2, 3))),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
