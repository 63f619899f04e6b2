"""The hooks that TensorFlow brings along."""

from __future__ import annotations

import logging
import time
from typing import Any

import numpy as np

from tensorbrook._src.compat_v1.global_step import (
    get_global_step,
    get_or_create_global_step,
)
from tensorbrook._src.compat_v1.training.session_run_hook import (
    SessionRunArgs,
    SessionRunHook,
)
from tensorbrook._src.graph.default_graph import get_default_graph

_LOG = logging.getLogger("tensorflow")


class SecondOrStepTimer:
    """Says at which steps something is due: every so many steps or seconds.

    Args:
        every_secs: Seconds between two times.
        every_steps: Steps between two times.

    Raises:
        ValueError: Both are given, or neither.
    """

    def __init__(
        self, every_secs: float | None = None, every_steps: int | None = None
    ) -> None:
        if (every_secs is None) == (every_steps is None):
            raise ValueError(
                "Exactly one of every_secs and every_steps should be provided."
            )
        self._every_secs = every_secs
        self._every_steps = every_steps
        self.reset()

    def reset(self) -> None:
        """Forgets the last time."""
        self._last_step: int | None = None
        self._last_time: float | None = None

    def should_trigger_for_step(self, step: int) -> bool:
        """Whether it is due at a step."""
        if self._last_step is None:
            return True
        if self._last_step == step:
            return False
        if self._every_secs is not None:
            return time.time() >= (self._last_time or 0) + self._every_secs
        return step >= self._last_step + (self._every_steps or 0)

    def update_last_triggered_step(self, step: int) -> tuple[Any, Any]:
        """Notes that it was done; returns seconds and steps since the last time."""
        now = time.time()
        since: tuple[Any, Any] = (None, None)
        if self._last_step is not None and self._last_time is not None:
            since = now - self._last_time, step - self._last_step
        self._last_time, self._last_step = now, step
        return since

    def last_triggered_step(self) -> int | None:
        """The last step at which it was done."""
        return self._last_step


class LoggingTensorHook(SessionRunHook):
    """Logs the values of tensors.

    Args:
        tensors: Tensors by a name for the log, or a list of tensors or names.
        every_n_iter: Runs between two logs.
        every_n_secs: Seconds between two logs.
        at_end: Whether to log at the end only.
        formatter: A function from the values by name to the text.

    Raises:
        ValueError: When to log isn't said, or said twice.
    """

    def __init__(
        self,
        tensors: Any,
        every_n_iter: int | None = None,
        every_n_secs: float | None = None,
        at_end: bool = False,
        formatter: Any = None,
    ) -> None:
        if every_n_iter is not None and every_n_secs is not None:
            raise ValueError(
                "Either only one of every_n_iter and every_n_secs must be given."
            )
        if every_n_iter is None and every_n_secs is None and not at_end:
            raise ValueError(
                "Either at_end and/or exactly one of every_n_* must be given."
            )
        if every_n_iter is not None and every_n_iter <= 0:
            raise ValueError(f"invalid every_n_iter={every_n_iter}.")
        if not isinstance(tensors, dict):
            self._order = [getattr(item, "name", item) for item in tensors]
            tensors = dict(zip(self._order, tensors, strict=True))
        else:
            self._order = list(tensors)
        self._tensors = tensors
        self._formatter = formatter
        self._at_end = at_end
        self._timer = None
        if every_n_iter is not None or every_n_secs is not None:
            self._timer = SecondOrStepTimer(every_n_secs, every_n_iter)
        self._count = 0
        self._found: dict[str, Any] = {}

    def begin(self) -> None:
        """Finds the tensors."""
        if self._timer is not None:
            self._timer.reset()
        self._count = 0
        self._found = {
            name: _graph_element(item) for name, item in self._tensors.items()
        }

    def before_run(self, run_context: Any) -> Any:
        """Asks for the values when a log is due."""
        timer = self._timer
        self._due = timer is not None and timer.should_trigger_for_step(self._count)
        return SessionRunArgs(self._found) if self._due else None

    def after_run(self, run_context: Any, run_values: Any) -> None:
        """Logs."""
        if self._due:
            self._log(run_values.results)
        self._count += 1

    def end(self, session: Any) -> None:
        """Logs the last values."""
        if self._at_end:
            self._log(session.run(self._found))

    def _log(self, values: dict[str, Any]) -> None:
        seconds = None
        if self._timer is not None:
            seconds, _ = self._timer.update_last_triggered_step(self._count)
        if self._formatter is not None:
            _LOG.info(self._formatter(values))
            return
        text = ", ".join(f"{name} = {values[name]}" for name in self._order)
        _LOG.info("%s%s", text, "" if seconds is None else f" ({seconds:.3f} sec)")


def _graph_element(item: Any) -> Any:
    return get_default_graph().as_graph_element(item)


