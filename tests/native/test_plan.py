"""The executor: steps, fallbacks, memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest


def _add_one(tensors: Any) -> Any:
    return [tensors[0] + 1.0]


def test_plan_mixes_kernels_and_fallbacks(native: Any, tensor: Any) -> None:
    steps = [
        ("Mul", [0, 1], [2], None, None, [1]),
        ("NoSuchKernel", [2], [3], None, _add_one, [2]),
        ("Sum", [3, 5], [4], {"keep_dims": True}, None, [3]),
    ]
    axis = tensor(np.int32(0))
    plan = native.Plan(6, steps, [0, 1], [4, 0], [(5, axis)])
    x = tensor(np.arange(4, dtype=np.float32))
    for _ in range(3):
        total, same = plan.run([x, x])
        np.testing.assert_array_equal(total._array(), [18])
        np.testing.assert_array_equal(same._array(), np.arange(4))


def test_step_takes_over_memory_that_nobody_else_reads(
    native: Any, tensor: Any
) -> None:
    steps = [
        ("Exp", [0], [1], None, None, []),
        ("Neg", [1], [2], None, None, [1]),
        ("Abs", [2], [3], None, None, [2]),
    ]
    plan = native.Plan(4, steps, [0], [3])
    x = tensor(np.ones(50_000, np.float32))
    before = native.allocator_stats()["allocations"]
    (result,) = plan.run([x])
    assert native.allocator_stats()["allocations"] - before == 1
    np.testing.assert_allclose(result._array(), np.e * np.ones(50_000), rtol=1e-6)
    np.testing.assert_array_equal(x._array(), np.ones(50_000))


def test_inputs_and_outputs_are_never_overwritten(native: Any, tensor: Any) -> None:
    steps = [("Exp", [0], [1], None, None, [0]), ("Neg", [1], [2], None, None, [])]
    plan = native.Plan(3, steps, [0], [1, 2])
    x = tensor(np.ones(3, np.float32))
    first, second = plan.run([x])
    np.testing.assert_array_equal(x._array(), [1, 1, 1])
    np.testing.assert_allclose(first._array(), -second._array())


def test_unhandled_input_goes_to_the_fallback(native: Any, tensor: Any) -> None:
    plan = native.Plan(2, [("Exp", [0], [1], None, _double, [])], [0], [1])
    (result,) = plan.run([tensor(np.array([3], np.int32))])
    np.testing.assert_array_equal(result._array(), [6])


def _double(tensors: Any) -> Any:
    return [tensors[0] + tensors[0]]


def test_error_of_a_fallback_reaches_the_caller(native: Any, tensor: Any) -> None:
    def fail(tensors: Any) -> Any:
        raise KeyError("the fallback's own")

    plan = native.Plan(2, [("", [0], [1], None, fail, [])], [0], [1])
    with pytest.raises(KeyError, match="own"):
        plan.run([tensor(np.ones(100_000, np.float32))])


def test_wrong_results_of_a_fallback_are_named(native: Any, tensor: Any) -> None:
    plan = native.Plan(2, [("", [0], [1], None, lambda tensors: [3], [])], [0], [1])
    with pytest.raises(TypeError, match="must return tensors"):
        plan.run([tensor(np.ones(2, np.float32))])
    plan = native.Plan(2, [("", [0], [1], None, None, [])], [0], [1])
    with pytest.raises(RuntimeError, match="neither a kernel"):
        plan.run([tensor(np.ones(2, np.float32))])


def test_plan_checks_its_slots(native: Any, tensor: Any) -> None:
    with pytest.raises(ValueError, match="slot"):
        native.Plan(1, [("Exp", [0], [1], None, None, [])], [0], [0])
    plan = native.Plan(1, [], [0], [0])
    with pytest.raises(ValueError, match="number of inputs"):
        plan.run([])


def test_unread_output_is_dropped(native: Any, tensor: Any) -> None:
    steps = [("Unpack", [0], [-1, 1], {"axis": 0, "num": 2}, None, [])]
    plan = native.Plan(2, steps, [0], [1])
    (result,) = plan.run([tensor(np.array([[1], [2]], np.float32))])
    np.testing.assert_array_equal(result._array(), [2])


def test_attributes_may_hold_bytes_that_are_no_text(native: Any, tensor: Any) -> None:
    attrs = {"config_proto": b"\x0a\x82\x01".decode("utf-8", "surrogateescape")}
    plan = native.Plan(2, [("Neg", [0], [1], attrs, None, [])], [0], [1])
    (found,) = plan.run([tensor(np.ones(3, np.float32))])
    np.testing.assert_array_equal(found._array(), [-1.0, -1.0, -1.0])
