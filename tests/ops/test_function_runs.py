"""Ops that run a function."""

import pytest

import tensorbrook as tf

raw = tf.raw_ops


@pytest.fixture
def twice():
    function = tf.function(lambda x: x * 2)
    return function.get_concrete_function(tf.TensorSpec(None, tf.float32))


@pytest.mark.covers("RemoteCall")
def test_elsewhere(twice):
    (made,) = raw.RemoteCall(
        target="/cpu:0", args=[tf.constant([1.0, 2.0])], Tout=[tf.float32], f=twice
    )
    assert made.numpy().tolist() == [2.0, 4.0]


@pytest.mark.covers("For")
def test_loops():
    body = tf.function(lambda i, a: a + tf.cast(i, tf.float32)).get_concrete_function(
        tf.TensorSpec([], tf.int32), tf.TensorSpec([], tf.float32)
    )
    options = {"input": [tf.constant(1.0)], "body": body}
    assert raw.For(start=0, limit=5, delta=2, **options) == [7.0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="never comes"):
        raw.For(start=0, limit=5, delta=-1, **options)


@pytest.mark.covers("MapDefun")
def test_each_row(twice):
    (made,) = raw.MapDefun(
        arguments=[tf.constant([[1.0, 2.0], [3.0, 4.0]])],
        captured_inputs=[],
        output_types=[tf.float32],
        output_shapes=[[2]],
        f=twice,
    )
    assert made.numpy().tolist() == [[2.0, 4.0], [6.0, 8.0]]


def test_no_rows_of_unknown_size(twice):
    (made,) = raw.MapDefun(
        arguments=[tf.zeros([0, 2])],
        captured_inputs=[],
        output_types=[tf.float32],
        output_shapes=[[None]],
        f=twice,
    )
    assert made.shape == (0, 0)


@pytest.mark.covers("BatchFunction")
def test_batches(twice):
    options = {
        "captured_tensors": [],
        "f": twice,
        "num_batch_threads": 1,
        "batch_timeout_micros": 10,
        "Tout": [tf.float32],
    }
    batch = [tf.constant([1.0, 2.0, 3.0])]
    (made,) = raw.BatchFunction(
        in_tensors=batch, max_batch_size=4, allowed_batch_sizes=[2, 4], **options
    )
    assert made.numpy().tolist() == [2.0, 4.0, 6.0]
    with pytest.raises(tf.errors.InvalidArgumentError, match="larger than maximum"):
        raw.BatchFunction(in_tensors=batch, max_batch_size=2, **options)


@pytest.mark.covers("SymbolicGradient")
def test_symbols(twice):
    with pytest.raises(tf.errors.NotFoundError, match=r"tf\.GradientTape"):
        raw.SymbolicGradient(
            input=[tf.constant(1.0), tf.constant(1.0)], Tout=[tf.float32], f=twice
        )
