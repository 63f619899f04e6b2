"""`continue`: the rest of the turn runs only where no `continue` was met."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.jumps import Jumps, strip_flag
from tensorbrook._src.function.autograph.templates import statements


class ContinueStatements(ast.NodeTransformer):
    """Rewrites every `continue` of one function."""

    def __init__(self) -> None:
        self.count = 0

    def _scope(self, node: ast.stmt) -> ast.stmt:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope

    def _loop(self, node: ast.While | ast.For) -> ast.stmt:
        self.generic_visit(node)
        self.count += 1
        flag = f"ag__did_continue_{self.count}"
        jumps = Jumps(
            ast.Continue, flag, lambda at: statements("flag = True", at, flag=flag)
        )
        if not any(jumps.jumps(each) for each in node.body):
            return node
        body = jumps.block(node.body).body
        if jumps.reads_flag:
            node.body = statements("flag = False", node, flag=flag) + body
        else:
            node.body = strip_flag(body, flag) or [ast.copy_location(ast.Pass(), node)]
        return node

    visit_While = visit_For = _loop


def lower(function: ast.FunctionDef) -> None:
    """Rewrites the `continue` statements of `function` in place."""
    ContinueStatements().generic_visit(function)
