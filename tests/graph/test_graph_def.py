"""GraphDef messages: out, in, cut and frozen."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.core.current import interpreting
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.export import Library
from tensorbrook._src.graph.importing import Functions


def _graph():
    with tf.Graph().as_default() as graph:
        x = v1.placeholder(tf.float32, [None, 2], name="x")
        with tf.name_scope("layer"):
            w = tf.constant([[1.0, 2.0], [3.0, 4.0]], name="w")
            y = tf.matmul(x, w, name="y")
        with tf.control_dependencies([y.op]):
            tf.identity(y, name="z")
        tf.cond(tf.reduce_sum(y) > 0.0, lambda: y, lambda: -y, name="choice")
        tf.constant(["a", "b"], name="text")
    return graph


def test_there_and_back_is_the_same() -> None:
    first = _graph().as_graph_def()
    with tf.Graph().as_default() as graph:
        assert tf.graph_util.import_graph_def(first, name="") is None
    second = graph.as_graph_def()
    assert [n.name for n in second.node] == [n.name for n in first.node]
    for one, two in zip(first.node, second.node, strict=True):
        assert one == two
    assert graph.get_tensor_by_name("x:0").shape.as_list() == [None, 2]


def test_imported_graphs_run() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        definition = _graph().as_graph_def()
        z, choice = tf.graph_util.import_graph_def(
            definition, return_elements=["z:0", "choice"], name="part"
        )
        assert choice.name == "part/choice"
        fed = {"part/x:0": [[1.0, 1.0]]}
        np.testing.assert_array_equal(session.run(z, fed), [[4.0, 6.0]])
        assert session.run(choice.outputs[0], fed).tolist() == [[4.0, 6.0]]


def test_input_map_replaces_tensors() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        own = tf.constant([[0.0, 2.0]])
        (y,) = tf.graph_util.import_graph_def(
            _graph().as_graph_def(), {"x": own}, ["layer/y:0"]
        )
        assert y.name == "import/layer/y:0"
        np.testing.assert_array_equal(session.run(y), [[6.0, 8.0]])
        with pytest.raises(ValueError, match="nobody"):
            tf.graph_util.import_graph_def(_graph().as_graph_def(), {"nobody": own})
        with pytest.raises(ValueError, match="'nothing' not found"):
            tf.graph_util.import_graph_def(
                _graph().as_graph_def(), return_elements=["nothing"]
            )


def test_missing_operations_are_named_all_at_once() -> None:
    definition = message("GraphDef")()
    for kind in ("NoSuchOp", "NorThisOne", "NoSuchOp"):
        definition.node.add(name=f"n{len(definition.node)}", op=kind)
    with (
        tf.Graph().as_default(),
        pytest.raises(NotImplementedError, match="NoSuchOp, NorThisOne"),
    ):
        tf.graph_util.import_graph_def(definition)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda d: d.node[2].input.__setitem__(0, "gone"), "'gone' is nowhere"),
        (lambda d: d.node[2].input.pop(), "needs inputs of types"),
        (lambda d: d.node[2].attr["T"].CopyFrom(message("AttrValue")(i=3)), "'T'"),
        (lambda d: d.node.append(d.node[0]), "same name"),
        (lambda d: d.node[2].input.append("^z"), "depends on itself"),
    ],
)
def test_contradictions_are_named(change, text) -> None:
    definition = _graph().as_graph_def()
    change(definition)
    with (
        tf.Graph().as_default(),
        pytest.raises((ValueError, tf.errors.InvalidArgumentError), match=text),
    ):
        tf.graph_util.import_graph_def(definition)


def test_functions_with_control_flow_and_effects_come_back() -> None:
    total = tf.Variable([1.0, 2.0])

    @tf.function
    def inner(x, y):
        for i in tf.range(3):
            if tf.reduce_sum(x) > 0.0:
                x = x + y * tf.cast(i, tf.float32)
        return x

    @tf.function
    def outer(x):
        total.assign_add(x)
        return inner(x, total) + total

    concrete = outer.get_concrete_function(tf.TensorSpec([2], tf.float32))
    library = Library()
    name = library.add(concrete.graph, "outer")
    content = library.to_proto().SerializeToString()
    functions = Functions(message("FunctionDefLibrary").FromString(content).function)
    graph = functions.find(name)
    x = tf.constant([1.0, 1.0])
    with interpreting(eager):
        (found,) = graph.execute([x, total.handle])
    total.assign([1.0, 2.0])
    np.testing.assert_array_equal(found.numpy(), outer(x).numpy())


def test_freezing_turns_variables_into_constants() -> None:
    with tf.Graph().as_default() as graph, v1.Session() as session:
        x = v1.placeholder(tf.float32, [2], name="x")
        v = v1.get_variable("v", initializer=[1.0, 2.0])
        y = tf.identity(x * v, name="y")
        session.run(v.initializer)
        wanted = session.run(y, {x: [3.0, 4.0]})
        frozen = v1.graph_util.convert_variables_to_constants(
            session, graph.as_graph_def(), ["y"]
        )
    assert not {"VarHandleOp", "ReadVariableOp"} & {node.op for node in frozen.node}
    with tf.Graph().as_default(), v1.Session() as session:
        v1.import_graph_def(frozen, name="")
        found = session.run("y:0", {"x:0": [3.0, 4.0]})
    np.testing.assert_array_equal(found, wanted)


def test_sub_graphs_and_training_nodes() -> None:
    definition = _graph().as_graph_def()
    cut = v1.graph_util.extract_sub_graph(definition, ["layer/y"])
    assert [node.name for node in cut.node] == ["x", "layer/w", "layer/y"]
    with pytest.raises(AssertionError, match="nobody is not in graph"):
        v1.graph_util.extract_sub_graph(definition, ["nobody"])
    with pytest.raises(TypeError, match="dest_nodes"):
        v1.graph_util.extract_sub_graph(definition, "z")


def test_graph_def_may_note_shapes() -> None:
    node = _graph().as_graph_def(add_shapes=True).node[2]
    (shape,) = node.attr["_output_shapes"].list.shape
    assert [dim.size for dim in shape.dim] == [-1, 2]
