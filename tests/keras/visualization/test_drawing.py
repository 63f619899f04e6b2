"""Tests of boxes and masks in images, and of galleries."""

import numpy as np
import pytest

from tensorbrook import keras

show = keras.visualization
COLORS = {0: (10, 20, 30), 1: (255, 0, 0), 2: (0, 255, 0)}


def test_masks_are_painted_as_by_keras() -> None:
    images = np.full((1, 2, 3, 3), 100, "uint8")
    masks = np.array([[[0, 1, 2], [1, -1, 0]]])[..., None]
    found = show.draw_segmentation_masks(images, masks, 3, COLORS)
    assert found[0, 0].tolist() == [[28, 36, 44], [224, 20, 20], [20, 224, 20]]
    assert found[0, 1, 1].tolist() == [100, 100, 100]
    plain = show.draw_segmentation_masks(images, masks, 3, COLORS, blend=False)
    assert plain[0, 0, 1].tolist() == [255, 0, 0]
    with pytest.raises(TypeError, match="integers"):
        show.draw_segmentation_masks(images, masks.astype("float32"))


def test_boxes_are_drawn() -> None:
    images = np.zeros((1, 20, 20, 3), "uint8")
    boxes = {"boxes": np.array([[[4, 4, 15, 15.0]]]), "labels": np.array([[1]])}
    found = show.draw_bounding_boxes(
        images, boxes, "xyxy", color=(9, 8, 7), line_thickness=1
    )
    assert found[0, 4, 10].tolist() == [9, 8, 7]
    assert found[0, 10, 10].tolist() == [0, 0, 0]
    boxes["labels"] = np.array([[-1]])
    assert not show.draw_bounding_boxes(images, boxes, "xyxy").any()


def test_galleries(tmp_path) -> None:
    pytest.importorskip("matplotlib").use("Agg")
    images = np.random.default_rng(0).integers(0, 255, (3, 8, 8, 3)).astype("uint8")
    path = tmp_path / "gallery.png"
    show.plot_image_gallery(images, y_true=[1, 2, 3], y_pred=[1, 2, 2], path=path)
    assert path.stat().st_size > 0
    figure = show.plot_image_gallery(images, rows=1, show=False)
    assert len(figure.axes) == 3
    boxes = {"boxes": np.ones((3, 1, 4)), "labels": np.ones((3, 1))}
    figure = show.plot_bounding_box_gallery(
        images, "xywh", y_true=boxes, legend=True, show=False
    )
    assert figure.legends
    masks = np.zeros((3, 8, 8, 1), "int32")
    figure = show.plot_segmentation_mask_gallery(images, 2, y_true=masks, show=False)
    assert figure.axes[0].images[0].get_array().shape == (8, 16, 3)
