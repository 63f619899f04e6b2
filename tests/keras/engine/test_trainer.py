"""Tests of training, testing and predicting."""

import re

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras


def _data(samples: int = 10) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(samples, 4)).astype("float32")
    return x, (x @ np.array([[1.0], [-2.0], [0.5], [3.0]])).astype("float32")


def _linear_model() -> keras.Model:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.set_weights([np.full((4, 1), 0.1, "float32"), np.zeros(1, "float32")])
    return model


def test_fit_equals_gradient_descent_by_hand() -> None:
    x, y = _data()
    model = _linear_model()
    model.compile(keras.optimizers.SGD(0.1), "mse")
    history = model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    kernel, bias = np.full((4, 1), 0.1), np.zeros(1)
    expected = []
    for _ in range(2):
        total = 0.0
        for start in (0, 4, 8):
            part, truth = x[start : start + 4], y[start : start + 4]
            error = part @ kernel + bias - truth
            total += float((error**2).sum())
            kernel = kernel - 0.1 * 2 * part.T @ error / len(part)
            bias = bias - 0.1 * 2 * error.mean(0)
        expected.append(total / len(x))
    np.testing.assert_allclose(history.history["loss"], expected, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[0], kernel, rtol=1e-4, atol=1e-6)
    assert history.epoch == [0, 1]


