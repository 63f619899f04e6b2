"""Labels and predictions whose ranks differ by one, as Keras brings them together."""

import pytest

import tensorbrook as tf


@pytest.mark.parametrize(
    ("labels", "predictions", "expected"),
    [
        ((4,), (4, 1), ((4, 1), (4, 1))),
        ((4, 1), (4,), ((4, 1), (4, 1))),
        ((4, 8), (4, 8, 60), ((4, 8), (4, 8, 60))),
        ((4, 8, 1), (4, 8), ((4, 8), (4, 8))),
        ((4, 8), (4, 8, 1), ((4, 8), (4, 8))),
        ((4,), (4, 5), ((4,), (4, 5))),
    ],
)
def test_ranks(labels, predictions, expected):
    seen = []

    def loss(y_true, y_pred):
        seen.append((tuple(y_true.shape), tuple(y_pred.shape)))
        return tf.reduce_mean(y_pred)

    model = tf.keras.Sequential([tf.keras.layers.Lambda(lambda x: x)])
    model.compile("sgd", loss=loss, run_eagerly=True)
    model.evaluate(tf.zeros(predictions), tf.zeros(labels), batch_size=4, verbose=0)
    assert seen[0] == expected


def test_layers_merge_tensors_of_several_types():
    parts = [tf.constant([[1]], tf.int64), tf.constant([[0.5]])]
    assert tf.keras.layers.concatenate(parts).dtype == tf.float32
    assert tf.keras.layers.Add()(parts).numpy() == [[1.5]]


def test_statistics_of_a_vector():
    layer = tf.keras.layers.Normalization(axis=None)
    layer.adapt(tf.constant([1.0, 3.0]).numpy())
    assert layer(tf.constant([3.0])).numpy() == [1.0]


def test_a_layer_without_the_argument_may_be_told_to_train():
    class Twice(tf.keras.layers.Layer):
        def call(self, x):
            return x * 2

    assert float(Twice()(tf.constant(2.0), training=True)) == 4.0
