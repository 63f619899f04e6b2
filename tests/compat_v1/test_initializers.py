"""Initializers draw TensorFlow's numbers; the values are those of TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

EXPECTED = [
    (
        "tf.random_normal_initializer(seed=1)([2])",
        [-0.8113182187080383, 1.4845987558364868],
    ),
    (
        "tf.truncated_normal_initializer(stddev=0.1, seed=2)([2])",
        [-0.08581110090017319, -0.019662300124764442],
    ),
    (
        "tf.random_uniform_initializer(-1, 1, seed=3)([2])",
        [-0.22614119946956635, -0.2799474895000458],
    ),
    (
        "tf.variance_scaling_initializer(seed=4)([3, 1])",
        [[0.19447660446166992], [-0.02061839960515499], [-0.035909801721572876]],
    ),
    (
        "tf.glorot_uniform_initializer(seed=5)([3, 1])",
        [[-0.273580402135849], [0.400939404964447], [-0.754661500453949]],
    ),
    (
        "tf.glorot_normal_initializer(seed=5)([3, 1])",
        [[-0.9470282793045044], [-0.570702314376831], [-1.405295968055725]],
    ),
    (
        "tf.orthogonal_initializer(2.0, seed=6)([2, 2])",
        [
            [1.7453025579452515, 0.9766871929168701],
            [0.9766871929168701, -1.7453030347824097],
        ],
    ),
    (
        "tf.initializers.he_normal(seed=7)([3, 1])",
        [[-0.043576501309871674], [-1.1175005435943604], [1.0830936431884766]],
    ),
    (
        "tf.initializers.lecun_uniform(seed=7)([3, 1])",
        [[-0.03211810067296028], [0.01240609958767891], [-0.48971250653266907]],
    ),
    (
        "tf.uniform_unit_scaling_initializer(seed=8)([3, 1])",
        [[0.5630177855491638], [0.7495504021644592], [0.6651911735534668]],
    ),
    ("tf.constant_initializer([1, 2])([3])", [1.0, 2.0, 2.0]),
    ("tf.initializers.identity(gain=3.0)([2, 3])", [[3.0, 0.0, 0.0], [0.0, 3.0, 0.0]]),
]


@pytest.mark.parametrize(("text", "expected"), EXPECTED)
def test_values(text, expected):
    with tf.Graph().as_default(), tf.Session() as sess:
        found = sess.run(eval(text, {"tf": tf}))  # noqa: S307
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)


def test_a_seed_of_the_graph_decides_as_well():
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(777)
        weight = tf.Variable(tf.random_normal([2]))
        sess.run(tf.global_variables_initializer())
        np.testing.assert_allclose(sess.run(weight), [0.5859776, 0.5567626], rtol=1e-5)


def test_configs_make_equal_initializers():
    first = tf.variance_scaling_initializer(2.0, "fan_avg", "uniform", 3)
    again = type(first).from_config(first.get_config())
    assert again.get_config() == first.get_config()


def test_wrong_arguments_are_refused():
    with pytest.raises(ValueError, match="scale"):
        tf.variance_scaling_initializer(-1.0)
    with pytest.raises(ValueError, match="two-dimensional"):
        tf.initializers.identity()([2])
