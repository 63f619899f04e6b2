"""Rows of ragged tensors by number."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check

_SPLITS = np.int64([0, 2, 2, 5])

SAMPLES = [
    Sample(
        "RaggedGather",
        [[_SPLITS], [1.0, 2, 3, 4, 5], np.int32([[2, 0], [1, 2]])],
        attrs={"OUTPUT_RAGGED_RANK": 2},
        expected=[0, 2, 4],
        dtypes="float32 float64",
    ),
    Sample(
        "RaggedGather",
        [[np.int64([0, 1, 3]), _SPLITS], [1.0, 2, 3, 4, 5], np.int32([1, 0, 1])],
        attrs={"OUTPUT_RAGGED_RANK": 2},
        expected=[0, 2, 3, 5],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_rows_outside_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match=r"not in \[0, 3\)"):
        tf.raw_ops.RaggedGather(
            params_nested_splits=[_SPLITS],
            params_dense_values=[1, 2, 3, 4, 5],
            indices=[3],
            OUTPUT_RAGGED_RANK=1,
        )
