"""Which names are still needed after each branch and loop.

The analysis runs on trees without `break`, `continue` and early `return`, so one walk
from the last statement to the first suffices; loops repeat it until nothing changes.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from tensorbrook._src.function.autograph.names import (
    assigned,
    declared,
    free_names,
    reads,
)

Names = frozenset[str]
_NONE: Names = frozenset()


def _targets(target: ast.AST) -> set[str]:
    return assigned([target])


class Liveness:
    """Names that are read after a statement (`after`) or by a loop's next turn.

    Args:
        body: the statements of one function.

    Attributes:
        after: for each `if`, the names that the code behind it may read; for each loop,
          those that the code behind it or another turn may read.
    """

    def __init__(self, body: list[ast.stmt]) -> None:
        self.after: dict[ast.stmt, Names] = {}
        self._in_try: Names = _NONE
        self._closures: dict[str, set[str]] = {}
        for node in ast.walk(ast.Module(body, [])):
            if isinstance(node, ast.FunctionDef):
                self._closures.setdefault(node.name, set()).update(free_names(node))
        # Names of outer scopes outlive the call.
        outer = declared([*body], ast.Global) | declared([*body], ast.Nonlocal)
        self._block(body, frozenset(outer))

    def _reads(self, *nodes: ast.AST | None) -> Names:
        """Names read by `nodes`; reading a local function reads what it closes over."""
        found = reads(nodes)
        waiting = [each for each in found if each in self._closures]
        while waiting:
            new = self._closures[waiting.pop()] - found
            found |= new
            waiting += [each for each in new if each in self._closures]
        return frozenset(found)

    def _block(self, block: list[ast.stmt], after: Names) -> Names:
        for statement in reversed(block):
            after = self._statement(statement, after | self._in_try) | self._in_try
        return after

    def _statement(self, node: ast.stmt, after: Names) -> Names:
        method: Callable[[ast.stmt, Names], Names] | None
        method = getattr(self, f"_{type(node).__name__}", None)
        if method is None:
            return (after - assigned([node])) | self._reads(node)
        live: Names = method(node, after)
        return live

    def _If(self, node: ast.If, after: Names) -> Names:
        self.after[node] = after
        either = self._block(node.body, after) | self._block(node.orelse, after)
        return either | self._reads(node.test)

    def _loop(
        self, node: ast.While | ast.For, header: Names, after: Names, own: set[str]
    ) -> Names:
        live = after | header
        while True:
            turn = live | (self._block(node.body, live) - own)
            if turn == live:
                self.after[node] = live
                return live
            live = turn

    def _While(self, node: ast.While, after: Names) -> Names:
        return self._loop(node, self._reads(node.test), after, set())

    def _For(self, node: ast.For, after: Names) -> Names:
        header = self._reads(getattr(node, "extra_test", None))
        live = self._loop(node, header, after, _targets(node.target))
        return live | self._reads(node.iter, node.target)

    def _With(self, node: ast.With, after: Names) -> Names:
        live = self._block(node.body, after)
        for item in reversed(node.items):
            own = _targets(item.optional_vars) if item.optional_vars else set()
            live = (live - own) | self._reads(item.context_expr, item.optional_vars)
        return live

    def _Try(self, node: ast.Try, after: Names) -> Names:
        ending = self._block(node.finalbody, after)
        handlers: set[str] = set(ending) if node.finalbody else set()
        for handler in node.handlers:
            live = self._block(handler.body, ending)
            handlers |= (live - {handler.name}) | self._reads(handler.type)
        outer = self._in_try
        self._in_try = outer | handlers
        live = self._block(node.body, self._block(node.orelse, ending))
        self._in_try = outer
        return live | handlers

    _TryStar = _Try

    def _Match(self, node: ast.Match, after: Names) -> Names:
        live = after
        for case in node.cases:
            inside = self._block(case.body, after) | self._reads(case.guard)
            live |= (inside - assigned([case.pattern])) | self._reads(case.pattern)
        return live | self._reads(node.subject)

    def _Return(self, node: ast.Return, _after: Names) -> Names:
        return self._reads(node.value)

    def _Raise(self, node: ast.Raise, _after: Names) -> Names:
        return self._reads(node.exc, node.cause)

    def _FunctionDef(self, node: ast.FunctionDef, after: Names) -> Names:
        return (after - {node.name}) | self._reads(node)
