"""Means and maxima of windows, and their gradients."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_FLAT = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 1, 1], "padding": "SAME"}
_VALID = {"ksize": [1, 2, 2, 1], "strides": [1, 1, 1, 1], "padding": "VALID"}
_FIRST = {
    "ksize": [1, 1, 2, 2],
    "strides": [1, 1, 1, 2],
    "padding": "VALID",
    "data_format": "NCHW",
}
_DEEP = {"ksize": [1, 2, 1, 2, 1], "strides": [1, 1, 1, 1, 1], "padding": "VALID"}
_X, _DEEP_X = wave(1, 3, 3, 2), wave(1, 2, 2, 2, 1).astype(np.float32)


def _best(x):
    """The largest of windows of 2 by 2, at stride 1."""
    windows = np.lib.stride_tricks.sliding_window_view(x, (2, 2), (1, 2))
    return windows.max((-1, -2))


_DEEP_BEST = np.maximum(_DEEP_X[:, :1], _DEEP_X[:, 1:])
_DEEP_BEST = np.maximum(_DEEP_BEST[:, :, :, :1], _DEEP_BEST[:, :, :, 1:])
_DEEP_SLOPE = wave(1, 1, 2, 1, 1).astype(np.float32)
SAMPLES = [
    Sample("AvgPool", [_X], _FLAT),
    Sample("AvgPool", [wave(1, 2, 3, 4)], _FIRST),
    Sample("AvgPoolGrad", [[1, 3, 3, 2], wave(1, 2, 3, 2)], _FLAT),
    Sample("AvgPool3D", [_DEEP_X], _DEEP),
    Sample("AvgPool3DGrad", [[1, 2, 2, 2, 1], wave(1, 1, 2, 1, 1)], _DEEP),
    Sample("MaxPool", [_X], _FLAT),
    Sample("MaxPool", [_X], _VALID, expected=_best(_X)),
    Sample("MaxPool", [wave(1, 2, 3, 4)], _FIRST),
    Sample("MaxPoolGrad", [_X, _best(_X), wave(1, 2, 2, 2)], _VALID),
    Sample("MaxPoolGradGrad", [_X, _best(_X), wave(1, 3, 3, 2)], _VALID),
    Sample("MaxPool3D", [_DEEP_X], _DEEP, expected=_DEEP_BEST),
    Sample("MaxPool3DGrad", [_DEEP_X, _DEEP_BEST, _DEEP_SLOPE], _DEEP),
    Sample("MaxPool3DGradGrad", [_DEEP_X, _DEEP_BEST, -_DEEP_X], _DEEP),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("channels", [1, 3, 10, 16, 20, 33])
@pytest.mark.parametrize("size", [(4, 6), (5, 7)])
@pytest.mark.parametrize("ties", [False, True])
def test_windows_side_by_side(channels: int, size: tuple[int, int], ties: bool) -> None:
    # Vectors of a pixel with few channels reach into the next one.
    x = wave(2, *size, channels).astype(np.float32)
    x = np.round(x) if ties else x
    attrs = {"ksize": [1, 2, 2, 1], "strides": [1, 2, 2, 1], "padding": "VALID"}
    rows, columns = size[0] // 2, size[1] // 2
    cut = x[:, : 2 * rows, : 2 * columns]
    windows = cut.reshape(2, rows, 2, columns, 2, channels).transpose(0, 1, 3, 5, 2, 4)
    flat = windows.reshape(2, rows, columns, channels, 4)
    best = flat.max(-1)
    dy = wave(2, rows, columns, channels).astype(np.float32)
    found = tf.raw_ops.MaxPool(input=x, **attrs)
    np.testing.assert_array_equal(found, best)
    given = np.where(np.arange(4) == flat.argmax(-1)[..., None], dy[..., None], 0)
    given = given.reshape(2, rows, columns, channels, 2, 2).transpose(0, 1, 4, 2, 5, 3)
    dx = np.zeros_like(x)
    dx[:, : 2 * rows, : 2 * columns] = given.reshape(cut.shape)
    slopes = tf.raw_ops.MaxPoolGrad(orig_input=x, orig_output=best, grad=dy, **attrs)
    np.testing.assert_array_equal(slopes, dx)


@pytest.mark.parametrize("dtype", [tf.float32, tf.float64, tf.bfloat16])
@pytest.mark.parametrize("channels", [1, 9])
def test_the_largest_element_passes_over_what_is_no_number(dtype, channels) -> None:
    each = [[np.nan, 1, 2, 3], [1, 2, 3, np.nan], [-1, np.nan, -2, -np.inf]]
    x = np.repeat(np.reshape(each, (3, 2, 2, 1)), channels, -1)
    found = tf.cast(tf.nn.max_pool2d(tf.constant(x, dtype), 2, 2, "VALID"), tf.float32)
    assert found[..., -1].numpy().ravel().tolist() == [3, 3, -1]
