"""Strings that hold numbers or other bytes."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("DecodeRaw", [[bytes(16), b"\x01" * 16]], {"out_type": "int16"}),
    Sample("DecodeRaw", [[b"\x01\0\x02\0"]], {"out_type": "int16"}, expected=[[1, 2]]),
    Sample(
        "DecodeRaw",
        [b"\0\x01\0\x02"],
        {"out_type": "uint16", "little_endian": False},
        expected=[1, 2],
    ),
    Sample(
        "DecodePaddedRaw",
        [["a", "bcd"], np.int32(8)],
        {"out_type": "uint8"},
        static=(1,),
        expected=[[97, *[0] * 7], [98, 99, 100, *[0] * 5]],
    ),
    Sample("EncodeBase64", [["hello", ""]], {"pad": True}, expected=[b"aGVsbG8=", b""]),
    Sample("DecodeBase64", [["aGVsbG8", "aGVsbG8="]], expected=[b"hello", b"hello"]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("kind", ["float32", "complex64", "bool", "bfloat16", "half"])
@pytest.mark.parametrize("little", [True, False])
def test_every_number_comes_back(kind, little) -> None:
    wanted = np.array([[1, 0], [3, 1]]).astype(tf.as_dtype(kind).as_numpy_dtype)
    rows = []
    for row in wanted:
        data = row.tobytes()
        if not little:
            unit = row.itemsize // (2 if kind == "complex64" else 1)
            parts = [data[i : i + unit][::-1] for i in range(0, len(data), unit)]
            data = b"".join(parts)
        rows.append(data)
    found = tf.io.decode_raw(rows, kind, little_endian=little)
    assert found.numpy().tolist() == wanted.tolist()


def test_lengths_must_fit() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="one length"):
        tf.io.decode_raw(["a", "bc"], tf.uint8)
    with pytest.raises(tf.errors.InvalidArgumentError, match="no multiple"):
        tf.io.decode_raw("abc", tf.int16)
    with pytest.raises(tf.errors.InvalidArgumentError, match="positive multiple"):
        tf.io.decode_raw("abc", tf.int16, fixed_length=3)


@pytest.mark.parametrize("text", ["a", "a+b/", "%%%%", "ab=", "===="])
def test_what_is_not_base64(text) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Base64"):
        tf.io.decode_base64(text)
