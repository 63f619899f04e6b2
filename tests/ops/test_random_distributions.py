"""Gamma, Poisson, binomial and categorical numbers, against those of TensorFlow."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_KEY = np.array([7], np.uint64)
_COUNTER = np.array([1, 2], np.uint64)
_RATES = np.array([0.5, 3.0])
_LOGITS = np.log(np.array([[0.1, 0.2, 0.7], [0.5, 0.4, 0.1], [0.3, 0.3, 0.4]]))
SAMPLES = [
    Sample("RandomGamma", [[3], _RATES], orders=0),
    Sample("RandomGammaGrad", [_RATES, [0.2, 2.5]], dtypes="float32 float64"),
    Sample("RandomPoissonV2", [[3], _RATES]),
    Sample("StatelessRandomGammaV3", [[3, 2], _KEY, _COUNTER, 1, _RATES], orders=0),
    Sample("StatelessRandomPoisson", [[3, 2], [1, 2], _RATES], {"dtype": tf.int32}),
    Sample("StatelessRandomBinomial", [[3, 2], [1, 2], [5.0, 9.0], [0.5, 0.1]]),
    Sample("StatelessMultinomial", [_LOGITS, 6, [1, 2]]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_seeded_gamma_and_poisson():
    tf.random.set_seed(1)
    drawn = tf.random.gamma([4], 2.0, seed=2)
    np.testing.assert_allclose(
        drawn, [0.35618591, 1.04417014, 1.80447888, 1.29967368], rtol=2e-6
    )
    assert tf.random.poisson([4], 3.0, seed=2).numpy().tolist() == [2.0, 2.0, 5.0, 3.0]


def test_gamma_divides_by_beta():
    tf.random.set_seed(1)
    drawn = tf.random.gamma([3], [0.5, 2.0], [1.0, 4.0], seed=3)
    np.testing.assert_allclose(
        drawn,
        [[1.17715681, 0.87994403], [0.48187456, 0.58493084], [0.54071009, 1.08787405]],
        rtol=2e-6,
    )


def test_gamma_is_differentiable():
    alpha, sample = [0.5, 1.0, 3.0, 3.0, 20.0, 0.1], [0.2, 1.0, 2.5, 9.0, 21.0, 0.001]
    slope = tf.raw_ops.RandomGammaGrad(alpha=alpha, sample=sample)
    np.testing.assert_allclose(
        slope,
        [0.79405046, 1.17356277, 0.96336192, 1.73975575, 1.03317451, 0.06490725],
        rtol=2e-6,
    )
    shapes = tf.constant([0.5, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(shapes)
        drawn = tf.random.gamma([4], shapes, seed=1)
    found = tape.gradient(drawn, shapes)
    wanted = tf.raw_ops.RandomGammaGrad(alpha=shapes, sample=drawn)
    np.testing.assert_allclose(found, tf.reduce_sum(wanted, 0), rtol=1e-5)


def test_stateless_draws():
    drawn = tf.random.stateless_gamma([4, 2], [1, 2], [0.5, 3.0], [1.0, 2.0])
    np.testing.assert_allclose(
        drawn,
        [
            [0.06695361, 1.70175743],
            [0.62823546, 1.22398555],
            [0.18136732, 2.21282744],
            [0.04758992, 1.51338637],
        ],
        rtol=2e-6,
    )
    drawn = tf.random.stateless_poisson([4, 2], [1, 2], [3.0, 40.0])
    assert drawn.numpy().tolist() == [[5, 34], [5, 45], [4, 40], [6, 39]]
    counts, probs = [10.0, 100.0, 100.0], [0.3, 0.7, 0.01]
    drawn = tf.random.stateless_binomial([4, 3], [1, 2], counts, probs)
    assert drawn.numpy().tolist() == [[5, 74, 1], [5, 66, 1], [5, 70, 3], [4, 70, 2]]
    drawn = tf.random.stateless_categorical(_LOGITS.astype(np.float32), 6, [1, 2])
    assert drawn.numpy().tolist() == [
        [2, 2, 1, 2, 2, 2],
        [1, 0, 1, 1, 1, 0],
        [0, 1, 2, 1, 2, 1],
    ]


def test_shape_must_end_with_that_of_the_parameters():
    with pytest.raises(tf.errors.InvalidArgumentError, match="must end with"):
        tf.random.stateless_gamma([2, 3], [1, 2], [0.5, 3.0])
