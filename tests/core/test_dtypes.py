"""DType: what TensorFlow's types say about themselves, and what converts to them."""

import copy
import pickle

import ml_dtypes
import numpy as np
import pytest

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType, as_dtype

# name: (number, size, NumPy scalar type, real type)
PLAIN = {
    "float32": (1, 4, np.float32, "float32"),
    "float64": (2, 8, np.float64, "float64"),
    "int32": (3, 4, np.int32, "int32"),
    "uint8": (4, 1, np.uint8, "uint8"),
    "int16": (5, 2, np.int16, "int16"),
    "int8": (6, 1, np.int8, "int8"),
    "string": (7, 0, object, "string"),
    "complex64": (8, 8, np.complex64, "float32"),
    "int64": (9, 8, np.int64, "int64"),
    "bool": (10, 1, np.bool_, "bool"),
    "bfloat16": (14, 2, ml_dtypes.bfloat16, "bfloat16"),
    "uint16": (17, 2, np.uint16, "uint16"),
    "complex128": (18, 16, np.complex128, "float64"),
    "float16": (19, 2, np.float16, "float16"),
    "uint32": (22, 4, np.uint32, "uint32"),
    "uint64": (23, 8, np.uint64, "uint64"),
    "float8_e5m2": (24, 1, ml_dtypes.float8_e5m2, "float8_e5m2"),
    "float8_e4m3fn": (25, 1, ml_dtypes.float8_e4m3fn, "float8_e4m3fn"),
    "float8_e4m3fnuz": (26, 1, ml_dtypes.float8_e4m3fnuz, "float8_e4m3fnuz"),
    "float8_e4m3b11fnuz": (27, 1, ml_dtypes.float8_e4m3b11fnuz, "float8_e4m3b11fnuz"),
    "float8_e5m2fnuz": (28, 1, ml_dtypes.float8_e5m2fnuz, "float8_e5m2fnuz"),
    "int4": (29, 1, ml_dtypes.int4, "int4"),
    "uint4": (30, 1, ml_dtypes.uint4, "uint4"),
    "int2": (31, 1, ml_dtypes.int2, "int2"),
    "uint2": (32, 1, ml_dtypes.uint2, "uint2"),
    "float4_e2m1fn": (33, 1, ml_dtypes.float4_e2m1fn, "float4_e2m1fn"),
}
ALL = sorted(dtypes.ALL, key=int)


@pytest.mark.parametrize("name", PLAIN)
def test_plain_type_has_tensorflows_number_size_and_numpy_type(name: str) -> None:
    number, size, numpy_type, real = PLAIN[name]
    dtype = getattr(dtypes, name)
    assert dtype.name == name
    assert dtype.as_datatype_enum == number
    assert dtype.size == size
    assert dtype.as_numpy_dtype is numpy_type
    assert dtype.numpy_dtype == np.dtype(numpy_type)
    assert dtype.real_dtype is getattr(dtypes, real)
    assert as_dtype(numpy_type) is dtype
    assert as_dtype(np.dtype(numpy_type)) is dtype


@pytest.mark.parametrize("dtype", ALL, ids=str)
def test_every_type_converts_from_its_name_and_number(dtype: DType) -> None:
    assert as_dtype(dtype) is dtype
    assert as_dtype(dtype.name) is dtype
    assert as_dtype(int(dtype)) is dtype
    assert DType(int(dtype)) is dtype
    assert dtype == dtype.name
    assert dtype != "no such type"
    assert repr(dtype) == f"tf.{dtype.name}"
    assert str(dtype) == f"<dtype: '{dtype.name}'>"


@pytest.mark.parametrize("dtype", ALL, ids=str)
def test_reference_is_a_type_of_its_own(dtype: DType) -> None:
    reference = as_dtype(dtype.name + "_ref")
    assert reference is not dtype
    assert reference != dtype
    assert int(reference) == int(dtype) + 100
    assert reference.base_dtype is dtype
    assert dtype.base_dtype is dtype
    assert dtype.is_compatible_with(reference)
    assert not reference.is_compatible_with(dtype)
    assert reference.is_floating == dtype.is_floating
    assert reference.numpy_dtype == dtype.numpy_dtype


@pytest.mark.parametrize("dtype", ALL, ids=str)
def test_there_is_one_object_per_type_after_pickling_and_copying(dtype: DType) -> None:
    assert pickle.loads(pickle.dumps(dtype)) is dtype
    assert copy.copy(dtype) is dtype
    assert copy.deepcopy([dtype])[0] is dtype


def names(flag: str) -> set[str]:
    return {dtype.name for dtype in ALL if getattr(dtype, flag)}


def test_flags() -> None:
    tiny = {"int4", "uint4", "int2", "uint2"}
    assert names("is_integer") == tiny | {
        *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
    }
    assert names("is_unsigned") == {
        *("uint2", "uint4", "uint8", "uint16", "uint32", "uint64")
    }
    assert names("is_complex") == {"complex64", "complex128"}
    assert names("is_bool") == {"bool"}
    assert names("is_quantized") == {"qint8", "quint8", "qint16", "quint16", "qint32"}
    small = {name for name in PLAIN if name.startswith(("float8", "float4"))}
    assert names("is_floating") == small | {"float16", "bfloat16", "float32", "float64"}
    others = {"bool", "string", "resource", "variant"}
    assert names("is_numeric") == {d.name for d in ALL} - small - tiny - others
    assert {d.name for d in ALL} - names("is_numpy_compatible") == {
        "resource",
        "variant",
    }


