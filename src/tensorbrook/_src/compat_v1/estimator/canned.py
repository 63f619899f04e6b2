"""Estimators that are there already: linear models, deep ones, and both together."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import framework, losses
from tensorbrook._src.compat_v1.estimator.estimator import Estimator
from tensorbrook._src.compat_v1.estimator.heads import Head, RegressionHead, head_of
from tensorbrook._src.compat_v1.estimator.specs import ModeKeys
from tensorbrook._src.compat_v1.feature_columns.layers import input_layer, linear_model
from tensorbrook._src.compat_v1.global_step import get_global_step
from tensorbrook._src.compat_v1.layers import core, normalization
from tensorbrook._src.compat_v1.optimizers.adagrad import AdagradOptimizer
from tensorbrook._src.compat_v1.optimizers.adam import AdamOptimizer
from tensorbrook._src.compat_v1.optimizers.ftrl import FtrlOptimizer
from tensorbrook._src.compat_v1.optimizers.gradient_descent import (
    GradientDescentOptimizer,
)
from tensorbrook._src.compat_v1.optimizers.rms_prop import RMSPropOptimizer
from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.ops import activations
from tensorbrook._src.ops.grouping import group

_OPTIMIZERS = {
    "Adagrad": AdagradOptimizer,
    "Adam": AdamOptimizer,
    "Ftrl": FtrlOptimizer,
    "RMSProp": RMSPropOptimizer,
    "SGD": GradientDescentOptimizer,
}


def optimizer_of(given: Any, rate: float) -> Any:
    """The optimizer of a name, a class, a function or an object.

    Raises:
        ValueError: The name is unknown.
    """
    if isinstance(given, str):
        if given not in _OPTIMIZERS:
            raise ValueError(
                f"Unsupported optimizer name: {given}. Supported names are: "
                f"{sorted(_OPTIMIZERS)}"
            )
        return _OPTIMIZERS[given](learning_rate=rate)
    if isinstance(given, type):
        return given(learning_rate=rate)
    return given() if callable(given) and not hasattr(given, "minimize") else given


def _deep(features: Any, mode: str, units: int, options: dict[str, Any]) -> Any:
    """The logits of a deep network."""
    training = mode == ModeKeys.TRAIN
    with variable_scope("dnn"):
        with variable_scope("input_from_feature_columns"):
            net = input_layer(features, options["columns"])
        for number, size in enumerate(options["hidden_units"]):
            with variable_scope(f"hiddenlayer_{number}") as scope:
                net = core.dense(net, size, options["activation_fn"], name=scope)
                if options["dropout"] is not None:
                    net = core.dropout(net, options["dropout"], training=training)
                if options["batch_norm"]:
                    net = normalization.batch_normalization(
                        net, momentum=0.999, training=training
                    )
        with variable_scope("logits") as scope:
            return core.dense(net, units, name=scope)


def _wide(features: Any, units: int, columns: Any, combiner: str) -> Any:
    """The logits of a linear model."""
    with variable_scope("linear"):
        return linear_model(features, columns, units, combiner)


class _Canned(Estimator):
    """An estimator of a head, of deep and of wide columns."""

    def __init__(
        self,
        head: Head,
        deep: dict[str, Any] | None,
        wide: dict[str, Any] | None,
        model_dir: str | None,
        config: Any,
        warm_start_from: Any,
    ) -> None:
        def model_fn(features: Any, labels: Any, mode: str, config: Any) -> Any:
            parts = []
            units = head.logits_dimension
            if deep is not None:
                parts.append(("dnn", _deep(features, mode, units, deep), deep))
            if wide is not None:
                columns, combiner = wide["columns"], wide["combiner"]
                parts.append(
                    ("linear", _wide(features, units, columns, combiner), wide)
                )
            logits = sum((part[1] for part in parts[1:]), parts[0][1])

            def train_op_fn(loss: Any) -> Any:
                steps = []
                for scope, _, options in parts:
                    optimizer = optimizer_of(options["optimizer"], options["rate"])
                    found = framework.trainable_variables(f"{scope}/")
                    steps.append(optimizer.minimize(loss, var_list=found))
                steps += framework.get_collection("update_ops")
                with control_dependencies([group(*steps)]):
                    return get_global_step().assign_add(1, read_value=False)

            return head.create_estimator_spec(
                features, mode, logits, labels, train_op_fn=train_op_fn
            )

        super().__init__(model_fn, model_dir, config, warm_start_from=warm_start_from)


def _deep_options(
    hidden_units: Any,
    columns: Any,
    optimizer: Any,
    activation_fn: Any,
    dropout: Any,
    batch_norm: bool,
) -> dict[str, Any]:
    return {
        "hidden_units": list(hidden_units or ()),
        "columns": columns,
        "optimizer": optimizer,
        "rate": 0.05,
        "activation_fn": activation_fn,
        "dropout": dropout,
        "batch_norm": batch_norm,
    }


def _wide_options(columns: Any, optimizer: Any, combiner: str) -> dict[str, Any]:
    count = max(len(columns), 1)
    return {
        "columns": columns,
        "optimizer": optimizer,
        "rate": min(0.2, 1.0 / count**0.5),
        "combiner": combiner,
    }


class DNNClassifier(_Canned):
    """A deep network that chooses a class.

    Args:
        hidden_units: The sizes of the hidden layers.
        feature_columns: Columns of numbers, indicators or embeddings.
        model_dir: The folder of checkpoints and summaries.
        n_classes: How many classes there are.
        weight_column: The feature with the weights of the rows.
        label_vocabulary: The names of the classes.
        optimizer: The optimizer, or its name.
        activation_fn: The function of the hidden layers.
        dropout: The probability that an element is dropped.
        config: How it runs.
        warm_start_from: A checkpoint whose values the variables begin with.
        loss_reduction: How losses become one number.
        batch_norm: Whether hidden layers are normalised.
    """

    def __init__(
        self,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: str | None = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        optimizer: Any = "Adagrad",
        activation_fn: Any = activations.relu,
        dropout: float | None = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        batch_norm: bool = False,
        **kwargs: Any,
    ) -> None:
        head = head_of(
            n_classes,
            weight_column=weight_column,
            label_vocabulary=label_vocabulary,
            loss_reduction=loss_reduction,
        )
        deep = _deep_options(
            hidden_units, feature_columns, optimizer, activation_fn, dropout, batch_norm
        )
        super().__init__(head, deep, None, model_dir, config, warm_start_from)


class DNNRegressor(_Canned):
    """A deep network that gives numbers; arguments as for `DNNClassifier`."""

    def __init__(
        self,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: str | None = None,
        label_dimension: int = 1,
        weight_column: Any = None,
        optimizer: Any = "Adagrad",
        activation_fn: Any = activations.relu,
        dropout: float | None = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        batch_norm: bool = False,
        **kwargs: Any,
    ) -> None:
        head = RegressionHead(label_dimension, weight_column, loss_reduction)
        deep = _deep_options(
            hidden_units, feature_columns, optimizer, activation_fn, dropout, batch_norm
        )
        super().__init__(head, deep, None, model_dir, config, warm_start_from)


class DNNEstimator(_Canned):
    """A deep network with a head of one's own; arguments as for `DNNClassifier`."""

    def __init__(
        self,
        head: Head,
        hidden_units: Any,
        feature_columns: Any,
        model_dir: str | None = None,
        optimizer: Any = "Adagrad",
        activation_fn: Any = activations.relu,
        dropout: float | None = None,
        config: Any = None,
        warm_start_from: Any = None,
        batch_norm: bool = False,
        **kwargs: Any,
    ) -> None:
        deep = _deep_options(
            hidden_units, feature_columns, optimizer, activation_fn, dropout, batch_norm
        )
        super().__init__(head, deep, None, model_dir, config, warm_start_from)


