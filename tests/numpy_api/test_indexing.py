"""`tensor[key]` under NumPy's rules."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.numpy_api import indexing

A = np.arange(24).reshape(2, 3, 4)
KEYS = [
    ([0, 1],),
    ([1], [2], [3]),
    ([0, 1], slice(None), [0, 3]),
    (slice(None), [0, 2]),
    (slice(None), [0, 2], [1, 3]),
    (Ellipsis, [0, 3, 0]),
    (None, [1], Ellipsis),
    (slice(0, 1), None, [0, 1]),
    (0, [0, 1]),
    ([0, 1], 2),
    ([[0, 1], [1, 0]],),
    ([-1],),
    (np.array([True, False]),),
    (slice(None), np.array([True, False, True]), 1),
    (A > 5,),
    ([],),
    (1, 2, 3),
    (slice(None, None, -1),),
]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_positions_and_masks(key):
    wanted = A[key]
    np.testing.assert_array_equal(indexing.getitem(tf.constant(A), key), wanted)
    tensors = tuple(
        tf.constant(part) if isinstance(part, list) and part else part for part in key
    )
    np.testing.assert_array_equal(indexing.getitem(tf.constant(A), tensors), wanted)


def test_too_many_and_wrong_indices():
    with pytest.raises(IndexError, match="Too many"):
        indexing.getitem(tf.constant(A), ([0], 0, 0, 0))
    with pytest.raises(IndexError, match="integers"):
        indexing.getitem(tf.constant(A), [0.5])
    with pytest.raises(ValueError, match="truth value"):
        indexing.getitem(tf.constant(A), (np.array(True), [0]))


def test_gradient_goes_through():
    x = tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = indexing.getitem(x, [0, 0, 2])
    assert tape.gradient(y, x).numpy().tolist() == [2.0, 0.0, 1.0]
