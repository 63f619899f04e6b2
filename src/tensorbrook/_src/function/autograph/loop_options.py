"""`set_loop_options(...)` inside a loop: it becomes an argument of the loop."""

from __future__ import annotations

import ast

from tensorbrook._src.function.autograph.templates import expression, thunk

_NAME = "set_loop_options"
_PARAMETERS = (
    "parallel_iterations",
    "swap_memory",
    "maximum_iterations",
    "shape_invariants",
)


def _is_directive(node: ast.stmt) -> bool:
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return False
    function = node.value.func
    name = getattr(function, "attr", getattr(function, "id", None))
    return name == _NAME


class LoopOptions(ast.NodeTransformer):
    """Moves options to the attribute `options` of their loop: `lambda: dict(...)`."""

    def _scope(self, node: ast.stmt) -> ast.stmt:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _scope

    def _loop(self, node: ast.While | ast.For) -> ast.stmt:
        self.generic_visit(node)
        for directive in [each for each in node.body if _is_directive(each)]:
            node.body.remove(directive)
            call: ast.Call = directive.value  # type: ignore[attr-defined]
            named = zip(_PARAMETERS, call.args, strict=False)
            keywords = [ast.keyword(name, value) for name, value in named]
            options: ast.Call = expression("dict()", directive)  # type: ignore[assignment]
            options.keywords = keywords + call.keywords
            node.options = thunk(options, directive)  # type: ignore[union-attr]
        if not node.body:
            node.body = [ast.copy_location(ast.Pass(), node)]
        return node

    visit_While = visit_For = _loop


def lower(function: ast.FunctionDef) -> None:
    """Takes the loop options out of the loops' bodies, in place."""
    LoopOptions().generic_visit(function)
