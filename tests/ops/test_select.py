"""Choosing without broadcasting."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

SAMPLES = [
    Sample(
        "Select",
        [[True, False], wave(2, 3), wave(2, 3)[::-1]],
        dtypes="float32 float64 int32",
    ),
    Sample("Select", [True, wave(2), wave(2) + 1.0], dtypes="float32"),
    Sample("Select", [[[True], [False]], wave(2, 1), wave(2, 1) + 1.0]),
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_shapes_must_agree() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="same size"):
        tf.raw_ops.Select(condition=[True], t=[1.0], e=[1.0, 2.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="cond"):
        tf.raw_ops.Select(condition=[True, False, True], t=[1.0, 2.0], e=[1.0, 2.0])
