"""Gated recurrent units over whole sequences."""

import numpy as np
import pytest

from tensorbrook._src.control_flow import gru_sequence as gru_sequence
from tests.ops.driver import Sample, check, wave

_MASK = np.array([[True, True, False], [False, True, True]])


def _flags(after: bool, backwards: bool, time_major: bool) -> dict[str, bool]:
    flags = {"reset_after": after, "go_backwards": backwards}
    return {**flags, "time_major": time_major}


def _forward(
    bias: bool, mask: list[np.ndarray], after: bool, backwards: bool, major: bool
) -> Sample:
    dims = (3, 2, 6) if major else (2, 3, 6)
    return Sample(
        "TensorbrookGRU",
        [wave(*dims), wave(2, 2) / 2, wave(2, 6) / 3, [wave(6)] * bias, mask],
        _flags(after, backwards, major),
        dtypes="float32 float64",
    )


def _backward(mask: list[np.ndarray], after: bool, backwards: bool) -> Sample:
    dys = [[wave(2, 3, 2)], [wave(2, 2)] * backwards]
    sequences = [wave(2, 3, 2) / 2, wave(2, 3, 8) / 2]
    return Sample(
        "TensorbrookGRUGrad",
        [*sequences, wave(2, 2) / 2, wave(2, 6) / 3, mask, *dys],
        _flags(after, backwards, False),
        dtypes="float32 float64",
        orders=1,
    )


SAMPLES = [
    _forward(True, [], True, False, False),
    _forward(False, [_MASK], True, True, False),
    _forward(True, [_MASK.T], True, False, True),
    _forward(False, [], False, False, False),
    _forward(False, [_MASK], False, True, False),
    _backward([], True, False),
    _backward([_MASK], True, True),
    _backward([_MASK], False, True),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