class LinearClassifier(_Canned):
    """A linear model that chooses a class.

    Args:
        feature_columns: Columns.
        model_dir: The folder of checkpoints and summaries.
        n_classes: How many classes there are.
        weight_column: The feature with the weights of the rows.
        label_vocabulary: The names of the classes.
        optimizer: The optimizer, or its name.
        config: How it runs.
        partitioner: Accepted for compatibility.
        warm_start_from: A checkpoint whose values the variables begin with.
        loss_reduction: How losses become one number.
        sparse_combiner: How several categories of a row are combined.
    """

    def __init__(
        self,
        feature_columns: Any,
        model_dir: str | None = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        partitioner: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        sparse_combiner: str = "sum",
    ) -> None:
        head = head_of(
            n_classes,
            weight_column=weight_column,
            label_vocabulary=label_vocabulary,
            loss_reduction=loss_reduction,
        )
        wide = _wide_options(feature_columns, optimizer, sparse_combiner)
        super().__init__(head, None, wide, model_dir, config, warm_start_from)


class LinearRegressor(_Canned):
    """A linear model that gives numbers; arguments as for `LinearClassifier`."""

    def __init__(
        self,
        feature_columns: Any,
        model_dir: str | None = None,
        label_dimension: int = 1,
        weight_column: Any = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        partitioner: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        sparse_combiner: str = "sum",
    ) -> None:
        head = RegressionHead(label_dimension, weight_column, loss_reduction)
        wide = _wide_options(feature_columns, optimizer, sparse_combiner)
        super().__init__(head, None, wide, model_dir, config, warm_start_from)


