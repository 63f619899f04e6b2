"""Graphs: names, scopes, constants, errors."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


def test_names_are_unique_and_scoped():
    with tf.Graph().as_default() as graph:
        tf.add(tf.constant(1, name="one"), 2, name="sum")
        with tf.name_scope("inner"):
            tf.constant(1, name="one")
            tf.constant(1, name="one")
    names = [op.name for op in graph.get_operations()]
    assert names == ["one", "sum/y", "sum", "inner/one", "inner/one_1"]


def test_shapes_are_inferred_with_open_dims():
    with tf.Graph().as_default():
        x = v1.placeholder(tf.float32, [None, 3])
        y = tf.matmul(x, tf.ones([3, 5]))
        z = tf.reshape(y, [tf.shape(x)[0], 5, 1])
    assert y.shape.as_list() == [None, 5]
    assert z.shape.as_list() == [None, 5, 1]


def test_shape_error_names_the_node():
    with tf.Graph().as_default(), pytest.raises(ValueError, match="'MatMul'"):
        tf.matmul(tf.ones([2, 3]), tf.ones([2, 3]))


def test_collections_hold_variables():
    with tf.Graph().as_default() as graph:
        trained = tf.Variable(1.0)
        tf.Variable(2.0, trainable=False)
    assert len(graph.get_collection("variables")) == 2
    assert graph.get_collection("trainable_variables")[0] is trained


def test_finalized_graph_refuses_nodes():
    graph = tf.Graph()
    graph.finalize()
    with graph.as_default(), pytest.raises(RuntimeError, match="finalized"):
        tf.constant(1)


def test_symbolic_tensor_has_no_truth():
    with tf.Graph().as_default():
        x = v1.placeholder(tf.float32, [])
        with pytest.raises(tf.errors.OperatorNotAllowedInGraphError, match="bool"):
            bool(x > 0.0)
