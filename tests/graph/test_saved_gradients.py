"""Gradients of one's own in SavedModels of TensorFlow, which names them in the nodes."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.formats.schema import message

KIND = "CustomGradient-7"


class Clipped(tf.Module):
    """`clipped` as it stands in a file, and the function that is its gradient."""

    def __init__(self) -> None:
        super().__init__()
        self.w = tf.Variable([1.0, 2.0])

    @tf.function(input_signature=[tf.TensorSpec([2], tf.float32)])
    def __call__(self, x):
        y = tf.raw_ops.IdentityN(input=[tf.exp(x * self.w), x * self.w])[0]
        return tf.identity(y)

    @tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
    def branching(self, x):
        return tf.reduce_sum(self(x * tf.ones(2))) if x > 0.0 else x

    @tf.function(
        input_signature=[tf.TensorSpec([2]), tf.TensorSpec([2]), tf.TensorSpec([2])]
    )
    def gradient(self, first, second, exponential):
        return [None, first * (exponential + 100.0)]


def _saved(folder, captures: bool = True) -> str:
    """A SavedModel whose node names `gradient`, as TensorFlow writes it."""
    path = folder / "saved_model.pb"
    tf.saved_model.save(Clipped(), folder)
    saved = message("SavedModel").FromString(path.read_bytes())
    meta = saved.meta_graphs[0]
    objects = meta.object_graph_def
    (number,) = (
        c.node_id for c in objects.nodes[0].children if c.local_name == "gradient"
    )
    (name,) = objects.nodes[number].function.concrete_functions
    del objects.nodes[number].function.concrete_functions[:]
    library = meta.graph_def.library
    library.registered_gradients.add(gradient_func=name, registered_op_type=KIND)
    for function in library.function:
        nodes = {node.op: node for node in function.node_def}
        if "IdentityN" in nodes:
            nodes["IdentityN"].attr["_gradient_op_type"].s = KIND.encode()
            inside, tensor = function.signature.name, f"{nodes['Exp'].name}:0"
            if captures and inside in objects.concrete_functions:
                objects.concrete_functions[name].bound_inputs.append(len(objects.nodes))
                objects.nodes.add().captured_tensor.SetInParent()
                captured = objects.nodes[-1].captured_tensor
                captured.name, captured.concrete_function = tensor, inside
                captures = False
    path.write_bytes(saved.SerializeToString())
    return name


def test_the_gradient_of_the_file_is_used(tmp_path) -> None:
    _saved(tmp_path)
    loaded = tf.saved_model.load(tmp_path)
    x = tf.constant([1.0, 0.5])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = loaded(x)
    wanted = (np.exp(1.0) + 100.0) * np.ones(2)
    np.testing.assert_allclose(y, [np.exp(1.0)] * 2, rtol=1e-6)
    np.testing.assert_allclose(tape.gradient(y, x), wanted * [1.0, 2.0], rtol=1e-6)
    np.testing.assert_allclose(tape.gradient(y, loaded.w), wanted * x, rtol=1e-6)

    @tf.function
    def inside(x):
        return tf.gradients(loaded(x), x)[0]

    np.testing.assert_allclose(inside(x), wanted * [1.0, 2.0], rtol=1e-6)


def test_a_gradient_that_does_not_fit_says_so(tmp_path) -> None:
    name = _saved(tmp_path, captures=False)
    loaded = tf.saved_model.load(tmp_path)
    x = tf.constant([1.0, 0.5])
    np.testing.assert_allclose(loaded(x), [np.exp(1.0)] * 2, rtol=1e-6)
    with tf.GradientTape() as tape:
        tape.watch(x)
        with pytest.raises(tf.errors.InvalidArgumentError, match=f"{name}.*takes 3"):
            tape.gradient(loaded(x), x)
