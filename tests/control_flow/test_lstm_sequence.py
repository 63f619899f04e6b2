"""Long short-term memory over whole sequences."""

import numpy as np
import pytest

from tensorbrook._src.control_flow import lstm_sequence as lstm_sequence
from tests.ops.driver import Sample, check, wave

_MASK = np.array([[True, True, False], [False, True, True]])


def _states(batch: int, units: int) -> list[np.ndarray]:
    kernel = wave(units, 4 * units) / 3
    return [wave(batch, units) / 2, wave(batch, units) / 3, kernel]


def _forward(mask: list[np.ndarray], backwards: bool, time_major: bool) -> Sample:
    dims = (3, 2, 8) if time_major else (2, 3, 8)
    return Sample(
        "TensorbrookLSTM",
        [wave(*dims), *_states(2, 2), mask],
        {"go_backwards": backwards, "time_major": time_major},
        dtypes="float32 float64",
    )


def _backward(mask: list[np.ndarray], backwards: bool, given: int) -> Sample:
    sequences = [wave(2, 3, width) / 2 for width in (2, 2, 8)]
    dys = [[wave(2, 3, 2)], [wave(2, 2)], [wave(2, 2) / 2]]
    dys = [part if given >> place & 1 else [] for place, part in enumerate(dys)]
    return Sample(
        "TensorbrookLSTMGrad",
        [*sequences, *_states(2, 2), mask, *dys],
        {"go_backwards": backwards, "time_major": False},
        dtypes="float32 float64",
        orders=1,
    )


SAMPLES = [
    _forward([], False, False),
    _forward([_MASK], True, False),
    _forward([_MASK.T], True, True),
    _backward([], False, 7),
    _backward([_MASK], True, 1),
    _backward([_MASK], False, 6),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
