"""Models as SavedModels: what they need besides variables comes along."""

import numpy as np
import pytest

import tensorbrook as tf


def _reader() -> tf.keras.Model:
    words = tf.keras.layers.TextVectorization(max_tokens=9, output_sequence_length=3)
    words.adapt(["the cat sat", "the dog"])
    text = tf.keras.Input((), dtype="string")
    numbers = tf.keras.layers.Embedding(9, 2)(words(text))
    return tf.keras.Model(text, tf.keras.layers.Flatten()(numbers))


def test_lookup_tables_are_exported(tmp_path) -> None:
    model = _reader()
    given = tf.constant(["the dog", "a cat"])
    model.export(str(tmp_path / "model"), verbose=False)
    loaded = tf.saved_model.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.serve(given), model(given))


def test_an_archive_takes_several_endpoints(tmp_path) -> None:
    model = _reader()
    archive = tf.keras.export.ExportArchive()
    archive.track(model)
    spec = tf.TensorSpec([None], tf.string)
    archive.add_endpoint("flat", model.call, [spec])
    archive.add_endpoint("total", lambda x: tf.reduce_sum(model(x)), [spec])
    with pytest.raises(ValueError, match="already taken"):
        archive.add_endpoint("flat", model.call, [spec])
    archive.write_out(str(tmp_path / "model"), verbose=False)
    loaded = tf.saved_model.load(tmp_path / "model")
    flat = loaded.flat(tf.constant(["the dog"]))
    total = loaded.total(tf.constant(["the dog"]))
    np.testing.assert_allclose(total, flat.numpy().sum(), rtol=1e-6)
