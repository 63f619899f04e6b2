"""The words of texts, counted and numbered."""

from __future__ import annotations

import collections
import json
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.keras.text.words import FILTERS, text_to_word_sequence

_MODES = ("binary", "count", "tfidf", "freq")


class Tokenizer:
    """Numbers the words of texts by how frequent they are.

    Args:
        num_words: numbers from this one on are left out.
        filters: the characters to leave out.
        lower: whether to use small letters only.
        split: what stands between words.
        char_level: whether every character is a word.
        oov_token: stands for words that were not fitted; gets number 1.
        analyzer: cuts a text into words instead.
        **kwargs: `nb_words`, the old name of `num_words`; `document_count`.

    Example:
        >>> tokenizer = Tokenizer()
        >>> tokenizer.fit_on_texts(["you say goodbye", "i say hello"])
        >>> tokenizer.texts_to_sequences(["you say hello"])
        [[2, 1, 5]]
    """

    def __init__(
        self,
        num_words: int | None = None,
        filters: str = FILTERS,
        lower: bool = True,
        split: str = " ",
        char_level: bool = False,
        oov_token: str | None = None,
        analyzer: Any = None,
        **kwargs: Any,
    ) -> None:
        if "nb_words" in kwargs:
            warnings.warn(
                "Tokenizer: `nb_words` is called `num_words` now.", stacklevel=2
            )
            num_words = kwargs.pop("nb_words")
        self.document_count = kwargs.pop("document_count", 0)
        if kwargs:
            raise TypeError(f"Tokenizer: unknown arguments {sorted(kwargs)}.")
        self.word_counts: collections.OrderedDict[str, int] = collections.OrderedDict()
        self.word_docs: Any = collections.defaultdict(int)
        self.index_docs: Any = collections.defaultdict(int)
        self.word_index: dict[str, int] = {}
        self.index_word: dict[int, str] = {}
        self.filters = filters
        self.split = split
        self.lower = lower
        self.num_words = num_words
        self.char_level = char_level
        self.oov_token = oov_token
        self.analyzer = analyzer

    def _words(self, text: Any) -> Any:
        """Returns the words of a text, or of a list of words."""
        if self.char_level or isinstance(text, list):
            if not self.lower:
                return text
            lowered = [t.lower() for t in text]
            return lowered if isinstance(text, list) else "".join(lowered)
        if self.analyzer is not None:
            return self.analyzer(text)
        return text_to_word_sequence(text, self.filters, self.lower, self.split)

    def fit_on_texts(self, texts: Iterable[Any]) -> None:
        """Counts the words of texts and numbers them.

        Args:
            texts: texts, or lists of words.
        """
        for text in texts:
            self.document_count += 1
            words = self._words(text)
            for word in words:
                self.word_counts[word] = self.word_counts.get(word, 0) + 1
            for word in set(words):
                self.word_docs[word] += 1
        ordered = sorted(self.word_counts.items(), key=lambda item: -item[1])
        names = [] if self.oov_token is None else [self.oov_token]
        names.extend(word for word, _ in ordered)
        self.word_index = {word: place + 1 for place, word in enumerate(names)}
        self.index_word = {place: word for word, place in self.word_index.items()}
        for word, count in self.word_docs.items():
            self.index_docs[self.word_index[word]] = count

    def fit_on_sequences(self, sequences: Iterable[list[int]]) -> None:
        """Counts in how many sequences each number is.

        Args:
            sequences: lists of word numbers.
        """
        for sequence in sequences:
            self.document_count += 1
            for number in set(sequence):
                self.index_docs[number] += 1

    def texts_to_sequences(self, texts: Iterable[Any]) -> list[list[int]]:
        """Returns the word numbers of texts; unknown words are left out.

        Args:
            texts: texts, or lists of words.
        """
        return list(self.texts_to_sequences_generator(texts))

    def texts_to_sequences_generator(self, texts: Iterable[Any]) -> Iterator[list[int]]:
        """Yields the word numbers of each text.

        Args:
            texts: texts, or lists of words.
        """
        unknown = self.word_index.get(self.oov_token) if self.oov_token else None
        for text in texts:
            numbers = []
            for word in self._words(text):
                number = self.word_index.get(word)
                if number is None or (self.num_words and number >= self.num_words):
                    number = unknown
                if number is not None:
                    numbers.append(number)
            yield numbers

    def sequences_to_texts(self, sequences: Iterable[Any]) -> list[str]:
        """Returns the texts of word numbers.

        Args:
            sequences: lists of word numbers.
        """
        return list(self.sequences_to_texts_generator(sequences))

    def sequences_to_texts_generator(self, sequences: Iterable[Any]) -> Iterator[str]:
        """Yields the text of each list of word numbers.

        Args:
            sequences: lists of word numbers.
        """
        for sequence in sequences:
            words = []
            for number in sequence:
                word = self.index_word.get(int(number))
                if word is None or (self.num_words and number >= self.num_words):
                    word = self.oov_token
                if word is not None:
                    words.append(word)
            yield " ".join(words)

    def texts_to_matrix(self, texts: Iterable[Any], mode: str = "binary") -> np.ndarray:
        """Returns a row of numbers for each text, with a column for each word.

        Args:
            texts: texts, or lists of words.
            mode: `"binary"`, `"count"`, `"tfidf"` or `"freq"`.
        """
        return self.sequences_to_matrix(self.texts_to_sequences(texts), mode=mode)

    def sequences_to_matrix(
        self, sequences: list[list[int]], mode: str = "binary"
    ) -> np.ndarray:
        """Returns a row of numbers for each sequence, with a column for each word.

        Args:
            sequences: lists of word numbers.
            mode: `"binary"`, `"count"`, `"tfidf"` or `"freq"`.

        Raises:
            ValueError: for another mode, or before any fitting.
        """
        if mode not in _MODES:
            raise ValueError(
                f"sequences_to_matrix: `mode` must be one of {_MODES}. Received: "
                f"mode={mode!r}."
            )
        width = self.num_words or (len(self.word_index) + 1 if self.word_index else 0)
        if not width:
            raise ValueError(
                "sequences_to_matrix: specify `num_words`, or fit on texts first."
            )
        if mode == "tfidf" and not self.document_count:
            raise ValueError("sequences_to_matrix: fit before using the mode 'tfidf'.")
        matrix = np.zeros((len(sequences), width))
        for row, sequence in zip(matrix, sequences, strict=True):
            counts = collections.Counter(n for n in sequence if n < width)
            for number, count in counts.items():
                row[number] = self._entry(number, count, len(sequence), mode)
        return matrix

    def _entry(self, number: int, count: int, length: int, mode: str) -> float:
        """Returns the entry of a word that a text holds `count` times."""
        if mode == "count":
            return count
        if mode == "freq":
            return count / length
        if mode == "binary":
            return 1
        documents = self.index_docs.get(number, 0)
        rarity = np.log(1 + self.document_count / (1 + documents))
        return float((1 + np.log(count)) * rarity)

    def get_config(self) -> dict[str, Any]:
        """Returns what the tokenizer knows, in texts and numbers."""
        return {
            "num_words": self.num_words,
            "filters": self.filters,
            "lower": self.lower,
            "split": self.split,
            "char_level": self.char_level,
            "oov_token": self.oov_token,
            "document_count": self.document_count,
            "word_counts": json.dumps(self.word_counts),
            "word_docs": json.dumps(self.word_docs),
            "index_docs": json.dumps(self.index_docs),
            "index_word": json.dumps(self.index_word),
            "word_index": json.dumps(self.word_index),
        }

    def to_json(self, **kwargs: Any) -> str:
        """Returns the tokenizer as a JSON text.

        Args:
            **kwargs: passed to `json.dumps`.
        """
        whole = {"class_name": type(self).__name__, "config": self.get_config()}
        return json.dumps(whole, **kwargs)


def tokenizer_from_json(json_string: str) -> Tokenizer:
    """Makes a tokenizer from what `Tokenizer.to_json` returned.

    Args:
        json_string: the text.
    """
    config = json.loads(json_string)["config"]
    kept = {
        name: json.loads(config.pop(name))
        for name in ("word_counts", "word_docs", "index_docs", "index_word")
    }
    word_index = json.loads(config.pop("word_index"))
    tokenizer = Tokenizer(**config)
    tokenizer.word_counts = collections.OrderedDict(kept["word_counts"])
    tokenizer.word_docs = kept["word_docs"]
    tokenizer.index_docs = {int(k): v for k, v in kept["index_docs"].items()}
    tokenizer.index_word = {int(k): v for k, v in kept["index_word"].items()}
    tokenizer.word_index = word_index
    return tokenizer
