"""The records that call Python functions."""

import numpy as np
import pytest

from tensorbrook._src.control_flow.python_function import Token
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "EagerPyFunc",
        [[[0.5, 2.0], [1.5, 0.3]]],
        {"token": Token.of(lambda x, y: x * x * y), "Tout": ["float32"]},
        orders=0,
    ),
    Sample(
        "PyFunc",
        [[[0.5, 2.0]]],
        {"token": Token.of(np.sin), "Tout": ["float32"]},
        expected=np.sin([0.5, 2.0]),
    ),
    Sample(
        "PyFuncStateless",
        [[[2, 1]]],
        {"token": Token.of(np.sort), "Tout": ["int32"]},
        expected=[1, 2],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
