"""Integers as numbers without gaps."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.preprocess.index_lookup import IndexLookup


class IntegerLookup(IndexLookup):
    """Turns integers into numbers by a vocabulary, or back.

    Args:
        max_tokens: the size of the vocabulary, with special tokens, or None.
        num_oov_indices: how many numbers unknown integers have.
        mask_token: the integer that means that nothing is there.
        oov_token: what unknown numbers become.
        vocabulary: the integers, or a file of them.
        vocabulary_dtype: the type of the vocabulary.
        idf_weights: the weight of each integer, for `"tf_idf"`.
        invert: whether to turn numbers into integers of the vocabulary.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"`, `"count"` or `"tf_idf"`.
        sparse: not supported.
        pad_to_max_tokens: whether vectors have the size `max_tokens`.
        oov_method: kept for compatibility.
        salt: changes the hash of unknown integers.
        name: the name.
        **kwargs: `dtype` and the like.
    """

    def __init__(
        self,
        max_tokens: int | None = None,
        num_oov_indices: int = 1,
        mask_token: int | None = None,
        oov_token: int = -1,
        vocabulary: Any = None,
        vocabulary_dtype: str = "int64",
        idf_weights: Any = None,
        invert: bool = False,
        output_mode: str = "int",
        sparse: bool = False,
        pad_to_max_tokens: bool = False,
        oov_method: str = "floormod",
        salt: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            max_tokens,
            num_oov_indices,
            mask_token,
            oov_token,
            vocabulary,
            vocabulary_dtype,
            idf_weights,
            invert,
            output_mode,
            pad_to_max_tokens,
            salt,
            name=name,
            **kwargs,
        )
        self.oov_method = oov_method
