"""Morphology and unusual pooling in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import renamed
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import fractional_pool, morphology, pool_argmax


def dilation2d(
    input: Any,
    filter: Any = None,
    strides: Any = None,
    rates: Any = None,
    padding: Any = None,
    name: str | None = None,
    filters: Any = None,
    dilations: Any = None,
) -> Tensor:
    """Slides a filter over images and takes the largest sum of image and filter.

    Args:
        input: Images of shape (batch, height, width, channels).
        filter: Old name of `filters`.
        strides: Steps, one for each axis.
        rates: Old name of `dilations`.
        padding: "SAME" or "VALID".
        name: Name of the node in a graph.
        filters: A filter of shape (height, width, channels).
        dilations: Distances between the elements of the filter, one for each axis.

    Returns:
        Images with as many channels.
    """
    return morphology.dilation2d(
        input,
        renamed("filters", filters, "filter", filter),
        strides,
        padding,
        "NHWC",
        renamed("dilations", dilations, "rates", rates),
        name,
    )


def erosion2d(
    value: Any,
    kernel: Any,
    strides: Any,
    rates: Any,
    padding: str,
    name: str | None = None,
) -> Tensor:
    """Slides a filter over images and takes the smallest difference of the two.

    Args:
        value: Images of shape (batch, height, width, channels).
        kernel: A filter of shape (height, width, channels).
        strides: Steps, one for each axis.
        rates: Distances between the elements of the filter, one for each axis.
        padding: "SAME" or "VALID".
        name: Name of the node in a graph.

    Returns:
        Images with as many channels.
    """
    return morphology.erosion2d(value, kernel, strides, padding, "NHWC", rates, name)


def max_pool_with_argmax(
    input: Any,
    ksize: Any,
    strides: Any,
    padding: str,
    data_format: str = "NHWC",
    Targmax: Any = None,
    name: str | None = None,
    output_dtype: Any = None,
    include_batch_in_index: bool = False,
) -> Any:
    """The largest element under a window that slides over images, and its place.

    Args:
        input: Images of shape (batch, height, width, channels).
        ksize: The window, one number for each axis.
        strides: The steps, likewise.
        padding: "SAME" or "VALID".
        data_format: "NHWC".
        Targmax: Old name of `output_dtype`.
        name: Name of the node in a graph.
        output_dtype: The type of the places; by default int64.
        include_batch_in_index: Whether places count through the whole batch.

    Returns:
        A pair: smaller images, and where each element stood in its image.
    """
    kind = renamed("output_dtype", output_dtype, "Targmax", Targmax)
    return pool_argmax.max_pool_with_argmax(
        input,
        ksize,
        strides,
        padding,
        data_format,
        dtypes.int64 if kind is None else kind,
        include_batch_in_index,
        name,
    )


def fractional_max_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> Any:
    """The largest elements of regions whose sizes are random and nearly equal.

    Args:
        value: Images of shape (batch, height, width, channels).
        pooling_ratio: By how much the images shrink, one number for each axis.
        pseudo_random: Whether the regions follow each other regularly.
        overlapping: Whether neighbours share their border.
        deterministic: Accepted for compatibility.
        seed: A seed, or 0.
        seed2: A second seed.
        name: Name of the node in a graph.

    Returns:
        Smaller images, and the borders of the regions along rows and columns.
    """
    return fractional_pool.max_op(
        value,
        pooling_ratio=[float(n) for n in pooling_ratio],
        pseudo_random=pseudo_random,
        overlapping=overlapping,
        deterministic=deterministic,
        seed=seed,
        seed2=seed2,
        name=name,
    )


def fractional_avg_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
    name: str | None = None,
) -> Any:
    """The means of regions whose sizes are random and nearly equal.

    Args:
        value: Images of shape (batch, height, width, channels).
        pooling_ratio: By how much the images shrink, one number for each axis.
        pseudo_random: Whether the regions follow each other regularly.
        overlapping: Whether neighbours share their border.
        deterministic: Accepted for compatibility.
        seed: A seed, or 0.
        seed2: A second seed.
        name: Name of the node in a graph.

    Returns:
        Smaller images, and the borders of the regions along rows and columns.
    """
    return fractional_pool.average_op(
        value,
        pooling_ratio=[float(n) for n in pooling_ratio],
        pseudo_random=pseudo_random,
        overlapping=overlapping,
        deterministic=deterministic,
        seed=seed,
        seed2=seed2,
        name=name,
    )
