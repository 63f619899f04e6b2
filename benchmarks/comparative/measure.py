"""Runs in a peer's environment: times the cases of one file and prints them as JSON.

python measure.py cases_torch [--only REGEX] [--rounds 3]
"""

import argparse
import importlib
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from timing import cases, microseconds  # noqa: E402


def main() -> int:
    """Prints {"version": ..., "us": {case: microseconds or null}} as the last line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("module")
    parser.add_argument("--only", default="")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    module = importlib.import_module(options.module)
    us: dict[str, float | None] = {}
    for name, case in cases(module, options.only):
        try:
            us[name] = microseconds(case, options.rounds)
        except (NotImplementedError, AttributeError, ImportError) as error:
            print(f"{options.module} {name}: {error}", file=sys.stderr)
            us[name] = None
    print(json.dumps({"version": module.VERSION, "us": us}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
