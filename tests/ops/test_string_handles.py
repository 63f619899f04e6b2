"""Queues, readers and tables whose handles are strings."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

raw = tf.raw_ops


@pytest.fixture
def session():
    with tf.Graph().as_default(), v1.Session() as sess:
        yield sess


@pytest.mark.covers(
    "FIFOQueue",
    "QueueEnqueue",
    "QueueEnqueueMany",
    "QueueDequeue",
    "QueueDequeueMany",
    "QueueDequeueUpTo",
    "QueueClose",
    "QueueSize",
    "QueueIsClosed",
)
def test_queues(session):
    queue = raw.FIFOQueue(component_types=[tf.int32], shapes=[[]])
    assert queue.shape == (2,) and queue.dtype == tf.string
    session.run(raw.QueueEnqueueMany(handle=queue, components=[[1, 2, 3, 4, 5]]))
    session.run(raw.QueueEnqueue(handle=queue, components=[6]))
    one = {"handle": queue, "component_types": [tf.int32]}
    assert session.run(raw.QueueSize(handle=queue)) == 6
    assert session.run(raw.QueueDequeue(**one)) == [1]
    assert session.run(raw.QueueDequeueMany(n=2, **one))[0].tolist() == [2, 3]
    assert not session.run(raw.QueueIsClosed(handle=queue))
    session.run(raw.QueueClose(handle=queue))
    assert session.run(raw.QueueDequeueUpTo(n=9, **one))[0].tolist() == [4, 5, 6]


@pytest.mark.covers(
    "PaddingFIFOQueue", "RandomShuffleQueue", "PriorityQueue", "FakeQueue"
)
def test_kinds_of_queues(session):
    padding = raw.PaddingFIFOQueue(component_types=[tf.int32], shapes=[[None]])
    shuffling = raw.RandomShuffleQueue(component_types=[tf.int32], shapes=[[]], seed=1)
    for queue, values in ((padding, [[1, 2]]), (shuffling, [3])):
        session.run(raw.QueueEnqueue(handle=queue, components=values))
        taken = raw.QueueDequeue(handle=queue, component_types=[tf.int32])
        assert session.run(taken)[0].tolist() == values[0]
    first = raw.PriorityQueue(shapes=[[]], component_types=[tf.int64, tf.int32])
    keys = np.array([2, 1], np.int64)
    session.run(raw.QueueEnqueueMany(handle=first, components=[keys, [20, 10]]))
    taken = raw.QueueDequeue(handle=first, component_types=[tf.int64, tf.int32])
    assert session.run(taken) == [1, 10]
    new = raw.FIFOQueueV2(component_types=[tf.int32])
    session.run(raw.QueueEnqueueV2(handle=new, components=[1]))
    assert session.run(raw.QueueSize(handle=raw.FakeQueue(resource=new))) == 1


@pytest.fixture
def names(session, tmp_path):
    path = tmp_path / "t"
    path.write_bytes(b"head\nx,1\ny,2\n")
    queue = raw.FIFOQueue(component_types=[tf.string], shapes=[[]])
    session.run(raw.QueueEnqueueMany(handle=queue, components=[[str(path)] * 3]))
    session.run(raw.QueueClose(handle=queue))
    return queue, str(path).encode()


@pytest.mark.covers(
    "TextLineReader",
    "ReaderRead",
    "ReaderReadUpTo",
    "ReaderNumRecordsProduced",
    "ReaderNumWorkUnitsCompleted",
    "ReaderReset",
    "FixedLengthRecordReader",
    "LMDBReader",
)
def test_readers(session, names):
    queue, path = names
    lines = raw.TextLineReader(skip_header_lines=1)
    step = raw.ReaderRead(reader_handle=lines, queue_handle=queue)
    assert session.run(step) == (path + b":2", b"x,1")
    two = raw.ReaderReadUpTo(reader_handle=lines, queue_handle=queue, num_records=2)
    assert session.run(two.values).tolist() == [b"y,2"]
    assert session.run(raw.ReaderNumRecordsProduced(reader_handle=lines)) == 2
    assert session.run(raw.ReaderNumWorkUnitsCompleted(reader_handle=lines)) == 1
    session.run(raw.ReaderReset(reader_handle=lines))
    assert session.run(raw.ReaderNumRecordsProduced(reader_handle=lines)) == 0
    pieces = raw.FixedLengthRecordReader(record_bytes=4, header_bytes=5)
    step = raw.ReaderRead(reader_handle=pieces, queue_handle=queue)
    assert session.run(step.value) == b"x,1\n"
    with pytest.raises(tf.errors.UnimplementedError, match="LMDB"):
        session.run(raw.LMDBReader())


@pytest.mark.covers(
    "IdentityReader",
    "WholeFileReader",
    "TFRecordReader",
    "ReaderSerializeState",
    "ReaderRestoreState",
    "ReaderSerializeStateV2",
    "ReaderRestoreStateV2",
)
def test_states_of_readers(session, names):
    queue, path = names
    for reader, content in (
        (raw.IdentityReader(), path),
        (raw.WholeFileReader(), b"head\nx,1\ny,2\n"),
    ):
        step = raw.ReaderRead(reader_handle=reader, queue_handle=queue)
        assert session.run(step) == (path, content)
        state = session.run(raw.ReaderSerializeState(reader_handle=reader))
        session.run(raw.ReaderReset(reader_handle=reader))
        session.run(raw.ReaderRestoreState(reader_handle=reader, state=state))
        assert session.run(raw.ReaderNumRecordsProduced(reader_handle=reader)) == 1
        with pytest.raises(tf.errors.InvalidArgumentError, match="parse"):
            session.run(raw.ReaderRestoreState(reader_handle=reader, state="zzz"))
    new = raw.IdentityReaderV2()
    state = raw.ReaderSerializeStateV2(reader_handle=new)
    session.run(raw.ReaderRestoreStateV2(reader_handle=new, state=session.run(state)))
    with pytest.raises(tf.errors.UnimplementedError, match="in a file"):
        session.run(raw.ReaderSerializeState(reader_handle=raw.TFRecordReader()))


@pytest.mark.covers(
    "HashTable",
    "MutableHashTable",
    "MutableHashTableOfTensors",
    "MutableDenseHashTable",
    "InitializeTable",
    "InitializeTableFromTextFile",
    "LookupTableExport",
    "LookupTableFind",
    "LookupTableImport",
    "LookupTableInsert",
    "LookupTableSize",
)
def test_tables(session, tmp_path):
    kinds = {"key_dtype": tf.string, "value_dtype": tf.int64}

    def find(table, *keys):
        missing = tf.constant(-1, tf.int64)
        asked = tf.constant(keys)
        found = raw.LookupTableFind(
            table_handle=table, keys=asked, default_value=missing
        )
        return session.run(found).tolist()

    values = np.array([5, 6], np.int64)
    fixed = raw.HashTable(**kinds)
    session.run(raw.InitializeTable(table_handle=fixed, keys=["a", "b"], values=values))
    assert find(fixed, "b", "c") == [6, -1]
    assert session.run(raw.LookupTableSize(table_handle=fixed)) == 2
    (tmp_path / "v").write_text("x\ny\n")
    from_file = raw.HashTable(**kinds)
    session.run(
        raw.InitializeTableFromTextFile(
            table_handle=from_file,
            filename=str(tmp_path / "v"),
            key_index=-2,
            value_index=-1,
        )
    )
    assert find(from_file, "y") == [1]
    for table in (
        raw.MutableHashTable(**kinds),
        raw.MutableHashTableOfTensors(**kinds),
        raw.MutableDenseHashTable(empty_key="", value_dtype=tf.int64),
    ):
        session.run(
            raw.LookupTableInsert(table_handle=table, keys=["a", "b"], values=values)
        )
        assert find(table, "a") == [5]
        session.run(
            raw.LookupTableImport(table_handle=table, keys=["z"], values=values[:1])
        )
        keys, held = session.run(
            raw.LookupTableExport(table_handle=table, Tkeys=tf.string, Tvalues=tf.int64)
        )
        assert (keys.tolist(), held.tolist()) == ([b"z"], [5])
