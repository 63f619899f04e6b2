"""Keras 2's classifier and regressor with the interface of scikit-learn."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook.keras.losses import get as get_loss
from tensorbrook.keras.models import Sequential
from tensorbrook.keras.utils import to_categorical


class BaseWrapper:
    """What classifier and regressor share.

    Args:
        build_fn: A function, or an object that can be called, that returns a compiled
            model; None for a subclass that is called itself.
        **sk_params: Arguments of `build_fn`, and of `fit`, `predict` and `score` of
            the model.

    Raises:
        ValueError: An argument belongs to none of them.
    """

    def __init__(
        self, build_fn: Callable[..., Any] | None = None, **sk_params: Any
    ) -> None:
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def _builder(self) -> Callable[..., Any]:
        if self.build_fn is None:
            return type(self).__call__  # type: ignore[attr-defined, no-any-return]
        if inspect.isfunction(self.build_fn) or inspect.ismethod(self.build_fn):
            return self.build_fn
        return type(self.build_fn).__call__  # type: ignore[no-any-return]

    def check_params(self, params: dict[str, Any]) -> None:
        """Raises ValueError for an argument that nothing takes."""
        takers = (
            Sequential.fit,
            Sequential.predict,
            Sequential.evaluate,
            self._builder(),
        )
        known = {"nb_epoch"}
        for taker in takers:
            parameters = inspect.signature(taker).parameters.values()
            if any(item.kind is item.VAR_KEYWORD for item in parameters):
                if taker is self._builder():
                    return
            known.update(item.name for item in parameters)
        for name in params:
            if name not in known:
                raise ValueError(f"{name} is not a legal parameter")

    def get_params(self, **params: Any) -> dict[str, Any]:
        """The arguments, as scikit-learn asks for them."""
        return {**copy.deepcopy(self.sk_params), "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> BaseWrapper:
        """Sets arguments and returns the object."""
        self.check_params({k: v for k, v in params.items() if k != "build_fn"})
        self.build_fn = params.pop("build_fn", self.build_fn)
        self.sk_params.update(params)
        return self

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Builds the model and trains it.

        Args:
            x: Features.
            y: Labels.
            **kwargs: Arguments of `Model.fit`.

        Returns:
            The history.
        """
        build = self.build_fn or self
        self.model = build(**self.filter_sk_params(self._builder()))  # type: ignore[operator]
        loss = getattr(get_loss(self.model.loss), "__name__", "")
        if loss == "categorical_crossentropy" and np.ndim(y) != 2:
            y = to_categorical(y)
        arguments = {**self.filter_sk_params(Sequential.fit), **kwargs}
        self.history = self.model.fit(x, y, **arguments)
        return self.history

    def filter_sk_params(
        self, fn: Callable[..., Any], override: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Those of the arguments that a function takes."""
        names = inspect.signature(fn).parameters
        found = {k: v for k, v in self.sk_params.items() if k in names}
        return {**found, **(override or {})}


class KerasClassifier(BaseWrapper):
    """A classifier for scikit-learn that a Keras model makes.

    Example:
        >>> import numpy as np
        >>> import tensorbrook as tf
        >>> def build(units=2):
        ...     layer = tf.keras.layers.Dense(units, activation="softmax")
        ...     model = tf.keras.Sequential([layer])
        ...     model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
        ...     return model
        >>> classifier = KerasClassifier(build, epochs=2, verbose=0)
        >>> history = classifier.fit(np.eye(4), np.array([3, 3, 5, 5]))
        >>> set(classifier.predict(np.eye(4)).tolist()) <= {3, 5}
        True
    """

    def fit(self, x: Any, y: Any, **kwargs: Any) -> Any:
        """Builds the model and trains it.

        Raises:
            ValueError: `y` is neither a vector of classes nor a matrix.
        """
        y = np.asarray(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim == 1 or (y.ndim == 2 and y.shape[1] == 1):
            self.classes_, places = np.unique(y, return_inverse=True)
            y = places.reshape(y.shape)
        else:
            raise ValueError(f"Invalid shape for y: {y.shape}")
        self.n_classes_ = len(self.classes_)
        return super().fit(x, y, **kwargs)

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """The class of each row of `x`."""
        found = self._scores(x, kwargs)
        if found.shape[-1] > 1:
            return self.classes_[np.argmax(found, axis=-1)]
        return self.classes_[(found > 0.5).astype("int32")]

    def predict_proba(self, x: Any, **kwargs: Any) -> Any:
        """The probability of each class, for each row of `x`."""
        found = self._scores(x, kwargs)
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def _scores(self, x: Any, kwargs: dict[str, Any]) -> Any:
        arguments = self.filter_sk_params(Sequential.predict, kwargs)
        return self.model.predict(x, **arguments)

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The accuracy.

        Raises:
            ValueError: The model wasn't compiled with the metric accuracy.
        """
        y = np.asarray(y)
        if not (y.ndim == 2 and y.shape[1] > 1):
            y = np.searchsorted(self.classes_, y)
        loss = getattr(get_loss(self.model.loss), "__name__", "")
        if loss == "categorical_crossentropy" and y.ndim != 2:
            y = to_categorical(y, self.n_classes_)
        arguments = self.filter_sk_params(Sequential.evaluate, kwargs)
        found = self.model.evaluate(x, y, return_dict=True, **arguments)
        for name in ("accuracy", "acc", "binary_accuracy", "categorical_accuracy"):
            if name in found:
                return float(found[name])
        raise ValueError(
            "KerasClassifier.score: the model is not configured to compute accuracy. "
            'Pass metrics=["accuracy"] to model.compile().'
        )


class KerasRegressor(BaseWrapper):
    """A regressor for scikit-learn that a Keras model makes."""

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """The prediction for each row of `x`."""
        arguments = self.filter_sk_params(Sequential.predict, kwargs)
        return np.squeeze(self.model.predict(x, **arguments), axis=-1)

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """The loss with a minus sign, so that more is better."""
        arguments = self.filter_sk_params(Sequential.evaluate, kwargs)
        found = self.model.evaluate(x, y, **arguments)
        return -float(found[0] if isinstance(found, list) else found)
