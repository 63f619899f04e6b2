"""SavedModels of sessions."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

X = np.ones((2, 3), np.float32)


@pytest.fixture
def saved(tmp_path):
    with tf.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None, 3], name="x")
        w = v1.get_variable("w", shape=[3, 2])
        y = tf.matmul(x, w, name="y")
        session.run(v1.global_variables_initializer())
        v1.saved_model.simple_save(session, tmp_path / "m", {"x": x}, {"y": y})
        wanted = session.run(y, {x: X})
    return tmp_path / "m", wanted


def test_into_a_session(saved) -> None:
    folder, wanted = saved
    with tf.Graph().as_default(), v1.Session() as session:
        meta = v1.saved_model.load(session, ["serve"], folder)
        signature = meta.signature_def["serving_default"]
        x, y = signature.inputs["x"], signature.outputs["y"]
        np.testing.assert_array_equal(session.run(y.name, {x.name: X}), wanted)
        tensor = v1.saved_model.get_tensor_from_tensor_info(y)
        assert tensor.name == "y:0"
        assert v1.saved_model.is_valid_signature(signature)


def test_as_an_object(saved) -> None:
    folder, wanted = saved
    loaded = tf.saved_model.load(folder)
    found = loaded.signatures["serving_default"](x=tf.constant(X))["y"]
    np.testing.assert_array_equal(found.numpy(), wanted)
    (variable,) = loaded.variables
    variable.assign(variable * 2.0)
    found = loaded.signatures["serving_default"](x=tf.constant(X))["y"]
    np.testing.assert_array_equal(found.numpy(), wanted * 2.0)


def test_init_operations_and_assets_run_on_loading(tmp_path) -> None:
    (tmp_path / "words.txt").write_text("hello")
    with tf.Graph().as_default(), v1.Session() as session:
        path = tf.constant(str(tmp_path / "words.txt"), name="path")
        text = v1.get_variable("text", initializer="", trainable=False)
        read = text.assign(tf.io.read_file(path)).op
        session.run(text.initializer)
        builder = v1.saved_model.Builder(tmp_path / "m")
        builder.add_meta_graph_and_variables(
            session, ["serve"], assets_list=[path], init_op=read
        )
        builder.save(as_text=True)
    (tmp_path / "words.txt").unlink()
    with tf.Graph().as_default(), v1.Session() as session:
        v1.saved_model.load(session, ["serve"], tmp_path / "m")
        assert session.run("text/Read/ReadVariableOp:0") == b"hello"


def test_a_folder_with_files_is_left_alone(saved) -> None:
    with pytest.raises(AssertionError, match="isn't empty"):
        v1.saved_model.Builder(saved[0])
