"""Records that newer ones have replaced."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_X = np.array([[3.0, 1.0, 2.0], [5.5, 5.0, 4.0]])
_S = np.array([[[4.0, 1.0], [1.0, 3.0]]])
_RHS = np.array([[[1.0], [2.0]]])
SAMPLES = [
    Sample("Gather", [_X, [1, 0, 1]], dtypes="float32 int32"),
    Sample("Concat", [1, [_X, _X]], dtypes="float32 int32", static=(0,)),
    Sample("ParallelConcat", [[_X[:1], _X[1:]]], {"shape": [2, 3]}, dtypes="float32"),
    Sample("Reverse", [_X, [True, False]], dtypes="float32", static=(1,)),
    Sample("TopK", [_X], {"k": 2}, dtypes="float32 int32", expected=[[3, 2], [5.5, 5]]),
    Sample(
        "InTopK",
        [_X.astype(np.float32), [0, 2]],
        {"k": 1},
        dtypes="float32",
        expected=[True, False],
    ),
    Sample("BatchMatMul", [_X, _X], {"adj_y": True}, dtypes="float32"),
    Sample("BiasAddV1", [_X, [1.0, 2.0, 3.0]], dtypes="float32"),
    Sample("BatchCholesky", [_S], dtypes="float32 float64", orders=0),
    Sample("BatchMatrixInverse", [_S], dtypes="float32", orders=1),
    Sample("BatchMatrixDeterminant", [_S], dtypes="float32", orders=1),
    Sample("BatchMatrixDiag", [_X], dtypes="float32"),
    Sample("BatchMatrixDiagPart", [_S], dtypes="float32"),
    Sample("BatchMatrixBandPart", [_S, 0, 1], dtypes="float32", static=(1, 2)),
    Sample("BatchMatrixSetDiag", [_S, [[9.0, 8.0]]], dtypes="float32"),
    Sample("BatchMatrixSolve", [_S, _RHS], dtypes="float32", orders=1),
    Sample("BatchMatrixTriangularSolve", [_S, _RHS], dtypes="float32", orders=1),
    Sample("BatchSelfAdjointEigV2", [_S], dtypes="float32", orders=0, xla=False),
    Sample("BatchSvd", [_S], dtypes="float32", orders=0, xla=False),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("Gather", {"params": _X, "indices": [5]}, "index 5"),
        ("Concat", {"concat_dim": 3, "values": [_X, _X]}, "3 is not an axis"),
        ("TopK", {"input": _X, "k": 5}, "k=5"),
    ],
)
def test_wrong_arguments(name, arguments, words) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=words):
        getattr(tf.raw_ops, name)(**arguments)
