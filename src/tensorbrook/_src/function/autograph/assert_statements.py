"""`assert`, which checks a tensor when the graph runs (`Feature.ASSERT_STATEMENTS`)."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.expressions import ExpressionPass
from tensorbrook._src.function.autograph.templates import operator_call, place, thunk


class AssertStatements(ExpressionPass):
    """Turns them into calls."""

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        message = node.msg or ast.Constant("")
        call = operator_call("assert_stmt", node, node.test, thunk(message, node))
        return place(ast.Expr(call), node)


def lower(function: ast.AST) -> None:
    """Rewrites the assertions of `function` in place."""
    AssertStatements().generic_visit(function)
