"""Texts as word numbers or counts."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.preprocess.encoding import all_values, check_mode
from tensorbrook._src.keras.layers.preprocess.string_lookup import StringLookup

_PUNCTUATION = r'[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']'
_MODES = ("int", "multi_hot", "count", "tf_idf")

_STANDARDIZERS = ("lower_and_strip_punctuation", "lower", "strip_punctuation")


class TextVectorization(Layer):
    """Cuts texts into words, and turns those into numbers or counts.

    Args:
        max_tokens: the size of the vocabulary, with special tokens, or None.
        standardize: `"lower_and_strip_punctuation"`, `"lower"`,
            `"strip_punctuation"`, a function or None.
        split: `"whitespace"`, `"character"`, a function or None.
        ngrams: how many words stand together, a number or several.
        output_mode: `"int"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        output_sequence_length: the length of the rows of numbers.
        pad_to_max_tokens: whether vectors have the size `max_tokens`.
        vocabulary: the words, or a file of words.
        idf_weights: the weight of each word, for `"tf_idf"`.
        sparse: not supported.
        ragged: whether rows of numbers keep their lengths.
        encoding: kept for compatibility.
        name: the name.
        **kwargs: `dtype` and the like.

    Example:
        >>> layer = TextVectorization(vocabulary=["you", "say"])
        >>> layer(["You say!", "say what"]).numpy()
        array([[2, 3],
               [3, 1]])
    """

    _takes_numbers = True

    def __init__(
        self,
        max_tokens: int | None = None,
        standardize: Any = "lower_and_strip_punctuation",
        split: Any = "whitespace",
        ngrams: Any = None,
        output_mode: str = "int",
        output_sequence_length: int | None = None,
        pad_to_max_tokens: bool = False,
        vocabulary: Any = None,
        idf_weights: Any = None,
        sparse: bool = False,
        ragged: bool = False,
        encoding: str = "utf-8",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.output_mode = check_mode(output_mode, _MODES, "TextVectorization")
        if output_mode != "int" and output_sequence_length is not None:
            raise ValueError(
                "TextVectorization: `output_sequence_length` belongs to the "
                f"`output_mode` 'int'. Received: output_mode={output_mode!r}."
            )
        self.max_tokens = max_tokens
        _check("standardize", standardize, _STANDARDIZERS)
        _check("split", split, ("whitespace", "character"))
        self.standardize = standardize
        self.split = split
        self.ngrams_argument = ngrams
        self.ngrams = tuple(range(1, ngrams + 1)) if isinstance(ngrams, int) else ngrams
        self.output_sequence_length = output_sequence_length
        self.ragged = ragged
        self.encoding = encoding
        self.autocast = False
        self.built = True
        self._lookup_layer = StringLookup(
            max_tokens=max_tokens,
            vocabulary=vocabulary,
            idf_weights=idf_weights,
            pad_to_max_tokens=pad_to_max_tokens,
            mask_token="",  # noqa: S106
            output_mode=output_mode,
            encoding=encoding,
        )

    @property
    def compute_dtype(self) -> str:
        """The type of the inputs."""
        return "string"

    @property
    def variable_dtype(self) -> str:
        """The type of the inputs."""
        return "string"

    def adapt(
        self, data: Any, batch_size: Any = None, steps: int | None = None
    ) -> None:
        """Makes a vocabulary of the words in texts.

        Args:
            data: an array, a tensor, a list or a dataset of texts.
            batch_size: kept for compatibility.
            steps: how many batches to use.
        """
        self.reset_state()
        for number, batch in enumerate(all_values(data)):
            if steps is not None and number >= steps:
                break
            self.update_state(batch)
        self.finalize_state()

    def update_state(self, data: Any) -> None:
        """Counts the words of a batch of texts."""
        words = self._preprocess(tf.constant(np.asarray(data).reshape(-1)))
        rows = words.to_list() if hasattr(words, "to_list") else words.numpy().tolist()
        for row in rows:
            row = row if isinstance(row, list) else [row]
            self._lookup_layer._count([self._lookup_layer._plain(w) for w in row])

    def finalize_state(self) -> None:
        """Takes the counted words over."""
        self._lookup_layer.finalize_state()

    def reset_state(self) -> None:
        """Forgets what was counted."""
        self._lookup_layer.reset_state()

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[str]:
        """Returns the words in the order of their numbers."""
        return self._lookup_layer.get_vocabulary(include_special_tokens)

    def vocabulary_size(self) -> int:
        """Returns the number of words, with the special ones."""
        return self._lookup_layer.vocabulary_size()

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Sets the vocabulary."""
        self._lookup_layer.set_vocabulary(vocabulary, idf_weights)

    def _preprocess(self, texts: Any) -> Any:
        """Returns the words of texts."""
        if self.standardize in ("lower", "lower_and_strip_punctuation"):
            texts = tf.strings.lower(texts)
        if self.standardize in ("strip_punctuation", "lower_and_strip_punctuation"):
            texts = tf.strings.regex_replace(texts, _PUNCTUATION, "")
        if callable(self.standardize):
            texts = self.standardize(texts)
        if self.split is not None:
            if len(texts.shape) > 1:
                if texts.shape[-1] != 1:
                    raise ValueError(
                        "TextVectorization: with `split`, the last dimension of the "
                        f"inputs must be 1. Received: shape={texts.shape}."
                    )
                texts = tf.squeeze(texts, -1)
            if self.split == "whitespace":
                texts = tf.strings.split(texts)
            elif self.split == "character":
                texts = tf.strings.unicode_split(texts, "UTF-8")
            elif callable(self.split):
                texts = self.split(texts)
        if self.ngrams is not None:
            texts = tf.strings.ngrams(texts, ngram_width=self.ngrams, separator=" ")
        return texts

    def call(self, inputs: Any) -> Any:
        """Computes the numbers or counts."""
        texts = inputs
        if not isinstance(inputs, tf.Tensor | tf.RaggedTensor):
            texts = tf.convert_to_tensor(inputs)
        single = len(texts.shape) == 0
        texts = tf.expand_dims(texts, 0) if single else texts
        words = self._preprocess(texts)
        if self.output_mode == "int":
            found = self._as_rows(self._lookup_layer(words))
            return found[0] if single else found
        if isinstance(words, tf.RaggedTensor):
            words = words.to_tensor(default_value="")
        numbers = self._lookup_layer._numbers(words)
        found = self._counted(numbers, words)
        return found[0] if single else found

    def _counted(self, numbers: Any, words: Any) -> Any:
        """Returns the counts of words, without the filling of short rows."""
        depth = self._lookup_layer._depth()
        kind = "float32" if self.output_mode == "tf_idf" else "int64"
        hot = tf.one_hot(numbers, depth, dtype=kind)
        there = tf.cast(tf.not_equal(words, ""), kind)
        hot = hot * tf.expand_dims(there, -1)
        if self.output_mode == "multi_hot":
            return tf.reduce_max(hot, -2)
        counts = tf.reduce_sum(hot, -2)
        if self.output_mode == "tf_idf":
            return counts * self._lookup_layer._weights()
        return counts

    def _as_rows(self, numbers: Any) -> Any:
        """Returns rows of numbers of one length."""
        length = self.output_sequence_length
        if self.ragged:
            return numbers if length is None else numbers[:, :length]
        if isinstance(numbers, tf.RaggedTensor):
            shape = None if length is None else [None, length]
            return numbers.to_tensor(default_value=0, shape=shape)
        if length is None or len(numbers.shape) < 2:
            return numbers
        found = numbers[:, :length]
        missing = length - tf.shape(found)[1]
        return tf.pad(found, [[0, 0], [0, missing]])

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        if self.output_mode == "int":
            return (input_shape[0], self.output_sequence_length)
        return (input_shape[0], self._lookup_layer._depth())

    def compute_output_spec(self, inputs: Any) -> Any:
        """Returns symbolic outputs."""
        kind = "float32" if self.output_mode == "tf_idf" else "int64"
        return KerasTensor(self.compute_output_shape(inputs.shape), kind)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        inner = self._lookup_layer.get_config()
        config = super().get_config()
        config.update(
            dtype="string",
            max_tokens=self.max_tokens,
            standardize=self.standardize,
            split=self.split,
            ngrams=self.ngrams_argument,
            output_mode=self.output_mode,
            output_sequence_length=self.output_sequence_length,
            pad_to_max_tokens=inner["pad_to_max_tokens"],
            sparse=False,
            ragged=self.ragged,
            vocabulary=inner["vocabulary"],
            idf_weights=inner["idf_weights"],
            encoding=self.encoding,
        )
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes a layer from what `get_config` returned."""
        plain = {k: v for k, v in config.items() if k != "dtype"}
        return super().from_config(plain)


def _check(name: str, value: Any, known: tuple[str, ...]) -> None:
    """Raises for a name that is not known; functions and None are fine."""
    if isinstance(value, str) and value not in known:
        raise ValueError(
            f"TextVectorization: `{name}` must be one of {known}, a function or None. "
            f"Received: {name}={value!r}."
        )
