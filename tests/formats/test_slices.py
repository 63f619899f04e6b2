"""Checkpoints of before 2016: one that TensorFlow wrote, and our own."""

import base64

import ml_dtypes
import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.formats import slices, table
from tensorbrook._src.formats.bundle_writer import Item
from tensorbrook._src.formats.schema import message

#: `Saver(write_version=V1)` of TensorFlow 2.21.
WRITTEN = base64.b64decode(
    "AAClAQqiAQoVCgFhEggSAggCEgIIAxgBIgQKAAoACg8KAWISBBICCAIYCiICCgAKDwoBYx"
    "IEEgIIARgIIgIKAAoPCgFoEgQSAggCGBMiAgoACgkKAWkSABgJIgAKJQoBcBIIEgIIBBIC"
    "CAIYASIICgIQAgoCEAIiCgoECAIQAgoCEAIKDwoBdBIEEgIIAxgHIgIKAAoPCgF1EgQSAg"
    "gCGAQiAgoAEgIIAQAKJwBhAAEBAoB/gH8SJQoBYRIECgAKABoaKhgAAAAAAACAPwAAAEAA"
    "AEBAAACAQAAAoEABBw9iAAEBAYB/Eg0KAWISAgoAGgRaAgEAAQcVYwABAQGAfxITCgFjEg"
    "IKABoKSggAAIA/AAAAQAEHEmgAAQEBgH8SEAoBaBICCgAaB2oFgHiAggEBBBVpAAEAEhMK"
    "AWkSABoMUgr5//////////8BAQkjcAABAQKAgoCCEiEKAXASCAoCEAIKAhACGhIqEAAAgD"
    "8AAIA/AACAPwAAgD8GBCWCgoCCEiMKAXASCgoECAIQAgoCEAIaEioQAACAPwAAgD8AAIA/"
    "AACAPwEHFHQAAQEBgH8SEgoBdBICCgAaCUIBeEICeXpCAAEHEHUAAQEBgH8SDgoBdRICCg"
    "AaBToDAcgBAAAAAAEAAAAAwMq2BwAAAAABAAAAAMDyobAAAQMBAOgDAAAAAAEAAAAAdQCx"
    "AO0DCPoDDwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABX+4CLJHVH2w=="
)
HELD = {
    "a": np.arange(6, dtype=np.float32).reshape(2, 3),
    "b": np.array([True, False]),
    "c": np.array([1 + 2j], np.complex64),
    "h": np.array([1.0, 2.5], np.float16),
    "i": np.array(-7),
    "p": np.ones((4, 2), np.float32),
    "t": np.array([b"x", b"yz", b""], object),
    "u": np.array([1, 200], np.uint8),
}


def _items(values, **extents):
    for name, value in values.items():
        kind = dtypes.string if value.dtype == object else dtypes.as_dtype(value.dtype)
        yield Item(name, value, kind)


def test_a_checkpoint_of_tensorflow(tmp_path) -> None:
    path = tmp_path / "m"
    path.write_bytes(WRITTEN)
    reader = slices.reader_of(str(path))
    assert reader.names() == sorted(HELD)
    for name, value in HELD.items():
        assert reader.shape(name) == value.shape
        found = reader.read(name)
        assert found.dtype == value.dtype
        np.testing.assert_array_equal(found, value)
    part = reader.read_slice("p", [(1, 2), (1, 1)])
    np.testing.assert_array_equal(part, np.ones((2, 1)))
    shown = dict(tf.train.list_variables(str(path)))
    assert shown["a"] == [2, 3]
    assert tf.train.load_variable(str(path), "i") == -7
    with pytest.raises(tf.errors.NotFoundError, match="nothing"):
        tf.train.load_variable(str(path), "nothing")


def test_every_dtype_comes_back(tmp_path) -> None:
    values = dict(HELD, empty=np.zeros((0, 3), np.int32), none=np.empty(0, object))
    for kind in (np.float64, np.int8, np.int16, np.uint16, np.uint32, np.uint64):
        values[np.dtype(kind).name] = np.array([1, 100], kind)
    values["complex128"] = np.array([[1j, 2.0]])
    values["bfloat16"] = np.array([1.5, -2.0], ml_dtypes.bfloat16)
    values["int64"] = np.array([1 << 60, -(1 << 62)])
    path = str(tmp_path / "inner" / "m")
    slices.write_slices(path, _items(values))
    reader = slices.reader_of(path)
    for name, value in values.items():
        found = reader.read(name)
        assert found.dtype == value.dtype
        np.testing.assert_array_equal(found, value)


def test_parts_in_several_files_are_one_tensor(tmp_path) -> None:
    whole = np.arange(21, dtype=np.float32).reshape(7, 3)
    for number, (start, end) in enumerate([(0, 4), (4, 7)]):
        piece = Item(
            "w",
            whole[start:end],
            dtypes.float32,
            (7, 3),
            [(start, end - start), (0, -1)],
        )
        slices.write_slices(str(tmp_path / f"m-{number:05d}-of-00002"), [piece])
    reader = slices.reader_of(str(tmp_path / "m-?????-of-00002"))
    np.testing.assert_array_equal(reader.read("w"), whole)
    np.testing.assert_array_equal(
        reader.read_slice("w", [(3, 3), (1, -1)]), whole[3:6, 1:]
    )
    (tmp_path / "m-00001-of-00002").unlink()
    reader = slices.reader_of(str(tmp_path / "m-?????-of-00002"))
    with pytest.raises(errors.DataLossError, match="slices of 'w' are missing"):
        reader.read("w")


def test_two_tensors_of_one_name_are_refused(tmp_path) -> None:
    item = next(_items({"a": np.zeros(2)}))
    with pytest.raises(errors.InvalidArgumentError, match="two tensors named 'a'"):
        slices.write_slices(str(tmp_path / "m"), [item, item])


def test_contradictions_name_the_file(tmp_path) -> None:
    path = tmp_path / "m"
    head = message("SavedTensorSlices")()
    told = head.meta.tensor.add(name="a", type=1)
    told.shape.dim.add(size=1 << 40)
    told.slice.add().extent.add()
    rows = [(b"", head.SerializeToString())]
    path.write_bytes(table.encode(rows))
    with pytest.raises(
        errors.DataLossError, match=f"{path}.*a slice of 'a' is missing"
    ):
        slices.reader_of(str(path)).read_slice("a", [(0, 1)])
    path.write_bytes(table.encode([(b"x", b"")]))
    with pytest.raises(errors.DataLossError, match="says nowhere what is in it"):
        slices.reader_of(str(path))
    path.write_bytes(b"no table")
    with pytest.raises(errors.DataLossError, match=str(path)):
        slices.reader_of(str(path))
    with pytest.raises(errors.NotFoundError, match="nowhere"):
        slices.reader_of(str(tmp_path / "nowhere"))
