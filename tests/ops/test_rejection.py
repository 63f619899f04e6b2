"""Gamma, Poisson and binomial samplers, against numbers that TensorFlow drew."""

import numpy as np
import pytest

from tensorbrook._src.ops import rejection
from tensorbrook._src.ops.philox import Philox


@pytest.mark.parametrize(
    ("draw", "parameter", "wanted"),
    [
        (
            rejection.gamma,
            [0.5, 1.0, 3.0],
            [
                [0.01443956, 0.33404183, 2.6026473],
                [0.1910653, 0.27169961, 4.27295446],
                [0.19171634, 0.96516061, 1.76496911],
            ],
        ),
        (
            rejection.poisson,
            [0.5, 3.0, 40.0],
            [[0.0, 3.0, 46.0], [1.0, 1.0, 32.0], [0.0, 2.0, 42.0]],
        ),
    ],
)
def test_first_draws(draw, parameter, wanted):
    drawn = rejection.each(draw, Philox.from_seeds(1, 2), (3, 3), parameter)
    np.testing.assert_allclose(drawn, wanted, rtol=2e-6)


def test_parameters_without_a_distribution_give_nan():
    stream = Philox(0, 1)
    assert np.isnan(rejection.poisson(stream, np.array([-1.0, np.inf]))).all()
    counts, probs = np.array([-1.0, 3.0]), np.array([0.5, 1.5])
    assert np.isnan(rejection.binomial(stream, counts, probs)).all()


def test_certain_binomials():
    counts, probs = np.array([5.0, 5.0, 0.0]), np.array([0.0, 1.0, 0.5])
    drawn = rejection.binomial(Philox(0, 1), counts, probs)
    assert drawn.tolist() == [0.0, 5.0, 0.0]
