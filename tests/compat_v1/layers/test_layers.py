"""`tf.layers`: shapes, names, reuse, and the updates of batch normalisation."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf


@pytest.fixture
def session():
    with tf.Graph().as_default(), tf.Session() as sess:
        yield sess


def test_dense_computes_and_names(session):
    x = np.array([[1.0, 2.0]], np.float32)
    y = tf.layers.dense(
        x, 2, tf.nn.relu, kernel_initializer=tf.constant_initializer([1, -1, 1, -1])
    )
    assert [v.name for v in tf.trainable_variables()] == [
        "dense/kernel:0",
        "dense/bias:0",
    ]
    tf.layers.dense(x, 2)
    assert tf.trainable_variables()[-1].name == "dense_1/bias:0"
    session.run(tf.global_variables_initializer())
    assert session.run(y).tolist() == [[3.0, 0.0]]


def test_reuse(session):
    x = tf.ones([1, 3])
    first = tf.layers.dense(x, 2, name="d")
    second = tf.layers.dense(x, 2, name="d", reuse=True)
    layer = tf.layers.Dense(2)
    layer(x), layer(x)
    assert [v.name for v in tf.trainable_variables()] == [
        "d/kernel:0",
        "d/bias:0",
        "dense/kernel:0",
        "dense/bias:0",
    ]
    session.run(tf.global_variables_initializer())
    np.testing.assert_array_equal(*session.run([first, second]))
    with pytest.raises(ValueError, match="already exists"):
        tf.layers.dense(x, 2, name="d")


@pytest.mark.parametrize(
    ("build", "shape"),
    [
        (lambda x: tf.layers.conv2d(x, 8, 3), [2, 4, 4, 8]),
        (lambda x: tf.layers.conv2d(x, 8, [3, 3], 2, "same"), [2, 3, 3, 8]),
        (lambda x: tf.layers.conv2d_transpose(x, 8, 3, 2, "same"), [2, 12, 12, 8]),
        (
            lambda x: tf.layers.separable_conv2d(x, 8, 3, depth_multiplier=2),
            [2, 4, 4, 8],
        ),
        (lambda x: tf.layers.max_pooling2d(x, 2, 2), [2, 3, 3, 3]),
        (lambda x: tf.layers.average_pooling2d(x, [2, 2], 2, "same"), [2, 3, 3, 3]),
        (lambda x: tf.layers.flatten(x), [2, 108]),
        (lambda x: tf.layers.dense(x, 5), [2, 6, 6, 5]),
        (lambda x: tf.layers.conv1d(x[:, 0], 4, 3, padding="causal"), [2, 6, 4]),
    ],
)
def test_shapes(session, build, shape):
    y = build(tf.ones([2, 6, 6, 3]))
    assert y.shape.as_list() == shape
    session.run(tf.global_variables_initializer())
    assert list(session.run(y).shape) == shape


def test_dropout_follows_a_tensor(session):
    training = tf.placeholder(tf.bool)
    y = tf.layers.dropout(tf.ones([1000]), 0.5, training=training)
    assert session.run(y, {training: False}).tolist() == [1.0] * 1000
    assert 0.3 < (session.run(y, {training: True}) == 0).mean() < 0.7


def test_batch_normalization_updates_on_the_side(session):
    x = np.array([[0.0], [2.0]], np.float32)
    y = tf.layers.batch_normalization(x, momentum=0.5, training=True)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    assert len(updates) == 2 and len(tf.trainable_variables()) == 2
    session.run(tf.global_variables_initializer())
    np.testing.assert_allclose(session.run(y), [[-1.0], [1.0]], atol=1e-3)
    session.run(updates)
    averages = {v.name: session.run(v)[0] for v in tf.global_variables()[2:]}
    assert averages == {
        "batch_normalization/moving_mean:0": 0.5,
        "batch_normalization/moving_variance:0": 1.0,
    }


def test_regularizers_make_losses(session):
    tf.layers.dense(tf.ones([1, 2]), 1, kernel_regularizer=tf.nn.l2_loss)
    assert len(tf.losses.get_regularization_losses()) == 1


def test_a_layer_of_ones_own(session):
    class Scale(tf.layers.Layer):
        def build(self, input_shape):
            self.factor = self.add_weight(
                "factor", [], initializer=tf.ones_initializer()
            )
            super().build(input_shape)

        def call(self, inputs):
            return inputs * self.factor

    layer = Scale(name="s")
    layer(tf.ones([2]))
    assert [v.name for v in layer.trainable_weights] == ["s/factor:0"]
    assert layer.name == "s" and layer.built
