"""The tasks of a cluster."""

import json

import pytest

import tensorbrook as tf


def _cluster() -> tf.train.ClusterSpec:
    return tf.train.ClusterSpec({"worker": ["a:1", "b:2"], "ps": {1: "c:3"}})


def test_jobs_and_tasks() -> None:
    cluster = _cluster()
    assert cluster.jobs == ["worker", "ps"]
    assert cluster.num_tasks("ps") == 1
    assert cluster.task_indices("ps") == [1]
    assert cluster.task_address("worker", 1) == "b:2"
    assert cluster.job_tasks("ps") == [None, "c:3"]
    assert cluster.as_dict() == {"worker": ["a:1", "b:2"], "ps": {1: "c:3"}}
    assert repr(cluster) == "ClusterSpec({'ps': {1: 'c:3'}, 'worker': ['a:1', 'b:2']})"


def test_messages() -> None:
    cluster = _cluster()
    made = cluster.as_cluster_def()
    assert [job.name for job in made.job] == ["ps", "worker"]
    again = tf.train.ClusterSpec(made)
    assert again == cluster == tf.train.ClusterSpec(cluster)
    assert hash(again) == hash(cluster)
    assert again != cluster.as_dict()


def test_an_empty_cluster_is_false() -> None:
    assert not tf.train.ClusterSpec({})
    assert _cluster()


@pytest.mark.parametrize("cluster", [3, {"a": 3}, {"a": [3]}])
def test_wrong_clusters(cluster: object) -> None:
    with pytest.raises(TypeError):
        tf.train.ClusterSpec(cluster)


def test_missing_tasks() -> None:
    cluster = _cluster()
    with pytest.raises(ValueError, match="No task with index 0 in job 'ps'"):
        cluster.task_address("ps", 0)
    with pytest.raises(ValueError, match="No such job in cluster: 'x'"):
        cluster.num_tasks("x")


def test_resolvers_give_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"cluster": {"worker": ["a:1"]}, "task": {"type": "worker", "index": 0}}
    monkeypatch.setenv("TF_CONFIG", json.dumps(said))
    resolvers = tf.distribute.cluster_resolver
    resolver = resolvers.TFConfigClusterResolver()
    assert resolver.cluster_spec() == tf.train.ClusterSpec(said["cluster"])
    both = resolvers.UnionResolver(
        resolver, resolvers.SimpleClusterResolver(tf.train.ClusterSpec({"ps": ["c:1"]}))
    )
    assert both.cluster_spec().as_dict() == {"worker": ["a:1"], "ps": ["c:1"]}
