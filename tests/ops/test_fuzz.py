"""Wild calls of every op, and some that once went wrong; `fuzz.py` makes longer runs."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tensorbrook as tf
from tensorbrook._src.core import memory
from tensorbrook._src.eager import backend
from tests.ops import fuzz, fuzz_workers

#: How many calls to make; 100,000 take a quarter of an hour.
_CALLS = int(os.environ.get("TENSORBROOK_FUZZ_CALLS", "0"))


@pytest.fixture(autouse=True, scope="module")
def little_memory():
    """What would need much memory is refused, here from 256 MiB on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "limit", 1 << 28)
        _limit_native(memory.limit)
        yield
    _limit_native(memory.limit)


def _limit_native(limit):
    if backend.native is not None:
        backend.native.set_buffer_limit(limit)


def test_every_op_survives_wild_calls():
    names = fuzz.names()
    found = list(fuzz_workers.problems(names, max(_CALLS, 2 * len(names))))
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def crew():
    made = fuzz_workers.Crew()
    yield made
    made.close()


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
)
@given(name=st.sampled_from(fuzz.names()), seed=st.integers(100, 199))
def test_wild_calls_raise_tensorflows_errors(crew, name, seed):
    text = crew.call(name, seed)
    assert not text, text


def test_a_crash_and_a_hang_have_names(monkeypatch):
    monkeypatch.setattr(fuzz_workers, "_BUSY", 0.5)
    worker = fuzz_workers.Worker()
    try:
        assert worker.call("Sqrt", 0) == ""
        assert "crashed" in worker.call("crash", 0)
        assert not worker.alive
    finally:
        worker.close()
    worker = fuzz_workers.Worker()
    try:
        assert worker.call("hang", 3).startswith("hang --seed 3: it hangs")
        assert not worker.alive
    finally:
        worker.close()


_MANY = 1 << 30


@pytest.mark.parametrize(
    ("name", "error", "arguments"),
    [
        ("Fill", tf.errors.ResourceExhaustedError, {"dims": [_MANY] * 3, "value": 1}),
        (
            "Range",
            tf.errors.ResourceExhaustedError,
            {"start": -1.4, "limit": 0.3, "delta": 1e-30},
        ),
        (
            "BroadcastTo",
            tf.errors.InvalidArgumentError,
            {"input": 1, "shape": [3, -1]},
        ),
        (
            "Tile",
            tf.errors.ResourceExhaustedError,
            {"input": [1, 2], "multiples": [_MANY]},
        ),
        (
            "TensorListReserve",
            tf.errors.ResourceExhaustedError,
            {
                "element_shape": [2],
                "num_elements": 2**31 - 1,
                "element_dtype": tf.int32,
            },
        ),
        ("Split", ValueError, {"axis": 0, "value": [1], "num_split": 2**31 - 1}),
        (
            "StridedSlice",
            tf.errors.InvalidArgumentError,
            {"input": [1], "begin": [0] * 40, "end": [1] * 40, "strides": [1] * 40},
        ),
        (
            "AvgPool",
            tf.errors.InvalidArgumentError,
            {
                "value": np.ones((1, 2, 2, 1), np.float32),
                "ksize": [1, 2],
                "strides": [1, 1, 1, 1],
                "padding": "SAME",
            },
        ),
        (
            "SoftsignGrad",
            tf.errors.InvalidArgumentError,
            {"gradients": np.ones(3, np.float32), "features": np.ones((3, 1), "f")},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_is_refused(name, error, arguments):
    with pytest.raises(error):
        getattr(tf.raw_ops, name)(**arguments)


def test_singular_values_of_nan_are_nan():
    matrices = np.stack([np.full((2, 2), np.nan), np.eye(2)])
    sizes = tf.raw_ops.Svd(input=matrices)[0]
    np.testing.assert_array_equal(sizes, [[np.nan, np.nan], [1.0, 1.0]])


@pytest.mark.parametrize(
    "name", ["ResourceApplyMomentum", "ResourceApplyKerasMomentum"]
)
def test_variables_of_another_type_or_shape_are_refused(name):
    def call(slot):
        v = tf.Variable([1.0, 2.0])
        getattr(tf.raw_ops, name)(
            var=v.handle, accum=slot.handle, lr=0.1, grad=[1.0, 1.0], momentum=0.9
        )

    with pytest.raises(tf.errors.InvalidArgumentError, match="wrong dtype"):
        call(tf.Variable([1, 2]))
    with pytest.raises(tf.errors.InvalidArgumentError, match="same shape"):
        call(tf.Variable([[1.0], [2.0]]))


def test_a_plan_refuses_what_cannot_be():
    @tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
    def f(delta):
        return tf.range(-1.4, 0.3, delta)

    assert f(0.5).shape == (4,)
    with pytest.raises(tf.errors.ResourceExhaustedError):
        f(1e-30)

    @tf.function
    def g():
        return tf.fill([_MANY, _MANY], 1.0)

    with pytest.raises(tf.errors.ResourceExhaustedError):
        g()
