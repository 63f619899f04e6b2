"""Boxes drawn onto images, and random boxes that cover enough of given ones."""

from __future__ import annotations

import math
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
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import random_seed
from tensorbrook._src.ops.class_distributions import Words
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random import stream
from tensorbrook._src.ops.random_stateless import generator, key_counter
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.sparse_kernels import invalid

_PALETTE = (
    (1.0, 1.0, 0.0, 1.0),
    (0.0, 0.0, 1.0, 1.0),
    (1.0, 0.0, 0.0, 1.0),
    (0.0, 1.0, 0.0, 1.0),
    (0.5, 0.0, 0.5, 1.0),
    (0.5, 0.5, 0.0, 1.0),
    (0.5, 0.0, 0.0, 1.0),
    (0.0, 0.0, 0.5, 1.0),
    (0.0, 1.0, 1.0, 1.0),
    (1.0, 0.0, 1.0, 1.0),
)

# --- drawing -------------------------------------------------------------------------


def _drawn_dims(c: ShapeContext) -> Dims:
    images, boxes = c.shape(0), c.shape(1)
    if images is not None and len(images) != 4:
        raise c.fail(f"The rank of the images should be 4, got {brackets(images)}")
    if images is not None and images[3] not in (1, 3, 4, None):
        raise c.fail("Channel depth should be either 1 (GRY), 3 (RGB), or 4 (RGBA)")
    if boxes is not None and (len(boxes) != 3 or boxes[2] not in (4, None)):
        raise c.fail(
            f"The size of the third dimension of the boxes must be 4, got {brackets(boxes)}"
        )
    return images


def _draw(xp: Any, images: Any, boxes: Any, colors: Any = None) -> Any:
    found = np.array(images)
    height, width, depth = images.shape[1:]
    table = np.array(_PALETTE if colors is None or not colors.size else colors, "f")
    if depth == 1 and (colors is None or not colors.size):
        table[:] = 1
    if table.shape[1] < depth:
        raise invalid(
            f"colors must have equal or more channels than the image: {depth}"
        )
    scale = np.array([height - 1, width - 1] * 2, np.float32)
    for image, own in zip(found, boxes, strict=True):
        for index, box in enumerate(np.trunc(own * scale).astype(np.int64).tolist()):
            _draw_box(image, box, table[index % len(table), :depth])
    return found


def _draw_box(image: Any, box: list[int], colour: Any) -> None:
    top, left, bottom, right = box
    height, width = image.shape[:2]
    if top > bottom or left > right or top >= height or left >= width:
        return
    if bottom < 0 or right < 0:
        return
    rows = slice(max(top, 0), min(bottom, height - 1) + 1)
    columns = slice(max(left, 0), min(right, width - 1) + 1)
    for row in (top, bottom):
        if 0 <= row < height:
            image[row, columns] = colour
    for column in (left, right):
        if 0 <= column < width:
            image[rows, column] = colour


_DRAWN_TYPES = "T: {float32, half} = float32"
_DRAWN_XLA = unsupported("boxes are drawn one by one")

draw_v1_op = Op(
    "DrawBoundingBoxes",
    f"images: T, boxes: float32 -> output: T | {_DRAWN_TYPES}",
    shape=_drawn_dims,
    reference=_draw,
    gradient=NOT_DIFFERENTIABLE,
    xla=_DRAWN_XLA,
)
draw_op = Op(
    "DrawBoundingBoxesV2",
    f"images: T, boxes: float32, colors: float32 -> output: T | {_DRAWN_TYPES}",
    shape=_drawn_dims,
    reference=_draw,
    gradient=NOT_DIFFERENTIABLE,
    xla=_DRAWN_XLA,
)


