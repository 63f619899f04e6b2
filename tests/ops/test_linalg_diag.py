"""Diagonals and bands of matrices."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_MATRIX = np.arange(12.0).reshape(3, 4)
_BATCH = np.arange(18.0).reshape(2, 3, 3)

SAMPLES = [
    Sample("Diag", [[1.0, 2.0]], dtypes="float32 int32"),
    Sample("DiagPart", [[[1.0, 2.0], [3.0, 4.0]]], dtypes="float32 int32"),
    Sample("MatrixDiag", [[[1.0, 2.0], [3.0, 4.0]]], dtypes="float32 int64"),
    Sample("MatrixDiagPart", [_BATCH], dtypes="float32 int64"),
    Sample("MatrixSetDiag", [_MATRIX, [7.0, 8.0, 9.0]], dtypes="float32 int64"),
    Sample(
        "MatrixDiagV2",
        [[1.0, 2.0], 1, 2, 4, 0.5],
        dtypes="float32 float64",
        static=(1, 2, 3),
    ),
    Sample(
        "MatrixDiagPartV2",
        [_MATRIX, [-1, 1], 0.5],
        dtypes="float32 float64",
        static=(1,),
    ),
    Sample("MatrixSetDiagV2", [_MATRIX, [7.0, 8.0, 9.0], 1], dtypes="float32"),
    Sample(
        "MatrixDiagV3",
        [_MATRIX[:2, :3], [-1, 0], -1, -1, 0.5],
        dtypes="float32",
        static=(1, 2, 3),
    ),
    Sample(
        "MatrixDiagPartV3",
        [_BATCH, [-2, 1], 0.5],
        {"align": "LEFT_RIGHT"},
        dtypes="float32",
        static=(1,),
    ),
    Sample(
        "MatrixSetDiagV3",
        [_BATCH, np.ones((2, 2, 3)), [0, 1]],
        dtypes="float32",
        static=(2,),
    ),
    Sample("MatrixBandPart", [_BATCH, 1, 0], dtypes="float32 int32"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("k", [0, 1, -1, (-1, 0), (0, 1), (-2, 1)])
@pytest.mark.parametrize(
    "align", ["LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT"]
)
def test_diag_and_set_diag_undo_diag_part(k, align) -> None:
    part = tf.linalg.diag_part(_MATRIX, k=k, align=align)
    low, high = (k, k) if isinstance(k, int) else k
    wanted = np.triu(np.tril(_MATRIX, high), low)
    made = tf.linalg.diag(part, k=k, align=align, num_rows=3, num_cols=4)
    np.testing.assert_array_equal(made, wanted)
    put = tf.linalg.set_diag(np.zeros((3, 4)), part, k=k, align=align)
    np.testing.assert_array_equal(put, wanted)


def test_padding_lies_where_align_says() -> None:
    part = tf.linalg.diag_part(_MATRIX[:, :3], k=(-1, 1), padding_value=-1)
    np.testing.assert_array_equal(part, [[-1, 1, 6], [0, 5, 10], [4, 9, -1]])


def test_string_matrices_are_padded_with_empty_strings() -> None:
    assert tf.linalg.diag([b"a", b"b"]).numpy().tolist() == [[b"a", b""], [b"", b"b"]]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: tf.linalg.diag(1.0),
        lambda: tf.linalg.diag_part([1.0]),
        lambda: tf.linalg.diag([1.0, 2.0], num_rows=1),
        lambda: tf.linalg.diag_part(np.eye(2), k=5),
        lambda: tf.linalg.diag_part(np.eye(2), k=(1, 0)),
        lambda: tf.linalg.set_diag(np.eye(2), [1.0]),
        lambda: tf.linalg.band_part(np.eye(2), -1, 5),
        lambda: tf.linalg.tensor_diag_part(np.ones((2, 3))),
    ],
)
def test_sizes_that_do_not_fit_are_named(wrong) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError):
        wrong()
