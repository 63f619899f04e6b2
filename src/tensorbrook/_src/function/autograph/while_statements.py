"""`while`."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.names import assigned
from tensorbrook._src.function.autograph.state import Scope
from tensorbrook._src.function.autograph.templates import place, statements


def rewrite(node: ast.While, body: list[ast.stmt], scope: Scope) -> list[ast.stmt]:
    """Returns the statements that replace a `while`, whose rewritten body is `body`."""
    number = scope.number()
    lines, state = scope.state(node, [node.test, *node.body], number)
    test, turn = f"ag__test_{number}", f"ag__body_{number}"
    lines += statements(
        "def test():\n  declared\n  return value",
        node,
        test=test,
        declared=scope.declarations(assigned([node.test]), node),
        value=node.test,
    )
    lines += statements(
        "def body():\n  declared\n  turn",
        node,
        body=turn,
        declared=scope.declarations(assigned(node.body), node),
        turn=body,
    )
    options = getattr(node, "options", None) or place(ast.Constant(None), node)
    call = "ag__.while_stmt(test, body, state, options)"
    return lines + statements(
        call, node, test=test, body=turn, state=state, options=options
    )
