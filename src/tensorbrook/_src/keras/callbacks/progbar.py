"""A progress bar."""

from __future__ import annotations

import math
import sys
import time
from typing import Any


class Progbar:
    """Prints how far something is, with values.

    Args:
        target: how many steps there are, None if unknown.
        width: the width of the bar.
        verbose: 1 for a bar, 2 for one line at the end, 0 for nothing.
        interval: the least time between two prints, in seconds.
        stateful_metrics: names of values that are shown as they are; others are
            averaged over the steps.
        stateless_metrics: kept for compatibility.
        unit_name: what a step is called.
    """

    def __init__(
        self,
        target: int | None,
        width: int = 30,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Any = None,
        stateless_metrics: Any = None,
        unit_name: str = "step",
    ) -> None:
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.unit_name = unit_name
        self.stateful_metrics = set(stateful_metrics or ())
        self._values: dict[str, list[Any]] = {}
        self._seen = 0
        self._start = time.time()
        self._after_first: float | None = None
        self._last_print = 0.0
        self._printed_width = 0

    def add(self, n: int, values: Any = None) -> None:
        """Moves on by `n` steps."""
        self.update(self._seen + n, values)

    def update(
        self, current: int, values: Any = None, finalize: bool | None = None
    ) -> None:
        """Shows a number of steps.

        Args:
            current: how many steps are done.
            values: pairs of name and value.
            finalize: whether this is the last one; by default when all are done.
        """
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        for name, value in values or ():
            self._keep(name, value, current)
        self._seen = current
        now = time.time()
        if self._after_first is None and current >= 1:
            self._after_first = now
        if self.verbose == 1:
            if not finalize and now - self._last_print < self.interval:
                return
            self._print_bar(current, now, finalize)
            self._last_print = now
        elif self.verbose == 2 and finalize:
            self._print_line(current, now)

    def is_due(self) -> bool:
        """Says whether enough time went by since the last print."""
        if self._after_first is None:
            self._after_first = time.time()
        return time.time() - self._last_print >= self.interval

    def _keep(self, name: str, value: Any, current: int) -> None:
        """Adds a value to its mean, or replaces it."""
        if name in self.stateful_metrics:
            self._values[name] = [value, 1]
            return
        steps = max(current - self._seen, 1)
        kept = self._values.setdefault(name, [0.0, 0])
        kept[0] += value * steps
        kept[1] += steps

    def _print_bar(self, current: int, now: float, finalize: bool) -> None:
        """Prints the bar over the last one."""
        line = self._counter(current)
        if self.target is not None:
            done = int(self.width * current / self.target)
            bar = "=" * done
            if 0 < done and current < self.target:
                bar = "=" * (done - 1) + ">"
            line += f" [{bar}{'.' * (self.width - len(bar))}]"
        if finalize or self.target is None:
            line += f" - {now - self._start:.0f}s {self._step_time(current, now)}"
        else:
            line += f" - ETA: {self._remaining(current, now)}"
        line += self._value_text()
        padding = " " * max(self._printed_width - len(line), 0)
        self._printed_width = len(line)
        sys.stdout.write("\r" + line + padding + ("\n" if finalize else ""))
        sys.stdout.flush()

    def _print_line(self, current: int, now: float) -> None:
        """Prints one line for all steps."""
        seconds = now - self._start
        line = f"{self._counter(current)} - {seconds:.0f}s{self._value_text()}"
        line += f" - {self._duration(seconds)}/epoch"
        line += f" - {self._step_time(current, now)}"
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def _counter(self, current: int) -> str:
        """Returns how many steps are done, as text."""
        if self.target is None:
            return f"{current:7d}/Unknown"
        digits = len(str(self.target))
        return f"{current:{digits}d}/{self.target}"

    def _seconds_per_step(self, current: int, now: float) -> float:
        """Returns the mean time of a step, without the first, which traces."""
        if self._after_first is not None and current > 1:
            return (now - self._after_first) / (current - 1)
        return (now - self._start) / max(current, 1)

    def _step_time(self, current: int, now: float) -> str:
        """Returns the mean time of a step, as text."""
        seconds = self._seconds_per_step(current, now)
        return f"{self._duration(seconds)}/{self.unit_name}"

    @staticmethod
    def _duration(seconds: float) -> str:
        """Returns a time in seconds, milliseconds or microseconds."""
        if seconds >= 1:
            return f"{seconds:.0f}s"
        if seconds >= 1e-3:
            return f"{seconds * 1e3:.0f}ms"
        return f"{seconds * 1e6:.0f}us"

    def _remaining(self, current: int, now: float) -> str:
        """Returns the time that is left, as text."""
        left = self._seconds_per_step(current, now) * (self.target - current)
        if left > 3600:
            return f"{left // 3600:.0f}:{left % 3600 // 60:02.0f}:{left % 60:02.0f}"
        if left > 60:
            return f"{left // 60:.0f}:{left % 60:02.0f}"
        return f"{left:.0f}s"

    def _value_text(self) -> str:
        """Returns the values as text."""
        text = ""
        for name, (total, count) in self._values.items():
            value = float(total / max(count, 1))
            small = abs(value) <= 1e-3 and not math.isnan(value)
            text += f" - {name}: {value:.4e}" if small else f" - {name}: {value:.4f}"
        return text
