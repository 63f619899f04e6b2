"""Grids of equal blocks."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops import roads
from tests.ops.driver import Sample, check

_BLOCKS = [np.arange(4.0).reshape(2, 2) + 10 * place for place in range(4)]
_JOINED = [[0, 1, 10, 11], [2, 3, 12, 13], [20, 21, 30, 31]]

SAMPLES = [
    Sample(
        "XlaSplitND",
        [np.arange(12.0).reshape(3, 4)],
        attrs={"num_splits": [2, 2], "paddings": [1, 0], "N": 4},
        expected=[[0, 1], [4, 5]],
    ),
    Sample(
        "XlaConcatND",
        [_BLOCKS],
        attrs={"num_concats": [2, 2], "paddings": [1, 0]},
        expected=_JOINED,
    ),
    Sample(
        "ReadVariableXlaSplitND",
        [roads.handle(tf.reshape(tf.range(12.0), [3, 4]))],
        attrs={"num_splits": [1, 2], "N": 2, "T": tf.float32},
        expected=[[0, 1], [4, 5], [8, 9]],
    ),
    Sample(
        "AssignVariableXlaConcatND",
        [roads.handle(tf.zeros([3, 4])), [tf.constant(b, tf.float32) for b in _BLOCKS]],
        attrs={"num_concats": [2, 2], "paddings": [1, 0]},
        after=_JOINED,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_blocks_come_back_together() -> None:
    whole = tf.reshape(tf.range(24), [2, 3, 4])
    blocks = tf.raw_ops.XlaSplitND(input=whole, num_splits=[2, 3, 2], N=12)
    again = tf.raw_ops.XlaConcatND(inputs=blocks, num_concats=[2, 3, 2])
    assert (again == whole).numpy().all()


def test_uneven_cuts_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="equal parts"):
        tf.raw_ops.XlaSplitND(input=tf.ones([3, 4]), num_splits=[2, 2], N=4)
