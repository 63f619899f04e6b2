"""CSV lines, and examples as JSON."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

decode = tf.io.decode_csv


@pytest.mark.covers("DecodeCSV")
def test_columns_have_types() -> None:
    found = decode(["1,2.5,a", "3,4,b"], [[0], [0.0], [""]])
    assert [column.numpy().tolist() for column in found] == [
        [1, 3],
        [2.5, 4.0],
        [b"a", b"b"],
    ]
    found = decode([["1,2"], ["3,4"]], [[0], tf.constant(0, tf.int64)])
    assert found[1].dtype == tf.int64 and found[1].shape == (2, 1)


@pytest.mark.parametrize(
    ("line", "options", "wanted"),
    [
        ("1,,x", {}, [1, 7, b"x"]),
        ("1,NA,x", {"na_value": "NA"}, [1, 7, b"x"]),
        ("1;2;x", {"field_delim": ";"}, [1, 2, b"x"]),
        ('1,2,"a ""q"", b\nc"', {}, [1, 2, b'a "q", b\nc']),
        (" 1, 2 ,x", {}, [1, 2, b"x"]),
        ('1,2,"', {"use_quote_delim": False}, [1, 2, b'"']),
        ("9,1,8,2,x", {"select_cols": [1, 3, 4]}, [1, 2, b"x"]),
        ("1,2,", {}, [1, 2, b"d"]),
    ],
)
def test_forms_of_lines(line, options, wanted) -> None:
    found = decode(line, [[0], [7], ["d"]], **options)
    assert [column.numpy() for column in found] == wanted
    found = v1.decode_csv(line, [[0], [7], ["d"]], **options)
    assert [column.numpy() for column in found] == wanted


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("1", "Expect 2 fields but have 1 in record 0"),
        ("", "Expect 2 fields but have 0"),
        ("x,1", "Field 0 in record 0 is not a valid int32: x"),
        ("1.5,1", "not a valid int32"),
        ("99999999999,1", "not a valid int32"),
        ('1,a"b', "Unquoted fields cannot have quotes"),
        ("1,a\n", "Unquoted fields cannot have quotes"),
        ('1,"a"b', "has to be escaped"),
        ('1,"a', "has to end with quote"),
    ],
)
def test_wrong_lines(line, text) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=text):
        decode([line], [[0], [""]])


def test_wrong_arguments() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="required but missing"):
        decode([","], [tf.constant([], tf.int32), [0]])
    with pytest.raises(tf.errors.InvalidArgumentError, match="1 char"):
        decode(["1"], [[0]], field_delim=";;")
    with pytest.raises(ValueError, match="increasing"):
        decode(["1"], [[0], [0]], select_cols=[1, 0])
    with pytest.raises(ValueError, match="do not match"):
        decode(["1"], [[0]], select_cols=[0, 1])


@pytest.mark.covers("DecodeJSONExample")
def test_examples_as_json() -> None:
    text = (
        '{"features": {"feature": {"i": {"int64List": {"value": ["-1", 2]}},'
        ' "f": {"floatList": {"value": [0.5]}}, "b": {"bytesList": {"value": ["YQ=="]}},'
        ' "none": {}}}}'
    )
    example = tf.train.Example.FromString(tf.io.decode_json_example(text).numpy())
    features = example.features.feature
    assert list(features["i"].int64_list.value) == [-1, 2]
    assert list(features["f"].float_list.value) == [0.5]
    assert list(features["b"].bytes_list.value) == [b"a"]
    assert features["none"].WhichOneof("kind") is None
    with pytest.raises(tf.errors.InvalidArgumentError, match="JSON"):
        tf.io.decode_json_example('{"x":')
