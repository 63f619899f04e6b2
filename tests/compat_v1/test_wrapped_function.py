"""`wrap_function`: functions of the 1.x style, called and pruned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

v1 = tf.compat.v1


def _with_effect(a: Any) -> dict[str, Any]:
    with v1.variable_scope("s", reuse=v1.AUTO_REUSE):
        first = v1.get_variable("v", [], initializer=v1.ones_initializer())
        again = v1.get_variable("v", [], initializer=v1.ones_initializer())
    v1.assign_add(first, 1.0)
    return {"out": a + first, "again": again * 1.0}


def _frozen() -> Any:
    with tf.Graph().as_default() as graph:
        x = v1.placeholder(tf.float32, [None], name="x")
        z = tf.add(tf.multiply(x, 3.0, name="y"), 1.0, name="z")
        tf.group(z, name="all")
    definition = graph.as_graph_def()
    return v1.wrap_function(lambda: v1.import_graph_def(definition, name=""), [])


def test_variables_are_kept_and_effects_that_nothing_needs_are_left_out() -> None:
    wrapped = v1.wrap_function(_with_effect, [tf.TensorSpec([], tf.float32)])
    for _ in range(2):
        got = wrapped(tf.constant(2.0))
        assert (got["out"].numpy(), got["again"].numpy()) == (3.0, 1.0)
    assert [variable.name for variable in wrapped.variables] == ["s/v:0"]
    assert len(wrapped.inputs) == 2
    assert tf.function(lambda a: wrapped(a)["out"])(tf.constant(1.0)).numpy() == 2.0


def test_effects_run_where_an_output_depends_on_them() -> None:
    def count() -> Any:
        counter = v1.get_variable("counter", initializer=0)
        with tf.control_dependencies([v1.assign_add(counter, 1)]):
            return counter.read_value()

    wrapped = v1.wrap_function(count, [])
    assert [int(wrapped()) for _ in range(3)] == [1, 2, 3]


def test_the_graph_of_a_wrapped_function_has_collections() -> None:
    def build() -> Any:
        v1.get_variable("a", [2])
        v1.get_variable("b", [2], trainable=False)
        return [len(v1.global_variables()), len(v1.trainable_variables())]

    assert [int(size) for size in v1.wrap_function(build, [])()] == [2, 1]


def test_the_same_name_twice_needs_reuse() -> None:
    def build() -> Any:
        v1.get_variable("a", [2])
        return v1.get_variable("a", [2])

    with pytest.raises(ValueError, match="Variable a already exists"):
        v1.wrap_function(build, [])


def test_a_frozen_graph_is_pruned_to_functions() -> None:
    wrapped = _frozen()
    element = wrapped.graph.as_graph_element
    value = tf.constant([1.0, 2.0])
    assert wrapped() is None
    whole = wrapped.prune(element("x:0"), element("z:0"))
    np.testing.assert_array_equal(whole(value), [4.0, 7.0])
    np.testing.assert_array_equal(whole(x=value), [4.0, 7.0])
    several = wrapped.prune([element("x:0")], {"k": ["z:0", "y:0"]})(value)
    np.testing.assert_array_equal(several["k"][1], [3.0, 6.0])
    middle = wrapped.prune(element("y:0"), element("z:0"))
    np.testing.assert_array_equal(middle(value), [2.0, 3.0])
    assert wrapped.prune(element("x:0"), [element("all")])(value) == [None]


def test_pruning_checks_its_feeds() -> None:
    wrapped = _frozen()
    with pytest.raises(TypeError, match="must be tensors"):
        wrapped.prune([3], "z:0")
    with pytest.raises(ValueError, match="'x'"):
        wrapped.prune([], "z:0")


def test_gradients_reach_the_variables_of_a_pruned_function() -> None:
    def build() -> Any:
        x = v1.placeholder(tf.float32, [], name="x")
        variable = v1.Variable(2.0, name="variable")
        v1.assign(variable, x)
        return tf.identity(variable * x, name="y")

    wrapped = v1.wrap_function(build, [])
    tensor = wrapped.graph.get_tensor_by_name
    pruned = wrapped.prune(tensor("x:0"), tensor("y:0"))
    with tf.GradientTape() as tape:
        out = pruned(tf.constant(5.0))
    assert out.numpy() == 10.0
    assert [g.numpy() for g in tape.gradient(out, list(pruned.variables))] == [5.0]


def test_custom_gradients_are_not_lost_silently() -> None:
    @tf.custom_gradient
    def tripled(x: Any) -> Any:
        return x, lambda dy: dy * 3.0

    def pure(x: Any) -> Any:
        return tripled(x)

    def with_effect(x: Any) -> Any:
        v1.assign_add(v1.get_variable("n", initializer=1.0), 1.0)
        return tripled(x)

    signature = [tf.TensorSpec([], tf.float32)]
    x = tf.constant(1.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        out = v1.wrap_function(pure, signature)(x)
    assert tape.gradient(out, x).numpy() == 3.0
    with pytest.raises(NotImplementedError, match="custom gradients"):
        v1.wrap_function(with_effect, signature)
