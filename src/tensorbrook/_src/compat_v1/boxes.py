"""Boxes on images in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import needed, renamed
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import bounding_boxes, image_boxes, random_seed


def crop_and_resize(
    image: Any,
    boxes: Any,
    box_ind: Any = None,
    crop_size: Any = None,
    method: str = "bilinear",
    extrapolation_value: float = 0,
    name: str | None = None,
    box_indices: Any = None,
) -> Tensor:
    """Cuts boxes out of images and resizes them to one size.

    Args:
        image: Images of shape (batch, height, width, channels).
        boxes: Boxes `[y1, x1, y2, x2]`, where 0 and 1 are the borders of the image.
        box_ind: Old name of `box_indices`.
        crop_size: The height and width of the crops.
        method: "bilinear" or "nearest".
        extrapolation_value: What stands where a box reaches beyond its image.
        name: Name of the node in a graph.
        box_indices: The image of each box.

    Returns:
        Crops of shape (boxes, *crop_size, channels), float32.
    """
    which = renamed("box_indices", box_indices, "box_ind", box_ind)
    return image_boxes.crop_and_resize(
        image, boxes, which, crop_size, method, extrapolation_value, name
    )


def extract_glimpse(
    input: Any,
    size: Any,
    offsets: Any,
    centered: bool = True,
    normalized: bool = True,
    uniform_noise: bool = True,
    name: str | None = None,
) -> Tensor:
    """Cuts a window of one size out of each image.

    Args:
        input: Images of shape (batch, height, width, channels).
        size: The height and width of the windows.
        offsets: Where the middle of each window lies, row and column.
        centered: Whether offsets count from the middle of the image.
        normalized: Whether an offset of 1 is the border of the image, and not a pixel.
        uniform_noise: Whether noise outside of the image is uniform, and not Gaussian.
        name: Name of the node in a graph.

    Returns:
        Windows of shape (batch, *size, channels).
    """
    return image_boxes.glimpse_v1_op(  # type: ignore[no-any-return]
        input,
        size,
        offsets,
        centered=centered,
        normalized=normalized,
        uniform_noise=uniform_noise,
        noise="uniform" if uniform_noise else "gaussian",
        name=name,
    )


def draw_bounding_boxes(
    images: Any, boxes: Any, name: str | None = None, colors: Any = None
) -> Tensor:
    """Draws the outlines of boxes onto images.

    Args:
        images: Images of floats, (batch, height, width, channels).
        boxes: Boxes `[y1, x1, y2, x2]` of each image, where 1 is the last pixel.
        name: Name of the node in a graph.
        colors: Colours to go round; by default a palette.

    Returns:
        A tensor of the shape of `images`.
    """
    return bounding_boxes.draw_bounding_boxes(images, boxes, colors, name)


def sample_distorted_bounding_box(
    image_size: Any,
    bounding_boxes: Any,
    seed: Any = None,
    seed2: Any = None,
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
        bounding_boxes: Boxes of shape (batch, boxes, 4).
        seed: A seed, or None for a random one.
        seed2: A second seed.
        min_object_covered: The share of a box that must be covered.
        aspect_ratio_range: The range of the ratio of width to height.
        area_range: The range of the share of the image.
        max_attempts: How often to try; after that it is the whole image.
        use_image_if_no_bounding_boxes: Whether no boxes stand for the whole image.
        name: Name of the node in a graph.

    Returns:
        Where the box begins, its size, and the box.
    """
    seeds = {"seed": seed or 0, "seed2": seed2 or 0}
    if seed is None and seed2 is None:
        seeds = random_seed.kernel_seeds(None)
    return drawn(
        image_size,
        bounding_boxes,
        min_object_covered,
        name,
        seeds,
        (aspect_ratio_range, area_range, max_attempts, use_image_if_no_bounding_boxes),
    )


def drawn(
    image_size: Any,
    boxes: Any,
    covered: Any,
    name: str | None,
    seeds: dict[str, Any],
    ranges: tuple[Any, Any, Any, Any],
) -> Any:
    """The box that a stream with these seeds draws."""
    return bounding_boxes.sample_op(
        needed("sample_distorted_bounding_box", "image_size", image_size),
        boxes,
        covered,
        name=name,
        **seeds,
        **bounding_boxes.options(*ranges),
    )
