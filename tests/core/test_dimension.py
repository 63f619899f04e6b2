"""Dimension: the arithmetic of 1.x shapes."""

import operator
import pickle
from typing import Any

import numpy as np
import pytest

from tensorbrook._src.core.dimension import Dimension as D


def test_value_and_text() -> None:
    assert (D(3).value, D(None).value) == (3, None)
    assert (repr(D(3)), repr(D(None))) == ("Dimension(3)", "Dimension(None)")
    assert (str(D(3)), str(D(None))) == ("3", "?")
    assert D(np.int32(3)).value == D(D(3)).value == 3


@pytest.mark.parametrize("value", ["a", "3", 1.5, 2.0, [1], object()], ids=str)
def test_wrong_type_is_rejected(value: object) -> None:
    with pytest.raises(TypeError, match="dimension must be an integer"):
        D(value)


def test_negative_value_is_rejected() -> None:
    with pytest.raises(ValueError, match="-1"):
        D(-1)
    with pytest.raises(ValueError, match="-2"):
        _ = D(3) - 5


@pytest.mark.parametrize("function", ["add", "sub", "mul", "floordiv", "mod"])
def test_arithmetic(function: str) -> None:
    compute = getattr(operator, function)
    for result in (compute(D(7), 2), compute(7, D(2)), compute(D(7), D(2))):
        assert isinstance(result, D)
        assert result.value == compute(7, 2)
    for result in (compute(D(None), 2), compute(2, D(None)), compute(D(2), D(None))):
        assert result.value is None
    with pytest.raises(TypeError):
        compute(D(3), 2.5)
    with pytest.raises(TypeError):
        compute(D(3), object())


def test_true_division_names_the_right_operator() -> None:
    for call in (lambda: D(7) / 2, lambda: 7 / D(2)):
        with pytest.raises(TypeError, match="//"):
            call()


@pytest.mark.parametrize("function", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparison(function: str) -> None:
    compare: Any = getattr(operator, function)
    assert compare(D(3), 4) is compare(3, 4)
    assert compare(D(4), D(4)) is compare(4, 4)
    assert compare(D(None), 3) is None
    assert compare(D(3), None) is None
    assert compare(D(None), D(None)) is None


def test_comparison_with_other_types() -> None:
    assert D(3) != "3"
    assert D(3) != 2.5
    with pytest.raises(TypeError):
        _ = D(3) < "a"


def test_use_as_an_integer() -> None:
    assert int(D(3)) == 3
    assert list(range(D(3))) == [0, 1, 2]
    assert np.zeros(D(3)).shape == (3,)
    assert not D(0)
    assert not D(None)
    with pytest.raises(TypeError, match="unknown"):
        int(D(None))
    with pytest.raises(TypeError, match="unhashable"):
        hash(D(3))


def test_merge_and_compatibility() -> None:
    assert D(3).merge_with(None).value == 3
    assert D(None).merge_with(4).value == 4
    assert D(3).is_compatible_with(None)
    assert not D(3).is_compatible_with(4)
    with pytest.raises(ValueError, match="3 and 4"):
        D(3).merge_with(4)


def test_pickle() -> None:
    assert pickle.loads(pickle.dumps(D(3))).value == 3
