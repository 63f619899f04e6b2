"""Calls: what is called is converted first, at the moment of the call.

`f(x)` becomes `ag__.converted(f)(x)`, so that arguments are evaluated as before and
functions that look at their caller's frame find it.
"""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.expressions import ExpressionPass
from tensorbrook._src.function.autograph.templates import (
    OPERATORS,
    expression,
    operator_call,
)


class Calls(ExpressionPass):
    """Rewrites the calls of one function.

    Args:
        first_parameter: the name of the function's first parameter, for `super()`.
        features: names of the optional features, passed on to called functions.
    """

    def __init__(self, first_parameter: str | None, features: frozenset[str]) -> None:
        self.first_parameter = first_parameter
        self.features = features

    def visit_Call(self, node: ast.Call) -> ast.AST:
        function = node.func
        self.generic_visit(node)
        if isinstance(function, ast.Name) and function.id == "super":
            return self._super(node)
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            if function.value.id == OPERATORS:
                return node
        features = [ast.Constant(each) for each in sorted(self.features)]
        node.func = operator_call("converted", node.func, node.func, *features)
        return node

    def _super(self, node: ast.Call) -> ast.AST:
        # Branches become functions, in which a bare `super()` would not find `self`.
        if not node.args and self.first_parameter:
            arguments = ("__class__", self.first_parameter)
            node.args = [expression(each, node) for each in arguments]
        return node


def lower(function: ast.FunctionDef | ast.Lambda, features: frozenset[str]) -> None:
    """Rewrites the calls of `function` in place."""
    arguments = [*function.args.posonlyargs, *function.args.args]
    is_lambda = isinstance(function, ast.Lambda)
    first = arguments[0].arg if arguments and not is_lambda else None
    Calls(first, features).generic_visit(function)
