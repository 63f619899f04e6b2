"""`tf.lookup`."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

_WORDS = ["a", "b"]


def _static(values=(1, 2), default=-1):
    return tf.lookup.StaticHashTable(
        tf.lookup.KeyValueTensorInitializer(_WORDS, list(values)), default
    )


def test_lookup_in_every_form() -> None:
    table = _static()
    assert table.lookup(tf.constant([["b"], ["x"]])).numpy().tolist() == [[2], [-1]]
    assert int(table[tf.constant("a")]) == 1
    ragged = tf.ragged.constant([["a"], [], ["x", "b"]])
    assert table.lookup(ragged).to_list() == [[1], [], [-1, 2]]
    sparse = tf.SparseTensor([[0, 1]], ["b"], [1, 2])
    assert table.lookup(sparse).values.numpy().tolist() == [2]
    keys, values = table.export()
    assert dict(zip(keys.numpy().tolist(), values.numpy().tolist(), strict=True)) == {
        b"a": 1,
        b"b": 2,
    }


def test_lookup_in_functions() -> None:
    table = _static()

    @tf.function
    def f(words):
        return table.lookup(words) + tf.cast(table.size(), tf.int32)

    assert f(tf.constant(["a", "x"])).numpy().tolist() == [3, 1]


def test_tables_made_in_a_function() -> None:
    made = []

    @tf.function
    def f(words):
        if not made:
            made.append(_static())
        return made[0].lookup(words)

    assert int(f(tf.constant("b"))) == 2


def test_sessions_fill_their_own_tables() -> None:
    with tf.Graph().as_default():
        table = _static()
        found = table.lookup(tf.constant(["b", "x"]))
        assert found.shape == [2]
        with v1.Session() as session:
            with pytest.raises(tf.errors.FailedPreconditionError, match="tables_init"):
                session.run(found)
            session.run(v1.tables_initializer())
            assert session.run(found).tolist() == [2, -1]


def test_wrong_keys_and_content() -> None:
    with pytest.raises(TypeError, match="dtype string"):
        _static().lookup(tf.constant(1))
    with pytest.raises(tf.errors.FailedPreconditionError, match="same key"):
        tf.lookup.StaticHashTable(
            tf.lookup.KeyValueTensorInitializer(["a", "a"], [1, 2]), 0
        )


def test_vocabularies_have_buckets() -> None:
    numbers = tf.constant([0, 1], tf.int64)
    init = tf.lookup.KeyValueTensorInitializer(_WORDS, numbers)
    table = tf.lookup.StaticVocabularyTable(init, num_oov_buckets=3)
    found = table.lookup(tf.constant(["b", "foo", "bar", "a"])).numpy()
    assert found[[0, 3]].tolist() == [1, 0] and all(2 <= n < 5 for n in found[1:3])
    assert int(table.size()) == 5
    only = tf.lookup.StaticVocabularyTable(None, 4, lookup_key_dtype=tf.int64)
    assert only.lookup(tf.constant([1, 2], tf.int64)).shape == [2]
    with pytest.raises(ValueError, match="greater than 0"):
        tf.lookup.StaticVocabularyTable(init, 0)
    with pytest.raises(TypeError, match="int64"):
        tf.lookup.StaticVocabularyTable(
            tf.lookup.KeyValueTensorInitializer(_WORDS, [0, 1]), 1
        )


def test_mutable_tables() -> None:
    table = tf.lookup.experimental.MutableHashTable(tf.string, tf.float32, [0.0, 0.0])
    table.insert(_WORDS, [[1.0, 2.0], [3.0, 4.0]])
    table.remove(["a"])
    assert table.lookup(["a", "b"]).numpy().tolist() == [[0.0, 0.0], [3.0, 4.0]]
    scalar = tf.lookup.experimental.MutableHashTable(tf.int64, tf.int64, -1)
    numbers = tf.constant([5, 6], tf.int64)
    found = scalar.lookup(numbers, dynamic_default_values=numbers * 10)
    assert found.numpy().tolist() == [50, 60]

    @tf.function
    def count(key):
        scalar.insert(key, scalar.lookup(key) + 1)
        return scalar.lookup(key)

    assert [int(count(tf.constant(1, tf.int64))) for _ in range(2)] == [0, 1]


def test_dense_tables_reserve_two_keys() -> None:
    table = tf.lookup.experimental.DenseHashTable(
        tf.int64, tf.int64, default_value=-1, empty_key=0, deleted_key=-7
    )
    table.insert_or_assign(tf.constant([5], tf.int64), tf.constant([50], tf.int64))
    assert table.lookup(tf.constant([5, 8], tf.int64)).numpy().tolist() == [50, -1]
    table.erase(tf.constant([5], tf.int64))
    assert int(table.size()) == 0
    with pytest.raises(tf.errors.InvalidArgumentError, match="empty or deleted"):
        table.insert(tf.constant([0], tf.int64), tf.constant([1], tf.int64))
