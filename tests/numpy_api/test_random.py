"""Random numbers under NumPy's names."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.experimental.numpy as tnp


def test_the_same_seed_gives_the_same_numbers():
    def draw():
        tnp.random.seed(7)
        return tnp.random.rand(3).numpy(), tnp.random.randn(2).numpy()

    for one, other in zip(draw(), draw(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_ranges_and_dtypes():
    numbers = tnp.random.randint(3, 6, size=100, dtype=tf.int32)
    assert numbers.dtype == tf.int32
    assert set(numbers.numpy().tolist()) == {3, 4, 5}
    many = tnp.random.uniform(2.0, [3.0, 4.0], size=(50, 2)).numpy()
    assert many.min() >= 2 and (many.max(0) <= [3, 4]).all()
    assert tnp.random.random().shape == []
    assert tnp.random.poisson([1.0, 2.0]).shape == [2]


def test_dtype_of_integers():
    with pytest.raises(ValueError, match="dtype"):
        tnp.random.randint(3, dtype=tf.int8)
