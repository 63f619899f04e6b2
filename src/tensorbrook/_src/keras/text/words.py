"""Texts as words and numbers."""

from __future__ import annotations

import hashlib
from typing import Any

FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'


def text_to_word_sequence(
    input_text: str, filters: str = FILTERS, lower: bool = True, split: str = " "
) -> list[str]:
    """Cuts a text into words.

    Args:
        input_text: the text.
        filters: the characters to leave out.
        lower: whether to use small letters only.
        split: what stands between words.

    Example:
        >>> text_to_word_sequence("You say goodbye, and I say hello.")
        ['you', 'say', 'goodbye', 'and', 'i', 'say', 'hello']
    """
    text = input_text.lower() if lower else input_text
    text = text.translate(str.maketrans(dict.fromkeys(filters, split)))
    return [word for word in text.split(split) if word]


def one_hot(
    input_text: str,
    n: int,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
    analyzer: Any = None,
) -> list[int]:
    """Gives each word of a text a number from 1 to `n - 1` by Python's `hash`.

    Args:
        input_text: the text.
        n: how many numbers there are.
        filters: the characters to leave out.
        lower: whether to use small letters only.
        split: what stands between words.
        analyzer: cuts the text into words instead.
    """
    return hashing_trick(input_text, n, hash, filters, lower, split, analyzer)


def hashing_trick(
    text: str,
    n: int,
    hash_function: Any = None,
    filters: str = FILTERS,
    lower: bool = True,
    split: str = " ",
    analyzer: Any = None,
) -> list[int]:
    """Gives each word of a text a number from 1 to `n - 1`.

    Args:
        text: the text.
        n: how many numbers there are.
        hash_function: a function, `"md5"`, or None for Python's `hash`.
        filters: the characters to leave out.
        lower: whether to use small letters only.
        split: what stands between words.
        analyzer: cuts the text into words instead.

    Example:
        >>> hashing_trick("one two one", 10, "md5")
        [3, 6, 3]
    """
    if hash_function is None:
        hash_function = hash
    elif hash_function == "md5":
        hash_function = _md5_number
    if analyzer is not None:
        words = analyzer(text)
    else:
        words = text_to_word_sequence(text, filters, lower, split)
    return [hash_function(word) % (n - 1) + 1 for word in words]


def _md5_number(word: str) -> int:
    """Returns the MD5 checksum of a word as a number."""
    return int(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest(), 16)
