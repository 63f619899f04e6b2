"""Messages field by field agree with the protobuf library."""

import pytest

from tensorbrook._src.formats import proto_wire, schema


def test_fields_are_those_that_were_written() -> None:
    made = schema.message("TensorProto")(dtype=3, int_val=[-1, 300], float_val=[0.5])
    known = schema.descriptor("tensorflow.TensorProto").fields_by_number
    found = {
        known[number].name: proto_wire.values(known[number], wire, content)
        for number, wire, content in proto_wire.fields(made.SerializeToString())
    }
    assert found == {"dtype": [3], "int_val": [-1, 300], "float_val": [0.5]}


def test_written_fields_are_read_by_the_library() -> None:
    kind = schema.message("TensorProto")
    known = schema.descriptor("tensorflow.TensorProto").fields_by_name
    data = proto_wire.written(known["int_val"], [-1, 300])
    data += proto_wire.written(known["tensor_content"], [b"ab"])
    assert kind.FromString(data) == kind(int_val=[-1, 300], tensor_content=b"ab")


@pytest.mark.parametrize("data", [b"\x08", b"\x0a\x05a", b"\x0b", b"\x00\x01"])
def test_broken_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="cut off|no field"):
        list(proto_wire.fields(data))
