"""Coordinators, queue runners, hooks and monitored sessions."""

import logging
import threading

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as made:
        yield made


def test_a_coordinator_passes_the_first_exception_on():
    coord = tf.train.Coordinator()

    def fail():
        with coord.stop_on_exception():
            raise ValueError("first")

    threads = [threading.Thread(target=fail)]
    threads[0].start()
    with pytest.raises(ValueError, match="first"):
        coord.join(threads)
    assert coord.should_stop() and coord.joined
    coord.clear_stop()
    assert not coord.should_stop()


def test_the_end_of_the_input_is_no_error():
    coord = tf.train.Coordinator()
    coord.request_stop(tf.errors.OutOfRangeError(None, None, "end"))
    coord.join([])


def test_lines_of_files_in_batches(tmp_path):
    names = []
    for number in range(2):
        names.append(str(tmp_path / f"{number}.csv"))
        text = "".join(f"{number},{row}\n" for row in range(3))
        (tmp_path / f"{number}.csv").write_text(text)
    queue = tf.train.string_input_producer(names, num_epochs=1, shuffle=False)
    _, line = tf.TextLineReader().read(queue)
    columns = tf.decode_csv(line, [[0], [0]])
    file, row = tf.train.batch(columns, 4, allow_smaller_final_batch=True)
    found = []
    with tf.Session() as sess:
        sess.run(tf.local_variables_initializer())
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coord)
        with pytest.raises(tf.errors.OutOfRangeError):
            while True:
                found.append(sess.run([file, row]))
        coord.request_stop()
        coord.join(threads)
    assert [len(batch[0]) for batch in found] == [4, 2]
    assert np.concatenate([batch[1] for batch in found]).tolist() == [0, 1, 2] * 2


def test_shuffled_batches_have_every_row():
    image, label = tf.train.slice_input_producer(
        [np.arange(8.0), np.arange(8)], num_epochs=1, seed=1
    )
    pair = tf.train.shuffle_batch([image, label], 4, 20, 2, seed=2)
    with tf.Session() as sess:
        sess.run(tf.local_variables_initializer())
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coord)
        found = [sess.run(pair) for _ in range(2)]
        coord.request_stop()
        coord.join(threads)
    assert sorted(np.concatenate([labels for _, labels in found])) == list(range(8))
    for images, labels in found:
        np.testing.assert_array_equal(images, labels)


def _counting():
    step = tf.train.get_or_create_global_step()
    return step, tf.assign_add(step, 1)


def test_hooks_are_called_in_order():
    log = []

    class Hook(tf.train.SessionRunHook):
        def begin(self):
            log.append("begin")

        def after_create_session(self, session, coord):
            log.append("created")

        def before_run(self, run_context):
            return tf.train.SessionRunArgs(tf.train.get_global_step())

        def after_run(self, run_context, run_values):
            log.append(int(run_values.results))
            if run_values.results >= 2:
                run_context.request_stop()

        def end(self, session):
            log.append("end")

    _, add = _counting()
    with tf.train.MonitoredSession(hooks=[Hook()]) as sess:
        while not sess.should_stop():
            sess.run(add)
    assert log == ["begin", "created", 1, 2, "end"]


def test_training_goes_on_where_it_stopped(tmp_path):
    for last, expected in ((3, 3), (5, 2)):
        with tf.Graph().as_default():
            step, add = _counting()
            tf.summary.scalar("step", step)
            runs = 0
            with tf.train.MonitoredTrainingSession(
                checkpoint_dir=str(tmp_path),
                hooks=[tf.train.StopAtStepHook(last_step=last)],
            ) as sess:
                while not sess.should_stop():
                    sess.run(add)
                    runs += 1
            assert runs == expected
    names = [path.name for path in tmp_path.iterdir()]
    assert "model.ckpt-5.index" in names
    assert any(name.startswith("events.out") for name in names)
    assert tf.train.latest_checkpoint(str(tmp_path)).endswith("model.ckpt-5")


def test_logged_tensors(caplog):
    _, add = _counting()
    loss = tf.constant(0.5, name="loss")
    hook = tf.train.LoggingTensorHook({"loss": loss}, every_n_iter=2)
    with caplog.at_level(logging.INFO, "tensorflow"):
        with tf.train.MonitoredSession(hooks=[hook]) as sess:
            for _ in range(3):
                sess.run(add)
    assert sum("loss = 0.5" in message for message in caplog.messages) == 2


def test_a_loss_that_is_no_number_stops():
    _, add = _counting()
    loss = tf.constant(np.nan)
    with pytest.raises(tf.train.NanLossDuringTrainingError):
        with tf.train.MonitoredSession(hooks=[tf.train.NanTensorHook(loss)]) as sess:
            sess.run(add)
    with tf.train.MonitoredSession(
        hooks=[tf.train.NanTensorHook(loss, fail_on_nan_loss=False)]
    ) as sess:
        sess.run(add)
        assert sess.should_stop()


def test_variables_without_a_value_are_named():
    _counting()
    tf.Variable(1.0, name="lonely", collections=["other"])
    scaffold = tf.train.Scaffold(init_op=tf.no_op())
    creator = tf.train.ChiefSessionCreator(scaffold)
    with pytest.raises(RuntimeError, match="global_step"):
        tf.train.MonitoredSession(creator)


def test_a_closed_session_says_so():
    _, add = _counting()
    sess = tf.train.MonitoredSession()
    sess.close()
    with pytest.raises(RuntimeError, match="should_stop"):
        sess.run(add)


def test_values_of_a_checkpoint(tmp_path):
    path = str(tmp_path / "c")
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.get_variable("a/v", initializer=[1.0, 2.0])
        sess.run(tf.global_variables_initializer())
        tf.train.Saver().save(sess, path)
    with tf.variable_scope("b"):
        v = tf.get_variable("v", [2])
    tf.train.init_from_checkpoint(path, {"a/": "b/"})
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(v).tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="not found"):
        tf.train.init_from_checkpoint(path, {"x": v})
