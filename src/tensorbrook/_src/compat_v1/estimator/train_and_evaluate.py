"""`tf.estimator.train_and_evaluate`."""

from __future__ import annotations

import time
from typing import Any

from tensorbrook._src.compat_v1.estimator.specs import EvalSpec, TrainSpec
from tensorbrook._src.compat_v1.training.saving_hooks import CheckpointSaverListener


class _Evaluation(CheckpointSaverListener):
    """Evaluates when a checkpoint has been written."""

    def __init__(self, estimator: Any, spec: EvalSpec, max_steps: int | None) -> None:
        self._estimator = estimator
        self._spec = spec
        self._max_steps = max_steps
        self._last_time: float | None = None
        self._evaluated = -1
        self._first = True
        self.result: Any = None

    def after_save(self, session: Any, global_step_value: int) -> Any:
        """Evaluates where enough time has passed; the first save is of no interest."""
        if self._first:
            self._first = False
            return None
        waiting = (
            self._last_time is not None
            and time.time() - self._last_time < self._spec.throttle_secs
        )
        if not waiting or global_step_value == self._max_steps:
            self.run(global_step_value)
        return None

    def end(self, session: Any, global_step_value: int) -> None:
        """Evaluates the last checkpoint."""
        if self._evaluated != global_step_value:
            self.run(global_step_value)

    def run(self, step: int) -> None:
        """Evaluates, and exports."""
        spec, self._evaluated = self._spec, step
        self.result = self._estimator.evaluate(
            spec.input_fn, spec.steps, spec.hooks, name=spec.name
        )
        self._last_time = time.time()
        path = self._estimator.latest_checkpoint()
        for exporter in spec.exporters:
            exporter.export(
                self._estimator,
                f"{self._estimator.model_dir}/export/{exporter.name}",
                path,
                self.result,
                is_the_final_export=step == self._max_steps,
            )


def train_and_evaluate(
    estimator: Any, train_spec: TrainSpec, eval_spec: EvalSpec
) -> tuple[Any, list[Any]]:
    """Trains an estimator and evaluates its checkpoints.

    Args:
        estimator: The estimator.
        train_spec: How to train.
        eval_spec: How to evaluate.

    Returns:
        The metrics of the last evaluation, and what was exported.

    Raises:
        TypeError: A specification is of another type.
    """
    if not isinstance(train_spec, TrainSpec):
        raise TypeError(
            f"`train_spec` must have type `tf.estimator.TrainSpec`, given {type(train_spec)}."
        )
    if not isinstance(eval_spec, EvalSpec):
        raise TypeError(
            f"`eval_spec` must have type `tf.estimator.EvalSpec`, given {type(eval_spec)}."
        )
    evaluation = _Evaluation(estimator, eval_spec, train_spec.max_steps)
    estimator.train(
        train_spec.input_fn,
        train_spec.hooks,
        max_steps=train_spec.max_steps,
        saving_listeners=[*train_spec.saving_listeners, evaluation],
    )
    return evaluation.result, []
