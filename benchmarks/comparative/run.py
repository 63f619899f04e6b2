"""Runs the same work in Tensorbrook, TensorFlow, PyTorch and JAX and prints the ratios.

    python benchmarks/comparative/run.py [--peers tensorflow,torch,jax] [--only REGEX]
    python benchmarks/comparative/run.py --quick       every row once, ours alone
    python benchmarks/comparative/run.py --report      and write docs/performance.md

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

from rows import ROWS

HERE = pathlib.Path(__file__).resolve().parent
ENVIRONMENTS = HERE / "environments"
OURSELVES = "tensorbrook"
# Where a CPU build of PyTorch is at hand, this range takes it: it counts as newer.
PEERS = {"tensorflow": "tensorflow", "torch": "torch==2.13.*", "jax": "jax"}
#: Rows whose memory is compared; each runs in a process of its own.
MEMORY = ("train_mlp", "train_conv2", "train_lstm", "train_transformer")


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


def measured(peer: str, *flags: str) -> dict[str, Any]:
    """What measure.py says about a peer."""
    idiom = "tensorflow" if peer == OURSELVES else peer
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(
        [interpreter(peer), str(HERE / "measure.py"), idiom, *flags],
        env={**os.environ, **quiet, "TENSORBROOK_CASES_OF": peer},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def machine() -> dict[str, Any]:
    """What this machine can do."""
    command = [sys.executable, str(HERE / "probe.py")]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def best(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The shorter time of each case in two measurements of one peer."""
    us = {}
    for name in one["us"]:
        times = [t for t in (one["us"][name], other["us"][name]) if t is not None]
        us[name] = min(times, default=None)
    return {**one, "us": us}


def ratio(results: dict[str, Any], row: str) -> float | None:
    """Our time as a part of the best peer's."""
    peers = [r["us"].get(row) for name, r in results.items() if name != OURSELVES]
    times, ours = [t for t in peers if t], results[OURSELVES]["us"].get(row)
    return ours / min(times) if times and ours else None


def table(results: dict[str, dict[str, Any]]) -> str:
    """The figures as text: microseconds, and our part of the best peer's time."""
    head = "".join(f"{peer:>14}" for peer in results)
    lines = [f"{'us for each step':20}{head}{'of the best':>14}{'goal':>7}"]
    for name, row in ROWS.items():
        times = [results[peer]["us"].get(name) for peer in results]
        if not any(times):
            continue
        cells = "".join("-".rjust(14) if t is None else f"{t:14.2f}" for t in times)
        part = ratio(results, name)
        shown = "-" if part is None else f"{part:.2f}"
        lines.append(f"{name:20}{cells}{shown:>14}{row.goal:7.2f}")
    versions = ", ".join(result["version"] for result in results.values())
    return "\n".join([*lines, versions])


def compared(options: argparse.Namespace, peers: list[str]) -> dict[str, Any]:
    """Measures everybody in turn, several times; the best of each counts."""
    results: dict[str, dict[str, Any]] = {}
    flags = ("--only", options.only, "--rounds", str(options.rounds))
    for _ in range(options.turns):
        for peer in (OURSELVES, *peers):
            now = measured(peer, *flags)
            results[peer] = best(results[peer], now) if peer in results else now
    return results


def main() -> int:
    """Runs what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--only", default="", help="regular expression on the case")
    parser.add_argument("--turns", type=int, default=2, help="of all peers")
    parser.add_argument("--rounds", type=int, default=8, help="in each turn")
    parser.add_argument("--quick", action="store_true", help="does every row run?")
    parser.add_argument(
        "--report", action="store_true", help="write docs/performance.md"
    )
    options = parser.parse_args()
    if options.quick:
        ran = measured(OURSELVES, "--once", "--only", options.only)["us"]
        missing = (
            [] if options.only else [name for name in ROWS if ran.get(name) is None]
        )
        print(
            f"{len(ran)} rows ran", *(f"missing: {name}" for name in missing), sep="\n"
        )
        return 1 if missing else 0
    peers = [peer for peer in options.peers.split(",") if peer]
    results = compared(options, peers)
    print(table(results))
    if options.report:
        from report import write_report

        memory = {
            row: {
                peer: measured(peer, "--once", "--only", f"^{row}$")["peak_mb"]
                for peer in results
            }
            for row in MEMORY
        }
        write_report(results, memory, machine())
    return 0


if __name__ == "__main__":
    sys.exit(main())
