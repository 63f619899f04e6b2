"""Tests of blocks in which variables and calls behave in another way."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras


def test_values_inside_and_outside() -> None:
    one, other = keras.Variable(1.0), keras.Variable([1.0, 2.0])
    with keras.StatelessScope([(one, 5.0)]) as scope:
        assert float(one) == 5.0
        one.assign_add(2.0)
        other.assign([3.0, 4.0])
        assert float(scope.get_current_value(one)) == 7.0
    assert float(one) == 1.0
    assert other.numpy().tolist() == [1.0, 2.0]
    assert float(scope.get_current_value(one)) == 7.0
    assert scope.get_current_value(other).numpy().tolist() == [3.0, 4.0]
    assert scope.get_current_value(keras.Variable(0.0)) is None
    with pytest.raises(ValueError, match="shape"):
        keras.StatelessScope([(one, [1.0, 2.0])])


@pytest.mark.parametrize("mode", ["full", "larger_than", "activations"])
def test_recomputed_layers_have_the_same_gradients(mode: str) -> None:
    x = np.ones((2, 3), "float32")
    with keras.RematScope(mode=mode, output_size_threshold=1):
        layer = keras.layers.Dense(2, "tanh", kernel_initializer="ones")
    plain = keras.layers.Dense(2, "tanh", kernel_initializer="ones")
    found = []
    for dense in (layer, plain):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(dense(x) ** 2)
        found.append(tape.gradient(loss, dense.trainable_weights))
    for one, other in zip(*found, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6)
    with pytest.raises(ValueError, match="mode"):
        keras.RematScope(mode="some")


def test_symbolic_scope_is_a_context() -> None:
    with keras.SymbolicScope():
        assert keras.ops.add(1, 2) == 3
