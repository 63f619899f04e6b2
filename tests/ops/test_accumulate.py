"""Sums of many tensors."""

import pytest

from tensorbrook._src.ops import accumulate
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "AccumulateNV2",
        [[[1.0, 2.0], [3.0, 4.0]]],
        dtypes="float32 float64",
        attrs={"shape": [2]},
    ),
    Sample("AddN", [[[1.0, 2.0], [3.0, 4.0]]], dtypes="float32 float64"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_nothing_can_not_be_added_up() -> None:
    with pytest.raises(ValueError, match="at least one"):
        accumulate.add_n([])
