"""Pairs of words for embeddings."""

from __future__ import annotations

import random
from typing import Any

import numpy as np


def make_sampling_table(size: int, sampling_factor: float = 1e-5) -> np.ndarray:
    """Returns how likely the word of each rank is kept.

    Args:
        size: how many words there are.
        sampling_factor: how much frequent words are left out.
    """
    gamma = 0.577
    rank = np.arange(size)
    rank[0] = 1
    inverse = rank * (np.log(rank) + gamma) + 0.5 - 1.0 / (12.0 * rank)
    share = sampling_factor * inverse
    return np.minimum(1.0, share / np.sqrt(share))


def skipgrams(
    sequence: Any,
    vocabulary_size: int,
    window_size: int = 4,
    negative_samples: float = 1.0,
    shuffle: bool = True,
    categorical: bool = False,
    sampling_table: Any = None,
    seed: int | None = None,
) -> tuple[list[list[int]], list[Any]]:
    """Returns pairs of words that stand near each other, and pairs that do not.

    Args:
        sequence: word numbers; 0 is left out.
        vocabulary_size: the greatest number and one.
        window_size: how far apart the words of a pair are at most.
        negative_samples: how many false pairs there are for each true one.
        shuffle: whether to reorder the pairs.
        categorical: whether labels are `[0, 1]` and `[1, 0]`.
        sampling_table: how likely the word of each number is kept.
        seed: of the order.

    Returns:
        The pairs, and 1 for a true one or 0.
    """
    couples: list[list[int]] = []
    labels: list[Any] = []
    for place, word in enumerate(sequence):
        if not word:
            continue
        if sampling_table is not None and sampling_table[word] < random.random():
            continue
        start = max(0, place - window_size)
        for other in range(start, min(len(sequence), place + window_size + 1)):
            if other != place and sequence[other]:
                couples.append([word, sequence[other]])
                labels.append([0, 1] if categorical else 1)
    if negative_samples > 0:
        count = int(len(labels) * negative_samples)
        words = [couple[0] for couple in couples]
        random.shuffle(words)
        couples += [
            [words[i % len(words)], random.randint(1, vocabulary_size - 1)]
            for i in range(count)
        ]
        labels += [[1, 0] if categorical else 0] * count
    if shuffle:
        number = random.randint(0, 10**6) if seed is None else seed
        for items in (couples, labels):
            random.seed(number)
            random.shuffle(items)
    return couples, labels
