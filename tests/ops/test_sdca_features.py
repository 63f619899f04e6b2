"""Names of features as numbers, and weights that shrink."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.mark.covers("SdcaFprint")
def test_fingerprints_are_those_of_tensorflow() -> None:
    found = tf.raw_ops.SdcaFprint(input=["a", "hello world", "", "x" * 40])
    wanted = [
        [7969074168056553668, 5955762262185338209],
        [2911873174415414509, 6996746284954752264],
        [4463240938071824939, 4374473821787594281],
        [945643983540428722, -8988887773001250402],
    ]
    np.testing.assert_array_equal(found, wanted)


@pytest.mark.covers("SdcaShrinkL1")
def test_weights_shrink_in_a_graph() -> None:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        weights = [
            tf.compat.v1.get_variable(name, initializer=value)
            for name, value in (("v", [1.0, -2.0, 0.1]), ("w", [[3.0]]))
        ]
        shrink = tf.raw_ops.SdcaShrinkL1(weights=weights, l1=0.5, l2=2.0)
        session.run([weight.initializer for weight in weights])
        session.run(shrink)
        first, second = session.run(weights)
    np.testing.assert_allclose(first, [0.75, -1.75, 0.0])
    np.testing.assert_allclose(second, [[2.75]])
    with pytest.raises(RuntimeError, match="eager"):
        tf.raw_ops.SdcaShrinkL1(weights=[tf.ones([1])], l1=0.5, l2=2.0)
