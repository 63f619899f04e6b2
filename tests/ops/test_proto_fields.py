"""Fields of protocol buffer messages as tensors."""

from typing import Any

import numpy as np
import pytest
from google.protobuf import descriptor_pb2

import tensorbrook as tf
from tensorbrook._src.core import errors

_LIST = "tensorflow.AttrValue.ListValue"


def _source() -> bytes:
    """A message with fields of many types and defaults."""
    kinds = descriptor_pb2.FieldDescriptorProto
    files = descriptor_pb2.FileDescriptorSet()
    file = files.file.add(name="shop.proto", package="shop", syntax="proto2")
    message = file.message_type.add(name="Order")
    for number, (name, kind, label, default) in enumerate(
        (
            ("count", kinds.TYPE_INT32, 1, "7"),
            ("steps", kinds.TYPE_SINT64, 3, ""),
            ("code", kinds.TYPE_FIXED32, 1, ""),
            ("place", kinds.TYPE_SFIXED64, 1, ""),
            ("note", kinds.TYPE_STRING, 1, "none"),
            ("paid", kinds.TYPE_BOOL, 1, "true"),
            ("price", kinds.TYPE_DOUBLE, 1, "1.5"),
        ),
        1,
    ):
        field = message.field.add(name=name, number=number, type=kind, label=label)
        if default:
            field.default_value = default
    return b"bytes://" + files.SerializeToString()


@pytest.mark.covers("DecodeProtoV2")
def test_values_are_filled_up() -> None:
    first = tf.compat.v1.AttrValue.ListValue(i=[1, 2, 3], f=[0.5], s=[b"a"])
    second = tf.compat.v1.AttrValue.ListValue(i=[4], type=[1, 3])
    found = tf.io.decode_proto(
        [first.SerializeToString(), second.SerializeToString()],
        _LIST,
        ["i", "f", "s", "type"],
        [tf.int64, tf.float32, tf.string, tf.int32],
    )
    np.testing.assert_array_equal(found.sizes, [[3, 1, 1, 0], [1, 0, 0, 2]])
    wanted: list[Any] = [
        [[1, 2, 3], [4, 0, 0]],
        [[0.5], [0.0]],
        [[b"a"], [b""]],
        [[0, 0], [1, 3]],
    ]
    assert [value.numpy().tolist() for value in found.values] == wanted


def test_text_and_numbers_that_are_not_packed() -> None:
    text = tf.io.decode_proto(
        "i: 3 i: 4", _LIST, ["i"], [tf.int64], message_format="text"
    )
    assert text.values[0].numpy().tolist() == [3, 4]
    found = tf.io.decode_proto([b"\x18\x05\x18\x06"], _LIST, ["i"], [tf.int64])
    assert found.values[0].numpy().tolist() == [[5, 6]]


def test_defaults_of_an_own_message() -> None:
    names = ["count", "steps", "code", "place", "note", "paid", "price"]
    types = [tf.int32, tf.int64, tf.uint32, tf.int64, tf.string, tf.bool, tf.float64]
    found = tf.io.decode_proto(
        [b""], "shop.Order", names, types, descriptor_source=_source()
    )
    values = [value.numpy().item() for value in found.values]
    assert values == [7, 0, 0, 0, b"none", True, 1.5]
    assert not found.sizes.numpy().any()


@pytest.mark.covers("EncodeProto")
def test_there_and_back() -> None:
    names, source = ["place", "steps", "code", "price"], _source()
    values = [
        tf.constant([[-9], [4]], tf.int64),
        tf.constant([[-3, 2], [8, 0]], tf.int64),
        tf.constant([[5], [6]], tf.uint32),
        tf.constant([[0.25], [0.5]], tf.float64),
    ]
    sizes = [[1, 2, 1, 1], [1, 1, 0, 1]]
    made = tf.io.encode_proto(sizes, values, names, "shop.Order", source)
    assert made.numpy()[0][:9] == b"\x10\x05\x10\x04\x1d\x05\x00\x00\x00"
    types = [value.dtype for value in values]
    found = tf.io.decode_proto(made, "shop.Order", names, types, source)
    np.testing.assert_array_equal(found.sizes, sizes)
    np.testing.assert_array_equal(found.values[0], values[0])
    np.testing.assert_array_equal(found.values[2], [[5], [0]])


def test_packed_fields_and_zeros_are_written() -> None:
    floats = tf.io.encode_proto([[2]], [tf.constant([[0.5, 2.0]])], ["f"], _LIST)
    assert floats.numpy()[0] == b'"\x08\x00\x00\x00?\x00\x00\x00@'
    zero = tf.io.encode_proto(
        [[1]], [tf.constant([[0]])], ["version_number"], "tensorflow.TensorProto"
    )
    assert zero.numpy()[0] == b"\x18\x00"


@pytest.mark.parametrize(
    ("message", "field", "dtype"),
    [
        ("tensorflow.AttrValue", "i", tf.int32),
        ("tensorflow.AttrValue", "missing", tf.string),
        ("tensorflow.Missing", "i", tf.int64),
    ],
)
def test_wrong_names_and_types_are_refused(
    message: str, field: str, dtype: Any
) -> None:
    with pytest.raises(errors.InvalidArgumentError):
        tf.io.decode_proto([b""], message, [field], [dtype])


@pytest.mark.parametrize("data", [b"\xff\xff", b"\x1a\x05\x05", b"\x1b"])
def test_broken_messages_are_refused(data: bytes) -> None:
    with pytest.raises(errors.DataLossError):
        tf.io.decode_proto([data], _LIST, ["i"], [tf.int64])


def test_too_many_values_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="3 > 2"):
        tf.io.encode_proto([[3]], [tf.constant([[5, 6]], tf.int64)], ["i"], _LIST)
