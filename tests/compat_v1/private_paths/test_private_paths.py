"""What programs and packages import from TensorFlow's private tree."""

import importlib

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.compat_v1.private_paths import (
    context,
    determinism,
    generated,
    merging,
    places,
    trackable,
    xla_ops,
)

PATHS = {
    "python.trackable.data_structures": "ListWrapper _DictWrapper",
    "python.eager.context": "context executing_eagerly num_gpus async_wait",
    "python.framework.config": "is_op_determinism_enabled",
    "python.ops.gen_math_ops": "mat_mul",
    "python.ops.linalg.sparse.sparse_csr_matrix_ops": "",
    "python.ops.math_ops": "is_nan",
    "python.types.core": "Tensor",
    "compiler.tf2xla.python.xla": "dynamic_update_slice dynamic_slice",
    "python.framework.tensor_util": "constant_value",
    "python.data.experimental.ops": "",
}


@pytest.mark.parametrize("path", PATHS)
def test_paths_lead_to_modules(path: str) -> None:
    public = places.public_place(path)
    if public == "":
        return
    assert public is not None
    module = importlib.import_module(f"tensorbrook.{public}")
    for name in PATHS[path].split():
        assert hasattr(module, name), name


def test_an_auto_trackable_is_saved_in_checkpoints(tmp_path) -> None:
    class Holder(tf.__internal__.tracking.AutoTrackable):
        def __init__(self, value: float) -> None:
            self.v = tf.Variable(value)
            self.parts = [tf.Variable(value + 1)]
            self.label = "not saved"
            self.hide()

        @tf.__internal__.tracking.no_automatic_dependency_tracking
        def hide(self) -> None:
            self.hidden = tf.Variable(0.0)

    path = tf.train.Checkpoint(holder=Holder(1.0)).save(tmp_path / "c")
    other = Holder(5.0)
    tf.train.Checkpoint(holder=other).restore(path).assert_consumed()
    assert (float(other.v), float(other.parts[0])) == (1.0, 2.0)
    assert set(other._trackable_children()) == {"v", "parts"}
    del other.v
    assert set(other._trackable_children()) == {"parts"}
    with pytest.raises(ValueError, match="has a child named"):
        other._track_trackable(tf.Variable(1.0), "parts")


def test_eager_mode_leaves_graphs() -> None:
    with context.graph_mode():
        assert not tf.executing_eagerly()
        with context.eager_mode():
            assert float(tf.constant(2.0) * 3.0) == 6.0
    assert context.context().num_gpus() == 0


def test_determinism_is_remembered() -> None:
    tf.config.experimental.enable_op_determinism()
    assert determinism.is_op_determinism_enabled()
    determinism.disable_op_determinism()
    assert not determinism.is_op_determinism_enabled()


def test_windows_are_moved_inside() -> None:
    x = np.arange(20).reshape(4, 5)
    wanted = x.copy()
    wanted[2:4, 1:3] = [[100, 101], [102, 103]]
    found = tf.function(xla_ops.dynamic_update_slice)(
        x, [[100, 101], [102, 103]], [9, 1]
    )
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(xla_ops.dynamic_slice(x, [1, 9], [2, 2]), x[1:3, 3:5])


def test_generated_names() -> None:
    add = generated.lookup("add_v2")
    assert float(add(1.0, y=2.0)) == 3.0
    with pytest.raises(AttributeError, match="no_such_op"):
        generated.lookup("no_such_op")


def test_merge_calls_with_and_without_a_strategy() -> None:
    strategy = tf.distribute.OneDeviceStrategy("/cpu:0")

    def merged(strategy, x):
        return x + 1

    assert merging.maybe_merge_call(merged, strategy, 1) == 2
    with strategy.scope():
        assert strategy.run(lambda: merging.maybe_merge_call(merged, strategy, 1)) == 2


def test_bases_say_who_belongs() -> None:
    assert isinstance(tf.Module(), trackable.Trackable)
    assert isinstance(tf.constant(1.0), tf.__internal__.types.Tensor)
    assert not isinstance([1.0], tf.__internal__.types.Tensor)


class _StandsForATensor:
    """As variables of the package Keras: its dtype is a name."""

    dtype = "float32"

    def __tf_tensor__(self, dtype=None, name=None):
        return tf.convert_to_tensor([1.0, 2.0], dtype)


def test_what_stands_for_a_tensor_may_name_its_dtype() -> None:
    value = _StandsForATensor()
    assert tf.is_tensor(value)
    for call in (
        lambda: tf.add(value, value),
        lambda: tf.multiply(2.0, value),
        lambda: tf.truediv(2.0, value),
        lambda: tf.stack([value, [1.0, 1.0]]),
    ):
        eager, traced = call(), tf.function(call, autograph=False)()
        assert eager.dtype is tf.float32
        np.testing.assert_allclose(eager, traced)


def test_tensors_in_lists_are_cast_to_what_is_wanted() -> None:
    indices = tf.constant([[1]], tf.int64)
    for make in (lambda f: f, tf.function):
        scattered = make(lambda: tf.scatter_nd(indices, [1.0], (tf.constant(3),)))()
        np.testing.assert_array_equal(scattered, [0, 1, 0])
    found = tf.convert_to_tensor([tf.constant(1), 2.5], tf.float32)
    np.testing.assert_array_equal(found, [1.0, 2.5])
    with pytest.raises(TypeError, match="Cannot stack"):
        tf.convert_to_tensor([tf.constant(1), tf.constant(2, tf.int64)], tf.int32)
