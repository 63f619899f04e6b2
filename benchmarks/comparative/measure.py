"""Runs in a peer's environment: times the cases of a peer and prints them as JSON.

python measure.py torch [--only REGEX] [--rounds 3] [--once]
"""

import argparse
import importlib
import json
import pathlib
import resource
import sys
from collections.abc import Callable

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from timing import cases, microseconds  # noqa: E402

#: Files of cases for each peer; the last part of the name is whose idiom they speak.
FILES = ("cases", "networks", "pipelines")


def once(case: Callable) -> float:
    """Runs a case once; the time says nothing."""
    made = case()
    (made[0] if isinstance(made, tuple) else made)()
    return 0.0


def main() -> int:
    """Prints {"version": ..., "us": {case: microseconds or null}} as the last line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peer", choices=("tensorflow", "torch", "jax"))
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", action="store_true", help="run, don't measure")
    options = parser.parse_args()
    files = [f"{name}_{options.peer}" for name in FILES]
    modules = [importlib.import_module(f) for f in files if (HERE / f"{f}.py").exists()]
    us: dict[str, float | None] = {}
    for module in modules:
        for name, case in cases(module, options.only):
            try:
                us[name] = (
                    once(case) if options.once else microseconds(case, options.rounds)
                )
            except (NotImplementedError, AttributeError, ImportError) as error:
                print(f"{options.peer} {name}: {error}", file=sys.stderr)
                us[name] = None
            print(f"{modules[0].VERSION} {name}: {us[name]}", file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"version": modules[0].VERSION, "us": us, "peak_mb": round(peak, 1)}
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
