"""Checks that what once worked still works: levels may rise, never fall.

    python tools/check_levels.py                      the file against its own history
    python tools/check_levels.py --golden OUT.json    golden cases, by check_golden
    python tools/check_levels.py --programs OUT.json  programs, by run_programs; of several
                                                      files each program's best counts
    python tools/check_levels.py --missed OUT.json    an expression for the programs to repeat
    python tools/check_levels.py --names              the public names
    ... --rise                                        lift the levels to the measured

`.ci/levels.json` holds how many golden cases of each domain pass, which programs pass,
and how many public names of each era are there.
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


def golden_level(outcome: dict[str, str]) -> dict[str, int]:
    """The cases that pass, by domain; an outcome is empty where a case passes."""
    counts: collections.Counter[str] = collections.Counter()
    for case, why in outcome.items():
        counts[case.partition("/")[0]] += not why
    return dict(counts)


def program_level(results: list[dict[str, str]]) -> dict[str, int]:
    """The programs that pass, each with a 1."""
    return {r["name"]: 1 for r in results if r["status"] == "pass"}


def missed(levels: dict[str, int], results: list[dict[str, str]]) -> str:
    """A regular expression for the programs that passed before and don't now."""
    names = sorted(levels.keys() - program_level(results).keys())
    return f"^({'|'.join(names)})"


def name_level() -> dict[str, int]:
    """How many of TensorFlow's public names are there, by era."""
    import api  # type: ignore[import-not-found]

    return {era: len(api.offered_names(era)) for era in api.MODULES}


def risen(before: dict[str, int], reached: dict[str, int]) -> dict[str, int]:
    """The higher one of both levels for each name, sorted."""
    names = sorted(before.keys() | reached.keys())
    return {name: max(before.get(name, 0), reached.get(name, 0)) for name in names}


def history() -> list[Levels]:
    """The versions of the level file that git has, the newest first."""
    listed = _git("log", "--format=%H", "--", PATH)
    return [json.loads(_git("show", f"{rev}:{PATH}")) for rev in listed.split()]


def main() -> int:
    """Compares; 1 where a level has fallen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--golden", type=pathlib.Path, metavar="OUT.json")
    parser.add_argument("--programs", type=pathlib.Path, metavar="OUT.json", nargs="+")
    parser.add_argument("--missed", type=pathlib.Path, metavar="OUT.json")
    parser.add_argument("--names", action="store_true")
    parser.add_argument("--rise", action="store_true", help="write higher levels down")
    options = parser.parse_args()
    levels: Levels = json.loads((ROOT / PATH).read_text())
    if options.missed:
        print(missed(levels["programs"], json.loads(options.missed.read_text())))
        return 0
    reached: Levels = {}
    if options.golden:
        reached["golden"] = golden_level(json.loads(options.golden.read_text()))
    if options.programs:
        runs = [json.loads(path.read_text()) for path in options.programs]
        reached["programs"] = program_level([item for run in runs for item in run])
    if options.names:
        reached["names"] = name_level()
    if options.rise:
        for group, measured in reached.items():
            levels[group] = risen(levels.get(group, {}), measured)
        (ROOT / PATH).write_text(json.dumps(levels, indent=2) + "\n")
    found = [line for version in history() for line in fallen(version, levels)]
    found += fallen({group: levels[group] for group in reached}, reached)
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
