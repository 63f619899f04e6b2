"""Reference variables of old graphs, which become resource variables on import.

In graphs of 1.x a variable is a node (`VariableV2`) whose output may be assigned to. Here
the node becomes a handle and a read of the old name. What changed the variable through
its output changes it through the handle, and reads it afterwards. Gates for references
become gates for the handle and for the value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tensorbrook._src.core.op import find
from tensorbrook._src.formats.schema import message

#: The nodes that are variables.
VARIABLES = frozenset(("VariableV2", "Variable", "TemporaryVariable"))
#: Nodes for references, and those that do the same to values.
_GATES = {
    "RefSwitch": "Switch",
    "RefMerge": "Merge",
    "RefEnter": "Enter",
    "RefExit": "Exit",
    "RefNextIteration": "NextIteration",
}
_CHANGES = {
    "Assign": "AssignVariableOp",
    "AssignAdd": "AssignAddVariableOp",
    "AssignSub": "AssignSubVariableOp",
    "IsVariableInitialized": "VarIsInitializedOp",
    "CountUpTo": "ResourceCountUpTo",
}
_SAME = frozenset(("RefIdentity", "DebugGradientRefIdentity"))
_PREFIXES = ("Apply", "SparseApply", "Scatter", "StridedSliceAssign")
_HANDLE = "/handle"
_RESOURCE = 20  # the number of the dtype


def translated(nodes: Any) -> list[Any]:
    """The nodes of a graph with resource variables in the place of references."""
    if not any(node.op in VARIABLES for node in nodes):
        return list(nodes)
    return _Translation(nodes).run()


def _resource_form(kind: str) -> str | None:
    """The op that does to a handle what an op did to a reference."""
    if kind in _CHANGES:
        return _CHANGES[kind]
    if kind.startswith(_PREFIXES) and kind not in ("ScatterNd", "ScatterElements"):
        return f"Resource{kind}"
    return None


def _split(name: str) -> tuple[str, str]:
    """The node and the output that the name of an input means."""
    base, _, index = name.partition(":")
    return base, index or "0"


class _Translation:
    def __init__(self, nodes: Any) -> None:
        self._nodes = list(nodes)
        self._by_name = {node.name: node for node in self._nodes}
        self._assigned = self._gates_that_are_assigned_to()

    def run(self) -> list[Any]:
        """The new nodes."""
        made: list[Any] = []
        for node in self._nodes:
            made.extend(self._of(node))
        return made

    def _of(self, node: Any) -> list[Any]:
        if node.op in VARIABLES:
            return self._variable(node)
        first = self._handle(node.input[0]) if node.input else None
        if first is None:
            return self._with_own_reads(node)
        if node.op in _GATES:
            return self._gate(node)
        if node.op in _SAME:
            return [_read(node.name, first, node.attr["T"].type, self._after(node))]
        if node.op == "DestroyTemporaryVariable":
            return self._destroyed(node, first)
        kind = _resource_form(node.op)
        if kind is None:
            return self._with_own_reads(node)
        return self._change(node, kind, first)

    def _handle(self, name: str) -> str | None:
        """The handle behind a reference; None for any other value."""
        while True:
            base, index = _split(name)
            node = self._by_name.get(base)
            if node is None or name.startswith("^"):
                return None
            if node.op in VARIABLES:
                return f"{base}{_HANDLE}"
            if node.op in _GATES:
                inside = self._handle(node.input[0]) is not None
                return f"{base}{_HANDLE}:{index}" if inside else None
            changes = _resource_form(node.op) and node.op != "CountUpTo"
            if not (node.op in _SAME or changes):
                return None
            name = node.input[0]

    def _gates_that_are_assigned_to(self) -> set[str]:
        """The gates whose outputs are used as references."""
        found: set[str] = set()
        waiting = [
            name
            for node in self._nodes
            if _resource_form(node.op) or node.op in _SAME
            for name in node.input[: _references(node)]
        ]
        while waiting:
            base = _split(waiting.pop())[0]
            node = self._by_name.get(base)
            if node is None or base in found:
                continue
            if node.op in _GATES:
                found.add(base)
                waiting.extend(node.input[: _references(node)])
        return found

    def _variable(self, node: Any) -> list[Any]:
        handle = message("NodeDef")(name=f"{node.name}{_HANDLE}", op="VarHandleOp")
        handle.device = node.device
        for key in ("dtype", "shape", "container"):
            if key in node.attr:
                handle.attr[key].CopyFrom(node.attr[key])
        key = "var_name" if node.op == "TemporaryVariable" else "shared_name"
        shared = node.attr[key].s if key in node.attr else b""
        handle.attr["shared_name"].s = shared or node.name.encode()
        dtype = handle.attr["dtype"].type
        return [handle, _read(node.name, handle.name, dtype, ())]

    def _gate(self, node: Any) -> list[Any]:
        """A gate for the value, and one for the handle if something assigns to it."""
        value = message("NodeDef")()
        value.CopyFrom(node)
        value.op = _GATES[node.op]
        if node.name not in self._assigned:
            return [value]
        handle = message("NodeDef")()
        handle.CopyFrom(value)
        handle.name = f"{node.name}{_HANDLE}"
        handle.attr["T"].type = _RESOURCE
        count = _references(node)
        for place, name in enumerate(node.input[:count]):
            handle.input[place] = self._handle(name) or name
        return [value, handle]

    def _after(self, node: Any) -> list[str]:
        """What a node waits for: its control inputs, and what changed its reference."""
        names = [name[1:] for name in node.input if name.startswith("^")]
        for name in node.input[: _references(node)]:
            base = _split(name)[0]
            if self._by_name[base].op not in VARIABLES:
                names.append(base)
        return names

    def _destroyed(self, node: Any, handle: str) -> list[Any]:
        dtype = node.attr["T"].type
        last = _read(f"{node.name}/read", handle, dtype, self._after(node))
        gone = message("NodeDef")(name=f"{node.name}/change", op="DestroyResourceOp")
        gone.input.extend([handle, f"^{last.name}"])
        value = message("NodeDef")(name=node.name, op="Identity")
        value.input.extend([last.name, f"^{gone.name}"])
        value.attr["T"].type = dtype
        return [last, gone, value]

    def _change(self, node: Any, kind: str, first: str) -> list[Any]:
        made = message("NodeDef")(name=node.name, op=kind, device=node.device)
        count = _references(node)
        for place, name in enumerate(node.input):
            handle = self._handle(name) if place < count else None
            made.input.append(name if handle is None else handle)
        own = find(kind).signature.attrs
        for key, value in node.attr.items():
            wanted = "dtype" if key == "T" and "T" not in own else key
            if wanted in own or key.startswith("_"):
                made.attr[wanted].CopyFrom(value)
        if not find(node.op).signature.outputs[0].is_ref:
            return [made]
        made.name = f"{node.name}/change"
        waits = {name for name in made.input if name.startswith("^")}
        before = {f"^{name}" for name in self._after(node)}
        made.input.extend(sorted(before - waits))
        dtype = node.attr["T"].type
        return [made, _read(node.name, first, dtype, (made.name,))]

    def _with_own_reads(self, node: Any) -> list[Any]:
        """A node that waits for others reads variables after them, not at any time."""
        after = [name[1:] for name in node.input if name.startswith("^")]
        found: list[Any] = []
        made = node
        for place, name in enumerate(node.input if after else ()):
            variable = self._variable_behind(name)
            if variable is None:
                continue
            if made is node:
                made = message("NodeDef")()
                made.CopyFrom(node)
            own = f"{node.name}/read_{place}"
            dtype = variable.attr["dtype"].type
            found.append(_read(own, f"{variable.name}{_HANDLE}", dtype, after))
            made.input[place] = own
        return [*found, made]

    def _variable_behind(self, name: str) -> Any:
        """The variable that a value is, or None.

        What 1.x calls the snapshot of a variable shares its memory, so that it shows what
        is assigned later.
        """
        node = None if name.startswith("^") else self._by_name.get(_split(name)[0])
        while node is not None and node.op == "Identity" and len(node.input) == 1:
            node = self._by_name.get(_split(node.input[0])[0])
        return node if node is not None and node.op in VARIABLES else None


def _references(node: Any) -> int:
    """How many of the first inputs of a node are references."""
    if node.op in ("RefMerge", "RefSelect"):
        return sum(not name.startswith("^") for name in node.input)
    return sum(arg.is_ref for arg in find(node.op).signature.inputs)


def _read(name: str, handle: str, dtype: int, after: Iterable[str]) -> Any:
    made = message("NodeDef")(name=name, op="ReadVariableOp")
    made.input.append(handle)
    made.input.extend(f"^{item}" for item in after)
    made.attr["dtype"].type = dtype
    return made
