"""Graphs as drawings."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.plots.diagram import Diagram
from tensorbrook._src.keras.plots.drawing import Drawing

_MOST = 60  # boxes; a larger graph is drawn by its name scopes


def graph_svg(graph: Any) -> str:
    """A graph as SVG: a box for each operation, or for each scope of a large graph.

    Args:
        graph: A `tf.Graph`.

    Returns:
        SVG text.

    Raises:
        ValueError: The graph has no operations.
    """
    nodes = graph.get_operations()
    if not nodes:
        raise ValueError("The graph has no operations to draw.")
    depth = _depth(nodes)
    diagram = Diagram()
    members: dict[str, list[Any]] = {}
    for node in nodes:
        members.setdefault(_box_of(node.name, depth), []).append(node)
    for name, inside in members.items():
        diagram.add_box(name, name, [_described(name, inside)])
    for node in nodes:
        end = _box_of(node.name, depth)
        for source in [*(t.op for t in node.inputs), *node.control_inputs]:
            start = _box_of(source.name, depth)
            if start != end:
                diagram.add_arrow(start, end)
    return Drawing(diagram).to_svg()


def _depth(nodes: list[Any]) -> int | None:
    """How many parts of a name make a box; None for all of them."""
    if len(nodes) <= _MOST:
        return None
    deepest = max(node.name.count("/") for node in nodes)
    for depth in range(deepest + 1, 0, -1):
        if len({_box_of(node.name, depth) for node in nodes}) <= _MOST:
            return depth
    return 1


def _box_of(name: str, depth: int | None) -> str:
    return name if depth is None else "/".join(name.split("/")[:depth])


def _described(name: str, inside: list[Any]) -> str:
    if len(inside) > 1 or inside[0].name != name:
        return f"{len(inside)} operations"
    node = inside[0]
    shapes = ", ".join(str(output.shape) for output in node.outputs[:2])
    return f"{node.type} {shapes}".strip()
