"""`break` and the `else` of loops: a flag ends the loop and skips the `else`."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.jumps import Jumps
from tensorbrook._src.function.autograph.templates import expression, statements


class BreakStatements(ast.NodeTransformer):
    """Rewrites every `break` of one function.

    A `while` gets the flag into its test; a `for` gets the attribute `extra_test`, an
    expression that must hold for the next turn to begin.
    """

    def __init__(self) -> None:
        self.count = 0

    def _scope(self, node: ast.stmt) -> ast.stmt:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope

    def _loop(self, node: ast.While | ast.For) -> list[ast.stmt]:
        self.generic_visit(node)
        orelse, node.orelse = node.orelse, []
        self.count += 1
        flag = f"ag__did_break_{self.count}"
        jumps = Jumps(
            ast.Break, flag, lambda at: statements("flag = True", at, flag=flag)
        )
        if not any(jumps.jumps(each) for each in node.body):
            return [node, *orelse]
        node.body = jumps.block(node.body).body
        if isinstance(node, ast.While):
            node.test = expression(
                "not flag and test", node.test, flag=flag, test=node.test
            )
        else:
            node.extra_test = expression("not flag", node, flag=flag)  # type: ignore[attr-defined]
        ending: list[ast.stmt] = []
        if orelse:
            ending = statements("if not flag:\n  rest", node, flag=flag, rest=orelse)
        return [*statements("flag = False", node, flag=flag), node, *ending]

    visit_While = visit_For = _loop


def lower(function: ast.FunctionDef) -> None:
    """Rewrites the `break` statements and loop `else` parts of `function` in place."""
    BreakStatements().generic_visit(function)
