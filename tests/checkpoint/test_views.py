"""Looks at what hangs together: in memory, and in a checkpoint."""

from pathlib import Path
from typing import Any

import pytest

import tensorbrook as tf


class _Model(tf.Module):
    def __init__(self) -> None:
        self.v = tf.Variable(1.0)
        self.items = [tf.Variable(2.0)]
        self.table = {"a": tf.Variable(3.0)}


@pytest.fixture
def saved(tmp_path: Path) -> Any:
    path = tf.train.Checkpoint(model=_Model()).save(tmp_path / "ck")
    return tf.train.CheckpointView(path)


def test_the_objects_in_memory() -> None:
    model = _Model()
    view = tf.train.TrackableView(model)
    assert view.root is model
    assert view.children(model) == {
        "v": model.v,
        "items": model.items,
        "table": model.table,
    }
    kinds = [type(item).__name__ for item in view.descendants()]
    assert kinds == ["_Model", "Variable", "list", "dict", "Variable", "Variable"]


def test_the_objects_of_a_checkpoint(saved: Any) -> None:
    assert saved.descendants() == list(range(8))
    assert set(saved.children(0)) == {"model", "save_counter"}
    model = saved.children(saved.children(0)["model"])
    assert set(model) == {"v", "items", "table"}
    assert set(saved.children(model["table"])) == {"a"}
    with pytest.raises(IndexError):
        saved.children(99)


def test_what_matches(saved: Any) -> None:
    other = tf.Module()
    other.v, other.w = tf.Variable(1.0), tf.Variable(1.0)
    checkpoint = tf.train.Checkpoint(model=other)
    matched, only_there, only_here = saved.diff(checkpoint)
    assert [type(item).__name__ for item in matched.values()] == [
        "Checkpoint",
        "Module",
        "Variable",
    ]
    assert len(only_there) == 5
    assert len(only_here) == 1
    assert only_here[0] is other.w
    with pytest.raises(ValueError, match="Expected a Trackable"):
        saved.match(3)


def test_a_cycle_ends(tmp_path: Path) -> None:
    first, second = tf.Module(), tf.Module()
    first.other, second.other = second, first
    second.v = tf.Variable(1.0)
    view = tf.train.CheckpointView(tf.train.Checkpoint(m=first).write(tmp_path / "c"))
    assert len(view.descendants()) == 4
    assert len(view.match(tf.train.Checkpoint(m=first))) == 4


def test_checkpoints_without_objects(tmp_path: Path) -> None:
    with pytest.raises(tf.errors.NotFoundError):
        tf.train.CheckpointView(tmp_path / "none")
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.compat.v1.Variable(1.0, name="v")
        session.run(tf.compat.v1.global_variables_initializer())
        path = tf.compat.v1.train.Saver().save(session, str(tmp_path / "s"))
    with pytest.raises(ValueError, match="by names"):
        tf.train.CheckpointView(path)
