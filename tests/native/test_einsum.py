"""Sums of products as products of matrices, wherever their rows and columns lie."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

SIZES = {"a": 3, "b": 5, "c": 4, "d": 7, "e": 6, "f": 2, "g": 1}

EQUATIONS = [
    "ab,bc->ac",
    "ab,cb->ca",
    "ba,bc->ca",
    "abc,cde->abde",
    "aecd,abcd->acbe",
    "acbe,aecd->abcd",
    "abcd,cde->abe",
    "abe,cde->abcd",
    "abde,abc->cde",
    "abe,abcd->cde",
    "acbe,abcd->aecd",
    "abcd,dcb->a",
    "abcd,bd->ca",
    "ab,cd->cadb",
    "ab,ab->ab",
    "ab,ab->ba",
    "ab,ab->",
    "ab,b->a",
    "a,b->ba",
    "a,a->a",
    "abc,bc->a",
    ",ab->ba",
    "aab,bc->ac",
    "gab,gbc->gac",
    "agb,bgc->gca",
    "...ab,...bc->...ac",
    "a...,b...->ab...",
    "a b , b c -> c a",
]
ALONE = ["abc->cab", "aab->ba", "ab->ab", "...a->a...", "->"]
LEFT_TO_THE_REFERENCE = [
    "ab,bc",
    "ab->a",
    "ab,c->a",
    "a,b,c->abc",
    "ab,bc->acc",
    "ab,bc->ad",
    "abc,b->a",
]


def operands(equation: str, dtype: Any, scale: int = 1) -> list[np.ndarray]:
    """Normal numbers of the sizes that the labels have; dots are three axes."""
    rng = np.random.default_rng(5)
    terms = equation.replace(" ", "").replace("...", "fge").split("->")[0].split(",")
    shapes = [[SIZES[label] * scale for label in term] for term in terms]
    return [(rng.normal(size=shape) * 3).astype(dtype) for shape in shapes]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32, np.complex64])
@pytest.mark.parametrize("equation", EQUATIONS + ALONE)
def test_einsum_matches_numpy(run: Any, equation: str, dtype: Any) -> None:
    arrays = operands(equation, dtype)
    (result,) = run("Einsum", *arrays, equation=equation)
    expected = np.einsum(equation, *arrays)
    assert result.dtype == dtype and result.shape == expected.shape
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("equation", [e for e in EQUATIONS if "d" in e or len(e) < 10])
def test_larger_ones_match_numpy(run: Any, equation: str) -> None:
    arrays = operands(equation, np.float32, scale=5)
    (result,) = run("Einsum", *arrays, equation=equation)
    expected = np.einsum(equation, *arrays, optimize=True)
    np.testing.assert_allclose(result, expected, rtol=1e-3, atol=2e-2)


@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16])
@pytest.mark.parametrize("equation", ["ab,bc->ac", "aecd,abcd->acbe", "abc->cab"])
def test_sixteen_bit_numbers_are_summed_in_more(
    run: Any, equation: str, dtype: Any
) -> None:
    arrays = operands(equation, dtype, scale=2)
    wide = np.einsum(equation, *[array.astype(np.float32) for array in arrays])
    (result,) = run("Einsum", *arrays, equation=equation)
    assert result.dtype == dtype
    np.testing.assert_allclose(
        result.astype(np.float32), wide, rtol=2e-2, atol=2e-2 * np.abs(wide).max()
    )


def test_dots_are_aligned_from_the_right_and_broadcast(run: Any) -> None:
    rng = np.random.default_rng(0)
    a = rng.normal(size=(2, 1, 3, 4)).astype(np.float32)
    b = rng.normal(size=(5, 4, 3)).astype(np.float32)
    (result,) = run("Einsum", a, b, equation="...ij,...jk->...ik")
    np.testing.assert_allclose(result, a @ b, rtol=1e-5, atol=1e-5)


def test_no_elements(run: Any) -> None:
    a, b = np.ones((3, 0), np.float32), np.ones((0, 2), np.float32)
    np.testing.assert_array_equal(
        run("Einsum", a, b, equation="ab,bc->ac")[0], np.zeros((3, 2))
    )
    assert run("Einsum", b, a[:0], equation="ab,cb->ac") is None
    assert run("Einsum", b.T, b, equation="ab,bc->ca")[0].shape == (2, 2)
    assert run("Einsum", a, a, equation="ab,cb->abc")[0].shape == (3, 0, 3)


@pytest.mark.parametrize("equation", LEFT_TO_THE_REFERENCE)
def test_what_is_no_product_is_left_to_the_reference(run: Any, equation: str) -> None:
    assert run("Einsum", *operands(equation, np.float32), equation=equation) is None


def test_wrong_shapes_are_not_handled(run: Any) -> None:
    a = np.ones((2, 3), np.float32)
    assert run("Einsum", a, a, equation="ab,bc->ac") is None
    assert run("Einsum", a, equation="aa->a") is None
    assert run("Einsum", a, equation="abc->a") is None
    assert run("Einsum", a[:, :1], equation="aa->a") is None
    assert run("Einsum", a, a.astype(np.float64), equation="ab,ab->ab") is None
    assert run("Einsum", a, a, equation="ab->ab") is None
