"""Checks that what once worked still works: levels may rise, never fall.

    python tools/check_levels.py                      the file against its own history
    python tools/check_levels.py --golden OUT.json    measured golden cases against it
    python tools/check_levels.py --golden OUT.json --rise     lift the levels to them

`.ci/levels.json` holds, for each domain of golden cases, the number that pass, and the
number of public names and of acceptance programs. OUT.json is what check_golden writes.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATH = ".ci/levels.json"
Levels = dict[str, dict[str, int]]


def fallen(before: Levels, after: Levels) -> list[str]:
    """Each level of `before` that `after` lacks or has lower, in words."""
    lower = []
    for group, levels in before.items():
        for name, level in levels.items():
            now = after.get(group, {}).get(name)
            if now is None or now < level:
                lower.append(f"{group}/{name} fell from {level} to {now or 0}")
    return lower


def passed(outcome: dict[str, str]) -> dict[str, int]:
    """The cases that pass, by domain; an outcome is empty where a case passes."""
    counts: collections.Counter[str] = collections.Counter()
    for case, why in outcome.items():
        counts[case.partition("/")[0]] += not why
    return dict(counts)


def history() -> list[Levels]:
    """The versions of the level file that git has, the newest first."""
    listed = _git("log", "--format=%H", "--", PATH)
    return [json.loads(_git("show", f"{rev}:{PATH}")) for rev in listed.split()]


def main() -> int:
    """Compares; 1 where a level has fallen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--golden", type=pathlib.Path, metavar="OUT.json")
    parser.add_argument("--rise", action="store_true", help="write higher levels down")
    options = parser.parse_args()
    levels: Levels = json.loads((ROOT / PATH).read_text())
    found = [line for version in history() for line in fallen(version, levels)]
    if options.golden:
        reached = passed(json.loads(options.golden.read_text()))
        if options.rise:
            old = levels["golden"]
            new = {k: max(v, old.get(k, 0)) for k, v in reached.items()}
            levels["golden"] = dict(sorted({**old, **new}.items()))
            (ROOT / PATH).write_text(json.dumps(levels, indent=2) + "\n")
        found += fallen({"golden": levels["golden"]}, {"golden": reached})
    for line in sorted(set(found)):
        print(line)
    print("levels: fallen" if found else "levels: kept")
    return int(bool(found))


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
    # A repository without a commit, or a copy without git, has no history to keep.
    return done.stdout if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
