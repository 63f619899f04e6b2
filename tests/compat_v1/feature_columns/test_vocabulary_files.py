"""Vocabularies in files of lines and of records."""

import pytest

import tensorbrook as tf


@pytest.mark.parametrize("file_format", ["text", "tfrecord_gzip", None])
def test_words_of_a_file(tmp_path, file_format):
    path = str(tmp_path / "words")
    if file_format == "tfrecord_gzip":
        with tf.io.TFRecordWriter(path, "GZIP") as writer:
            for word in ("a", "b", "c"):
                writer.write(word)
    else:
        (tmp_path / "words").write_text("a\nb\nc\n")
    column = tf.feature_column.categorical_column_with_vocabulary_file(
        "x", path, vocabulary_size=2, file_format=file_format
    )
    assert column.vocabulary_list == ("a", "b")


def test_another_format_is_refused(tmp_path):
    with pytest.raises(ValueError, match="tfrecord_gzip"):
        tf.feature_column.categorical_column_with_vocabulary_file(
            "x", str(tmp_path), file_format="csv"
        )
