"""Queues and readers: what goes in comes out, in the right order, and threads wait."""

import threading

import numpy as np
import pytest

import tensorbrook as tf

v1 = tf.compat.v1


@pytest.fixture
def session():
    with tf.Graph().as_default(), v1.Session() as sess:
        yield sess


@pytest.mark.covers(
    "FIFOQueueV2",
    "QueueEnqueueManyV2",
    "QueueEnqueueV2",
    "QueueSizeV2",
    "QueueDequeueV2",
    "QueueDequeueManyV2",
    "QueueCloseV2",
    "QueueIsClosedV2",
    "QueueDequeueUpToV2",
)
def test_a_queue_gives_back_what_it_was_given(session):
    queue = v1.FIFOQueue(10, [tf.int32, tf.string], [[], []])
    session.run(queue.enqueue_many([[1, 2, 3], ["a", "b", "c"]]))
    session.run(queue.enqueue((4, "d")))
    assert session.run(queue.size()) == 4
    assert session.run(queue.dequeue()) == [1, b"a"]
    numbers, texts = session.run(queue.dequeue_many(2))
    assert numbers.tolist() == [2, 3] and texts.tolist() == [b"b", b"c"]
    session.run(queue.close())
    assert session.run(queue.is_closed())
    assert session.run(queue.dequeue_up_to(5))[0].tolist() == [4]
    with pytest.raises(tf.errors.OutOfRangeError, match="insufficient elements"):
        session.run(queue.dequeue())
    with pytest.raises(tf.errors.CancelledError, match="closed"):
        session.run(queue.enqueue((4, "d")))


def test_a_thread_waits_for_an_element(session):
    queue = v1.FIFOQueue(1, tf.int32, shapes=[[]])
    take, put = queue.dequeue(), queue.enqueue(7)
    got = []
    thread = threading.Thread(target=lambda: got.append(session.run(take)))
    thread.start()
    session.run(put)
    thread.join(20)
    assert got == [7]


def test_the_end_of_a_session_wakes_who_waits():
    with tf.Graph().as_default():
        sess = v1.Session()
        take = v1.FIFOQueue(1, tf.int32).dequeue()
        woken = []

        def wait():
            try:
                sess.run(take)
            except tf.errors.OutOfRangeError as error:
                woken.append(error)

        thread = threading.Thread(target=wait)
        thread.start()
        while not sess._states:
            pass
        sess.close()
        thread.join(20)
        assert len(woken) == 1


@pytest.mark.covers("PaddingFIFOQueueV2")
def test_padding_makes_one_shape(session):
    queue = v1.PaddingFIFOQueue(5, tf.int32, shapes=[[None]])
    session.run(queue.enqueue([[1, 2, 3]]))
    session.run(queue.enqueue([[4]]))
    assert session.run(queue.dequeue_many(2)).tolist() == [[1, 2, 3], [4, 0, 0]]


@pytest.mark.covers("RandomShuffleQueueV2")
def test_shuffling_keeps_a_reserve(session):
    queue = v1.RandomShuffleQueue(10, 2, tf.int32, shapes=[[]], seed=1)
    session.run(queue.enqueue_many([[1, 2, 3, 4]]))
    first = session.run(queue.dequeue_many(2)).tolist()
    session.run(queue.close())
    rest = session.run(queue.dequeue_many(2)).tolist()
    assert sorted(first + rest) == [1, 2, 3, 4]


@pytest.mark.covers("PriorityQueueV2")
def test_priorities(session):
    queue = v1.PriorityQueue(5, tf.string, [[]])
    keys = np.array([3, 1, 2], np.int64)
    session.run(queue.enqueue_many([keys, ["c", "a", "b"]]))
    assert session.run(queue.dequeue_many(3))[1].tolist() == [b"a", b"b", b"c"]


@pytest.fixture
def names(session, tmp_path):
    path = tmp_path / "t"
    path.write_bytes(b"head\nx,1\ny,2\n")
    queue = v1.FIFOQueue(2, tf.string, shapes=[[]])
    session.run(queue.enqueue(str(path)))
    session.run(queue.close())
    return queue, str(path).encode()


@pytest.mark.covers(
    "TextLineReaderV2",
    "ReaderReadV2",
    "ReaderNumRecordsProducedV2",
    "ReaderNumWorkUnitsCompletedV2",
    "ReaderResetV2",
)
def test_lines(session, names):
    queue, path = names
    reader = v1.TextLineReader(skip_header_lines=1)
    step = reader.read(queue)
    assert session.run(step) == (path + b":2", b"x,1")
    assert session.run(step)[1] == b"y,2"
    with pytest.raises(tf.errors.OutOfRangeError):
        session.run(step)
    assert session.run(reader.num_records_produced()) == 2
    assert session.run(reader.num_work_units_completed()) == 1
    session.run(reader.reset())
    assert session.run(reader.num_records_produced()) == 0


@pytest.mark.covers("ReaderReadUpToV2")
def test_several_lines(session, names):
    keys, values = v1.TextLineReader().read_up_to(names[0], 2)
    assert session.run(values).tolist() == [b"head", b"x,1"]


@pytest.mark.covers("WholeFileReaderV2")
def test_whole_files_and_pieces(session, names):
    queue, path = names
    assert session.run(v1.WholeFileReader().read(queue)) == (path, b"head\nx,1\ny,2\n")


@pytest.mark.covers("FixedLengthRecordReaderV2")
def test_pieces(session, names):
    step = v1.FixedLengthRecordReader(4, header_bytes=5).read(names[0])
    assert [session.run(step)[1] for _ in range(2)] == [b"x,1\n", b"y,2\n"]


@pytest.mark.covers("IdentityReaderV2")
def test_the_names_themselves(session, names):
    assert session.run(v1.IdentityReader().read(names[0])) == (names[1], names[1])


@pytest.mark.covers("TFRecordReaderV2")
def test_records_of_tensorflow(session, tmp_path):
    with tf.io.TFRecordWriter(str(tmp_path / "r")) as writer:
        writer.write(b"one")
    queue = v1.FIFOQueue(1, tf.string, shapes=[[]])
    session.run(queue.enqueue(str(tmp_path / "r")))
    assert session.run(v1.TFRecordReader().read(queue))[1] == b"one"
