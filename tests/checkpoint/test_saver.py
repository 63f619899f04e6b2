"""Savers and meta graphs of 1.x."""

import os

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


@pytest.mark.covers("SaveV2", "RestoreV2")
def test_save_and_restore(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        v1.get_variable("a/w", initializer=[1.0, 2.0])
        v1.get_variable("text", initializer="hello")
        saver = v1.train.Saver(max_to_keep=2)
        session.run(v1.global_variables_initializer())
        paths = [
            saver.save(session, str(tmp_path / "m"), global_step=n) for n in (1, 2, 3)
        ]
        assert saver.last_checkpoints == paths[1:]
    assert v1.train.latest_checkpoint(tmp_path) == paths[2]
    assert not v1.train.checkpoint_exists(paths[0])
    assert dict(v1.train.list_variables(paths[2])) == {"a/w": [2], "text": []}
    with tf.Graph().as_default(), v1.Session() as session:
        other = v1.get_variable("other", shape=[2])
        v1.train.Saver({"a/w": other}).restore(session, paths[2])
        np.testing.assert_array_equal(session.run(other), [1.0, 2.0])


@pytest.mark.covers("SaveSlices", "RestoreV2")
def test_the_format_of_before_2016(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        cut = v1.fixed_size_partitioner(2)
        w = v1.get_variable("w", [5, 2], partitioner=cut)
        text = v1.get_variable("text", initializer=["hello", ""])
        saver = v1.train.Saver(write_version=v1.train.SaverDef.V1, max_to_keep=1)
        session.run(v1.global_variables_initializer())
        wanted = session.run(tf.convert_to_tensor(w))
        paths = [saver.save(session, str(tmp_path / "m"), step) for step in (1, 2)]
        session.run(v1.global_variables_initializer())  # other random values
        saver.restore(session, paths[1])
        np.testing.assert_array_equal(session.run(tf.convert_to_tensor(w)), wanted)
        assert session.run(text).tolist() == [b"hello", b""]
    assert saver.as_saver_def().version == v1.train.SaverDef.V1
    kept = ["checkpoint", "m-2", "m-2.meta"]
    assert sorted(os.listdir(tmp_path)) == kept
    assert v1.train.latest_checkpoint(tmp_path) == paths[1]
    assert len(v1.train.get_checkpoint_mtimes(paths)) == 1
    saver.recover_last_checkpoints(paths)
    assert saver.last_checkpoints == paths[1:]
    with tf.Graph().as_default(), v1.Session() as session:
        whole = v1.get_variable("w", [5, 2])
        v1.train.import_meta_graph(f"{paths[1]}.meta", import_scope="again")
        v1.train.Saver([whole]).restore(session, paths[1])
        np.testing.assert_array_equal(session.run(whole), wanted)
    v = tf.Variable([1.0, 2.0], name="v")
    saver = v1.train.Saver([v], write_version=v1.train.SaverDef.V1)
    path = saver.save(None, str(tmp_path / "eager"))
    v.assign([0.0, 0.0])
    saver.restore(None, path)
    assert v.numpy().tolist() == [1.0, 2.0]


@pytest.mark.covers("Save", "SaveSlices", "Restore", "RestoreSlice")
def test_raw_operations_of_before_2016(tmp_path) -> None:
    ops, path = tf.raw_ops, str(tmp_path / "m")
    value = tf.reshape(tf.range(6.0), [3, 2])
    ops.Save(filename=path, tensor_names=["a", "b"], data=[value, ["x"]])
    found = ops.Restore(file_pattern=path, tensor_name="a", dt=tf.float32)
    np.testing.assert_array_equal(found, value)
    found = ops.Restore(file_pattern=path, tensor_name="b", dt=tf.string)
    assert found.numpy().tolist() == [b"x"]
    ops.SaveSlices(
        filename=path,
        tensor_names=["a", "a"],
        shapes_and_slices=["3 2 0,1:-", "3 2 1,2:-"],
        data=[value[:1], value[1:]],
    )
    found = ops.RestoreSlice(
        file_pattern=path, tensor_name="a", shape_and_slice="3 2 0,2:1,1", dt=tf.float32
    )
    np.testing.assert_array_equal(found, value[:2, 1:])
    with pytest.raises(tf.errors.InvalidArgumentError, match="expected dtype int32"):
        ops.Restore(file_pattern=path, tensor_name="a", dt=tf.int32)
    with pytest.raises(tf.errors.NotFoundError, match="c not found"):
        ops.Restore(file_pattern=path, tensor_name="c", dt=tf.int32)
    with pytest.raises(tf.errors.InvalidArgumentError, match="Save: 1 names"):
        ops.Save(filename=path, tensor_names=["a"], data=[value, value])


def test_meta_graph_brings_the_graph_back(tmp_path) -> None:
    x_value = np.ones((2, 3), np.float32)
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None, 3], name="x")
        w = v1.get_variable("w", initializer=np.ones((3, 2), np.float32))
        y = tf.identity(tf.matmul(x, w), name="y")
        count = tf.while_loop(lambda i: i < 3, lambda i: i + 1, [tf.constant(0)])
        v1.add_to_collection("outputs", y)
        v1.add_to_collection("numbers", 3)
        tf.identity(count, name="count")
        session.run(w.initializer)
        path = v1.train.Saver().save(session, str(tmp_path / "m"))
        wanted = session.run(y, {x: x_value})
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(f"{path}.meta")
        saver.restore(session, path)
        found, count = session.run(["y:0", "count:0"], {"x:0": x_value})
        np.testing.assert_array_equal(found, wanted)
        assert count == [3]
        assert [v.name for v in v1.trainable_variables()] == ["w:0"]
        assert v1.get_collection("outputs")[0].name == "y:0"
        assert v1.get_collection("numbers") == [3]
        assert os.path.exists(saver.save(session, str(tmp_path / "again")) + ".meta")


