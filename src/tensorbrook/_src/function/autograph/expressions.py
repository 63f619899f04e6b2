"""What all passes over expressions share: where they go and what they leave alone."""

from __future__ import annotations

import ast
from typing import Any


class ExpressionPass(ast.NodeTransformer):
    """Visits the expressions of one function, but not those of functions within it."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Visits the defaults, which belong to the surroundings."""
        arguments = node.args
        arguments.defaults = [self.visit(each) for each in arguments.defaults]
        arguments.kw_defaults = [
            each and self.visit(each) for each in arguments.kw_defaults
        ]
        return node

    def _leave(self, node: Any) -> Any:
        return node

    visit_AsyncFunctionDef = visit_ClassDef = _leave

    def visit_For(self, node: ast.For) -> ast.AST:
        """Visits the condition that a `break` put on the loop, too."""
        extra_test = getattr(node, "extra_test", None)
        if extra_test is not None:
            node.extra_test = self.visit(extra_test)  # type: ignore[attr-defined]
        return self.generic_visit(node)

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        """Leaves the pattern, whose calls are no calls."""
        node.guard = node.guard and self.visit(node.guard)
        node.body = [self.visit(each) for each in node.body]
        return node


def can_wait(node: ast.AST) -> bool:
    """Whether an expression means the same inside a lambda."""
    return not any(isinstance(each, ast.NamedExpr) for each in ast.walk(node))
