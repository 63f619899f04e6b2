"""Assertions about containers, texts and what is raised."""

import dataclasses
import sys

import pytest

import tensorbrook as tf


class Case(tf.test.TestCase):
    def runTest(self):  # noqa: N802 - unittest's name
        """Nothing: the assertions are called from outside."""


@dataclasses.dataclass
class Point:
    x: int


CASE = Case()
CASE.__test__ = False  # the instance is no test of its own
PAIRS = [  # the assertion, arguments for which it holds, and for which it fails
    ("assertLen", ([1], 1), ([1], 2)),
    ("assertEmpty", ([],), ([1],)),
    ("assertNotEmpty", ([1],), ([],)),
    ("assertBetween", (2, 1, 3), (4, 1, 3)),
    ("assertItemsEqual", ([1, 2], [2, 1]), ([1], [2])),
    ("assertSameElements", ([1, 1], [1]), ([1], [2])),
    ("assertNoCommonElements", ([1], [2]), ([1], [1])),
    ("assertContainsSubset", ([1], [1, 2]), ([3], [1, 2])),
    ("assertSequenceStartsWith", ([1], [1, 2]), (2, [1, 2])),
    ("assertContainsSubsequence", ([1, 2, 3], [1, 3]), ([1, 2, 3], [3, 1])),
    ("assertContainsExactSubsequence", ([1, 2, 3], [2, 3]), ([1, 2, 3], [1, 3])),
    ("assertContainsInOrder", (["a", "c"], "abc"), (["c", "a"], "abc")),
    ("assertTotallyOrdered", ([1], [2, 2]), ([2], [1])),
    ("assertSequenceAlmostEqual", ([1.0], [1.0]), ([1.0], [2.0])),
    ("assertDictAlmostEqual", ({1: 1.0}, {1: 1.0}), ({1: 1.0}, {1: 2.0})),
    ("assertMappingEqual", ({1: 2}, {1: 2}), ({1: 2}, {1: 3})),
    ("assertDataclassEqual", (Point(1), Point(1)), (Point(1), Point(2))),
    ("assertIsSubclass", (bool, int), (int, bool)),
    ("assertNotIsSubclass", (int, bool), (bool, int)),
    ("assertStartsWith", ("ab", "a"), ("ab", "b")),
    ("assertNotStartsWith", ("ab", "b"), ("ab", "a")),
    ("assertEndsWith", ("ab", "b"), ("ab", "a")),
    ("assertNotEndsWith", ("ab", "a"), ("ab", "b")),
    ("assertRegexMatch", ("ab", ["x", "b"]), ("ab", ["x"])),
    ("assertJsonEqual", ('{"a": 1}', '{"a":1}'), ("1", "2")),
    ("assertUrlEqual", ("http://a/?b=1&c=2", "http://a/?c=2&b=1"), ("a?b=1", "a?b=2")),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0])
def test_each_assertion_can_hold_and_fail(pair):
    name, good, bad = pair
    getattr(CASE, name)(*good)
    with pytest.raises(AssertionError):
        getattr(CASE, name)(*bad)


def test_commands():
    CASE.assertCommandSucceeds([sys.executable, "-c", "print(3)"], ["3"])
    CASE.assertCommandFails([sys.executable, "-c", "1/0"], ["ZeroDivision"])
    with pytest.raises(AssertionError, match="succeeded"):
        CASE.assertCommandFails([sys.executable, "-c", ""], [""])


def test_what_is_raised():
    with CASE.assertRaisesOpError("does not index"):
        tf.gather_nd([1], [[9]])
    with CASE.assertRaisesWithLiteralMatch(ValueError, "this"):
        raise ValueError("this")
    with CASE.assertRaisesWithPredicateMatch(ValueError, lambda e: "th" in str(e)):
        raise ValueError("this")
    with CASE.assertRaisesIncompatibleShapesError():
        tf.constant([1, 2]) + tf.constant([1, 2, 3])
    with pytest.raises(AssertionError, match="not accepted"):
        with CASE.assertRaisesWithPredicateMatch(ValueError, "other"):
            raise ValueError("this")
    with pytest.raises(AssertionError, match="not raised"):
        with CASE.assertRaisesWithPredicateMatch(ValueError, "other"):
            pass


def test_messages():
    with tf.Graph().as_default() as graph:
        tf.constant(1, name="c")
    definition = graph.as_graph_def()
    CASE.assertProtoEquals(definition, definition)
    CASE.assertProtoEquals(str(definition), definition)
    with pytest.raises(AssertionError):
        CASE.assertProtoEquals("", definition)