def draw_bounding_boxes(
    images: Any, boxes: Any, colors: Any, name: str | None = None
) -> Tensor:
    """Draws the outlines of boxes onto images.

    Args:
        images: Images of floats, (batch, height, width, channels).
        boxes: Boxes `[y1, x1, y2, x2]` of each image, where 1 is the last pixel.
        colors: Colours to go round, or None for a palette.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `images`.

    Example:
        >>> import tensorbrook as tf
        >>> x, box = tf.zeros([1, 3, 3, 1]), [[[0.0, 0.0, 1.0, 1.0]]]
        >>> tf.image.draw_bounding_boxes(x, box, [[1.0]])[0, :, :, 0].numpy()
        array([[1., 1., 1.],
               [1., 0., 1.],
               [1., 1., 1.]], dtype=float32)
    """
    if colors is None:
        return draw_v1_op(images, boxes, name=name)  # type: ignore[no-any-return]
    return draw_op(images, boxes, colors, name=name)  # type: ignore[no-any-return]


# --- random boxes --------------------------------------------------------------------


def _rounded(value: float) -> int:
    """To the nearest integer; halves to the even one, as C's lrint."""
    return int(np.rint(np.float32(value)))


def _random_box(
    words: Words,
    height: int,
    width: int,
    ratio: float,
    area_range: tuple[float, float],
) -> tuple[int, int, int, int] | None:
    """A box of a ratio of width to height whose area lies in a range, or None."""
    least, most = (np.float32(share) * width * height for share in area_range)
    low = _rounded(math.sqrt(least / ratio))
    high = _rounded(math.sqrt(most / ratio))
    if _rounded(high * ratio) > width:
        high = int((width + 0.5 - 1e-7) / ratio)
        high -= _rounded(high * ratio) > width
    high = min(high, height)
    tall = min(low, high)
    if tall < high:
        tall += words.below(high - tall + 1)
    wide = _rounded(tall * ratio)
    if wide * tall < least:
        tall += 1
        wide = _rounded(tall * ratio)
    if wide * tall > most:
        tall -= 1
        wide = _rounded(tall * ratio)
    fits = least <= wide * tall <= most and 0 < wide <= width and 0 < tall <= height
    if not fits:
        return None
    top = words.below(height - tall) if tall < height else 0
    left = words.below(width - wide) if wide < width else 0
    return top, left, top + tall, left + wide


def _covers(box: tuple[int, int, int, int], objects: Any, share: float) -> bool:
    """Whether a box covers enough of one of the objects."""
    top, left, bottom, right = box
    for own_top, own_left, own_bottom, own_right in objects:
        area = (own_bottom - own_top) * (own_right - own_left)
        rows = min(bottom, own_bottom) - max(top, own_top)
        columns = min(right, own_right) - max(left, own_left)
        if area >= 1 and max(rows, 0) * max(columns, 0) / area >= share:
            return True
    return False


def _objects(boxes: Any, height: int, width: int, allowed: bool) -> Any:
    flat = boxes.reshape(-1, 4)
    if not len(flat):
        if not allowed:
            raise invalid(
                "No bounding boxes provided as input. One must enable "
                "use_image_if_no_bounding_boxes if you wish to not provide any bounding "
                "boxes."
            )
        return [(0, 0, height, width)]
    if ((flat < 0) | (flat > 1)).any() or (flat[:, :2] >= flat[:, 2:]).any():
        raise invalid(
            "All bounding box coordinates must be in [0.0, 1.0], and each box must have "
            f"y1 < y2 and x1 < x2, got {flat.tolist()}"
        )
    return (flat * np.array([height, width] * 2, np.float32)).astype(int).tolist()


def _sample(
    words: Words, size: Any, boxes: Any, share: float, attrs: dict[str, Any]
) -> tuple[Any, Any, Any]:
    height, width = int(size[0]), int(size[1])
    if height <= 0 or width <= 0:
        raise invalid(f"Image height and width must be positive, got {size.tolist()}")
    objects = _objects(boxes, height, width, attrs["use_image_if_no_bounding_boxes"])
    low, high = (np.float32(n) for n in attrs["aspect_ratio_range"])
    found = (0, 0, height, width)
    for _ in range(attrs["max_attempts"]):
        ratio = float(np.float32(words.unit()) * (high - low) + low)
        box = _random_box(words, height, width, ratio, attrs["area_range"])
        if box is not None and _covers(box, objects, share):
            found = box
            break
    top, left, bottom, right = found
    kind = size.dtype
    sides = np.array([top / height, left / width, bottom / height, right / width], "f")
    return (
        np.array([top, left, 0]).astype(kind),
        np.array([bottom - top, right - left, -1]).astype(kind),
        sides.reshape(1, 1, 4),
    )