class StopAtStepHook(SessionRunHook):
    """Stops after a number of steps, or at a step.

    Args:
        num_steps: How many steps to do.
        last_step: The step after which to stop.

    Raises:
        ValueError: Both are given, or neither.
    """

    def __init__(
        self, num_steps: int | None = None, last_step: int | None = None
    ) -> None:
        if (num_steps is None) == (last_step is None):
            raise ValueError("One of num_steps or last_step must be specified.")
        self._num_steps = num_steps
        self._last_step = last_step
        self._step: Any = None

    def begin(self) -> None:
        """Finds the global step."""
        self._step = get_global_step()
        if self._step is None:
            raise RuntimeError("Global step should be created to use StopAtStepHook.")

    def after_create_session(self, session: Any, coord: Any) -> None:
        """Computes the last step."""
        if self._last_step is None:
            self._last_step = int(session.run(self._step)) + (self._num_steps or 0)

    def before_run(self, run_context: Any) -> Any:
        """Asks for the step."""
        return SessionRunArgs(self._step)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        """Stops where it is the last one."""
        last = self._last_step or 0
        step = int(run_values.results) + 1
        if step >= last and int(run_context.session.run(self._step)) >= last:
            run_context.request_stop()


class NanLossDuringTrainingError(RuntimeError):
    """The loss isn't a number any more."""

    def __str__(self) -> str:
        return "NaN loss during training."


class NanTensorHook(SessionRunHook):
    """Stops when a loss isn't a number any more.

    Args:
        loss_tensor: The loss.
        fail_on_nan_loss: Whether to raise; otherwise training just stops.
    """

    def __init__(self, loss_tensor: Any, fail_on_nan_loss: bool = True) -> None:
        self._loss = loss_tensor
        self._fails = fail_on_nan_loss

    def before_run(self, run_context: Any) -> Any:
        """Asks for the loss."""
        return SessionRunArgs(self._loss)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        """Looks at it."""
        if not np.isnan(run_values.results):
            return
        message = "Model diverged with loss = NaN."
        if self._fails:
            _LOG.error(message)
            raise NanLossDuringTrainingError
        _LOG.warning(message)
        run_context.request_stop()


class GlobalStepWaiterHook(SessionRunHook):
    """Waits before a run until the global step is reached.

    Args:
        wait_until_step: The step.
    """

    def __init__(self, wait_until_step: int) -> None:
        self._until = wait_until_step
        self._step: Any = None
        self._done = False

    def begin(self) -> None:
        """Finds the global step."""
        self._step = get_or_create_global_step()

    def before_run(self, run_context: Any) -> Any:
        """Waits."""
        while not self._done and self._until > 0:
            if int(run_context.session.run(self._step)) >= self._until:
                break
            time.sleep(0.5)
        self._done = True


class FinalOpsHook(SessionRunHook):
    """Runs something at the end.

    Args:
        final_ops: What to run.
        final_ops_feed_dict: What to feed.
    """

    def __init__(self, final_ops: Any, final_ops_feed_dict: Any = None) -> None:
        self._ops = final_ops
        self._feeds = final_ops_feed_dict
        self._values: Any = None

    @property
    def final_ops_values(self) -> Any:
        """The values that the run has returned."""
        return self._values

    def end(self, session: Any) -> None:
        """Runs it."""
        if self._ops is not None:
            self._values = session.run(self._ops, feed_dict=self._feeds)


class FeedFnHook(SessionRunHook):
    """Feeds each run with what a function returns.

    Args:
        feed_fn: A function without arguments that returns a dict.
    """

    def __init__(self, feed_fn: Any) -> None:
        self.feed_fn = feed_fn

    def before_run(self, run_context: Any) -> Any:
        """The feeds."""
        return SessionRunArgs(fetches=None, feed_dict=self.feed_fn())


class StepCounterHook(SessionRunHook):
    """Logs how many steps a second takes.

    Args:
        every_n_steps: Steps between two logs.
        every_n_secs: Seconds between two logs.
        output_dir: The folder of the event file.
        summary_writer: The writer of the events.
    """

    def __init__(
        self,
        every_n_steps: int | None = 100,
        every_n_secs: float | None = None,
        output_dir: str | None = None,
        summary_writer: Any = None,
    ) -> None:
        self._timer = SecondOrStepTimer(every_n_secs, every_n_steps)
        self._folder = output_dir
        self._writer = summary_writer
        self._step: Any = None

    def begin(self) -> None:
        """Finds the global step and opens the writer."""
        self._step = get_or_create_global_step()
        if self._writer is None and self._folder:
            self._writer = writer_of(self._folder)

    def before_run(self, run_context: Any) -> Any:
        """Asks for the step."""
        return SessionRunArgs(self._step)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        """Logs when it is due."""
        step = int(run_values.results)
        if not self._timer.should_trigger_for_step(step):
            return
        seconds, steps = self._timer.update_last_triggered_step(step)
        if seconds:
            rate = steps / seconds
            _LOG.info("global_step/sec: %g", rate)
            if self._writer is not None:
                from tensorbrook.compat import v1

                value = v1.Summary.Value(tag="global_step/sec", simple_value=rate)
                self._writer.add_summary(v1.Summary(value=[value]), step)


def writer_of(folder: str) -> Any:
    """The event writer of a folder, shared by all hooks."""
    from tensorbrook.compat.v1 import summary

    return summary.FileWriterCache.get(folder)


class ProfilerHook(SessionRunHook):
    """Accepted for compatibility: `tf.profiler.experimental` profiles.

    Args:
        save_steps: Steps between two profiles.
        save_secs: Seconds between two profiles.
        output_dir: The folder.
        show_dataflow: Accepted for compatibility.
        show_memory: Accepted for compatibility.
    """

    def __init__(
        self,
        save_steps: int | None = None,
        save_secs: float | None = None,
        output_dir: str = "",
        show_dataflow: bool = True,
        show_memory: bool = False,
    ) -> None:
        self._timer = SecondOrStepTimer(save_secs, save_steps)
