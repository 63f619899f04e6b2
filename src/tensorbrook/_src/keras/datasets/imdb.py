"""Reviews of films, as word numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets import word_numbers
from tensorbrook._src.keras.datasets.addresses import ORIGIN
from tensorbrook._src.keras.datasets.file_cache import get_file
from tensorbrook._src.keras.datasets.pickled import load_arrays

_HASH = "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f"


def load_data(
    path: str = "imdb.npz",
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
    **kwargs: Any,
) -> Any:
    """Returns 50000 reviews and whether each is a good one.

    Args:
        path: the file's name below `~/.keras/datasets`.
        num_words: keep the most frequent words only.
        skip_top: leave the most frequent words out.
        maxlen: keep shorter reviews only.
        seed: of the order of the samples.
        start_char: the number put before each review.
        oov_char: the number of words that are left out; None drops them.
        index_from: the number of the most frequent word, less one.
        **kwargs: `nb_words`, the old name of `num_words`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: lists of word numbers, and 0 or 1.
    """
    num_words = kwargs.pop("nb_words", num_words)
    if kwargs:
        raise TypeError(f"imdb.load_data: unknown arguments {sorted(kwargs)}.")
    file = get_file(path, origin=f"{ORIGIN}imdb.npz", file_hash=_HASH)
    arrays = load_arrays(file)
    generator = np.random.RandomState(seed)
    parts = []
    for name in ("train", "test"):
        x, y = word_numbers.shuffled(
            arrays[f"x_{name}"], arrays[f"y_{name}"], generator
        )
        texts = word_numbers.with_start(x, start_char, index_from)
        parts.append(word_numbers.short_ones(texts, y, maxlen))
    (x_train, y_train), (x_test, y_test) = parts
    whole = word_numbers.frequent_words(x_train + x_test, num_words, skip_top, oov_char)
    cut = len(x_train)
    train = word_numbers.as_objects(whole[:cut])
    return (train, y_train), (word_numbers.as_objects(whole[cut:]), y_test)


def get_word_index(path: str = "imdb_word_index.json") -> dict[str, int]:
    """Returns the number of each word, without the `index_from` of `load_data`.

    Args:
        path: the file's name below `~/.keras/datasets`.
    """
    md5 = "bfafd718b763782e994055a2d397834f"
    return word_numbers.load_word_index(path, "imdb_word_index.json", md5)
