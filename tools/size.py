"""Prints the lines of each room and fails where a file is too long.

    python tools/size.py [--base REVISION]

With --base it also prints how many lines each room has won or lost since then.
"""

import argparse
import collections
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SUFFIXES = {".py", ".pyi", ".cc", ".h"}
LIMIT = 800
WARNING = 500
SOURCES = pathlib.PurePath("src/tensorbrook")


def room(path: pathlib.PurePath) -> str:
    """The room that a file, named from the root of the repository, belongs to."""
    if path.is_relative_to(SOURCES / "_src"):
        inner = path.relative_to(SOURCES / "_src").parts
        return f"_src/{inner[0]}" if len(inner) > 1 else "_src"
    if path.is_relative_to(SOURCES):
        return "public names"
    return path.parts[0] if len(path.parts) > 1 else "."


def files() -> list[pathlib.PurePath]:
    """The source files that git knows or would take."""
    listed = _git("ls-files", "--cached", "--others", "--exclude-standard")
    paths = (pathlib.PurePath(line) for line in listed.splitlines())
    return [p for p in paths if p.suffix in SUFFIXES and (ROOT / p).is_file()]


def lines(path: pathlib.PurePath) -> int:
    """The lines of a file."""
    return len((ROOT / path).read_bytes().splitlines())


def changes(base: str) -> collections.Counter[str]:
    """The lines that each room has won since a revision."""
    won: collections.Counter[str] = collections.Counter()
    for line in _git("diff", "--numstat", "--no-renames", base).splitlines():
        added, removed, name = line.split("\t")
        if pathlib.PurePath(name).suffix in SUFFIXES:
            won[room(pathlib.PurePath(name))] += int(added) - int(removed)
    return won


def main() -> int:
    """Prints the table; 1 where a file is too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", help="print the difference to this revision, too")
    options = parser.parse_args()
    sizes = {path: lines(path) for path in files()}
    total: collections.Counter[str] = collections.Counter()
    count: collections.Counter[str] = collections.Counter()
    for path, size in sizes.items():
        total[room(path)] += size
        count[room(path)] += 1
    won = changes(options.base) if options.base else collections.Counter()
    for name in sorted(total):
        print(f"{name:20} {total[name]:7} lines {count[name]:5} files {won[name]:+7}")
    print(
        f"{'all':20} {total.total():7} lines {count.total():5} files {won.total():+7}"
    )
    for path, size in sorted(sizes.items(), key=lambda item: -item[1]):
        if size > LIMIT:
            print(
                f"TOO LONG: {path} has {size} lines; split it by idea ({LIMIT} at most)"
            )
        elif size > WARNING:
            print(f"long: {path} has {size} lines")
    return int(any(size > LIMIT for size in sizes.values()))


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
