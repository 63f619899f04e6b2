"""Tests of small models that learn from large ones; numbers of Keras."""

import numpy as np
import pytest

from tensorbrook import keras

tools = keras.distillation
TEACHER = np.array([[1.0, 2.0], [3.0, -1.0]], "float32")
STUDENT = np.array([[0.0, 1.0], [1.0, 1.0]], "float32")


def _model(start: str, letter: str) -> keras.Model:
    dense = keras.layers.Dense
    return keras.Sequential(
        [
            keras.Input((3,)),
            dense(4, kernel_initializer=start, name=f"{letter}1"),
            dense(2, kernel_initializer=start, name=f"{letter}2"),
        ]
    )


def test_losses() -> None:
    logits = tools.LogitsDistillation()
    assert float(logits.compute_loss(TEACHER, STUDENT)) == pytest.approx(3.2836018)
    logits = tools.LogitsDistillation(loss="mse")
    assert float(logits.compute_loss(TEACHER, STUDENT)) == pytest.approx(0.2777778)
    features = tools.FeatureDistillation("cosine_similarity")
    assert float(features.compute_loss(TEACHER, STUDENT)) == pytest.approx(-0.6708204)
    again = tools.LogitsDistillation.from_config(logits.get_config())
    assert again.get_config() == logits.get_config()


def test_training() -> None:
    teacher, student = _model("ones", "t"), _model("zeros", "s")
    losses = [
        tools.LogitsDistillation(),
        tools.FeatureDistillation("mse", "t1", "s1"),
    ]
    both = tools.Distiller(teacher, student, losses, [0.7, 0.3])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    both.compile("sgd", loss, metrics=["accuracy"])
    x, y = np.arange(6).reshape(2, 3).astype("float32"), np.array([0, 1])
    before = [weight.numpy() for weight in teacher.weights]
    history = both.fit(x, y, verbose=0, epochs=2).history
    assert history["student_loss"][0] == pytest.approx(np.log(2), rel=1e-5)
    assert history["loss"][1] < history["loss"][0]
    assert all(
        (a == b.numpy()).all() for a, b in zip(before, teacher.weights, strict=True)
    )
    np.testing.assert_allclose(both.predict(x, verbose=0), student(x), rtol=1e-6)
    again = tools.Distiller.from_config(both.get_config())
    assert again.distillation_loss_weights == [0.7, 0.3]


def test_what_makes_no_sense() -> None:
    teacher, student = _model("ones", "t"), _model("zeros", "s")
    with pytest.raises(ValueError, match="temperature"):
        tools.LogitsDistillation(0)
    with pytest.raises(ValueError, match="No such layer"):
        tools.Distiller(
            teacher, student, tools.FeatureDistillation("mse", "t1", "none")
        )
    with pytest.raises(ValueError, match="student_loss_weight"):
        tools.Distiller(
            teacher, student, tools.LogitsDistillation(), student_loss_weight=2.0
        )
    with pytest.raises(ValueError, match="2 weights"):
        tools.Distiller(teacher, student, tools.LogitsDistillation(), [1.0, 2.0])
    with pytest.raises(ValueError, match="same structure"):
        tools.LogitsDistillation().validate_outputs([TEACHER], [STUDENT, STUDENT])
