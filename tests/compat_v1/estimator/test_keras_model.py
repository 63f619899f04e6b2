"""Estimators that Keras models make."""

import numpy as np
import pytest

import tensorbrook as tf

keras = tf.keras
X = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
Y = (X.sum(1) > 0).astype("int32")


@pytest.fixture
def model():
    made = keras.Sequential(
        [
            keras.layers.Dense(8, activation="relu", input_shape=(3,)),
            keras.layers.Dense(2, activation="softmax", name="chosen"),
        ]
    )
    made.compile(
        keras.optimizers.Adam(0.05),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return made


def data(model, repeats=1):
    features = {model.input_names[0]: X}
    return lambda: (
        tf.data.Dataset.from_tensor_slices((features, Y)).repeat(repeats).batch(16)
    )


def test_an_estimator_learns_from_the_model_on(model, tmp_path):
    estimator = keras.estimator.model_to_estimator(model, model_dir=str(tmp_path))
    before = model.evaluate(X, Y, verbose=0, return_dict=True)
    estimator.train(data(model), steps=1)
    estimator.train(data(model, 20))
    found = estimator.evaluate(data(model))
    assert sorted(found) == ["accuracy", "global_step", "loss"]
    assert found["global_step"] == 81
    assert found["loss"] < 0.5 * before["loss"]
    assert found["accuracy"] > 0.9
    rows = list(estimator.predict(data(model)))
    assert len(rows) == 64 and rows[0]["chosen"].shape == (2,)
    chosen = np.argmax([row["chosen"] for row in rows], 1)
    assert np.mean(chosen == Y) == pytest.approx(found["accuracy"])
    after = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert after == before


def test_what_is_missing_is_named(model):
    with pytest.raises(ValueError, match="one of"):
        keras.estimator.model_to_estimator()
    with pytest.raises(ValueError, match="has not been compiled"):
        keras.estimator.model_to_estimator(keras.Sequential([keras.Input((1,))]))
    estimator = keras.estimator.model_to_estimator(model)
    with pytest.raises(ValueError, match="the inputs of the model"):
        estimator.train(lambda: ({"a": X, "b": X}, Y), steps=1)
