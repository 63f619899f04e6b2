"""Building syntax trees from snippets of Python with holes."""

from __future__ import annotations

import ast
import copy
from collections.abc import Sequence
from typing import TypeVar

OPERATORS = "ag__"

_Node = TypeVar("_Node", bound=ast.AST)
Filling = str | ast.expr | Sequence[ast.stmt]


class _Fill(ast.NodeTransformer):
    """Puts fillings into the places of the names that stand for them."""

    def __init__(self, fillings: dict[str, Filling]) -> None:
        self.fillings = fillings

    def visit_Name(self, node: ast.Name) -> ast.expr:
        filling = self.fillings.get(node.id)
        if isinstance(filling, str):
            return ast.Name(filling, node.ctx)
        return filling if isinstance(filling, ast.expr) else node

    def visit_Expr(self, node: ast.Expr) -> ast.stmt | list[ast.stmt]:
        if isinstance(node.value, ast.Name):
            filling = self.fillings.get(node.value.id)
            if filling is not None and not isinstance(filling, str | ast.expr):
                return list(filling)
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        filling = self.fillings.get(node.name)
        if isinstance(filling, str):
            node.name = filling
        return self.generic_visit(node)  # type: ignore[return-value]


class _Place(ast.NodeVisitor):
    """Gives the nodes that have no position yet that of the statement they replace."""

    def __init__(self, at: ast.AST) -> None:
        self.at = at

    def visit(self, node: ast.AST) -> None:
        if not hasattr(node, "lineno"):
            ast.copy_location(node, self.at)
        self.generic_visit(node)


def place(node: _Node, at: ast.AST) -> _Node:
    """Gives all new nodes below `node` the source position of `at`."""
    _Place(at).visit(node)
    return node


def _blank(tree: _Node) -> _Node:
    for node in ast.walk(tree):
        for field in ("lineno", "col_offset", "end_lineno", "end_col_offset"):
            if hasattr(node, field):
                delattr(node, field)
    return tree


def statements(snippet: str, at: ast.AST, **fillings: Filling) -> list[ast.stmt]:
    """Returns the statements of `snippet` with its holes filled, positioned at `at`.

    A name of the snippet that is a key of `fillings` is a hole: a string renames it, an
    expression replaces it, and a list of statements replaces a line holding it alone.
    """
    module = _blank(ast.parse(snippet))
    _Fill(fillings).visit(module)
    return [place(each, at) for each in module.body]


def expression(snippet: str, at: ast.AST, **fillings: Filling) -> ast.expr:
    """Returns the expression of `snippet` with its holes filled, positioned at `at`."""
    (statement,) = statements(snippet, at, **fillings)
    return statement.value  # type: ignore[attr-defined, no-any-return]


def operator_call(name: str, at: ast.AST, *arguments: ast.expr) -> ast.Call:
    """Returns a call of one run-time operator, positioned at `at`."""
    operator = ast.Attribute(ast.Name(OPERATORS, ast.Load()), name, ast.Load())
    return place(ast.Call(operator, list(arguments), []), at)


def thunk(value: ast.expr, at: ast.AST) -> ast.Lambda:
    """Returns `lambda: value`, positioned at `at`."""
    nothing = ast.arguments([], [], None, [], [], None, [])
    return place(ast.Lambda(nothing, value), at)


def load(target: ast.expr) -> ast.expr:
    """Returns a copy of an assignment target that reads it."""
    copied = copy.deepcopy(target)
    copied.ctx = ast.Load()  # type: ignore[attr-defined]
    return copied


def store(target: ast.expr) -> ast.expr:
    """Returns a copy of an expression that assigns to it."""
    copied = copy.deepcopy(target)
    copied.ctx = ast.Store()  # type: ignore[attr-defined]
    return copied
