"""Conditional accumulators; the numbers are TensorFlow's."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

raw = tf.raw_ops


@pytest.fixture
def session():
    with tf.Graph().as_default(), v1.Session() as sess:
        yield sess


@pytest.mark.covers(
    "ResourceConditionalAccumulator",
    "ResourceAccumulatorApplyGradient",
    "ResourceAccumulatorTakeGradient",
    "ResourceAccumulatorNumAccumulated",
    "ResourceAccumulatorSetGlobalStep",
)
def test_means():
    handle = raw.ResourceConditionalAccumulator(
        dtype=tf.float32, shape=[2], shared_name="means"
    )
    for step, gradient in ((0, [1.0, 2.0]), (1, [3.0, 2.0])):
        raw.ResourceAccumulatorApplyGradient(
            handle=handle, local_step=step, gradient=gradient
        )
    assert raw.ResourceAccumulatorNumAccumulated(handle=handle) == 2
    take = {"handle": handle, "dtype": tf.float32}
    mean = raw.ResourceAccumulatorTakeGradient(num_required=1, **take)
    assert mean.numpy().tolist() == [2.0, 2.0]
    raw.ResourceAccumulatorSetGlobalStep(handle=handle, new_global_step=5)
    raw.ResourceAccumulatorApplyGradient(
        handle=handle, local_step=4, gradient=[1.0, 1.0]
    )
    assert raw.ResourceAccumulatorNumAccumulated(handle=handle) == 0
    with pytest.raises(tf.errors.InvalidArgumentError, match="Shape mismatch"):
        raw.ResourceAccumulatorApplyGradient(
            handle=handle, local_step=9, gradient=[1.0]
        )
    with pytest.raises(tf.errors.InvalidArgumentError, match="at least 1"):
        raw.ResourceAccumulatorTakeGradient(num_required=0, **take)


@pytest.mark.covers(
    "ConditionalAccumulator",
    "AccumulatorApplyGradient",
    "AccumulatorTakeGradient",
    "AccumulatorNumAccumulated",
    "AccumulatorSetGlobalStep",
)
def test_sums(session):
    handle = raw.ConditionalAccumulator(
        dtype=tf.float32, shape=[2], reduction_type="SUM"
    )
    step = raw.AccumulatorApplyGradient(
        handle=handle, local_step=np.int64(0), gradient=[1.0, 2.0]
    )
    count = raw.AccumulatorNumAccumulated(handle=handle)
    session.run(step)
    session.run(step)
    assert session.run(count) == 2
    total = raw.AccumulatorTakeGradient(handle=handle, num_required=2, dtype=tf.float32)
    assert session.run(total).tolist() == [2.0, 4.0]
    session.run(step)
    assert session.run(count) == 0
    session.run(
        raw.AccumulatorSetGlobalStep(handle=handle, new_global_step=np.int64(0))
    )
    session.run(step)
    assert session.run(count) == 1


@pytest.mark.covers(
    "SparseConditionalAccumulator",
    "SparseAccumulatorApplyGradient",
    "SparseAccumulatorTakeGradient",
)
def test_each_row_has_its_mean(session):
    handle = raw.SparseConditionalAccumulator(dtype=tf.float32, shape=[4, 2])

    def apply(places, values):
        session.run(
            raw.SparseAccumulatorApplyGradient(
                handle=handle,
                local_step=np.int64(0),
                gradient_indices=np.array(places, np.int64),
                gradient_values=np.float32(values),
                gradient_shape=np.array([4, 2], np.int64),
                has_known_shape=True,
            )
        )

    apply([0, 2], [[1, 1], [2, 2]])
    apply([2, 3], [[4, 4], [6, 6]])
    taken = raw.SparseAccumulatorTakeGradient(
        handle=handle, num_required=2, dtype=tf.float32
    )
    places, values, dims = session.run(taken)
    assert (places.tolist(), dims.tolist()) == ([0, 2, 3], [4, 2])
    assert values.tolist() == [[1, 1], [3, 3], [6, 6]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="index 9"):
        apply([9], [[1, 1]])
