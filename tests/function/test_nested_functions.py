"""Traced functions that are called from other traced functions."""

import numpy as np

import tensorbrook as tf


def test_a_function_with_a_variable_is_called_from_several_functions() -> None:
    v = tf.Variable(3.0)
    inner = tf.function(lambda x: x * v, autograph=False)
    first = tf.function(lambda x: inner(x) + 1.0, autograph=False)
    second = tf.function(lambda x: inner(x) + 2.0, autograph=False)
    x = tf.constant(2.0)
    assert [float(f(x)) for f in (first, second, inner)] == [7.0, 8.0, 6.0]
    with tf.GradientTape() as tape:
        y = second(x)
    assert float(tape.gradient(y, v)) == 2.0
    assert second.get_concrete_function(x).variables[0] is v


def test_a_tape_inside_sees_the_variables_of_an_inner_function() -> None:
    v = tf.Variable(3.0)
    inner = tf.function(lambda x: x * v, autograph=False)

    @tf.function(autograph=False)
    def outer(x):
        with tf.GradientTape() as tape:
            y = inner(x)
        return tape.gradient(y, v)

    assert float(outer(tf.constant(2.0))) == 2.0


def _branches(x):
    return tf.cond(x > 0.0, lambda: x * x * 2.0, lambda: x)


def _turns(x):
    def body(i, a):
        return i + 1, tf.cond(a > 1.0, lambda: a * x, lambda: a + x)

    return tf.while_loop(lambda i, a: i < 3, body, (0, x))[1]


def test_gradients_of_inner_branches_and_loops() -> None:
    x = tf.constant(2.0)
    for plain in (_branches, _turns):
        inner = tf.function(plain, autograph=False)
        outer = tf.function(lambda x, f=inner: f(x) * f(x), autograph=False)
        found = []
        for function in (lambda x, f=plain: f(x) ** 2, outer, outer):
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = function(x)
            found.append((float(y), float(tape.gradient(y, x))))
        np.testing.assert_allclose(found[1:], [found[0]] * 2)
        with tf.GradientTape() as tape:  # the inner function is still whole
            tape.watch(x)
            y = inner(x)
        np.testing.assert_allclose(float(y), float(plain(x)))
        assert np.isfinite(float(tape.gradient(y, x)))


def test_a_loose_call_gets_no_narrow_trace() -> None:
    v = tf.Variable([[1.0], [2.0]])

    @tf.function(reduce_retracing=True)
    def one(batch):
        return tf.shape(batch)[0], tf.matmul(batch, v)

    @tf.function(reduce_retracing=True)
    def step(iterator):
        return one(iterator.get_next())

    sizes = []
    for size, remainder in ((16, True), (8, False), (4, True), (8, False)):
        data = tf.data.Dataset.from_tensor_slices(np.ones((32, 2), "float32"))
        iterator = iter(data.batch(size, drop_remainder=remainder))
        sizes.extend(int(step(iterator)[0]) for _ in range(2))
    assert sizes == [16, 16, 8, 8, 4, 4, 8, 8]


def test_branches_may_index_rows_by_other_dtypes() -> None:
    @tf.function(autograph=False)
    def rows(flag):
        def slices(dtype):
            return tf.IndexedSlices(
                tf.ones([1, 2]), tf.constant([1], dtype), tf.constant([3, 2])
            )

        return tf.cond(flag, lambda: slices("int32"), lambda: slices("int64"))

    for flag in (True, False):
        found = rows(tf.constant(flag))
        assert found.indices.dtype is tf.int64
        assert tf.convert_to_tensor(found).numpy().tolist() == [[0, 0], [1, 1], [0, 0]]
