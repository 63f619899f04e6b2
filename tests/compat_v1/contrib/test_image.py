"""Projective transforms."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

image = tf.contrib.image


def test_a_quarter_turn_is_rot90() -> None:
    pictures = np.arange(2 * 3 * 3 * 2, dtype=np.float32).reshape(2, 3, 3, 2)
    turned = image.rotate(pictures, [np.pi / 2, -np.pi / 2]).numpy()
    assert np.array_equal(turned[0], np.rot90(pictures[0]))
    assert np.array_equal(turned[1], np.rot90(pictures[1], -1))


def test_what_moves_in_comes_from_outside() -> None:
    picture = np.ones((3, 3), np.float32)
    assert image.translate(picture, [1, 2]).numpy().sum() == 2.0


def test_a_transform_and_its_inverse_are_nothing() -> None:
    turn = image.angles_to_projective_transforms(0.3, 5, 7)
    both = image.compose_transforms(turn, image.invert_transforms(turn))
    assert np.allclose(both, [[1, 0, 0, 0, 1, 0, 0, 0]], atol=1e-5)


def test_a_wrong_rank_is_refused() -> None:
    with pytest.raises(TypeError, match="rank 1"):
        image.rotate([1.0], 0.1)