def test_import_under_a_scope(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        v = v1.get_variable("v", initializer=4.0)
        session.run(v.initializer)
        path = v1.train.Saver().save(session, str(tmp_path / "m"))
    with tf.Graph().as_default(), v1.Session() as session:
        saver = v1.train.import_meta_graph(f"{path}.meta", import_scope="copy")
        saver.restore(session, path)
        (variable,) = v1.global_variables()
        assert variable.op.name == "copy/v"
        assert session.run(variable) == 4.0


def test_errors_say_what_is_wrong(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        with pytest.raises(ValueError, match="No variables to save"):
            v1.train.Saver()
        v = v1.get_variable("v", initializer=[1.0])
        saver = v1.train.Saver()
        with pytest.raises(tf.errors.FailedPreconditionError, match="v"):
            saver.save(session, str(tmp_path / "m"))
        session.run(v.initializer)
        path = saver.save(session, str(tmp_path / "m"), write_meta_graph=False)
        with pytest.raises(ValueError, match="not a valid checkpoint"):
            saver.restore(session, str(tmp_path / "none"))
        with pytest.raises(ValueError, match="None"):
            saver.restore(session, None)
        with pytest.raises(TypeError, match="Session"):
            saver.save(None, str(tmp_path / "m"))
    with tf.Graph().as_default(), v1.Session() as session:
        v1.get_variable("u", shape=[1])
        with pytest.raises(tf.errors.NotFoundError, match="Key u not found"):
            v1.train.Saver().restore(session, path)
    with tf.Graph().as_default(), v1.Session() as session:
        v1.get_variable("v", shape=[2])
        with pytest.raises(tf.errors.InvalidArgumentError, match="mismatch"):
            v1.train.Saver().restore(session, path)


def test_saver_reads_object_based_checkpoints(tmp_path) -> None:
    path = tf.train.Checkpoint(anything=tf.Variable(3.0, name="v")).save(tmp_path / "c")
    with tf.Graph().as_default(), v1.Session() as session:
        v = v1.get_variable("v", initializer=0.0)
        v1.train.Saver().restore(session, path)
        assert session.run(v) == 3.0


def test_checkpoint_reads_savers_files(tmp_path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        v = v1.get_variable("v", initializer=3.0)
        session.run(v.initializer)
        path = v1.train.Saver().save(session, str(tmp_path / "m"))
    variable = tf.Variable(0.0, name="v")
    tf.train.Checkpoint(v=variable).restore(path).assert_consumed()
    assert variable.numpy() == 3.0


@pytest.mark.covers("MergeV2Checkpoints", "ShardedFilename", "ShardedFilespec")
def test_shards_are_merged(tmp_path) -> None:
    base = str(tmp_path / "part" / "m")
    name = tf.raw_ops.ShardedFilename(basename=base, shard=0, num_shards=1)
    assert name.numpy().decode() == f"{base}-00000-of-00001"
    spec = tf.raw_ops.ShardedFilespec(basename=base, num_shards=2)
    assert spec.numpy().decode() == f"{base}-?????-of-00002"
    tf.raw_ops.SaveV2(
        prefix=name, tensor_names=["a"], shape_and_slices=[""], tensors=[tf.ones([2])]
    )
    target = str(tmp_path / "m")
    tf.raw_ops.MergeV2Checkpoints(checkpoint_prefixes=[name], destination_prefix=target)
    assert tf.train.list_variables(target) == [("a", [2])]
    assert not os.path.exists(tmp_path / "part")


@pytest.mark.covers("DisableCopyOnRead")
def test_disable_copy_on_read_does_nothing() -> None:
    v = tf.Variable(1.0)
    tf.raw_ops.DisableCopyOnRead(resource=v.handle)
    assert v.numpy() == 1.0
