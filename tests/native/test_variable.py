"""Native variables and optimizer updates."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf

RESOURCE = 20


@pytest.fixture
def variable(native: Any, tensor: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Makes a resource tensor whose variable holds an array."""

    def make(value: Any) -> Any:
        initial = tensor(value)
        holder = native.Variable(initial._dtype_code)
        holder.assign(initial)
        return native.from_object(holder, RESOURCE, ())

    return make


def _value(resource: Any) -> Any:
    return resource._array().read()._array()


def test_variable_starts_without_a_value(native: Any) -> None:
    holder = native.Variable(1)
    assert not holder.is_initialized
    assert holder.shape is None
    with pytest.raises(ValueError, match="no value"):
        holder.read()


def test_assign_checks_the_type(native: Any, tensor: Any) -> None:
    with pytest.raises(TypeError, match="dtype"):
        native.Variable(1).assign(tensor(np.ones(2, np.int32)))


def test_variable_keeps_a_copy_of_foreign_memory(native: Any) -> None:
    array = np.zeros(64, np.float32)
    holder = native.Variable(1)
    holder.assign(native.from_numpy(array, 1, False))
    array[0] = 5
    assert holder.read()._array()[0] == 0


def test_kernels_read_and_assign(run: Any, variable: Any) -> None:
    v = variable(np.ones(3, np.float32))
    assert run("VarIsInitializedOp", v)[0]
    assert run("AssignVariableOp", v, np.arange(3, dtype=np.float32)) == []
    run("AssignAddVariableOp", v, np.ones(3, np.float32))
    run("AssignSubVariableOp", v, np.full(3, 2, np.float32))
    np.testing.assert_array_equal(run("ReadVariableOp", v)[0], [-1, 0, 1])


def test_update_leaves_earlier_reads_alone(
    native: Any, run: Any, variable: Any
) -> None:
    v = variable(np.zeros(2, np.float32))
    (before,) = native.execute(native.find("ReadVariableOp"), [v], None)
    run("AssignAddVariableOp", v, np.ones(2, np.float32))
    np.testing.assert_array_equal(before._array(), [0, 0])
    np.testing.assert_array_equal(_value(v), [1, 1])


def test_update_of_another_shape_is_not_handled(run: Any, variable: Any) -> None:
    v = variable(np.zeros(2, np.float32))
    assert run("AssignAddVariableOp", v, np.ones(3, np.float32)) is None


def test_assigning_another_shape_than_declared_is_not_handled(
    native: Any, run: Any, tensor: Any
) -> None:
    v = native.from_object(native.Variable(1, (2, None)), RESOURCE, ())
    assert run("AssignVariableOp", v, np.ones((2, 5), np.float32)) == []
    assert run("AssignVariableOp", v, np.ones((3, 5), np.float32)) is None
    assert run("AssignVariableOp", v, np.ones(2, np.float32)) is None
    anything = native.from_object(native.Variable(1), RESOURCE, ())
    assert run("AssignVariableOp", anything, np.ones((3, 5), np.float32)) == []


def test_gather_and_scatter_rows(run: Any, variable: Any) -> None:
    table = np.arange(6, dtype=np.float32).reshape(3, 2)
    v = variable(table)
    np.testing.assert_array_equal(
        run("ResourceGather", v, np.array([2, 0]))[0], table[[2, 0]]
    )
    run("ResourceScatterAdd", v, np.array([1, 1]), np.ones((2, 2), np.float32))
    np.testing.assert_array_equal(_value(v), table + [[0, 0], [2, 2], [0, 0]])
    assert (
        run("ResourceScatterAdd", v, np.array([3]), np.ones((1, 2), np.float32)) is None
    )


V, G = np.array([1, 2, 3], np.float32), np.array([0.5, -1, 2], np.float32)
S = np.array([0.1, 0.2, 0.3], np.float32)
F = np.float32


