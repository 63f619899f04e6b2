"""Tests of padding, tokenizers and word pairs."""

import numpy as np
import pytest

from tensorbrook import keras

text, sequence = keras.preprocessing.text, keras.preprocessing.sequence


def test_padding() -> None:
    rows = [[1, 2, 3], [4]]
    np.testing.assert_array_equal(
        keras.utils.pad_sequences(rows), [[1, 2, 3], [0, 0, 4]]
    )
    found = keras.utils.pad_sequences(
        rows, 2, padding="post", truncating="post", value=9
    )
    np.testing.assert_array_equal(found, [[1, 2], [4, 9]])
    with pytest.raises(ValueError, match="padding"):
        keras.utils.pad_sequences(rows, padding="middle")


def test_tokenizer_counts_and_numbers() -> None:
    tokenizer = text.Tokenizer(num_words=4, oov_token="?")  # noqa: S106
    tokenizer.fit_on_texts(["the cat sat", "the dog sat", "the end"])
    assert tokenizer.word_index["the"] == 2 and tokenizer.word_index["sat"] == 3
    assert tokenizer.texts_to_sequences(["the dog sat"]) == [[2, 1, 3]]
    assert tokenizer.sequences_to_texts([[2, 3]]) == ["the sat"]
    np.testing.assert_array_equal(
        tokenizer.texts_to_matrix(["the the sat"], "count"), [[0, 0, 2, 1]]
    )
    copy = text.tokenizer_from_json(tokenizer.to_json())
    assert copy.texts_to_sequences(["the dog sat"]) == [[2, 1, 3]]


def test_words() -> None:
    assert text.text_to_word_sequence("One, two!") == ["one", "two"]
    assert all(1 <= n < 10 for n in text.hashing_trick("a b c", 10, "md5"))


def test_skipgrams_are_near_each_other() -> None:
    pairs, labels = sequence.skipgrams([1, 2, 3, 4], 5, window_size=1, seed=0)
    near = [p for p, label in zip(pairs, labels, strict=True) if label]
    assert sorted(map(tuple, near)) == [(1, 2), (2, 1), (2, 3), (3, 2), (3, 4), (4, 3)]
    assert len(pairs) == 12


def test_timeseries_generator() -> None:
    data = np.arange(10)
    batches = sequence.TimeseriesGenerator(data, data, length=3, batch_size=4)
    x, y = batches[0]
    np.testing.assert_array_equal(x[0], [0, 1, 2])
    assert y[0] == 3 and len(batches) == 2