def _sample_dims(c: ShapeContext) -> list[Dims]:
    size, boxes = c.shape(0), c.shape(1)
    if size is not None and size not in ((3,), (None,)):
        raise c.fail(
            f"image_size must be 1-dimensional with 3 elements, got {brackets(size)}"
        )
    if boxes is not None and (len(boxes) != 3 or boxes[2] not in (4, None)):
        raise c.fail(
            "input boxes must be 3-dimensional [batch, num_boxes, coords], got "
            f"{brackets(boxes)}"
        )
    for what in ("aspect_ratio_range", "area_range"):
        numbers = c.attrs[what]
        if len(numbers) != 2 or numbers[0] <= 0 or numbers[0] > numbers[1]:
            raise c.fail(
                f"{what} must be two positive numbers in order, got {list(numbers)}"
            )
    return [(3,), (3,), (1, 1, 4)]


def _seeded(
    xp: Any,
    image_size: Any,
    bounding_boxes: Any,
    covered: Any = None,
    min_object_covered: float = 0.1,
    *,
    state: Philox,
    **attrs: Any,
) -> tuple[Any, Any, Any]:
    share = min_object_covered if covered is None else float(covered)
    mine = Philox(state.counter, state.key)
    state.skip(attrs["max_attempts"])
    return _sample(Words(mine), image_size, bounding_boxes, share, attrs)


def _stateless(
    xp: Any, image_size: Any, bounding_boxes: Any, covered: Any, seed: Any, **attrs: Any
) -> tuple[Any, Any, Any]:
    words = Words(generator(*key_counter(np, seed)))
    return _sample(words, image_size, bounding_boxes, float(covered), attrs)


_OUTPUTS = "begin: T, size: T, bboxes: float32"
_RANGES = (
    "aspect_ratio_range: list(float) = [0.75, 1.33], "
    "area_range: list(float) = [0.05, 1.0], max_attempts: int = 100, "
    "use_image_if_no_bounding_boxes: bool = False, "
    "T: {uint8, int8, int16, int32, int64}"
)
_SEEDS = "seed: int = 0, seed2: int = 0"
_SEEDED: dict[str, Any] = {
    "shape": _sample_dims,
    "reference": _seeded,
    "gradient": NOT_DIFFERENTIABLE,
    "xla": unsupported("its stream lives in the kernel"),
    "stateful": True,
    "kernel_state": stream,
}

sample_v1_op = Op(
    "SampleDistortedBoundingBox",
    f"image_size: T, bounding_boxes: float32 -> {_OUTPUTS} | {_SEEDS}, "
    f"min_object_covered: float = 0.1, {_RANGES}",
    **_SEEDED,
)
sample_op = Op(
    "SampleDistortedBoundingBoxV2",
    "image_size: T, bounding_boxes: float32, min_object_covered: float32 -> "
    f"{_OUTPUTS} | {_SEEDS}, {_RANGES}",
    **_SEEDED,
)
sample_stateless_op = Op(
    "StatelessSampleDistortedBoundingBox",
    "image_size: T, bounding_boxes: float32, min_object_covered: float32, seed: Tseed "
    f"-> {_OUTPUTS} | {_RANGES}, Tseed: index",
    shape=_sample_dims,
    reference=_stateless,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("Philox runs in NumPy"),
)


