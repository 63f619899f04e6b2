"""Checks that rooms import only from rooms above them, and that nothing exists twice.

    python tools/check_rooms.py

The rooms of `src/tensorbrook/_src` stand in the order in which data flows (ROOMS). The
public modules hold imports and nothing else. Keras uses public names only.
"""

import ast
import collections
import itertools
import pathlib
import sys
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).resolve().parent.parent / "src"
PACKAGE = "tensorbrook"
PRIVATE = f"{PACKAGE}._src"
ROOMS = (
    "core",
    "formats",
    "ops",
    "eager",
    "graph",
    "autodiff",
    "control_flow",
    "variables",
    "runtime",
    "function",
    "testing",
    "wiring",
    "linalg",
    "numpy_api",
    "checkpoint",
    "saved_model",
    "export",
    "data",
    "summaries",
    "profiler",
    "distribute",
    "keras",
    "display",
    "compat_v1",
    "era_names",
    "era",
    "alias",
    "cli",
)


def module_name(path: pathlib.Path, root: pathlib.Path) -> str:
    """The dotted name of the module in a file below `root`."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str | None:
    """The room of a private module; None for everything else."""
    if not module.startswith(PRIVATE + "."):
        return None
    return module.removeprefix(PRIVATE + ".").split(".")[0]


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each module of the package that a module imports when it runs, with the line."""
    if isinstance(tree, ast.If) and _is_type_checking(tree.test):
        for node in tree.orelse:
            yield from imports(node)
        return
    if isinstance(tree, ast.Import):
        names = [alias.name for alias in tree.names]
    elif isinstance(tree, ast.ImportFrom) and tree.module:
        names = [tree.module]
        if tree.module in (PACKAGE, PRIVATE):
            names = [f"{tree.module}.{alias.name}" for alias in tree.names]
    else:
        names = []
    for name in names:
        if name == PACKAGE or name.startswith(PACKAGE + "."):
            yield name, getattr(tree, "lineno", 0)
    for child in ast.iter_child_nodes(tree):
        yield from imports(child)


def layering(module: str, imported: str) -> str | None:
    """Why `module` must not import `imported`, or None where it may."""
    here, there = room_of(module), room_of(imported)
    if here is None:
        return None
    if here == "keras":
        if there in (None, "keras"):
            return None
        return f"keras uses public names only, not {imported}"
    if there is None:
        above = ROOMS.index(here) > ROOMS.index("keras")
        free = above or imported == f"{PACKAGE}._native"
        return None if free else f"a room below the public names imports {imported}"
    if there not in ROOMS:
        return f"the room {there} is not in ROOMS"
    if ROOMS.index(there) > ROOMS.index(here):
        return f"{here} stands above {there}, so it can't import {imported}"
    return None


def public_problem(tree: ast.Module) -> tuple[str, int] | None:
    """The first statement of a public module beside docstring, imports and literals."""
    for index, node in enumerate(tree.body):
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if (text and index == 0) or isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.If) and _is_type_checking(node.test):
            continue
        if isinstance(node, ast.Assign) and _is_literal(node.value):
            continue
        return ast.unparse(node).splitlines()[0][:60], node.lineno
    return None


def definitions(tree: ast.Module) -> set[str]:
    """The public functions and classes that a module defines."""
    kinds = (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)
    names = {node.name for node in tree.body if isinstance(node, kinds)}
    return {name for name in names if not name.startswith("_")}


def twice(trees: dict[str, ast.Module]) -> Iterator[str]:
    """The modules of a room that share a name and a definition, one below the other."""
    stems = collections.defaultdict(list)
    for module in trees:
        if room := room_of(module):
            stems[room, module.rsplit(".", 1)[-1]].append(module)
    for modules in stems.values():
        for one, other in itertools.combinations(sorted(modules), 2):
            shared = definitions(trees[one]) & definitions(trees[other])
            if shared and _nested(one, other):
                names = ", ".join(sorted(shared))
                yield f"{one} and {other} both define {names}: keep one"


def problems(root: pathlib.Path = ROOT) -> list[str]:
    """Everything that is wrong below `root`, one line each."""
    found = []
    trees = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        if path.with_suffix("").is_dir():
            found.append(
                f"{path.relative_to(root)}: a package of this name exists, too"
            )
        module = module_name(path, root)
        tree = trees[module] = ast.parse(path.read_text(encoding="utf-8"))
        place = path.relative_to(root)
        room = room_of(module)
        if room is not None and room not in ROOMS:
            found.append(f"{place}: the room {room} is not in ROOMS")
            continue
        for imported, line in imports(tree):
            if problem := layering(module, imported):
                found.append(f"{place}:{line}: {problem}")
        is_public = not any(part.startswith("_") for part in module.split("."))
        if is_public and (problem := public_problem(tree)):
            found.append(f"{place}:{problem[1]}: not an import: {problem[0]}")
    return found + list(twice(trees))


def main() -> int:
    """Prints what is wrong; 1 where anything is."""
    found = problems()
    for line in found:
        print(line)
    print(f"rooms: {len(found)} problems" if found else "rooms: in order")
    return int(bool(found))


def _nested(one: str, other: str) -> bool:
    """Whether one of two modules stands in a folder of the other's folder."""
    folders = (name.rsplit(".", 1)[0] + "." for name in (one, other))
    short, long = sorted(folders, key=len)
    return long.startswith(short)


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True


def _is_type_checking(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


if __name__ == "__main__":
    sys.exit(main())
