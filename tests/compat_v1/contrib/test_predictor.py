"""Functions from saved models, and what TensorBoard's projector reads."""

import numpy as np
import pytest

import tensorbrook as tb
import tensorbrook.compat.v1 as tf
from tensorbrook.contrib import predictor
from tensorbrook.contrib.tensorboard.plugins import projector


def test_a_saved_model_is_a_function(tmp_path):
    with tf.Graph().as_default(), tf.Session() as sess:
        x = tf.placeholder(tf.float32, [None], name="x")
        y = x * tf.Variable(3.0)
        sess.run(tf.global_variables_initializer())
        folder = str(tmp_path / "model")
        tf.saved_model.simple_save(sess, folder, {"x": x}, {"y": y})
        name = y.name
    triple = predictor.from_saved_model(folder.encode())
    np.testing.assert_array_equal(triple({"x": [1.0, 2.0]})["y"], [3.0, 6.0])
    named = predictor.from_saved_model(
        folder, input_names={"a": "x:0"}, output_names={"b": name}
    )
    np.testing.assert_array_equal(named({"a": [2.0]})["b"], [6.0])
    with pytest.raises(ValueError, match="unexpected keys"):
        triple({"z": [1.0]})
    with pytest.raises(ValueError, match="Available signatures"):
        predictor.from_saved_model(folder, signature_def_key="nowhere")


def test_what_the_projector_reads(tmp_path):
    with tf.Graph().as_default():
        table = tf.get_variable("table", [3, 2])
        config = projector.ProjectorConfig()
        entry = config.embeddings.add()
        entry.tensor_name = table.name
        entry.sprite.single_image_dim.extend([28, 28])
        with tf.summary.FileWriter(str(tmp_path)) as writer:
            projector.visualize_embeddings(writer, config)
    text = (tmp_path / "projector_config.pbtxt").read_text()
    assert 'tensor_name: "table:0"' in text and "single_image_dim: 28" in text
    with pytest.raises(ValueError, match="folder"):
        projector.visualize_embeddings(None, config)


def test_contrib_has_them():
    assert tb.contrib.predictor is predictor
