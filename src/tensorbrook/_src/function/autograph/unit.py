"""The order of the passes over one function."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph import (
    annotated_assignments,
    assert_statements,
    boolean_operators,
    break_statements,
    calls,
    conditional_expressions,
    continue_statements,
    control_flow,
    loop_options,
    return_statements,
)
from tensorbrook._src.function.autograph.names import contains
from tensorbrook._src.function.autograph.source import FunctionNode
from tensorbrook._src.function.autograph.state import Scope

ASSERT_STATEMENTS = "ASSERT_STATEMENTS"
NOT_RECURSIVE = "NOT_RECURSIVE"


class _NestedFunctions(ast.NodeTransformer):
    """Rewrites the functions that are defined inside a function."""

    def __init__(self, features: frozenset[str]) -> None:
        self.features = features

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if not _is_left_alone(node):
            rewrite(node, self.features)
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node


def _is_left_alone(node: ast.FunctionDef) -> bool:
    if contains(node.body, (ast.Yield, ast.YieldFrom, ast.Await)):
        return True
    names = [getattr(each, "func", each) for each in node.decorator_list]
    words = [getattr(each, "attr", getattr(each, "id", None)) for each in names]
    return "do_not_convert" in words


def _docstring(function: ast.FunctionDef) -> list[ast.stmt]:
    has_one = ast.get_docstring(function, clean=False) is not None
    return [function.body.pop(0)] if has_one else []


def rewrite(function: FunctionNode, features: frozenset[str]) -> None:
    """Rewrites `function` in place so that its control flow accepts symbolic tensors.

    Args:
        function: the tree of a function or lambda; functions in it are rewritten too.
        features: names of optional features; see `Feature`.
    """
    if isinstance(function, ast.Lambda):
        _expressions(function, features)
        return
    docstring = _docstring(function)
    function.body = function.body or [ast.copy_location(ast.Pass(), function)]
    for lower in (
        annotated_assignments.lower,
        loop_options.lower,
        return_statements.lower,
        continue_statements.lower,
        break_statements.lower,
    ):
        lower(function)
    scope = Scope(function)
    static = control_flow.static_branches(function)
    _expressions(function, features)
    _NestedFunctions(features).generic_visit(function)
    control_flow.lower(function, scope, static)
    function.body = docstring + function.body


def _expressions(function: FunctionNode, features: frozenset[str]) -> None:
    if NOT_RECURSIVE not in features:
        calls.lower(function, features)
    if ASSERT_STATEMENTS in features:
        assert_statements.lower(function)
    conditional_expressions.lower(function)
    boolean_operators.lower(function)
