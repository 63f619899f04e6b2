"""Values that are made of several tensors."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core.composite import CompositeTensor


def test_a_bare_composite_says_what_is_missing() -> None:
    bare = CompositeTensor()
    with pytest.raises(NotImplementedError, match="_type_spec"):
        _ = bare._type_spec
    with pytest.raises(NotImplementedError, match="fetched"):
        bare._from_component_values([])


def test_parts_and_consumers() -> None:
    with tf.Graph().as_default():
        s = tf.SparseTensor([[0]], [1.0], [2])
        assert s._component_tensors() == [s.indices, s.values, s.dense_shape]
        doubled = s.values * 2.0
        assert s.consumers() == [doubled.op]


def test_slices_of_rows_pass_through_functions() -> None:
    table = tf.Variable([[1.0], [2.0], [3.0]])

    @tf.function
    def gradient(rows: tf.Tensor) -> tf.IndexedSlices:
        with tf.GradientTape() as tape:
            total = tf.reduce_sum(tf.gather(table, rows) ** 2)
        return tape.gradient(total, table)

    found = gradient(tf.constant([2, 0]))
    assert isinstance(found, tf.IndexedSlices)
    assert found.values.numpy().tolist() == [[6.0], [2.0]]
    spec = tf.type_spec_from_value(found)
    assert spec.dtype is tf.float32
    assert spec.shape.as_list() == [3, 1]
