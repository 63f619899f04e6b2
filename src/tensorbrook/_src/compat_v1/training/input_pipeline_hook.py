"""A hook that saves where the iterators of a graph stand, apart from the variables."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.checkpoint.saver import Saver
from tensorbrook._src.checkpoint.state import latest_checkpoint
from tensorbrook._src.compat_v1.data import GLOBAL_ITERATORS
from tensorbrook._src.compat_v1.training.saving_hooks import CheckpointSaverHook
from tensorbrook._src.compat_v1.training.session_run_hook import SessionRunHook
from tensorbrook._src.data.saveable import IteratorSaveable
from tensorbrook._src.graph.default_graph import get_default_graph


class _Saver(Saver):
    """A saver whose checkpoints have a file `checkpoint` of their own."""

    def __init__(self, saveables: list[Any], latest_filename: str) -> None:
        super().__init__(saveables)
        self._latest = latest_filename

    def save(self, sess: Any, save_path: Any, *args: Any, **options: Any) -> Any:
        """See `Saver.save`."""
        options.setdefault("latest_filename", self._latest)
        options["write_meta_graph"] = False
        return super().save(sess, save_path, *args, **options)


class CheckpointInputPipelineHook(SessionRunHook):
    """Saves all iterators of a graph with each checkpoint, and restores them.

    Each worker keeps its own positions, beside the checkpoints of the variables.

    Args:
        estimator: The estimator whose training is saved; its config says how often.
        external_state_policy: Accepted; a position that depends on more than the
            pipeline can't be saved.

    Raises:
        ValueError: When training begins: the graph has no iterator.
    """

    def __init__(self, estimator: Any, external_state_policy: Any = None) -> None:
        del external_state_policy
        config = estimator.config
        name = "input"
        if getattr(config, "num_worker_replicas", 1) > 1:
            name += f"_{config.task_type}_{config.task_id}"
        self._folder = estimator.model_dir
        self._latest = f"checkpoint_{name}"
        self._every = (config.save_checkpoints_secs, config.save_checkpoints_steps)
        self._name = f"{name}.ckpt"
        self._hook: Any = None
        self._saver: Any = None
        self._begun = False

    def begin(self) -> None:
        """Makes the saver."""
        iterators = get_default_graph().get_collection(GLOBAL_ITERATORS)
        if not iterators:
            raise ValueError(
                "CheckpointInputPipelineHook: the graph has no iterator to save."
            )
        saveables = [IteratorSaveable(handle) for handle in iterators]
        self._saver = _Saver(saveables, self._latest)
        seconds, steps = self._every
        self._hook = CheckpointSaverHook(
            self._folder, seconds, steps, self._saver, self._name
        )
        self._hook.begin()

    def before_run(self, run_context: Any) -> Any:
        """Goes on where the last training ended, before the first step."""
        if not self._begun:
            # Only now have the other hooks run the initializers of the iterators.
            self._begun = True
            found = latest_checkpoint(self._folder, self._latest)
            if found is None:
                self._hook.after_create_session(run_context.session, None)
            else:
                self._saver.restore(run_context.session, found)
        return self._hook.before_run(run_context)

    def after_run(self, run_context: Any, run_values: Any) -> None:
        """Saves when it is due."""
        self._hook.after_run(run_context, run_values)

    def end(self, session: Any) -> None:
        """Saves the last positions."""
        self._hook.end(session)
