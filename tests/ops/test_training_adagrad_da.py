"""Adagrad by dual averaging, against TensorFlow's results."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_F = np.float32


def _cell(value=0.5):
    return tf.Variable(np.full((3, 2), value, _F)).handle


_ROWS = np.array([[1.0, 2.0], [3.0, -1.0]], _F)
_NUMBERS = [_F(0.1), _F(0.01), _F(0.2), np.int64(1)]

SAMPLES = [
    Sample(
        "ResourceApplyAdagradDA",
        [_cell(), _cell(), _cell(), np.ones((3, 2), _F), *_NUMBERS],
    ),
    Sample(
        "ResourceSparseApplyAdagradDA",
        [_cell(), _cell(), _cell(), _ROWS, [0, 2], *_NUMBERS],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_rows_that_are_not_named_stay():
    cells = [tf.Variable(np.full((3, 1), 0.1, _F)) for _ in range(3)]
    tf.raw_ops.ResourceSparseApplyAdagradDA(
        var=cells[0].handle,
        gradient_accumulator=cells[1].handle,
        gradient_squared_accumulator=cells[2].handle,
        grad=[[1.0]],
        indices=[1],
        lr=1.0,
        l1=0.0,
        l2=0.0,
        global_step=1,
    )
    expected = [[0.1], [-1.1 / np.sqrt(1.1)], [0.1]]
    np.testing.assert_allclose(cells[0].numpy(), expected, rtol=1e-6)
