"""Lookup tables in SavedModels and checkpoints."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

WORDS = ["a", "b", "z", "c", "q"]


@pytest.fixture
def module(tmp_path):
    (tmp_path / "words.txt").write_text("a\nb\nc\n")

    class Lookups(tf.Module):
        def __init__(self) -> None:
            super().__init__()
            index = tf.lookup.TextFileIndex
            numbers = tf.constant([1, 2], tf.int64)
            pairs = tf.lookup.KeyValueTensorInitializer(["a", "b"], numbers)
            lines = tf.lookup.TextFileInitializer(
                str(tmp_path / "words.txt"),
                tf.string,
                index.WHOLE_LINE,
                tf.int64,
                index.LINE_NUMBER,
            )
            self.fixed = tf.lookup.StaticHashTable(pairs, -1)
            self.vocabulary = tf.lookup.StaticVocabularyTable(lines, 1)
            self.changing = tf.lookup.experimental.MutableHashTable(
                tf.string, tf.int64, -5
            )
            self.changing.insert(["q"], tf.constant([7], tf.int64))

        @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
        def __call__(self, x):
            tables = (self.fixed, self.vocabulary, self.changing)
            return [table.lookup(x) for table in tables]

    return Lookups()


WANTED = [[1, 2, -1, -1, -1], [0, 1, 3, 2, 3], [-5, -5, -5, -5, 7]]


def test_tables_come_back(module, tmp_path) -> None:
    tf.saved_model.save(module, tmp_path / "model")
    (tmp_path / "words.txt").unlink()
    loaded = tf.saved_model.load(tmp_path / "model")
    assert [part.numpy().tolist() for part in loaded(tf.constant(WORDS))] == WANTED


def test_tables_are_filled_in_a_session(module, tmp_path) -> None:
    tf.saved_model.save(module, tmp_path / "model")
    with tf.Graph().as_default(), v1.Session() as session:
        meta = v1.saved_model.load(session, ["serve"], tmp_path / "model")
        signature = meta.signature_def["serving_default"]
        names = [signature.outputs[f"output_{n}"].name for n in range(3)]
        found = session.run(names, {signature.inputs["x"].name: WORDS})
    assert [part.tolist() for part in found] == WANTED


def test_checkpoints_keep_tables_that_change(module, tmp_path) -> None:
    path = tf.train.Checkpoint(m=module).save(tmp_path / "ck")
    module.changing.insert(["q"], tf.constant([9], tf.int64))
    tf.train.Checkpoint(m=module).restore(path)
    assert module.changing.lookup(tf.constant(["q"])).numpy().tolist() == [7]
