"""Plans know the shapes of what they are fed, and leave out what follows from them."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.runtime.plan import Plan

v1 = tf.compat.v1


def shaped_plan(function: Any, *values: Any) -> Plan:
    """The plan that a traced function makes for shapes that come back."""
    spec = [tf.TensorSpec(None, value.dtype) for value in values]
    concrete = tf.function(function).get_concrete_function(*spec)
    for _ in range(2):
        concrete(*values)
    shaped = concrete._forward.plan._shaped
    (plan,) = [each for each in shaped._plans.values() if each is not None]
    return plan


def kinds(plan: Plan) -> list[str]:
    return [part.type for step in plan.steps for part in step.parts]


def test_what_follows_from_shapes_is_computed_ahead() -> None:
    x = tf.ones([2, 3])
    plan = shaped_plan(lambda x: tf.reshape(x, [tf.size(x)]) * 2.0, x)
    assert kinds(plan) == ["Reshape", "Mul"]


def test_what_changes_nothing_is_left_out() -> None:
    x = tf.ones([2, 3])

    def nothing(x: Any) -> Any:
        y = tf.reshape(tf.reshape(x, [-1]), tf.shape(x))
        y = tf.broadcast_to(tf.reduce_sum(tf.identity(y), axis=[]), tf.shape(x))
        return tf.exp(tf.cast(tf.stop_gradient(y), tf.float32))

    assert kinds(shaped_plan(nothing, x)) == ["Exp"]


def test_a_norm_over_no_axis_is_not_left_out() -> None:
    x = tf.constant([-2.0, 3.0])
    function = tf.function(lambda x: tf.math.reduce_euclidean_norm(x, axis=[]))
    assert function(x).numpy().tolist() == [2.0, 3.0]


def test_equal_nodes_are_computed_once() -> None:
    plan = shaped_plan(lambda x: tf.exp(x) + tf.exp(x) * tf.exp(x), tf.ones([2]))
    assert kinds(plan) == ["Exp", "Mul", "AddV2"]


def test_effects_and_random_numbers_are_never_shared() -> None:
    counter = tf.Variable(0.0)

    @tf.function
    def twice(x: Any) -> Any:
        counter.assign_add(1.0)
        counter.assign_add(1.0)
        return tf.random.uniform([2]), tf.random.uniform([2]), x

    first, second, _ = twice(tf.ones([1]))
    assert float(counter) == 2.0
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("sizes", [[1, 2, 3, 2, 1, 2], list(range(1, 60))])
def test_changing_shapes_give_the_same_numbers(sizes: list[int]) -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def loss(x: Any) -> Any:
        centred = x - tf.reduce_mean(x, axis=0, keepdims=True)
        return tf.reduce_sum(centred**2) / tf.cast(tf.shape(x)[0], tf.float32)

    for size in sizes:
        x = np.arange(size * 3, dtype=np.float32).reshape(size, 3)
        centred = x - x.mean(0)
        assert np.isclose(loss(x), (centred**2).sum() / size)
    assert loss.experimental_get_tracing_count() == 1


def test_an_error_for_one_shape_leaves_the_others_alone() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        a, b = v1.placeholder(tf.float32), v1.placeholder(tf.float32)
        total = a + b
        for _ in range(3):
            with pytest.raises(tf.errors.InvalidArgumentError, match="ncompatible"):
                session.run(total, {a: np.ones([2]), b: np.ones([3])})
            assert session.run(total, {a: [1.0], b: [2.0]}).tolist() == [3.0]


def test_the_steps_of_a_small_training_step() -> None:
    """Counted, so that it only falls: exclusive or with two layers."""
    with tf.Graph().as_default(), v1.Session() as session:
        x, y = v1.placeholder(tf.float32), v1.placeholder(tf.float32)
        hidden = v1.sigmoid(v1.matmul(x, v1.Variable(tf.ones([2, 2]))))
        guess = v1.sigmoid(v1.matmul(hidden, v1.Variable(tf.ones([2, 1]))))
        cost = -v1.reduce_mean(y * v1.log(guess) + (1 - y) * v1.log(1 - guess))
        train = v1.train.GradientDescentOptimizer(0.1).minimize(cost)
        session.run(v1.global_variables_initializer())
        feeds = {x: np.eye(2), y: np.ones([2, 1])}
        for _ in range(3):
            session.run(train, feeds)
        (plan, _) = session._plan(train, [x, y])
        (shaped,) = [each for each in plan._shaped._plans.values() if each]
        assert len(shaped.steps) <= 25
