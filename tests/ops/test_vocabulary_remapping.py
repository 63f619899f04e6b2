"""Rows and columns of old matrices in the order of new vocabularies."""

import pathlib
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors


def _vocabulary(path: pathlib.Path, words: str) -> str:
    path.write_text("\n".join(words.split()) + "\n", encoding="utf-8")
    return str(path)


def _remapping(folder: pathlib.Path, old: str, **attrs: int) -> Any:
    return tf.raw_ops.GenerateVocabRemapping(
        new_vocab_file=_vocabulary(folder / "new", "a b c d"),
        old_vocab_file=_vocabulary(folder / "old", old),
        **attrs,
    )


@pytest.mark.covers("GenerateVocabRemapping")
def test_places_of_new_words(tmp_path: pathlib.Path) -> None:
    found, count = _remapping(tmp_path, "c a x", new_vocab_offset=0, num_new_vocab=4)
    assert found.numpy().tolist() == [1, -1, 0, -1]
    assert count.numpy() == 2
    found, count = _remapping(tmp_path, "c a x", new_vocab_offset=1, num_new_vocab=2)
    assert found.numpy().tolist() == [-1, 0]
    with pytest.raises(errors.FailedPreconditionError, match="lines 1 and 2"):
        _remapping(tmp_path, "c a a", new_vocab_offset=0, num_new_vocab=4)
    with pytest.raises(errors.InvalidArgumentError, match="has 4 lines"):
        _remapping(tmp_path, "c a x", new_vocab_offset=2, num_new_vocab=4)


@pytest.fixture
def prefix(tmp_path: pathlib.Path) -> str:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        old = tf.reshape(tf.range(12.0), [4, 3])
        variable = tf.compat.v1.get_variable("w", initializer=old, use_resource=True)
        session.run(variable.initializer)
        saver = tf.compat.v1.train.Saver([variable])
        return saver.save(session, str(tmp_path / "model"))


def _loaded(prefix: str, rows: Any, columns: Any, values: Any, dims: Any) -> Any:
    return tf.raw_ops.LoadAndRemapMatrix(
        ckpt_path=prefix,
        old_tensor_name="w",
        row_remapping=np.array(rows, np.int64),
        col_remapping=np.array(columns, np.int64),
        initializing_values=np.array(values, np.float32),
        num_rows=dims[0],
        num_cols=dims[1],
    )


@pytest.mark.covers("LoadAndRemapMatrix")
def test_matrices_in_a_new_order(prefix: str) -> None:
    found = _loaded(prefix, [0, -1, 2], [], [7, 8, 9], (3, 3))
    np.testing.assert_array_equal(found, [[0, 1, 2], [7, 8, 9], [6, 7, 8]])
    found = _loaded(prefix, [3, 1], [2, 0, -1], [50, 51], (2, 3))
    np.testing.assert_array_equal(found, [[11, 9, 50], [5, 3, 51]])


@pytest.mark.parametrize(
    ("rows", "columns", "values", "error"),
    [
        ([3, -1], [2, -1], [50, 51], errors.InvalidArgumentError),
        ([0, 9], [0, 1], [], errors.InternalError),
        ([0, 2], [0, 0], [], errors.UnimplementedError),
    ],
)
def test_wrong_places_are_refused(
    prefix: str, rows: Any, columns: Any, values: Any, error: Any
) -> None:
    with pytest.raises(error):
        _loaded(prefix, rows, columns, values, (2, 2))
