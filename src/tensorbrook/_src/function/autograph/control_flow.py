"""The walk over the statements of a function that rewrites its branches and loops."""

from __future__ import annotations

import ast
from typing import Any

from tensorbrook._src.function.autograph import (
    for_statements,
    if_statements,
    while_statements,
)
from tensorbrook._src.function.autograph.state import Scope


class _ControlFlow:
    """Rewrites blocks from the outside in; old statements keep their parts."""

    def __init__(self, scope: Scope, static: set[ast.If]) -> None:
        self.scope = scope
        self.static = static

    def block(self, block: list[ast.stmt]) -> list[ast.stmt]:
        return [line for node in block for line in self.statement(node)]

    def statement(self, node: ast.stmt) -> list[ast.stmt]:
        if isinstance(node, ast.If) and node not in self.static:
            body, orelse = self.block(node.body), self.block(node.orelse)
            return if_statements.rewrite(node, body, orelse, self.scope)
        if isinstance(node, ast.While):
            return while_statements.rewrite(node, self.block(node.body), self.scope)
        if isinstance(node, ast.For):
            return for_statements.rewrite(node, self.block(node.body), self.scope)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return [node]
        return [self._inside(node)]

    def _inside(self, node: Any) -> Any:
        parts = [*getattr(node, "handlers", []), *getattr(node, "cases", [])]
        rewritten = [self._inside(each) for each in parts]
        fields: dict[str, Any] = {
            name: self.block(getattr(node, name))
            for name in ("body", "orelse", "finalbody")
            if getattr(node, name, None)
        }
        if not fields and not parts:
            return node
        # A copy: the analyses above still read what the user wrote.
        copied = type(node)(**{each: getattr(node, each) for each in node._fields})
        for name, value in fields.items():
            setattr(copied, name, value)
        if parts:
            setattr(
                copied, "handlers" if hasattr(node, "handlers") else "cases", rewritten
            )
        return ast.copy_location(copied, node)


def static_branches(function: ast.FunctionDef) -> set[ast.If]:
    """Returns the `if` statements whose condition is never a tensor; they stay."""
    return {
        node
        for node in ast.walk(function)
        if isinstance(node, ast.If) and if_statements.is_static(node.test)
    }


def lower(function: ast.FunctionDef, scope: Scope, static: set[ast.If]) -> None:
    """Rewrites the branches and loops of `function` in place."""
    first = function.body[0]
    function.body = _ControlFlow(scope, static).block(function.body)
    function.body = scope.locals(first) + function.body
