"""Tests that the rarer optimizers reduce a loss."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

optimizers = keras.optimizers


@pytest.mark.parametrize(
    "make",
    [
        lambda: optimizers.Adafactor(0.5, relative_step=False),
        lambda: optimizers.Muon(0.3, weight_decay=None),
        lambda: optimizers.ScheduleFreeAdamW(0.1),
        lambda: optimizers.LossScaleOptimizer(optimizers.Adam(0.1)),
        lambda: optimizers.Adam(0.1, amsgrad=True),
    ],
)
def test_loss_shrinks(make) -> None:
    optimizer = make()
    weight = keras.Variable(np.eye(3, dtype="float32") * 3.0)
    losses = []
    for _ in range(25):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.square(weight - 1.0))
            scaled = optimizer.scale_loss(loss)
        gradient = tape.gradient(scaled, weight)
        optimizer.apply_gradients([(gradient, weight)])
        losses.append(float(loss))
    assert losses[-1] < 0.5 * losses[0]
    copy = type(optimizer).from_config(optimizer.get_config())
    assert copy.get_config() == optimizer.get_config()


def test_update_that_is_not_finite_is_left_out() -> None:
    optimizer = optimizers.LossScaleOptimizer(optimizers.SGD(1.0), initial_scale=8.0)
    weight = keras.Variable([1.0])
    optimizer.apply_gradients([(tf.constant([np.inf]), weight)])
    np.testing.assert_allclose(weight, [1.0])
    assert float(optimizer.dynamic_scale) == 4.0


def test_several_optimizers_by_path() -> None:
    optimizers = keras.optimizers
    chosen = optimizers.OptimizerMap(optimizers.SGD(0.5))
    chosen["head.*"] = optimizers.SGD(0.1)
    both = optimizers.MultiOptimizer(chosen)
    variables = [keras.Variable([1.0], name=name) for name in ("head_a", "base")]
    both.apply([np.ones(1, "float32")] * 2, variables)
    np.testing.assert_allclose([float(v[0]) for v in variables], [0.9, 0.5], rtol=1e-6)
    assert [int(inner.iterations) for inner in both.optimizers] == [1, 1]
    again = optimizers.MultiOptimizer.from_config(both.get_config())
    assert float(again.optimizer_map["head_b"].learning_rate) == pytest.approx(0.1)
    with pytest.raises(AttributeError, match="learning rate"):
        _ = both.learning_rate
    with pytest.raises(ValueError, match="already"):
        chosen["head.*"] = optimizers.Adam()
    with pytest.raises(TypeError, match="OptimizerMap"):
        optimizers.MultiOptimizer(optimizers.SGD())
