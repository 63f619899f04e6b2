"""Hooks that write checkpoints and summaries."""

from __future__ import annotations

import logging
import os
from typing import Any

from tensorbrook._src.compat_v1.global_step import get_or_create_global_step
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.training.hooks import SecondOrStepTimer, writer_of
from tensorbrook._src.compat_v1.training.session_run_hook import (
    SessionRunArgs,
    SessionRunHook,
)
from tensorbrook._src.graph.default_graph import get_default_graph

_LOG = logging.getLogger("tensorflow")


class CheckpointSaverListener:
    """Base of those who are told when a checkpoint is written."""

    def begin(self) -> None:
        """Called once, while the graph can still be changed."""

    def before_save(self, session: Any, global_step_value: int) -> None:
        """Called before a checkpoint is written."""

    def after_save(self, session: Any, global_step_value: int) -> Any:
        """Called after it was written; True ends the training."""
        return None

    def end(self, session: Any, global_step_value: int) -> None:
        """Called at the end."""


class CheckpointSaverHook(SessionRunHook):
    """Writes checkpoints.

    Args:
        checkpoint_dir: The folder.
        save_secs: Seconds between two checkpoints.
        save_steps: Steps between two checkpoints.
        saver: The Saver; by default that of the scaffold or of the graph.
        checkpoint_basename: The beginning of the files' names.
        scaffold: The scaffold.
        listeners: `CheckpointSaverListener`s.
        save_graph_def: Accepted for compatibility.
    """

    def __init__(
        self,
        checkpoint_dir: str,
        save_secs: float | None = None,
        save_steps: int | None = None,
        saver: Any = None,
        checkpoint_basename: str = "model.ckpt",
        scaffold: Any = None,
        listeners: Any = None,
        save_graph_def: bool = True,
    ) -> None:
        if saver is not None and scaffold is not None:
            raise ValueError("You cannot provide both saver and scaffold.")
        self._path = os.path.join(checkpoint_dir, checkpoint_basename)
        self._timer = SecondOrStepTimer(save_secs, save_steps)
        self._given = saver
        self._scaffold = scaffold
        self._listeners = list(listeners or ())
        self._step: Any = None

    def begin(self) -> None:
        """Finds the global step."""
        self._step = get_or_create_global_step()
        for listener in self._listeners:
            listener.begin()

    def after_create_session(self, session: Any, coord: Any) -> None:
        """Writes the first checkpoint."""
        step = int(session.run(self._step))
        self._save(session, step)
        self._timer.update_last_triggered_step(step)

    def before_run(self, run_context: Any) -> Any:
        """Asks for the step."""
        return SessionRunArgs(self._step)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        """Writes when it is due."""
        if not self._timer.should_trigger_for_step(int(run_values.results) + 1):
            return
        step = int(run_context.session.run(self._step))
        if self._timer.should_trigger_for_step(step):
            self._timer.update_last_triggered_step(step)
            if self._save(run_context.session, step):
                run_context.request_stop()

    def end(self, session: Any) -> None:
        """Writes the last one."""
        step = int(session.run(self._step))
        if step != self._timer.last_triggered_step():
            self._save(session, step)
        for listener in self._listeners:
            listener.end(session, step)

    def _save(self, session: Any, step: int) -> bool:
        """Writes a checkpoint; whether a listener wants to end the training."""
        for listener in self._listeners:
            listener.before_save(session, step)
        _LOG.info("Saving checkpoints for %d into %s.", step, self._path)
        self._saver().save(session, self._path, global_step=step)
        answers = [listener.after_save(session, step) for listener in self._listeners]
        return any(answers)

    def _saver(self) -> Any:
        if self._given is not None:
            return self._given
        if self._scaffold is not None:
            return self._scaffold.saver
        found = get_default_graph().get_collection(GraphKeys.SAVERS)
        if not found:
            raise RuntimeError("No items in collection SAVERS. Please add a saver.")
        return found[0]


class SummarySaverHook(SessionRunHook):
    """Writes summaries.

    Args:
        save_steps: Steps between two summaries.
        save_secs: Seconds between two summaries.
        output_dir: The folder of the event file.
        summary_writer: The writer of the events.
        scaffold: The scaffold, which has the summary operation.
        summary_op: A tensor with a summary, or a list of them.

    Raises:
        ValueError: Not exactly one of scaffold and summary_op is given.
    """

    def __init__(
        self,
        save_steps: int | None = None,
        save_secs: float | None = None,
        output_dir: str | None = None,
        summary_writer: Any = None,
        scaffold: Any = None,
        summary_op: Any = None,
    ) -> None:
        if (scaffold is None) == (summary_op is None):
            raise ValueError("Exactly one of scaffold or summary_op must be provided.")
        self._op = summary_op
        self._scaffold = scaffold
        self._folder = output_dir
        self._writer = summary_writer
        self._timer = SecondOrStepTimer(save_secs, save_steps)
        self._step: Any = None
        self._due = False
        self._next_step: int | None = None

    def begin(self) -> None:
        """Finds the global step and opens the writer."""
        if self._writer is None and self._folder:
            self._writer = writer_of(self._folder)
        self._step = get_or_create_global_step()

    def before_run(self, run_context: Any) -> Any:
        """Asks for step and summary."""
        self._due = self._next_step is None or self._timer.should_trigger_for_step(
            self._next_step
        )
        fetches = {"step": self._step}
        op = self._scaffold.summary_op if self._op is None else self._op
        if self._due and op is not None:
            fetches["summary"] = op
        return SessionRunArgs(fetches)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        """Writes when it is due."""
        if self._writer is None:
            return
        step = int(run_values.results["step"])
        if self._due:
            self._timer.update_last_triggered_step(step)
            found = run_values.results.get("summary", [])
            for summary in found if isinstance(found, list | tuple) else [found]:
                self._writer.add_summary(summary, step)
        self._next_step = step + 1

    def end(self, session: Any) -> None:
        """Writes what is still buffered."""
        if self._writer is not None:
            self._writer.flush()
