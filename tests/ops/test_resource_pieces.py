"""Pieces of variables and of tensors."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops import roads
from tests.ops.driver import Sample, check, wave

SAMPLES = [
    Sample(
        "ResourceGatherNd",
        [roads.handle(tf.reshape(tf.range(12.0), [3, 4])), np.int32([[0, 1], [2, 3]])],
        attrs={"dtype": tf.float32},
        orders=0,
        expected=[1, 11],
    ),
    Sample(
        "TensorStridedSliceUpdate",
        [wave(3, 4), np.int32([0, 1]), np.int32([3, 4]), np.int32([2, 2]), wave(2, 1)],
        dtypes="float32 float64",
        static=(1, 2, 3),
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("indices", [[[0, 1], [2, 3], [0, 1]], [[2], [0]]])
def test_gradients_reach_the_variable(indices: list[list[int]]) -> None:
    variable = tf.Variable(tf.reshape(tf.range(12.0), [3, 4]))
    with tf.GradientTape() as tape:
        tape.watch(variable.handle)
        found = tf.raw_ops.ResourceGatherNd(
            resource=variable.handle, indices=indices, dtype=tf.float32
        )
        loss = tf.reduce_sum(found * found)
    gradient = tf.convert_to_tensor(tape.gradient(loss, variable.handle))
    wanted = np.zeros((3, 4))
    for place in indices:
        wanted[tuple(place)] += 2 * variable.numpy()[tuple(place)]
    np.testing.assert_allclose(gradient, wanted)


def test_updates_that_do_not_fit_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="broadcast"):
        tf.raw_ops.TensorStridedSliceUpdate(
            input=[1, 2, 3], begin=[0], end=[2], strides=[1], value=[1, 2, 3]
        )
