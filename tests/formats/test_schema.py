"""Message classes made from the schemas."""

import pytest

from tensorbrook._src.formats.schema import _FILES, _FOLDER, message


def test_maps_oneofs_and_nested_messages() -> None:
    example = message("Example")()
    example.features.feature["a"].int64_list.value.append(3)
    example.features.feature["b"].bytes_list.value.append(b"x")
    again = message("Example").FromString(example.SerializeToString())
    assert again.features.feature["a"].WhichOneof("kind") == "int64_list"
    assert again == example


def test_enums_and_optional_fields() -> None:
    assert message("TensorProto")(dtype="DT_FLOAT").dtype == 1
    extent = message("TensorSliceProto.Extent")(start=2)
    assert not extent.HasField("length")
    extent.length = 0
    assert extent.HasField("length")


def test_unknown_message() -> None:
    with pytest.raises(KeyError):
        message("NoSuchMessage")


def test_every_schema_is_loaded() -> None:
    assert {path.stem for path in _FOLDER.glob("*.proto")} == set(_FILES)
