"""Tests of boxes: formats, overlap, changes of anchors, moves; numbers of Keras."""

import numpy as np
import pytest

from tensorbrook import keras

tools = keras.utils.bounding_boxes
BOXES = np.array([[[10.0, 20, 50, 60], [0, 0, 100, 30]]], "float32")
FORMATS = (
    "xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", "rel_xyxy", "rel_yxyx",
    "rel_xywh", "rel_center_xywh",
)  # fmt: skip


@pytest.mark.parametrize("target", FORMATS)
def test_formats_there_and_back(target: str) -> None:
    size = {"height": 100, "width": 200}
    there = tools.convert_format(BOXES, "xyxy", target, **size)
    back = tools.convert_format(there, target, "xyxy", **size)
    np.testing.assert_allclose(back, BOXES, atol=1e-4)


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("center_yxhw", [40.0, 30.0, 40.0, 40.0]),
        ("rel_xywh", [0.05, 0.2, 0.2, 0.4]),
        ("rel_center_xywh", [0.15, 0.4, 0.2, 0.4]),
    ],
)
def test_formats_are_those_of_keras(target: str, wanted: list[float]) -> None:
    found = tools.convert_format(BOXES, "xyxy", target, height=100, width=200)
    np.testing.assert_allclose(found[0, 0], wanted, rtol=1e-6)


def test_shares_need_a_size() -> None:
    with pytest.raises(ValueError, match="height"):
        tools.convert_format(BOXES, "xyxy", "rel_xyxy")
    with pytest.raises(ValueError, match="format"):
        tools.convert_format(BOXES, "xyxy", "round")
    with pytest.raises(ValueError, match="size 4"):
        tools.convert_format(BOXES[..., :3], "xyxy", "xywh")


def test_overlap() -> None:
    one = np.array([[0, 0, 10, 10], [5, 5, 15, 15]], "float32")
    other = np.array([[0, 0, 10, 10], [0, 0, 10, 5], [-1, -1, -1, -1]], "float32")
    found = tools.compute_iou(one, other, "xyxy", use_masking=True)
    wanted = [[1.0, 0.5, -1.0], [1 / 7, 0.0, -1.0]]
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    close = np.array([[0, 0, 10, 10], [0, 0, 10, 5]], "float32")
    found = tools.compute_ciou(one, close, "xyxy")
    np.testing.assert_allclose(found, [1.0, -0.182245], atol=1e-5)


def test_changes_of_anchors() -> None:
    anchors = np.array([[0, 0, 10, 10], [5, 5, 15, 25]], "float32")
    boxes = np.array([[1, 2, 9, 12], [4, 6, 18, 20]], "float32")
    found = tools.encode_box_to_deltas(anchors, boxes, "xyxy", "xyxy")
    wanted = [[0.2, 0.0, 0.0, -0.22314353], [-0.1, 0.1, -0.35667497, 0.33647221]]
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    back = tools.decode_deltas_to_boxes(anchors, found, "xyxy", "xyxy")
    np.testing.assert_allclose(back, boxes, rtol=1e-5)
    with pytest.raises(ValueError, match="4 numbers"):
        tools.encode_box_to_deltas(anchors, boxes, "xyxy", "xyxy", variance=[0.1])


def test_moves() -> None:
    found = tools.crop(BOXES, 5, 7, 40, 30)
    np.testing.assert_allclose(found[0], [[3, 15, 30, 40], [0, 0, 30, 25]])
    labels = np.array([[1, 2]])
    moved = {"boxes": BOXES + 100, "labels": labels}
    cut = tools.clip_to_image_size(moved, height=500, width=180)
    np.testing.assert_array_equal(cut["labels"], [[1, 2]])
    cut = tools.clip_to_image_size(moved, height=110, width=180)
    np.testing.assert_array_equal(cut["labels"], [[-1, 2]])
    found = tools.affine_transform(
        BOXES, *(np.array([v], "float32") for v in (30, 5, 0, 0.5, 10, 5)), 100, 200
    )
    wanted = [515.71924, -164.47508, 547.74414, -137.79504]
    np.testing.assert_allclose(found[0, 0], wanted, rtol=1e-5)
