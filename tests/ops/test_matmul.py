"""Products of matrices."""

import numpy as np
import pytest

from tensorbrook._src.core import errors
from tensorbrook._src.ops import matmul
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "BatchMatMulV3",
        [np.ones((2, 3), np.int8), np.ones((3, 2), np.int8)],
        attrs={"Tout": "int32"},
        refused="Ta:complex64 Ta:complex128 Tb:complex64 Tb:complex128",
        expected=[[3, 3], [3, 3]],
    ),
    Sample(
        "MatMul",
        [[[1.3, -0.7, 0.4], [2.4, 0.6, -1.1]], [[0.3, 1.7], [-0.4, 0.6], [1.1, 0.2]]],
        dtypes="float32 float64 half bfloat16",
    ),
    Sample(
        "MatMul",
        [[[1.3, -0.7], [2.4, 0.6]], [[0.3, 1.7], [-0.4, 0.6]]],
        dtypes="float32 float64",
        attrs={"transpose_a": True, "transpose_b": True},
    ),
    Sample(
        "BatchMatMulV2",
        [
            [[[1.3, -0.7], [2.4, 0.6]], [[0.2, 0.9], [1.4, -0.6]]],
            [[0.3, 1.7], [-0.4, 0.6]],
        ],
        dtypes="float32 float64",
        attrs={"adj_x": True, "adj_y": True},
    ),
    Sample(
        "MatMul",
        [[[1.3, -0.7], [2.4, 0.6]], [[0.3, 1.7], [-0.4, 0.6]]],
        dtypes="float32 float64",
        attrs={"transpose_a": True, "transpose_b": False},
    ),
    Sample(
        "BatchMatMulV2",
        [
            [[[1.3, -0.7], [2.4, 0.6]], [[0.2, 0.9], [1.4, -0.6]]],
            [[0.3, 1.7], [-0.4, 0.6]],
        ],
        dtypes="float32 float64",
        attrs={"adj_x": True, "adj_y": False},
    ),
    Sample(
        "MatMul",
        [[[1.3, -0.7], [2.4, 0.6]], [[0.3, 1.7], [-0.4, 0.6]]],
        dtypes="float32 float64",
        attrs={"transpose_a": False, "transpose_b": True},
    ),
    Sample(
        "BatchMatMulV2",
        [
            [[[1.3, -0.7], [2.4, 0.6]], [[0.2, 0.9], [1.4, -0.6]]],
            [[0.3, 1.7], [-0.4, 0.6]],
        ],
        dtypes="float32 float64",
        attrs={"adj_x": False, "adj_y": True},
    ),
    Sample(
        "MatMul",
        [[[1.3, -0.7], [2.4, 0.6]], [[0.3, 1.7], [-0.4, 0.6]]],
        dtypes="float32 float64",
        attrs={"transpose_a": False, "transpose_b": False},
    ),
    Sample(
        "BatchMatMulV2",
        [
            [[[1.3, -0.7], [2.4, 0.6]], [[0.2, 0.9], [1.4, -0.6]]],
            [[0.3, 1.7], [-0.4, 0.6]],
        ],
        dtypes="float32 float64",
        attrs={"adj_x": False, "adj_y": False},
    ),
    Sample("MatMul", [[[1, 2]], [[3], [4]]], dtypes="int32 int64", expected=[[11]]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_inner_dimensions_have_to_agree() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="Matrix size-incompatible"):
        matmul.matmul(np.ones((2, 3)), np.ones((2, 3)))


@pytest.mark.parametrize("axes", [0, 1, [[1], [0]], [[0, 1], [1, 0]]])
def test_tensordot_agrees_with_numpy(axes) -> None:
    a, b = np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(3, 2)
    np.testing.assert_allclose(matmul.tensordot(a, b, axes), np.tensordot(a, b, axes))


def test_tensordot_of_sizes_that_are_not_known_before_the_run() -> None:
    import tensorbrook as tf

    first = np.arange(24.0).reshape(2, 3, 4)
    second = np.arange(20.0).reshape(4, 5)
    for shape in ([None, None, None], None):
        spec = [
            tf.TensorSpec(shape, tf.float64),
            tf.TensorSpec(None if shape is None else [None, None], tf.float64),
        ]
        found = tf.function(lambda a, b: tf.tensordot(a, b, 1), spec)(first, second)
        np.testing.assert_allclose(found, np.tensordot(first, second, 1))
    spec = [tf.TensorSpec([None, None, None], tf.float64)] * 2
    found = tf.function(lambda a, b: tf.tensordot(a, b, [[0, 2], [0, 2]]), spec)(
        first, first
    )
    np.testing.assert_allclose(found, np.tensordot(first, first, [[0, 2], [0, 2]]))
