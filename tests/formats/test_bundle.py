"""Tensor bundles: what is written is read, and damage is named."""

import glob
import os

import ml_dtypes
import numpy as np
import pytest

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.formats import bundle, files
from tensorbrook._src.formats.bundle_writer import (
    Item,
    merge_bundles,
    shards_of,
    write_bundle,
)


def _strings(*values: bytes) -> np.ndarray:
    made = np.empty(len(values), object)
    made[:] = values
    return made


ARRAYS = {
    "scalar": (np.float32(3).reshape(()), dtypes.float32),
    "empty": (np.zeros((0, 3), np.int64), dtypes.int64),
    "flags": (np.array([True, False]), dtypes.bool),
    "low": (np.arange(3).astype(ml_dtypes.bfloat16), dtypes.bfloat16),
    "wide": (np.arange(600.0).reshape(2, 300), dtypes.float64),
    "text": (_strings(b"a", b"", b"x" * 300, b"\xff\0"), dtypes.string),
    "no_text": (_strings(), dtypes.string),
    "complex": (np.array([1 + 2j], np.complex64), dtypes.complex64),
}


def _items(arrays=ARRAYS):
    return [Item(name, array, dtype) for name, (array, dtype) in arrays.items()]


def test_what_is_written_is_read(tmp_path) -> None:
    prefix = str(tmp_path / "new" / "model")
    write_bundle(prefix, _items())
    reader = bundle.BundleReader(prefix)
    assert reader.names() == sorted(ARRAYS)
    for name, (array, dtype) in ARRAYS.items():
        found = reader.read(name)
        assert reader.dtype(name) is dtype
        assert reader.shape(name) == array.shape == found.shape
        np.testing.assert_array_equal(found, array)


def test_no_strings_take_a_checksum_as_in_tensorflow(tmp_path) -> None:
    prefix = str(tmp_path / "model")
    write_bundle(prefix, [Item("none", _strings(), dtypes.string)])
    (shard,) = glob.glob(f"{prefix}.data-*")
    assert os.path.getsize(shard) == 4
    assert bundle.BundleReader(prefix).read("none").shape == (0,)


def test_slices_are_joined_and_cut(tmp_path) -> None:
    whole = np.arange(40, dtype=np.float32).reshape(10, 4)
    parts = [
        Item("p", whole[:3], dtypes.float32, (10, 4), [(0, 3), (0, -1)]),
        Item("p", whole[3:], dtypes.float32, (10, 4), [(3, 7), (0, -1)]),
    ]
    prefix = str(tmp_path / "m")
    write_bundle(prefix, parts)
    reader = bundle.BundleReader(prefix)
    np.testing.assert_array_equal(reader.read("p"), whole)
    cut = reader.read_slice("p", [(2, 4), (1, -1)])
    np.testing.assert_array_equal(cut, whole[2:6, 1:])
    write_bundle(prefix, parts[:1])
    with pytest.raises(errors.DataLossError, match="missing"):
        bundle.BundleReader(prefix).read("p")


def test_writing_over_keeps_the_old_one_until_the_index_is_there(tmp_path) -> None:
    prefix = str(tmp_path / "m")
    write_bundle(prefix, [Item("a", np.float32([1]), dtypes.float32)])

    def failing():
        yield Item("a", np.float32([2]), dtypes.float32)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_bundle(prefix, failing())
    assert bundle.BundleReader(prefix).read("a") == [1]
    write_bundle(prefix, [Item("a", np.float32([3]), dtypes.float32)])
    assert bundle.BundleReader(prefix).read("a") == [3]
    assert len(glob.glob(f"{prefix}*")) == 1 + len(shards_of(prefix))


def test_bundles_are_merged(tmp_path) -> None:
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    write_bundle(one, [Item("a", np.float32([1]), dtypes.float32)])
    write_bundle(two, [Item("b", np.int32([2]), dtypes.int32)])
    merge_bundles([one, two], str(tmp_path / "both"))
    both = bundle.BundleReader(str(tmp_path / "both"))
    assert {name: both.read(name) for name in both.names()} == {"a": [1], "b": [2]}


def test_two_tensors_of_one_name(tmp_path) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="'scalar'"):
        write_bundle(str(tmp_path / "m"), _items() + _items())


def test_errors_name_the_file(tmp_path) -> None:
    prefix = str(tmp_path / "m")
    with pytest.raises(errors.NotFoundError, match="Failed to find"):
        bundle.BundleReader(prefix)
    write_bundle(prefix, _items())
    reader = bundle.BundleReader(prefix)
    with pytest.raises(errors.NotFoundError, match="Key none not found"):
        reader.read("none")
    data = bundle.shard_path(prefix, 0, 1)
    content = bytearray(files.read(data))
    content[10] ^= 255
    files.write(data, bytes(content))
    damaged = bundle.BundleReader(prefix)
    with pytest.raises(errors.DataLossError, match="Checksum"):
        for name in ARRAYS:
            damaged.read(name)
    os.truncate(data, 4)
    with pytest.raises(errors.DataLossError, match="ends at byte"):
        bundle.BundleReader(prefix).read("wide")
