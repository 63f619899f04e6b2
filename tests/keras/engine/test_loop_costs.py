"""What a step of fit, evaluate and predict costs in Python beside its plan."""

import collections
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras
from tensorbrook._src.eager import backend
from tensorbrook._src.keras.engine import data_adapter

BATCH = 4

#: Calls of Python functions in one step. The numbers may only fall.
MOST_CALLS = {
    "fit": 17,
    "fit with a bar": 21,
    "fit in order": 17,
    "fit a dataset": 35,
    "fit a PyDataset": 108,
    "evaluate": 17,
    "predict": 18,
}


def arrays(batches: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(batches * BATCH, 8)).astype(np.float32)
    return x, rng.integers(0, 3, batches * BATCH)


class Batches(keras.utils.PyDataset):
    def __init__(self, count: int) -> None:
        super().__init__()
        self.batches = [arrays(1) for _ in range(count)]

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, index: int) -> Any:
        return self.batches[index]


def runs(model: Any, kind: str, batches: int) -> Callable[[], Any]:
    """A function that goes through so many batches."""
    x, y = arrays(batches)
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(BATCH)
    given = Batches(batches)
    quiet = {"batch_size": BATCH, "verbose": 0}
    return {
        "fit": lambda: model.fit(x, y, **quiet),
        "fit with a bar": lambda: model.fit(x, y, batch_size=BATCH, verbose=1),
        "fit in order": lambda: model.fit(x, y, shuffle=False, **quiet),
        "fit a dataset": lambda: model.fit(dataset, verbose=0),
        "fit a PyDataset": lambda: model.fit(given, verbose=0),
        "evaluate": lambda: model.evaluate(x, y, **quiet),
        "predict": lambda: model.predict(x, **quiet),
    }[kind]


def calls_in(run: Callable[[], Any]) -> collections.Counter:
    """How often which Python function is called."""
    found: collections.Counter = collections.Counter()

    def note(frame: Any, event: str, _: Any) -> None:
        if event == "call":
            found[frame.f_code.co_filename, frame.f_code.co_name] += 1

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return found


@pytest.mark.skipif(backend.native is None, reason="no native core")
@pytest.mark.parametrize("kind", MOST_CALLS)
def test_a_step_calls_few_python_functions(kind: str) -> None:
    model = keras.Sequential(
        [keras.Input((8,)), keras.layers.Dense(3, activation="softmax")]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    few, many = runs(model, kind, 10), runs(model, kind, 110)
    for run in (few, many, few, many):
        run()
    short, long = calls_in(few), calls_in(many)
    long.subtract(short)
    # A bar is printed anew when some time has gone by: that is no part of a step.
    steps = {name: round(count / 100) for name, count in long.items() if count >= 90}
    assert sum(steps.values()) <= MOST_CALLS[kind], steps


def test_batches_in_order_share_the_memory_of_the_arrays() -> None:
    x, y = arrays(3)
    data = data_adapter.make_data({"a": x, "b": [x[:, :1].copy()]}, y, None, BATCH)
    for number, batch in enumerate(data):
        places = slice(number * BATCH, (number + 1) * BATCH)
        inputs, targets, weights = batch
        assert weights is None
        assert np.shares_memory(np.asarray(inputs["a"]), x[places])
        assert np.shares_memory(np.asarray(targets), y[places])
        np.testing.assert_array_equal(inputs["b"][0], x[places, :1])


def test_shuffled_batches_are_gathered_once_each() -> None:
    x = np.arange(12, dtype=np.float32).reshape(6, 2)
    data = data_adapter.make_data(x, x[:, 0], None, 4, True)
    batches = [tuple(batch) for batch in data]
    assert [batch[0].shape[0] for batch in batches] == [4, 2]
    seen = np.concatenate([batch[0].numpy() for batch in batches])
    targets = np.concatenate([batch[1].numpy() for batch in batches])
    np.testing.assert_array_equal(seen[:, 0], targets)
    np.testing.assert_array_equal(np.sort(seen[:, 0]), x[:, 0])
    assert not any(np.shares_memory(np.asarray(batch[0]), x) for batch in batches)


def test_batches_of_datasets_may_differ_in_size_and_structure() -> None:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.ones((5, 2), np.float32)
    whole = tf.data.Dataset.from_tensor_slices((x, x[:, :1], x[:, 0]))
    plain = tf.data.Dataset.from_tensor_slices((x, x[:, :1]))
    for dataset in (plain.batch(2), whole.batch(3), plain.batch(4), plain.batch(2)):
        found = model.evaluate(dataset, verbose=0)
        assert found == pytest.approx(model.evaluate(x, x[:, :1], verbose=0))
    named = tf.data.Dataset.from_tensor_slices({"b": x, "a": x * 2}).batch(2)
    first, second = keras.Input((2,), name="a"), keras.Input((2,), name="b")
    difference = keras.Model({"a": first, "b": second}, first - second)
    np.testing.assert_array_equal(difference.predict(named, verbose=0), x)


def test_ragged_and_open_batches_of_datasets_take_the_careful_road() -> None:
    lengths = tf.data.Dataset.range(1, 7)
    padded = lengths.map(lambda n: tf.ones([n])).padded_batch(2)
    model = keras.Sequential([keras.layers.Lambda(lambda x: tf.reduce_sum(x, 1))])
    found = model.predict(padded, verbose=0)
    np.testing.assert_array_equal(found, np.arange(1, 7))