class LinearEstimator(_Canned):
    """A linear model with a head of one's own; arguments as for `LinearClassifier`."""

    def __init__(
        self,
        head: Head,
        feature_columns: Any,
        model_dir: str | None = None,
        optimizer: Any = "Ftrl",
        config: Any = None,
        partitioner: Any = None,
        sparse_combiner: str = "sum",
        warm_start_from: Any = None,
    ) -> None:
        wide = _wide_options(feature_columns, optimizer, sparse_combiner)
        super().__init__(head, None, wide, model_dir, config, warm_start_from)


class DNNLinearCombinedEstimator(_Canned):
    """A deep network and a linear model together, with a head of one's own.

    Args:
        head: The head.
        model_dir: The folder of checkpoints and summaries.
        linear_feature_columns: The columns of the linear model.
        linear_optimizer: Its optimizer.
        dnn_feature_columns: The columns of the deep network.
        dnn_optimizer: Its optimizer.
        dnn_hidden_units: The sizes of its hidden layers.
        dnn_activation_fn: The function of its hidden layers.
        dnn_dropout: The probability that an element is dropped.
        config: How it runs.
        warm_start_from: A checkpoint whose values the variables begin with.
        batch_norm: Whether hidden layers are normalised.
        linear_sparse_combiner: How several categories of a row are combined.
    """

    def __init__(
        self,
        head: Head,
        model_dir: str | None = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = "Ftrl",
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = "Adagrad",
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = activations.relu,
        dnn_dropout: float | None = None,
        config: Any = None,
        warm_start_from: Any = None,
        batch_norm: bool = False,
        linear_sparse_combiner: str = "sum",
        **kwargs: Any,
    ) -> None:
        if not linear_feature_columns and not dnn_feature_columns:
            raise ValueError(
                "Either linear_feature_columns or dnn_feature_columns must be defined."
            )
        deep = wide = None
        if dnn_feature_columns:
            deep = _deep_options(
                dnn_hidden_units,
                dnn_feature_columns,
                dnn_optimizer,
                dnn_activation_fn,
                dnn_dropout,
                batch_norm,
            )
        if linear_feature_columns:
            wide = _wide_options(
                linear_feature_columns, linear_optimizer, linear_sparse_combiner
            )
        super().__init__(head, deep, wide, model_dir, config, warm_start_from)


class DNNLinearCombinedClassifier(DNNLinearCombinedEstimator):
    """A deep network and a linear model that choose a class together.

    The arguments are those of `DNNLinearCombinedEstimator` without the head, and
    `n_classes`, `weight_column`, `label_vocabulary` and `loss_reduction`.
    """

    def __init__(
        self,
        model_dir: str | None = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = "Ftrl",
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = "Adagrad",
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = activations.relu,
        dnn_dropout: float | None = None,
        n_classes: int = 2,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        batch_norm: bool = False,
        linear_sparse_combiner: str = "sum",
        **kwargs: Any,
    ) -> None:
        head = head_of(
            n_classes,
            weight_column=weight_column,
            label_vocabulary=label_vocabulary,
            loss_reduction=loss_reduction,
        )
        super().__init__(
            head,
            model_dir,
            linear_feature_columns,
            linear_optimizer,
            dnn_feature_columns,
            dnn_optimizer,
            dnn_hidden_units,
            dnn_activation_fn,
            dnn_dropout,
            config,
            warm_start_from,
            batch_norm,
            linear_sparse_combiner,
        )


class DNNLinearCombinedRegressor(DNNLinearCombinedEstimator):
    """A deep network and a linear model that give numbers together.

    The arguments are those of `DNNLinearCombinedEstimator` without the head, and
    `label_dimension`, `weight_column` and `loss_reduction`.
    """

    def __init__(
        self,
        model_dir: str | None = None,
        linear_feature_columns: Any = None,
        linear_optimizer: Any = "Ftrl",
        dnn_feature_columns: Any = None,
        dnn_optimizer: Any = "Adagrad",
        dnn_hidden_units: Any = None,
        dnn_activation_fn: Any = activations.relu,
        dnn_dropout: float | None = None,
        label_dimension: int = 1,
        weight_column: Any = None,
        config: Any = None,
        warm_start_from: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        batch_norm: bool = False,
        linear_sparse_combiner: str = "sum",
        **kwargs: Any,
    ) -> None:
        super().__init__(
            RegressionHead(label_dimension, weight_column, loss_reduction),
            model_dir,
            linear_feature_columns,
            linear_optimizer,
            dnn_feature_columns,
            dnn_optimizer,
            dnn_hidden_units,
            dnn_activation_fn,
            dnn_dropout,
            config,
            warm_start_from,
            batch_norm,
            linear_sparse_combiner,
        )
