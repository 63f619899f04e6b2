"""News of 46 kinds, as word numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets import word_numbers
from tensorbrook._src.keras.datasets.addresses import ORIGIN
from tensorbrook._src.keras.datasets.file_cache import get_file
from tensorbrook._src.keras.datasets.pickled import load_arrays

_HASH = "d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916"
_KINDS = (
    "cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar "
    "trade reserves ship cotton carcass crude nat-gas cpi money-fx interest gnp "
    "meal-feed alum oilseed gold tin strategic-metal livestock retail ipi iron-steel "
    "rubber heat jobs lei bop zinc orange pet-chem dlr gas silver wpi hog lead"
)


def load_data(
    path: str = "reuters.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    test_split: float = 0.2,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
) -> Any:
    """Returns 11228 news and the kind of each.

    Args:
        path: the file's name below `~/.keras/datasets`.
        num_words: keep the most frequent words only.
        skip_top: leave the most frequent words out.
        maxlen: keep shorter texts only.
        test_split: the part to keep for testing.
        seed: of the order of the samples.
        start_char: the number put before each text.
        oov_char: the number of words that are left out; None drops them.
        index_from: the number of the most frequent word, less one.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: lists of word numbers, and kinds.
    """
    file = get_file(path, origin=f"{ORIGIN}reuters.npz", file_hash=_HASH)
    arrays = load_arrays(file)
    generator = np.random.RandomState(seed)
    x, y = word_numbers.shuffled(arrays["x"], arrays["y"], generator)
    texts = word_numbers.with_start(x, start_char, index_from)
    texts, y = word_numbers.short_ones(texts, y, maxlen)
    texts = word_numbers.frequent_words(texts, num_words, skip_top, oov_char)
    cut = int(len(texts) * (1 - test_split))
    train = word_numbers.as_objects(texts[:cut])
    return (train, y[:cut]), (word_numbers.as_objects(texts[cut:]), y[cut:])


def get_word_index(path: str = "reuters_word_index.json") -> dict[str, int]:
    """Returns the number of each word, without the `index_from` of `load_data`.

    Args:
        path: the file's name below `~/.keras/datasets`.
    """
    md5 = "4d44cc38712099c9e383dc6e5f11a921"
    return word_numbers.load_word_index(path, "reuters_word_index.json", md5)


def get_label_names() -> tuple[str, ...]:
    """Returns the name of each kind.

    Example:
        >>> get_label_names()[3]
        'earn'
    """
    return tuple(_KINDS.split())
