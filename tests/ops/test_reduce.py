"""Reductions."""

import numpy as np
import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.ops import reduce
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "Sum",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Sum",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], [0, -1]],
        dtypes="float32 float64",
        attrs={"keep_dims": True},
    ),
    Sample(
        "Mean",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Mean",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], [0, -1]],
        dtypes="float32 float64",
        attrs={"keep_dims": True},
    ),
    Sample(
        "Prod",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Prod",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], [0, -1]],
        dtypes="float32 float64",
        attrs={"keep_dims": True},
    ),
    Sample(
        "Max",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Max",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], [0, -1]],
        dtypes="float32 float64",
        attrs={"keep_dims": True},
    ),
    Sample(
        "Min",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Min",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], [0, -1]],
        dtypes="float32 float64",
        attrs={"keep_dims": True},
    ),
    Sample(
        "EuclideanNorm",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "EuclideanNorm",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], [0, -1]],
        dtypes="float32 float64",
        attrs={"keep_dims": True},
    ),
    Sample("All", [[[True, False], [True, True]], 0], dtypes=""),
    Sample("Any", [[[True, False], [True, True]], 0], dtypes=""),
    Sample("Mean", [[[1, 2], [4, -9]], 1], dtypes="int32 int64", expected=[1, -2]),
    Sample("Prod", [[0.0, 2.0, 3.0], 0], dtypes="float32 float64", orders=1),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_axis_out_of_range_is_named() -> None:
    with pytest.raises(
        errors.InvalidArgumentError, match="Invalid reduction dimension"
    ):
        reduce.reduce_sum([1.0, 2.0], axis=1)


def test_empty_reductions_give_neutral_elements() -> None:
    empty = np.zeros((0, 2), np.float32)
    assert reduce.reduce_sum(empty, 0).numpy().tolist() == [0, 0]
    assert reduce.reduce_max(empty, 0).numpy().tolist() == [-np.inf, -np.inf]
    assert np.isnan(reduce.reduce_mean(empty))
