"""Python functions as nodes of graphs."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


def _cube(x):
    return x**3


def _gradient(function, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    return tape.gradient(y, x).numpy().tolist()


def test_gradient_flows_eagerly_and_in_functions() -> None:
    x = tf.constant([1.0, 2.0])

    def call(v):
        return tf.py_function(_cube, [v], tf.float32)

    assert _gradient(call, x) == [3.0, 12.0]
    assert _gradient(tf.function(call), x) == [3.0, 12.0]


def test_forward_runs_once_for_a_gradient() -> None:
    calls = []

    def counted(x):
        calls.append(1)
        return x * x

    @tf.function
    def slope(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.py_function(counted, [x], tf.float32)
        return tape.gradient(y, x)

    assert float(slope(tf.constant(3.0))) == 6.0
    assert len(calls) == 1


def test_second_gradient() -> None:
    @tf.function
    def second(x):
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = tf.py_function(_cube, [x], tf.float32)
            g = inner.gradient(y, x)
        return outer.gradient(g, x)

    assert float(second(tf.constant(2.0))) == 12.0


def test_gradient_in_a_session() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None])
        y = tf.py_function(lambda v: v * v, [x], tf.float32)
        (g,) = tf.gradients(y, x)
        assert session.run(g, {x: [3.0]}).tolist() == [6.0]


def test_gradient_of_a_loop_asks_for_each_call() -> None:
    @tf.function
    def f(x):
        for _ in tf.range(3):
            x = tf.ensure_shape(tf.py_function(lambda v: v * v, [x], tf.float32), ())
        return x

    assert _gradient(f, tf.constant(1.1)) == pytest.approx(8 * 1.1**7)


def test_several_results_and_none() -> None:
    @tf.function
    def f():
        two = tf.py_function(lambda: (1, 2.5), [], [tf.int64, tf.float64])
        tf.py_function(lambda: seen.append(1), [], [])
        return two

    seen: list[int] = []
    assert [t.numpy() for t in f()] == [1, 2.5]
    assert seen == [1]


def test_a_spec_sets_the_shape() -> None:
    @tf.function
    def f(x):
        y = tf.py_function(_cube, [x], tf.TensorSpec([2], tf.float32))
        assert y.shape == [2]
        return y

    f(tf.zeros([2]))


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (lambda: 1 / 0, tf.errors.UnknownError),
        (lambda: int("x"), tf.errors.InvalidArgumentError),
        (lambda: next(iter([])), tf.errors.OutOfRangeError),
        (lambda: None, tf.errors.InvalidArgumentError),
        (lambda: "a", tf.errors.InvalidArgumentError),
    ],
)
def test_exceptions_become_errors_of_the_operation(function, error) -> None:
    with pytest.raises(error):
        tf.py_function(function, [], tf.float32)
    with pytest.raises(error):
        tf.function(lambda: tf.py_function(function, [], tf.float32))()


def test_numpy_function_wants_the_dtype_it_was_promised() -> None:
    @tf.function
    def f(x):
        return tf.numpy_function(lambda v: v.astype(np.float64), [x], tf.float32)

    with pytest.raises(tf.errors.InvalidArgumentError, match="astype"):
        f(tf.zeros([1]))


def test_numpy_function_raises_python_errors_eagerly() -> None:
    with pytest.raises(ZeroDivisionError):
        tf.numpy_function(lambda: 1 / 0, [], tf.float32)


def test_strings_come_and_go() -> None:
    @tf.function
    def f(x):
        return tf.numpy_function(lambda v: np.char.upper(v.astype("S")), [x], tf.string)

    assert f(tf.constant(["a", "b"])).numpy().tolist() == [b"A", b"B"]


@pytest.mark.parametrize("kind", [tf.numpy_function, tf.py_function])
def test_as_a_decorator(kind):
    @kind(Tout=[tf.float32, tf.int32])
    def halves(x, y):
        """Halves."""
        return np.float32(x) / 2, np.int32(y) + 1

    @tf.function
    def f(x):
        return halves(x, 3)

    assert [float(part) for part in f(tf.constant(3.0))] == [1.5, 4.0]
    assert [float(part) for part in halves(tf.constant(3.0), 3)] == [1.5, 4.0]
    assert halves.__doc__ == "Halves."
