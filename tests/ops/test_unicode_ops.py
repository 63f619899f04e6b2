"""Text and its characters."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_UTF8 = {"input_encoding": "UTF-8"}
SAMPLES = [
    Sample(
        "UnicodeTranscode",
        [["é", "a"]],
        {"input_encoding": "UTF-8", "output_encoding": "UTF-16-BE"},
        expected=[b"\0\xe9", b"\0a"],
    ),
    Sample("UnicodeDecode", [["éa", ""]], _UTF8, expected=[0, 2, 2]),
    Sample("UnicodeDecodeWithOffsets", [["éa", ""]], _UTF8, expected=[0, 2, 2]),
    Sample(
        "UnicodeEncode",
        [[233, 97], [0, 1, 2]],
        {"output_encoding": "UTF-8"},
        expected=["é".encode(), b"a"],
    ),
    Sample(
        "UnicodeScript", [[97, 49, 0x3B1, 0x4E00, -1]], expected=[25, 0, 14, 17, -1]
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({}, [97, 0xFFFD, 98]),
        ({"errors": "ignore"}, [97, 98]),
        ({"replacement_char": 63}, [97, 63, 98]),
    ],
)
def test_bytes_that_are_no_character(options, codes) -> None:
    found = tf.strings.unicode_decode(b"a\xffb", "UTF-8", **options)
    assert found.numpy().tolist() == codes


def test_strict_errors() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="UTF-8"):
        tf.strings.unicode_decode(b"a\xff", "UTF-8", errors="strict")
    with pytest.raises(tf.errors.InvalidArgumentError, match="code point"):
        tf.strings.unicode_encode([0xD800], "UTF-8", errors="strict")
    with pytest.raises(tf.errors.InvalidArgumentError, match="nowhere"):
        tf.strings.unicode_decode("a", "nowhere")


def test_control_characters_may_be_replaced() -> None:
    found = tf.strings.unicode_transcode(
        "a\x01", "UTF-8", "UTF-8", replacement_char=32, replace_control_characters=True
    )
    assert found.numpy() == b"a "


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16-BE", "UTF-32-BE"])
def test_characters_and_offsets(encoding) -> None:
    text = "aé€😀"
    python = {"UTF-8": "utf-8", "UTF-16-BE": "utf-16-be", "UTF-32-BE": "utf-32-be"}[
        encoding
    ]
    data = text.encode(python)
    found, offsets = tf.strings.unicode_split_with_offsets(data, encoding)
    pieces = [character.encode(python) for character in text]
    assert found.numpy().tolist() == pieces
    starts = [sum(map(len, pieces[:index])) for index in range(len(pieces))]
    assert offsets.numpy().tolist() == starts


def test_scripts() -> None:
    text = "aZ1 .αЯאعک가あア中ไ\u0301\u200d€½ªº々ー٣०，"
    wanted = [25, 25, 0, 0, 0, 14, 8, 19, 2, 2, 18, 20, 22, 17, 38, 1, 1, 0, 0, 25, 25]
    wanted += [17, 0, 2, 10, 0]
    codes = [ord(character) for character in text]
    assert tf.strings.unicode_script(codes).numpy().tolist() == wanted
    assert tf.strings.unicode_script([0x10FFFF, 0xE000]).numpy().tolist() == [103, 103]


def test_a_lone_surrogate_takes_two_bytes() -> None:
    codes, starts = tf.strings.unicode_decode_with_offsets(b"\xd8\0\0a", "UTF-16-BE")
    assert codes.numpy().tolist() == [0xFFFD, 97]
    assert starts.numpy().tolist() == [0, 2]


def test_rows_of_text() -> None:
    codes, offsets = tf.strings.unicode_decode_with_offsets(["éa", ""], "UTF-8")
    assert codes.to_list() == [[233, 97], []] and offsets.to_list() == [[0, 2], []]
    assert tf.strings.unicode_encode(codes, "UTF-8").numpy().tolist() == [
        "éa".encode(),
        b"",
    ]
    assert tf.strings.unicode_split(["éa", ""], "UTF-8").to_list() == [
        ["é".encode(), b"a"],
        [],
    ]
    table = tf.strings.unicode_encode([[97, 98], [99, 100]], "UTF-8")
    assert table.numpy().tolist() == [b"ab", b"cd"]
