"""`tf.estimator.Estimator`."""

from __future__ import annotations

import inspect
import logging
import os
import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.checkpoint.reader import load_checkpoint
from tensorbrook._src.checkpoint.state import latest_checkpoint
from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.estimator.specs import (
    EstimatorSpec,
    ModeKeys,
    RunConfig,
    WarmStartSettings,
)
from tensorbrook._src.compat_v1.global_step import create_global_step
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.metrics.means import mean
from tensorbrook._src.compat_v1.training.hooks import (
    FinalOpsHook,
    LoggingTensorHook,
    NanTensorHook,
    StopAtStepHook,
)
from tensorbrook._src.compat_v1.training.monitored_session import (
    ChiefSessionCreator,
    MonitoredSession,
    MonitoredTrainingSession,
)
from tensorbrook._src.compat_v1.training.saving_hooks import CheckpointSaverHook
from tensorbrook._src.compat_v1.training.scaffold import Scaffold
from tensorbrook._src.compat_v1.training.warm_start import warm_start
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.ops.grouping import group
from tensorbrook._src.ops.random_seed import set_seed

_LOG = logging.getLogger("tensorflow")


class Estimator:
    """A model that is given as a function, with training, evaluation and prediction.

    Args:
        model_fn: A function of features, labels, and, where it has such parameters, of
            mode, params and config. It builds the model and returns an `EstimatorSpec`.
        model_dir: The folder of checkpoints and summaries; by default a temporary one.
        config: How it runs.
        params: What the function gets as `params`.
        warm_start_from: A checkpoint whose values the variables begin with.

    Raises:
        ValueError: `model_fn` can't be called with features, or two folders are given.
    """

    def __init__(
        self,
        model_fn: Any,
        model_dir: str | None = None,
        config: Any = None,
        params: Any = None,
        warm_start_from: Any = None,
    ) -> None:
        config = RunConfig() if config is None else config
        if model_dir and config.model_dir and config.model_dir != model_dir:
            raise ValueError(
                "`model_dir` are set both in constructor and `RunConfig`, but with "
                f"different values: {model_dir!r} and {config.model_dir!r}."
            )
        folder = model_dir or config.model_dir or tempfile.mkdtemp()
        self._model_dir = os.fspath(folder)
        self._config = config.replace(model_dir=self._model_dir)
        self._params = dict(params or {})
        self._model_fn = model_fn
        self._accepted = _parameters(model_fn)
        if "features" not in self._accepted:
            raise ValueError(f"model_fn ({model_fn}) must include features argument.")
        self._warm_start = warm_start_from

    @property
    def model_dir(self) -> str:
        """The folder of checkpoints and summaries."""
        return self._model_dir

    @property
    def config(self) -> Any:
        """How it runs."""
        return self._config

    @property
    def params(self) -> dict[str, Any]:
        """What the function gets as `params`."""
        return dict(self._params)

    @property
    def model_fn(self) -> Any:
        """A function of features, labels, mode and config."""
        return lambda features, labels, mode, config: self._call_model(
            features, labels, mode
        )

    # --- training --------------------------------------------------------------------

    def train(
        self,
        input_fn: Any,
        hooks: Any = None,
        steps: int | None = None,
        max_steps: int | None = None,
        saving_listeners: Any = None,
    ) -> Estimator:
        """Trains, from the last checkpoint on.

        Args:
            input_fn: A function that returns a Dataset, or features and labels.
            hooks: Hooks.
            steps: How many steps to do; by default until the input ends.
            max_steps: The last step.
            saving_listeners: Who is told of checkpoints.

        Returns:
            The estimator.

        Raises:
            ValueError: Both kinds of an end are given, or one isn't positive.
        """
        if steps is not None and max_steps is not None:
            raise ValueError("Can not provide both steps and max_steps.")
        for name, value in (("steps", steps), ("max_steps", max_steps)):
            if value is not None and value <= 0:
                raise ValueError(f"Must specify {name} > 0, given: {value}")
        if max_steps is not None and self._last_step() >= max_steps:
            _LOG.info("Skipping training since max_steps has already saved.")
            return self
        with Graph().as_default() as graph:
            set_seed(self._config.tf_random_seed)
            step = create_global_step(graph)
            features, labels = _inputs(input_fn, ModeKeys.TRAIN, self)
            spec = self._call_model(features, labels, ModeKeys.TRAIN)
            if self._warm_start is not None and self.latest_checkpoint() is None:
                _warm_start(self._warm_start)
            all_hooks = list(hooks or ())
            if steps is not None or max_steps is not None:
                all_hooks.append(StopAtStepHook(steps, max_steps))
            self._run_training(spec, step, all_hooks, list(saving_listeners or ()))
        return self

    def _run_training(
        self, spec: EstimatorSpec, step: Any, hooks: list[Any], listeners: list[Any]
    ) -> None:
        from tensorbrook.compat.v1 import summary, train

        config = self._config
        summary.scalar("loss", spec.loss)
        scaffold = spec.scaffold or Scaffold()
        if scaffold.saver is None:
            saver = train.Saver(
                max_to_keep=config.keep_checkpoint_max,
                keep_checkpoint_every_n_hours=config.keep_checkpoint_every_n_hours,
            )
            framework.add_to_collection(GraphKeys.SAVERS, saver)
        every = config.log_step_count_steps
        hooks = [NanTensorHook(spec.loss), *hooks]
        if every:
            shown = {"loss": spec.loss, "step": step}
            hooks.append(LoggingTensorHook(shown, every_n_iter=every))
        hooks += spec.training_hooks + spec.training_chief_hooks
        if config.save_checkpoints_steps or config.save_checkpoints_secs:
            hooks.append(
                CheckpointSaverHook(
                    self._model_dir,
                    config.save_checkpoints_secs,
                    config.save_checkpoints_steps,
                    scaffold=scaffold,
                    listeners=listeners,
                )
            )
        with MonitoredTrainingSession(
            checkpoint_dir=self._model_dir,
            scaffold=scaffold,
            hooks=hooks,
            save_checkpoint_secs=None,
            save_checkpoint_steps=None,
            save_summaries_steps=config.save_summary_steps,
            config=config.session_config,
            log_step_count_steps=every,
        ) as session:
            while not session.should_stop():
                _, loss = session.run([spec.train_op, spec.loss])
        _LOG.info("Loss for final step: %s.", loss)

    def _last_step(self) -> int:
        path = self.latest_checkpoint()
        if path is None:
            return 0
        return int(load_checkpoint(path).get_tensor(GraphKeys.GLOBAL_STEP))

    # --- evaluation ------------------------------------------------------------------

    def evaluate(
        self,
        input_fn: Any,
        steps: int | None = None,
        hooks: Any = None,
        checkpoint_path: str | None = None,
        name: str | None = None,
    ) -> dict[str, Any]:
        """The metrics over an input.

        Args:
            input_fn: A function that returns a Dataset, or features and labels.
            steps: How many batches; None takes all.
            hooks: Hooks.
            checkpoint_path: The checkpoint; by default the last one.
            name: The name of the evaluation.

        Returns:
            The metrics by name, with "loss" and "global_step".
        """
        with Graph().as_default() as graph:
            set_seed(self._config.tf_random_seed)
            step = create_global_step(graph)
            features, labels = _inputs(input_fn, ModeKeys.EVAL, self)
            spec = self._call_model(features, labels, ModeKeys.EVAL)
            metrics = {key: _pair(item) for key, item in spec.eval_metric_ops.items()}
            metrics.setdefault("loss", mean(spec.loss))
            update = group(*(pair[1] for pair in metrics.values()))
            values = {key: pair[0] for key, pair in metrics.items()}
            values[GraphKeys.GLOBAL_STEP] = step
            creator = self._creator(spec, checkpoint_path)
            all_hooks = [*(hooks or ()), *spec.evaluation_hooks]
            last = FinalOpsHook(values)
            with MonitoredSession(creator, [*all_hooks, last]) as session:
                done = 0
                while not session.should_stop() and (steps is None or done < steps):
                    session.run(update)
                    done += 1
            found = dict(last.final_ops_values)
        self._write_metrics(found, name)
        _LOG.info("Saving dict for global step %s: %s", found["global_step"], found)
        return found

    def _creator(self, spec: EstimatorSpec, path: str | None) -> ChiefSessionCreator:
        """Restores a checkpoint; without one the variables begin anew."""
        return ChiefSessionCreator(
            spec.scaffold or Scaffold(),
            config=self._config.session_config,
            checkpoint_filename_with_path=path or self.latest_checkpoint(),
        )

    def _write_metrics(self, values: dict[str, Any], name: str | None) -> None:
        from tensorbrook.compat import v1

        folder = os.path.join(self._model_dir, f"eval_{name}" if name else "eval")
        items = [
            v1.Summary.Value(tag=key, simple_value=float(value))
            for key, value in values.items()
            if np.ndim(value) == 0 and key != GraphKeys.GLOBAL_STEP
        ]
        with Graph().as_default():
            writer = v1.summary.FileWriterCache.get(folder)
            writer.add_summary(v1.Summary(value=items), values[GraphKeys.GLOBAL_STEP])
            writer.flush()

    # --- prediction ------------------------------------------------------------------

    def predict(
        self,
        input_fn: Any,
        predict_keys: Any = None,
        hooks: Any = None,
        checkpoint_path: str | None = None,
        yield_single_examples: bool = True,
    ) -> Iterator[Any]:
        """The predictions for an input, one after another.

        Args:
            input_fn: A function that returns a Dataset, or features.
            predict_keys: The names of the predictions that are wanted.
            hooks: Hooks.
            checkpoint_path: The checkpoint; by default the last one.
            yield_single_examples: Whether each row comes by itself.

        Yields:
            The predictions of a row, or of a batch.

        Raises:
            ValueError: None of the wanted predictions is there.
        """
        with Graph().as_default() as graph:
            set_seed(self._config.tf_random_seed)
            create_global_step(graph)
            features, _ = _inputs(input_fn, ModeKeys.PREDICT, self)
            spec = self._call_model(features, None, ModeKeys.PREDICT)
            wanted = _chosen(spec.predictions, predict_keys)
            creator = self._creator(spec, checkpoint_path)
            all_hooks = [*(hooks or ()), *spec.prediction_hooks]
            with MonitoredSession(creator, all_hooks) as session:
                while not session.should_stop():
                    batch = session.run(wanted)
                    if not yield_single_examples:
                        yield batch
                    elif isinstance(batch, dict):
                        for row in range(len(next(iter(batch.values())))):
                            yield {key: value[row] for key, value in batch.items()}
                    else:
                        yield from batch
                    if not framework.get_collection(GraphKeys.QUEUE_RUNNERS) and not (
                        graph.get_collection("iterators")
                    ):
                        break

    # --- variables and export --------------------------------------------------------

    def latest_checkpoint(self) -> str | None:
        """The path of the last checkpoint, or None."""
        return latest_checkpoint(self._model_dir)

    def _reader(self) -> Any:
        path = self.latest_checkpoint()
        if path is None:
            raise ValueError("Estimator hasn't been trained yet.")
        return load_checkpoint(path)

    def get_variable_names(self) -> list[str]:
        """The names of the variables of the last checkpoint."""
        return sorted(self._reader().get_variable_to_shape_map())

    def get_variable_value(self, name: str) -> Any:
        """The value of a variable of the last checkpoint."""
        return self._reader().get_tensor(name)

    def export_saved_model(
        self,
        export_dir_base: str,
        serving_input_receiver_fn: Any,
        assets_extra: Any = None,
        as_text: bool = False,
        checkpoint_path: str | None = None,
        experimental_mode: str = ModeKeys.PREDICT,
    ) -> bytes:
        """Writes the model for serving.

        Args:
            export_dir_base: The folder below which a folder with the time is made.
            serving_input_receiver_fn: A function that returns a `ServingInputReceiver`.
            assets_extra: Accepted for compatibility.
            as_text: Accepted for compatibility.
            checkpoint_path: The checkpoint; by default the last one.
            experimental_mode: What the model function is called for.

        Returns:
            The path of the folder.
        """
        from tensorbrook._src.compat_v1.estimator.export import write_model

        return write_model(
            self,
            export_dir_base,
            serving_input_receiver_fn,
            checkpoint_path or self.latest_checkpoint(),
        )

    export_savedmodel = export_saved_model

    def _call_model(self, features: Any, labels: Any, mode: str) -> EstimatorSpec:
        given = {"mode": mode, "params": self.params, "config": self._config}
        if "labels" in self._accepted:
            given["labels"] = labels
        elif labels is not None:
            raise ValueError(
                "model_fn does not take labels, but input_fn returns labels."
            )
        kwargs = {key: given[key] for key in given if key in self._accepted}
        _LOG.info("Calling model_fn.")
        spec = self._model_fn(features=features, **kwargs)
        if not isinstance(spec, EstimatorSpec):
            raise ValueError("model_fn should return an EstimatorSpec.")
        return spec


