"""Where the content of lookup tables comes from."""

import pytest

import tensorbrook as tf


def test_columns_of_files(tmp_path) -> None:
    path = tmp_path / "pairs.txt"
    path.write_text("a 10\nb 20\n")
    init = tf.lookup.TextFileInitializer(
        str(path), tf.string, 0, tf.int64, 1, delimiter=" "
    )
    table = tf.lookup.StaticHashTable(init, 0)
    assert table.lookup(tf.constant(["b", "c"])).numpy().tolist() == [20, 0]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ((tf.string, -1), (tf.int64, 0), "int64"),
        ((tf.string, 0), (tf.int64, -2), "strings"),
        ((tf.string, -3), (tf.int64, 0), "at least -2"),
    ],
)
def test_columns_must_fit_their_dtypes(key, value, words) -> None:
    with pytest.raises(ValueError, match=words):
        tf.lookup.TextFileInitializer("words.txt", *key, *value)


def test_dtypes_may_be_asked_for() -> None:
    init = tf.lookup.KeyValueTensorInitializer([1], ["a"], tf.int64, tf.string)
    assert (init.key_dtype, init.value_dtype) == (tf.int64, tf.string)
