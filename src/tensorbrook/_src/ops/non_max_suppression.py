"""Of boxes that overlap, the ones with the highest scores."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import cast, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets

_XLA = unsupported("how many boxes are chosen depends on the values")
_HALF = "T: {half, float32} = float32, T_threshold: {half, float32} = float32"


def overlaps(box: Any, others: Any) -> Any:
    """The share of what a box and others have in common in what they cover together."""
    low = np.minimum(others[:, :2], others[:, 2:])
    high = np.maximum(others[:, :2], others[:, 2:])
    own_low, own_high = np.minimum(box[:2], box[2:]), np.maximum(box[:2], box[2:])
    common = np.clip(np.minimum(high, own_high) - np.maximum(low, own_low), 0, None)
    inner = common.prod(axis=1)
    areas = (high - low).prod(axis=1)
    area = (own_high - own_low).prod()
    union = areas + area - inner
    valid = (areas > 0) & (area > 0)
    return np.where(valid, inner / np.where(union > 0, union, 1), 0)


def chosen(
    similarity: Any,
    scores: Any,
    limit: int,
    threshold: float,
    score_threshold: float,
    sigma: float = 0.0,
) -> tuple[list[int], list[float]]:
    """The boxes that are kept, best first, and their scores.

    Args:
        similarity: A function of a box and a list of boxes, all by their numbers.
        scores: A score for each box.
        limit: How many are kept at most.
        threshold: The similarity to a better box above which a box is dropped.
        score_threshold: The score that a box must exceed.
        sigma: Above zero, similar boxes lose score instead.
    """
    scale = -0.5 / sigma if sigma > 0 else 0.0
    heap = [
        (-float(score), index, 0)
        for index, score in enumerate(scores)
        if score > score_threshold
    ]
    heapq.heapify(heap)
    kept: list[int] = []
    found: list[float] = []
    while heap and len(kept) < limit:
        negative, index, begin = heapq.heappop(heap)
        score = -negative
        others = similarity(index, kept[begin:]) if len(kept) > begin else np.zeros(0)
        if sigma <= 0:
            if (others > threshold).any():
                continue
        elif others.size:
            weights = np.where(others <= threshold, np.exp(scale * others**2), 0.0)
            score = score * float(weights.prod())
            if score != -negative:
                if score > score_threshold:
                    heapq.heappush(heap, (-score, index, len(kept)))
                continue
        kept.append(index)
        found.append(score)
    return kept, found


def _by_boxes(boxes: Any) -> Any:
    wide = boxes.astype(np.float32)
    return lambda index, others: overlaps(wide[index], wide[others])


def _check(c: ShapeContext) -> int | None:
    """The number of boxes."""
    boxes, scores, limit = c.shape(0), c.shape(1), c.number(2)
    if boxes is not None and (len(boxes) != 2 or boxes[1] not in (4, None)):
        raise c.fail(f"boxes must be 2-D and have 4 columns, got {brackets(boxes)}")
    if scores is not None and len(scores) != 1:
        raise c.fail(f"scores must be 1-D, got {brackets(scores)}")
    if boxes and scores and None not in (boxes[0], scores[0]) and boxes[0] != scores[0]:
        raise c.fail(
            f"scores has incompatible shape: {scores[0]} scores for {boxes[0]} boxes"
        )
    if limit is not None and limit < 0:
        raise c.fail(f"max_output_size must be non-negative, got {limit}")
    for index in range(3, len(c.inputs)):
        c.check_rank(index, 0)
    for index, what in ((3, "iou_threshold"),):
        value = c.value(index) if len(c.inputs) > index else None
        if value is not None and not 0 <= float(value) <= 1:
            raise c.fail(f"{what} must be in [0, 1], got {float(value)}")
    return boxes[0] if boxes else None


def _list_dims(c: ShapeContext) -> Dims:
    _check(c)
    return (None,)


def _plain(
    xp: Any,
    boxes: Any,
    scores: Any,
    limit: Any,
    threshold: Any = None,
    score_threshold: Any = -np.inf,
    iou_threshold: float = 0.5,
) -> Any:
    share = iou_threshold if threshold is None else float(threshold)
    kept, _ = chosen(
        _by_boxes(boxes), scores, int(limit), share, float(score_threshold)
    )
    return np.array(kept, np.int32)


def _padded(values: list[Any], count: int, dtype: Any) -> Any:
    found = np.zeros(count, dtype)
    found[: len(values)] = values
    return found


def _v4(
    xp: Any,
    boxes: Any,
    scores: Any,
    limit: Any,
    threshold: Any,
    score_threshold: Any,
    pad_to_max_output_size: bool,
) -> tuple[Any, Any]:
    kept = _plain(xp, boxes, scores, limit, threshold, score_threshold)
    size = int(limit) if pad_to_max_output_size else len(kept)
    return _padded(kept.tolist(), size, np.int32), np.int32(len(kept))


def _v5(
    xp: Any,
    boxes: Any,
    scores: Any,
    limit: Any,
    threshold: Any,
    score_threshold: Any,
    sigma: Any,
    pad_to_max_output_size: bool,
) -> tuple[Any, Any, Any]:
    kept, found = chosen(
        _by_boxes(boxes),
        scores,
        int(limit),
        float(threshold),
        float(score_threshold),
        float(sigma),
    )
    size = int(limit) if pad_to_max_output_size else len(kept)
    return (
        _padded(kept, size, np.int32),
        _padded(found, size, scores.dtype),
        np.int32(len(kept)),
    )


def _padded_dims(c: ShapeContext) -> list[Dims]:
    _check(c)
    limit = c.value(2)
    fixed = c.attrs["pad_to_max_output_size"] and limit is not None
    each: Dims = (int(limit) if fixed and limit is not None else None,)
    return [each, ()] if len(c.op.signature.outputs) == 2 else [each, each, ()]


_INPUTS = "boxes: T, scores: T, max_output_size: int32, iou_threshold: T_threshold"


def _record(name: str, signature: str, rule: Any, kernel: Any) -> Op:
    return Op(
        name,
        signature,
        shape=rule,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_XLA,
    )


suppression_v1_op = _record(
    "NonMaxSuppression",
    "boxes: float32, scores: float32, max_output_size: int32 -> selected_indices: int32 "
    "| iou_threshold: float = 0.5",
    _list_dims,
    _plain,
)
suppression_v2_op = _record(
    "NonMaxSuppressionV2",
    f"{_INPUTS} -> selected_indices: int32 | {_HALF}",
    _list_dims,
    _plain,
)
suppression_v3_op = _record(
    "NonMaxSuppressionV3",
    f"{_INPUTS}, score_threshold: T_threshold -> selected_indices: int32 | {_HALF}",
    _list_dims,
    _plain,
)
suppression_v4_op = _record(
    "NonMaxSuppressionV4",
    f"{_INPUTS}, score_threshold: T_threshold -> selected_indices: int32, "
    f"valid_outputs: int32 | {_HALF}, pad_to_max_output_size: bool = False",
    _padded_dims,
    _v4,
)
suppression_v5_op = _record(
    "NonMaxSuppressionV5",
    "boxes: T, scores: T, max_output_size: int32, iou_threshold: T, score_threshold: T, "
    "soft_nms_sigma: T -> selected_indices: int32, selected_scores: T, "
    "valid_outputs: int32 | T: {half, float32} = float32, "
    "pad_to_max_output_size: bool = False",
    _padded_dims,
    _v5,
)


def _with_overlaps(
    xp: Any,
    given: Any,
    scores: Any,
    limit: Any,
    threshold: Any,
    score_threshold: Any,
) -> Any:
    kept, _ = chosen(
        lambda index, others: given[index, others],
        scores,
        int(limit),
        float(threshold),
        float(score_threshold),
    )
    return np.array(kept, np.int32)


overlaps_op = _record(
    "NonMaxSuppressionWithOverlaps",
    "overlaps: float32, scores: float32, max_output_size: int32, "
    "overlap_threshold: float32, score_threshold: float32 -> selected_indices: int32",
    lambda c: (None,),
    _with_overlaps,
)


def _combined(
    xp: Any,
    boxes: Any,
    scores: Any,
    per_class: Any,
    total: Any,
    threshold: Any,
    score_threshold: Any,
    pad_per_class: bool,
    clip_boxes: bool,
) -> tuple[Any, ...]:
    batch, _, classes = scores.shape
    size = int(total)
    if pad_per_class:
        size = min(size, int(per_class) * classes)
    found_boxes = np.zeros((batch, size, 4), np.float32)
    found_scores = np.zeros((batch, size), np.float32)
    found_classes = np.zeros((batch, size), np.float32)
    valid = np.zeros(batch, np.int32)
    for row in range(batch):
        candidates = []
        for kind in range(classes):
            own = boxes[row, :, kind if boxes.shape[2] > 1 else 0]
            kept, values = chosen(
                _by_boxes(own),
                scores[row, :, kind],
                int(per_class),
                float(threshold),
                float(score_threshold),
            )
            candidates += [
                (-value, kind, own[index])
                for index, value in zip(kept, values, strict=True)
            ]
        best = sorted(candidates, key=lambda item: item[0])[:size]
        valid[row] = len(best)
        for rank, (negative, kind, box) in enumerate(best):
            found_boxes[row, rank] = np.clip(box, 0, 1) if clip_boxes else box
            found_scores[row, rank] = -negative
            found_classes[row, rank] = kind
    return found_boxes, found_scores, found_classes, valid


def _combined_dims(c: ShapeContext) -> list[Dims]:
    boxes, scores = c.shape(0), c.shape(1)
    if boxes is not None and (len(boxes) != 4 or boxes[3] not in (4, None)):
        raise c.fail(f"boxes must be 4-D with 4 columns, got {brackets(boxes)}")
    if scores is not None and len(scores) != 3:
        raise c.fail(f"scores must be 3-D, got {brackets(scores)}")
    batch = boxes[0] if boxes else None
    if boxes and scores and None not in (boxes[2], scores[2]):
        if boxes[2] not in (1, scores[2]):
            raise c.fail("third dimension of boxes must be either 1 or num classes")
    per_class, size = c.number(2), c.number(3)
    if size is not None and size <= 0:
        raise c.fail("max_total_size must be > 0")
    if c.attrs["pad_per_class"]:
        classes = scores[2] if scores else None
        if size is None or per_class is None or classes is None:
            size = None
        else:
            size = min(size, int(per_class) * classes)
    return [(batch, size, 4), (batch, size), (batch, size), (batch,)]


combined_op = _record(
    "CombinedNonMaxSuppression",
    "boxes: float32, scores: float32, max_output_size_per_class: int32, "
    "max_total_size: int32, iou_threshold: float32, score_threshold: float32 -> "
    "nmsed_boxes: float32, nmsed_scores: float32, nmsed_classes: float32, "
    "valid_detections: int32 | pad_per_class: bool = False, clip_boxes: bool = True",
    _combined_dims,
    _combined,
)


def non_max_suppression(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    name: str | None = None,
) -> Any:
    """Chooses boxes with high scores that don't overlap too much.

    Args:
        boxes: Boxes `[y1, x1, y2, x2]`.
        scores: A score for each box.
        max_output_size: How many are chosen at most.
        iou_threshold: A box is dropped if it shares more than this with a better one.
        score_threshold: The score that a box must exceed.
        name: Name of the node in a graph.

    Returns:
        The numbers of the boxes, best first.

    Example:
        >>> import tensorbrook as tf
        >>> boxes = [[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.0], [2.0, 2.0, 3.0, 3.0]]
        >>> tf.image.non_max_suppression(boxes, [0.8, 0.9, 0.5], 3).numpy()
        array([1, 2], dtype=int32)
    """
    return suppression_v3_op(
        boxes, scores, max_output_size, iou_threshold, score_threshold, name=name
    )


def non_max_suppression_with_scores(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    soft_nms_sigma: Any = 0.0,
    name: str | None = None,
) -> tuple[Any, Any]:
    """Chooses boxes as `non_max_suppression`, and tells their scores.

    Args:
        boxes: Boxes `[y1, x1, y2, x2]`.
        scores: A score for each box.
        max_output_size: How many are chosen at most.
        iou_threshold: A box is dropped if it shares more than this with a better one.
        score_threshold: The score that a box must exceed.
        soft_nms_sigma: Above zero, boxes that overlap lose score instead.
        name: Name of the node in a graph.

    Returns:
        The numbers of the boxes, best first, and their scores.

    Example:
        >>> import tensorbrook as tf
        >>> boxes = [[0.0, 0.0, 1.0, 1.0], [2.0, 2.0, 3.0, 3.0]]
        >>> tf.image.non_max_suppression_with_scores(boxes, [0.8, 0.9], 1)[0].numpy()
        array([1], dtype=int32)
    """
    indices, found, _ = suppression_v5_op(
        boxes,
        scores,
        max_output_size,
        iou_threshold,
        score_threshold,
        soft_nms_sigma,
        name=name,
    )
    return indices, found


def non_max_suppression_overlaps(
    overlaps: Any,
    scores: Any,
    max_output_size: Any,
    overlap_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    name: str | None = None,
) -> Any:
    """Chooses boxes as `non_max_suppression`, given how much each two overlap.

    Args:
        overlaps: A matrix: how much each box shares with each other.
        scores: A score for each box.
        max_output_size: How many are chosen at most.
        overlap_threshold: A box is dropped if it shares more than this with a better one.
        score_threshold: The score that a box must exceed.
        name: Name of the node in a graph.

    Returns:
        The numbers of the boxes, best first.

    Example:
        >>> import tensorbrook as tf
        >>> shares = [[1.0, 0.9], [0.9, 1.0]]
        >>> tf.image.non_max_suppression_overlaps(shares, [0.8, 0.9], 2).numpy()
        array([1], dtype=int32)
    """
    return overlaps_op(
        overlaps, scores, max_output_size, overlap_threshold, score_threshold, name=name
    )


def non_max_suppression_padded(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    pad_to_max_output_size: bool = False,
    name: str | None = None,
    sorted_input: bool = False,
    canonicalized_coordinates: bool = False,
    tile_size: int = 512,
) -> tuple[Any, Any]:
    """Chooses boxes as `non_max_suppression`, and pads the result.

    Args:
        boxes: Boxes `[y1, x1, y2, x2]`, perhaps for a batch of images.
        scores: A score for each box.
        max_output_size: How many are chosen at most.
        iou_threshold: A box is dropped if it shares more than this with a better one.
        score_threshold: The score that a box must exceed.
        pad_to_max_output_size: Whether the result has always `max_output_size` numbers.
        name: Name of the node in a graph.
        sorted_input: Accepted for compatibility.
        canonicalized_coordinates: Accepted for compatibility.
        tile_size: Accepted for compatibility.

    Returns:
        The numbers of the boxes, and how many of them are valid.

    Raises:
        ValueError: A batch is given, and the result isn't padded.

    Example:
        >>> import tensorbrook as tf
        >>> boxes = [[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.0]]
        >>> found, valid = tf.image.non_max_suppression_padded(
        ...     boxes, [0.8, 0.9], 3, pad_to_max_output_size=True
        ... )
        >>> found.numpy(), int(valid)
        (array([1, 0, 0], dtype=int32), 1)
    """
    all_boxes = convert_to_tensor(boxes)
    all_scores = convert_to_tensor(scores)
    limit = cast.cast(max_output_size, dtypes.int32)

    def one(own_boxes: Any, own_scores: Any) -> tuple[Any, Any]:
        return suppression_v4_op(  # type: ignore[no-any-return]
            own_boxes,
            own_scores,
            limit,
            iou_threshold,
            score_threshold,
            pad_to_max_output_size=pad_to_max_output_size,
            name=name,
        )

    rank = all_boxes.shape.rank
    if rank is None or rank == 2:
        found = one(all_boxes, all_scores)
        return found[0], found[1]
    if not pad_to_max_output_size:
        raise ValueError(
            f"'pad_to_max_output_size' (value {pad_to_max_output_size}) must be True for "
            "batched input"
        )
    batch = all_boxes.shape[:-2]
    flat_boxes = shape.reshape(all_boxes, [-1, *all_boxes.shape.as_list()[-2:]])
    flat_scores = shape.reshape(all_scores, [-1, all_scores.shape.as_list()[-1]])
    count = batch.num_elements()
    if count is None:
        raise ValueError("The size of the batch must be known.")
    rows = zip(
        shape.unstack(flat_boxes, num=count),
        shape.unstack(flat_scores, num=count),
        strict=True,
    )
    indices, valid = zip(*(one(*row) for row in rows), strict=True)
    dims = batch.as_list()
    return (
        shape.reshape(shape.stack(indices), [*dims, -1]),
        shape.reshape(shape.stack(valid), dims),
    )


def combined_non_max_suppression(
    boxes: Any,
    scores: Any,
    max_output_size_per_class: Any,
    max_total_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    pad_per_class: bool = False,
    clip_boxes: bool = True,
    name: str | None = None,
) -> Any:
    """Chooses boxes of each class, and of all classes the best, for a batch of images.

    Args:
        boxes: Boxes `[y1, x1, y2, x2]`, of shape (batch, boxes, classes or 1, 4).
        scores: Scores of shape (batch, boxes, classes).
        max_output_size_per_class: How many are chosen of each class at most.
        max_total_size: How many are chosen of all classes.
        iou_threshold: A box is dropped if it shares more than this with a better one.
        score_threshold: The score that a box must exceed.
        pad_per_class: Whether the result has no more rows than all classes can fill.
        clip_boxes: Whether coordinates are limited to 0..1.
        name: Name of the node in a graph.

    Returns:
        Boxes, scores and classes, padded with zeros, and how many are valid.

    Example:
        >>> import tensorbrook as tf
        >>> boxes = tf.constant([[[[0.0, 0.0, 1.0, 1.0]]]])
        >>> tf.image.combined_non_max_suppression(boxes, [[[0.9]]], 1, 2)[1].numpy()
        array([[0.9, 0. ]], dtype=float32)
    """
    return combined_op(
        boxes,
        scores,
        max_output_size_per_class,
        max_total_size,
        iou_threshold,
        score_threshold,
        pad_per_class=pad_per_class,
        clip_boxes=clip_boxes,
        name=name,
    )
