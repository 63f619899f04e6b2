"""Reference variables of old graphs, which become resource variables on import.

In graphs of 1.x a variable is a node (`VariableV2`) whose output may be assigned to. Here
the node becomes a handle and a read of the old name. What changed the variable through
its output changes it through the handle, and reads it afterwards.
"""

from __future__ import annotations

from typing import Any

from tensorbrook._src.formats.schema import message

#: The nodes that are variables.
VARIABLES = frozenset(("VariableV2", "Variable"))
_CHANGES = {
    "Assign": "AssignVariableOp",
    "AssignAdd": "AssignAddVariableOp",
    "AssignSub": "AssignSubVariableOp",
    "IsVariableInitialized": "VarIsInitializedOp",
}
_PREFIXES = ("Apply", "SparseApply", "Scatter")
_HANDLE = "/handle"


def translated(nodes: Any) -> list[Any]:
    """The nodes of a graph with resource variables in the place of references."""
    variables = {node.name: node for node in nodes if node.op in VARIABLES}
    if not variables:
        return list(nodes)
    made: list[Any] = []
    for node in nodes:
        if node.name in variables:
            made.extend(_variable(node))
        elif (kind := _resource_form(node.op)) and _source(node, variables):
            made.extend(_change(node, kind, variables))
        else:
            made.append(node)
    return made


def _resource_form(kind: str) -> str | None:
    """The op that does to a handle what an op did to a reference."""
    if kind in _CHANGES:
        return _CHANGES[kind]
    if kind.startswith(_PREFIXES) and not kind.endswith("Nd"):
        return f"Resource{kind}"
    return None


def _source(node: Any, variables: dict[str, Any]) -> Any:
    """The variable that the first input of a node refers to, or None."""
    name = node.input[0].partition(":")[0] if node.input else ""
    return variables.get(name)


def _variable(node: Any) -> list[Any]:
    handle = message("NodeDef")(name=f"{node.name}{_HANDLE}", op="VarHandleOp")
    handle.device = node.device
    for key in ("dtype", "shape", "container"):
        if key in node.attr:
            handle.attr[key].CopyFrom(node.attr[key])
    shared = node.attr["shared_name"].s if "shared_name" in node.attr else b""
    handle.attr["shared_name"].s = shared or node.name.encode()
    return [handle, _read(node.name, node, handle.attr["dtype"].type, ())]


def _read(name: str, variable: Any, dtype: int, after: Any) -> Any:
    made = message("NodeDef")(name=name, op="ReadVariableOp")
    made.input.append(f"{variable.name}{_HANDLE}")
    made.input.extend(f"^{item}" for item in after)
    made.attr["dtype"].type = dtype
    return made


def _change(node: Any, kind: str, variables: dict[str, Any]) -> list[Any]:
    variable = _source(node, variables)
    made = message("NodeDef")(name=node.name, op=kind, device=node.device)
    for position, name in enumerate(node.input):
        base = name.partition(":")[0]
        # An old op gets the values of variables, too, and then not by reference.
        is_reference = base in variables and not _by_value(node.op, position)
        made.input.append(f"{base}{_HANDLE}" if is_reference else name)
    for key, value in node.attr.items():
        made.attr[
            "dtype" if key == "T" and kind in _CHANGES.values() else key
        ].CopyFrom(value)
    if kind.startswith("ResourceScatter"):
        made.attr["dtype"].CopyFrom(node.attr["T"])
    if kind == "VarIsInitializedOp":
        return [made]
    made.name = f"{node.name}/change"
    dtype = variable.attr["dtype"].type
    return [made, _read(node.name, variable, dtype, (made.name,))]


def _by_value(kind: str, position: int) -> bool:
    """Whether an input of an op that changes variables is a value: all after the first
    of an assignment; the slots of an optimizer are references."""
    return kind in _CHANGES and position > 0
