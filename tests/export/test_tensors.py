"""Variables and tensors in safetensors files."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook.export import load_safetensors, save_safetensors


def test_a_model_goes_there_and_back(tmp_path) -> None:
    path = tmp_path / "m.safetensors"
    model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
    save_safetensors(model, path)
    found = load_safetensors(path)
    assert set(found) == {variable.path for variable in model.variables}
    for variable in model.variables:
        np.testing.assert_array_equal(found[variable.path], variable)


def test_names_of_ones_own(tmp_path) -> None:
    path = tmp_path / "m.safetensors"
    first, second = tf.Variable([1.0], name="v"), tf.Variable([2.0], name="v")
    holder = tf.Module()
    holder.both = [first, second]
    with pytest.raises(ValueError, match="two variables have the name 'v'"):
        save_safetensors(holder, path)
    save_safetensors({"a": first, "b": second, "c": np.int64(3)}, path)
    found = load_safetensors(path)
    assert [found[name].numpy().tolist() for name in "abc"] == [[1.0], [2.0], 3]
    assert found["c"].dtype is tf.int64


def test_tensors_of_a_graph_are_refused(tmp_path) -> None:
    with tf.Graph().as_default(), pytest.raises(ValueError, match="has no value"):
        save_safetensors({"x": tf.constant(1.0)}, tmp_path / "x")
