"""Normal numbers between ends: TensorFlow's own numbers, and what they promise."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "ParameterizedTruncatedNormal",
        [np.int32([2, 3]), 0.0, 1.0, -1.0, [2.0, 3.0]],
        attrs={"seed": 5, "seed2": 7},
        dtypes="float32 float64",
    ),
    Sample(
        "StatelessParameterizedTruncatedNormal",
        [np.int32([3, 2]), np.int64([1, 2]), [0.0, 1], [[1.0], [2], [3]], -2.0, 3.0],
        dtypes="float32",
        orders=0,
        expected=[
            [0.544110119342804, -0.30158984661102295],
            [1.3025155067443848, 2.1020984649658203],
            [1.0248422622680664, 1.2599225044250488],
        ],
    ),
]

_ENDS = {
    (-2.0, 2.0): [0.5441101, 0.20738031, 0.07356432, 0.04643455, -1.3015898],
    (1.0, 2.0): [1.104776, 1.0023386, 1.8046737, 1.5083055, 1.9917033],
    (-5.0, -3.0): [-3.0513299, -3.0011456, -3.3942106, -3.6768384, -3.2490196],
    (-np.inf, 1.0): [-0.5441101, -0.20738031, -0.07356432, -0.04643455, 0.9538565],
    (5.0, np.inf): [5.0326486, 5.0007286, 5.25074, 5.4305077, 5.1583905],
    (-0.1, 0.1): [0.06881208, -0.06159094, 0.09924465, -0.06792252, -0.01212971],
}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("ends", _ENDS)
def test_numbers_are_those_of_tensorflow(ends: tuple[float, float]) -> None:
    found = tf.random.stateless_parameterized_truncated_normal(
        [5], [1, 2], minvals=ends[0], maxvals=ends[1]
    )
    np.testing.assert_allclose(found, _ENDS[ends], rtol=2e-6)


def test_stateful_stream_goes_on() -> None:
    graph = tf.Graph()
    with graph.as_default(), tf.compat.v1.Session() as session:
        drawn = tf.raw_ops.ParameterizedTruncatedNormal(
            shape=[6], means=0.0, stdevs=1.0, minvals=-2.0, maxvals=2.0, seed=5, seed2=7
        )
        first, second = session.run(drawn), session.run(drawn)
    wanted = [-0.87252676, -0.920335, 1.5606196, -0.51554364, -0.888666, -1.5409162]
    np.testing.assert_allclose(first, wanted, rtol=2e-6)
    assert (first != second).all()


def test_gradients_are_those_of_tensorflow() -> None:
    given = [tf.constant(value) for value in (0.3, 1.2, -1.0, 2.0)]
    with tf.GradientTape() as tape:
        tape.watch(given)
        drawn = tf.random.stateless_parameterized_truncated_normal([4], [1, 2], *given)
    found = tape.gradient(drawn, given)
    np.testing.assert_allclose(found, [4.0, 0.8714893, 0.990263, 0.88144296], rtol=1e-5)


def test_empty_ranges_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="minval"):
        tf.random.stateless_parameterized_truncated_normal(
            [2], [1, 2], minvals=2.0, maxvals=1.0
        )
