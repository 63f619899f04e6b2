"""What canned estimators share: loss, predictions and metrics of a kind of answer."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1 import losses
from tensorbrook._src.compat_v1.estimator.specs import EstimatorSpec, ModeKeys
from tensorbrook._src.compat_v1.feature_columns.dense import feature
from tensorbrook._src.compat_v1.global_step import get_global_step
from tensorbrook._src.compat_v1.metrics import means, thresholds
from tensorbrook._src.compat_v1.metrics.counts import precision, recall
from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    comparison,
    gather,
    nn_losses,
    shape,
    softmax,
    sort,
    string_numbers,
    unary,
)
from tensorbrook._src.ops.constant import constant, convert_to_tensor


class Head:
    """Base of the heads.

    Args:
        logits_dimension: How many numbers the model gives for a row.
        weight_column: The feature with the weights of the rows.
        loss_reduction: How losses become one number.
    """

    def __init__(
        self,
        logits_dimension: int,
        weight_column: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
    ) -> None:
        self.logits_dimension = logits_dimension
        self._weight_column = weight_column
        self._reduction = loss_reduction

    def predictions(self, logits: Any) -> dict[str, Any]:
        """The answers by name."""
        raise NotImplementedError(f"{type(self).__name__} must define predictions.")

    def unweighted(self, labels: Any, logits: Any) -> Any:
        """The loss of each row."""
        raise NotImplementedError(f"{type(self).__name__} must define unweighted.")

    def metrics(
        self, labels: Any, answers: dict[str, Any], weights: Any
    ) -> dict[str, Any]:
        """Pairs of value and update by name."""
        return {}

    def processed(self, labels: Any) -> Any:
        """Labels as the loss wants them."""
        labels = convert_to_tensor(labels)
        return shape.expand_dims(labels, -1) if labels.shape.ndims == 1 else labels

    def create_estimator_spec(
        self,
        features: Any,
        mode: str,
        logits: Any,
        labels: Any = None,
        optimizer: Any = None,
        train_op_fn: Any = None,
        **kwargs: Any,
    ) -> EstimatorSpec:
        """The specification of a model with this head.

        Args:
            features: The features.
            mode: One of `ModeKeys`.
            logits: What the model gives.
            labels: The labels.
            optimizer: The optimizer.
            train_op_fn: A function from the loss to the training operation.
            **kwargs: Accepted for compatibility.

        Returns:
            The specification.
        """
        answers = self.predictions(logits)
        if mode == ModeKeys.PREDICT:
            return EstimatorSpec(mode, answers, export_outputs=self._exports(answers))
        labels = self.processed(labels)
        weights: Any = 1.0
        if self._weight_column is not None:
            key = getattr(self._weight_column, "key", self._weight_column)
            weights = cast.cast(feature(features, key), dtypes.float32)
        each = self.unweighted(labels, logits)
        loss = losses.compute_weighted_loss(each, weights, reduction=self._reduction)
        if mode == ModeKeys.EVAL:
            metrics = self.metrics(
                labels, answers, None if self._weight_column is None else weights
            )
            metrics["average_loss"] = means.mean(
                each, None if self._weight_column is None else weights
            )
            return EstimatorSpec(mode, answers, loss, eval_metric_ops=metrics)
        if train_op_fn is not None:
            train_op = train_op_fn(loss)
        else:
            train_op = optimizer.minimize(loss, global_step=get_global_step())
        return EstimatorSpec(mode, answers, loss, train_op)

    def _exports(self, answers: dict[str, Any]) -> dict[str, Any]:
        from tensorbrook._src.compat_v1.estimator.export import PredictOutput

        return {
            "serving_default": PredictOutput(answers),
            "predict": PredictOutput(answers),
        }


class RegressionHead(Head):
    """Answers that are numbers.

    Args:
        label_dimension: How many numbers an answer has.
        weight_column: The feature with the weights of the rows.
        loss_reduction: How losses become one number.
    """

    def __init__(
        self,
        label_dimension: int = 1,
        weight_column: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        **kwargs: Any,
    ) -> None:
        super().__init__(label_dimension, weight_column, loss_reduction)

    def predictions(self, logits: Any) -> dict[str, Any]:
        """The numbers."""
        return {"predictions": logits}

    def unweighted(self, labels: Any, logits: Any) -> Any:
        """The squared differences."""
        return unary.square(logits - cast.cast(labels, dtypes.float32))

    def metrics(
        self, labels: Any, answers: dict[str, Any], weights: Any
    ) -> dict[str, Any]:
        """The means of labels and predictions."""
        return {
            "label/mean": means.mean(cast.cast(labels, dtypes.float32), weights),
            "prediction/mean": means.mean(answers["predictions"], weights),
        }


class _ClassHead(Head):
    """What heads of classes share."""

    def __init__(
        self,
        logits_dimension: int,
        count: int,
        weight_column: Any,
        label_vocabulary: Any,
        loss_reduction: str,
    ) -> None:
        super().__init__(logits_dimension, weight_column, loss_reduction)
        self.n_classes = count
        self._vocabulary = None if label_vocabulary is None else list(label_vocabulary)

    def processed(self, labels: Any) -> Any:
        """Class numbers of shape (batch, 1)."""
        labels = super().processed(labels)
        if self._vocabulary is None:
            return cast.cast(labels, dtypes.int64)
        same = comparison.equal(labels, convert_to_tensor(self._vocabulary))
        return shape.expand_dims(sort.argmax(cast.cast(same, dtypes.int32), -1), -1)

    def _named(self, logits: Any, probabilities: Any) -> dict[str, Any]:
        ids = shape.expand_dims(sort.argmax(probabilities, -1), -1)
        if self._vocabulary is None:
            names = string_numbers.as_string(ids)
            every = constant([str(i) for i in range(self.n_classes)])
        else:
            every = constant(self._vocabulary)
            names = gather.gather(every, ids)
        rows = shape.shape(logits)[0]
        return {
            "logits": logits,
            "probabilities": probabilities,
            "class_ids": ids,
            "classes": names,
            "all_class_ids": shape.tile(
                constant([list(range(self.n_classes))]), [rows, 1]
            ),
            "all_classes": shape.tile(shape.expand_dims(every, 0), [rows, 1]),
        }


class BinaryClassHead(_ClassHead):
    """Answers that are one of two classes.

    Args:
        weight_column: The feature with the weights of the rows.
        thresholds: Accepted for compatibility.
        label_vocabulary: The names of the classes.
        loss_reduction: How losses become one number.
    """

    def __init__(
        self,
        weight_column: Any = None,
        thresholds: Any = None,
        label_vocabulary: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        **kwargs: Any,
    ) -> None:
        super().__init__(1, 2, weight_column, label_vocabulary, loss_reduction)

    def predictions(self, logits: Any) -> dict[str, Any]:
        """Probabilities and classes."""
        both = shape.concat([array_creation.zeros_like(logits), logits], -1)
        found = self._named(logits, softmax.softmax(both))
        found["logistic"] = unary.sigmoid(logits)
        return found

    def unweighted(self, labels: Any, logits: Any) -> Any:
        """The cross entropies."""
        return nn_losses.sigmoid_cross_entropy_with_logits(
            cast.cast(labels, dtypes.float32), logits
        )

    def metrics(
        self, labels: Any, answers: dict[str, Any], weights: Any
    ) -> dict[str, Any]:
        """Accuracy, precision, recall and areas under curves."""
        right, chance, ids = labels, answers["logistic"], answers["class_ids"]
        truth = cast.cast(right, dtypes.float32)
        return {
            "accuracy": means.accuracy(right, ids, weights),
            "precision": precision(right, ids, weights),
            "recall": recall(right, ids, weights),
            "accuracy_baseline": _baseline(means.mean(truth, weights)),
            "auc": thresholds.auc(right, chance, weights),
            "auc_precision_recall": thresholds.auc(right, chance, weights, curve="PR"),
            "label/mean": means.mean(truth, weights),
            "prediction/mean": means.mean(chance, weights),
        }


def _baseline(share: tuple[Any, Any]) -> tuple[Any, Any]:
    """The accuracy of always answering the more frequent class."""
    value, update = share
    return binary.maximum(value, 1 - value), binary.maximum(update, 1 - update)


class MultiClassHead(_ClassHead):
    """Answers that are one of several classes.

    Args:
        n_classes: How many there are.
        weight_column: The feature with the weights of the rows.
        label_vocabulary: The names of the classes.
        loss_reduction: How losses become one number.
    """

    def __init__(
        self,
        n_classes: int,
        weight_column: Any = None,
        label_vocabulary: Any = None,
        loss_reduction: str = losses.Reduction.SUM,
        **kwargs: Any,
    ) -> None:
        if n_classes <= 2:
            raise ValueError(f"n_classes must be > 2: {n_classes}.")
        super().__init__(
            n_classes, n_classes, weight_column, label_vocabulary, loss_reduction
        )

    def predictions(self, logits: Any) -> dict[str, Any]:
        """Probabilities and classes."""
        return self._named(logits, softmax.softmax(logits))

    def unweighted(self, labels: Any, logits: Any) -> Any:
        """The cross entropies."""
        each = softmax.sparse_softmax_cross_entropy_with_logits(
            shape.squeeze(labels, [-1]), logits
        )
        return shape.expand_dims(each, -1)

    def metrics(
        self, labels: Any, answers: dict[str, Any], weights: Any
    ) -> dict[str, Any]:
        """The accuracy."""
        return {"accuracy": means.accuracy(labels, answers["class_ids"], weights)}


def head_of(n_classes: int, **options: Any) -> Head:
    """The head for a number of classes."""
    if n_classes == 2:
        return BinaryClassHead(**options)
    return MultiClassHead(n_classes, **options)
