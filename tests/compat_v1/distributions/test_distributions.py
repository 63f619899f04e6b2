"""Distributions; the values are those of TensorFlow 2.21 and of their moments."""

import math

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

d = tf.distributions


@pytest.fixture
def run():
    with tf.Graph().as_default(), tf.Session() as sess:
        yield sess.run


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (
            lambda: d.Normal([0.0, 1.0], [1.0, 2.0]).log_prob([0.5, 0.5]),
            [-1.0439385, -1.6433357],
        ),
        (lambda: d.Categorical(logits=[[0.1, 0.4, 0.2]]).log_prob([2]), [-1.1398194]),
        (lambda: d.Bernoulli(logits=[0.3]).prob([1]), [0.57444252]),
        (lambda: d.Beta(2.0, 3.0).log_prob(0.3), math.log(12 * 0.3 * 0.7**2)),
        (lambda: d.Gamma(2.0, 3.0).log_prob(0.3), math.log(9 * 0.3) - 0.9),
        (lambda: d.Laplace(2.0, 3.0).log_prob(0.3), -math.log(6) - 1.7 / 3),
        (lambda: d.Uniform(0.0, 2.0).prob([0.5, 3.0]), [0.5, 0.0]),
        (lambda: d.Exponential(2.0).log_prob(0.5), math.log(2) - 1),
        (lambda: d.kl_divergence(d.Normal(0.0, 1.0), d.Normal(1.0, 2.0)), 0.4431472),
        (lambda: d.Normal(0.0, 1.0).cdf(0.0), 0.5),
        (
            lambda: d.Normal(0.0, 2.0).entropy(),
            0.5 * math.log(2 * math.pi * math.e * 4),
        ),
    ],
)
def test_values(run, build, expected):
    np.testing.assert_allclose(run(build()), expected, rtol=2e-5)


@pytest.mark.parametrize(
    "build",
    [
        lambda: d.Normal(1.0, 2.0),
        lambda: d.Uniform(1.0, 3.0),
        lambda: d.Exponential(2.0),
        lambda: d.Laplace(1.0, 0.5),
        lambda: d.Gamma(2.0, 3.0),
        lambda: d.Beta(2.0, 3.0),
        lambda: d.Bernoulli(probs=0.3),
    ],
)
def test_draws_have_the_moments(run, build):
    distribution = build()
    drawn, mean, deviation = run(
        [distribution.sample(20000, seed=1), distribution.mean(), distribution.stddev()]
    )
    assert abs(drawn.mean() - mean) < 0.05 * max(1.0, deviation)
    assert abs(drawn.std() - deviation) < 0.06 * max(1.0, deviation)


def test_batches_of_categories(run):
    distribution = d.Categorical(probs=[[0.9, 0.1], [0.2, 0.8]])
    drawn = run(distribution.sample(5000, seed=1))
    np.testing.assert_allclose(drawn.mean(0), [0.1, 0.8], atol=0.03)
    assert run(distribution.mode()).tolist() == [0, 1]


def test_what_is_not_known_says_so(run):
    with pytest.raises(NotImplementedError, match="No KL"):
        d.kl_divergence(d.Normal(0.0, 1.0), d.Uniform())
    with pytest.raises(ValueError, match="probs or logits"):
        d.Bernoulli()