def test_gradient_descent(run: Any, variable: Any) -> None:
    v = variable(V)
    run("ResourceApplyGradientDescent", v, F(0.1), G)
    np.testing.assert_allclose(_value(v), V - F(0.1) * G, rtol=1e-6)


@pytest.mark.parametrize("nesterov", [False, True])
@pytest.mark.parametrize("keras", [False, True])
def test_momentum(run: Any, variable: Any, keras: bool, nesterov: bool) -> None:
    v, a = variable(V), variable(S)
    op = "ResourceApplyKerasMomentum" if keras else "ResourceApplyMomentum"
    run(op, v, a, F(0.1), G, F(0.9), use_nesterov=nesterov)
    if keras:
        speed = S * 0.9 - 0.1 * G
        step = 0.9 * speed - 0.1 * G if nesterov else speed
    else:
        speed = S * 0.9 + G
        step = -0.1 * (G + 0.9 * speed) if nesterov else -0.1 * speed
    np.testing.assert_allclose(_value(a), speed, rtol=1e-5)
    np.testing.assert_allclose(_value(v), V + step, rtol=1e-5)


@pytest.mark.parametrize("nesterov", [False, True])
def test_adam(run: Any, variable: Any, nesterov: bool) -> None:
    v, m, s = variable(V), variable(S), variable(S)
    b1, b2 = 0.9, 0.99
    scalars = [F(x) for x in (b1**3, b2**3, 0.1, b1, b2, 1e-7)]
    run("ResourceApplyAdam", v, m, s, *scalars, G, use_nesterov=nesterov)
    first, second = b1 * S + (1 - b1) * G, b2 * S + (1 - b2) * G * G
    rate = 0.1 * np.sqrt(1 - b2**3) / (1 - b1**3)
    top = b1 * first + (1 - b1) * G if nesterov else first
    np.testing.assert_allclose(
        _value(v), V - rate * top / (np.sqrt(second) + 1e-7), rtol=1e-5
    )
    np.testing.assert_allclose(_value(m), first, rtol=1e-5)
    np.testing.assert_allclose(_value(s), second, rtol=1e-5)


def test_rms_prop(run: Any, variable: Any) -> None:
    v, ms, mom = variable(V), variable(S), variable(S)
    run("ResourceApplyRMSProp", v, ms, mom, F(0.1), F(0.9), F(0.5), F(1e-3), G)
    square = 0.9 * S + 0.1 * G * G
    speed = 0.5 * S + 0.1 * G / np.sqrt(square + 1e-3)
    np.testing.assert_allclose(_value(v), V - speed, rtol=1e-5)


def test_adagrad(run: Any, variable: Any) -> None:
    v, a = variable(V), variable(S)
    run("ResourceApplyAdagrad", v, a, F(0.1), G)
    np.testing.assert_allclose(_value(v), V - 0.1 * G / np.sqrt(S + G * G), rtol=1e-5)
    v, a = variable(V), variable(S)
    run("ResourceApplyAdagradV2", v, a, F(0.1), F(1e-3), G)
    np.testing.assert_allclose(
        _value(v), V - 0.1 * G / (np.sqrt(S + G * G) + 1e-3), rtol=1e-5
    )


def test_shared_slot_is_not_handled(run: Any, variable: Any) -> None:
    v = variable(V)
    assert run("ResourceApplyMomentum", v, v, F(0.1), G, F(0.9)) is None
    np.testing.assert_array_equal(_value(v), V)


def test_gathering_from_a_variable_checks_the_dtype() -> None:
    v = tf.Variable([1.0, 2.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="dtype"):
        tf.raw_ops.ResourceGather(resource=v.handle, indices=[0], dtype=tf.int32)


OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "@"]


