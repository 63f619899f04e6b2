"""What a model function returns, and how training and evaluation are set up."""

from __future__ import annotations

import collections
import copy
import json
import os
from typing import Any, NamedTuple

from tensorbrook._src.ops.constant import convert_to_tensor


class ModeKeys:
    """What a model function is called for.

    Example:
        >>> import tensorbrook as tf
        >>> tf.estimator.ModeKeys.PREDICT
        'infer'
    """

    TRAIN = "train"
    EVAL = "eval"
    PREDICT = "infer"


class _Fields(NamedTuple):
    mode: Any
    predictions: Any
    loss: Any
    train_op: Any
    eval_metric_ops: Any
    export_outputs: Any
    training_chief_hooks: Any
    training_hooks: Any
    scaffold: Any
    evaluation_hooks: Any
    prediction_hooks: Any


class EstimatorSpec(_Fields):
    """What a model function returns.

    Args:
        mode: One of `ModeKeys`.
        predictions: A tensor, or tensors by name; needed to predict.
        loss: A scalar; needed to train and to evaluate.
        train_op: The operation that makes a step; needed to train.
        eval_metric_ops: Pairs of value and update by the name of the metric.
        export_outputs: What an exported model returns.
        training_chief_hooks: Hooks of the training.
        training_hooks: Hooks of the training.
        scaffold: How the graph is made ready.
        evaluation_hooks: Hooks of the evaluation.
        prediction_hooks: Hooks of the prediction.

    Raises:
        ValueError: Something that the mode needs is missing.
        TypeError: A metric isn't a pair.
    """

    __slots__ = ()

    def __new__(
        cls,
        mode: str,
        predictions: Any = None,
        loss: Any = None,
        train_op: Any = None,
        eval_metric_ops: Any = None,
        export_outputs: Any = None,
        training_chief_hooks: Any = None,
        training_hooks: Any = None,
        scaffold: Any = None,
        evaluation_hooks: Any = None,
        prediction_hooks: Any = None,
    ) -> EstimatorSpec:
        if mode == ModeKeys.TRAIN and train_op is None:
            raise ValueError("Missing train_op.")
        if mode in (ModeKeys.TRAIN, ModeKeys.EVAL) and loss is None:
            raise ValueError("Missing loss.")
        if mode == ModeKeys.PREDICT and predictions is None:
            raise ValueError("Missing predictions.")
        metrics = dict(eval_metric_ops or {})
        for name, pair in metrics.items():
            if not hasattr(pair, "update_state") and len(pair) != 2:
                raise TypeError(
                    f"Values of eval_metric_ops must be (metric_value, update_op) tuples, "
                    f"given: {pair} for key: {name}"
                )
        if loss is not None:
            loss = convert_to_tensor(loss)
        return super().__new__(
            cls,
            mode,
            {} if predictions is None else predictions,
            loss,
            train_op,
            metrics,
            export_outputs,
            tuple(training_chief_hooks or ()),
            tuple(training_hooks or ()),
            scaffold,
            tuple(evaluation_hooks or ()),
            tuple(prediction_hooks or ()),
        )


