"""Regular expressions in RE2's syntax."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

SAMPLES = [
    Sample(
        "RegexReplace", [["a1", "22"], r"[0-9]+", r"<\0>"], expected=[b"a<1>", b"<22>"]
    ),
    Sample(
        "StaticRegexReplace",
        [["aXbX"]],
        {"pattern": "X", "rewrite": "-", "replace_global": False},
        expected=[b"a-bX"],
    ),
    Sample("RegexFullMatch", [["ab", "abc"], "a."], expected=[True, False]),
    Sample(
        "StaticRegexFullMatch", [["ab", "b"]], {"pattern": "a?b"}, expected=[True, True]
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("pattern", "rewrite", "text", "wanted"),
    [
        ("a*", "-", "baac", "-b-c-"),
        ("", "-", "ab", "-a-b-"),
        ("$", "x", "ab\n", "ab\nx"),
        (r"(a)(b)?", r"[\2\1\0]", "acab", "[aa]c[baab]"),
        ("[[:punct:]]", "", "a!b-c", "abc"),
        ("[^[:alpha:] ]", "", "a1 b2", "a b"),
        (r"\pL+", "x", "äb1", "x1"),
        (r"[\p{Lu}]", "x", "aB", "ax"),
        (".", "y", "é", "y"),
        (r"\d", "0", "1٣", "0٣"),
        ("(?i)A", "z", "aA", "zz"),
        (r"\x{e9}", "x", "é", "x"),
        (r"\Qa.b\E", "x", "a.b axb", "x axb"),
        ("[]a]", "x", "a]b", "xxb"),
        ("[[a]", "x", "[ab", "xxb"),
        ("a", r"\\", "ab", "\\b"),
        ("(?m)^", ">", "a\nb", ">a\n>b"),
    ],
)
def test_replacements(pattern, rewrite, text, wanted) -> None:
    assert tf.strings.regex_replace(text, pattern, rewrite).numpy() == wanted.encode()


@pytest.mark.parametrize("pattern", ["[a-", "x**", "(?=a)", "(", r"(a)\1", r"\p{Xx}"])
def test_wrong_patterns(pattern) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="not valid"):
        tf.strings.regex_replace("a", pattern, "")


def test_wrong_rewrites() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="group 3"):
        tf.strings.regex_replace("a", "a", r"\3")
    with pytest.raises(tf.errors.InvalidArgumentError, match="not valid"):
        tf.strings.regex_replace("a", "a", r"\q")


def test_bytes_that_are_no_text_survive() -> None:
    assert tf.strings.regex_replace(b"\xffa", "a", "b").numpy() == b"\xffb"


def test_patterns_may_be_tensors() -> None:
    @tf.function
    def f(text, pattern):
        return tf.strings.regex_full_match(text, pattern)

    assert f(tf.constant(["a", "b"]), tf.constant("a")).numpy().tolist() == [
        True,
        False,
    ]
