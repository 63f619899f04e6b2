"""Proposals of boxes from scored anchors: an op for GPUs alone, as in TensorFlow."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops.refused import refused

proposals_op = refused(
    "GenerateBoundingBoxProposals",
    "scores: float32, bbox_deltas: float32, image_info: float32, anchors: float32, "
    "nms_threshold: float32, pre_nms_topn: int32, min_size: float32 -> rois: float32, "
    "roi_probabilities: float32 | post_nms_topn: int = 300",
    "an NVIDIA GPU",
)


def generate_bounding_box_proposals(
    scores: Any,
    bbox_deltas: Any,
    image_info: Any,
    anchors: Any,
    nms_threshold: Any = 0.7,
    pre_nms_topn: Any = 6000,
    min_size: Any = 16,
    post_nms_topn: int = 300,
    name: str | None = None,
) -> Any:
    """Proposes boxes from scored anchors; TensorFlow has a kernel for GPUs alone.

    Args:
        scores: Scores of shape (images, height, width, anchors).
        bbox_deltas: Shifts of the anchors, of shape (images, height, width, 4 * anchors).
        image_info: Height, width and scale of each image.
        anchors: The boxes at one place, of shape (anchors, 4).
        nms_threshold: How much kept boxes may overlap.
        pre_nms_topn: How many boxes with the best scores are looked at.
        min_size: The smallest side of a box.
        post_nms_topn: How many boxes are proposed.
        name: Name of the node in a graph.

    Returns:
        In a graph, a named tuple of the boxes and their scores.

    Raises:
        tf.errors.NotFoundError: It is run.
    """
    return proposals_op(
        scores,
        bbox_deltas,
        image_info,
        anchors,
        nms_threshold,
        pre_nms_topn,
        min_size,
        post_nms_topn=post_nms_topn,
        name=name,
    )
