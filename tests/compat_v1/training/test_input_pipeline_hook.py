"""Training goes on with the element after the last one that was used."""

import pathlib
import types
from typing import Any

import pytest

import tensorbrook.compat.v1 as tf
from tensorbrook.contrib.data import CheckpointInputPipelineHook


def _train(folder: pathlib.Path, steps: int, oneshot: bool) -> list[int]:
    """Takes so many elements, in a session that goes on where the last one ended."""
    config = types.SimpleNamespace(save_checkpoints_secs=None, save_checkpoints_steps=1)
    estimator = types.SimpleNamespace(config=config, model_dir=str(folder))
    with tf.Graph().as_default():
        step = tf.train.get_or_create_global_step()
        dataset = tf.data.Dataset.range(20).shuffle(5, seed=3)
        scaffold = None
        if oneshot:
            iterator = dataset.make_one_shot_iterator()
        else:
            iterator = dataset.make_initializable_iterator()
            tf.add_to_collection(tf.GraphKeys.TABLE_INITIALIZERS, iterator.initializer)
            scaffold = tf.train.Scaffold()
        following = iterator.get_next()
        advance = tf.assign_add(step, 1)
        hook = CheckpointInputPipelineHook(estimator)
        found = []
        with tf.train.MonitoredTrainingSession(
            checkpoint_dir=str(folder), hooks=[hook], scaffold=scaffold
        ) as session:
            for _ in range(steps):
                found.append(int(session.run([following, advance])[0]))
        return found


@pytest.mark.parametrize("oneshot", [True, False])
def test_training_goes_on(tmp_path: pathlib.Path, oneshot: bool) -> None:
    found: list[Any] = []
    for turn, steps in enumerate((4, 9, 7)):
        found += _train(tmp_path, steps, oneshot)
        assert len(set(found)) == sum((4, 9, 7)[: turn + 1])
    assert sorted(found) == list(range(20))
    assert (tmp_path / "checkpoint_input").exists()


def test_there_must_be_an_iterator(tmp_path: pathlib.Path) -> None:
    config = types.SimpleNamespace(save_checkpoints_secs=None, save_checkpoints_steps=1)
    estimator = types.SimpleNamespace(config=config, model_dir=str(tmp_path))
    hook = CheckpointInputPipelineHook(estimator)
    with tf.Graph().as_default(), pytest.raises(ValueError, match="no iterator"):
        hook.begin()
