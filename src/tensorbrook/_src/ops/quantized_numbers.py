"""Quantized numbers as the older quantized ops understand them.

The lowest integer stands for the lower end of a range and the highest for its upper end;
the range is moved a little, so that zero is one of the steps.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import ShapeContext, unsupported

HOST = unsupported("quantized numbers are computed in NumPy")
SCALED_32 = 1 << 31


def require(name: str, array: Any, *kinds: str) -> None:
    """Refuses quantized types for which there is no kernel.

    Raises:
        errors.NotFoundError: The array holds other integers.
    """
    if array.dtype.name not in kinds:
        raise errors.NotFoundError(
            None,
            None,
            f"Could not find device for node {name}: there are kernels for "
            f"{' and '.join('q' + kind for kind in kinds)} only, not for "
            f"q{array.dtype.name}.",
        )


def require_output(name: str, wanted: DType, *kinds: str) -> None:
    """Refuses types of outputs for which there is no kernel.

    Raises:
        errors.NotFoundError: It is another type.
    """
    if wanted.name not in kinds:
        raise errors.NotFoundError(
            None,
            None,
            f"Could not find device for node {name}: the output must be "
            f"{' or '.join(kinds)}, not {wanted.name}.",
        )


def limits(kind: Any) -> tuple[int, int]:
    """The lowest and the highest integer of a NumPy dtype."""
    info = np.iinfo(kind)
    return int(info.min), int(info.max)


def to_float(numbers: Any, low: Any, high: Any, kind: Any = None) -> Any:
    """The floats that quantized numbers of a range stand for."""
    kind = numbers.dtype if kind is None else kind
    first, last = limits(kind)
    low, high = np.float32(low), np.float32(high)
    if low == high:
        return np.full(np.shape(numbers), low, np.float32)
    steps = float(last - first + 1)
    scale = float(high - low) * (steps / (steps - 1)) / steps
    single = np.float32(scale)
    moved = float(np.float32(round_away(low / single)) * single)
    return (moved + (numbers.astype(np.float64) - first) * scale).astype(np.float32)


def round_away(values: Any) -> Any:
    """To whole numbers, halves away from zero."""
    return np.where(
        np.asarray(values) < 0, np.ceil(values - 0.5), np.floor(values + 0.5)
    )


def unclamped(values: Any, low: Any, high: Any, kind: Any) -> Any:
    """The steps of floats in a range, which may lie outside of it."""
    first, last = limits(kind)
    low, high = np.float32(low), np.float32(high)
    values = np.asarray(values, np.float64)
    if low == high:
        return np.zeros(values.shape, np.int64)
    steps = float(last - first + 1)
    scale = steps / (float(high - low) * (steps / (steps - 1)))
    found = round_away(values * scale) - round_away(float(low) * scale) + first
    return np.clip(found, -(2.0**62), 2.0**62).astype(np.int64)


def to_quantized(values: Any, low: Any, high: Any, kind: Any) -> Any:
    """Floats as quantized numbers of a range."""
    return np.clip(unclamped(values, low, high, kind), *limits(kind)).astype(kind)


def moved(numbers: Any, low: Any, high: Any, new: tuple[Any, Any], kind: Any) -> Any:
    """Quantized numbers of one range as those of another."""
    return to_quantized(to_float(numbers, low, high), new[0], new[1], kind)


def product_range(a: Any, ends_a: Any, b: Any, ends_b: Any) -> tuple[Any, Any]:
    """The range of 32-bit products; one step is the product of one step of each."""
    level = np.float32(1)
    for array, (low, high) in ((a, ends_a), (b, ends_b)):
        first, last = limits(array.dtype)
        level = level * (np.float32(high) - np.float32(low)) / np.float32(last - first)
    return np.float32(level * np.float32(-(2.0**31))), np.float32(
        level * np.float32(2.0**31)
    )


def offset(array: Any, low: Any, high: Any) -> int:
    """The step that stands for zero."""
    return int(unclamped(0.0, low, high, array.dtype))


def check_scalars(c: ShapeContext, *indices: int) -> None:
    """Refuses ends of ranges that are no scalars."""
    for index in indices:
        c.check_rank(index, 0)


def check_order(name: str, low: Any, high: Any) -> None:
    """Refuses an empty range.

    Raises:
        ValueError: The upper end isn't above the lower one.
    """
    if not high > low:
        raise ValueError(
            f"{name}: the upper end of a range must be larger than the lower one, got "
            f"{low} and {high}."
        )
