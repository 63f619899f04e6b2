"""What the layers with a vocabulary have in common."""

from __future__ import annotations

import collections
import os
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.preprocess.encoding import (
    all_values,
    check_mode,
    encode,
    encoded_shape,
)

_MODES = ("int", "one_hot", "multi_hot", "count", "tf_idf")


class IndexLookup(Layer):
    """Turns tokens into numbers by a vocabulary, or numbers into tokens.

    Number 0 is the mask token, if there is one; then come the numbers of unknown
    tokens, then the vocabulary.

    Args:
        max_tokens: the size of the vocabulary, with special tokens, or None.
        num_oov_indices: how many numbers unknown tokens have.
        mask_token: the token that means that nothing is there, or None.
        oov_token: what unknown numbers become.
        vocabulary: the tokens, or a file of tokens.
        token_dtype: `"string"` or an integer type.
        idf_weights: the weight of each token, for `"tf_idf"`.
        invert: whether to turn numbers into tokens.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        pad_to_max_tokens: whether vectors have the size `max_tokens`.
        salt: changes the hash of unknown tokens.
        **kwargs: `name`, `dtype` and the like.
    """

    _takes_numbers = True

    def __init__(
        self,
        max_tokens: int | None,
        num_oov_indices: int,
        mask_token: Any,
        oov_token: Any,
        vocabulary: Any,
        token_dtype: str,
        idf_weights: Any,
        invert: bool,
        output_mode: str,
        pad_to_max_tokens: bool,
        salt: Any = None,
        **kwargs: Any,
    ) -> None:
        name = type(self).__name__
        if kwargs.get("dtype") is None:
            kwargs["dtype"] = "float32" if output_mode == "tf_idf" else "int64"
        self._value_dtype = kwargs["dtype"]
        kwargs["dtype"] = None if _is_integer(kwargs["dtype"]) else kwargs["dtype"]
        super().__init__(**kwargs)
        self.output_mode = check_mode(output_mode, _MODES, name)
        if max_tokens is not None and max_tokens <= 1:
            raise ValueError(
                f"{name}: `max_tokens` must be greater than 1. Received: {max_tokens}."
            )
        if num_oov_indices < 0:
            raise ValueError(
                f"{name}: `num_oov_indices` must be 0 or more. Received: "
                f"num_oov_indices={num_oov_indices}."
            )
        if invert and output_mode != "int":
            raise ValueError(f"{name}: `invert` needs the `output_mode` 'int'.")
        self.max_tokens = max_tokens
        self.num_oov_indices = num_oov_indices
        self.mask_token = mask_token
        self.oov_token = oov_token
        self.token_dtype = token_dtype
        self.invert = invert
        self.pad_to_max_tokens = pad_to_max_tokens
        self.salt = salt
        self.idf_weights: Any = None
        self._idf: np.ndarray | None = None
        self._tokens: list[Any] = []
        self._given_vocabulary = vocabulary
        self._given_idf = idf_weights
        self.autocast = False
        self.built = True
        self._table: Any = None
        self.reset_state()
        if vocabulary is not None:
            self.set_vocabulary(vocabulary, idf_weights)

    def _plain(self, token: Any) -> Any:
        """Returns a token as a Python value."""
        if self.token_dtype != "string":
            return int(token)
        if isinstance(token, bytes):
            return token.decode("utf-8")
        return token if isinstance(token, str) else str(token)

    @property
    def _specials(self) -> list[Any]:
        """The mask token and the tokens of unknown ones."""
        mask = (
            [] if self.mask_token is None or not self._has_mask else [self.mask_token]
        )
        return mask + [self.oov_token] * self.num_oov_indices

    @property
    def _has_mask(self) -> bool:
        """Whether the mask token has a number: only numbers need it."""
        return self.mask_token is not None and self.output_mode == "int"

    def reset_state(self) -> None:
        """Forgets what `adapt` counted."""
        self._counts: collections.Counter[Any] = collections.Counter()
        self._documents: collections.Counter[Any] = collections.Counter()
        self._number_of_documents = 0

    def set_vocabulary(self, vocabulary: Any, idf_weights: Any = None) -> None:
        """Sets the vocabulary.

        Args:
            vocabulary: the tokens, with or without the special ones, or a file.
            idf_weights: the weight of each token, for `"tf_idf"`.

        Raises:
            ValueError: when a token occurs twice, or there are too many.
        """
        if isinstance(vocabulary, str | os.PathLike):
            with open(vocabulary, encoding="utf-8") as file:
                vocabulary = [line.rstrip("\n") for line in file if line.rstrip("\n")]
        if hasattr(vocabulary, "numpy"):
            vocabulary = vocabulary.numpy()
        tokens = [self._plain(token) for token in vocabulary]
        specials = self._specials
        if specials and tokens[: len(specials)] == specials:
            tokens = tokens[len(specials) :]
        elif self.oov_token in tokens[: len(specials)] and self.num_oov_indices:
            tokens = [t for t in tokens if t not in (self.oov_token, self.mask_token)]
        repeated = [t for t, n in collections.Counter(tokens).items() if n > 1]
        if repeated:
            raise ValueError(
                f"{type(self).__name__}: a vocabulary must hold each token once. "
                f"Repeated: {repeated[:10]}."
            )
        if self.max_tokens is not None and len(tokens) + len(specials) > (
            self.max_tokens
        ):
            raise ValueError(
                f"{type(self).__name__}: the vocabulary has {len(tokens)} tokens and "
                f"{len(specials)} special ones; `max_tokens` is {self.max_tokens}."
            )
        self._tokens = tokens
        self._table = None
        if self.output_mode == "tf_idf":
            if idf_weights is None:
                raise ValueError(
                    f"{type(self).__name__}: `idf_weights` must be set with the "
                    "vocabulary when `output_mode` is 'tf_idf'."
                )
            weights = np.asarray(idf_weights, "float32")
            if len(weights) == len(tokens):
                front = np.full(len(specials), weights.mean(), "float32")
                weights = np.concatenate([front, weights])
            self._idf = weights

    def adapt(
        self, data: Any, batch_size: Any = None, steps: int | None = None
    ) -> None:
        """Makes a vocabulary of the tokens in data.

        Args:
            data: an array, a tensor, a list or a dataset of tokens.
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
        """Counts the tokens of a batch.

        Args:
            data: an array of tokens; each row is a document.
        """
        array = np.asarray(data)
        rows = array.reshape(-1, 1) if array.ndim < 2 else array
        for row in rows:
            self._count([self._plain(token) for token in np.ravel(row)])

    def _count(self, tokens: list[Any]) -> None:
        """Counts the tokens of one document."""
        self._counts.update(tokens)
        self._documents.update(set(tokens))
        self._number_of_documents += 1

    def finalize_state(self) -> None:
        """Takes the counted tokens over, the most frequent first."""
        if not self._counts:
            return
        hidden = (self.mask_token, self.oov_token)
        pairs = [(n, t) for t, n in self._counts.items() if t not in hidden]
        tokens = [token for _, token in sorted(pairs, reverse=True)]
        if self.token_dtype == "string":
            tokens = [np.str_(token) for token in tokens]
        if self.max_tokens is not None:
            tokens = tokens[: self.max_tokens - len(self._specials)]
        weights = None
        if self.output_mode == "tf_idf":
            found = np.array([self._documents[token] for token in tokens])
            weights = np.log(1 + self._number_of_documents / (1 + found))
        self.set_vocabulary(tokens, weights)

    def get_vocabulary(self, include_special_tokens: bool = True) -> list[Any]:
        """Returns the tokens in the order of their numbers.

        Args:
            include_special_tokens: whether to return the special tokens, too.
        """
        if not include_special_tokens:
            return list(self._tokens)
        return [*self._specials, *self._tokens]

    def vocabulary_size(self) -> int:
        """Returns the number of tokens, with the special ones."""
        return len(self._specials) + len(self._tokens)

    def _depth(self) -> int:
        """Returns the size of a vector."""
        if self.pad_to_max_tokens and self.max_tokens is not None:
            return self.max_tokens
        return self.vocabulary_size()

    def _lookup_table(self) -> Any:
        """Returns the table of tokens and numbers."""
        if self._table is None:
            if not self._tokens:
                raise ValueError(
                    f"{type(self).__name__}: the layer has no vocabulary yet. Pass "
                    "`vocabulary`, or call `adapt(data)`."
                )
            kind = "string" if self.token_dtype == "string" else "int64"
            words = [*self._tokens]
            first = len(self._specials)
            numbers = list(range(first, first + len(words)))
            if self._has_mask:
                words, numbers = [self.mask_token, *words], [0, *numbers]
            with tf.init_scope():
                keys = tf.constant(words, kind)
                values = tf.constant(numbers, "int64")
                if self.invert:
                    keys, values = values, keys
                default = self.oov_token if self.invert else -1
                start = tf.lookup.KeyValueTensorInitializer(keys, values)
                default = default if self.invert else -1
                self._table = tf.lookup.StaticHashTable(start, default)
        return self._table

    def _numbers(self, tokens: Any) -> Any:
        """Returns the numbers of tokens."""
        kind = "string" if self.token_dtype == "string" else "int64"
        tokens = tokens if tokens.dtype == kind else tf.cast(tokens, kind)
        numbers = self._lookup_table().lookup(tokens)
        first = 1 if self._has_mask else 0
        unknown = tf.less(numbers, 0)
        if self.num_oov_indices == 0:
            return numbers
        if self.num_oov_indices == 1:
            bucket = tf.zeros_like(numbers)
        elif self.token_dtype != "string":
            bucket = tf.math.floormod(tokens, self.num_oov_indices)
        else:
            bucket = tf.strings.to_hash_bucket_fast(tokens, self.num_oov_indices)
        return tf.where(unknown, bucket + first, numbers)

    def call(self, inputs: Any) -> Any:
        """Looks up the inputs."""
        values = inputs
        if not isinstance(inputs, tf.Tensor | tf.RaggedTensor | tf.SparseTensor):
            values = tf.convert_to_tensor(inputs)
        if isinstance(values, tf.RaggedTensor):
            return values.with_flat_values(self.call(values.flat_values))
        if self.invert:
            return self._lookup_table().lookup(tf.cast(values, "int64"))
        numbers = self._numbers(values)
        if self.output_mode == "int":
            return tf.cast(numbers, self._value_dtype)
        return encode(
            numbers, self.output_mode, self._depth(), self._value_dtype, self._weights()
        )

    def _weights(self) -> Any:
        """Returns the weight of each number, for `"tf_idf"`."""
        if self.output_mode != "tf_idf":
            return None
        weights = np.asarray(self._idf, "float32")
        missing = self._depth() - len(weights)
        return np.pad(weights, (0, missing)) if missing > 0 else weights

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return encoded_shape(input_shape, self.output_mode, self._depth())

    def compute_output_spec(self, inputs: Any) -> Any:
        """Returns symbolic outputs."""
        kind = self.token_dtype if self.invert else self._value_dtype
        return KerasTensor(self.compute_output_shape(inputs.shape), kind)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = super().get_config()
        config.update(
            dtype=self._value_dtype,
            max_tokens=self.max_tokens,
            num_oov_indices=self.num_oov_indices,
            mask_token=self.mask_token,
            oov_token=self.oov_token,
            vocabulary=self.get_vocabulary() if self._tokens else None,
            idf_weights=None if self._idf is None else self._idf.tolist(),
            invert=self.invert,
            output_mode=self.output_mode,
            pad_to_max_tokens=self.pad_to_max_tokens,
            salt=self.salt,
            sparse=False,
        )
        return config


def _is_integer(dtype: Any) -> bool:
    """Says whether a dtype is one of integers."""
    return isinstance(dtype, str) and dtype.startswith(("int", "uint"))
