"""`for`."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.names import assigned
from tensorbrook._src.function.autograph.state import Scope
from tensorbrook._src.function.autograph.templates import place, statements, thunk


def rewrite(node: ast.For, body: list[ast.stmt], scope: Scope) -> list[ast.stmt]:
    """Returns the statements that replace a `for`, whose rewritten body is `body`."""
    number = scope.number()
    turn = f"ag__body_{number}"
    lines, state = scope.state(node, [node.target, *node.body], number)
    item = place(ast.Name("ag__item", ast.Load()), node)
    lines += statements(
        "def body(ag__item):\n  declared\n  target\n  turn",
        node,
        body=turn,
        declared=scope.declarations(assigned([node.target, *node.body]), node),
        target=[place(ast.Assign([node.target], item), node)],
        turn=body,
    )
    extra_test = getattr(node, "extra_test", None)
    nothing = place(ast.Constant(None), node)
    return lines + statements(
        "ag__.for_stmt(items, body, extra_test, state, options)",
        node,
        items=node.iter,
        body=turn,
        extra_test=nothing if extra_test is None else thunk(extra_test, node),
        state=state,
        options=getattr(node, "options", None) or nothing,
    )
