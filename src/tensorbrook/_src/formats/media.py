"""Images and sounds as the bytes of PNG and WAV files."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np


def png(image: np.ndarray[Any, Any]) -> bytes:
    """A PNG file of an image of dims [height, width, channels], uint8.

    Raises:
        ValueError: It has other than one to four channels.
    """
    from PIL import Image

    if image.ndim != 3 or not 1 <= image.shape[2] <= 4:
        raise ValueError(
            f"An image must have dims [height, width, 1 to 4 channels], got "
            f"{list(image.shape)}."
        )
    plain = image[:, :, 0] if image.shape[2] == 1 else image
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(plain)).save(out, "PNG")
    return out.getvalue()


def wav(samples: np.ndarray[Any, Any], rate: int) -> bytes:
    """A WAV file of samples between -1 and 1, of dims [frames, channels]."""
    frames, channels = samples.shape
    clipped = np.clip(np.asarray(samples, np.float64) * 32768, -32768, 32767)
    body = np.trunc(clipped).astype("<i2").tobytes()
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(body),
        b"WAVE",
        b"fmt ",
        16,
        1,  # plain samples
        channels,
        rate,
        rate * channels * 2,
        channels * 2,
        16,
        b"data",
        len(body),
    )
    return head + body
