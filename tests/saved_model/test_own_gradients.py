"""Gradients of one's own are saved as functions, and found again."""

import pathlib

import numpy as np

import tensorbrook as tf
from tensorbrook._src.formats.schema import message


class Own(tf.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w = tf.Variable([1.0, 2.0])

    @tf.function(input_signature=[tf.TensorSpec([2], tf.float32)])
    def captures(self, x):
        @tf.custom_gradient
        def exponential(x):
            y = tf.exp(x)
            return y + 0.0, lambda dy: dy * (y + x + self.w + 100.0)

        return exponential(x) * 2.0

    @tf.function(input_signature=[tf.TensorSpec([2], tf.float32)])
    def branches(self, x):
        clipped = tf.custom_gradient(lambda x: (tf.identity(x), lambda dy: dy * 7.0))
        return clipped(x) if tf.reduce_sum(x) > 0.0 else x

    @tf.function(input_signature=[tf.TensorSpec([2], tf.float32)])
    def with_variables(self, x):
        @tf.custom_gradient
        def product(x):
            def gradient(dy, variables):
                return dy * self.w, [dy * 50.0 for _ in variables]

            return x * self.w, gradient

        return product(x)


def _gradients(module, name: str) -> list[list[float]]:
    x = tf.constant([0.5, -0.25])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = getattr(module, name)(x)
    found = tape.gradient(y, [x, module.w])
    return [None if part is None else part.numpy().tolist() for part in found]


def _kinds(folder: pathlib.Path) -> list[str]:
    content = (folder / "saved_model.pb").read_bytes()
    library = message("SavedModel").FromString(content).meta_graphs[0].graph_def.library
    return [item.registered_op_type for item in library.registered_gradients]


def test_gradients_come_back(tmp_path) -> None:
    module = Own()
    module.captures.get_concrete_function()
    tf.saved_model.save(module, tmp_path / "first")
    loaded = tf.saved_model.load(tmp_path / "first")
    assert len(set(_kinds(tmp_path / "first"))) == 2
    for name in ("captures", "branches"):
        assert _gradients(loaded, name) == _gradients(module, name)
    tf.saved_model.save(loaded, tmp_path / "second")
    again = tf.saved_model.load(tmp_path / "second")
    for name in ("captures", "branches"):
        assert _gradients(again, name) == _gradients(module, name)
    np.testing.assert_allclose(_gradients(again, "branches")[0], [7.0, 7.0])


def test_gradients_of_variables_become_those_of_the_operations(tmp_path) -> None:
    tf.saved_model.save(Own(), tmp_path)
    loaded = tf.saved_model.load(tmp_path)
    found = _gradients(loaded, "with_variables")
    assert found == [[1.0, 2.0], [0.5, -0.25]]


def test_they_can_be_left_out(tmp_path) -> None:
    module = Own()
    tf.saved_model.save(module, tmp_path / "with")
    options = tf.saved_model.SaveOptions(experimental_custom_gradients=False)
    tf.saved_model.save(module, tmp_path / "without", options=options)
    assert _kinds(tmp_path / "with")
    assert not _kinds(tmp_path / "without")
    assert b"CustomGradient" not in (tmp_path / "without/saved_model.pb").read_bytes()
    loaded = tf.saved_model.load(tmp_path / "without")
    assert _gradients(loaded, "branches")[0] == [1.0, 1.0]
