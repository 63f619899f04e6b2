"""Taking jumps out of blocks: what stands behind a jump becomes conditional.

`return`, `break` and `continue` share one scheme. The jump becomes the setting of a
flag; code behind an `if` that jumps moves into the branch that goes on, and where that
cannot be, it runs only while the flag is off.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import NamedTuple

from tensorbrook._src.function.autograph import templates

LOOPS = (ast.While, ast.For)


class Block(NamedTuple):
    """A rewritten block; `leaves` says that control never reaches its end."""

    body: list[ast.stmt]
    leaves: bool


class Jumps:
    """Rewrites one kind of jump.

    Args:
        kind: the class of the jump's node.
        flag: the name of the flag variable.
        replace: makes the statements that stand in for a jump.
        loop: rewrites a loop from which a jump leaves; None where loops keep their own
          jumps.
    """

    def __init__(
        self,
        kind: type[ast.stmt],
        flag: str,
        replace: Callable[[ast.stmt], list[ast.stmt]],
        loop: Callable[[ast.stmt], None] | None = None,
    ) -> None:
        self.kind = kind
        self.flag = flag
        self.replace = replace
        self.loop = loop
        self.reads_flag = False

    def jumps(self, node: ast.AST) -> bool:
        """Whether the statement holds a jump of this kind out of the block."""
        if isinstance(node, LOOPS) and self.loop is None:
            return any(self.jumps(each) for each in node.orelse)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return False
        if isinstance(node, self.kind):
            return True
        children = ast.iter_child_nodes(node)
        return any(
            self.jumps(each)
            for each in children
            if isinstance(each, ast.stmt | ast.ExceptHandler | ast.match_case)
        )

    def block(self, block: list[ast.stmt]) -> Block:
        """Rewrites a list of statements."""
        done: list[ast.stmt] = []
        for index, node in enumerate(block):
            rest = block[index + 1 :]
            if isinstance(node, self.kind):
                return Block(done + self.replace(node), True)
            if isinstance(node, ast.Raise | ast.Return | ast.Break | ast.Continue):
                return Block([*done, node], True)
            if not self.jumps(node):
                done.append(node)
            elif isinstance(node, ast.If):
                rewritten, leaves = self._branch(node, rest)
                return Block(done + rewritten, leaves)
            else:
                self._inside(node)
                rewritten, leaves = self._guarded(rest, node)
                return Block([*done, node, *rewritten], leaves)
        return Block(done, False)

    def _branch(self, node: ast.If, rest: list[ast.stmt]) -> Block:
        body, orelse = self.block(node.body), self.block(node.orelse)
        behind = Block([], body.leaves and orelse.leaves)
        if body.leaves and not orelse.leaves:
            orelse = behind = self._continued(orelse, rest, node)
        elif orelse.leaves and not body.leaves:
            body = behind = self._continued(body, rest, node)
        elif not behind.leaves:
            behind = self._guarded(rest, node)
            node.body, node.orelse = body.body, orelse.body
            return Block([node, *behind.body], behind.leaves)
        node.body = body.body or [ast.copy_location(ast.Pass(), node)]
        node.orelse = orelse.body
        return Block([node], behind.leaves)

    def _continued(self, block: Block, rest: list[ast.stmt], at: ast.stmt) -> Block:
        """`rest` behind a rewritten block, which may jump on one of its paths."""
        if not rest:
            return block
        if _sets(block.body, self.flag):
            behind = self._guarded(rest, at)
        else:
            behind = self.block(rest)
        return Block(block.body + behind.body, behind.leaves)

    def _guarded(self, rest: list[ast.stmt], at: ast.stmt) -> Block:
        """`rest` under the condition that no jump has happened."""
        if not rest:
            return Block([], False)
        rewritten = self.block(rest)
        self.reads_flag = True
        guard = templates.statements(
            "if not flag:\n  rest", at, flag=self.flag, rest=rewritten.body
        )
        # The guard stands where its first statement does, for the errors' sake.
        return Block(
            [ast.copy_location(each, rest[0]) for each in guard], rewritten.leaves
        )

    def _inside(self, node: ast.stmt) -> None:
        """Rewrites the blocks of a statement that is no `if`."""
        if isinstance(node, LOOPS):
            if self.loop is not None:
                self.loop(node)
            node.orelse = self.block(node.orelse).body
            return
        if isinstance(node, ast.Match):
            for case in node.cases:
                case.body = self.block(case.body).body
            return
        jumped = isinstance(node, ast.Try) and any(
            self.jumps(each) for each in node.body
        )
        for handler in getattr(node, "handlers", []):
            handler.body = self.block(handler.body).body
        node.body = self.block(node.body).body  # type: ignore[attr-defined]
        if getattr(node, "finalbody", None):
            node.finalbody = self.block(node.finalbody).body  # type: ignore[attr-defined]
        if getattr(node, "orelse", None):
            rewrite = self._guarded if jumped else lambda rest, _at: self.block(rest)
            node.orelse = rewrite(node.orelse, node).body  # type: ignore[attr-defined]


def _sets(block: list[ast.stmt], flag: str) -> bool:
    return any(
        isinstance(node, ast.Name)
        and node.id == flag
        and isinstance(node.ctx, ast.Store)
        for statement in block
        for node in ast.walk(statement)
    )


class _Strip(ast.NodeTransformer):
    def __init__(self, flag: str) -> None:
        self.flag = flag

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | None:
        target = node.targets[0]
        same = isinstance(target, ast.Name) and target.id == self.flag
        return None if same else node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if (
            isinstance(node, ast.stmt | ast.ExceptHandler)
            and getattr(node, "body", 0) == []
        ):
            node.body = [ast.copy_location(ast.Pass(), node)]  # type: ignore[union-attr]
        return node


def strip_flag(block: list[ast.stmt], flag: str) -> list[ast.stmt]:
    """Returns the block without the assignments to a flag that nothing reads."""
    module = _Strip(flag).visit(ast.Module(block, []))
    return module.body  # type: ignore[no-any-return]
