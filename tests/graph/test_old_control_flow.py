"""Loops and branches of graphs of 1.x."""

import numpy as np

import tensorbrook as tf
import tensorbrook.compat.v1 as v1

FLOAT, INT, BOOL = 1, 3, 10


class Nodes:
    """Writes a GraphDef, node by node."""

    def __init__(self) -> None:
        self.definition = v1.GraphDef()

    def add(self, name, kind, *inputs, **attrs):
        node = self.definition.node.add(name=name, op=kind, input=inputs)
        for key, value in attrs.items():
            if isinstance(value, np.ndarray | np.generic):
                node.attr[key].tensor.CopyFrom(tf.make_tensor_proto(value))
            elif isinstance(value, bool):
                node.attr[key].b = value
            elif isinstance(value, bytes):
                node.attr[key].s = value
            else:
                node.attr[key].type = value

    def constant(self, name, value, *inputs):
        kind = INT if value.dtype == np.int32 else FLOAT
        self.add(name, "Const", *inputs, dtype=kind, value=value)

    def run(self, fetches, feeds):
        with tf.Graph().as_default(), v1.Session() as session:
            v1.import_graph_def(self.definition, name="")
            return session.run(fetches, feeds)


def _branches(nodes: Nodes, scope: str, x: str, predicate: str, inner: str) -> None:
    """`x * 2 if predicate else x + inner`, as `tf.cond` of 1.x built it."""
    nodes.add(f"{scope}/Switch", "Switch", predicate, predicate, T=BOOL)
    nodes.add(f"{scope}/switch_t", "Identity", f"{scope}/Switch:1", T=BOOL)
    nodes.add(f"{scope}/switch_f", "Identity", f"{scope}/Switch", T=BOOL)
    nodes.add(f"{scope}/pred_id", "Identity", predicate, T=BOOL)
    nodes.add(f"{scope}/t", "Switch", x, f"{scope}/pred_id", T=FLOAT)
    nodes.add(f"{scope}/f", "Switch", x, f"{scope}/pred_id", T=FLOAT)
    nodes.constant(f"{scope}/two", np.float32(2), f"^{scope}/switch_t")
    nodes.add(f"{scope}/mul", "Mul", f"{scope}/t:1", f"{scope}/two", T=FLOAT)
    nodes.constant(f"{scope}/y", np.float32(inner), f"^{scope}/switch_f")
    nodes.add(f"{scope}/add", "AddV2", f"{scope}/f", f"{scope}/y", T=FLOAT)
    nodes.add(f"{scope}/Merge", "Merge", f"{scope}/add", f"{scope}/mul", T=FLOAT)


def _placeholders(nodes: Nodes) -> None:
    nodes.add("x", "Placeholder", dtype=FLOAT)
    nodes.add("p", "Placeholder", dtype=BOOL)


def test_branches() -> None:
    nodes = Nodes()
    _placeholders(nodes)
    _branches(nodes, "cond", "x", "p", 10.0)
    nodes.add("out", "Identity", "cond/Merge", T=FLOAT)
    assert nodes.run("out:0", {"x:0": 3.0, "p:0": True}) == 6.0
    assert nodes.run("out:0", {"x:0": 3.0, "p:0": False}) == 13.0


def test_branches_in_a_row() -> None:
    nodes = Nodes()
    _placeholders(nodes)
    _branches(nodes, "one", "x", "p", 10.0)
    _branches(nodes, "two", "one/Merge", "p", 100.0)
    assert nodes.run("two/Merge:0", {"x:0": 3.0, "p:0": True}) == 12.0
    assert nodes.run("two/Merge:0", {"x:0": 3.0, "p:0": False}) == 113.0


def _loop(nodes: Nodes, inside) -> None:
    """`while i < 3: x, i = inside(x) + k, i + 1`, as `tf.while_loop` of 1.x built it."""
    frame = {"frame_name": b"while/context"}
    nodes.constant("zero", np.int32(0))
    nodes.constant("k", np.float32(0.5))
    nodes.add("w/Enter", "Enter", "zero", T=INT, **frame)
    nodes.add("w/Enter_1", "Enter", "x", T=FLOAT, **frame)
    nodes.add("w/k", "Enter", "k", T=FLOAT, is_constant=True, **frame)
    nodes.add("w/Merge", "Merge", "w/Enter", "w/NextIteration", T=INT)
    nodes.add("w/Merge_1", "Merge", "w/Enter_1", "w/NextIteration_1", T=FLOAT)
    nodes.constant("w/three", np.int32(3), "^w/Merge")
    nodes.add("w/Less", "Less", "w/Merge", "w/three", T=INT)
    nodes.add("w/LoopCond", "LoopCond", "w/Less")
    nodes.add("w/Switch", "Switch", "w/Merge", "w/LoopCond", T=INT)
    nodes.add("w/Switch_1", "Switch", "w/Merge_1", "w/LoopCond", T=FLOAT)
    nodes.add("w/i", "Identity", "w/Switch:1", T=INT)
    nodes.add("w/x", "Identity", "w/Switch_1:1", T=FLOAT)
    nodes.constant("w/one", np.int32(1), "^w/i")
    nodes.add("w/add", "AddV2", "w/i", "w/one", T=INT)
    result = inside("w/x", "w/i")
    nodes.add("w/sum", "AddV2", result, "w/k", T=FLOAT)
    nodes.add("w/NextIteration", "NextIteration", "w/add", T=INT)
    nodes.add("w/NextIteration_1", "NextIteration", "w/sum", T=FLOAT)
    nodes.add("w/Exit", "Exit", "w/Switch", T=INT)
    nodes.add("w/Exit_1", "Exit", "w/Switch_1", T=FLOAT)


def test_loops() -> None:
    nodes = Nodes()
    nodes.add("x", "Placeholder", dtype=FLOAT)
    _loop(nodes, lambda x, i: x)
    assert nodes.run(["w/Exit_1:0", "w/Exit:0"], {"x:0": 1.0}) == [2.5, 3]


def test_branches_in_loops() -> None:
    nodes = Nodes()
    nodes.add("x", "Placeholder", dtype=FLOAT)

    def inside(x, i):
        nodes.constant("w/limit", np.int32(1), "^w/i")
        nodes.add("w/early", "Less", i, "w/limit", T=INT)
        _branches(nodes, "w/cond", x, "w/early", 10.0)
        return "w/cond/Merge"

    _loop(nodes, inside)
    # Doubled in the first round, ten more in the others, a half more in each.
    assert nodes.run("w/Exit_1:0", {"x:0": 1.0}) == 23.5


def test_gates_without_a_form_stay_gates() -> None:
    nodes = Nodes()
    _placeholders(nodes)
    nodes.add("a", "Identity", "x", T=FLOAT)
    nodes.add("m", "Merge", "a", "x", T=FLOAT)
    nodes.definition.node[-1].attr["N"].i = 2
    assert nodes.run(["m:0", "m:1"], {"x:0": 3.0}) == [3.0, 0]
