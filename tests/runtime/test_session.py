"""Sessions: fetches, feeds, variables, errors."""

import gc
import sys
import threading
import weakref

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.eager import backend

needs_native = pytest.mark.skipif(backend.native is None, reason="no native core")


def test_fetch_structures_come_back():
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = tf.constant(1), tf.constant(2.0)
        found = session.run({"a": a, "pair": (a, [b]), "op": tf.no_op()})
    assert found == {"a": 1, "pair": (1, [2.0]), "op": None}


def test_feeds_replace_any_tensor():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None])
        y = x * 2.0
        z = y + 1.0
        assert session.run(z, {x: [1.0, 2.0]}).tolist() == [3.0, 5.0]
        assert session.run(z, {y: [10.0]}).tolist() == [11.0]


def test_training_lowers_the_loss():
    with tf.Graph().as_default(), v1.Session() as session:
        w = tf.Variable(3.0)
        loss = w * w
        step = v1.train.GradientDescentOptimizer(0.1).minimize(loss)
        session.run(v1.global_variables_initializer())
        first = session.run(loss)
        for _ in range(10):
            session.run(step)
        assert session.run(loss) < 0.1 * first


def test_uninitialised_variable_says_what_to_do():
    with tf.Graph().as_default(), v1.Session() as session:
        w = tf.Variable(3.0, name="weights")
        with pytest.raises(tf.errors.FailedPreconditionError, match="weights"):
            session.run(w)


def test_wrong_feed_shape_is_named():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [3], name="x")
        with pytest.raises(ValueError, match="Cannot feed value of shape"):
            session.run(x, {x: [1.0]})


def test_missing_feed_names_the_placeholder_and_the_line():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [3], name="pixels")
        with pytest.raises(tf.errors.InvalidArgumentError) as caught:
            session.run(x + 1.0)
    assert "pixels" in str(caught.value)
    assert "test_session.py" in str(caught.value)


def test_closed_session_refuses_to_run():
    with tf.Graph().as_default():
        x = tf.constant(1)
        session = v1.Session()
        session.close()
        with pytest.raises(RuntimeError, match="closed"):
            session.run(x)


def test_assignments_come_before_what_depends_on_them():
    with tf.Graph().as_default(), v1.Session() as session:
        v = tf.Variable(1)
        session.run(v.initializer)
        with tf.control_dependencies([v.assign_add(1)]):
            after = tf.identity(v.read_value())
        assert [session.run(after) for _ in range(3)] == [2, 3, 4]


def test_second_derivative_in_a_graph():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [])
        (first,) = tf.gradients(x**3, x)
        (second,) = tf.gradients(first, x)
        assert session.run([first, second], {x: 2.0}) == [
            np.float32(12),
            np.float32(12),
        ]


def frames_entered(run):
    """The Python functions that a call enters beside its own."""
    entered = []
    sys.setprofile(lambda frame, event, _: entered.append((event, frame.f_code)))
    try:
        run()
    finally:
        sys.setprofile(None)
    return [code.co_name for event, code in entered if event == "call"][1:]


def training_step(session):
    x, y = v1.placeholder(tf.float32), v1.placeholder(tf.float32)
    w, b = v1.Variable(tf.ones([2, 1])), v1.Variable(tf.zeros([1]))
    loss = tf.reduce_mean((tf.matmul(x, w) + b - y) ** 2)
    step = v1.train.GradientDescentOptimizer(0.01).minimize(loss)
    session.run(v1.global_variables_initializer())
    return x, y, step, loss


@needs_native
def test_a_run_that_came_before_enters_one_python_function():
    with tf.Graph().as_default(), v1.Session() as session:
        x, y, step, loss = training_step(session)
        feeds = {x: np.ones((4, 2), np.float32), y: np.zeros((4, 1), np.float32)}
        for _ in range(3):
            session.run([step, loss], feeds)
        entered = frames_entered(lambda: session.run([step, loss], feeds))
        assert entered == ["run"]
        feeds = {x: [[1.0, 2.0]] * 4, y: 0.5}  # numbers become arrays natively
        for _ in range(3):
            session.run((loss,), feeds)
        assert frames_entered(lambda: session.run((loss,), feeds)) == ["run"]


