"""Which era a program belongs to: 1.x (graphs and sessions) or 2.x (eager).

Asked in this order: an explicit call of `choose`, the environment variable
`TENSORBROOK_ERA`, and the program's own text. See `decide`.
"""

import ast
import dataclasses
import logging
import os
import pathlib
from collections.abc import Iterator
from typing import Literal

from tensorbrook._src.era_names import ONLY_1X

Era = Literal["1.x", "2.x"]

_LOG = logging.getLogger("tensorbrook.era")
_SPELLINGS: dict[str, Era] = {"1": "1.x", "1.x": "1.x", "2": "2.x", "2.x": "2.x"}
_chosen: "Decision | None" = None


@dataclasses.dataclass(frozen=True)
class Decision:
    """An era and the reason for it."""

    era: Era
    reason: str


def choose(era: str, reason: str = "an explicit choice") -> None:
    """Settles the era of this process, whatever else would speak against it.

    Args:
      era: "1.x" or "2.x" ("1" and "2" will do).
      reason: What chose it, for the log.

    Raises:
      ValueError: If `era` is neither.
    """
    global _chosen
    _chosen = Decision(_spelled(era, "era.choose"), reason)
    _LOG.debug("era %s: %s", era, reason)


def forget() -> None:
    """Takes an earlier `choose` back, so that `decide` looks again."""
    global _chosen
    _chosen = None


def decide(*programs: str | os.PathLike[str]) -> Decision:
    """Returns the era of this process.

    Args:
      *programs: Files whose text may decide, the most telling one first. Modules
        that lie beside a program and are imported by it count as part of it.

    Returns:
      The decision: an earlier `choose`, else `TENSORBROOK_ERA`, else 1.x where a
      program uses a name that only 1.x has, else 2.x.

    Raises:
      ValueError: If `TENSORBROOK_ERA` is set to something else than an era.
    """
    decision = _chosen or _from_environment() or _from_programs(programs)
    _LOG.debug("era %s: %s", decision.era, decision.reason)
    return decision


def evidence_of_1x(source: str) -> tuple[str, int] | None:
    """Finds the first name in a program that only the 1.x API has.

    Args:
      source: The text of a Python program.

    Returns:
      The dotted name below `tf` and its line, or None where there is no such name
      or the text is not Python.

    Example:
      >>> evidence_of_1x("import tensorflow as tf\\nsess = tf.Session()")
      ('Session', 2)
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    names = _TensorFlowNames()
    names.visit(tree)
    return min(names.found(), key=lambda found: found[1], default=None)


def _spelled(value: str, where: str) -> Era:
    if value not in _SPELLINGS:
        raise ValueError(
            f"{where}: the era must be '1.x' or '2.x'. Received: {value!r}."
        )
    return _SPELLINGS[value]


def _from_environment() -> Decision | None:
    value = os.environ.get("TENSORBROOK_ERA", "")
    if not value:
        return None
    return Decision(_spelled(value, "TENSORBROOK_ERA"), "TENSORBROOK_ERA")


def _from_programs(programs: tuple[str | os.PathLike[str], ...]) -> Decision:
    for program in programs:
        for path in _with_local_modules(pathlib.Path(program)):
            evidence = evidence_of_1x(_text(path))
            if evidence:
                name, line = evidence
                return Decision("1.x", f"tf.{name} in {path}, line {line}")
    return Decision("2.x", "no name that only 1.x has")


def _text(path: pathlib.Path) -> str:
    """The text of a file; empty where it can't be read, as whoever runs it will say."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        _LOG.debug("%s can't be looked at: %s", path, error)
        return ""


def _with_local_modules(program: pathlib.Path) -> Iterator[pathlib.Path]:
    """The program and, after it, each module in its folder that it leads to."""
    folder = program.parent
    seen, waiting = {program}, [program]
    while waiting:
        path = waiting.pop(0)
        yield path
        for name in _imported(_text(path)):
            stem = folder.joinpath(*name.split("."))
            for found in (stem.with_suffix(".py"), stem / "__init__.py"):
                if found not in seen and found.is_file():
                    seen.add(found)
                    waiting.append(found)


def _imported(source: str) -> Iterator[str]:
    """The dotted names that a program imports."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}".lstrip(".") for alias in node.names)


class _TensorFlowNames(ast.NodeVisitor):
    """Collects the dotted names below `tf` that a program uses."""

    def __init__(self) -> None:
        self._roots: dict[str, str] = {}  # local name -> dotted name below tf
        self._compat: set[str] = set()  # local names that mean tensorflow.compat.v1
        self._given: set[str] = set()  # names that the program itself puts into tf
        self._used: list[tuple[str, str, int]] = []  # local root, dotted rest, line

    def found(self) -> Iterator[tuple[str, int]]:
        """Each name that only 1.x has, with its line."""
        for root, rest, line in self._used:
            if root in self._compat or (root and root not in self._roots):
                continue
            parts = [part for part in (self._roots.get(root, ""), rest) if part]
            names = ".".join(parts).split(".")
            for length in (1, 2):
                name = ".".join(names[:length])
                if name in ONLY_1X and name not in self._given:
                    yield name, line
                    break

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._bind(alias.name, alias.asname, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level == 0 and module.split(".")[0] == "tensorflow":
            for alias in node.names:
                full = f"{module}.{alias.name}"
                self._bind(full, alias.asname or alias.name, node.lineno)

    def visit_Assign(self, node: ast.Assign) -> None:
        chain = _chain(node.value)
        if chain[1:3] == ["compat", "v1"]:
            targets = (t.id for t in node.targets if isinstance(t, ast.Name))
            self._compat.update(targets)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        chain = _chain(node)
        if not chain:
            self.generic_visit(node)
        elif isinstance(node.ctx, ast.Store):
            self._given.add(".".join(chain[1:]))
        else:
            self._used.append((chain[0], ".".join(chain[1:]), node.lineno))

    def visit_If(self, node: ast.If) -> None:
        if not _asks_for_version(node.test):
            self.generic_visit(node)

    def visit_Try(self, node: ast.Try) -> None:
        if not any(_catches_attribute_error(handler) for handler in node.handlers):
            self.generic_visit(node)

    def _bind(self, full: str, asname: str | None, line: int) -> None:
        root, _, rest = full.partition(".")
        if root != "tensorflow":
            return
        self._used.append(("", rest, line))
        if rest == "compat.v1" and asname:
            self._compat.add(asname)
        elif not rest.startswith("compat.v1."):
            self._roots[asname or root] = rest if asname else ""


def _chain(node: ast.expr) -> list[str]:
    """The parts of `a.b.c`; empty where it does not begin with a plain name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    return [node.id, *parts] if isinstance(node, ast.Name) else []


def _asks_for_version(test: ast.expr) -> bool:
    """Whether a condition is about TensorFlow's release, so that both eras follow."""
    for node in ast.walk(test):
        if isinstance(node, ast.Attribute) and node.attr in ("__version__", "VERSION"):
            return True
        if isinstance(node, ast.Name) and node.id == "hasattr":
            return True
    return False


def _catches_attribute_error(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(isinstance(k, ast.Name) and k.id == "AttributeError" for k in kinds)
