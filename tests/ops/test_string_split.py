"""Cutting strings into pieces."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample("StringSplit", [["a b", " c"], " "], expected=[[0, 0], [0, 1], [1, 0]]),
    Sample("StringSplitV2", [["a,b", ""], ","], expected=[[0, 0], [0, 1], [1, 0]]),
    Sample(
        "StringNGrams",
        [["a", "b", "c"], [0, 3]],
        {
            "separator": "-",
            "ngram_widths": [2],
            "left_pad": "",
            "right_pad": "",
            "pad_width": 0,
            "preserve_short_sequences": False,
        },
        expected=[b"a-b", b"b-c"],
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("text", "sep", "maxsplit", "pieces"),
    [
        ("  a  b ", None, -1, ["a", "b"]),
        ("a  b c ", None, 1, ["a", "b c "]),
        ("a,,b,", ",", -1, ["a", "", "b", ""]),
        ("a--b--c", "--", 1, ["a", "b--c"]),
        (" a ", None, 0, [" a "]),
        (" a ", None, 1, ["a", ""]),
        ("a", None, 2, ["a"]),
        ("", None, -1, []),
        ("", ",", -1, [""]),
    ],
)
def test_pieces_of_one_string(text, sep, maxsplit, pieces) -> None:
    found = tf.strings.split(text, sep, maxsplit).numpy().tolist()
    assert found == [piece.encode() for piece in pieces]


def test_strings_of_every_shape() -> None:
    table = tf.constant([["a b", "c"], ["", "d e f"]])
    assert tf.strings.split(table).to_list() == [
        [[b"a", b"b"], [b"c"]],
        [[], [b"d", b"e", b"f"]],
    ]
    assert tf.strings.bytes_split(["ab", "c"]).to_list() == [[b"a", b"b"], [b"c"]]
    ragged = tf.strings.split(["ab c", ""])
    assert tf.strings.bytes_split(ragged).to_list() == [[[b"a", b"b"], [b"c"]], []]


def test_splitting_in_a_function() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def f(x):
        return tf.strings.split(x, ",").row_lengths()

    assert f(tf.constant(["a,b", "c"])).numpy().tolist() == [2, 1]


def test_splitting_in_1x_gives_sparse_tensors() -> None:
    found = v1.strings.split(["a b", "c"])
    assert found.indices.numpy().tolist() == [[0, 0], [0, 1], [1, 0]]
    assert found.dense_shape.numpy().tolist() == [2, 2]
    found = v1.string_split(["a,b;c", ""], ",;")
    assert found.values.numpy().tolist() == [b"a", b"b", b"c"]
    assert found.dense_shape.numpy().tolist() == [2, 3]
    ragged = v1.string_split(["ab"], "", result_type="RaggedTensor")
    assert ragged.to_list() == [[b"a", b"b"]]
    with pytest.raises(ValueError, match="result_type"):
        v1.strings.split(["a"], result_type="Tensor")


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"ngram_width": 2}, ["a b", "b c"]),
        ({"ngram_width": [1, 3]}, ["a", "b", "c", "a b c"]),
        ({"ngram_width": 2, "pad_values": ("<", ">")}, ["< a", "a b", "b c", "c >"]),
        (
            {"ngram_width": 3, "pad_values": "_", "padding_width": 1},
            ["_ a b", "a b c", "b c _"],
        ),
        ({"ngram_width": 4, "preserve_short_sequences": True}, ["a b c"]),
        ({"ngram_width": 4}, []),
    ],
)
def test_ngrams(options, wanted) -> None:
    found = tf.strings.ngrams(["a", "b", "c"], **options).numpy().tolist()
    assert found == [item.encode() for item in wanted]


def test_ngrams_of_rows() -> None:
    rows = tf.strings.split(["a b c", "d", ""])
    assert tf.strings.ngrams(rows, 2).to_list() == [[b"a b", b"b c"], [], []]
    table = tf.strings.ngrams([["a", "b"], ["c", "d"]], 2, separator="")
    assert table.numpy().tolist() == [[b"ab"], [b"cd"]]


def test_wrong_ngrams() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        tf.strings.ngrams(["a"], 0)
    with pytest.raises(TypeError, match="pair"):
        tf.strings.ngrams(["a"], 1, pad_values=3)
    with pytest.raises(ValueError, match="axis"):
        tf.strings.ngrams("a", 1)
