"""`and`, `or`, `not` and chains of comparisons, which Python itself cannot overload."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.expressions import ExpressionPass, can_wait
from tensorbrook._src.function.autograph.templates import (
    operator_call,
    place,
    thunk,
)

_COMPARISONS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


class BooleanOperators(ExpressionPass):
    """Turns them into calls; operands that may be skipped become lambdas."""

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if not can_wait(node):
            return node
        name = "and_" if isinstance(node.op, ast.And) else "or_"
        return operator_call(name, node, *(thunk(each, each) for each in node.values))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Not):
            return node
        return operator_call("not_", node, node.operand)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) == 1 or not can_wait(node):
            return node
        rest: list[ast.expr] = []
        for operator, value in zip(node.ops, node.comparators, strict=True):
            symbol = ast.Constant(_COMPARISONS[type(operator)])
            rest.append(ast.Tuple([symbol, thunk(value, value)], ast.Load()))
        return place(operator_call("compare", node, node.left, *rest), node)


def lower(function: ast.AST) -> None:
    """Rewrites the boolean operators of `function` in place."""
    BooleanOperators().generic_visit(function)
