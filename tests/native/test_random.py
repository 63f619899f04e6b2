"""Random numbers: bit for bit those of the reference."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

from tensorbrook._src.ops import philox
from tensorbrook._src.ops.philox import Philox

STREAMS = [Philox(0, 0), Philox(2**64 - 3, 2**64 - 1), Philox(2**128 - 5, 7 << 32)]


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 1001, 100_000])
@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize(
    "draw, dtype",
    [
        (philox.uniform, np.float32),
        (philox.uniform, np.float64),
        (philox.uniform, np.float16),
        (philox.uniform, ml_dtypes.bfloat16),
        (philox.normal, np.float32),
        (philox.normal, np.float16),
        (philox.uniform_full, np.int64),
        (philox.uniform_full, np.uint32),
    ],
)
def test_draws_are_those_of_the_reference(
    native: Any,
    monkeypatch: pytest.MonkeyPatch,
    draw: Any,
    dtype: Any,
    stream: Philox,
    size: int,
) -> None:
    monkeypatch.setattr(philox, "fill", native.philox)
    found = draw(stream, size, dtype)
    monkeypatch.setattr(philox, "fill", None)
    wanted = draw(stream, size, dtype)
    assert found.dtype == wanted.dtype
    np.testing.assert_array_equal(found, wanted)


def test_double_precision_normals_are_left_to_the_reference(native: Any) -> None:
    out = np.empty(4)
    assert not native.philox("normal", 0, 0, 0, out.view(np.uint8), 2)


def test_philox_checks_its_arguments(native: Any) -> None:
    with pytest.raises(TypeError, match="what to draw"):
        native.philox("normal")
    with pytest.raises(BufferError):
        native.philox("words", 0, 0, 0, b"1234", 22)
    with pytest.raises(OverflowError):
        native.philox("words", 2**64, 0, 0, np.empty(4, np.uint8), 22)
