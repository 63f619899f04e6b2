"""Finding the syntax tree of a function that lives in memory."""

from __future__ import annotations

import ast
import copy
import linecache
import types
from collections.abc import Iterator
from typing import NamedTuple

FunctionNode = ast.FunctionDef | ast.Lambda


class SourceNotFoundError(Exception):
    """The source of a function is not available or does not match it."""


class Located(NamedTuple):
    """A private copy of a function's tree, and the class whose body it stands in."""

    node: FunctionNode
    class_name: str | None


class _File(NamedTuple):
    lines: tuple[str, ...]
    functions: dict[int, list[Located]]


_files: dict[str, _File] = {}


def first_line(node: ast.AST) -> int:
    """Line on which a function starts for CPython: that of its first decorator."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    own: int = node.lineno  # type: ignore[attr-defined]
    return min([own, *(each.lineno for each in decorators)])


def _walk(node: ast.AST, class_name: str | None) -> Iterator[Located]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FunctionNode):
            yield Located(child, class_name)
        inner = child.name if isinstance(child, ast.ClassDef) else class_name
        yield from _walk(child, inner)


def _parse(lines: list[str]) -> ast.Module:
    # A notebook cell may hold magics that only its own shell understands.
    cleaned = [
        "\n" if line.lstrip()[:1] in "%!" and line.strip() else line for line in lines
    ]
    for candidate in (lines, cleaned):
        try:
            return ast.parse("".join(candidate))
        except SyntaxError as error:
            problem = error
    raise SourceNotFoundError(f"its file cannot be parsed: {problem}")


def _functions_of(code: types.CodeType, module_globals: dict[str, object]) -> _File:
    filename = code.co_filename
    linecache.checkcache(filename)
    lines = linecache.getlines(filename, module_globals)
    if not lines:
        raise SourceNotFoundError(f"there is no source for {filename!r}")
    known = _files.get(filename)
    if known is not None and known.lines == tuple(lines):
        return known
    functions: dict[int, list[Located]] = {}
    for located in _walk(_parse(lines), None):
        functions.setdefault(first_line(located.node), []).append(located)
    _files[filename] = _File(tuple(lines), functions)
    return _files[filename]


def _argument_names(node: FunctionNode) -> tuple[str, ...]:
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [each for each in (arguments.vararg, arguments.kwarg) if each]
    return tuple(each.arg for each in [*named, *starred])


def _code_argument_names(code: types.CodeType) -> tuple[str, ...]:
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & 0x04) + bool(code.co_flags & 0x08)
    return code.co_varnames[:count]


def _spans(node: ast.Lambda, code: types.CodeType) -> bool:
    """Whether the instructions of `code` come from the body of the lambda `node`."""
    body = node.body
    begin, end = (body.lineno, body.col_offset), (body.end_lineno, body.end_col_offset)
    found = False
    for line, end_line, column, end_column in code.co_positions():  # type: ignore[attr-defined]
        # The prologue's instructions carry the position of the whole line.
        if None in (line, end_line, column, end_column) or not end_column:
            continue
        found = True
        if (line, column) < begin or (end_line, end_column) > end:
            return False
    return found


def _is_same_lambda(node: ast.Lambda, code: types.CodeType) -> bool:
    if hasattr(code, "co_positions"):
        return _spans(node, code)
    module = compile(ast.Expression(node), code.co_filename, "eval")
    compiled = next(
        each for each in module.co_consts if isinstance(each, types.CodeType)
    )
    names = set(compiled.co_names) | set(compiled.co_freevars)
    return names == set(code.co_names) | set(code.co_freevars) and [
        type(each) for each in compiled.co_consts
    ] == [type(each) for each in code.co_consts]


def _unmangled(name: str, class_name: str | None) -> str:
    prefix = "_" + (class_name or "").lstrip("_")
    return name.removeprefix(prefix) if name.startswith(prefix + "__") else name


def _matches(located: Located, code: types.CodeType) -> bool:
    node = located.node
    if isinstance(node, ast.Lambda) != (code.co_name == "<lambda>"):
        return False
    if isinstance(node, ast.FunctionDef):
        given = _unmangled(code.co_name, located.class_name)
        if given != _unmangled(node.name, located.class_name):
            return False
    names = tuple(
        _unmangled(each, located.class_name) for each in _code_argument_names(code)
    )
    return names == _argument_names(node)


def _width(located: Located) -> tuple[int, int]:
    node = located.node
    end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or 0
    return end_line - node.lineno, end_column - node.col_offset


def locate(function: types.FunctionType) -> Located:
    """Returns a private copy of the tree of `function`.

    Args:
        function: a plain Python function or lambda.

    Returns:
        The tree, with the line numbers of its file, and the enclosing class's name.

    Raises:
        SourceNotFoundError: the source is missing, has changed, or is ambiguous.
    """
    code = function.__code__
    file = _functions_of(code, function.__globals__)
    here = file.functions.get(code.co_firstlineno, [])
    found = [each for each in here if _matches(each, code)]
    if code.co_name == "<lambda>" and len(found) > 1:
        found = [each for each in found if _is_same_lambda(each.node, code)]  # type: ignore[arg-type]
        # A lambda inside a lambda: the outer one spans the inner one's code as well.
        found = (
            sorted(found, key=_width)[:1] if hasattr(code, "co_positions") else found
        )
    if len(found) != 1:
        where = f"{code.co_filename}:{code.co_firstlineno}"
        reason = "more than one function there fits" if found else "it has changed"
        raise SourceNotFoundError(f"the source at {where} does not match: {reason}")
    return Located(copy.deepcopy(found[0].node), found[0].class_name)
