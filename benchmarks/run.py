"""Times the frequent things and adds the figures to a file of JSON lines.

    python benchmarks/run.py [--only REGEX] [--rounds 5] [--out FILE]

Each line is {"commit", "machine", "case", "us"}; the default file is
`benchmarks/results/results.jsonl`, so that two commits can be compared.
"""

import argparse
import importlib
import json
import os
import pathlib
import platform
import subprocess
import sys

from timing import cases, microseconds

HERE = pathlib.Path(__file__).resolve().parent
AREAS = ("eager", "graph", "training", "files")


def commit() -> str:
    """The short name of the commit, with a + where the tree differs from it."""
    command = ["git", "describe", "--always", "--dirty=+"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def machine() -> str:
    """What the figures were measured on, in a few words."""
    name = platform.processor() or platform.machine()
    info = pathlib.Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> int:
    """Runs the cases and prints their times."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="regular expression on the case")
    parser.add_argument("--area", choices=AREAS, help="only the cases of one file")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--out", type=pathlib.Path, default=HERE / "results/results.jsonl"
    )
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    told = {"commit": commit(), "machine": machine()}
    with options.out.open("a") as out:
        for area in [options.area] if options.area else AREAS:
            for name, case in cases(importlib.import_module(area), options.only):
                us = round(microseconds(case, options.rounds), 3)
                full = f"{area}.{name}"
                print(f"{full:40} {us:12.2f} us", flush=True)
                print(json.dumps({**told, "case": full, "us": us}), file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
