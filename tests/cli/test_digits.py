"""Tests of _src/cli/digits.py."""

import numpy as np

from tensorbrook._src.cli.digits import load_digits


def test_every_digit_is_in_one_part():
    (images, labels), (test_images, test_labels) = load_digits()
    assert images.shape == (1437, 8, 8)
    assert test_images.shape == (360, 8, 8)
    assert images.dtype == np.float32
    assert images.min() == 0.0
    assert images.max() == 1.0
    counts = np.bincount(labels) + np.bincount(test_labels)
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_a_seed_gives_one_split():
    first, again, other = (load_digits(seed)[1][1] for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
