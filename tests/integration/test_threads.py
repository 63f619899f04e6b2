"""Several threads that share functions, sessions, variables, tapes, queues and datasets."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tests.threads import in_threads

v1 = tf.compat.v1
THREADS = 4
ROUNDS = 12


def test_a_function_is_traced_and_run_by_several_threads() -> None:
    traced = []

    @tf.function
    def f(x: Any, n: Any) -> Any:
        traced.append(x.shape)
        total = tf.zeros_like(x)
        for i in tf.range(n):
            if i % 2 == 0:
                total += tf.tanh(x)
            else:
                total -= x * 0.5
        return tf.reduce_sum(total)

    def work(index: int) -> None:
        for turn in range(ROUNDS):
            size = 1 + turn % 4
            x = np.linspace(index, index + 1, size, dtype=np.float32)
            wanted = 2 * np.tanh(x) - x * 0.5
            found = f(tf.constant(x), tf.constant(3))
            np.testing.assert_allclose(found, wanted.sum(), rtol=1e-5)

    in_threads(work)
    assert len(traced) <= 8 * THREADS


def test_large_work_in_several_threads() -> None:
    @tf.function
    def f(x: Any, w: Any) -> Any:
        return tf.nn.softmax(tf.nn.relu(tf.matmul(x, w)) + 1.0), tf.reduce_sum(x, 0)

    rng = np.random.default_rng(0)
    inputs = [rng.normal(size=(300, 200)).astype("f") for _ in range(THREADS)]
    w = tf.constant(rng.normal(size=(200, 150)).astype("f"))
    wanted = [[part.numpy() for part in f(tf.constant(x), w)] for x in inputs]

    def work(index: int) -> None:
        for _ in range(ROUNDS):
            for found, known in zip(f(inputs[index], w), wanted[index], strict=True):
                np.testing.assert_allclose(found, known, rtol=1e-5, atol=1e-6)

    in_threads(work)


def test_a_session_is_shared() -> None:
    with v1.Graph().as_default():
        x = v1.placeholder(tf.float32, [None])
        counter = v1.get_variable("counter", [], initializer=v1.zeros_initializer())
        weights = v1.get_variable("weights", initializer=tf.ones([3000]))
        double = tf.reduce_sum(x * 2.0 + 1.0)
        count = v1.assign_add(counter, 1.0, use_locking=True)
        move = v1.assign_add(weights, tf.ones([3000]), use_locking=True)
        now = tf.identity(weights)
        spread = tf.reduce_max(now) - tf.reduce_min(now)
        with v1.Session() as session:
            session.run(v1.global_variables_initializer())

            def work(index: int) -> None:
                for turn in range(ROUNDS):
                    fed = np.full(1 + turn % 3, index, np.float32)
                    found, _, _ = session.run([double, count, move], {x: fed})
                    assert found == len(fed) * (2 * index + 1)
                    assert session.run(spread) == 0.0

            in_threads(work)
            assert session.run(counter) == THREADS * ROUNDS
            assert (session.run(weights) == 1 + THREADS * ROUNDS).all()


def test_a_queue_between_threads() -> None:
    with v1.Graph().as_default():
        value = v1.placeholder(tf.int32, [])
        queue = v1.FIFOQueue(3, tf.int32, shapes=[[]])
        put, take = queue.enqueue(value), queue.dequeue()
        with v1.Session() as session:

            def work(index: int) -> list[int]:
                if index % 2:
                    return [int(session.run(take)) for _ in range(ROUNDS)]
                for turn in range(ROUNDS):
                    session.run(put, {value: 100 * index + turn})
                return []

            taken = sum(in_threads(work), [])
    wanted = [100 * index + turn for index in (0, 2) for turn in range(ROUNDS)]
    assert sorted(taken) == wanted


def test_graphs_are_built_side_by_side() -> None:
    def work(index: int) -> None:
        for _ in range(3):
            with v1.Graph().as_default() as graph, v1.Session(graph=graph) as session:
                x = v1.placeholder(tf.float32, [], name="x")
                w = v1.get_variable("w", initializer=float(index))
                (slope,) = v1.gradients(w * w * x, [w])
                session.run(v1.global_variables_initializer())
                assert session.run(slope, {"x:0": 3.0}) == 6.0 * index
                assert slope.graph is graph

    in_threads(work)


def test_each_thread_has_tapes_of_its_own() -> None:
    w = tf.Variable([1.0, 2.0, 3.0])

    def work(index: int) -> None:
        for _ in range(ROUNDS):
            with tf.GradientTape(persistent=True) as outer:
                with tf.GradientTape() as inner:
                    y = tf.reduce_sum(w * w * w) * float(index)
                first = inner.gradient(y, w)
            second = outer.gradient(first, w)
            np.testing.assert_allclose(first, 3.0 * index * np.array([1, 4, 9]))
            np.testing.assert_allclose(second, 6.0 * index * np.array([1, 2, 3]))

    in_threads(work)


def test_no_update_of_a_variable_is_lost() -> None:
    total, rows = tf.Variable(tf.zeros([5000])), tf.Variable(tf.zeros([4, 3]))

    @tf.function
    def update(row: Any) -> Any:
        total.assign_add(tf.ones([5000]))
        rows.scatter_add(tf.IndexedSlices(tf.ones([1, 3]), row[tf.newaxis]))
        now = tf.identity(total)
        return tf.reduce_max(now) - tf.reduce_min(now)

    def work(index: int) -> None:
        for turn in range(ROUNDS):
            if turn % 2:
                total.assign_add(tf.ones([5000]))
            else:
                assert update(tf.constant(index)) == 0.0

    in_threads(work)
    assert (total.numpy() == THREADS * ROUNDS).all()
    assert (rows.numpy() == ROUNDS / 2).all()


def test_datasets_are_read_by_several_threads() -> None:
    numbers = tf.data.Dataset.range(40)
    made = numbers.map(lambda x: x * x, num_parallel_calls=2).batch(4).prefetch(2)

    def each_alone(index: int) -> None:
        found = np.concatenate([part.numpy() for part in made])
        np.testing.assert_array_equal(found, np.arange(40) ** 2)

    in_threads(each_alone)
    shared = iter(made)

    def from_one(index: int) -> list[int]:
        found: list[int] = []
        while (part := next(shared, None)) is not None:
            found += part.numpy().tolist()
        return found

    assert sorted(sum(in_threads(from_one), [])) == [i * i for i in range(40)]


def test_a_model_predicts_in_several_threads() -> None:
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [layers.Input((6,)), layers.Dense(5, "relu"), layers.Dense(2, "softmax")]
    )
    inputs = np.random.default_rng(0).normal(size=(THREADS, 8, 6)).astype("f")
    wanted = [model(x).numpy() for x in inputs]

    def work(index: int) -> None:
        for _ in range(2):
            found = model.predict(inputs[index], 4, verbose=0)
            np.testing.assert_allclose(found, wanted[index], rtol=1e-5)

    in_threads(work)
