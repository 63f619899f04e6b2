"""Every record of an operation on sparse tensors keeps its promises."""

import numpy as np
import pytest

from tests.ops.driver import Sample, check

INDICES = [[0, 1], [1, 0], [1, 3], [2, 2]]
OTHER = [[0, 1], [0, 2], [1, 3]]
VALUES = [0.5, -1.5, 2.0, 3.0]
WEIGHTS = [1.0, 0.25, -0.5]
SHAPE = [3, 4]
ROWS = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.25], [2.0, 1.5]]
DENSE = [[1.0, 2.0, 3.0, 4.0], [0.5, 1.5, 2.5, 3.5], [2.0, 1.0, 4.0, 3.0]]
EMPTY = [[1, 0], [1, 3]]

SAMPLES = [
    Sample("SparseToDense", [INDICES, SHAPE, VALUES, 0.5], dtypes="int64"),
    Sample("SparseToDense", [[1, 3], [4], [2.0, 3.0], 0.0], dtypes="int32"),
    Sample("SparseReorder", [INDICES[::-1], VALUES, SHAPE], dtypes="float32 int32"),
    Sample("SparseReshape", [INDICES, SHAPE, [2, -1]]),
    Sample(
        "SparseConcat",
        [[INDICES, OTHER], [VALUES, WEIGHTS], [SHAPE, SHAPE]],
        {"concat_dim": 1},
        dtypes="float32 int64",
    ),
    Sample("SparseSlice", [INDICES, VALUES, SHAPE, [0, 1], [2, 3]], dtypes="float32"),
    Sample(
        "SparseSliceGrad",
        [[1.0, 2.0], INDICES, [0, 1], [[0, 0], [1, 2]]],
        dtypes="float32 float64",
        expected=[1.0, 0.0, 2.0, 0.0],
    ),
    Sample("SparseSplit", [1, INDICES, VALUES, SHAPE], {"num_split": 3}, orders=0),
    Sample("SparseFillEmptyRows", [EMPTY, [1.0, 2.0], SHAPE, 7.0], dtypes="float32"),
    Sample(
        "SparseFillEmptyRowsGrad",
        [[1, 3], [1.0, 2.0, 3.0, 4.0]],
        expected=[2.0, 4.0],
        refused="string",
    ),
    Sample(
        "SparseDenseCwiseAdd",
        [INDICES, VALUES, SHAPE, DENSE],
        dtypes="float32 half",
        static=(2,),
    ),
    Sample(
        "SparseDenseCwiseMul",
        [INDICES, VALUES, SHAPE, [1.0, 2.0, 3.0, 4.0]],
        dtypes="float32 int32",
        static=(2,),
    ),
    Sample(
        "SparseDenseCwiseDiv",
        [INDICES, VALUES, SHAPE, [[2.0], [4.0], [8.0]]],
        dtypes="float32 int32",
        static=(2,),
    ),
    Sample("SparseTensorDenseAdd", [INDICES, VALUES, SHAPE, DENSE], static=(2,)),
    Sample(
        "SparseTensorDenseMatMul",
        [INDICES, VALUES, SHAPE, ROWS],
        refused="string bool",
    ),
    Sample(
        "SparseTensorDenseMatMul",
        [INDICES, VALUES, SHAPE, [[1.0, 2.0, 0.5]]],
        {"adjoint_a": True, "adjoint_b": True},
    ),
    Sample(
        "SparseSoftmax", [INDICES, VALUES, SHAPE], dtypes="float32 half", static=(2,)
    ),
    Sample("SparseReduceSum", [INDICES, VALUES, SHAPE, [1]], dtypes="float32 int32"),
    Sample("SparseReduceSum", [INDICES, VALUES, SHAPE, [-1, 0]], {"keep_dims": True}),
    Sample("SparseReduceMax", [INDICES, VALUES, SHAPE, [0]], dtypes="float32 int32"),
    Sample(
        "SparseReduceSumSparse",
        [INDICES, VALUES, SHAPE, [1]],
        {"keep_dims": True},
        orders=0,
    ),
    Sample("SparseReduceMaxSparse", [INDICES, VALUES, SHAPE, [0, 1]], orders=0),
    Sample("SparseAdd", [INDICES, VALUES, SHAPE, OTHER, WEIGHTS, SHAPE, 0.0]),
    Sample("SparseAddGrad", [[1.0, 2.0, 3.0, 4.0], INDICES, OTHER, INDICES]),
    Sample("SparseMatMul", [ROWS, [[1.0, 2.0, 0.5], [0.0, 1.0, 0.0]]]),
    Sample(
        "SparseMatMul",
        [ROWS, [[1.0, 2.0, 0.5, 0.25]]],
        {"transpose_a": True, "transpose_b": True},
    ),
    Sample("SparseSparseMaximum", [INDICES, VALUES, SHAPE, OTHER, WEIGHTS, SHAPE]),
    Sample("SparseSparseMinimum", [INDICES, VALUES, SHAPE, OTHER, WEIGHTS, SHAPE]),
]


FEATURES = [
    [INDICES[:2]],
    [np.array([b"x", b"y"], object)],
    [[3, 4]],
    [np.array([[1], [2], [3]])],
]
NUMBERS = [5, 7, 5, 2]

SAMPLES += [
    Sample(
        "SparseBincount",
        [INDICES, NUMBERS, SHAPE, 9, np.zeros(0, "f")],
        orders=0,
    ),
    Sample(
        "DenseCountSparseOutput",
        [[[1, 2], [2, 2]], [[0.5, 1.0], [2.0, 3.0]]],
        {"binary_output": True},
        orders=0,
    ),
    Sample(
        "SparseCountSparseOutput",
        [INDICES, NUMBERS, SHAPE, np.array(VALUES)],
        {"binary_output": False, "maxlength": 6},
        orders=0,
    ),
    Sample(
        "RaggedCountSparseOutput",
        [[0, 1, 4], NUMBERS, np.zeros(0, "f")],
        {"binary_output": False, "minlength": 9},
        orders=0,
    ),
    Sample(
        "SparseCross",
        FEATURES,
        {
            "hashed_output": True,
            "num_buckets": 100,
            "hash_key": 7,
            "out_type": "int64",
            "internal_type": "int64",
        },
    ),
    Sample("SparseCrossV2", [*FEATURES, b"-"]),
    Sample("SparseCrossHashed", [*FEATURES, 100, True, [1, 2]]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)
