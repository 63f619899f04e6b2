"""Compares the public names with TensorFlow's: which are there, and are they the same?

    python tools/api.py [--era v1]                  what differs among the names offered
    python tools/api.py [--era v1] --missing tf.nn  the names of a room still to come
    python tools/api.py --accept                    write the known differences down
    python tools/api.py --write FACTS               make the golden lists anew

The golden lists `tests/api/golden/{v1,v2}.txt` have a line for each public symbol of
TensorFlow 2.21: `tf.math.exp(x, name=None)`, `tf.Variable class(...) members...`,
`tf.math module` or `tf.float32 constant`. `known_differences.txt` beside them names
what differs still; it should only grow shorter.
"""

import argparse
import collections
import importlib
import inspect
import json
import pathlib
import re
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/api/golden"
MODULES = {"v1": "tensorbrook.compat.v1", "v2": "tensorbrook"}
_LINE = re.compile(r"(?P<name>[\w.]+)(?P<what> class| module| constant)?(?P<rest>.*)")
_UNTOLD = re.compile(r"\(\*\w+, \*\*\w+\)|\(\*\*\w+\)|.*\*args, \*\*kwargs.*")
_KNOWN = GOLDEN / "known_differences.txt"
_ABSENT = object()


class Symbol:
    """A line of a golden list."""

    def __init__(self, line: str) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not a line of a golden list: {line!r}")
        self.name = match["name"]
        self.kind = (match["what"] or " function").strip()
        self.signature, _, members = match["rest"].partition(" ; ")
        self.members = members.split()


def symbols(era: str) -> dict[str, Symbol]:
    """The golden list of an era, by name."""
    text = (GOLDEN / f"{era}.txt").read_text(encoding="utf-8")
    return {symbol.name: symbol for symbol in map(Symbol, text.splitlines())}


def offered(root: Any, name: str) -> Any:
    """What `root` offers as a dotted name that begins with `tf`, or _ABSENT."""
    for part in name.split(".")[1:]:
        try:
            root = getattr(root, part)
        except (AttributeError, ImportError, NotImplementedError):
            return _ABSENT
    return root


def different(symbol: Symbol, ours: Any) -> str | None:
    """How an object differs from the symbol of its name, or None where it does not."""
    if symbol.kind == "module":
        return None if isinstance(ours, types.ModuleType) else "is not a module"
    if symbol.kind == "constant":
        return None
    if symbol.kind == "class" and not isinstance(ours, type):
        return "is not a class"
    if not callable(ours):
        return "can't be called"
    try:
        have = signature_text(inspect.signature(ours).parameters.values())
    except (TypeError, ValueError):
        return None
    want = symbol.signature
    if have == want or any(_UNTOLD.fullmatch(text) for text in (have, want)):
        return None
    return f"is {have}, not {want}"


def extra(root: types.ModuleType, golden: Iterable[str]) -> list[str]:
    """The names that the public modules below `root` offer and TensorFlow does not."""
    known = set(golden)
    found = []
    for path in sorted(_public_files(root)):
        tail = path.relative_to(pathlib.Path(root.__file__ or "").parent)
        parts = [part for part in tail.with_suffix("").parts if part != "__init__"]
        module = importlib.import_module(".".join([root.__name__, *parts]))
        for name, value in vars(module).items():
            full = ".".join(["tf", *parts, name])
            ours = not isinstance(value, types.ModuleType)
            if (
                name[0] != "_"
                and name != "TYPE_CHECKING"
                and ours
                and full not in known
            ):
                found.append(full)
    return found


def problems(era: str) -> dict[str, str]:
    """What differs among the names that Tensorbrook offers in an era, by name."""
    root = importlib.import_module(MODULES[era])
    golden = symbols(era)
    found = dict.fromkeys(extra(root, golden), "is a name that TensorFlow lacks")
    for name, symbol in golden.items():
        ours = offered(root, name)
        if ours is not _ABSENT and (problem := different(symbol, ours)):
            found[name] = problem
    return found


def known() -> set[tuple[str, str]]:
    """The eras and names that differ, as is known and to be mended."""
    lines = _KNOWN.read_text(encoding="utf-8").splitlines()
    return {(era, name) for era, name in map(str.split, lines)}


