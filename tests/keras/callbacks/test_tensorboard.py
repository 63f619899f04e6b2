"""What the TensorBoard callback writes."""

import json

import numpy as np

import tensorbrook as tf


def test_layers_and_the_graph_of_a_step_are_written(tmp_path) -> None:
    model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    callback = tf.keras.callbacks.TensorBoard(tmp_path, histogram_freq=1)
    x = np.ones((8, 3), np.float32)
    model.fit(x, x[:, :1], epochs=2, callbacks=[callback], verbose=0)
    (path,) = (tmp_path / "train").iterdir()
    events = list(tf.compat.v1.train.summary_iterator(str(path)))
    (graph,) = [event.graph_def for event in events if event.graph_def]
    nodes = tf.compat.v1.GraphDef.FromString(graph).node
    assert "MatMul" in {node.op for node in nodes}
    values = {value.tag: value for event in events for value in event.summary.value}
    layers = values["keras"]
    assert layers.metadata.plugin_data.plugin_name == "graph_keras_model"
    assert layers.metadata.plugin_data.content == b"1"  # what TensorBoard looks for
    assert json.loads(layers.tensor.string_val[0])["class_name"] == "Sequential"
    assert {"epoch_loss", "epoch_learning_rate"} <= set(values)
