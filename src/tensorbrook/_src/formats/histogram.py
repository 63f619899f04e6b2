"""Histograms with buckets of growing width, as summaries of 1.x have them."""

from __future__ import annotations

import functools
import sys
from typing import Any

import numpy as np

from tensorbrook._src.formats.schema import message

_GROWTH = 1.1
_FIRST = 1e-12
_LAST = 1e20


@functools.cache
def _limits() -> np.ndarray[Any, Any]:
    """The upper limits of all buckets, from the negative ones up."""
    positive = []
    value = _FIRST
    while value < _LAST:
        positive.append(value)
        value *= _GROWTH
    positive.append(sys.float_info.max)
    return np.array([*(-limit for limit in reversed(positive)), 0.0, *positive])


def histogram_proto(values: np.ndarray[Any, Any]) -> Any:
    """The HistogramProto of numbers; rows of empty buckets become one."""
    flat = np.asarray(values, np.float64).reshape(-1)
    limits = _limits()
    made = message("HistogramProto")(
        num=flat.size, sum=float(flat.sum()), sum_squares=float((flat * flat).sum())
    )
    if not flat.size:
        made.min, made.max = sys.float_info.max, -sys.float_info.max
        made.bucket_limit.append(sys.float_info.max)
        made.bucket.append(0.0)
        return made
    made.min, made.max = float(flat.min()), float(flat.max())
    places = np.searchsorted(limits, flat, side="right")
    counts = np.bincount(np.minimum(places, len(limits) - 1), minlength=len(limits))
    before = True  # whether the bucket before was empty, too
    for limit, count in zip(limits.tolist(), counts.tolist(), strict=True):
        if count == 0 and before and made.bucket:
            made.bucket_limit[-1] = limit
            continue
        made.bucket_limit.append(limit)
        made.bucket.append(count)
        before = count == 0
    return made
