"""Topologies of TPUs and what replicas have of them."""

import numpy as np
import pytest

import tensorbrook as tf

_CORES = [[[0, 0, 0, 0], [0, 0, 0, 1]], [[1, 0, 0, 0], [1, 0, 0, 1]]]


def _topology() -> tf.tpu.experimental.Topology:
    return tf.tpu.experimental.Topology(None, [2, 1, 1, 2], _CORES)


def test_the_sizes_of_a_topology() -> None:
    topology = _topology()
    assert (topology.num_tasks, topology.num_tpus_per_task) == (2, 2)
    assert topology.mesh_rank == 4
    assert topology.mesh_shape.tolist() == [2, 1, 1, 2]
    assert topology.device_coordinates.tolist() == _CORES
    assert len(topology.missing_devices) == 0


def test_missing_cores() -> None:
    topology = tf.tpu.experimental.Topology(None, [1, 1, 1, 2], [[[0, 0, 0, 0]]])
    assert topology.missing_devices.tolist() == [[0, 0, 0, 1]]


def test_the_core_at_a_place() -> None:
    topology = _topology()
    assert topology.task_ordinal_at_coordinates([1, 0, 0, 1]) == 1
    assert topology.tpu_device_ordinal_at_coordinates([1, 0, 0, 1]) == 1
    name = topology.tpu_device_name_at_coordinates([1, 0, 0, 1], job="worker")
    assert name == "/job:worker/task:1/device:TPU:1"
    host = topology.cpu_device_name_at_coordinates([1, 0, 0, 1])
    assert host == "/job:localhost/task:1/device:CPU:0"
    with pytest.raises(ValueError, match="no core"):
        topology.task_ordinal_at_coordinates([5, 0, 0, 0])


@pytest.mark.parametrize(
    ("mesh", "cores"),
    [([1, 1], _CORES), ([1, 1, 1, 0], _CORES), ([1, 1, 1, 1], [[0, 0, 0, 0]])],
)
def test_shapes_that_are_no_topology(mesh: list[int], cores: object) -> None:
    with pytest.raises(ValueError, match="must"):
        tf.tpu.experimental.Topology(None, mesh, cores)


def test_messages_of_topologies_are_refused() -> None:
    with pytest.raises(NotImplementedError):
        tf.tpu.experimental.Topology(b"x")
    with pytest.raises(NotImplementedError):
        _topology().serialized()


def test_cores_are_given_to_replicas() -> None:
    build = tf.tpu.experimental.DeviceAssignment.build
    given = build(_topology(), computation_shape=[1, 1, 1, 2], num_replicas=2)
    assert (given.num_replicas, given.num_cores_per_replica) == (2, 2)
    assert given.coordinates(1, 0) == (1, 0, 0, 0)
    assert given.tpu_ordinal(1, 1) == 1
    assert given.lookup_replicas(1, 0) == [1]
    assert given.tpu_device(0, 1) == "/job:localhost/task:0/device:TPU:1"
    assert given.host_device(1, 1) == "/job:localhost/task:1/device:CPU:0"
    assert np.array_equal(given.core_assignment, _CORES)
    assert given.topology.num_tasks == 2
    with pytest.raises(ValueError, match="No replica"):
        given.lookup_replicas(7, 0)


def test_wrong_assignments() -> None:
    assignment = tf.tpu.experimental.DeviceAssignment
    with pytest.raises(ValueError, match="there are 4"):
        assignment.build(_topology(), num_replicas=5)
    with pytest.raises(NotImplementedError):
        assignment.build(_topology(), computation_stride=[1, 1, 1, 2])
    with pytest.raises(ValueError, match="Topology"):
        assignment(None, _CORES)
    with pytest.raises(ValueError, match="shape"):
        assignment(_topology(), [1])


def test_a_machine_without_tpus_says_so() -> None:
    if tf.config.list_physical_devices("TPU"):
        pytest.skip("there are TPUs")
    with pytest.raises(tf.errors.NotFoundError):
        tf.tpu.experimental.initialize_tpu_system()
    with pytest.raises(tf.errors.NotFoundError):
        tf.tpu.experimental.shutdown_tpu_system()


def test_records() -> None:
    assert tf.tpu.XLAOptions().use_spmd_for_xla_partitioning
    system = tf.tpu.experimental.TPUSystemMetadata(8, 1, 8, None, [])
    assert system.num_cores == 8
    assert tf.tpu.experimental.DeviceOrderMode.RING == 1
    feature = tf.tpu.experimental.HardwareFeature(None)
    assert feature.embedding_feature.value == "UNSUPPORTED"
    assert feature.num_embedding_devices_per_chip == 0
