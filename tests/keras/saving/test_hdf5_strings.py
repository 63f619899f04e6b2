"""Texts in HDF5 files are as long as they say, in each layout of objects."""

import io
import struct
import tracemalloc

import h5py
import numpy as np
import pytest

from tensorbrook._src.keras.saving import inspection

LAYOUTS = ({}, {"libver": "latest"}, {"track_order": True}, {"userblock_size": 512})


def _written(layout: dict, **attributes: object) -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w", **layout) as file:
        for name, value in attributes.items():
            file.attrs[name] = value
        group = file.create_group("group")
        for number in range(12 if not layout else 5):
            group.attrs[f"number{number}"] = "v" * number
        rows = [np.arange(3, dtype=np.int32), np.arange(2, dtype=np.int32)]
        kind = h5py.vlen_dtype(np.int32)
        group.create_dataset("rows", 2, dtype=kind)[:] = np.array(rows, dtype=object)
        group.create_dataset("texts", data=["p", "qq"])
    return stream.getvalue()


def _check(content: bytes) -> None:
    with h5py.File(io.BytesIO(content), "r") as file:
        inspection.check_hdf5(file, "m.h5", io.BytesIO(content))


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_honest_texts_pass(layout) -> None:
    _check(_written(layout, long="hello" * 3000, several=["x", "yy", ""]))


@pytest.mark.parametrize("layout", LAYOUTS[:1] + LAYOUTS[3:], ids=str)
@pytest.mark.parametrize("claimed", [0xFFFFFFFF, 90001, 89999, 8])
def test_other_lengths_are_refused_before_there_is_room_for_them(
    layout, claimed
) -> None:
    content = _written(layout, long="v" * 90000)
    told = struct.pack("<I", 90000)
    at = content.index(told)
    while content[at + 4 : at + 8] == bytes(4):
        at = content.index(told, at + 1)
    damaged = content[:at] + struct.pack("<I", claimed) + content[at + 4 :]
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=r"m\.h5 is damaged: in attribute 'long'"):
            _check(damaged)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_texts_in_data_are_looked_at_too() -> None:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file.create_dataset("texts", data=["p" * 77, "qq"])
        at = file["texts"].id.get_offset()
    content = bytearray(stream.getvalue())
    assert struct.unpack_from("<I", content, at) == (77,)
    struct.pack_into("<I", content, at, 1 << 31)
    with pytest.raises(ValueError, match="in '/texts', a text says .* 2147483648"):
        _check(bytes(content))


def test_texts_in_pieces_and_rows_of_texts_are_refused() -> None:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file.create_dataset("texts", data=["p", "qq"], chunks=(1,))
    with pytest.raises(ValueError, match="'/texts' lie in pieces"):
        _check(stream.getvalue())
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        kind = np.dtype([("a", h5py.string_dtype())])
        file.attrs.create("pair", np.array([("x",)], kind), dtype=kind)
    with pytest.raises(ValueError, match="'pair' of '/' holds rows of texts"):
        _check(stream.getvalue())


def test_more_attributes_than_stand_beside_an_object_are_named() -> None:
    stream = io.BytesIO()
    with h5py.File(stream, "w", libver="latest") as file:
        for number in range(12):
            file.attrs[f"number{number}"] = "v" * number
    with pytest.raises(ValueError, match="attribute 'number0' of '/'"):
        _check(stream.getvalue())


def test_free_room_without_a_size_is_refused() -> None:
    content = bytearray(_written({}, long="v" * 90000, several=["x"]))
    heap = content.index(b"GCOL", content.index(b"GCOL") + 1)
    (size,) = struct.unpack_from("<Q", content, heap + 8)
    at = heap + 16
    while struct.unpack_from("<H", content, at)[0]:
        at += 16 + (struct.unpack_from("<Q", content, at + 8)[0] + 7) // 8 * 8
    assert struct.unpack_from("<Q", content, at + 8)[0] == heap + size - at
    struct.pack_into("<Q", content, at + 8, 0)
    with pytest.raises(ValueError, match="has an object of 0 bytes"):
        _check(bytes(content))
