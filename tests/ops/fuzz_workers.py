"""Wild calls in a process of their own, so that a crash or a hang has a name.

A call may take five seconds of the processor; one that waits is given up after a minute.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import Any

_BUSY = 5.0  # seconds of processor time that a call may take
_WAITING = 60.0  # seconds after which a call is given up
_MEMORY = 1 << 28  # bytes that a tensor may have there
_ADDRESSES = 1 << 34  # bytes that the process may have
_ROOT = pathlib.Path(__file__).resolve().parents[2]


class Worker:
    """A process that makes wild calls, one after the other, in an empty folder."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._said = tempfile.TemporaryFile("w+")
        paths = [str(_ROOT), str(_ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.ops.fuzz_workers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=self._folder.name,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            text=True,
        )
        try:
            self._answer(_WAITING * 5)  # says that everything is loaded
        except _Lost as problem:
            self._said.seek(0)
            raise RuntimeError(self._said.read()) from problem

    def call(self, name: str, seed: int) -> str:
        """What is wrong with how the op takes the call; empty where nothing is."""
        pipe: Any = self._process.stdin
        began = self._busy()
        try:
            pipe.write(json.dumps([name, seed]) + "\n")
            pipe.flush()
            return self._answer(_WAITING, began)
        except (BrokenPipeError, _Lost) as problem:
            return f"{name} --seed {seed}: {self._end() or problem}"

    @property
    def alive(self) -> bool:
        """Whether it can make another call."""
        return self._process.poll() is None

    def close(self) -> None:
        """Ends the process, and removes its folder."""
        self._process.kill()
        self._process.communicate()
        self._said.close()
        self._folder.cleanup()

    def _answer(self, patience: float, began: float | None = None) -> str:
        pipe: Any = self._process.stdout
        given_up = time.monotonic() + patience
        while not select.select([pipe], [], [], 0.5)[0]:
            if began is not None and self._busy() - began > _BUSY:
                raise _Lost(f"it hangs: more than {_BUSY:.0f} s of computing")
            if time.monotonic() > given_up:
                raise _Lost(f"it hangs: nothing for {patience:.0f} s")
        line = pipe.readline()
        if not line:
            raise _Lost("it crashed")
        text: str = json.loads(line)
        return text

    def _busy(self) -> float:
        """Seconds of processor time so far, where the system tells it."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            stat = pathlib.Path(f"/proc/{self._process.pid}/stat").read_text()
            user, system = stat.rpartition(")")[2].split()[11:13]
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        return 0.0

    def _end(self) -> str:
        """How the process ended; empty where it had to be killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return f"it crashed, with the exit status {self._process.wait(1.0)}"
        self._process.kill()
        self._process.wait()
        return ""


class _Lost(Exception):
    """The worker doesn't answer."""


class Crew:
    """A worker, and another one when that is lost."""

    def __init__(self) -> None:
        self._worker = Worker()

    def call(self, name: str, seed: int) -> str:
        """What is wrong with how the op takes the call; empty where nothing is."""
        if not self._worker.alive:
            self._worker.close()
            self._worker = Worker()
        return self._worker.call(name, seed)

    def close(self) -> None:
        """Ends the process."""
        self._worker.close()


def problems(names: Sequence[str], calls: int, seed: int = 0) -> Iterator[str]:
    """Makes calls of all ops in turn; gives what goes wrong."""
    crew = Crew()
    try:
        for index in range(calls):
            text = crew.call(names[index % len(names)], seed + index // len(names))
            if text:
                yield text
    finally:
        crew.close()


def _crash(name: str, seed: int) -> str:
    os.abort()


def _hang(name: str, seed: int) -> str:
    while True:
        seed += 1


#: Names that are no ops: how the guard itself is tested.
_TRIALS = {"crash": _crash, "hang": _hang}


def work() -> None:
    """The worker: reads names and numbers of calls, and writes what was wrong."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what ops print must not stand among the answers
    _limit_memory()
    from tests.ops import fuzz

    fuzz.names()
    answers.write('""\n')
    answers.flush()
    for line in sys.stdin:
        name, seed = json.loads(line)
        run = _TRIALS.get(name, fuzz.problem)
        answers.write(json.dumps(run(name, seed)) + "\n")
        answers.flush()


def _limit_memory() -> None:
    from tensorbrook._src.core import memory
    from tensorbrook._src.eager import backend

    memory.limit = _MEMORY
    if backend.native is not None:
        backend.native.set_buffer_limit(_MEMORY)
    with contextlib.suppress(ImportError):  # other systems
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))


if __name__ == "__main__":
    work()
