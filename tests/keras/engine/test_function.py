"""Tests of functions drawn with symbolic values, and of settings by attribute."""

import numpy as np
import pytest

from tensorbrook import keras


def test_function_of_symbolic_values() -> None:
    x, y = keras.KerasTensor((None, 3)), keras.KerasTensor((None, 3))
    function = keras.Function([x, y], {"sum": x + y, "product": x * y})
    found = function([np.full((2, 3), 2.0), np.full((2, 3), 3.0)])
    np.testing.assert_allclose(found["sum"], 5.0)
    np.testing.assert_allclose(found["product"], 6.0)
    shapes = function.compute_output_shape([(4, 3), (4, 3)])
    assert shapes == {"sum": (4, 3), "product": (4, 3)}
    assert len(function.operations) >= 2
    with pytest.raises(ValueError, match="2 input"):
        function([np.ones((2, 3))])
    with pytest.raises(ValueError, match="KerasTensors"):
        keras.Function(1, 2)


def test_settings_may_be_frozen() -> None:
    config = keras.utils.Config(units=4)
    config.rate = 0.1
    assert config.as_dict() == {"units": 4, "rate": 0.1}
    assert (config.get("depth", 2), "units" in config, len(config)) == (2, True, 2)
    config.freeze()
    with pytest.raises(ValueError, match="frozen"):
        config.units = 5
    config.unfreeze()
    assert config.pop("units") == 4
    with pytest.raises(AttributeError, match="units"):
        _ = config.units


def test_train_step_of_keras_2() -> None:
    import tensorbrook as tf

    class Old(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(1)

        def call(self, x):
            return self.dense(x)

        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                y_pred = self(x, training=True)
                loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
            gradients = tape.gradient(loss, self.trainable_variables)
            pairs = zip(gradients, self.trainable_variables, strict=True)
            self.optimizer.apply_gradients(pairs)
            self.compiled_metrics.update_state(y, y_pred)
            return {metric.name: metric.result() for metric in self.metrics}

    model = Old()
    model.compile("sgd", "mse", metrics=["mae"])
    with pytest.warns(DeprecationWarning, match="compil"):
        history = model.fit(np.ones((4, 2)), np.zeros((4, 1)), verbose=0).history
    assert set(history) == {"loss", "mae"}
    assert model.metrics_names == ["loss", "compile_metrics"]
