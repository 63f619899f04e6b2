"""Times functions. Needs the standard library alone, so it runs in any environment.

A case is a function named `time_...`. It sets up what it needs and returns a function
to be timed, or a pair of that function and the number of steps that one call takes.
"""

import gc
import re
import time
import types
from collections.abc import Callable, Iterator

Work = Callable[[], object]
ROUND_SECONDS = 0.1


def cases(module: types.ModuleType, only: str = "") -> Iterator[tuple[str, Callable]]:
    """The cases of a module whose name matches a regular expression."""
    for name, function in vars(module).items():
        if name.startswith("time_") and re.search(only, name.removeprefix("time_")):
            yield name.removeprefix("time_"), function


def microseconds(case: Callable, rounds: int = 5) -> float:
    """The shortest time of one step of a case, over several rounds.

    Args:
      case: The `time_...` function.
      rounds: How often to measure; the best round counts, for the rest is noise.

    Returns:
      Microseconds for each step.
    """
    made = case()
    work, steps = made if isinstance(made, tuple) else (made, 1)
    work()
    calls = 1
    while (once := _seconds(work, calls)) < ROUND_SECONDS / 2:
        calls *= max(2, int(ROUND_SECONDS / max(once, 1e-9) / 4))
    best = min(once, *(_seconds(work, calls) for _ in range(rounds)))
    return best / calls / steps * 1e6


def _seconds(work: Work, calls: int) -> float:
    """How long so many calls take, with the garbage collector at rest."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        for _ in range(calls):
            work()
        return time.perf_counter() - start
    finally:
        gc.enable()
