"""Tensors of Python numbers, made without NumPy: the same as with it, or None."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorbrook._src.core import dtypes
from tensorbrook._src.eager import backend, convert

_NUMBERS = st.one_of(
    st.integers(-(2**40), 2**40), st.integers(-9, 9), st.floats(width=32), st.booleans()
)
_VALUES = st.recursive(
    _NUMBERS,
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=8,
)
_WANTED = st.sampled_from(
    [
        None,
        dtypes.float32,
        dtypes.float64,
        dtypes.bfloat16,
        dtypes.int32,
        dtypes.int64,
        dtypes.uint8,
        dtypes.bool,
        dtypes.complex64,
        dtypes.string,
    ]
)


@given(_VALUES, _WANTED)
def test_what_it_makes_is_what_numpy_would_make(value: Any, wanted: Any) -> None:
    if backend.native is None:
        pytest.skip(f"no native core ({backend.reason})")
    code = 0 if wanted is None else wanted._code
    made = backend.native.from_literal(value, code)
    if made is None:
        return
    array, dtype = convert.to_array(value, wanted)
    assert made.dtype is dtype
    np.testing.assert_array_equal(made._array(), array)


@pytest.mark.parametrize(
    ("value", "dtype"),
    [
        (1.5, dtypes.float32),
        (-0.0, dtypes.float32),
        (7, dtypes.int32),
        (True, dtypes.bool),
        ([[1, 2], (3, 4)], dtypes.int32),
        ([1, 2.5], dtypes.float32),
        ([float("inf"), float("nan")], dtypes.float32),
    ],
)
def test_plain_values_take_the_short_road(native: Any, value: Any, dtype: Any) -> None:
    made = native.from_literal(value, 0)
    assert made.dtype is dtype
    np.testing.assert_array_equal(made._array(), np.array(value, dtype.numpy_dtype))
    np.testing.assert_array_equal(np.signbit(made._array()), np.signbit(value))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([], 0),
        ([[1], [2, 3]], 0),
        ([1, True], 0),
        (["a"], 0),
        (2**31, 0),
        (2**70, 0),
        (1e300, 0),
        (1.5, dtypes.int32._code),
        (300, dtypes.uint8._code),
        (2**31, dtypes.int32._code),
        ([np.float32(1)], 0),
    ],
    ids=str,
)
def test_special_values_are_left_to_the_rules(
    native: Any, value: Any, code: int
) -> None:
    assert native.from_literal(value, code) is None