@pytest.mark.parametrize("sign", OPERATORS)
def test_operators_of_variables_are_those_of_their_values(sign: str) -> None:
    value, other = np.array([[1.5, 2.0], [3.0, 4.0]], "f"), np.full((2, 2), 2.0, "f")
    v, x = tf.Variable(value), tf.constant(other)
    wanted = eval(f"a {sign} b", {"a": value, "b": other})
    for left, right in ((v, x), (tf.constant(value), tf.Variable(other)), (v, other)):
        for tape in (contextlib.nullcontext(), tf.GradientTape()):
            with tape:
                made = eval(f"a {sign} b", {"a": left, "b": right})
            np.testing.assert_allclose(made, wanted, rtol=1e-6)
    if sign != "@":
        made = eval(f"2.0 {sign} v, v {sign} 2.0", {"v": v})
        np.testing.assert_allclose(made[0], eval(f"2.0 {sign} a", {"a": value}), 1e-6)
        np.testing.assert_allclose(made[1], wanted, rtol=1e-6)


def test_signs_of_variables() -> None:
    v, flags = tf.Variable([-1, 2]), tf.Variable([True, False])
    for tape in (contextlib.nullcontext(), tf.GradientTape()):
        with tape:
            assert (-v).numpy().tolist() == [1, -2]
            assert abs(v).numpy().tolist() == [1, 2]
            assert (~v).numpy().tolist() == [0, -3]
            assert (~flags).numpy().tolist() == [False, True]
            assert (flags & True).numpy().tolist() == [True, False]


def test_operators_of_variables_in_a_graph_make_nodes() -> None:
    v = tf.Variable([1.0, 2.0])

    @tf.function
    def doubled() -> Any:
        return -(v * 2.0 + v)

    assert doubled().numpy().tolist() == [-3, -6]
    assert "Mul" in {
        op.type for op in doubled.get_concrete_function().graph.get_operations()
    }


class Louder(tf.Variable):
    """A variable with an operator and a value of its own."""

    def __mul__(self, other: Any) -> Any:
        return "mine"

    def value(self) -> Any:
        return super().value() * 10.0


def test_classes_of_variables_may_have_their_own_ways() -> None:
    v, x = Louder([1.0, 2.0]), tf.constant([1.0, 1.0])
    for tape in (contextlib.nullcontext(), tf.GradientTape()):
        with tape:
            assert v * x == "mine"
            assert (v + x).numpy().tolist() == [11, 21]
            assert (x - v).numpy().tolist() == [-9, -19]
            assert tf.exp(v - v).numpy().tolist() == [1, 1]


def test_what_can_be_assigned() -> None:
    v, w = tf.Variable([1.0, 2.0]), tf.Variable(3)
    assert v.assign([3, 4]) is v
    assert v.assign_add(tf.constant([1.0, 1.0]), read_value=False) is None
    assert v.assign_sub(tf.Variable([1.0, 2.0])).numpy().tolist() == [3, 3]
    with tf.GradientTape() as tape:
        y = v * v
        v.assign(np.array([5.0, 6.0], "f"))
    assert tape.gradient(y, v).numpy().tolist() == [6, 6]
    assert v.numpy().tolist() == [5, 6]
    for wrong in (0.5, [1, 2], tf.constant(1.0), "text"):
        with pytest.raises((TypeError, ValueError, tf.errors.InvalidArgumentError)):
            w.assign(wrong)
    with pytest.raises(tf.errors.InvalidArgumentError):
        v.assign_add([1.0, 2.0, 3.0])
    assert int(w.assign_add(4)) == 7


def test_an_assignment_leaves_what_was_read_alone() -> None:
    v = tf.Variable([1.0, 2.0])
    before, view = v.value(), v.read_value()
    v.assign_add([1.0, 1.0])
    assert before.numpy().tolist() == view.numpy().tolist() == [1, 2]


def test_each_thread_has_its_own_tapes() -> None:
    v = tf.Variable([1.0, 2.0])
    found: list[Any] = []

    def work() -> None:
        for _ in range(200):
            with tf.GradientTape() as tape:
                y = v * v
            found.append(tape.gradient(y, v).numpy().tolist())

    threads = [threading.Thread(target=work) for _ in range(3)]
    with tf.GradientTape() as outer:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [[2, 4]] * 600
    assert outer.watched_variables() == ()
