"""Tests of layers that change images, and the boxes and masks that come along."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

layers = keras.layers


def _data(boxes: list[list[float]]) -> dict:
    image = np.zeros((1, 8, 8, 3), "float32")
    for left, top, right, bottom in np.asarray(boxes, "int32"):
        image[0, top:bottom, left:right] = 1.0
    return {
        "images": image,
        "bounding_boxes": {
            "boxes": np.array([boxes], "float32"),
            "labels": np.arange(1, len(boxes) + 1)[None],
        },
        "segmentation_masks": (image[..., :1] > 0).astype("float32"),
    }


@pytest.mark.parametrize(
    "layer",
    [
        layers.RandomFlip(seed=1, bounding_box_format="xyxy"),
        layers.RandomTranslation((0.25, 0.25), (0.25, 0.25), "constant",
                                 bounding_box_format="xyxy"),
        layers.CenterCrop(6, 6, bounding_box_format="xyxy"),
        layers.RandomCrop(6, 7, seed=2, bounding_box_format="xyxy"),
        layers.Resizing(16, 4, interpolation="nearest", bounding_box_format="xyxy"),
        layers.Resizing(16, 12, pad_to_aspect_ratio=True, bounding_box_format="xyxy"),
    ],
    ids=lambda layer: layer.name,
)  # fmt: skip
def test_boxes_go_where_the_pixels_go(layer: layers.Layer) -> None:
    data = _data([[2, 2, 4, 6]])
    found = layer(data, training=True)
    left, top, right, bottom = np.asarray(found["bounding_boxes"]["boxes"])[0, 0]
    rows, columns = np.nonzero(np.asarray(found["images"])[0, ..., 0] > 0.4)
    np.testing.assert_allclose(
        [left, top, right, bottom],
        [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1],
    )
    mask = np.asarray(found["segmentation_masks"])[0, ..., 0]
    inner = mask[int(top) : int(bottom), int(left) : int(right)]
    assert inner.all()
    assert mask.sum() == inner.sum()


def test_boxes_in_turned_images() -> None:
    layer = layers.RandomRotation(
        (0.25, 0.25), "constant", bounding_box_format="xyxy"
    )  # fmt: skip
    found = layer(_data([[2, 2, 4, 6]]), training=True)["bounding_boxes"]
    assert np.asarray(found["labels"]).tolist() == [[1]]
    left, top, right, bottom = np.asarray(found["boxes"])[0, 0]
    np.testing.assert_allclose([right - left, bottom - top], [4.0, 2.0], atol=1e-4)


def test_boxes_outside_lose_their_label() -> None:
    layer = layers.CenterCrop(2, 2, bounding_box_format="xyxy")
    found = layer(_data([[0, 0, 2, 2], [3, 3, 5, 5]]))["bounding_boxes"]
    np.testing.assert_array_equal(found["labels"], [[-1, 2]])


def test_boxes_need_a_format() -> None:
    with pytest.raises(ValueError, match="bounding_box_format"):
        layers.RandomFlip()(_data([[2, 2, 4, 6]]), training=True)


def test_number_of_boxes_is_fixed() -> None:
    data = _data([[0, 0, 2, 2], [3, 3, 5, 5]])
    one = layers.MaxNumBoundingBoxes(1, bounding_box_format="xyxy")(data)
    assert one["bounding_boxes"]["boxes"].shape == (1, 1, 4)
    three = layers.MaxNumBoundingBoxes(3, -2, bounding_box_format="xyxy")(data)
    np.testing.assert_array_equal(three["bounding_boxes"]["labels"], [[1, 2, -2]])
    np.testing.assert_array_equal(three["bounding_boxes"]["boxes"][0, 2], [-2.0] * 4)


@pytest.mark.parametrize("kind", [layers.RandAugment, layers.AugMix])
def test_mixtures_of_changes(kind: type) -> None:
    layer = kind(value_range=(0, 1), seed=7)
    images = np.random.default_rng(0).random((2, 9, 9, 3), "float32")
    np.testing.assert_array_equal(layer(images, training=False), images)
    found = np.asarray(layer(images, training=True))
    assert found.shape == images.shape
    assert np.abs(found - images).max() > 1e-3
    assert found.min() >= -1e-5
    assert found.max() <= 1 + 1e-5
    again = kind.from_config(layer.get_config())
    assert again.factor == layer.factor
    batches = tf.data.Dataset.from_tensors(images).map(lambda x: layer(x, True))
    assert next(iter(batches)).shape == images.shape


def test_mixtures_check_their_factor() -> None:
    with pytest.raises(ValueError, match="factor"):
        layers.RandAugment(factor=2.0)


def test_limited_equalization_is_that_of_keras() -> None:
    values = [0, 0, 0, 0, 10, 10, 10, 20, 20, 200, 200, 200, 200, 255, 255, 255]
    images = np.array(values, "float32").reshape(1, 4, 4, 1)
    kind = layers.ContrastLimitedAdaptiveHistogramEqualization
    found = np.asarray(kind(tile_grid_size=(1, 1), clip_limit=40.0)(images)).ravel()
    wanted = [0.0, 50.23175, 91.00811, 191.4716, 255.0]
    np.testing.assert_allclose(found[[0, 4, 7, 9, 13]], wanted, rtol=1e-5)
    tiles = np.kron([[0, 50], [100, 200]], np.ones((4, 4))).reshape(1, 8, 8, 1)
    tiles = (tiles + np.arange(8).reshape(1, 1, 8, 1)).astype("float32")
    found = np.asarray(kind(tile_grid_size=(2, 2))(tiles))[0, 3, :, 0]
    wanted = [0, 3.99552, 7.99104, 9.69287, 56.98519, 58.48804, 61.48493, 65.42146]
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)
    odd = np.random.default_rng(1).random((1, 5, 7, 2), "float32") * 255
    assert kind(tile_grid_size=(2, 3))(odd).shape == odd.shape
