"""The losses and metrics that a model was compiled with."""

from __future__ import annotations

import inspect
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.names import snake_case
from tensorbrook._src.keras.engine.node import leaves
from tensorbrook._src.keras.losses import lookup as losses
from tensorbrook._src.keras.losses.loss import FunctionLoss, Loss
from tensorbrook._src.keras.metrics import accuracy, mean_losses
from tensorbrook._src.keras.metrics import lookup as metrics
from tensorbrook._src.keras.metrics.metric import Metric
from tensorbrook._src.keras.metrics.reduction import Mean, MeanMetricWrapper

_ACCURACY_NAMES = ("accuracy", "acc")
_CROSSENTROPY_NAMES = ("crossentropy", "ce")


def per_output(given: Any, names: list[str], what: str) -> list[Any]:
    """Returns one item for each output of a model.

    Args:
        given: one item for all outputs, a list, or a dict by output name.
        names: the names of the outputs.
        what: the argument's name, for the error.

    Raises:
        ValueError: when the number or a name does not fit.
    """
    if isinstance(given, dict):
        unknown = [name for name in given if name not in names]
        if unknown:
            raise ValueError(
                f"In the dict argument `{what}`, the keys {unknown} are not names of "
                f"the model's outputs, which are {names}."
            )
        return [given.get(name) for name in names]
    if isinstance(given, list | tuple):
        if len(given) != len(names):
            raise ValueError(
                f"For a model with {len(names)} outputs, `{what}` must have as many "
                f"items. Received: {given}."
            )
        return list(given)
    return [given] * len(names)


def flat_by_output(values: Any, names: list[str]) -> list[Any]:
    """Returns targets, predictions or weights as a list in the outputs' order."""
    if isinstance(values, dict) and set(values) >= set(names):
        return [values[name] for name in names]
    return leaves(values)


class CompiledLosses:
    """The losses of a model's outputs.

    Args:
        loss: a loss, or one for each output.
        loss_weights: factors of the losses.
        names: the names of the outputs.
    """

    def __init__(self, loss: Any, loss_weights: Any, names: list[str]) -> None:
        self.names = names
        given = per_output(loss, names, "loss")
        self.losses = [_as_loss(item) for item in given]
        weights = per_output(loss_weights, names, "loss_weights")
        self.weights = weights
        self.trackers: list[Any] = []
        if len(names) > 1:
            self.trackers = [Mean(name=f"{name}_loss") for name in names]

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any) -> Any:
        """Returns the sum of the losses."""
        truths = flat_by_output(y_true, self.names)
        predictions = flat_by_output(y_pred, self.names)
        weights = flat_by_output(sample_weight, self.names)
        if len(weights) != len(predictions):
            weights = weights * len(predictions)
        total = None
        for place, (function, prediction) in enumerate(
            zip(self.losses, predictions, strict=True)
        ):
            if function is None or truths[place] is None:
                continue
            value = function(truths[place], prediction, weights[place])
            if self.trackers:
                self.trackers[place].update_state(value)
            if self.weights[place] is not None:
                value = value * self.weights[place]
            total = value if total is None else total + value
        return total


def _as_loss(identifier: Any) -> Any:
    """Returns a callable of truth, predictions and weights."""
    if identifier is None or isinstance(identifier, Loss):
        return identifier
    function = losses.get(identifier)
    if isinstance(function, Loss):
        return function
    name = getattr(function, "__name__", type(function).__name__)
    wrapped = FunctionLoss(function, name=name)
    sparse = "sparse_categorical" in name
    wrapped.casts_targets = not sparse and function in losses.KNOWN.values()
    wrapped.matches_ranks = not sparse and "categorical" not in name
    return wrapped