class RunConfig:
    """How an estimator runs.

    Args:
        model_dir: The folder of checkpoints and summaries.
        tf_random_seed: The seed of the graph.
        save_summary_steps: Steps between two summaries.
        save_checkpoints_steps: Steps between two checkpoints.
        save_checkpoints_secs: Seconds between two checkpoints; by default 600.
        session_config: Accepted for compatibility.
        keep_checkpoint_max: How many checkpoints are kept.
        keep_checkpoint_every_n_hours: Keeps one checkpoint in so many hours.
        log_step_count_steps: Steps between two logs of the speed.
        train_distribute: Accepted for compatibility.
        device_fn: Accepted for compatibility.
        protocol: Accepted for compatibility.
        eval_distribute: Accepted for compatibility.
        experimental_distribute: Accepted for compatibility.
        experimental_max_worker_delay_secs: Accepted for compatibility.
        session_creation_timeout_secs: Accepted for compatibility.
        checkpoint_save_graph_def: Accepted for compatibility.

    Raises:
        ValueError: Both kinds of distance between checkpoints are given.

    Example:
        >>> import tensorbrook as tf
        >>> tf.estimator.RunConfig().save_summary_steps
        100
    """

    def __init__(
        self,
        model_dir: str | None = None,
        tf_random_seed: int | None = None,
        save_summary_steps: int = 100,
        save_checkpoints_steps: Any = None,
        save_checkpoints_secs: Any = None,
        session_config: Any = None,
        keep_checkpoint_max: int = 5,
        keep_checkpoint_every_n_hours: float = 10000,
        log_step_count_steps: int | None = 100,
        train_distribute: Any = None,
        device_fn: Any = None,
        protocol: Any = None,
        eval_distribute: Any = None,
        experimental_distribute: Any = None,
        experimental_max_worker_delay_secs: Any = None,
        session_creation_timeout_secs: float = 7200,
        checkpoint_save_graph_def: bool = True,
    ) -> None:
        if save_checkpoints_steps is not None and save_checkpoints_secs is not None:
            raise ValueError(
                "`save_checkpoints_steps` and `save_checkpoints_secs` cannot be both set."
            )
        if save_checkpoints_steps is None and save_checkpoints_secs is None:
            save_checkpoints_secs = 600
        self.model_dir = None if model_dir is None else os.fspath(model_dir)
        self.tf_random_seed = tf_random_seed
        self.save_summary_steps = save_summary_steps
        self.save_checkpoints_steps = save_checkpoints_steps
        self.save_checkpoints_secs = save_checkpoints_secs
        self.session_config = session_config
        self.keep_checkpoint_max = keep_checkpoint_max
        self.keep_checkpoint_every_n_hours = keep_checkpoint_every_n_hours
        self.log_step_count_steps = log_step_count_steps
        self.train_distribute = train_distribute
        self.eval_distribute = eval_distribute
        self.device_fn = device_fn
        self.protocol = protocol
        task = json.loads(os.environ.get("TF_CONFIG") or "{}").get("task", {})
        self.task_type = task.get("type", "worker")
        self.task_id = int(task.get("index", 0))
        self.is_chief = self.task_id == 0
        self.master = ""
        self.num_ps_replicas = 0
        self.num_worker_replicas = 1
        self.cluster_spec: Any = {}

    def replace(self, **kwargs: Any) -> RunConfig:
        """A copy with other values.

        Raises:
            ValueError: There is no such property.
        """
        made = copy.copy(self)
        for name, value in kwargs.items():
            if not hasattr(self, name):
                raise ValueError(f"Replacing {name} is not supported.")
            setattr(made, name, value)
        if "save_checkpoints_steps" in kwargs and "save_checkpoints_secs" not in kwargs:
            made.save_checkpoints_secs = None
        if "save_checkpoints_secs" in kwargs and "save_checkpoints_steps" not in kwargs:
            made.save_checkpoints_steps = None
        return made


class TrainSpec(
    collections.namedtuple(
        "TrainSpec", ("input_fn", "max_steps", "hooks", "saving_listeners")
    )
):
    """How `train_and_evaluate` trains.

    Args:
        input_fn: The function that gives features and labels.
        max_steps: The last step.
        hooks: Hooks.
        saving_listeners: Who is told of checkpoints.
    """

    __slots__ = ()

    def __new__(
        cls,
        input_fn: Any,
        max_steps: int | None = None,
        hooks: Any = None,
        saving_listeners: Any = None,
    ) -> TrainSpec:
        if max_steps is not None and max_steps <= 0:
            raise ValueError(f"Must specify max_steps > 0, given: {max_steps}")
        return super().__new__(
            cls, input_fn, max_steps, tuple(hooks or ()), tuple(saving_listeners or ())
        )


class EvalSpec(
    collections.namedtuple(
        "EvalSpec",
        (
            "input_fn",
            "steps",
            "name",
            "hooks",
            "exporters",
            "start_delay_secs",
            "throttle_secs",
        ),
    )
):
    """How `train_and_evaluate` evaluates.

    Args:
        input_fn: The function that gives features and labels.
        steps: How many batches; None takes all.
        name: The name of the evaluation.
        hooks: Hooks.
        exporters: Who exports the model after an evaluation.
        start_delay_secs: Accepted for compatibility.
        throttle_secs: How many seconds lie at least between two evaluations.
    """

    __slots__ = ()

    def __new__(
        cls,
        input_fn: Any,
        steps: int | None = 100,
        name: str | None = None,
        hooks: Any = None,
        exporters: Any = None,
        start_delay_secs: float = 120,
        throttle_secs: float = 600,
    ) -> EvalSpec:
        if steps is not None and steps <= 0:
            raise ValueError(f"Must specify steps > 0, given: {steps}")
        listed = exporters or ()
        listed = listed if isinstance(listed, list | tuple) else (listed,)
        return super().__new__(
            cls,
            input_fn,
            steps,
            name,
            tuple(hooks or ()),
            tuple(listed),
            start_delay_secs,
            throttle_secs,
        )


class WarmStartSettings(
    collections.namedtuple(
        "WarmStartSettings",
        (
            "ckpt_to_initialize_from",
            "vars_to_warm_start",
            "var_name_to_vocab_info",
            "var_name_to_prev_var_name",
        ),
        defaults=(".*", None, None),
    )
):
    """Which variables begin with the values of a checkpoint."""

    __slots__ = ()
