"""Texts as numbers."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.preprocess.index_lookup import IndexLookup


class StringLookup(IndexLookup):
    """Turns texts into numbers by a vocabulary, or numbers into texts.

    Args:
        max_tokens: the size of the vocabulary, with special tokens, or None.
        num_oov_indices: how many numbers unknown texts have.
        mask_token: the text that means that nothing is there.
        oov_token: what unknown numbers become.
        vocabulary: the texts, or a file of texts.
        idf_weights: the weight of each text, for `"tf_idf"`.
        invert: whether to turn numbers into texts.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        pad_to_max_tokens: whether vectors have the size `max_tokens`.
        sparse: not supported.
        encoding: kept for compatibility.
        name: the name.
        salt: changes the hash of unknown texts.
        **kwargs: `dtype` and the like.

    Example:
        >>> StringLookup(vocabulary=["a", "b"])(["b", "c"]).numpy()
        array([2, 0])
    """

    def __init__(
        self,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        mask_token: str | None = None,
        oov_token: str = "[UNK]",  # noqa: S107
        vocabulary: Any = None,
        idf_weights: Any = None,
        invert: bool = False,
        output_mode: str = "int",
        pad_to_max_tokens: bool = False,
        sparse: bool = False,
        encoding: str = "utf-8",
        name: str | None = None,
        salt: Any = None,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("vocabulary_dtype", None)
        super().__init__(
            max_tokens,
            num_oov_indices,
            mask_token,
            oov_token,
            vocabulary,
            "string",
            idf_weights,
            invert,
            output_mode,
            pad_to_max_tokens,
            salt,
            name=name,
            **kwargs,
        )
        self.encoding = encoding