def _parameters(function: Any) -> set[str]:
    """The names of the parameters of a function."""
    return set(inspect.signature(function).parameters)


def _inputs(input_fn: Any, mode: str, estimator: Estimator) -> tuple[Any, Any]:
    """Features and labels of an input function."""
    given = {"mode": mode, "params": estimator.params, "config": estimator.config}
    accepted = _parameters(input_fn)
    result = input_fn(**{key: given[key] for key in given if key in accepted})
    if hasattr(result, "element_spec") and hasattr(result, "batch"):
        from tensorbrook.compat.v1 import data

        iterator = data.make_initializable_iterator(result)
        framework.add_to_collection(GraphKeys.TABLE_INITIALIZERS, iterator.initializer)
        framework.add_to_collection("iterators", iterator)
        result = iterator.get_next()
    if isinstance(result, list | tuple):
        if len(result) != 2:
            raise ValueError(
                "input_fn should return (features, labels) as a len 2 tuple."
            )
        return result[0], result[1]
    return result, None


def _pair(metric: Any) -> tuple[Any, Any]:
    """Value and update of a metric of either era."""
    if hasattr(metric, "update_state"):
        return metric.result(), metric.result()
    return metric[0], metric[1]


def _chosen(predictions: Any, keys: Any) -> Any:
    if not keys or isinstance(predictions, Tensor):
        return predictions
    names = [keys] if isinstance(keys, str) else list(keys)
    found = {name: predictions[name] for name in names if name in predictions}
    if not found:
        raise ValueError(
            f"Expected to run at least one output from {sorted(predictions)}, provided "
            f"{names}."
        )
    return found


def _warm_start(settings: Any) -> None:
    if isinstance(settings, WarmStartSettings):
        warm_start(*settings)
    else:
        warm_start(settings)


def add_metrics(estimator: Estimator, metric_fn: Any) -> Estimator:
    """An estimator with further metrics.

    Args:
        estimator: The estimator.
        metric_fn: A function of any of labels, predictions, features and config that
            returns pairs of value and update by name.

    Returns:
        A new estimator over the same folder.
    """

    def model_fn(features: Any, labels: Any, mode: str, config: Any) -> Any:
        spec = estimator.model_fn(features, labels, mode, config)
        if mode != ModeKeys.EVAL:
            return spec
        given = {
            "labels": labels,
            "predictions": spec.predictions,
            "features": features,
            "config": config,
        }
        accepted = _parameters(metric_fn)
        more = metric_fn(**{key: given[key] for key in given if key in accepted})
        return spec._replace(eval_metric_ops={**spec.eval_metric_ops, **more})

    return Estimator(model_fn, estimator.model_dir, estimator.config)