class CompiledMetrics:
    """The metrics of a model's outputs.

    Args:
        metrics: metrics, for all outputs or for each.
        weighted_metrics: metrics that sample weights apply to.
        names: the names of the outputs.
        loss: the losses, which say what `"accuracy"` means.
    """

    def __init__(
        self, metrics: Any, weighted_metrics: Any, names: list[str], loss: Any
    ) -> None:
        self.names = names
        self.given = [_lists(metrics, names), _lists(weighted_metrics, names)]
        self.losses = loss
        self.entries: list[tuple[int, bool, Any]] = []
        self.built = False

    @property
    def metrics(self) -> list[Metric]:
        """The metrics, once they are made."""
        return [metric for _, _, metric in self.entries]

    def build(self, y_true: Any, y_pred: Any) -> None:
        """Makes the metrics for these targets and predictions."""
        truths = flat_by_output(y_true, self.names)
        predictions = flat_by_output(y_pred, self.names)
        for weighted, lists in zip((False, True), self.given, strict=True):
            for place, items in enumerate(lists):
                for item in items:
                    metric = _as_metric(
                        item, truths[place], predictions[place], self.losses[place]
                    )
                    self.entries.append((place, weighted, metric))
        self.built = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any) -> None:
        """Gathers a batch."""
        if not self.built:
            self.build(y_true, y_pred)
        truths = flat_by_output(y_true, self.names)
        predictions = flat_by_output(y_pred, self.names)
        weights = flat_by_output(sample_weight, self.names)
        if len(weights) != len(predictions):
            weights = weights * len(predictions)
        for place, weighted, metric in self.entries:
            if truths[place] is None:
                continue
            arguments = (truths[place], predictions[place])
            if weighted and weights[place] is not None:
                metric.update_state(*arguments, sample_weight=weights[place])
            else:
                metric.update_state(*arguments)

    def result(self) -> dict[str, Any]:
        """Returns the values by name."""
        found: dict[str, Any] = {}
        for place, _, metric in self.entries:
            name = metric.name
            if len(self.names) > 1:
                name = f"{self.names[place]}_{name}"
            unique, number = name, 1
            while unique in found:
                unique = f"{name}_{number}"
                number += 1
            value = metric.result()
            if isinstance(value, dict):
                found.update(value)
            else:
                found[unique] = value
        return found


def _lists(given: Any, names: list[str]) -> list[list[Any]]:
    """Returns a list of metrics for each output."""
    if given is None:
        return [[] for _ in names]
    if isinstance(given, list | tuple):
        nested = any(isinstance(item, list | tuple | dict) for item in given)
        if len(names) == 1 and not nested:
            return [list(given)]
        if nested:
            items = per_output(list(given), names, "metrics")
        elif len(given) == len(names):
            items = list(given)
        else:
            items = [list(given) for _ in names]
    else:
        items = per_output(given, names, "metrics")
    return [
        [] if i is None else list(i) if isinstance(i, list | tuple) else [i]
        for i in items
    ]


def _as_metric(identifier: Any, y_true: Any, y_pred: Any, loss: Any) -> Metric:
    """Returns a metric for an object, a name or a function."""
    if isinstance(identifier, Metric):
        return identifier
    if isinstance(identifier, str):
        lower = identifier.lower()
        if lower in _ACCURACY_NAMES:
            return _accuracy(y_true, y_pred, loss, identifier)
        if lower in _CROSSENTROPY_NAMES:
            return _crossentropy(y_true, y_pred, loss, identifier)
    found = metrics.get(identifier)
    if isinstance(found, Metric):
        if isinstance(identifier, str) and not _is_class_name(identifier):
            found.name = identifier
        return found
    name = identifier if isinstance(identifier, str) else None
    return MeanMetricWrapper(found, name=name or _function_name(found))


def _is_class_name(name: str) -> bool:
    return inspect.isclass(metrics.KNOWN.get(name)) and snake_case(name) != name


def _function_name(function: Any) -> str:
    """Returns the name of a function or callable object."""
    return getattr(function, "__name__", snake_case(type(function).__name__))


def _kind(y_true: Any, y_pred: Any, loss: Any) -> str:
    """Says whether targets are binary, one-hot or class numbers."""
    if isinstance(loss, FunctionLoss):
        name = loss.fn.__name__
        for kind in ("sparse_categorical", "categorical", "binary"):
            if name.startswith(kind) and "hinge" not in name:
                return kind
    if y_pred.shape.rank and y_pred.shape[-1] == 1:
        return "binary"
    same_rank = y_true.shape.rank == y_pred.shape.rank
    if same_rank and y_true.shape[-1] == y_pred.shape[-1]:
        return "binary" if y_pred.shape.rank == 1 else "categorical"
    return "sparse_categorical"


def _accuracy(y_true: Any, y_pred: Any, loss: Any, name: str) -> Metric:
    """Returns the accuracy that fits the targets."""
    kinds = {
        "binary": accuracy.BinaryAccuracy,
        "categorical": accuracy.CategoricalAccuracy,
        "sparse_categorical": accuracy.SparseCategoricalAccuracy,
    }
    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    if y_pred.shape.rank and y_pred.shape[-1] == 1:
        return accuracy.BinaryAccuracy(name=name)
    return kinds[_kind(y_true, y_pred, loss)](name=name)


def _crossentropy(y_true: Any, y_pred: Any, loss: Any, name: str) -> Metric:
    """Returns the cross-entropy that fits the targets."""
    kinds = {
        "binary": mean_losses.BinaryCrossentropy,
        "categorical": mean_losses.CategoricalCrossentropy,
        "sparse_categorical": mean_losses.SparseCategoricalCrossentropy,
    }
    return kinds[_kind(y_true, y_pred, loss)](name=name)
