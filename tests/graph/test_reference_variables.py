"""Variables of old graphs."""

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.formats.schema import message


def _definition():
    """`v = Variable(1); assign_add; gradient descent; read`, as old graphs have it."""
    made = v1.GraphDef()
    float_type = tf.float32.as_datatype_enum

    def add(name, kind, *inputs, **types):
        node = made.node.add(name=name, op=kind, input=inputs)
        for key, value in types.items():
            node.attr[key].type = value
        return node

    variable = add("v", "VariableV2", dtype=float_type)
    variable.attr["shape"].shape.SetInParent()
    for name, value in (("first", 1.0), ("step", 0.5), ("slope", 4.0)):
        node = add(name, "Const", dtype=float_type)
        node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(value))
    add("v/Assign", "Assign", "v", "first", T=float_type)
    add("v/read", "Identity", "v", T=float_type)
    add("more", "AssignAdd", "v", "step", T=float_type)
    add("train", "ApplyGradientDescent", "v", "step", "slope", T=float_type)
    add("ready", "IsVariableInitialized", "v", dtype=float_type)
    add("init", "NoOp", "^v/Assign")
    return made


def test_old_variables_are_read_and_changed() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        v1.import_graph_def(_definition(), name="")
        assert not session.run("ready:0")
        session.run("init")
        assert session.run(["ready:0", "v/read:0", "v:0"]) == [True, 1.0, 1.0]
        assert session.run("more:0") == 1.5
        assert session.run("train:0") == 1.5 - 0.5 * 4.0
        assert session.run("v/read:0") == -0.5


def test_old_variables_in_collections() -> None:
    meta = v1.MetaGraphDef()
    meta.graph_def.CopyFrom(_definition())
    described = message("VariableDef")(
        variable_name="v:0",
        initializer_name="v/Assign",
        snapshot_name="v/read:0",
        trainable=True,
    )
    for key in ("variables", "trainable_variables"):
        values = meta.collection_def[key].bytes_list.value
        values.append(described.SerializeToString())
    with tf.Graph().as_default(), v1.Session() as session:
        v1.train.import_meta_graph(meta)
        (variable,) = v1.trainable_variables()
        assert variable.name == "v:0"
        session.run(v1.global_variables_initializer())
        assert session.run(variable) == 1.0
        variable.load(7.0, session)
        assert session.run("v:0") == 7.0


def test_old_graphs_can_be_frozen() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        v1.import_graph_def(_definition(), name="")
        session.run("init")
        frozen = v1.graph_util.convert_variables_to_constants(
            session, _definition(), ["v/read"]
        )
    assert [node.op for node in frozen.node] == ["Const", "Identity"]


def test_a_node_that_waits_for_a_change_sees_it() -> None:
    definition = _definition()
    node = definition.node.add(name="after", op="Identity", input=["v/read", "^more"])
    node.attr["T"].type = tf.float32.as_datatype_enum
    with tf.Graph().as_default(), v1.Session() as session:
        v1.import_graph_def(definition, name="")
        session.run("init")
        assert session.run("after:0") == 1.5


def test_temporary_variables() -> None:
    definition = _definition()
    float_type = tf.float32.as_datatype_enum
    node = definition.node.add(name="t", op="TemporaryVariable")
    node.attr["dtype"].type = float_type
    node.attr["shape"].shape.SetInParent()
    for name, kind, *inputs in (
        ("t/first", "Assign", "t", "first"),
        ("t/more", "AssignAdd", "t/first", "step"),
        ("t/last", "DestroyTemporaryVariable", "t/more"),
    ):
        node = definition.node.add(name=name, op=kind, input=inputs)
        node.attr["T"].type = float_type
    node.attr["var_name"].s = b"t"
    with tf.Graph().as_default(), v1.Session() as session:
        v1.import_graph_def(definition, name="")
        assert [session.run("t/last:0") for _ in range(2)] == [1.5, 1.5]
