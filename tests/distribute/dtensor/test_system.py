"""Clients, datasets and checkpoints of a mesh."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core import config

dtensor = tf.experimental.dtensor
MESH = dtensor.create_mesh([("batch", 2)], devices=["CPU:0", "CPU:1"])


def test_one_client():
    assert (dtensor.client_id(), dtensor.num_clients(), dtensor.jobs()) == (0, 1, [])
    assert dtensor.full_job_name() == "localhost/replica:0/task:0"
    assert dtensor.job_name() == "localhost" and not dtensor.heartbeat_enabled()
    assert dtensor.barrier(MESH) is None and "CUSTOM" in dtensor.device_name()
    assert dtensor.num_global_devices("CPU") == len(dtensor.local_devices("CPU"))


def test_the_cpu_as_several_devices():
    try:
        dtensor.initialize_accelerator_system("CPU", num_logical_cpu_devices=4)
        mesh = dtensor.create_distributed_mesh({"x": 4}, device_type="CPU")
        assert mesh.size == dtensor.num_local_devices("CPU") == 4
    finally:
        dtensor.shutdown_accelerator_system()
        config.Devices.logical.clear()


def test_tpus_are_missing():
    if not tf.config.list_physical_devices("TPU"):
        with pytest.raises(ValueError, match="needs 1 devices"):
            dtensor.create_tpu_mesh(["x"], [1], "tpu")


def test_datasets_give_tensors_with_layouts():
    layout = dtensor.Layout.batch_sharded(MESH, "batch", 1)
    data = tf.data.Dataset.range(6)
    dataset = dtensor.DTensorDataset(
        data, mesh=MESH, layouts=layout, global_batch_size=2, prefetch=1
    )
    batches = list(dataset)
    assert len(dataset) == 3 and batches[2].numpy().tolist() == [4, 5]
    assert dtensor.fetch_layout(batches[0]) == layout
    assert isinstance(dataset, tf.data.Dataset)


def test_checkpoints_hold_global_values(tmp_path):
    layout = dtensor.Layout.batch_sharded(MESH, "batch", 1)
    v = dtensor.DVariable([1.0, 2.0], layout=layout)
    checkpoint = dtensor.DTensorCheckpoint(MESH, v=v)
    path = checkpoint.save(str(tmp_path / "c"))
    v.assign([0.0, 0.0])
    checkpoint.restore(path)
    assert v.numpy().tolist() == [1.0, 2.0]


def test_files_by_name_are_refused():
    for save in (dtensor.name_based_save, dtensor.name_based_restore):
        with pytest.raises(NotImplementedError, match="DTensorCheckpoint"):
            save(MESH, "c", {})
    with pytest.raises(NotImplementedError, match="Checkpoint"):
        dtensor.sharded_save(MESH, "c", [], [], [])