@needs_native
def test_a_callable_that_ran_before_enters_one_python_function():
    with tf.Graph().as_default(), v1.Session() as session:
        x, y, _, loss = training_step(session)
        call = session.make_callable(loss, [x, y])
        arrays = np.ones((4, 2), np.float32), np.zeros((4, 1), np.float32)
        found = [call(*arrays) for _ in range(3)]
        assert found == [4.0, 4.0, 4.0]
        assert len(frames_entered(lambda: call(*arrays))) == 1
        with pytest.raises((TypeError, ValueError)):
            call(arrays[0])
        with pytest.raises(TypeError, match="accept_options"):
            call(*arrays, options=None)
        session.close()
        with pytest.raises(RuntimeError, match="closed"):
            call(*arrays)


def test_a_callable_takes_options_where_it_was_made_so():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [])
        call = session.make_callable({"twice": x * 2.0}, [x], accept_options=True)
        options, metadata = v1.RunOptions(), v1.RunMetadata()
        for value in (1.0, 2.0):
            assert call(value) == {"twice": 2 * value}
            found = call(value, options=options, run_metadata=metadata)
            assert found == {"twice": 2 * value}


def test_what_a_run_returns_is_the_callers_own():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None])
        v = v1.Variable(tf.zeros([2000]), use_resource=True)
        kept, same, scaled = tf.identity(v), tf.identity(x), x * 2.0
        constant = tf.fill([2000], 3.0)
        session.run(v1.global_variables_initializer())
        value = np.ones(2000, np.float32)
        for _ in range(4):
            found = session.run([kept, same, scaled, constant, v], {x: value})
            for array in found:
                array += 1.0
        assert [float(array.max()) for array in found] == [1.0, 2.0, 3.0, 4.0, 1.0]
        assert value.max() == 1.0
        assert session.run(v).max() == 0.0


def test_a_variable_keeps_what_it_was_fed_when_the_array_changes():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [3])
        v = tf.Variable(tf.zeros([3]))
        store = v.assign(x)
        value = np.ones(3, np.float32)
        for _ in range(3):
            session.run(store.op, {x: value})
        value += 5.0
        assert session.run(v).tolist() == [1.0, 1.0, 1.0]


def test_the_same_feeds_come_in_many_forms():
    eager = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None, 2], name="x")
        y = tf.reduce_sum(x)
        rows = [[1.0, 2.0], [3.0, 4.0]]
        forms = [
            np.array(rows, np.float32),
            np.array(rows),
            np.array(rows, np.float32)[::-1],
            np.asfortranarray(np.array(rows, np.float32)),
            np.array(rows, ">f4"),
            np.array(rows, np.int32),
            rows,
            tuple(map(tuple, rows)),
            [np.float32(row) for row in rows],
            eager,
        ]
        for _ in range(2):
            for form in forms:
                assert session.run(y, {x: form}) == 10.0
                assert session.run("Sum:0", {"x:0": form}) == 10.0
        for wrong in ([1.0, 2.0], np.ones((2, 3), np.float32), 1.0):
            with pytest.raises(ValueError, match="Cannot feed value of shape"):
                session.run(y, {x: wrong})
        with pytest.raises(TypeError, match="cannot be a tf.Tensor"):
            session.run(y, {x: x})
        with pytest.raises(ValueError, match="could not convert"):
            session.run(y, {x: np.array([["a", "b"]])})
        assert session.run(y, {x: rows}) == 10.0


def test_whole_numbers_are_checked_as_before():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.int32, [])
        y = x + 1
        for value in (1, np.int32(1), np.int64(1), True):
            for _ in range(2):
                assert session.run(y, {x: value}) == 2
        with pytest.raises(TypeError, match="larger type"):
            session.run(y, {x: 2**40})


def test_inner_tensors_are_fed_and_fetched_in_turns():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None])
        y = x * 2.0
        z = y + 1.0
        for _ in range(3):
            assert session.run(z, {x: [1.0]}).tolist() == [3.0]
            assert session.run(z, {y: [10.0]}).tolist() == [11.0]
            assert session.run([y, z], {z: [5.0], x: [1.0]})[1].tolist() == [5.0]
            pair = [y, z]
            assert [a.tolist() for a in session.run(pair, {x: [1.0]})] == [[2.0], [3.0]]
            pair.reverse()
            assert [a.tolist() for a in session.run(pair, {x: [1.0]})] == [[3.0], [2.0]]


