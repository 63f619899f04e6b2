"""The variables that a branch or a loop changes, as seen by the run-time operators."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tensorbrook._src.function.autograph.liveness import Liveness
from tensorbrook._src.function.autograph.names import (
    assigned,
    assigned_composites,
    declared,
    parameters,
)
from tensorbrook._src.function.autograph.templates import (
    OPERATORS,
    expression,
    load,
    place,
    statements,
    store,
    thunk,
)


class Scope:
    """One function while its branches and loops become functions within it.

    Args:
        function: the function, free of jumps.

    Attributes:
        shared: local names that inner functions assign; the function must declare them.
    """

    def __init__(self, function: ast.FunctionDef) -> None:
        body: list[ast.AST] = [*function.body]
        self.after = Liveness(function.body).after
        self.shared: set[str] = set()
        self._globals = declared(body, ast.Global)
        self._nonlocals = declared(body, ast.Nonlocal)
        self._parameters = parameters(function.args)
        self._count = 0

    def number(self) -> str:
        """Returns a new suffix for the names of inner functions."""
        self._count += 1
        return str(self._count)

    def declarations(self, names: Iterable[str], at: ast.AST) -> list[ast.stmt]:
        """Returns the statements with which an inner function shares `names`."""
        names = set(names)
        self.shared |= names - self._globals - self._nonlocals
        lines: list[ast.stmt] = []
        if outer := sorted(names & self._globals):
            lines.append(place(ast.Global(outer), at))
        if local := sorted(names - self._globals):
            lines.append(place(ast.Nonlocal(local), at))
        return lines

    def locals(self, at: ast.AST) -> list[ast.stmt]:
        """Returns the statements that make the shared names local to the function.

        An annotation does so without giving a value, so that a name that is read too
        early still raises Python's own error.
        """
        return [
            statements("name: 'local'", at, name=name)[0]
            for name in sorted(self.shared - self._parameters)
        ]

    def state(
        self, node: ast.stmt, blocks: list[ast.AST], number: str
    ) -> tuple[list[ast.stmt], ast.expr]:
        """Returns the code that describes what `node` changes.

        Args:
            node: an `if` or a loop.
            blocks: its parts that assign.
            number: the suffix for the names of its functions.

        Returns:
            Statements that go before it, and the expression that stands for its state.
        """
        names = sorted(assigned(blocks) & self.after[node])
        composites = assigned_composites(blocks)
        places: list[ast.expr] = [ast.Name(name, ast.Store()) for name in names]
        places += [store(composites[text]) for text in sorted(composites)]
        if not places:
            return [], expression("ag__.NO_STATE", node)
        values = place(ast.Tuple(places, ast.Store()), node)
        unset: list[ast.stmt] = []
        for each in places:
            if isinstance(each, ast.Name) and each.id.startswith(OPERATORS):
                continue
            check = "if ag__.is_undefined(value):\n  drop"
            drop = ast.Delete([_delete(each)])
            unset += statements(check, node, value=load(each), drop=[place(drop, node)])
        writer = f"ag__set_{number}"
        (function,) = statements(
            "def write(ag__values):\n  declared\n  assigned\n  unset",
            node,
            write=writer,
            declared=self.declarations(names, node),
            assigned=[
                place(ast.Assign([values], ast.Name("ag__values", ast.Load())), node)
            ],
            unset=unset,
        )
        texts = [ast.Constant(text) for text in [*names, *sorted(composites)]]
        readers = [thunk(load(each), node) for each in places]
        state = expression(
            "ag__.State(names, readers, write)",
            node,
            names=ast.Tuple(texts, ast.Load()),  # type: ignore[arg-type]
            readers=ast.Tuple(readers, ast.Load()),  # type: ignore[arg-type]
            write=writer,
        )
        return [function], state


def _delete(target: ast.expr) -> ast.expr:
    copied = load(target)
    copied.ctx = ast.Del()  # type: ignore[attr-defined]
    return copied
