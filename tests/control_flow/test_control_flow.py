"""If, Case, While, TensorArray (TensorList* ops) in eager and traced code."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.fixture(params=["eager", "function"])
def run(request):
    return (lambda f: f) if request.param == "eager" else tf.function


def test_cond_and_its_gradient(run):
    @run
    def f(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.cond(x > 1.0, lambda: x * x, lambda: -x)
        return tape.gradient(y, x)

    assert [float(f(tf.constant(v))) for v in (3.0, 0.5)] == [6.0, -1.0]


def test_while_and_its_gradient(run):
    @run
    def f(x, n):
        with tf.GradientTape() as tape:
            tape.watch(x)
            _, y = tf.while_loop(
                lambda i, y: i < n, lambda i, y: (i + 1, y * x), (tf.constant(0), x)
            )
        return tape.gradient(y, x)

    assert float(f(tf.constant(2.0), tf.constant(3))) == 32.0


def test_gradient_of_a_variable_through_a_loop():
    v = tf.Variable(3.0)

    @tf.function
    def f(n):
        y = tf.constant(1.0)
        for _ in tf.range(n):
            y = y * v
        return y

    with tf.GradientTape() as tape:
        y = f(tf.constant(2))
    assert (float(y), float(tape.gradient(y, v))) == (9.0, 6.0)


def test_second_derivative_of_a_branch():
    @tf.function
    def f(x):
        return tf.cond(x > 0.0, lambda: x**3, lambda: x)

    x = tf.constant(2.0)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        first = inner.gradient(y, x)
    assert float(outer.gradient(first, x)) == 12.0


def test_switch_case_and_case(run):
    @run
    def f(i):
        picked = tf.switch_case(i, [lambda: 10, lambda: 20], default=lambda: -1)
        chosen = tf.case([(i < 1, lambda: 1), (i < 2, lambda: 2)], default=lambda: 3)
        return picked + 100 * chosen

    assert [int(f(tf.constant(i))) for i in (0, 1, 7)] == [110, 220, 299]


def test_branches_must_agree():
    @tf.function
    def f(x):
        return tf.cond(x > 0, lambda: 1.0, lambda: 1)

    with pytest.raises(TypeError, match="true_fn"):
        f(tf.constant(1))


def test_growing_shape_needs_an_invariant():
    @tf.function
    def f(loose):
        shapes = [tf.TensorShape([]), tf.TensorShape([None])] if loose else None
        return tf.while_loop(
            lambda i, x: i < 3,
            lambda i, x: (i + 1, tf.concat([x, x], 0)),
            [tf.constant(0), tf.constant([1.0])],
            shape_invariants=shapes,
        )[1]

    assert f(True).shape == (8,)
    with pytest.raises(ValueError, match="shape_invariants"):
        f(False)


def test_tensor_array_and_its_gradient(run):
    @run
    def f(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            array = tf.TensorArray(tf.float32, size=3)
            for i in range(3):
                array = array.write(i, x * float(i))
            y = tf.reduce_sum(array.stack() ** 2)
        return tape.gradient(y, x)

    assert float(f(tf.constant(2.0))) == 20.0


def test_map_scan_and_folds(run):
    @run
    def f(x):
        return (
            tf.map_fn(lambda v: v * v, x),
            tf.scan(lambda a, v: a + v, x),
            tf.foldl(lambda a, v: a - v, x),
            tf.foldr(lambda a, v: a - v, x),
        )

    squares, sums, left, right = f(tf.constant([1.0, 2.0, 3.0]))
    np.testing.assert_array_equal(squares, [1, 4, 9])
    np.testing.assert_array_equal(sums, [1, 3, 6])
    assert (float(left), float(right)) == (-4.0, 0.0)


@pytest.mark.covers("StatelessIf", "StatelessCase", "StatelessWhile")
def test_pure_branches_and_loops_are_nodes_of_their_own():
    @tf.function
    def f(i, x):
        x = tf.cond(x > 2.0, lambda: x * x, lambda: -x)
        x = tf.switch_case(i, [lambda: x, lambda: x + 1.0])
        return tf.while_loop(lambda y: y < 50.0, lambda y: [y * 2.0], [x])[0]

    assert float(f(tf.constant(1), tf.constant(3.0))) == 80.0


@pytest.mark.covers("If", "Case", "While")
def test_branches_and_loops_may_change_variables():
    v = tf.Variable(1.0)

    def add(number):
        v.assign_add(number)
        return number

    @tf.function
    def f(i, x):
        tf.cond(x > 2.0, lambda: add(10.0), lambda: add(20.0))
        tf.switch_case(i, [lambda: add(100.0), lambda: add(200.0)])
        tf.while_loop(lambda n: n < 3, lambda n: add(1000.0) * 0.0 + n + 1.0, [x])
        return v.read_value()

    assert float(f(tf.constant(1), tf.constant(0.0))) == 3221.0


def test_spec_of_a_tensor_array():
    array = tf.TensorArray(tf.float32, 3, element_shape=[2])
    spec = tf.TensorArraySpec.from_value(array)
    assert spec.is_compatible_with(array)
    assert spec.is_compatible_with(tf.TensorArraySpec([None], tf.float32))
    assert not spec.is_compatible_with(tf.TensorArraySpec([2], tf.int32))
    with pytest.raises(TypeError, match="TensorArray"):
        tf.TensorArraySpec.from_value(3)
