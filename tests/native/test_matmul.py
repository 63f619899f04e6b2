"""Matrix products: oneDNN's, the blocked ones, and the small ones."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

SIZES = [
    (2, 2, 2),
    (1, 1, 1),
    (3, 5, 7),
    (17, 33, 65),
    (128, 10, 784),
    (100, 200, 300),
    (1, 64, 512),
]


@pytest.mark.parametrize("transposes", [(0, 0), (0, 1), (1, 0), (1, 1)], ids=str)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32, np.complex64])
def test_matmul_matches_numpy(
    run: Any, dtype: Any, sizes: Any, transposes: Any
) -> None:
    m, n, k = sizes
    rng = np.random.default_rng(0)
    a = (rng.normal(size=(m, k)) * 4).astype(dtype)
    b = (rng.normal(size=(k, n)) * 4).astype(dtype)
    left = a.T.copy() if transposes[0] else a
    right = b.T.copy() if transposes[1] else b
    (result,) = run(
        "MatMul",
        left,
        right,
        transpose_a=bool(transposes[0]),
        transpose_b=bool(transposes[1]),
    )
    assert result.dtype == dtype
    np.testing.assert_allclose(result, a @ b, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("transposed", [False, True])
def test_sixteen_bit_products_are_summed_in_more(
    run: Any, dtype: Any, transposed: bool
) -> None:
    rng = np.random.default_rng(0)
    a, b = (
        rng.normal(size=(40, 300)).astype(dtype),
        rng.normal(size=(300, 50)).astype(dtype),
    )
    expected = a.astype(np.float32) @ b.astype(np.float32)
    right = b.T.copy() if transposed else b
    (result,) = run("MatMul", a, right, transpose_b=transposed)
    assert result.dtype == dtype
    np.testing.assert_allclose(
        result.astype(np.float32), expected, rtol=2e-2, atol=2e-2
    )


def test_wrong_shapes_are_not_handled(run: Any) -> None:
    a = np.ones((2, 3), np.float32)
    assert run("MatMul", a, a) is None
    assert run("MatMul", a[0], a) is None
    assert run("BatchMatMulV2", a, a) is None


def test_empty_products(run: Any) -> None:
    a, b = np.ones((3, 0), np.float32), np.ones((0, 2), np.float32)
    np.testing.assert_array_equal(run("MatMul", a, b)[0], np.zeros((3, 2)))
    assert run("MatMul", b.T, np.ones((0, 4), np.float32))[0].shape == (2, 4)
    assert run("MatMul", np.ones((0, 3), np.float32), np.ones((3, 4), np.float32))[
        0
    ].shape == (0, 4)


BATCHES = [
    ((), ()),
    ((4,), (4,)),
    ((2, 3), (3,)),
    ((2, 1), (1, 5)),
    ((), (6,)),
    ((0,), (0,)),
]


@pytest.mark.parametrize("batches", BATCHES, ids=str)
@pytest.mark.parametrize("adjoint", [False, True])
def test_batches_broadcast(run: Any, batches: Any, adjoint: bool) -> None:
    rng = np.random.default_rng(0)
    a = rng.normal(size=(*batches[0], 20, 30)).astype(np.float32)
    b = rng.normal(size=(*batches[1], 30, 25)).astype(np.float32)
    right = np.ascontiguousarray(np.swapaxes(b, -1, -2)) if adjoint else b
    (result,) = run("BatchMatMulV2", a, right, adj_y=adjoint)
    np.testing.assert_allclose(result, a @ b, rtol=1e-4, atol=1e-4)
