"""Rows and elements by their places."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_X = wave(3, 2, 2)
SAMPLES = [
    Sample("GatherNd", [_X, [[2, 1], [0, 0]]], expected=_X[[2, 0], [1, 0]]),
    Sample("GatherV2", [_X, [2, 0, 2], 0], expected=_X[[2, 0, 2]]),
    Sample("GatherV2", [_X, [[1], [0], [1]], 1], {"batch_dims": 1}),
    Sample("ResourceGather", [tf.Variable(_X).handle, [2, 0]], {"dtype": "float64"}),
    Sample("SelectV2", [[True, False], wave(2, 2), 3.0]),
    Sample("Where", [[[True, False], [True, True]]], expected=[[0, 0], [1, 0], [1, 1]]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)
