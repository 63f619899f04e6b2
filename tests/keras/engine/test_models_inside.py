"""Models inside of models, and models that define a part of the training themselves."""

import numpy as np
import pytest

import tensorbrook as tf

keras = tf.keras


@pytest.fixture
def teacher():
    model = keras.Sequential([keras.layers.Dense(2)])
    model.compile("sgd", "mse", metrics=["mae"])
    model.fit(np.ones((4, 3)), np.ones((4, 2)), verbose=0)
    return model


class Student(keras.Model):
    def __init__(self, teacher):
        super().__init__()
        self.teacher = teacher
        self.dense = keras.layers.Dense(2)

    def call(self, x):
        return self.dense(x)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None):
        return tf.reduce_mean(tf.square(y_pred - self.teacher(x, training=False)))


def test_the_metrics_of_a_model_inside_stay_out(teacher):
    student = Student(teacher)
    student.compile("sgd", metrics=[keras.metrics.MeanSquaredError()])
    history = student.fit(np.ones((4, 3)), np.zeros((4, 2)), epochs=3, verbose=0)
    assert sorted(history.history) == ["loss", "mean_squared_error"]
    assert 0 < history.history["loss"][-1] < history.history["loss"][0]


def test_batches_of_other_lengths_than_the_first():
    model = keras.Sequential([keras.layers.Embedding(5, 4), keras.layers.LSTM(3)])
    model.compile("sgd", "mse")
    for steps in (3, 5):
        model.train_on_batch(np.ones((2, steps), int), np.ones((2, 3)))
    declared = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    with pytest.raises(ValueError, match="incompatible"):
        declared(np.ones((2, 4)))
