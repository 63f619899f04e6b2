"""Dirichlet, multinomial and Student's t; the values are TensorFlow 2.21's."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

d = tf.distributions


@pytest.fixture
def run():
    with tf.Graph().as_default(), tf.Session() as sess:
        yield sess.run


def test_student_t(run):
    t = d.StudentT(df=3.0, loc=1.0, scale=2.0)
    found = run([t.log_prob([0.5, 2.0]), t.cdf([0.5, 2.0]), t.entropy()])
    np.testing.assert_allclose(found[0], [-1.7352746, -1.8541214], rtol=1e-5)
    np.testing.assert_allclose(found[1], [0.40936464, 0.674276], rtol=1e-5)
    np.testing.assert_allclose(found[2], 2.4666245, rtol=1e-5)
    assert run([t.mean(), t.variance(), t.mode()]) == [1.0, 12.0, 1.0]
    assert run(d.StudentT([1.5, 0.5], 0.0, 1.0).variance()).tolist()[0] == np.inf


def test_dirichlet(run):
    shares = d.Dirichlet([1.0, 2.0, 3.0])
    found = run([shares.log_prob([0.2, 0.3, 0.5]), shares.entropy()])
    np.testing.assert_allclose(found, [1.5040774, -1.2443442], rtol=1e-5)
    expected = [
        [0.01984127, -0.00793651, -0.01190476],
        [-0.00793651, 0.03174603, -0.02380953],
        [-0.01190476, -0.02380953, 0.03571429],
    ]
    np.testing.assert_allclose(run(shares.covariance()), expected, rtol=1e-5)
    np.testing.assert_allclose(run(shares.variance()), np.diag(expected), rtol=1e-5)
    assert np.isnan(run(shares.mode())).all()
    away = d.kl_divergence(shares, d.Dirichlet([2.0, 2.0, 2.0]))
    np.testing.assert_allclose(run(away), 0.8068528, rtol=1e-5)
    assert shares.event_shape == [3]
    assert shares.batch_shape == []


@pytest.mark.parametrize(
    ("build", "log_prob", "variance"),
    [
        (
            lambda: d.Multinomial(4.0, probs=[0.2, 0.3, 0.5]),
            -1.7147985,
            [0.64, 0.84, 1.0],
        ),
        (
            lambda: d.DirichletMultinomial(4.0, [1.0, 2.0, 3.0]),
            -2.3513753,
            [0.793651, 1.269841, 1.428571],
        ),
    ],
)
def test_counts(run, build, log_prob, variance):
    counts = build()
    np.testing.assert_allclose(
        run(counts.log_prob([1.0, 1.0, 2.0])), log_prob, rtol=1e-5
    )
    np.testing.assert_allclose(run(counts.variance()), variance, rtol=1e-5)
    np.testing.assert_allclose(np.diag(run(counts.covariance())), variance, rtol=1e-5)


@pytest.mark.parametrize(
    "build",
    [
        lambda: d.StudentT(6.0, 1.0, 2.0),
        lambda: d.Dirichlet([[1.0, 2.0], [3.0, 4.0]]),
        lambda: d.Multinomial([4.0, 7.0], probs=[[0.2, 0.8], [0.5, 0.5]]),
        lambda: d.DirichletMultinomial(5.0, [1.0, 2.0, 3.0]),
    ],
)
def test_draws_have_the_moments(run, build):
    counts = build()
    drawn = counts.sample(20000, seed=1)
    found, mean, variance = run([drawn, counts.mean(), counts.variance()])
    assert found.shape[1:] == mean.shape
    np.testing.assert_allclose(found.mean(0), mean, rtol=0.03)
    np.testing.assert_allclose(found.var(0), variance, rtol=0.1)


def test_what_every_distribution_has(run):
    normal = d.Normal(0.0, 1.0)
    found = run(
        [
            normal.log_cdf(0.3),
            normal.survival_function(0.3),
            normal.log_survival_function(0.3),
            normal.quantile(0.3),
            normal.copy(loc=2.0).mean(),
        ]
    )
    expected = [-0.4814102, 0.38208857, -0.96210283, -0.5244005, 2.0]
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert normal.reparameterization_type is d.FULLY_REPARAMETERIZED
    counts = d.Multinomial(4.0, probs=[0.5, 0.5])
    assert counts.reparameterization_type is d.NOT_REPARAMETERIZED
    assert d.Normal.param_static_shapes([2]) == {"loc": [2], "scale": [2]}
    with pytest.raises(NotImplementedError, match="covariance"):
        normal.covariance()
