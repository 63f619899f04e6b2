"""Assertions about values."""

import collections

import numpy as np
import pytest

import tensorbrook as tf


class Case(tf.test.TestCase):
    def runTest(self):  # noqa: N802 - unittest's name
        """Nothing: the assertions are called from outside."""


CASE = Case()
CASE.__test__ = False  # the instance is no test of its own
Pair = collections.namedtuple("Pair", "a b")
NAN = float("nan")

HOLDS = [
    ("assertAllEqual", tf.constant([1, 2]), [1, 2]),
    ("assertAllEqual", tf.constant(["a"]), ["a"]),
    ("assertAllEqual", [NAN], [NAN]),
    ("assertNotAllEqual", [1, 2], [1, 3]),
    ("assertNotAllEqual", [1, 2], [1]),
    ("assertAllClose", tf.constant([1.0]), [1.0 + 1e-7]),
    ("assertAllClose", {"a": [tf.constant(1.0), [2.0, 3.0]]}, {"a": [1.0, [2.0, 3.0]]}),
    ("assertAllClose", Pair(1.0, [2.0]), Pair(1.0, [2.0])),
    ("assertAllClose", tf.constant([1.0], tf.bfloat16), [1.0]),
    ("assertNotAllClose", [1.0], [1.1]),
    ("assertAllCloseAccordingToType", np.float16([1.0]), np.float16([1.001])),
    ("assertAllGreater", [2, 3], 1),
    ("assertAllGreaterEqual", [1, 3], 1),
    ("assertAllLess", tf.constant([2, 3]), 4),
    ("assertAllLessEqual", [2, 4], 4),
    ("assertAllInRange", [1, 2], 1, 2),
    ("assertAllInSet", [1, 2, 1], {1, 2}),
    ("assertDTypeEqual", tf.constant(1.0), "float32"),
    ("assertShapeEqual", np.zeros(2), tf.zeros(2)),
    ("assertSameStructure", [1, (2,)], [3, (4,)]),
    ("assertNear", 1.0, 1.05, 0.1),
    ("assertArrayNear", [1.0], [1.05], 0.1),
    ("assertNDArrayNear", np.ones(2), np.ones(2), 0.1),
    ("assertDeviceEqual", "/cpu:0", "/device:CPU:0"),
]
FAILS = [
    ("assertAllEqual", [1, 2], [1, 3], "2 differ|of 2"),
    ("assertAllEqual", [1, 2], [1], "Shape mismatch"),
    ("assertNotAllEqual", [1], [1], "equal"),
    ("assertAllClose", {"a": [1.0]}, {"a": [2.0]}, r"\['a'\]"),
    ("assertAllClose", {"a": [1.0]}, {"b": [2.0]}, "a"),
    ("assertNotAllClose", [1.0], [1.0], "close"),
    ("assertAllGreater", [2, 1], 1, "greater"),
    ("assertAllInSet", [1, 5], {1}, "5"),
    ("assertSameStructure", [1], (1,), "structure"),
    ("assertNear", 1.0, 1.3, 0.1, "within"),
    ("assertDTypeEqual", tf.constant(1), "float32", "float32"),
]


@pytest.mark.parametrize("call", HOLDS, ids=lambda call: call[0])
def test_what_holds(call):
    name, *args = call
    getattr(CASE, name)(*args)


@pytest.mark.parametrize("call", FAILS, ids=lambda call: call[0])
def test_what_fails(call):
    name, *args, words = call
    with pytest.raises(AssertionError, match=words):
        getattr(CASE, name)(*args)


def test_open_ends():
    with pytest.raises(AssertionError, match="range"):
        CASE.assertAllInRange([1, 2], 1, 2, open_upper_bound=True)


def test_messages_come_first():
    with pytest.raises(AssertionError, match="before"):
        CASE.assertAllEqual([1], [2], msg="before")
