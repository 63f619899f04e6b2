"""`if`, `elif` and `else`."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.names import assigned
from tensorbrook._src.function.autograph.state import Scope
from tensorbrook._src.function.autograph.templates import place, statements

_STATIC_CALLS = ("isinstance", "issubclass", "hasattr", "callable")


def is_static(test: ast.expr) -> bool:
    """Whether a condition can only be a Python truth value."""
    if isinstance(test, ast.Compare):
        return all(isinstance(each, ast.Is | ast.IsNot) for each in test.ops)
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not) and is_static(test.operand)
    if isinstance(test, ast.BoolOp):
        return all(is_static(each) for each in test.values)
    if isinstance(test, ast.Call):
        return isinstance(test.func, ast.Name) and test.func.id in _STATIC_CALLS
    return isinstance(test, ast.Constant)


def rewrite(
    node: ast.If, body: list[ast.stmt], orelse: list[ast.stmt], scope: Scope
) -> list[ast.stmt]:
    """Returns the statements that replace an `if`.

    Args:
        node: the statement as the user wrote it, less its jumps.
        body: its first branch, rewritten.
        orelse: its other branch, rewritten; may be empty.
        scope: the function that it stands in.
    """
    number = scope.number()
    lines, state = scope.state(node, [*node.body, *node.orelse], number)
    branches: dict[str, ast.expr] = {}
    for name, new, old in (("then", body, node.body), ("other", orelse, node.orelse)):
        if not new:
            branches[name] = place(ast.Constant(None), node)
            continue
        function = f"ag__{name}_{number}"
        branches[name] = place(ast.Name(function, ast.Load()), node)
        lines += statements(
            "def branch():\n  declared\n  body",
            new[0],
            branch=function,
            declared=scope.declarations(assigned(old), node),
            body=new,
        )
    call = "ag__.if_stmt(test, then, other, state)"
    return lines + statements(call, node, test=node.test, state=state, **branches)