def test_shapes_change_from_run_to_run():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32)
        y = tf.reduce_sum(x * 2.0, axis=-1)
        for shape in [(2, 3), (4,), (2, 3), (5, 1), (4,), (2, 3), (1, 2, 3)] * 6:
            found = session.run(y, {x: np.ones(shape, np.float32)})
            np.testing.assert_array_equal(found, np.full(shape[:-1], 2.0 * shape[-1]))
        for count in range(40):  # more shapes than plans are kept for
            for _ in range(3):
                assert session.run(y, {x: np.ones(count, np.float32)}) == 2 * count


def test_texts_sparse_tensors_and_handles_come_and_go():
    with tf.Graph().as_default(), v1.Session() as session:
        word = v1.placeholder(tf.string, [None])
        joined = tf.strings.reduce_join(word)
        sparse = v1.sparse_placeholder(tf.float32)
        dense = tf.sparse.to_dense(sparse)
        v = v1.Variable(2.0, use_resource=True)
        session.run(v.initializer)
        for _ in range(3):
            assert session.run(joined, {word: ["a", "b"]}) == b"ab"
            assert session.run(word, {word: ["a", "b"]}).tolist() == [b"a", b"b"]
            value = v1.SparseTensorValue([[0, 1]], [3.0], [1, 2])
            assert session.run(dense, {sparse: value}).tolist() == [[0.0, 3.0]]
            back = session.run(sparse, {sparse: value})
            assert back.values.tolist() == [3.0]
            handle = session.run(v.handle)
            assert session.run(v + 1.0, {v.handle: handle}) == 3.0
            assert session.run([v, v.op]) == [2.0, None]


@pytest.mark.parametrize(
    "dtype", [tf.bfloat16, tf.half, tf.complex64, tf.bool, tf.uint8]
)
def test_scalars_are_of_the_right_type(dtype):
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(dtype, [])
        y = tf.reshape(tf.stack([x, x]), [2])
        for _ in range(3):
            one, two = session.run([tf.identity(x), y], {x: True})
            assert type(one) is dtype.as_numpy_dtype and two.dtype == dtype
            assert one == 1 and two.tolist() == [1, 1]


def test_a_failed_run_leaves_the_next_ones_whole():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None])
        limit = v1.placeholder_with_default(2, [])
        y = tf.reshape(x, [limit]) * 2.0
        good, bad = np.ones(2, np.float32), np.ones(3, np.float32)
        for _ in range(3):
            assert session.run(y, {x: good}).tolist() == [2.0, 2.0]
            with pytest.raises(tf.errors.InvalidArgumentError):
                session.run(y, {x: bad})
            assert session.run(y, {x: bad, limit: 3}).tolist() == [2.0, 2.0, 2.0]


def test_threads_share_a_session():
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None, 64])
        total = tf.reduce_sum(tf.matmul(x, tf.ones([64, 64])))
        wrong = []

        def work(rows):
            values = np.ones((rows, 64), np.float32)
            for _ in range(30):
                found = session.run(total, {x: values})
                if found != rows * 64 * 64:
                    wrong.append(found)

        threads = [threading.Thread(target=work, args=(n,)) for n in (1, 3, 700, 900)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not wrong


def test_a_session_that_nobody_holds_is_freed():
    with tf.Graph().as_default():
        session = v1.Session()
        x, y, step, loss = training_step(session)
        feeds = {x: np.ones((4, 2), np.float32), y: np.zeros((4, 1), np.float32)}
        for _ in range(4):
            session.run([step, loss], feeds)
        watched = weakref.ref(session)
        del session
    gc.collect()
    assert watched() is None


def test_a_set_of_fetches_may_change_under_the_same_name():
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = tf.constant(1), tf.constant(2)
        wanted = {"value": a}
        assert session.run(wanted) == {"value": 1}
        wanted["value"] = b
        assert session.run(wanted) == {"value": 2}
        nested = [a, [b, (a,)]]
        assert session.run(nested) == session.run(nested) == [1, [2, (1,)]]
        nested[1].append(b)
        assert session.run(nested) == session.run(nested) == [1, [2, (1,), 2]]
