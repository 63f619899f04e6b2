"""Tests of `keras.ops.image`."""

import numpy as np
import pytest

from tensorbrook import keras

image = keras.ops.image
X = np.random.default_rng(0).random((2, 6, 5, 3)).astype("float32")


def test_colors_there_and_back() -> None:
    hsv = image.rgb_to_hsv(X)
    np.testing.assert_allclose(image.hsv_to_rgb(hsv), X, atol=1e-5)
    assert image.rgb_to_grayscale(X).shape == (2, 6, 5, 1)


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear"])
@pytest.mark.parametrize("fill_mode", ["constant", "nearest", "reflect", "wrap"])
def test_identity_map_changes_nothing(interpolation: str, fill_mode: str) -> None:
    identity = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    found = image.affine_transform(X, identity, interpolation, fill_mode)
    np.testing.assert_allclose(found, X, atol=1e-6)


def test_shift_brings_the_fill_value_in() -> None:
    shift = [1.0, 0.0, -2.0, 0.0, 1.0, 0.0, 0.0, 0.0]
    found = image.affine_transform(X, shift, "nearest", "constant", 9.0).numpy()
    np.testing.assert_allclose(found[:, :, 2:], X[:, :, :-2])
    assert (found[:, :, :2] == 9.0).all()


def test_padding_and_cropping_undo_each_other() -> None:
    padded = image.pad_images(X, 1, 2, target_height=9, target_width=8)
    assert padded.shape == (2, 9, 8, 3)
    cropped = image.crop_images(padded, 1, 2, target_height=6, target_width=5)
    np.testing.assert_array_equal(cropped, X)
    with pytest.raises(ValueError, match="exactly two"):
        image.pad_images(X, 1, 2)


def test_patches_hold_the_pixels() -> None:
    patches = image.extract_patches(X, 2, strides=1).numpy()
    np.testing.assert_allclose(patches[0, 1, 1], X[0, 1:3, 1:3].reshape(-1))


def test_perspective_keeps_corners_that_stay() -> None:
    corners = [[0.0, 0.0], [4.0, 0.0], [0.0, 5.0], [4.0, 5.0]]
    found = image.perspective_transform(X, corners, corners)
    np.testing.assert_allclose(found, X, atol=1e-4)


def test_coordinates() -> None:
    grid = np.meshgrid(np.arange(6.0), np.arange(5.0), indexing="ij")
    found = image.map_coordinates(X[0, :, :, 0], np.stack(grid).astype("float32"), 1)
    np.testing.assert_allclose(found, X[0, :, :, 0], atol=1e-6)


def test_blur_keeps_the_sum_of_a_flat_image() -> None:
    flat = np.ones((1, 9, 9, 1), "float32")
    found = image.gaussian_blur(flat, (3, 3), (1.0, 1.0)).numpy()
    np.testing.assert_allclose(found[0, 2:-2, 2:-2], 1.0, rtol=1e-5)


def test_coordinates_outside_are_reflected_as_by_keras() -> None:
    x = np.array([10.0, 20.0, 40.0, 80.0], "float32")
    places = np.array([[-2.7, -0.3, 3.2, 4.3]], "float32")
    found = keras.ops.image.map_coordinates(x, places, 1, "reflect")
    np.testing.assert_allclose(found, [68.0, 13.0, 80.0, 68.0], rtol=1e-5)
