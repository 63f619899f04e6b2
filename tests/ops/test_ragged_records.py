"""The records of operations on ragged tensors."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_SPLITS = np.array([0, 2, 2, 3])
_INNER = np.array([0, 1, 3, 4])

SAMPLES = [
    Sample("RaggedRange", [[3, 0, 1], [6, 0, 8], [1, 1, 3]], dtypes="int32 float32"),
    Sample(
        "RaggedTensorToTensor",
        [np.array([-1, -1]), [1.0, 2.0, 3.0], 0.5, [_SPLITS]],
        {"row_partition_types": ["ROW_SPLITS"]},
        expected=[[1.0, 2.0], [0.5, 0.5], [3.0, 0.5]],
    ),
    Sample(
        "RaggedTensorToTensor",
        [np.array([3, 2, -1, -1]), np.eye(4), 9.0, [_SPLITS, _INNER]],
        {"row_partition_types": ["ROW_SPLITS", "ROW_SPLITS"]},
    ),
    Sample(
        "RaggedTensorToTensor",
        [np.array([-1, 1]), [1.0, 2.0, 3.0], 0.5, [np.array(3), [0, 0, 2]]],
        {"row_partition_types": ["FIRST_DIM_SIZE", "VALUE_ROWIDS"]},
        expected=[[1.0], [0.5], [3.0]],
        orders=0,
    ),
    Sample("RaggedTensorToSparse", [[_SPLITS], [1.0, 2.0, 3.0]], dtypes="float32"),
    Sample("RaggedTensorToSparse", [[_SPLITS, _INNER], np.ones((4, 2))]),
    Sample(
        "RaggedBincount",
        [_SPLITS, [1, 1, 2], 4, [0.5, 1.0, 2.0]],
        expected=[[0, 1.5, 0, 0], [0, 0, 0, 0], [0, 0, 2, 0]],
    ),
    Sample(
        "RaggedFillEmptyRows",
        [np.array([0, 0, 2]), [1.0, 2.0, 3.0], np.array(4), 9.0],
        expected=[0, 0, 1, 2, 3],
    ),
    Sample("RaggedFillEmptyRowsGrad", [np.array([0, 2]), [1.0, 2.0, 3.0]]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_a_step_of_zero_is_a_mistake() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="delta"):
        tf.ragged.range([0], [3], 0)
