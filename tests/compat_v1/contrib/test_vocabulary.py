"""Numbers for words, and the metrics of eager 1.x programs."""

import pytest

import tensorbrook.compat.v1 as tf
from tensorbrook.contrib import eager
from tensorbrook.contrib.learn import preprocessing


def test_words_get_numbers(tmp_path):
    words = preprocessing.VocabularyProcessor(3, min_frequency=1)
    rows = [r.tolist() for r in words.fit_transform(["b a b", "a c b", "a b d"])]
    assert rows == [[1, 2, 1], [2, 0, 1], [2, 1, 0]]
    assert len(words.vocabulary_) == 3
    assert list(words.reverse([[1, 2, 0]])) == ["b a <UNK>"]
    words.save(tmp_path / "vocabulary")
    again = preprocessing.VocabularyProcessor.restore(tmp_path / "vocabulary")
    assert [r.tolist() for r in again.transform(["a z"])] == [[2, 0, 0]]


def test_a_pickle_is_not_read(tmp_path):
    (tmp_path / "old").write_bytes(b"\x80\x04cos\nsystem\n.")
    with pytest.raises(ValueError, match="pickles"):
        preprocessing.VocabularyProcessor.restore(tmp_path / "old")


def test_metrics_of_batches():
    accuracy = eager.metrics.Accuracy()
    assert len(accuracy([1, 2], [1, 3])) == 2
    accuracy([1], [1])
    assert float(accuracy.result()) == pytest.approx(2 / 3)
    accuracy.init_variables()
    assert float(accuracy.result()) == 0
    sparse = eager.metrics.SparseAccuracy()
    sparse([1], [[0.1, 0.9]])
    assert float(sparse.result()) == 1


@pytest.mark.parametrize("late", [False, True])
def test_a_checkpoint_holds_an_optimizer(tmp_path, late):
    def made():
        w = tf.Variable(2.0)
        return w, tf.train.MomentumOptimizer(0.1, 0.9)

    def step(w, optimizer):
        optimizer.apply_gradients([(tf.constant(1.0), w)])

    w, optimizer = made()
    step(w, optimizer)
    path = tf.train.Checkpoint(w=w, optimizer=optimizer).save(str(tmp_path / "ck"))
    step(w, optimizer)
    other, again = made()
    if not late:
        step(other, again)
    tf.train.Checkpoint(w=other, optimizer=again).restore(path)
    step(other, again)
    assert float(other) == float(w)