def missing(era: str, under: str = "tf") -> list[str]:
    """The names below a dotted name that are still to come, members of classes too."""
    root = importlib.import_module(MODULES[era])
    found = []
    for name, symbol in symbols(era).items():
        if name == under or name.startswith(under + "."):
            ours = offered(root, name)
            if ours is _ABSENT:
                found.append(name)
            else:
                lacks = (m for m in symbol.members if not hasattr(ours, m))
                found.extend(f"{name}.{member}" for member in lacks)
    return found


def offered_names(era: str) -> list[str]:
    """The golden names that Tensorbrook offers, less members of classes."""
    root = importlib.import_module(MODULES[era])
    return [name for name in symbols(era) if offered(root, name) is not _ABSENT]


def signature_text(parameters: Iterable[inspect.Parameter]) -> str:
    """A signature as a golden line has it: names, kinds and defaults, no types."""
    bare = [
        p.replace(annotation=p.empty, default=_Default(p.default))
        if p.default is not p.empty
        else p.replace(annotation=p.empty)
        for p in parameters
    ]
    return str(inspect.Signature(bare))


class _Default:
    """A default value that is written as the golden lists write it."""

    def __init__(self, value: Any) -> None:
        text = repr(value)
        if type(value).__name__ == "DType" and hasattr(value, "name"):
            text = f"tf.{value.name}"
        elif re.search(r" at 0x[0-9a-f]+", text):
            text = "<object>"
        self._text = text

    def __repr__(self) -> str:
        return self._text


class _Recorded:
    """A default value as the facts record it: its text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def golden_lines(facts: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The golden list for recorded facts."""
    for name in sorted(facts):
        fact = facts[name]
        if fact["kind"] in ("module", "constant"):
            yield f"{name} {fact['kind']}"
            continue
        text = " ".join(_recorded_signature(fact["signature"]).split())
        if fact["kind"] == "function":
            yield f"{name}{text}"
            continue
        members = " ".join(sorted(fact["members"]))
        yield f"{name} class{text}" + (f" ; {members}" if members else "")


def _recorded_signature(recorded: list[list[str]] | None) -> str:
    if recorded is None:
        return "(*args, **kwargs)"
    parameters = [
        inspect.Parameter(
            name,
            inspect._ParameterKind[kind],
            default=inspect.Parameter.empty if default is None else _Recorded(default),
        )
        for name, kind, default in recorded
        if name != "self"
    ]
    return str(inspect.Signature(parameters))


def _public_files(root: types.ModuleType) -> Iterator[pathlib.Path]:
    """The files of the public modules below a package; those of 1.x only below 1.x."""
    folder = pathlib.Path(root.__file__ or "").parent
    for path in folder.rglob("*.py"):
        parts = path.relative_to(folder).parts
        private = any(part.startswith("_") and part != "__init__.py" for part in parts)
        if not private and parts[0] not in ("compat", "contrib"):
            yield path


def main() -> int:
    """Prints what was asked for; 1 where a name differs that should not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--era", choices=("v1", "v2"), default="v2")
    parser.add_argument("--missing", metavar="tf.ROOM")
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--write", type=pathlib.Path, metavar="FACTS")
    options = parser.parse_args()
    if options.write:
        for era in MODULES:
            facts = json.loads((options.write / f"api_{era}.json").read_text())
            text = "\n".join(golden_lines(facts)) + "\n"
            (GOLDEN / f"{era}.txt").write_text(text, encoding="utf-8")
        return 0
    if options.accept:
        pairs = [f"{era} {name}" for era in sorted(MODULES) for name in problems(era)]
        _KNOWN.write_text("\n".join(pairs) + "\n", encoding="utf-8")
        return 0
    if options.missing:
        print("\n".join(missing(options.era, options.missing)))
        return 0
    found = problems(options.era)
    for name, problem in found.items():
        print(f"{name} {problem}")
    total, have = symbols(options.era), offered_names(options.era)
    rooms = collections.Counter(name.split(".")[1] for name in set(total) - set(have))
    rest = ", ".join(f"{room} {count}" for room, count in rooms.most_common(8))
    print(f"{options.era}: {len(have)} of {len(total)} names; {len(found)} differ")
    print(f"still to come: {rest}")
    return int(any((options.era, name) not in known() for name in found))


if __name__ == "__main__":
    sys.exit(main())
