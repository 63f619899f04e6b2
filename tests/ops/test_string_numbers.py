"""Numbers as strings, and back."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("AsString", [[1.5, -2.0]], dtypes="float32 float64 half bfloat16"),
    Sample("AsString", [[1.5, -2.0]], {"precision": 1}, expected=[b"1.5", b"-2.0"]),
    Sample("AsString", [[True, False]], expected=[b"true", b"false"]),
    Sample("AsString", [[1, -20]], {"width": 5}, dtypes="int32 int8 int64"),
    Sample("AsString", [[1 + 2j]], {"precision": 1}, expected=[b"(1.0,2.0)"]),
    Sample("AsString", [["a"]], {"width": 3, "fill": "-"}, expected=[b"a  "]),
    Sample("StringToNumber", [["15", " 2 "]], expected=[15.0, 2.0]),
    Sample("StringToNumber", [["1.5", "-2e1", "0x10"]], expected=[1.5, -20.0, 16.0]),
    Sample("StringToNumber", [["15"]], {"out_type": "int64"}, expected=[15]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({}, ["1.000000", "-2.500000", "nan", "inf"]),
        ({"scientific": True, "precision": 1}, ["1.0e+00", "-2.5e+00", "nan", "inf"]),
        ({"shortest": True}, ["1", "-2.5", "nan", "inf"]),
        (
            {"width": 6, "precision": 1, "fill": "0"},
            ["0001.0", "-002.5", "   nan", "   inf"],
        ),
        (
            {"width": 5, "precision": 1, "fill": "-"},
            ["1.0  ", "-2.5 ", "nan  ", "inf  "],
        ),
        ({"precision": 0, "fill": "+"}, ["+1", "-2", "+nan", "+inf"]),
    ],
)
def test_formats_of_floats(options, wanted) -> None:
    found = tf.strings.as_string([1.0, -2.5, np.nan, np.inf], **options)
    assert [item.decode() for item in found.numpy()] == wanted


@pytest.mark.parametrize(
    "options",
    [{"scientific": True, "shortest": True}, {"fill": "x"}, {"fill": "00"}],
)
def test_wrong_formats(options) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="AsString"):
        tf.strings.as_string([1.0], **options)
    with pytest.raises(tf.errors.InvalidArgumentError, match="integers"):
        tf.strings.as_string([1], precision=2)


@pytest.mark.parametrize(
    ("text", "dtype"),
    [
        ("abc", "float32"),
        ("", "float32"),
        ("1_0", "float32"),
        ("1.5", "int32"),
        ("3000000000", "int32"),
    ],
)
def test_what_is_no_number(text, dtype) -> None:
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=f"not a number of type {dtype}"
    ):
        tf.strings.to_number(text, dtype)
