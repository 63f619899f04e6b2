"""How elements look in what programs print."""

import numpy as np
import pytest

from tensorbrook._src.ops import tensor_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.float32(0.1), "0.1"),
        (np.float32(1 / 3), "0.333333343"),
        (np.float64(1 / 3), "0.33333333333333331"),
        (np.float32(123456789), "123456792"),
        (np.float32(1e6), "1e+06"),
        (np.float64(1e6), "1000000"),
        (np.float16(0.1), "0.0999755859"),
        (np.float32("-inf"), "-inf"),
        (np.bool_(True), "1"),
        (np.uint8(255), "255"),
    ],
)
def test_numbers_keep_their_value(value, text) -> None:
    assert tensor_text.number_text(value) == text


def test_strings_are_escaped() -> None:
    assert tensor_text.escaped(b'a"\n\x00\xc3\xa9\xff') == 'a\\"\\n\\000é\\377'


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((0,), "[]"),
        ((2, 0), "[\n ...]"),
        ((0, 2), "[]"),
        ((2, 2), "[[0 1]\n [2 3]]"),
        ((2, 1, 2), "[[[0 1]]\n\n [[2 3]]]"),
        ((5,), "[0 ... 4]"),
    ],
)
def test_summary_shows_the_ends(shape, text) -> None:
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape)
    ends = 1 if shape == (5,) else 3
    assert tensor_text.summary(array, ends) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(3, "[[0 1 2]...]"), (5, "[[0 1 2][3 4...]...]"), (-1, "[[0 1 2][3 4 5]]")],
)
def test_first_elements_are_cut(count, text) -> None:
    assert tensor_text.first_elements(np.arange(6).reshape(2, 3), count) == text
