"""`a if test else b`."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.expressions import ExpressionPass, can_wait
from tensorbrook._src.function.autograph.templates import operator_call, thunk


class ConditionalExpressions(ExpressionPass):
    """Turns them into calls that take both values as lambdas."""

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        self.generic_visit(node)
        if not can_wait(node):
            return node
        body, orelse = thunk(node.body, node.body), thunk(node.orelse, node.orelse)
        return operator_call("if_exp", node, node.test, body, orelse)


def lower(function: ast.AST) -> None:
    """Rewrites the conditional expressions of `function` in place."""
    ConditionalExpressions().generic_visit(function)
