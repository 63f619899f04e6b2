"""Branches and loops of graphs of 1.x, as branches and loops that call functions.

Such a graph has no node for a loop or a branch, only gates: `Switch` lets a value through
to one side, `Merge` takes the one that came, and a loop is a frame between `Enter` and
`Exit`. Before the nodes are imported, each loop becomes a `While` and each branch an `If`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tensorbrook._src.formats.schema import message

_GATES = frozenset(("Switch", "Merge", "Enter", "Exit", "NextIteration", "LoopCond"))
_BOOL = 10  # the number of the dtype


def base_of(name: str) -> str:
    """The node that a name in a list of inputs means."""
    return name.lstrip("^").partition(":")[0]


def _output(name: str) -> int:
    """The index of the output that a name in a list of inputs means."""
    return int(name.partition(":")[2] or 0)


def functional(
    nodes: Iterable[Any], definitions: dict[str, Any], in_function: bool = False
) -> list[Any]:
    """The nodes with functions in the place of gates.

    Gates that form no branch as `tf.cond` makes it stay: the plan runs them as gates.

    Args:
        nodes: NodeDef messages.
        definitions: The functions of the library by name; those that are made are added.
        in_function: Whether the nodes are those of a function, not of a graph.

    Raises:
        NotImplementedError: A loop has no form as `tf.while_loop` makes it.
    """
    nodes = list(nodes)
    if not any(node.op in _GATES for node in nodes):
        return nodes
    work = _Work(nodes, definitions)
    work.replace_loops()
    work.replace_branches()
    work.remove_pivots(in_function and not work.merges())
    return list(work.by_name.values())


class _Work:
    """The nodes by name, while loops and branches are taken out of them."""

    def __init__(self, nodes: list[Any], definitions: dict[str, Any]) -> None:
        self.by_name = {node.name: node for node in nodes}
        self.ever = set(self.by_name)  # with those that were taken out
        self.definitions = definitions

    def add(self, node: Any) -> None:
        """Adds a node."""
        self.by_name[node.name] = node
        self.ever.add(node.name)

    # --- what depends on what --------------------------------------------------------

    def behind(
        self, roots: Iterable[str], stop: Callable[[Any], bool]
    ) -> dict[str, Any]:
        """The nodes that some names need, not beyond nodes at which `stop` says so."""
        found: dict[str, Any] = {}
        waiting = [base_of(name) for name in roots]
        while waiting:
            name = waiting.pop()
            node = self.by_name.get(name)
            if name in found or node is None or stop(node):
                continue
            found[name] = node
            waiting.extend(base_of(part) for part in node.input)
        return found

    def add_function(
        self,
        name: str,
        nodes: Iterable[Any],
        arguments: dict[str, tuple[str, int]],
        results: list[tuple[str, int]],
    ) -> str:
        """Adds a function to the library.

        Args:
            name: What its name begins with.
            nodes: Its nodes.
            arguments: Names and dtypes of its arguments, by what nodes call them.
            results: What it returns, as nodes call it, and the dtypes.
        """
        unique, count = name, 0
        while unique in self.definitions:
            count += 1
            unique = f"{name}_{count}"
        made = message("FunctionDef")()
        made.signature.name = unique
        seen = set()
        for argument, dtype in arguments.values():
            if argument not in seen:
                seen.add(argument)
                made.signature.input_arg.add(name=argument, type=dtype)

        def inner(part: str) -> str:
            known = arguments.get(part) or arguments.get(part.removesuffix(":0"))
            return part if known is None else known[0]

        for node in nodes:
            copy = made.node_def.add()
            copy.CopyFrom(node)
            copy.input[:] = [inner(part) for part in node.input]
        for index, (part, dtype) in enumerate(results):
            made.signature.output_arg.add(name=f"result_{index}", type=dtype)
            made.ret[f"result_{index}"] = inner(part)
        self.definitions[unique] = made
        return unique

    # --- loops -----------------------------------------------------------------------

    def replace_loops(self) -> None:
        """Replaces frames, the innermost first."""
        frames: dict[bytes, list[Any]] = {}
        for node in self.by_name.values():
            if node.op == "Enter":
                frames.setdefault(node.attr["frame_name"].s, []).append(node)
        while frames:
            ready = [name for name in frames if not self._has_inner(name, frames)]
            if not ready:
                raise NotImplementedError(
                    "The frames of loops of 1.x contain each other."
                )
            for name in ready:
                _Loop(self, name.decode(), frames.pop(name)).replace()

    def _has_inner(self, name: bytes, frames: dict[bytes, list[Any]]) -> bool:
        loop = _Loop(self, name.decode(), frames[name])
        inside = loop.inside()
        return any(
            enter.name in inside
            for other, enters in frames.items()
            if other != name
            for enter in enters
        )

    # --- branches --------------------------------------------------------------------

    def replace_branches(self) -> None:
        """Replaces merges, the innermost first, those of one `tf.cond` together."""
        kept: set[str] = set()
        while merges := [m for m in self.merges() if m.name not in kept]:
            ready = [merge for merge in merges if self._is_innermost(merge)]
            if not ready and kept:
                return  # what is left has merges behind it that stay
            if not ready:
                raise NotImplementedError("The merges of branches of 1.x form a ring.")
            scope = ready[0].name.rpartition("/")[0]
            group = [m for m in ready if m.name.rpartition("/")[0] == scope]
            try:
                _Branches(self, scope, group).replace()
            except _NoBranchError:
                kept.update(merge.name for merge in group)

    def merges(self) -> list[Any]:
        """The merges that are left."""
        return [node for node in self.by_name.values() if node.op == "Merge"]

    def remove_pivots(self, with_switches: bool) -> None:
        """Removes what is left of loops and branches; in functions all that is left runs.

        Args:
            with_switches: Whether what is behind a `Switch` belonged to a branch, too.
        """
        gone = self.ever - self.by_name.keys()
        if with_switches:
            nodes = self.by_name.items()
            gone |= {name for name, node in nodes if node.op == "Switch"}
        fresh = True
        while fresh:
            fresh = False
            for name, node in self.by_name.items():
                data = [base_of(p) for p in node.input if not p.startswith("^")]
                if name not in gone and gone.intersection(data):
                    gone.add(name)
                    fresh = True
        for name in gone:
            self.by_name.pop(name, None)

    def _is_innermost(self, merge: Any) -> bool:
        inside = self.behind(merge.input, lambda node: node.op == "Switch")
        return not any(node.op == "Merge" for node in inside.values())


class _Loop:
    """One frame: its variables, its condition and its body."""

    def __init__(self, work: _Work, frame: str, enters: list[Any]) -> None:
        self.work = work
        self.frame = frame
        by_name = work.by_name
        merged: dict[str, Any] = {}
        for node in by_name.values():
            if node.op == "Merge":
                for part in node.input:
                    merged.setdefault(base_of(part), node)
        self.variables = [enter for enter in enters if enter.name in merged]
        self.constants = [enter for enter in enters if enter.name not in merged]
        self.merges = [merged[enter.name] for enter in self.variables]
        names = {merge.name: index for index, merge in enumerate(self.merges)}
        self.switches: dict[str, int] = {}
        self.exits: list[tuple[Any, int]] = []
        self.condition = None
        for node in by_name.values():
            if node.op == "Switch" and base_of(node.input[0]) in names:
                self.switches[node.name] = names[base_of(node.input[0])]
                self.condition = by_name.get(base_of(node.input[1]), self.condition)
        for node in by_name.values():
            if node.op == "Exit" and base_of(node.input[0]) in self.switches:
                self.exits.append((node, self.switches[base_of(node.input[0])]))
        if self.condition is None or self.condition.op != "LoopCond":
            raise NotImplementedError(f"The loop {frame!r} of 1.x has no condition.")
        self.next = [
            next(by_name[base_of(p)] for p in merge.input if base_of(p) != enter.name)
            for merge, enter in zip(self.merges, self.variables, strict=True)
        ]

    def _outside(self, node: Any) -> bool:
        mine = {item.name for item in (*self.variables, *self.constants, *self.merges)}
        return node.name in mine or node.name in self.switches

    def body(self) -> dict[str, Any]:
        """The nodes that compute the next values of the variables."""
        roots = [part for node in self.next for part in node.input]
        return self.work.behind(roots, self._outside)

    def test(self) -> dict[str, Any]:
        """The nodes that compute the condition."""
        return self.work.behind(self.condition.input, self._outside)  # type: ignore[union-attr]

    def inside(self) -> dict[str, Any]:
        """All nodes of the frame but its gates."""
        return self.body() | self.test()

    def replace(self) -> None:
        """Puts a `While` in the place of the frame."""
        work = self.work
        body, test = self.body(), self.test()
        types = [enter.attr["T"].type for enter in (*self.variables, *self.constants)]
        count = len(self.variables)
        in_test: dict[str, tuple[str, int]] = {}
        in_body: dict[str, tuple[str, int]] = {}
        for index, merge in enumerate(self.merges):
            in_test[merge.name] = in_body[merge.name] = f"v{index}", types[index]
        for name, index in self.switches.items():
            in_body[f"{name}:1"] = f"v{index}", types[index]
        for index, enter in enumerate(self.constants, count):
            in_test[enter.name] = in_body[enter.name] = f"v{index}", types[index]
        results = [
            (node.input[0], dtype)
            for node, dtype in zip(self.next, types[:count], strict=True)
        ]
        results += [
            (enter.name, dtype)
            for enter, dtype in zip(self.constants, types[count:], strict=True)
        ]
        name = self.frame.rstrip("/").replace("/", "_")
        made = message("NodeDef")(name=f"{self.frame.rstrip('/')}/While", op="While")
        made.input.extend(
            enter.input[0] for enter in (*self.variables, *self.constants)
        )
        made.attr["T"].list.type.extend(types)
        made.attr["cond"].func.name = work.add_function(
            f"{name}_cond",
            test.values(),
            in_test,
            [(self.condition.input[0], _BOOL)],  # type: ignore[union-attr]
        )
        made.attr["body"].func.name = work.add_function(
            f"{name}_body", body.values(), in_body, results
        )
        gone = [*body, *test, *self.switches, self.condition.name]  # type: ignore[union-attr]
        gates = (*self.variables, *self.constants, *self.merges, *self.next)
        for node_name in [*gone, *(gate.name for gate in gates)]:
            work.by_name.pop(node_name, None)
        work.add(made)
        for exit_node, index in self.exits:
            _pass_on(work, exit_node, made.name, index, types[index])


def _pass_on(work: _Work, old: Any, source: str, index: int, dtype: int) -> None:
    """Puts an identity of an output of a new node in the place of a gate."""
    made = message("NodeDef")(name=old.name, op="Identity", input=[f"{source}:{index}"])
    made.attr["T"].type = dtype
    work.by_name[old.name] = made


class _NoBranchError(Exception):
    """A merge joins other things than the two sides of a branch."""


class _Branches:
    """The merges of one `tf.cond`, and the two branches before them."""

    def __init__(self, work: _Work, scope: str, merges: list[Any]) -> None:
        self.work = work
        self.scope = scope
        self.merges = merges
        self.predicate = ""
        self.sides: list[tuple[dict[str, Any], dict[int, str]]] = []

    def replace(self) -> None:
        """Puts an `If` in the place of the merges."""
        work = self.work
        results: dict[int, list[tuple[str, int]]] = {0: [], 1: []}
        for merge in self.merges:
            for side, part in self._sides(merge).items():
                results[side].append((part, merge.attr["T"].type))
        given: dict[str, Any] = {}  # the gates that values come through
        bodies = {}
        for side in (0, 1):
            roots = [part for part, _ in results[side]]
            bodies[side] = work.behind(roots, lambda node: node.op == "Switch")
            parts = [p for node in bodies[side].values() for p in node.input] + roots
            for part in parts:
                node = work.by_name.get(base_of(part))
                if node is not None and node.op == "Switch":
                    given[node.name] = node
        made = message("NodeDef")(name=f"{self.scope}/If".lstrip("/"), op="If")
        made.input.append(self.predicate)
        made.input.extend(node.input[0] for node in given.values())
        made.attr["Tcond"].type = _BOOL
        types = [node.attr["T"].type for node in given.values()]
        made.attr["Tin"].list.type.extend(types)
        made.attr["Tout"].list.type.extend(dtype for _, dtype in results[0])
        name = made.name.replace("/", "_")
        for side, attr in ((1, "then_branch"), (0, "else_branch")):
            arguments = {}
            for index, node in enumerate(given.values()):
                called = f"{node.name}:1" if side else node.name
                arguments[called] = f"v{index}", types[index]
            made.attr[attr].func.name = work.add_function(
                f"{name}_{'then' if side else 'else'}",
                bodies[side].values(),
                arguments,
                results[side],
            )
        work.add(made)
        for index, merge in enumerate(self.merges):
            _pass_on(work, merge, made.name, index, merge.attr["T"].type)
        self._remove(bodies)

    def _sides(self, merge: Any) -> dict[int, str]:
        """Which input of a merge comes from the true side, and which from the other."""
        found: dict[int, str] = {}
        unknown = []
        for part in merge.input:
            if part.startswith("^"):
                continue
            side = self._side_of(part)
            if side is None:
                unknown.append(part)
            else:
                found[side] = part
        for part in unknown:
            found[1 if 0 in found else 0] = part
        if len(found) != 2 or not self.predicate:
            raise _NoBranchError(merge.name)
        return found

    def _side_of(self, part: str) -> int | None:
        """The side of the gates behind a value; notes what they ask."""
        work = self.work
        inside = work.behind([part], lambda node: node.op == "Switch")
        parts = [part, *(p for node in inside.values() for p in node.input)]
        for item in parts:
            node = work.by_name.get(base_of(item))
            if node is None or node.op != "Switch":
                continue
            self.predicate = self.predicate or self._asked(node.input[1])
            return _output(item)
        return None

    def _asked(self, name: str) -> str:
        """The predicate itself, not a copy of it."""
        node = self.work.by_name.get(base_of(name))
        while node is not None and node.op == "Identity":
            name = node.input[0]
            node = self.work.by_name.get(base_of(name))
        return name

    def _remove(self, bodies: dict[int, dict[str, Any]]) -> None:
        """Removes the nodes of the branches that nothing else needs."""
        work = self.work
        inside = bodies[0].keys() | bodies[1].keys()
        while True:
            used = {
                base_of(part)
                for node in work.by_name.values()
                for part in node.input
                if not part.startswith("^")
            }
            gone = [
                name for name in inside if name in work.by_name and name not in used
            ]
            if not gone:
                return
            for name in gone:
                del work.by_name[name]
