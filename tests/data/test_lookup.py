"""Lookup tables filled from datasets."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

_EXPERIMENTAL = tf.data.experimental


def _pairs(values=(5, 7)):
    return tf.data.Dataset.from_tensor_slices((["a", "b"], list(values)))


def test_known_and_unknown_keys() -> None:
    words = tf.constant(["b", "z"])
    table = _EXPERIMENTAL.table_from_dataset(_pairs(), default_value=-3)
    assert table.lookup(words).numpy().tolist() == [7, -3]
    text = _EXPERIMENTAL.table_from_dataset(_pairs("xy"), default_value="?")
    assert text.lookup(words).numpy().tolist() == [b"y", b"?"]
    few = _EXPERIMENTAL.table_from_dataset(_pairs(), vocab_size=1)
    assert int(few.size()) == 1


def test_buckets() -> None:
    numbers = tf.constant([0, 1], tf.int64)
    pairs = tf.data.Dataset.from_tensor_slices((["a", "b"], numbers))
    table = _EXPERIMENTAL.table_from_dataset(pairs, num_oov_buckets=3)
    found = table.lookup(tf.constant(["b", "z"])).numpy()
    assert found[0] == 1 and 2 <= found[1] < 5


def test_numbers_of_keys() -> None:
    words = tf.data.Dataset.from_tensor_slices(["a", "b", "c"])
    table = _EXPERIMENTAL.index_table_from_dataset(words, vocab_size=2)
    assert table.lookup(tf.constant(["b", "c"])).numpy().tolist() == [1, -1]


def test_tables_of_sessions() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        pairs = v1.data.Dataset.from_tensor_slices((["a", "b"], [5, 7]))
        table = tf.lookup.StaticHashTable(_EXPERIMENTAL.DatasetInitializer(pairs), -1)
        found = table.lookup(tf.constant(["b", "z"]))
        session.run(v1.tables_initializer())
        assert session.run(found).tolist() == [7, -1]


def test_wrong_arguments() -> None:
    words = tf.data.Dataset.from_tensor_slices(["a", "b"])
    with pytest.raises(TypeError, match="pairs"):
        _EXPERIMENTAL.table_from_dataset(words)
    with pytest.raises(ValueError, match="keys"):
        _EXPERIMENTAL.index_table_from_dataset(_pairs())
    with pytest.raises(ValueError, match="num_oov_buckets"):
        _EXPERIMENTAL.table_from_dataset(_pairs(), num_oov_buckets=-1)
    with pytest.raises(ValueError, match="vocab_size"):
        _EXPERIMENTAL.table_from_dataset(_pairs(), vocab_size=0)
    with pytest.raises(ValueError, match="default_value"):
        _EXPERIMENTAL.table_from_dataset(_pairs("xy"))
    with pytest.raises(ValueError, match="scalar"):
        _EXPERIMENTAL.DatasetInitializer(_pairs([[1], [2]]))
