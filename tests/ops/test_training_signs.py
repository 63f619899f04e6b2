"""Optimizer updates by signs and by the largest second moment; numbers of TensorFlow."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check


def handle(values):
    return tf.Variable(values).handle


_SAMPLES = [
    Sample(
        "ResourceApplyAddSign",
        [
            handle(np.float32([1.0, 2.0, 3.0])),
            handle(np.float32([0.1, 0.2, -0.3])),
            0.1,
            1.0,
            0.9,
            0.8,
            [0.5, -1.0, 0.0],
        ],
        after=np.float32([0.905, 2.19, 3.0]),
    ),
    Sample(
        "ResourceApplyPowerSign",
        [
            handle(np.float32([1.0, 2.0, 3.0])),
            handle(np.float32([0.1, 0.2, -0.3])),
            0.1,
            1.2,
            0.9,
            0.8,
            [0.5, -1.0, 2.0],
        ],
        after=np.float32([0.85276604, 2.294468, 2.4110641]),
    ),
    Sample(
        "ResourceApplyAdamWithAmsgrad",
        [
            handle(np.float32([1.0, 2.0])),
            handle(np.float32([0.1, 0.2])),
            handle(np.float32([0.3, 0.4])),
            handle(np.float32([0.35, 0.1])),
            0.9,
            0.999,
            0.1,
            0.9,
            0.999,
            1e-3,
            [0.5, -1.0],
        ],
        after=np.float32([0.99252933, 1.9960093]),
    ),
]


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda sample: sample.op_name)
def test_steps(sample):
    check(sample)
