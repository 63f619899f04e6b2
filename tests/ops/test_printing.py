"""Printing while the program runs."""

import logging
import sys

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "StringFormat",
        [[[1, 2], "s"]],
        {"template": "a %s b %s"},
        expected=b'a [1 2] b "s"',
    ),
    Sample("PrintV2", ["text"], {"output_stream": "stdout"}),
    Sample("Print", [[1.0, 2.0], ["checked"]], {"message": "m"}),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def _printed(capsys, *values, **options) -> str:
    tf.print(*values, output_stream=sys.stdout, **options)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((), "\n"),
        (("a{}", 1, None, 2.5, True), "a{} 1 None 2.5 True\n"),
        (([1, "z"],), "[1, 'z']\n"),
        (({"b": 1, "a": (2, "x")},), "{'a': (2, 'x'), 'b': 1}\n"),
        ((b"bytes",), "b'bytes'\n"),
    ],
)
def test_python_values_look_like_python(capsys, values, text) -> None:
    assert _printed(capsys, *values) == text


def test_tensors_are_summarised(capsys) -> None:
    assert _printed(capsys, tf.range(10)) == "[0 1 2 ... 7 8 9]\n"
    assert _printed(capsys, tf.range(10), summarize=1) == "[0 ... 9]\n"
    assert _printed(capsys, tf.range(8), summarize=-1) == "[0 1 2 3 4 5 6 7]\n"
    assert _printed(capsys, [tf.constant("a"), tf.constant(2.0)]) == '["a", 2]\n'
    assert _printed(capsys, tf.constant([[1.5], [2.0]])) == "[[1.5]\n [2]]\n"


def test_a_scalar_string_is_printed_as_it_is(capsys) -> None:
    assert _printed(capsys, tf.constant("a b")) == "a b\n"


def test_separator_and_end(capsys) -> None:
    assert _printed(capsys, 1, tf.constant(2), sep="|", end="!") == "1|2!"


def test_printing_in_a_function_happens_at_each_run(capsys) -> None:
    @tf.function
    def f(n):
        for i in tf.range(n):
            tf.print("i", i, output_stream=sys.stdout)

    f(tf.constant(2))
    f(tf.constant(1))
    assert capsys.readouterr().out == "i 0\ni 1\ni 0\n"


def test_printing_to_a_file_appends(tmp_path) -> None:
    for number in range(2):
        tf.print(number, output_stream=f"file://{tmp_path}/out.txt")
    assert (tmp_path / "out.txt").read_text() == "0\n1\n"


def test_printing_to_the_log(caplog) -> None:
    with caplog.at_level(logging.WARNING, logger="tensorbrook"):
        tf.print("careful", output_stream=logging.warning)
    assert "careful" in caplog.text


def test_unknown_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="output_stream"):
        tf.print(1, output_stream="nowhere")
    with pytest.raises(ValueError, match="colour"):
        tf.print(1, colour=2)


def test_print_of_1x_counts(capsys) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        shown = v1.Print(
            tf.constant(1), [tf.constant([1.5, 2, 3, 4])], message="m: ", first_n=2
        )
        assert [session.run(shown) for _ in range(3)] == [1, 1, 1]
    assert capsys.readouterr().err == "m: [1.5 2 3...]\n" * 2


def test_format_counts_placeholders() -> None:
    made = tf.strings.format("%t and %t", (1, [2.5, 3]), placeholder="%t")
    assert made.numpy() == b"1 and [2.5 3]"
    with pytest.raises(ValueError, match="2 placeholders"):
        tf.strings.format("{} {}", (1,))


@pytest.mark.parametrize(
    ("rows", "options", "text"),
    [
        ([[1, 2], [], [3]], {}, "[[1, 2], [], [3]]\n"),
        ([[1, 2, 3], []], {"summarize": 1}, "[[1, ..., 3], []]\n"),
        ([[1, 2, 3], [], [3]], {"summarize": -1}, "[[1, 2, 3], [], [3]]\n"),
        ([["a'b"], ["c"]], {}, "[['a\\'b'], ['c']]\n"),
        ([[[1], [2, 3]], []], {}, "[[[1], [2, 3]], []]\n"),
        ([[1.5]], {}, "[[1.500000]]\n"),
    ],
)
def test_ragged_tensors_look_like_lists(capsys, rows, options, text) -> None:
    assert _printed(capsys, tf.ragged.constant(rows), **options) == text


def test_sparse_tensors_show_their_parts(capsys) -> None:
    sparse = tf.SparseTensor([[0]], [1], [2])
    wanted = "'SparseTensor(indices=[[0]], values=[1], shape=[2])'\n"
    assert _printed(capsys, sparse) == wanted
