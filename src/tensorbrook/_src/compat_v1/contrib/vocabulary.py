"""`tf.contrib.learn.preprocessing`: numbers for the words of documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.formats import files

_WORDS = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+(?=[A-Z])|[\'\w\-]+", re.UNICODE)


def tokenizer(iterator: Iterable[str]) -> Iterator[list[str]]:
    """The words of each document.

    Args:
        iterator: The documents.

    Example:
        >>> list(tokenizer(["It's a good film!"]))
        [["It's", 'a', 'good', 'film']]
    """
    for document in iterator:
        yield _WORDS.findall(document)


class CategoricalVocabulary:
    """Numbers for categories, 0 for those that aren't known.

    Args:
        unknown_token: What stands for an unknown category.
        support_reverse: Whether `reverse` can be asked.
    """

    def __init__(
        self, unknown_token: str = "<UNK>", support_reverse: bool = True
    ) -> None:
        self._unknown_token = unknown_token
        self._mapping: dict[Any, int] = {unknown_token: 0}
        self._names: list[Any] | None = [unknown_token] if support_reverse else None
        self._counts: Counter[Any] = Counter()
        self._frozen = False

    def __len__(self) -> int:
        return len(self._mapping)

    def freeze(self, freeze: bool = True) -> None:
        """Whether unknown categories stay unknown from now on."""
        self._frozen = freeze

    def get(self, category: Any) -> int:
        """The number of a category; a new one gets the next, unless it is frozen."""
        if category not in self._mapping:
            if self._frozen:
                return 0
            self._mapping[category] = len(self._mapping)
            if self._names is not None:
                self._names.append(category)
        return self._mapping[category]

    def add(self, category: Any, count: int = 1) -> None:
        """Counts a category."""
        if self.get(category) > 0:
            self._counts[category] += count

    def trim(self, min_frequency: int, max_frequency: int = -1) -> None:
        """Keeps the categories that were counted often enough, the most frequent first.

        Args:
            min_frequency: How often a category must come, and more.
            max_frequency: How often it may come; -1 for any number.
        """
        ordered = sorted(sorted(self._counts.items()), key=lambda item: -item[1])
        kept = [
            (category, count)
            for category, count in ordered
            if count > min_frequency and (max_frequency < 0 or count < max_frequency)
        ]
        self._counts = Counter(dict(kept))
        names = [self._unknown_token, *(category for category, _ in kept)]
        self._mapping = {category: number for number, category in enumerate(names)}
        if self._names is not None:
            self._names = names

    def reverse(self, class_id: int) -> Any:
        """The category of a number.

        Raises:
            ValueError: The vocabulary was made without `support_reverse`.
        """
        if self._names is None:
            raise ValueError(
                "This vocabulary wasn't initialized with support_reverse to support "
                "reverse() function."
            )
        return self._names[class_id]


class VocabularyProcessor:
    """Turns documents into rows of numbers of words.

    Args:
        max_document_length: How many words of a document count; shorter ones end in 0.
        min_frequency: How often a word must come, and more, to be kept.
        vocabulary: A `CategoricalVocabulary` to begin with.
        tokenizer_fn: A function from documents to their words.

    Example:
        >>> words = VocabularyProcessor(4)
        >>> [row.tolist() for row in words.fit_transform(["a good film", "a film"])]
        [[1, 2, 3, 0], [1, 3, 0, 0]]
    """

    def __init__(
        self,
        max_document_length: int,
        min_frequency: int = 0,
        vocabulary: CategoricalVocabulary | None = None,
        tokenizer_fn: Callable[[Iterable[str]], Iterable[Any]] | None = None,
    ) -> None:
        self.max_document_length = max_document_length
        self.min_frequency = min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents: Iterable[str], unused_y: Any = None) -> Any:
        """Learns the words of documents and returns the object."""
        for words in self._tokenizer(raw_documents):
            for word in words:
                self.vocabulary_.add(word)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def fit_transform(
        self, raw_documents: Iterable[str], unused_y: Any = None
    ) -> Iterator[Any]:
        """Learns the words and yields the rows."""
        documents = list(raw_documents)
        self.fit(documents)
        return self.transform(documents)

    def transform(self, raw_documents: Iterable[str]) -> Iterator[Any]:
        """Yields a row of numbers for each document."""
        for words in self._tokenizer(raw_documents):
            row = np.zeros(self.max_document_length, np.int64)
            for place, word in enumerate(words):
                if place >= self.max_document_length:
                    break
                row[place] = self.vocabulary_.get(word)
            yield row

    def reverse(self, documents: Iterable[Any]) -> Iterator[str]:
        """Yields the words of rows, with a blank between them."""
        for row in documents:
            yield " ".join(str(self.vocabulary_.reverse(number)) for number in row)

    def save(self, filename: Any) -> None:
        """Writes what was learned into a file of JSON."""
        import json

        state = {
            "max_document_length": self.max_document_length,
            "min_frequency": self.min_frequency,
            "words": list(self.vocabulary_._mapping),
            "counts": dict(self.vocabulary_._counts),
        }
        files.write(filename, json.dumps(state).encode())

    @classmethod
    def restore(cls, filename: Any) -> VocabularyProcessor:
        """Reads what `save` wrote.

        Raises:
            ValueError: The file holds something else; pickles are never read.
        """
        import json

        try:
            state = json.loads(files.read(filename))
            words, counts = list(state["words"]), dict(state["counts"])
            lengths = state["max_document_length"], state["min_frequency"]
        except (ValueError, KeyError, TypeError) as problem:
            raise ValueError(
                f"VocabularyProcessor.restore: {filename} was not written by "
                "VocabularyProcessor.save of Tensorbrook; pickles of TensorFlow 1.x are "
                "not read, as they can run code."
            ) from problem
        vocabulary = CategoricalVocabulary(words[0])
        vocabulary._mapping = {word: number for number, word in enumerate(words)}
        vocabulary._names, vocabulary._counts = words, Counter(counts)
        vocabulary.freeze()
        return cls(*lengths, vocabulary)
