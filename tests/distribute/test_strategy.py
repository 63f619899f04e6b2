"""Strategies with one replica."""

from typing import Any

import pytest

import tensorbrook as tf


@pytest.mark.parametrize(
    "make",
    [
        lambda: tf.distribute.OneDeviceStrategy("/cpu:0"),
        tf.distribute.MirroredStrategy,
        lambda: tf.distribute.MirroredStrategy(["/cpu:0"]),
        tf.distribute.MultiWorkerMirroredStrategy,
        tf.distribute.get_strategy,
    ],
)
def test_a_training_step(make: Any) -> None:
    strategy = make()
    assert strategy.num_replicas_in_sync == 1
    with strategy.scope():
        variable = tf.Variable(1.0)
        assert tf.distribute.in_cross_replica_context()
        assert tf.distribute.get_strategy() is strategy
    dataset = tf.data.Dataset.range(4).batch(2)
    spread = strategy.experimental_distribute_dataset(dataset)

    def step(batch: Any) -> Any:
        context = tf.distribute.get_replica_context()
        assert context is not None
        total = tf.reduce_sum(tf.cast(batch, tf.float32))
        variable.assign_add(context.all_reduce("sum", total))
        return total

    @tf.function
    def run(batch: Any) -> Any:
        return strategy.run(step, (batch,))

    found = [strategy.reduce("SUM", run(batch), axis=None) for batch in spread]
    assert [float(each) for each in found] == [1.0, 5.0]
    assert float(variable) == 7.0


def test_contexts() -> None:
    assert not tf.distribute.has_strategy()
    strategy = tf.distribute.MirroredStrategy()
    with strategy.scope():
        assert tf.distribute.has_strategy()
        assert tf.distribute.get_replica_context() is None
        with pytest.raises(RuntimeError, match="scope"):
            tf.distribute.experimental_set_strategy(strategy)
    tf.distribute.experimental_set_strategy(strategy)
    try:
        assert tf.distribute.get_strategy() is strategy
    finally:
        tf.distribute.experimental_set_strategy(None)
    assert not tf.distribute.has_strategy()


@pytest.mark.parametrize(
    "make",
    [
        lambda: tf.distribute.MirroredStrategy(["/gpu:0", "/gpu:1"]),
        lambda: tf.distribute.OneDeviceStrategy("/gpu:0"),
        lambda: tf.distribute.TPUStrategy(),
        lambda: tf.distribute.ParameterServerStrategy(None),
    ],
)
def test_what_is_missing_says_so(make: Any) -> None:
    with pytest.raises(NotImplementedError):
        make()


def test_the_cluster_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    said = '{"cluster": {"worker": ["a:1", "b:2"]}, "task": {"type": "worker", "index": 1}}'
    monkeypatch.setenv("TF_CONFIG", said)
    resolver = tf.distribute.cluster_resolver.TFConfigClusterResolver()
    assert (resolver.task_type, resolver.task_id) == ("worker", 1)
    assert resolver.master("worker", 0, "grpc") == "grpc://a:1"
    with pytest.raises(NotImplementedError, match="2 workers"):
        tf.distribute.MultiWorkerMirroredStrategy(resolver)
