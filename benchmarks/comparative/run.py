"""Runs the same work in Tensorbrook, TensorFlow, PyTorch and JAX and prints the ratios.

    python benchmarks/comparative/run.py [--peers tensorflow,torch,jax] [--only REGEX]

Each peer runs in an environment of its own, made on first use; see ../README.md.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import venv
from typing import Any

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENTS = HERE / "environments"
OURSELVES = "tensorbrook"
# Where a CPU build of PyTorch is at hand, this range takes it: it counts as newer.
PEERS = {"tensorflow": "tensorflow", "torch": "torch==2.13.*", "jax": "jax"}


def interpreter(peer: str) -> str:
    """The Python of a peer's environment, which is made where it is missing."""
    if peer == OURSELVES:
        return sys.executable
    given = os.environ.get(f"TENSORBROOK_PEER_{peer.upper()}")
    if given:
        return given
    folder = ENVIRONMENTS / peer
    python = folder / "bin/python"
    if not (folder / "made").exists():
        print(f"making an environment for {peer} ...", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "numpy", PEERS[peer]]
        subprocess.run(install, check=True)
        (folder / "made").touch()
    return str(python)


def measured(peer: str, only: str, rounds: int) -> dict[str, Any]:
    """What measure.py says about a peer."""
    cases = "cases_tensorflow" if peer == OURSELVES else f"cases_{peer}"
    command = [interpreter(peer), str(HERE / "measure.py"), cases]
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    of = OURSELVES if peer == OURSELVES else "tensorflow"
    done = subprocess.run(
        [*command, "--only", only, "--rounds", str(rounds)],
        env={**os.environ, **quiet, "TENSORBROOK_CASES_OF": of},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def best(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The shorter time of each case in two measurements of one peer."""
    us = {}
    for name in one["us"]:
        times = [t for t in (one["us"][name], other["us"][name]) if t is not None]
        us[name] = min(times, default=None)
    return {"version": one["version"], "us": us}


def table(results: dict[str, dict[str, Any]]) -> str:
    """The figures as text: microseconds, and times as long as Tensorbrook."""
    rows = [f"{'us for each step':18}" + "".join(f"{peer:>22}" for peer in results)]
    for case in results[OURSELVES]["us"]:
        ours = results[OURSELVES]["us"][case]
        cells = []
        for peer in results:
            time = results[peer]["us"].get(case)
            if time is None:
                cells.append("-")
            elif peer == OURSELVES or ours is None:
                cells.append(f"{time:.2f}")
            else:
                cells.append(f"{time:.2f} ({time / ours:5.2f}x)")
        rows.append(f"{case:18}" + "".join(f"{cell:>22}" for cell in cells))
    versions = ", ".join(result["version"] for result in results.values())
    return "\n".join([*rows, versions])


def main() -> int:
    """Measures everybody in turn, several times, and prints the best of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--only", default="", help="regular expression on the case")
    parser.add_argument("--turns", type=int, default=2, help="of all peers")
    parser.add_argument("--rounds", type=int, default=3, help="in each turn")
    options = parser.parse_args()
    results: dict[str, dict[str, Any]] = {}
    for _ in range(options.turns):
        for peer in (OURSELVES, *filter(None, options.peers.split(","))):
            now = measured(peer, options.only, options.rounds)
            results[peer] = best(results[peer], now) if peer in results else now
    print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