def test_a_shorter_last_batch_is_not_traced_again() -> None:
    x, y = _data()
    traces = []

    class Counting(keras.layers.Layer):
        def call(self, inputs):
            traces.append(inputs.shape[0])
            return inputs

    model = keras.Sequential([Counting(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(x, y, batch_size=4, epochs=3, verbose=0)
    traced = len(traces)
    model.fit(x, y, batch_size=3, epochs=1, verbose=0)
    assert len(traces) == traced
    assert traces[-1] is None


def test_evaluate_returns_loss_and_metrics() -> None:
    x, y = _data()
    model = _linear_model()
    model.compile("sgd", "mse", metrics=["mae"])
    loss, error = model.evaluate(x, y, batch_size=3, verbose=0)
    difference = x @ np.full((4, 1), 0.1) - y
    assert loss == pytest.approx(float((difference**2).mean()), rel=1e-5)
    assert error == pytest.approx(float(np.abs(difference).mean()), rel=1e-5)
    named = model.evaluate(x, y, verbose=0, return_dict=True)
    assert list(named) == ["loss", "mae"]


def test_predict_joins_the_batches() -> None:
    x, _ = _data()
    model = _linear_model()
    expected = x @ np.full((4, 1), 0.1, "float32")
    np.testing.assert_allclose(
        model.predict(x, batch_size=3, verbose=0), expected, rtol=1e-5
    )


def test_accuracy_finds_its_kind() -> None:
    x = np.eye(3, dtype="float32")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Softmax()])
    for loss, y in (
        ("sparse_categorical_crossentropy", np.arange(3)),
        ("categorical_crossentropy", np.eye(3)),
    ):
        model.compile("sgd", loss, metrics=["accuracy", "acc"])
        found = model.evaluate(x, y, verbose=0, return_dict=True)
        assert found["accuracy"] == found["acc"] == 1.0


def test_validation_split_takes_the_end() -> None:
    x, y = _data()
    model = _linear_model()
    model.compile(keras.optimizers.SGD(0.0), "mse")
    history = model.fit(x, y, validation_split=0.3, verbose=0).history
    expected = model.evaluate(x[7:], y[7:], verbose=0)
    assert history["val_loss"] == [pytest.approx(expected, rel=1e-5)]


def test_class_weight_scales_samples() -> None:
    x = np.eye(2, dtype="float32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Softmax()])
    model.compile("sgd", "sparse_categorical_crossentropy")
    plain = model.train_on_batch(x, np.array([1, 0]))
    model.reset_metrics()
    doubled = model.train_on_batch(x, np.array([1, 0]), class_weight={0: 2.0, 1: 2.0})
    assert doubled == pytest.approx(2 * plain, rel=1e-5)


def test_generator_with_steps() -> None:
    x, y = _data(8)

    def batches():
        while True:
            yield x[:4], y[:4]
            yield x[4:], y[4:]

    model = _linear_model()
    model.compile("sgd", "mse")
    model.fit(batches(), steps_per_epoch=3, epochs=2, verbose=0)
    assert int(model.optimizer.iterations) == 6


def test_custom_train_step_is_used() -> None:
    x, y = _data(8)

    class Halved(keras.Model):
        def train_step(self, data):
            inputs, targets = data
            with tf.GradientTape() as tape:
                error = self(inputs, training=True) - targets
                loss = tf.reduce_mean(error**2) / 2.0
            gradients = tape.gradient(loss, self.trainable_variables)
            pairs = zip(gradients, self.trainable_variables, strict=True)
            self.optimizer.apply_gradients(pairs)
            return {"half": loss}

    inputs = keras.Input((4,))
    model = Halved(inputs, keras.layers.Dense(1)(inputs))
    model.compile("sgd")
    history = model.fit(x, y, epochs=2, verbose=0).history
    assert list(history) == ["half"]
    assert history["half"][1] < history["half"][0]


def test_progress_bar_of_evaluate(capsys: pytest.CaptureFixture) -> None:
    x, y = _data()
    model = _linear_model()
    model.compile("sgd", "mse")
    model.evaluate(x, y, batch_size=2)
    last = re.split(r"[\r\n]+", capsys.readouterr().out.strip())[-1]
    number = r"\d+\.\d{4}(e[-+]\d+)?"
    assert re.fullmatch(
        rf"5/5 \[={{30}}\] - \d+s \d+(s|ms|us)/step - loss: {number}", last
    )


def test_fit_without_compile_is_refused() -> None:
    with pytest.raises(ValueError, match="compile"):
        _linear_model().fit(*_data())


def test_different_lengths_are_refused() -> None:
    model = _linear_model()
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="cardinality"):
        model.fit(np.zeros((4, 4)), np.zeros((3, 1)), verbose=0)


def test_unknown_optimizer_is_named() -> None:
    with pytest.raises(ValueError, match="no_such_optimizer"):
        _linear_model().compile("no_such_optimizer", "mse")


def _line() -> tuple[keras.Model, np.ndarray, np.ndarray]:
    model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    x = np.random.default_rng(0).normal(size=(12, 2)).astype("float32")
    return model, x, x.sum(1, keepdims=True)


def test_callbacks_get_numbers_after_each_batch(capsys):
    model, x, y = _line()
    seen = []
    note = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: seen.append((batch, dict(logs)))
    )
    model.fit(x, y, batch_size=4, verbose=1, callbacks=[note])
    assert [batch for batch, _ in seen] == [0, 1, 2]
    assert all(type(value) is float for _, logs in seen for value in logs.values())
    assert "mae" in capsys.readouterr().out


def test_predictions_are_not_the_memory_of_the_inputs():
    start = keras.layers.Input((2,))
    model = keras.Model(start, keras.layers.Activation("linear")(start))
    x = np.ones((4, 2), np.float32)
    found = model.predict(x, verbose=0)
    x[:] = 7
    np.testing.assert_array_equal(found, np.ones((4, 2)))


def test_arrays_that_cannot_be_shared_are_copied():
    model, x, y = _line()
    x.flags.writeable = False
    wide = np.stack([y, y], axis=2)[..., 0]
    model.fit(x, wide, batch_size=5, shuffle=False, verbose=0)
    model.fit(x.astype("float64")[::-1], y > 0, batch_size=5, verbose=0)
    assert np.isfinite(model.predict(x[:, :], batch_size=5, verbose=0)).all()


def test_the_step_is_traced_once_for_the_last_smaller_batch():
    model, x, y = _line()
    traced = []

    class Counting(type(model)):
        def train_step(self, data):
            traced.append(1)
            return super().train_step(data)

    model.__class__ = Counting
    model.fit(x, y, batch_size=5, epochs=2, verbose=0)
    model.fit(x[:7], y[:7], batch_size=5, verbose=0)
    assert len(traced) == 1
