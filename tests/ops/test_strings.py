"""Strings: case, length, joining, cutting."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "StringLower",
        [["ÀB", "c"]],
        {"encoding": "utf-8"},
        expected=["àb".encode(), b"c"],
    ),
    Sample("StringUpper", [["ab", "C"]], expected=[b"AB", b"C"]),
    Sample("StringStrip", [[" a ", "\n\vb c"]], expected=[b"a", b"b c"]),
    Sample("StringLength", [["aé", ""]], {"unit": "UTF8_CHAR"}, expected=[2, 0]),
    Sample(
        "StringJoin",
        [[["a", "b"], "!", ["c", "d"]]],
        {"separator": "-"},
        expected=[b"a-!-c", b"b-!-d"],
    ),
    Sample(
        "ReduceJoin",
        [[["a", "b"], ["c", "d"]], [0, 1]],
        static=(1,),
        expected=b"acbd",
    ),
    Sample(
        "ReduceJoin",
        [[["a", "b"], ["c", "d"]], [1]],
        {"keep_dims": True, "separator": ","},
        static=(1,),
        expected=[[b"a,b"], [b"c,d"]],
    ),
    Sample(
        "UnsortedSegmentJoin",
        [[["a", "b"], ["c", "d"]], [1, 1], np.int32(2)],
        {"separator": ":"},
        static=(2,),
        expected=[[b"", b""], [b"a:c", b"b:d"]],
    ),
    Sample("Substr", [["hello", "world"], [1, -3], [3, 9]], expected=[b"ell", b"rld"]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_case_of_ascii_leaves_other_letters() -> None:
    assert tf.strings.lower("ÀB").numpy() == "Àb".encode()
    with pytest.raises(tf.errors.InvalidArgumentError, match="latin"):
        tf.strings.upper("a", encoding="latin")


def test_joining_nothing() -> None:
    assert tf.strings.join([]).numpy() == b""
    with pytest.raises(tf.errors.InvalidArgumentError, match="one shape"):
        tf.strings.join([["a", "b"], ["c"]])


def test_reduce_join_goes_through_rows_by_default() -> None:
    assert tf.strings.reduce_join([["a", "b"], ["c", "d"]]).numpy() == b"abcd"
    assert tf.strings.reduce_join("a").numpy() == b"a"
    empty = tf.reshape(tf.constant([], tf.string), (2, 0))
    assert tf.strings.reduce_join(empty, 1).numpy().tolist() == [b"", b""]
    with pytest.raises(tf.errors.OutOfRangeError, match="not an axis"):
        tf.strings.reduce_join([["a"]], 2)
    with pytest.raises(tf.errors.InvalidArgumentError, match="twice"):
        tf.strings.reduce_join([["a"]], [0, 0])


def test_segments_must_exist() -> None:
    for ids in ([3], [-1]):
        with pytest.raises(tf.errors.InvalidArgumentError, match="segment id"):
            tf.strings.unsorted_segment_join(["a"], ids, 2)


@pytest.mark.parametrize(
    ("pos", "len_", "unit", "part"),
    [
        (6, 2, "BYTE", b""),
        (-2, 2, "UTF8_CHAR", b"lo"),
        (1, -1, "BYTE", "ëllo".encode()),
        (1, 1, "UTF8_CHAR", "ë".encode()),
    ],
)
def test_parts(pos, len_, unit, part) -> None:
    assert tf.strings.substr("hëllo", pos, len_, unit=unit).numpy() == part


def test_parts_outside() -> None:
    for place in (6, -6):
        with pytest.raises(tf.errors.InvalidArgumentError, match="out of range"):
            tf.strings.substr("hello", place, 1)


def test_strings_run_in_graphs() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.string, [None])
        y = v1.string_join([tf.strings.upper(x), "!"])
        assert session.run(y, {x: ["a", "b"]}).tolist() == [b"A!", b"B!"]
