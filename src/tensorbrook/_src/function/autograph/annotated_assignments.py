"""`x: int = 1`: the annotation goes, since a shared variable cannot carry one."""

from __future__ import annotations

import ast


class AnnotatedAssignments(ast.NodeTransformer):
    """Turns them into plain assignments."""

    def _scope(self, node: ast.stmt) -> ast.stmt:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([node.target], node.value), node)


def lower(function: ast.FunctionDef) -> None:
    """Removes the annotations of the local variables of `function`, in place."""
    AnnotatedAssignments().generic_visit(function)