def test_type_sets_hold_what_operations_accept() -> None:
    sets = dtypes.TYPE_SETS
    assert {d.name for d in sets["floating"]} == {
        *("float16", "bfloat16", "float32", "float64")
    }
    assert sets["real"] == sets["floating"] | sets["integer"]
    assert sets["numeric"] > sets["real"] | sets["complex"]
    assert sets["index"] == {dtypes.int32, dtypes.int64}
    assert dtypes.bool not in sets["numeric"]
    assert dtypes.float8_e5m2 not in sets["floating"]


def test_quantized_type_is_stored_as_plain_integer() -> None:
    assert dtypes.quint8.numpy_dtype == np.dtype(np.uint8)
    assert dtypes.quint8.as_numpy_dtype == np.dtype([("quint8", np.uint8)])
    assert as_dtype(np.dtype([("quint8", np.uint8)])) is dtypes.quint8
    assert as_dtype(np.uint8) is dtypes.uint8


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (float, "float32"),
        (bool, "bool"),
        (object, "string"),
        (np.str_, "string"),
        (np.dtype("S7"), "string"),
        (np.dtype("<U3"), "string"),
        (np.longlong, "int64"),
        (np.dtype(">f8"), "float64"),
        (np.ones(2, np.int16), "int16"),
        ("half", "float16"),
        ("float", "float32"),
        ("double", "float64"),
        ("half_ref", "float16_ref"),
        (101, "float32_ref"),
    ],
    ids=str,
)
def test_as_dtype_accepts(value: object, name: str) -> None:
    assert as_dtype(value).name == name


@pytest.mark.parametrize(
    "value",
    [None, int, str, complex, list, object(), "f4", "<f4", "int", "", b"float32", 0]
    + [9999, np.floating, np.generic, np.void, np.dtype("M8[s]"), np.dtype("i4,i4")],
    ids=str,
)
def test_as_dtype_rejects(value: object) -> None:
    with pytest.raises(TypeError, match="Cannot convert"):
        as_dtype(value)
    assert dtypes.float32 != value


def test_number_that_no_type_has_is_rejected() -> None:
    with pytest.raises(TypeError, match="999"):
        DType(999)


def test_equality_and_hash() -> None:
    assert dtypes.float32 == np.float32
    assert dtypes.float32 == np.dtype("float32")
    assert dtypes.float32 != np.float64
    assert dtypes.float32 in ["float32"]
    assert dtypes.float32 != None  # noqa: E711
    assert len({dtypes.float32, as_dtype("float32"), dtypes.float64}) == 2


def test_range() -> None:
    assert (dtypes.int8.min, dtypes.int8.max) == (-128, 127)
    assert (dtypes.uint64.min, dtypes.uint64.max) == (0, 2**64 - 1)
    assert (dtypes.int4.min, dtypes.int4.max) == (-8, 7)
    assert dtypes.float32.max == np.finfo(np.float32).max
    assert dtypes.float16.min == np.float16(-65504)
    assert float(dtypes.bfloat16.max) == float(ml_dtypes.finfo("bfloat16").max)
    assert as_dtype("int16_ref").max == 32767


@pytest.mark.parametrize("name", ["bool", "string", "complex64", "qint8", "resource"])
def test_type_without_order_has_no_range(name: str) -> None:
    with pytest.raises(TypeError, match="minimum"):
        _ = as_dtype(name).min
    with pytest.raises(TypeError, match="maximum"):
        _ = as_dtype(name).max


def test_limits() -> None:
    assert dtypes.uint8.limits == (0, 255)
    assert dtypes.int16.limits == (0, 32767)
    assert dtypes.float64.limits == (0, 1)
    assert dtypes.bool.limits == (0, True)
    for name in ("float16", "bfloat16", "int4", "string", "qint8"):
        with pytest.raises(ValueError, match="limits"):
            _ = as_dtype(name).limits


def test_resource_has_no_numpy_type() -> None:
    with pytest.raises(KeyError, match="resource"):
        _ = dtypes.resource.as_numpy_dtype
    assert dtypes.resource.numpy_dtype == np.dtype(object)


def test_is_compatible_with_converts() -> None:
    assert dtypes.float32.is_compatible_with("float32")
    assert not dtypes.float32.is_compatible_with(np.int32)
    with pytest.raises(TypeError):
        dtypes.float32.is_compatible_with(None)


def test_trace_type() -> None:
    float32, float64 = dtypes.float32, dtypes.float64
    assert float32.is_subtype_of(float32)
    assert not float32.is_subtype_of(float64)
    assert float32.most_specific_common_supertype([float32]) is float32
    assert float32.most_specific_common_supertype([float64]) is None
    assert float32.placeholder_value(None) is float32
    assert float32.flatten() == []
    with pytest.raises(TypeError, match="cast"):
        float32.cast(1.5, None)
    with pytest.raises(NotImplementedError, match="DType"):
        float32.experimental_as_proto()