def options(
    aspect_ratio_range: Any, area_range: Any, max_attempts: Any, use_image: Any
) -> dict[str, Any]:
    """The attributes of a sampling op that were given."""
    given = {
        "aspect_ratio_range": aspect_ratio_range,
        "area_range": area_range,
        "max_attempts": max_attempts,
        "use_image_if_no_bounding_boxes": use_image,
    }
    return {
        name: [float(n) for n in value] if name.endswith("range") else value
        for name, value in given.items()
        if value is not None
    }


def sample_distorted_bounding_box(
    image_size: Any,
    bounding_boxes: Any,
    seed: Any = 0,
    min_object_covered: Any = 0.1,
    aspect_ratio_range: Any = None,
    area_range: Any = None,
    max_attempts: int | None = None,
    use_image_if_no_bounding_boxes: bool | None = None,
    name: str | None = None,
) -> Any:
    """Draws a random box that covers enough of one of given boxes.

    Args:
        image_size: Height, width and channels of the image.
        bounding_boxes: Boxes `[y1, x1, y2, x2]`, where 0 and 1 are the borders of the
            image, of shape (batch, boxes, 4).
        seed: A seed, or 0 for a random one.
        min_object_covered: The share of a box that must be covered.
        aspect_ratio_range: The range of the ratio of width to height.
        area_range: The range of the share of the image.
        max_attempts: How often to try; after that it is the whole image.
        use_image_if_no_bounding_boxes: Whether no boxes stand for the whole image.
        name: Name of the node in a graph.

    Returns:
        Where the box begins, its size (both for `tf.slice`), and the box.

    Raises:
        tf.errors.InvalidArgumentError: There are no boxes, or wrong ones.

    Example:
        >>> import tensorbrook as tf
        >>> box = [[[0.0, 0.0, 1.0, 1.0]]]
        >>> tf.image.sample_distorted_bounding_box([8, 8, 3], box)[2].shape
        TensorShape([1, 1, 4])
    """
    seeds = random_seed.kernel_seeds(seed) if seed else {}
    return sample_op(
        _size_tensor(image_size),
        bounding_boxes,
        min_object_covered,
        name=name,
        **seeds,
        **options(
            aspect_ratio_range, area_range, max_attempts, use_image_if_no_bounding_boxes
        ),
    )


def _size_tensor(image_size: Any) -> Any:
    return convert_to_tensor(image_size, dtype_hint=dtypes.int32)


def stateless_sample_distorted_bounding_box(
    image_size: Any,
    bounding_boxes: Any,
    seed: Any,
    min_object_covered: Any = 0.1,
    aspect_ratio_range: Any = None,
    area_range: Any = None,
    max_attempts: int | None = None,
    use_image_if_no_bounding_boxes: bool | None = None,
    name: str | None = None,
) -> Any:
    """Draws a box that covers enough of one of given boxes; the seed decides.

    Args:
        image_size: Height, width and channels of the image.
        bounding_boxes: Boxes `[y1, x1, y2, x2]`, where 0 and 1 are the borders of the
            image, of shape (batch, boxes, 4).
        seed: Two integers.
        min_object_covered: The share of a box that must be covered.
        aspect_ratio_range: The range of the ratio of width to height.
        area_range: The range of the share of the image.
        max_attempts: How often to try; after that it is the whole image.
        use_image_if_no_bounding_boxes: Whether no boxes stand for the whole image.
        name: Name of the node in a graph.

    Returns:
        Where the box begins, its size (both for `tf.slice`), and the box.

    Raises:
        tf.errors.InvalidArgumentError: There are no boxes, or wrong ones.

    Example:
        >>> import tensorbrook as tf
        >>> box = [[[0.0, 0.0, 1.0, 1.0]]]
        >>> found = tf.image.stateless_sample_distorted_bounding_box([8, 8, 3], box, [1, 2])
        >>> found[2].shape
        TensorShape([1, 1, 4])
    """
    return sample_stateless_op(
        _size_tensor(image_size),
        bounding_boxes,
        min_object_covered,
        seed,
        name=name,
        **options(
            aspect_ratio_range, area_range, max_attempts, use_image_if_no_bounding_boxes
        ),
    )
