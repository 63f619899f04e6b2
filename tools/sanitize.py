"""Runs the tests of the native core under a sanitizer of the compiler.

    python tools/sanitize.py address [pytest arguments]
    python tools/sanitize.py thread [pytest arguments]

The core is built into `build/sanitize-<kind>`, beside links to the rest of the package; the
one in use stays as it is. Without arguments the tests in tests/native and tests/runtime run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = {"address": "libasan.so", "thread": "libtsan.so"}
OPTIONS = {
    # The interpreter itself keeps memory until its end.
    "address": {"ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1"},
    # OpenMP's barriers are unknown to the sanitizer: each thread of Python works alone.
    "thread": {
        "TSAN_OPTIONS": "report_signal_unsafe=0:halt_on_error=0:exitcode=66",
        "OMP_NUM_THREADS": "1",
    },
}


def package_folder(kind: str) -> Path:
    """A folder with links to the package, but for the native core."""
    folder = ROOT / "build" / f"sanitize-{kind}" / "package" / "tensorbrook"
    folder.mkdir(parents=True, exist_ok=True)
    for item in (ROOT / "src" / "tensorbrook").iterdir():
        link = folder / item.name
        if item.suffix != ".so" and not link.exists():
            link.symlink_to(item)
    return folder


def build(kind: str, place: Path) -> None:
    """Builds the core with the sanitizer."""
    folder = place.parents[1] / "objects"
    subprocess.run(
        [
            *("cmake", "-S", str(ROOT), "-B", str(folder), "-G", "Ninja"),
            f"-DPython_EXECUTABLE={sys.executable}",
            f"-DTENSORBROOK_SANITIZER={kind}",
            f"-DTENSORBROOK_PLACE={place}",
            "-DTENSORBROOK_ISA=avx2",
        ],
        check=True,
    )
    subprocess.run(["cmake", "--build", str(folder)], check=True)


def library(kind: str) -> str:
    """The sanitizer's runtime, which has to be loaded before everything else."""
    found = subprocess.run(
        [os.environ.get("CXX", "c++"), f"-print-file-name={LIBRARIES[kind]}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return found.stdout.strip()


def main(arguments: list[str]) -> int:
    """Builds, runs the tests, and returns their exit status."""
    if not arguments or arguments[0] not in LIBRARIES:
        print(__doc__)
        return 2
    kind, *rest = arguments
    place = package_folder(kind)
    build(kind, place)
    environment = {
        **os.environ,
        **OPTIONS[kind],
        "LD_PRELOAD": library(kind),
        "PYTHONMALLOC": "malloc",
        "PYTHONPATH": str(place.parent),
    }
    tests = rest or ["tests/native", "tests/runtime"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
