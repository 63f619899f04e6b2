"""Texts as lists of word numbers, as imdb and reuters hold them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets.addresses import ORIGIN
from tensorbrook._src.keras.datasets.file_cache import get_file


def shuffled(
    texts: np.ndarray, labels: np.ndarray, generator: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Returns texts and labels in a new order.

    Args:
        texts: lists of word numbers.
        labels: the texts' labels.
        generator: a NumPy `RandomState`.
    """
    order = np.arange(len(texts))
    generator.shuffle(order)
    return texts[order], labels[order]


def with_start(
    texts: Any, start_char: int | None, index_from: int | None
) -> list[list[int]]:
    """Returns the texts with the numbers moved up and a start put before them."""
    moved = [[word + (index_from or 0) for word in text] for text in texts]
    return moved if start_char is None else [[start_char, *text] for text in moved]


def short_ones(
    texts: list[list[int]], labels: Any, maxlen: int | None
) -> tuple[list[list[int]], Any]:
    """Returns the texts that are shorter than `maxlen`, and their labels."""
    if not maxlen:
        return texts, labels
    kept = [place for place, text in enumerate(texts) if len(text) < maxlen]
    if not kept:
        raise ValueError(
            f"load_data: no text is shorter than maxlen={maxlen}. Increase `maxlen`."
        )
    return [texts[place] for place in kept], labels[kept]


def frequent_words(
    texts: list[list[int]], num_words: int | None, skip_top: int, oov_char: int | None
) -> list[list[int]]:
    """Returns the texts with rare and skipped words replaced or left out."""
    limit = num_words or max(max(text) for text in texts)
    if oov_char is None:
        return [[w for w in text if skip_top <= w < limit] for text in texts]
    return [[w if skip_top <= w < limit else oov_char for w in text] for text in texts]


def as_objects(texts: list[list[int]]) -> np.ndarray:
    """Returns lists as an array of objects."""
    found = np.empty(len(texts), dtype=object)
    found[:] = texts
    return found


def load_word_index(path: str, name: str, md5: str) -> dict[str, int]:
    """Returns the number of each word.

    Args:
        path: the file's name below `~/.keras/datasets`.
        name: the file's name where it is fetched from.
        md5: its checksum.
    """
    with open(get_file(path, origin=ORIGIN + name, file_hash=md5)) as file:
        found: dict[str, int] = json.load(file)
    return found
