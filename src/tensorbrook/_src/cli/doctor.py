"""`tensorbrook doctor`: says what this machine and this installation can do."""

import argparse
import importlib.metadata
import os
import platform
import sys
from collections.abc import Iterator
from typing import Any

_REQUIRED = (
    "numpy",
    "ml_dtypes",
    "onednn-cpu-gomp",
    "opt_einsum",
    "protobuf",
    "tensorboard",
    "h5py",
    "pillow",
)
_OPTIONAL = {
    "jax": "XLA, GPUs, TPUs and clusters",
    "scipy": "special functions",
    "matplotlib": "the pictures of `tensorbrook demo`",
    "pydot": "keras.utils.plot_model",
}


def add_to(commands: Any) -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "doctor", help="say what this machine and installation can do"
    )
    parser.set_defaults(command=_command)


def report() -> Iterator[tuple[str, str]]:
    """Yields what there is to say, as pairs of a subject and a finding.

    Example:
      >>> "native core" in dict(report())
      True
    """
    yield "Tensorbrook", _version("tensorbrook") or "not installed; run from sources"
    yield "Python", f"{platform.python_version()} ({sys.executable})"
    yield "machine", f"{platform.system()} {platform.machine()}, {_cores()} cores"
    yield from _native_core()
    yield "era", os.environ.get("TENSORBROOK_ERA") or "decided by each program's text"
    for name in _REQUIRED:
        yield name, _version(name) or "MISSING, though Tensorbrook depends on it"
    for name, purpose in _OPTIONAL.items():
        yield name, _version(name) or f"not installed; it serves {purpose}"


def _command(options: argparse.Namespace) -> int:
    del options
    for subject, finding in report():
        print(f"{subject:16} {finding}")
    return 0


def _native_core() -> Iterator[tuple[str, str]]:
    if os.environ.get("TENSORBROOK_NATIVE") == "0":
        yield "native core", "off: TENSORBROOK_NATIVE=0"
        return
    try:
        from tensorbrook import _native
    except ImportError as error:
        yield "native core", f"none, so NumPy does the work: {error}"
        return
    yield "native core", "yes"
    for name, value in _native.device_info().items():
        yield f"  {name}", str(value) if value is not None else "none"


def _cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None
