"""`return` in the middle of a function: one `return` remains, the last statement."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.jumps import LOOPS, Jumps, strip_flag
from tensorbrook._src.function.autograph.names import contains
from tensorbrook._src.function.autograph.templates import statements

FLAG = "ag__did_return"
VALUE = "ag__return_value"


def _keep(node: ast.stmt) -> list[ast.stmt]:
    value = node.value or ast.Constant(None)  # type: ignore[attr-defined]
    # The value first: where computing it fails, the function has not returned.
    return statements(
        "result = value\nflag = True", node, flag=FLAG, result=VALUE, value=value
    )


class _InLoop(ast.NodeTransformer):
    """Inside a loop, a return keeps its value and breaks out, loop by loop."""

    def visit_Return(self, node: ast.Return) -> list[ast.stmt]:
        return [*_keep(node), ast.copy_location(ast.Break(), node)]

    def _scope(self, node: ast.stmt) -> ast.stmt:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope

    def _loop(self, node: ast.While | ast.For) -> ast.stmt | list[ast.stmt]:
        leaves = contains(node.body, (ast.Return,))
        self.generic_visit(node)
        if not leaves:
            return node
        return [node, *statements("if flag:\n  break", node, flag=FLAG)]

    visit_While = visit_For = _loop


def _leave_loop(loop: ast.stmt) -> None:
    body: list[ast.stmt] = loop.body  # type: ignore[attr-defined]
    loop.body = _InLoop().visit(ast.Module(body, [])).body  # type: ignore[attr-defined]


def lower(function: ast.FunctionDef) -> None:
    """Rewrites the returns of `function` in place unless only its end returns."""
    body = function.body
    if not contains(body[:-1], (ast.Return,)) and (
        isinstance(body[-1], ast.Return) or not contains(body[-1:], (ast.Return,))
    ):
        return
    in_loop = any(
        contains([each], (ast.Return,))
        for each in ast.walk(function)
        if isinstance(each, LOOPS)
    )
    returns = Jumps(ast.Return, FLAG, _keep, _leave_loop)
    lowered, always = returns.block(body)
    needs_flag = returns.reads_flag or in_loop or not always
    start: list[ast.stmt] = []
    if needs_flag:
        start = statements(
            "flag = False\nresult = ag__.NO_RETURN_VALUE",
            body[0],
            flag=FLAG,
            result=VALUE,
        )
    else:
        lowered = strip_flag(lowered, FLAG)
    ending = "return result" if always else "return ag__.returned(flag, result)"
    last = statements(ending, body[-1], flag=FLAG, result=VALUE)
    function.body = start + lowered + last
