"""Iterators in the checkpoints of sessions, debug mode, and fingerprints."""

import pathlib
import subprocess
import sys

import pytest

import tensorbrook as tf

v1 = tf.compat.v1
D = tf.data.Dataset


def test_a_saver_saves_iterators(tmp_path: pathlib.Path) -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        iterator = v1.data.make_initializable_iterator(D.range(9).shuffle(4, seed=1))
        following = iterator.get_next()
        step = v1.get_variable("step", initializer=0)
        saveable = tf.data.experimental.make_saveable_from_iterator(iterator)
        v1.add_to_collection(v1.GraphKeys.SAVEABLE_OBJECTS, saveable)
        saver = v1.train.Saver()
        session.run([iterator.initializer, step.initializer])
        for _ in range(3):
            session.run(following)
        session.run(step.assign(3))
        path = saver.save(session, str(tmp_path / "model"))
        rest = [session.run(following) for _ in range(6)]
        session.run([iterator.initializer, step.initializer])
        saver.restore(session, path)
        assert session.run(step) == 3
        assert [session.run(following) for _ in range(6)] == rest
        with pytest.raises(tf.errors.OutOfRangeError):
            session.run(following)


def test_an_iterator_must_have_begun_before_it_is_restored() -> None:
    begun = iter(D.range(3))
    state = tf.raw_ops.SerializeIterator(resource_handle=begun._resource)
    other = tf.raw_ops.AnonymousIteratorV3(output_types=[tf.int64], output_shapes=[[]])
    with pytest.raises(tf.errors.FailedPreconditionError, match="initialized"):
        tf.raw_ops.DeserializeIterator(resource_handle=other, serialized=state)


def test_the_saver_of_an_eager_iterator_is_a_checkpoint() -> None:
    with pytest.raises(AttributeError):
        tf.data.experimental.make_saveable_from_iterator(iter(D.range(3)))
    with pytest.raises(tf.errors.NotFoundError, match="model"):
        tf.data.experimental.get_model_proto(iter(D.range(3)))


def test_fingerprints() -> None:
    def made(size: int) -> int:
        mapped = D.from_tensor_slices({"a": list(range(size))}).map(lambda e: e["a"])
        return int(mapped.shuffle(3, seed=1).batch(2).fingerprint())

    assert made(3) == made(3) != made(4)
    generator = D.from_generator(
        lambda: iter([1]), output_signature=tf.TensorSpec([], tf.int32)
    )
    with pytest.raises(tf.errors.FailedPreconditionError):
        generator.fingerprint()


_DEBUGGED = """
import tensorbrook as tf
tf.data.experimental.enable_debug_mode()
seen = []
def noted(a, b):
    if tf.executing_eagerly():  # the function is traced once, too
        seen.append((int(a), b.numpy()))
    return {"sum": a + b}
ds = tf.data.Dataset.range(3).enumerate(start=5).map(noted, num_parallel_calls=2)
found = [int(e["sum"]) for e in ds.filter(lambda e: e["sum"] > 5)]
assert found == [7, 9], found
assert seen[-3:] == [(5, 0), (6, 1), (7, 2)], seen
with tf.Graph().as_default():
    try:
        tf.data.experimental.enable_debug_mode()
    except ValueError:
        print("refused")
"""


def test_debug_mode_runs_plain_python() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _DEBUGGED], capture_output=True, text=True, check=False
    )
    assert done.stdout == "refused\n", done.stderr


def test_specs_under_their_first_names() -> None:
    names = v1.data.experimental
    assert names.TensorStructure(tf.int32, [2]) == tf.TensorSpec([2], tf.int32)
    sparse = names.SparseTensorStructure(tf.int32, [2])
    assert sparse == tf.SparseTensorSpec([2], tf.int32)
    ragged = names.RaggedTensorStructure(tf.int32, [2, None], 1)
    assert ragged == tf.RaggedTensorSpec([2, None], tf.int32, 1)
    array = names.TensorArrayStructure(tf.int32, [2], False, True)
    assert isinstance(array, tf.TensorArraySpec)
    assert names.OptionalStructure is tf.OptionalSpec
