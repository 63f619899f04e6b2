"""tf.function: signatures, retracing, side effects, errors."""

import sys

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend

needs_native = pytest.mark.skipif(backend.native is None, reason="no native core")


def test_one_trace_for_each_kind_of_argument():
    traces = []

    @tf.function
    def f(x):
        traces.append(x)
        return x + 1

    for value in (tf.constant(1), tf.constant(2), tf.constant(1.0), tf.constant([1])):
        f(value)
    f(3)
    f(3)
    assert len(traces) == f.experimental_get_tracing_count() == 4


def test_input_signature_serves_all_shapes():
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def f(x):
        return tf.reduce_sum(x)

    assert [float(f(tf.ones([n]))) for n in (1, 2, 3)] == [1.0, 2.0, 3.0]
    assert f.experimental_get_tracing_count() == 1
    with pytest.raises(TypeError, match="input signature"):
        f(tf.ones([2, 2]))


def test_methods_are_traced_per_instance():
    class Scale:
        def __init__(self, factor):
            self.factor = factor

        @tf.function
        def __call__(self, x):
            return x * self.factor

    assert [float(Scale(k)(tf.constant(2.0))) for k in (1.0, 3.0)] == [2.0, 6.0]


def test_structures_come_back():
    @tf.function
    def f(a, *, b):
        return {"sum": a + b, "pair": (a, None)}

    found = f(tf.constant(1), b=tf.constant(2))
    assert int(found["sum"]) == 3
    assert found["pair"][1] is None


def test_effects_happen_in_order():
    v = tf.Variable(1)

    @tf.function
    def f():
        v.assign_add(1)
        first = v.read_value()
        v.assign(first * 10)
        return first, v.read_value()

    assert [int(t) for t in f()] == [2, 20]


def test_a_variable_made_at_every_call_is_refused():
    @tf.function
    def f():
        return tf.Variable(1.0) + 1.0

    with pytest.raises(ValueError, match="singleton"):
        f()


def test_an_error_names_the_users_line():
    @tf.function
    def f(x):
        return tf.gather([1, 2, 3], x)

    with pytest.raises(tf.errors.InvalidArgumentError) as caught:
        f(tf.constant(7))
    assert "test_function.py" in str(caught.value)


def test_a_leaked_tensor_is_explained():
    leaked = []

    @tf.function
    def f(x):
        leaked.append(x + 1)
        return x

    f(tf.constant(1))
    with pytest.raises(TypeError, match="out of scope"):
        leaked[0] + 1


def test_reduce_retracing_opens_what_varies():
    f = tf.function(lambda x: tf.reduce_sum(x), reduce_retracing=True)
    for size in range(1, 6):
        f(tf.ones([size]))
    assert f.experimental_get_tracing_count() == 2


def test_nested_functions_are_differentiated():
    inner = tf.function(lambda x: x * x)
    outer = tf.function(lambda x: inner(x) * x)
    x = tf.constant(2.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = outer(x)
    assert float(tape.gradient(y, x)) == 12.0


@pytest.mark.parametrize("value", [[[2]], ((1, 2),), [[1, 2], [3, 4]]])
def test_lists_of_numbers_are_tensors_where_the_signature_wants_one(value):
    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.int32)])
    def double(x):
        return x * 2

    np.testing.assert_array_equal(double(value), np.array(value) * 2)


def test_arguments_that_the_signature_has_in_another_form():
    pair = [tf.TensorSpec([], tf.int32), tf.TensorSpec([], tf.int32)]
    add = tf.function(lambda x: x[0] + x[1], input_signature=[pair])
    assert int(add((1, 2))) == 3
    with pytest.raises(TypeError, match="input signature wants"):
        add([1, 2, 3])
    named = tf.function(lambda x: x["a"], input_signature=[{"a": pair[0]}])
    assert int(named({"a": 4})) == 4
    with pytest.raises(TypeError, match="input signature wants"):
        named({"b": 4})


def test_a_session_runs_the_effects_of_a_function():
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as sess:
        v = v1.Variable(1.0)

        @tf.function
        def add(x):
            v.assign_add(x)
            return x * 2

        @tf.function
        def descend(x):
            with tf.GradientTape() as tape:
                y = v * x
            v.assign_sub(tape.gradient(y, v) * 0.1)
            return y

        @tf.function
        def reset():
            v.assign(1.0)

        added, gone_down, done = add(tf.constant(2.0)), descend(2.0), reset()
        sess.run(v.initializer)
        assert [sess.run(added) for _ in range(3)] == [4.0, 4.0, 4.0]
        assert sess.run(v) == 7.0
        found = [sess.run(gone_down) for _ in range(3)]
        np.testing.assert_allclose(found, [14.0, 13.6, 13.2], rtol=1e-6)
        sess.run(done)
        assert sess.run(v) == 1.0


def frames_entered(run):
    """How many Python functions a call enters."""
    entered = []
    sys.setprofile(lambda frame, event, _: entered.append((event, frame.f_code)))
    try:
        run()
    finally:
        sys.setprofile(None)
    return [code.co_name for event, code in entered if event == "call"]


@needs_native
@pytest.mark.parametrize("signed", [False, True])
def test_a_call_that_came_before_enters_few_python_functions(signed):
    spec = tf.TensorSpec([None, 2], tf.float32)
    options = {"input_signature": [spec]} if signed else {}
    single = tf.function(lambda x: x * 2, **options)
    pair = tf.function(lambda x: (x * 2, x + 1), **options)
    named = tf.function(lambda x: {"b": x * 2, "a": x + 1}, **options)
    x = tf.ones([3, 2])
    for function, most in ((single, 4), (pair, 5), (named, 6)):
        for _ in range(4):
            function(x)
        entered = frames_entered(lambda f=function: f(x))[1:]
        assert len(entered) <= most, entered


def test_a_signature_is_looked_at_anew_for_other_arguments():
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def double(x):
        return {"twice": x * 2, "all": [x, tf.reduce_sum(x)]}

    for _ in range(3):
        for size in (2, 3):
            found = double(tf.ones([size]))
            assert list(found) == ["twice", "all"]
            assert found["twice"].numpy().tolist() == [2.0] * size
            assert float(found["all"][1]) == size
        assert double([1.0])["twice"].numpy().tolist() == [2.0]
        assert double(np.ones(1, np.float32))["twice"].numpy().tolist() == [2.0]
        for wrong in (tf.ones([2, 2]), tf.ones([2], tf.int32)):
            with pytest.raises((TypeError, ValueError)):
                double(wrong)
    assert double.experimental_get_tracing_count() == 1


def test_outputs_come_back_in_their_form():
    x = tf.constant(3)
    forms = {
        "list": lambda x: [x, x + 1],
        "tuple": lambda x: (x, x + 1),
        "dict": lambda x: {"z": x, "a": x + 1},
        "numbered": lambda x: {2: x, 1: x + 1},
        "nested": lambda x: ((x,), [x + 1, None]),
    }
    for make in forms.values():
        found, expected = tf.function(make)(x), make(x)
        assert type(found) is type(expected)
        assert str(found) == str(expected)


def test_functions_that_ran_before_can_run_eagerly():
    seen = []
    function = tf.function(lambda x: (seen.append(tf.executing_eagerly()), x)[1])
    for _ in range(3):
        function(tf.constant(1))
    tf.config.run_functions_eagerly(True)
    try:
        function(tf.constant(1))
    finally:
        tf.config.run_functions_eagerly(False)
    assert seen == [False, True]
