"""Runs the tests of the native core under a sanitizer of the compiler.

    python tools/sanitize.py address [pytest arguments]
    python tools/sanitize.py thread [pytest arguments]

`address` also looks for undefined behaviour. The core is built into
`build/sanitize-<kind>`, beside links to the rest of the package; the one in use stays as it
is. The first build takes about five minutes of two cores. Without arguments the tests run
that enter the core most: of the kernels and bindings, of plans, and of threads.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = {"address": "libasan.so", "thread": "libtsan.so"}
#: What the compiler calls it.
CHECKS = {"address": "address,undefined", "thread": "thread"}
OPTIONS = {
    # The interpreter itself keeps memory until its end.
    "address": {
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
        "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=0",
    },
    # OpenMP's barriers are unknown to the sanitizer: each thread of Python works alone.
    "thread": {
        "TSAN_OPTIONS": "report_signal_unsafe=0:halt_on_error=0",
        "OMP_NUM_THREADS": "1",
    },
}
TESTS = [
    "tests/native",
    "tests/runtime/test_plan.py",
    "tests/runtime/test_random_graphs.py",
    "tests/integration/test_threads.py",
]


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
            f"-DTENSORBROOK_SANITIZER={CHECKS[kind]}",
            f"-DTENSORBROOK_PLACE={place}",
            "-DTENSORBROOK_ISA=avx2",
        ],
        check=True,
    )
    subprocess.run(["cmake", "--build", str(folder)], check=True)


def library(name: str) -> str:
    """Where the compiler keeps a library."""
    found = subprocess.run(
        [os.environ.get("CXX", "c++"), f"-print-file-name={name}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return found.stdout.strip()


def environment(kind: str, place: Path, reports: Path) -> dict[str, str]:
    """What the tests need: the sanitizer's runtime comes before everything else."""
    options = {
        name: f"{text}:log_path={reports / 'report'}"
        if name.endswith("_OPTIONS")
        else text
        for name, text in OPTIONS[kind].items()
    }
    return {
        **os.environ,
        **options,
        # It takes over how exceptions are thrown, and has to find that at the start.
        "LD_PRELOAD": f"{library(LIBRARIES[kind])} {library('libstdc++.so.6')}",
        "PYTHONMALLOC": "malloc",
        "PYTHONPATH": str(place.parent),
    }


def main(arguments: list[str]) -> int:
    """Builds, runs the tests, shows what was found, and returns the exit status."""
    if not arguments or arguments[0] not in LIBRARIES:
        print(__doc__)
        return 2
    kind, *rest = arguments
    place = package_folder(kind)
    build(kind, place)
    reports = place.parents[1] / "reports"
    reports.mkdir(exist_ok=True)
    for old in reports.iterdir():
        old.unlink()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *(rest or TESTS)],
        cwd=ROOT,
        env=environment(kind, place, reports),
        check=False,
    )
    found = sorted(reports.iterdir())
    for report in found:
        print(report.read_text(errors="replace"))
    print(f"{len(found)} processes with reports in {reports}")
    return done.returncode or int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
