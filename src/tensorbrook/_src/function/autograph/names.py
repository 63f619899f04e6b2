"""Which names a piece of code reads and assigns."""

from __future__ import annotations

import ast
from collections.abc import Iterable

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def parameters(arguments: ast.arguments) -> set[str]:
    """Returns the names of all parameters."""
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [each for each in (arguments.vararg, arguments.kwarg) if each]
    return {each.arg for each in [*named, *starred]}


def _outside(node: ast.AST) -> list[ast.AST]:
    """The parts of a nested scope's definition that its surroundings evaluate."""
    decorators: list[ast.AST] = [*getattr(node, "decorator_list", [])]
    if isinstance(node, ast.ClassDef):
        return [*decorators, *node.bases, *node.keywords]
    arguments: ast.arguments = node.args  # type: ignore[attr-defined]
    defaults = [each for each in arguments.kw_defaults if each is not None]
    return [*decorators, *arguments.defaults, *defaults]


class _Assigned(ast.NodeVisitor):
    """Collects the names that one scope binds, and the attributes and items it sets."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.composites: dict[str, ast.expr] = {}

    def _scope(self, node: ast.AST) -> None:
        if not isinstance(node, ast.Lambda):
            self.names.add(node.name)  # type: ignore[attr-defined]
        for part in _outside(node):
            self.visit(part)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = _scope

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.names.add(node.id)

    def _composite(self, node: ast.Attribute | ast.Subscript) -> None:
        if isinstance(node.ctx, ast.Store):
            self.composites[ast.unparse(node)] = node
        self.generic_visit(node)

    visit_Attribute = visit_Subscript = _composite

    def _comprehension(self, node: ast.AST) -> None:
        walruses = [each for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
        self.names.update(each.target.id for each in walruses)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = (
        _comprehension
    )

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> None:
        self.names.add(node.asname or node.name.split(".")[0])

    def _capture(self, node: ast.MatchAs | ast.MatchStar) -> None:
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    visit_MatchAs = visit_MatchStar = _capture

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self.names.add(node.rest)
        self.generic_visit(node)


def _collect(nodes: Iterable[ast.AST]) -> _Assigned:
    collector = _Assigned()
    for node in nodes:
        collector.visit(node)
    return collector


def assigned(nodes: Iterable[ast.AST]) -> set[str]:
    """Returns the names that `nodes` bind in their own scope."""
    return _collect(nodes).names


def _is_stable(node: ast.expr, changing: set[str]) -> bool:
    """Whether an expression names the same place before and after the code runs."""
    if isinstance(node, ast.Name):
        return node.id not in changing
    if isinstance(node, ast.Attribute):
        return _is_stable(node.value, changing)
    if isinstance(node, ast.Subscript):
        return _is_stable(node.value, changing) and _is_stable(node.slice, changing)
    return isinstance(node, ast.Constant)


def assigned_composites(nodes: list[ast.AST]) -> dict[str, ast.expr]:
    """Returns the attributes and items that `nodes` set, by their source text.

    Those whose object or key the same code rebinds are left out: they do not name one
    place.
    """
    collector = _collect(nodes)
    found = collector.composites
    return {
        text: node for text, node in found.items() if _is_stable(node, collector.names)
    }


class _Read(ast.NodeVisitor):
    """Collects the names that one scope reads, free names of nested scopes included."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.names.add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.names.add(node.target.id)
        self.generic_visit(node)

    def _scope(self, node: ast.AST) -> None:
        for part in _outside(node):
            self.visit(part)
        self.names |= free_names(node)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = _scope

    def _comprehension(self, node: ast.AST) -> None:
        inner = _Read()
        inner.generic_visit(node)
        own: set[str] = set()
        for clause in node.generators:  # type: ignore[attr-defined]
            own |= assigned([clause.target])
        first = node.generators[0].iter  # type: ignore[attr-defined]
        self.names |= (inner.names - own) | reads([first])

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = (
        _comprehension
    )


def reads(nodes: Iterable[ast.AST | None]) -> set[str]:
    """Returns the names that `nodes` read from their own scope."""
    reader = _Read()
    for node in nodes:
        if node is not None:
            reader.visit(node)
    return reader.names


def free_names(scope: ast.AST) -> set[str]:
    """Returns the names that a nested function, lambda or class takes from outside."""
    body = scope.body  # type: ignore[attr-defined]
    inside = body if isinstance(body, list) else [body]
    if isinstance(scope, ast.ClassDef):
        return reads(inside)
    own = parameters(scope.args) | assigned(inside)  # type: ignore[attr-defined]
    return (reads(inside) - own) | declared(inside, ast.Nonlocal)


def declared(
    nodes: list[ast.AST], kind: type[ast.Global] | type[ast.Nonlocal]
) -> set[str]:
    """Returns the names that a scope declares `global` or `nonlocal`."""
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, kind):
            found |= set(node.names)
        elif not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
    return found


def contains(nodes: Iterable[ast.AST], kinds: tuple[type[ast.AST], ...]) -> bool:
    """Whether a scope holds a node of one of `kinds`, nested scopes left out."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, kinds):
            return True
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
    return False
