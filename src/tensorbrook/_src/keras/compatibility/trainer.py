"""Methods of models that Keras 2 had."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.backend.notices import warn_once


class OldTrainer:
    """The methods of models that are spelt differently today."""

    @property
    def compiled_metrics(self) -> Any:
        """The metrics of `compile`, with `update_state(y, y_pred, sample_weight)`."""
        return _CompiledMetrics(self)

    def compiled_loss(
        self,
        y: Any,
        y_pred: Any,
        sample_weight: Any = None,
        regularization_losses: Any = None,
    ) -> Any:
        """Computes the loss, as `train_step` of Keras 2 did; now `compute_loss`.

        Args:
            y: the targets.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
            regularization_losses: kept for compatibility: penalties are counted anyway.
        """
        warn_once("Model.compiled_loss is called `compute_loss` now.")
        model: Any = self
        loss = model.compute_loss(y=y, y_pred=y_pred, sample_weight=sample_weight)
        model._loss_tracker.update_state(loss)
        return loss

    def fit_generator(
        self, generator: Any, steps_per_epoch: int | None = None, **kwargs: Any
    ) -> Any:
        """Trains on a generator; `fit` does the same today."""
        warn_once("Model.fit_generator is called `fit` now.")
        return self.fit(generator, steps_per_epoch=steps_per_epoch, **kwargs)  # type: ignore[attr-defined]

    def evaluate_generator(
        self, generator: Any, steps: int | None = None, **kwargs: Any
    ) -> Any:
        """Tests on a generator; `evaluate` does the same today."""
        warn_once("Model.evaluate_generator is called `evaluate` now.")
        return self.evaluate(generator, steps=steps, **kwargs)  # type: ignore[attr-defined]

    def predict_generator(
        self, generator: Any, steps: int | None = None, **kwargs: Any
    ) -> Any:
        """Predicts for a generator; `predict` does the same today."""
        warn_once("Model.predict_generator is called `predict` now.")
        return self.predict(generator, steps=steps, **kwargs)  # type: ignore[attr-defined]

    def predict_proba(self, x: Any, **kwargs: Any) -> Any:
        """Predicts probabilities; `predict` does the same today."""
        warn_once("Model.predict_proba is called `predict` now.")
        return self.predict(x, **kwargs)  # type: ignore[attr-defined]

    def predict_classes(self, x: Any, **kwargs: Any) -> Any:
        """Predicts class numbers; today `predict(x).argmax(-1)` does it."""
        warn_once(
            "Model.predict_classes is gone: write `np.argmax(model.predict(x), -1)`, "
            "or `(model.predict(x) > 0.5).astype('int32')` for one output."
        )
        found = self.predict(x, **kwargs)  # type: ignore[attr-defined]
        if found.shape[-1] > 1:
            return np.argmax(found, axis=-1)
        return (found > 0.5).astype("int32")


class _CompiledMetrics:
    """The metrics of a model as Keras 2 offered them.

    Args:
        model: the model.
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Gathers a batch.

        Args:
            y_true: the targets.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
        """
        warn_once("Model.compiled_metrics is called `compute_metrics` now.")
        self._model._prepare_results(y_pred)
        self._model._compiled_metrics.update_state(y_true, y_pred, sample_weight)


_OLD_WORDS = {"nb_epoch": "epochs", "nb_val_samples": "validation_steps"}
_UNUSED = ("workers", "use_multiprocessing", "max_queue_size", "pickle_safe")


def today_arguments(kwargs: dict[str, Any], method: str) -> dict[str, Any]:
    """Returns the old arguments of a method under their names of today.

    Args:
        kwargs: arguments that the method does not know.
        method: its name, for the error.

    Raises:
        TypeError: for an argument that never existed.
    """
    found = {}
    for name, value in kwargs.items():
        if name in _OLD_WORDS:
            warn_once(f"`{name}` of Model.{method} is called `{_OLD_WORDS[name]}` now.")
            found[_OLD_WORDS[name]] = value
        elif name not in _UNUSED:
            raise TypeError(
                f"Model.{method} got an unexpected keyword argument '{name}'."
            )
    return found
