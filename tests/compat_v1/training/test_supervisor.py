"""Servers, session managers, supervisors, and where variables are put."""

import threading

import pytest

import tensorbrook.compat.v1 as tf


@pytest.fixture(autouse=True)
def graph():
    with tf.Graph().as_default() as made:
        yield made


def test_a_server_of_this_process():
    server = tf.train.Server({"local": ["here:2222"]})
    assert server.target == "grpc://here:2222"
    assert server.server_def.job_name == "local"
    with tf.Session(server.target) as sess:
        assert sess.run(tf.constant(3)) == 3


def test_a_server_names_what_is_wrong():
    two = {"ps": ["a:1"], "worker": ["b:1"]}
    with pytest.raises(tf.errors.InvalidArgumentError, match="job_name"):
        tf.train.Server(two)
    with pytest.raises(tf.errors.InvalidArgumentError, match="no task 3"):
        tf.train.Server(two, job_name="ps", task_index=3)
    with pytest.raises(NotImplementedError, match="several tasks"):
        tf.train.Server(two, job_name="ps", task_index=0)


def test_variables_go_to_the_servers_in_turn():
    cluster = tf.train.ClusterSpec({"ps": ["a:1", "b:1"], "worker": ["c:1"]})
    setter = tf.train.replica_device_setter(
        worker_device="/job:worker/task:0", cluster=cluster
    )
    with tf.device(setter):
        variables = [tf.get_variable(f"v{i}", [2]) for i in range(3)]
        with tf.device("/gpu:1"):
            total = tf.add_n(variables)
    assert [v.device for v in variables] == [
        "/job:ps/task:0",
        "/job:ps/task:1",
        "/job:ps/task:0",
    ]
    assert total.device == "/job:worker/task:0/device:GPU:1"
    assert tf.train.replica_device_setter() is None
    with pytest.raises(TypeError, match="ps_strategy"):
        tf.train.replica_device_setter(2, ps_strategy=3)


def test_a_device_function_sees_the_node():
    with tf.device(lambda op: "/cpu:1" if op.type == "Const" else "/cpu:2"):
        one = tf.constant(1)
        with tf.device(None):
            nowhere = tf.constant(2)
        both = one + nowhere
    assert one.device == "/device:CPU:1"
    assert nowhere.device == ""
    assert both.device == "/device:CPU:2"


def test_a_manager_initialises_restores_and_waits(tmp_path):
    v = tf.Variable(3, name="v")
    init, saver = tf.global_variables_initializer(), tf.train.Saver()
    manager = tf.train.SessionManager(ready_op=tf.report_uninitialized_variables())
    with manager.prepare_session("", init_op=init) as sess:
        sess.run(v.assign(7))
        saver.save(sess, str(tmp_path / "m"))
    sess, fine = manager.recover_session("", saver=saver, checkpoint_dir=str(tmp_path))
    assert fine and sess.run(v) == 7
    sess, fine = manager.recover_session("")
    assert not fine
    with pytest.raises(RuntimeError, match="Variables without a value: v"):
        manager.prepare_session("", init_op=tf.no_op())
    with pytest.raises(tf.errors.DeadlineExceededError, match="not ready"):
        manager.wait_for_session("", max_wait_secs=0.1)
    with pytest.raises(ValueError, match="not both"):
        manager.prepare_session(
            "", init, saver, checkpoint_dir="a", checkpoint_filename_with_path="b"
        )


def test_a_supervisor_goes_on_where_it_was(tmp_path):
    folder = str(tmp_path)
    for _ in range(2):
        with tf.Graph().as_default():
            step = tf.train.get_or_create_global_step()
            train = step.assign_add(1)
            tf.summary.scalar("step", step)
            supervisor = tf.train.Supervisor(logdir=folder, save_model_secs=1)
            with supervisor.managed_session() as sess:
                for _ in range(3):
                    last = sess.run(train)
                supervisor.saver.save(sess, supervisor.save_path, step)
                supervisor.summary_computed(sess, sess.run(supervisor.summary_op))
    assert last == 6
    tags = {
        value.tag
        for path in tmp_path.glob("events*")
        for event in tf.train.summary_iterator(str(path))
        for value in event.summary.value
    }
    assert "step" in tags


def test_an_error_inside_is_raised_outside():
    supervisor = tf.train.Supervisor()
    with pytest.raises(ValueError, match="mine"):
        with supervisor.managed_session():
            raise ValueError("mine")
    with tf.Graph().as_default():
        supervisor = tf.train.Supervisor()
    with supervisor.managed_session():
        raise tf.errors.OutOfRangeError(None, None, "the input has ended")


def test_threads_of_a_supervisor():
    supervisor = tf.train.Supervisor()
    called = threading.Event()
    thread = supervisor.loop(0.01, called.set)
    assert called.wait(5)
    supervisor.stop([thread])
    assert supervisor.should_stop() and not thread.is_alive()
    with pytest.raises(RuntimeError, match="summary_writer"):
        supervisor.summary_computed(None, b"")


def test_the_basic_loop():
    step = tf.train.get_or_create_global_step()
    train = step.assign_add(1)
    supervisor = tf.train.Supervisor()
    seen = []

    def once(sess, limit):
        seen.append(sess.run(train))
        if seen[-1] == limit:
            supervisor.request_stop()

    tf.train.basic_train_loop(supervisor, once, args=(4,))
    assert seen == [1, 2, 3, 4]


def test_elements_that_are_kept_of_several_sources():
    one = tf.train.range_input_producer(6, shuffle=False).dequeue()
    other = one * 10
    kept = tf.train.maybe_batch_join([[one, other]], tf.equal(one % 2, 0), 3)
    coord = tf.train.Coordinator()
    with tf.Session() as sess:
        threads = tf.train.start_queue_runners(sess, coord)
        assert sess.run(kept)[1].tolist() == [0, 20, 40]
        coord.request_stop()
        coord.join(threads)
