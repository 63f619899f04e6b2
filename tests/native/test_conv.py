"""Convolutions and pooling against plain loops."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

CASES = [
    {"strides": (1, 1, 1, 1), "padding": "SAME"},
    {"strides": (1, 1, 1, 1), "padding": "VALID"},
    {"strides": (1, 2, 2, 1), "padding": "SAME"},
    {"strides": (1, 2, 1, 1), "padding": "VALID"},
    {"strides": (1, 1, 1, 1), "padding": "SAME", "dilations": (1, 2, 2, 1)},
    {
        "strides": (1, 1, 1, 1),
        "padding": "EXPLICIT",
        "explicit_paddings": (0, 0, 2, 1, 0, 1, 0, 0),
    },
]


def _geometry(
    size: int, kernel: int, axis: int, attrs: dict[str, Any]
) -> tuple[int, int, int, int]:
    """Output size, padding before, stride and dilation along one axis."""
    stride = attrs["strides"][axis]
    dilation = attrs.get("dilations", (1, 1, 1, 1))[axis]
    reach = (kernel - 1) * dilation + 1
    if attrs["padding"] == "VALID":
        return (size - reach) // stride + 1, 0, stride, dilation
    if attrs["padding"] == "SAME":
        out = -(-size // stride)
        return out, max((out - 1) * stride + reach - size, 0) // 2, stride, dilation
    before, after = attrs["explicit_paddings"][2 * axis : 2 * axis + 2]
    return (size + before + after - reach) // stride + 1, before, stride, dilation


def _taps(shape: Any, kernel: Any, attrs: dict[str, Any]) -> Any:
    """(output row, column, filter row, column, input row, column) of every product."""
    rows, columns = (_geometry(shape[i + 1], kernel[i], i + 1, attrs) for i in range(2))
    for y, x, i, j in itertools.product(
        *map(range, (rows[0], columns[0], kernel[0], kernel[1]))
    ):
        v = y * rows[2] - rows[1] + i * rows[3]
        u = x * columns[2] - columns[1] + j * columns[3]
        if 0 <= v < shape[1] and 0 <= u < shape[2]:
            yield y, x, i, j, v, u


def _out_shape(shape: Any, kernel: Any, attrs: dict[str, Any]) -> tuple[int, int, int]:
    sizes = [_geometry(shape[i + 1], kernel[i], i + 1, attrs)[0] for i in range(2)]
    return shape[0], sizes[0], sizes[1]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("attrs", CASES, ids=str)
def test_convolution_and_gradients(run: Any, attrs: Any, dtype: Any) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 8, 7, 5)).astype(dtype)
    w = rng.normal(size=(3, 2, 5, 6)).astype(dtype)
    y = np.zeros((*_out_shape(x.shape, w.shape, attrs), 6), dtype)
    dy = rng.normal(size=y.shape).astype(dtype)
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for p, q, i, j, v, u in _taps(x.shape, w.shape, attrs):
        y[:, p, q] += x[:, v, u] @ w[i, j]
        dx[:, v, u] += dy[:, p, q] @ w[i, j].T
        dw[i, j] += x[:, v, u].T @ dy[:, p, q]
    tolerance = {"rtol": 1e-4, "atol": 1e-4}
    np.testing.assert_allclose(run("Conv2D", x, w, **attrs)[0], y, **tolerance)
    sizes = np.array(x.shape, np.int32), np.array(w.shape, np.int32)
    (result,) = run("Conv2DBackpropInput", sizes[0], w, dy, **attrs)
    np.testing.assert_allclose(result, dx, **tolerance)
    (result,) = run("Conv2DBackpropFilter", x, sizes[1], dy, **attrs)
    np.testing.assert_allclose(result, dw, **tolerance)


@pytest.mark.parametrize("attrs", CASES, ids=str)
@pytest.mark.parametrize("multiplier", [1, 2])
def test_depthwise_convolution_and_gradients(
    run: Any, native: Any, attrs: Any, multiplier: int
) -> None:
    if native.device_info()["onednn"] is None:
        pytest.skip("depthwise convolutions need oneDNN")
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 8, 7, 5)).astype(np.float32)
    w = rng.normal(size=(3, 2, 5, multiplier)).astype(np.float32)
    y = np.zeros((*_out_shape(x.shape, w.shape, attrs), 5, multiplier), np.float32)
    dy = rng.normal(size=y.shape).astype(np.float32)
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for p, q, i, j, v, u in _taps(x.shape, w.shape, attrs):
        y[:, p, q] += x[:, v, u, :, None] * w[i, j]
        dx[:, v, u] += (dy[:, p, q] * w[i, j]).sum(-1)
        dw[i, j] += (x[:, v, u, :, None] * dy[:, p, q]).sum(0)
    flat = (*y.shape[:3], 5 * multiplier)
    tolerance = {"rtol": 1e-4, "atol": 1e-4}
    (result,) = run("DepthwiseConv2dNative", x, w, **attrs)
    np.testing.assert_allclose(result, y.reshape(flat), **tolerance)
    sizes = np.array(x.shape, np.int32), np.array(w.shape, np.int32)
    dy = dy.reshape(flat)
    (result,) = run("DepthwiseConv2dNativeBackpropInput", sizes[0], w, dy, **attrs)
    np.testing.assert_allclose(result, dx, **tolerance)
    (result,) = run("DepthwiseConv2dNativeBackpropFilter", x, sizes[1], dy, **attrs)
    np.testing.assert_allclose(result, dw, **tolerance)


def test_grouped_convolution(run: Any, native: Any) -> None:
    if native.device_info()["onednn"] is None:
        pytest.skip("grouped convolutions need oneDNN")
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 5, 6)).astype(np.float32)
    w = rng.normal(size=(3, 3, 2, 9)).astype(np.float32)
    attrs = {"strides": (1, 1, 1, 1), "padding": "SAME"}
    groups = [
        run(
            "Conv2D",
            x[..., 2 * g : 2 * g + 2].copy(),
            w[..., 3 * g : 3 * g + 3].copy(),
            **attrs,
        )[0]
        for g in range(3)
    ]
    (result,) = run("Conv2D", x, w, **attrs)
    np.testing.assert_allclose(result, np.concatenate(groups, -1), rtol=1e-4, atol=1e-4)


def test_a_large_batch_with_bias_and_relu_goes_in_parts(run: Any) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(7, 32, 32, 8)).astype(np.float32)
    x[3, 4, 5, 0] = np.nan
    w = rng.normal(size=(3, 3, 8, 128)).astype(np.float32)
    bias = rng.normal(size=128).astype(np.float32)
    attrs = {"strides": (1, 1, 1, 1), "padding": "SAME"}
    (plain,) = run("Conv2D", x, w, **attrs)
    (result,) = run("Conv2D+BiasAdd+Relu", x, w, bias, **attrs)
    wanted = np.where(plain + bias < 0, 0, plain + bias)
    assert np.isnan(wanted).any()
    np.testing.assert_allclose(result, wanted, rtol=1e-4, atol=1e-4)


def test_nchw_and_wrong_attributes_are_not_handled(run: Any) -> None:
    x, w = np.ones((1, 4, 4, 2), np.float32), np.ones((2, 2, 2, 3), np.float32)
    assert (
        run("Conv2D", x, w, strides=(1, 1, 1, 1), padding="SAME", data_format="NCHW")
        is None
    )
    assert run("Conv2D", x, w, strides=(1, 1, 1, 1), padding="WRONG") is None
    assert run("Conv2D", x, w, strides=(2, 1, 1, 1), padding="SAME") is None


POOLS = [
    {"ksize": (1, 2, 2, 1), "strides": (1, 2, 2, 1), "padding": "VALID"},
    {"ksize": (1, 3, 3, 1), "strides": (1, 2, 2, 1), "padding": "SAME"},
    {"ksize": (1, 3, 2, 1), "strides": (1, 1, 1, 1), "padding": "SAME"},
]


@pytest.mark.parametrize("attrs", POOLS, ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_pooling_and_gradients(run: Any, attrs: Any, dtype: Any) -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 6, size=(2, 7, 6, 20)).astype(dtype)  # with ties
    kernel = attrs["ksize"][1:3]
    shape = (*_out_shape(x.shape, kernel, attrs), 20)
    best, total = np.full(shape, -np.inf, dtype), np.zeros(shape, dtype)
    count = np.zeros(shape[1:3], dtype)
    dy = rng.normal(size=shape).astype(dtype)
    taps = list(_taps(x.shape, kernel, attrs))
    for p, q, _, _, v, u in taps:
        best[:, p, q] = np.maximum(best[:, p, q], x[:, v, u])
        total[:, p, q] += x[:, v, u]
        count[p, q] += 1
    d_max, d_mean, left = np.zeros_like(x), np.zeros_like(x), dy.copy()
    for p, q, _, _, v, u in taps:
        taken = np.where(x[:, v, u] == best[:, p, q], left[:, p, q], 0)
        d_max[:, v, u] += taken
        left[:, p, q] -= taken
        d_mean[:, v, u] += dy[:, p, q] / count[p, q]
    np.testing.assert_array_equal(run("MaxPool", x, **attrs)[0], best)
    np.testing.assert_allclose(
        run("MaxPoolGrad", x, best, dy, **attrs)[0], d_max, rtol=1e-5
    )
    (result,) = run("AvgPool", x, **attrs)
    np.testing.assert_allclose(result, total / count[..., None], rtol=1e-5)
    (result,) = run("AvgPoolGrad", np.array(x.shape, np.int32), dy, **attrs)
    np.testing.assert_allclose(result, d_mean, rtol=1e-5, atol=1e-6)


def test_an_empty_batch_has_an_empty_result_and_no_gradient(run: Any) -> None:
    x, k = np.zeros((0, 4, 4, 2), np.float32), np.ones((3, 2, 2, 3), np.float32)
    attrs = {"strides": (1, 1, 1, 1), "padding": "SAME"}
    (y,) = run("Conv2D", x, k, **attrs)
    assert y.shape == (0, 4, 4, 3)
    (dx,) = run("Conv2DBackpropInput", np.array(x.shape, np.int32), k, y, **attrs)
    assert dx.shape == x.shape
    (dk,) = run("Conv2DBackpropFilter", x, np.array(k.shape, np.int32), y, **attrs)
    np.testing.assert_array_equal(dk, np.zeros_like(k))
