"""Safetensors files: there and back, and damaged ones."""

import json
import struct

import ml_dtypes
import numpy as np
import pytest

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.formats import safetensors
from tensorbrook._src.formats.safetensors import Stored

_DTYPES = [
    "float64 float32 float16 bfloat16 float8_e4m3fn float8_e5m2 complex64 int64 int32",
    "int16 int8 uint64 uint32 uint16 uint8 bool",
]


def test_every_dtype_comes_back(tmp_path) -> None:
    path = tmp_path / "t.safetensors"
    wanted = {}
    for name in " ".join(_DTYPES).split():
        dtype = dtypes.as_dtype(name)
        value = np.array([[0, 1, 1], [1, 0, 1]]).astype(dtype.numpy_dtype)
        wanted[name] = Stored(value, dtype)
    wanted["empty"] = Stored(np.zeros((0, 3), np.float32), dtypes.float32)
    wanted["scalar"] = Stored(np.array(7, np.int64), dtypes.int64)
    safetensors.write(path, wanted, {"format": "pt"})
    found, metadata = safetensors.read(path)
    assert metadata == {"format": "pt"}
    assert set(found) == set(wanted)
    for name, (value, dtype) in wanted.items():
        assert found[name].dtype is dtype
        assert found[name].value.shape == value.shape
        assert found[name].value.tobytes() == value.tobytes()


def _file(path, header, body=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def _entry(begin, end, dtype="U8", shape=None):
    shape = [end - begin] if shape is None else shape
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (b"{", "no JSON"),
        (b"[]", "no JSON object"),
        (b'{"a": {}, "a": {}}', "twice"),
        (b"[" * 100_000, "no JSON"),
        ({"a": _entry(0, 9)}, "lies at"),
        ({"a": _entry(0, 4), "b": _entry(2, 6)}, "overlap"),
        ({"a": _entry(0, 2), "b": _entry(3, 6)}, "hole"),
        ({"a": _entry(0, 2)}, "end at byte 2"),
        ({"a": _entry(0, 6, "F32")}, "lies at"),
        ({"a": _entry(0, 6, "Q7")}, "unknown dtype"),
        ({"a": _entry(0, 6, shape=[-6])}, "damaged"),
        ({"a": _entry(0, 6, shape=[1 << 62, 1 << 62])}, "lies at"),
        ({"a": 3}, "damaged"),
        ({"__metadata__": {"a": 3}, "b": _entry(0, 6)}, "must hold texts"),
    ],
)
def test_damage_is_named(tmp_path, header, reason) -> None:
    path = tmp_path / "t.safetensors"
    _file(path, header, b"123456")
    with pytest.raises(errors.DataLossError, match=reason) as raised:
        safetensors.read(path)
    assert str(path) in raised.value.message


def test_a_huge_header_is_refused(tmp_path) -> None:
    path = tmp_path / "t.safetensors"
    path.write_bytes(struct.pack("<Q", 1 << 60) + b"{}")
    with pytest.raises(errors.DataLossError, match="header would have"):
        safetensors.read(path)
    path.write_bytes(b"1234")
    with pytest.raises(errors.DataLossError, match="too short"):
        safetensors.read(path)


def test_strings_are_refused(tmp_path) -> None:
    texts = Stored(np.array([b"a"], object), dtypes.string)
    with pytest.raises(errors.InvalidArgumentError, match="dtype string"):
        safetensors.write(tmp_path / "t", {"t": texts})


def test_the_library_reads_and_writes_the_same(tmp_path) -> None:
    library = pytest.importorskip("safetensors.numpy")
    path = tmp_path / "t.safetensors"
    values = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3),
        "b": np.array([True, False]),
        "c": np.ones(3, ml_dtypes.bfloat16),
    }
    stored = {n: Stored(v, dtypes.as_dtype(v.dtype)) for n, v in values.items()}
    safetensors.write(path, stored)
    for name, value in library.load_file(path).items():
        assert value.tobytes() == values[name].tobytes()
    library.save_file({n: values[n] for n in "ab"}, path)
    for name, (value, _) in safetensors.read(path)[0].items():
        assert value.tobytes() == values[name].tobytes()
