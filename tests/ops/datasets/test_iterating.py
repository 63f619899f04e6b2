"""Iterators, optionals, and what takes a whole dataset."""

import contextlib
import pathlib
import sqlite3
from typing import Any

import pytest

import tensorbrook as tf

D = tf.data.Dataset


@pytest.mark.covers(
    "AnonymousIteratorV3",
    "MakeIterator",
    "IteratorGetNext",
    "IteratorGetNextAsOptional",
)
def test_an_eager_iterator() -> None:
    iterator = iter(D.range(3))
    assert int(next(iterator)) == 0
    assert int(iterator.get_next()) == 1
    some, none = iterator.get_next_as_optional(), iterator.get_next_as_optional()
    assert bool(some.has_value())
    assert int(some.get_value()) == 2
    assert not bool(none.has_value())
    with pytest.raises(tf.errors.OutOfRangeError, match="End of sequence"):
        iterator.get_next()
    with pytest.raises(StopIteration):
        next(iterator)


@pytest.mark.covers(
    "OptionalFromValue", "OptionalNone", "OptionalHasValue", "OptionalGetValue"
)
def test_optionals() -> None:
    some = tf.experimental.Optional.from_value({"a": 1})
    assert int(some.get_value()["a"]) == 1
    none = tf.experimental.Optional.empty(some.element_spec)
    assert not bool(none.has_value())
    with pytest.raises(tf.errors.InvalidArgumentError, match="does not have a value"):
        none.get_value()


@pytest.mark.covers("ReduceDataset", "DatasetToSingleElement", "GetElementAtIndex")
def test_whole_datasets() -> None:
    start = (tf.constant(0, tf.int64), tf.constant(1, tf.int64))
    total, product = D.range(1, 5).reduce(start, lambda s, v: (s[0] + v, s[1] * v))
    assert (int(total), int(product)) == (10, 24)
    assert int(D.range(1).get_single_element()) == 0
    for size in (0, 2):
        with pytest.raises(tf.errors.InvalidArgumentError):
            D.range(size).get_single_element()
    assert int(tf.data.experimental.at(D.range(9), 4)) == 4
    with pytest.raises(tf.errors.OutOfRangeError):
        tf.data.experimental.at(D.range(3), 3)


@pytest.mark.covers(
    "IteratorV2", "IteratorToStringHandle", "IteratorFromStringHandleV2"
)
def test_an_iterator_of_a_session() -> None:
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        limit = v1.placeholder(tf.int64, [])
        iterator = v1.data.make_initializable_iterator(D.range(limit))
        following = iterator.get_next()
        with pytest.raises(tf.errors.FailedPreconditionError, match="initialized"):
            session.run(following)
        session.run(iterator.initializer, {limit: 2})
        assert [session.run(following) for _ in range(2)] == [0, 1]
        with pytest.raises(tf.errors.OutOfRangeError):
            session.run(following)
        handle = session.run(iterator.string_handle())
        fed = v1.placeholder(tf.string, [])
        other = v1.data.Iterator.from_string_handle(fed, tf.int64, [])
        session.run(iterator.initializer, {limit: 1})
        assert session.run(other.get_next(), {fed: handle}) == 0


@pytest.mark.covers("OneShotIterator")
def test_a_one_shot_iterator() -> None:
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = v1.data.make_one_shot_iterator(
            D.range(3).map(lambda v: (v, v * v))
        ).get_next()
        assert [session.run([a, b]) for _ in range(3)] == [[0, 0], [1, 1], [2, 4]]


def test_loops_of_traced_functions() -> None:
    @tf.function
    def total(dataset: Any) -> Any:
        found = tf.constant(0, tf.int64)
        for a, b in dataset:
            if a == 2:
                continue
            found += a * b
        return found

    assert int(total(D.zip((D.range(4), D.range(1, 5))))) == 2 + 12

    @tf.function
    def first_two(iterator: Any) -> Any:
        return next(iterator), next(iterator)

    iterator = iter(D.range(5))
    assert [int(n) for n in first_two(iterator)] == [0, 1]
    assert [int(n) for n in first_two(iterator)] == [2, 3]


@pytest.mark.covers(
    "TextLineDataset", "TFRecordDatasetV2", "FixedLengthRecordDatasetV2", "CSVDatasetV2"
)
def test_files(tmp_path: pathlib.Path) -> None:
    lines, records = tmp_path / "a.txt", tmp_path / "a.bin"
    lines.write_bytes(b"one\r\ntwo\n\nfour")
    records.write_bytes(b"HHabcdefT")
    found = [line.numpy() for line in tf.data.TextLineDataset(str(lines))]
    assert found == [b"one", b"two", b"", b"four"]
    fixed = tf.data.FixedLengthRecordDataset(str(records), 3, 2, 1)
    assert [record.numpy() for record in fixed] == [b"abc", b"def"]
    with pytest.raises(tf.errors.InvalidArgumentError, match="multiple"):
        list(tf.data.FixedLengthRecordDataset(str(records), 3, 1, 1))
    written = str(tmp_path / "a.tfrecord")
    with tf.io.TFRecordWriter(written) as writer:
        for content in (b"x", b"yy"):
            writer.write(content)
    assert [r.numpy() for r in tf.data.TFRecordDataset([written])] == [b"x", b"yy"]
    table = tmp_path / "a.csv"
    table.write_text('n,s,f\n1,"x,y",0.5\n2,z,\n')
    kinds = [tf.int32, tf.string, [1.5]]
    rows = tf.data.experimental.CsvDataset(str(table), kinds, header=True)
    assert [(int(n), s.numpy(), f.numpy().tolist()) for n, s, f in rows] == [
        (1, b"x,y", 0.5),
        (2, b"z", 1.5),
    ]
    with pytest.raises(tf.errors.NotFoundError):
        list(tf.data.TextLineDataset(str(tmp_path / "none")))


@pytest.mark.covers("SqlDataset")
def test_the_rows_of_a_query(tmp_path: pathlib.Path) -> None:
    path = str(tmp_path / "a.db")
    with contextlib.closing(sqlite3.connect(path)) as base:
        base.execute("create table t (n int, s text)")
        base.execute("insert into t values (1, 'x'), (2, 'y')")
        base.commit()
    kinds = (tf.int64, tf.string)
    query = "select n, s from t order by n desc"
    rows = tf.data.experimental.SqlDataset("sqlite", path, query, kinds)
    assert [(int(n), s.numpy()) for n, s in rows] == [(2, b"y"), (1, b"x")]
    with pytest.raises(tf.errors.InvalidArgumentError, match="no such table"):
        list(tf.data.experimental.SqlDataset("sqlite", path, "select * from u", kinds))
    with pytest.raises(NotImplementedError, match="postgres"):
        tf.data.experimental.SqlDataset("postgres", path, query, kinds)
