"""What a graph can be asked besides."""

import pytest

import tensorbrook as tf


@pytest.fixture
def graph():
    graph = tf.Graph()
    with graph.as_default():
        yield graph


def test_counts(graph):
    x = tf.constant(1.0, name="x")
    assert graph.num_operations() == 1 and graph.operations == [x.op]
    assert graph.new_operations() == [x.op] and graph.new_operations() == []
    assert graph.graph_def_versions.producer == tf.version.GRAPH_DEF_VERSION
    assert graph.op_def_for_type("Neg").input_arg[0].name == "x"
    assert graph.get() is graph and graph.seed is None


def test_nodes_by_the_name_of_an_op(graph):
    x = tf.constant([1.0, 2.0])
    kind = x.op.node_def.attr["dtype"]
    total = graph.create_op("ConcatV2", [x, x, tf.constant(0)], name="both")
    assert total.name == "both" and total.outputs[0].shape == [4]
    cast = graph.create_op("Cast", [x], attrs={"DstT": tf.int32, "SrcT": kind})
    assert cast.outputs[0].dtype == tf.int32
    nothing = graph.create_op("NoOp", [])
    assert nothing.type == "NoOp"
    with pytest.raises(NotImplementedError, match="Nothing"):
        graph.create_op("Nothing", [])


def test_nodes_from_messages(graph):
    x = tf.constant([1, 2, 3])
    y = tf.reduce_sum(x, keepdims=True, name="total")
    made = tf.Operation.from_node_def(
        y.op.node_def, graph, y.op.inputs, control_inputs=[x.op]
    )
    assert made.type == "Sum" and made.outputs[0].shape == [1]
    assert made.control_inputs == [x.op]
    assert made.op_def.name == "Sum"
    made.experimental_set_type("type")
