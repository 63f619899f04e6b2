"""What a native plan costs beside its kernels once it has run before: nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tensorbrook._src.runtime.plan import Plan

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

#: The steps of the plans of whole training steps. The numbers may only fall.
STEPS = Path(__file__).with_name("plan_steps.json")


def dense(*widths: int) -> list[Any]:
    layers = tf.keras.layers
    hidden = [layers.Dense(width, activation="relu") for width in widths]
    return [layers.Input((784,)), *hidden, layers.Dense(10, activation="softmax")]


def conv(*filters: int, dense: int) -> list[Any]:
    layers = tf.keras.layers
    found: list[Any] = [layers.Input((28, 28, 1))]
    for count in filters:
        found += [layers.Conv2D(count, 3, activation="relu"), layers.MaxPooling2D()]
    found += [layers.Flatten(), layers.Dense(dense, activation="relu")]
    return [*found, layers.Dense(10, activation="softmax")]


def recurrent() -> list[Any]:
    layers = tf.keras.layers
    return [
        layers.Input((35,), dtype="int32"),
        layers.Embedding(50, 10),
        layers.LSTM(10),
        layers.Dense(10, activation="softmax"),
    ]


MODELS: dict[str, Callable[[], list[Any]]] = {
    "mlp 784-512-10": lambda: dense(16),
    "mlp 784-512x4-10": lambda: dense(16, 16, 16, 16),
    "conv 10, dense 100": lambda: conv(10, dense=100),
    "conv 32, conv 64, dense 128": lambda: conv(8, 16, dense=16),
    "embedding, LSTM, dense": recurrent,
}


def training_step(layers: list[Any]) -> Callable[[], Any]:
    """One training step of a model of these layers, run three times before."""
    model = tf.keras.Sequential(layers)
    model.compile("adam", "sparse_categorical_crossentropy")
    shape = (4, *model.input_shape[1:])
    rng = np.random.default_rng(0)
    inputs = rng.integers(0, 10, shape).astype(model.inputs[0].dtype)
    labels = rng.integers(0, 10, 4)
    for _ in range(3):
        model.train_on_batch(inputs, labels)
    return lambda: model.train_on_batch(inputs, labels)


def plans_of(run: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The plans that run in it, with their inputs."""
    seen = []
    original = Plan.run

    def watched(plan: Plan, values: Any) -> Any:
        if plan._shaped is None:  # else the plan for just these shapes comes next
            seen.append((plan, list(values)))
        return original(plan, values)

    with monkeypatch.context() as patch:
        patch.setattr(Plan, "run", watched)
        patch.setattr(Plan, "quickest", property(lambda plan: plan.run))
        run()
    return seen


@pytest.mark.parametrize("name", MODELS)
def test_the_steps_of_a_training_step_only_get_fewer(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = training_step(MODELS[name]())
    count = sum(len(plan.steps) for plan, _ in plans_of(step, monkeypatch))
    known = json.loads(STEPS.read_text())
    assert count <= known[name], f"{name}: {count} steps, there were {known[name]}"


@pytest.mark.parametrize("name", MODELS)
def test_the_executor_allocates_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    native = backend.native
    ((plan, values),) = plans_of(training_step(MODELS[name]()), monkeypatch)
    plan.native.run(values)
    before, buffers = native.executor_stats(), native.allocator_stats()
    for _ in range(3):
        plan.native.run(values)
    after, later = native.executor_stats(), native.allocator_stats()
    assert after["steps"] - before["steps"] == 3 * len(plan.steps)
    for what in ("fallbacks", "frames", "heap_allocations"):
        assert after[what] == before[what], what
    asked = later["allocations"] - buffers["allocations"]
    cached = later["cache_hits"] - buffers["cache_hits"]
    assert asked == cached


@pytest.mark.parametrize("name", MODELS)
def test_no_python_runs_inside(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ((plan, values),) = plans_of(training_step(MODELS[name]()), monkeypatch)
    entered = []
    sys.setprofile(lambda frame, event, _: entered.append((event, frame.f_code)))
    try:
        plan.native.run(values)
    finally:
        sys.setprofile(None)
    assert not [code for event, code in entered if event == "call"]


def test_a_loop_runs_inside_the_executor() -> None:
    @tf.function
    def power(x: Any, n: Any) -> Any:
        i = tf.constant(0)
        while i < n:
            if i % 2 == 0:
                x = x * 1.5
            else:
                x = x - 0.25
            i += 1
        return x

    x, n = tf.constant([1.0, 2.0]), tf.constant(50)
    power(x, n)
    before = backend.native.executor_stats()
    found = power(x, n)
    after = backend.native.executor_stats()
    expected = np.array([1.0, 2.0], np.float32)
    for i in range(50):
        expected = expected * np.float32(1.5) if i % 2 == 0 else expected - 0.25
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-5)
    assert after["runs"] - before["runs"] > 150
    assert after["fallbacks"] == before["fallbacks"]
    assert after["heap_allocations"] == before["heap_allocations"]
