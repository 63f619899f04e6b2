"""The largest elements."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("ApproxTopK", [[1.0, 3.0, 2.0]], {"k": 2}, dtypes="float32 float64 int32"),
    Sample(
        "ApproxTopK",
        [[[1.0, 5.0], [3.0, 4.0], [2.0, 6.0]]],
        {"k": 2, "reduction_dimension": 0, "is_max_k": False},
        expected=[[1.0, 4.0], [2.0, 5.0]],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_wrong_arguments() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="fewer than"):
        tf.approx_top_k([1.0], 2)
    with pytest.raises(tf.errors.InvalidArgumentError, match="not an axis"):
        tf.approx_top_k([1.0], 1, reduction_dimension=3)
