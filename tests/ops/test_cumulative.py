"""Running sums and products."""

import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.ops import cumulative
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "Cumsum",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Cumsum",
        [[[1.3, 0.7], [2.4, 0.6]], 0],
        dtypes="float32 float64",
        attrs={"reverse": True},
    ),
    Sample(
        "Cumprod",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "Cumprod",
        [[[1.3, 0.7], [2.4, 0.6]], 0],
        dtypes="float32 float64",
        attrs={"reverse": True},
    ),
    Sample(
        "CumulativeLogsumexp",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], 1],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "CumulativeLogsumexp",
        [[[1.3, 0.7], [2.4, 0.6]], 0],
        dtypes="float32 float64",
        attrs={"reverse": True},
    ),
    Sample(
        "Cumsum",
        [[1, 2, 3], 0],
        dtypes="int32 int64",
        attrs={"exclusive": True},
        expected=[0, 1, 3],
    ),
    Sample(
        "Cumprod",
        [[2, 3, 4], 0],
        dtypes="int32",
        attrs={"exclusive": True, "reverse": True},
        expected=[12, 4, 1],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_axis_out_of_range_is_named() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="scan axis in the range"):
        cumulative.cumsum([1.0], axis=1)
