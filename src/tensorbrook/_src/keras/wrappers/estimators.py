"""Models as classifiers, regressors and transformers of scikit-learn."""

from __future__ import annotations

import copy
import importlib
import inspect
from typing import Any

import numpy as np

import tensorbrook as tf


def _sklearn(room: str) -> Any:
    """Returns a part of scikit-learn."""
    try:
        return importlib.import_module(f"sklearn.{room}")
    except ImportError as error:
        raise ImportError(
            "The wrappers of keras.wrappers need scikit-learn: `pip install "
            "scikit-learn`."
        ) from error


class _Estimator:
    """What the wrappers have in common.

    Args:
        model: a compiled model, or a function `(X, y, **model_kwargs)` that makes one.
        warm_start: whether `fit` goes on where it stopped.
        model_kwargs: arguments of the function.
        fit_kwargs: arguments of `model.fit`.
    """

    _kind = ""

    def __init__(
        self,
        model: Any,
        warm_start: bool = False,
        model_kwargs: dict[str, Any] | None = None,
        fit_kwargs: dict[str, Any] | None = None,
    ) -> None:
        _sklearn("base")
        self.model = model
        self.warm_start = warm_start
        self.model_kwargs = model_kwargs
        self.fit_kwargs = fit_kwargs

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Returns the arguments of the constructor.

        Args:
            deep: kept for compatibility.
        """
        names = list(inspect.signature(type(self).__init__).parameters)[1:]
        return {name: getattr(self, name) for name in names}

    def set_params(self, **params: Any) -> Any:
        """Sets arguments of the constructor.

        Args:
            **params: the arguments.

        Raises:
            ValueError: for an unknown one.
        """
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ValueError(
                    f"{type(self).__name__} has no parameter {name!r}; there are "
                    f"{sorted(known)}."
                )
            setattr(self, name, value)
        return self

    def set_fit_request(self, **kwargs: Any) -> Any:
        """Returns the estimator: `fit` takes no further data.

        Args:
            **kwargs: kept for compatibility.
        """
        return self

    def __sklearn_tags__(self) -> Any:
        utils = _sklearn("utils")
        tags = utils.Tags(
            estimator_type=self._kind or None,
            target_tags=utils.TargetTags(required=bool(self._kind)),
        )
        if self._kind == "classifier":
            tags.classifier_tags = utils.ClassifierTags()
        elif self._kind == "regressor":
            tags.regressor_tags = utils.RegressorTags()
        else:
            tags.transformer_tags = utils.TransformerTags()
        return tags

    @property
    def epoch_(self) -> int:
        """How many epochs the model was trained; 0 before `fit`."""
        history = getattr(self, "history_", {"loss": []})
        return len(history["loss"])

    @property
    def history(self) -> dict[str, list[float]]:
        """The results of training."""
        return self.history_

    def fit(self, X: Any, y: Any, **kwargs: Any) -> Any:  # noqa: N803
        """Trains a copy of the model.

        Args:
            X: the inputs.
            y: the targets.
            **kwargs: arguments of `model.fit`.
        """
        X, y = np.asarray(X), np.asarray(y)  # noqa: N806
        if len(X) != len(y):
            raise ValueError(
                f"{type(self).__name__}.fit: X has {len(X)} rows, y has {len(y)}."
            )
        targets = self._encoded(y)
        self.n_features_in_ = X.shape[1] if X.ndim > 1 else 1
        if not (self.warm_start and hasattr(self, "model_")):
            self.model_ = self._made(X, targets)
        options = {"verbose": 0, **(self.fit_kwargs or {}), **kwargs}
        found = self.model_.fit(x=X, y=targets, **options).history
        before = getattr(self, "history_", {}) if self.warm_start else {}
        self.history_ = {
            key: [*before.get(key, []), *values] for key, values in found.items()
        }
        return self

    def _made(self, X: Any, y: Any) -> Any:  # noqa: N803
        """Returns a new model that is ready to train."""
        if isinstance(self.model, tf.keras.Model):
            model = tf.keras.models.clone_model(self.model)
            model.set_weights(self.model.get_weights())
            if self.model.compiled:
                model.compile_from_config(self.model.get_compile_config())
        else:
            model = self.model(X, y, **(self.model_kwargs or {}))
        if not model.compiled:
            raise RuntimeError(
                f"{type(self).__name__}: the model must be compiled; call "
                "`model.compile(optimizer, loss)`."
            )
        return model

    def _encoded(self, y: Any) -> Any:
        """Returns targets as the model takes them."""
        return y

    def _raw(self, X: Any) -> np.ndarray:  # noqa: N803
        """Returns what the model finds."""
        if not hasattr(self, "model_"):
            raise _sklearn("exceptions").NotFittedError(
                f"This {type(self).__name__} is not fitted yet: call `fit` first."
            )
        return self.model_.predict(np.asarray(X), verbose=0)

    def __sklearn_clone__(self) -> Any:
        params = {
            name: value if name == "model" else copy.deepcopy(value)
            for name, value in self.get_params().items()
        }
        return type(self)(**params)


class SKLearnClassifier(_Estimator):
    """A model as a classifier of scikit-learn.

    Args:
        model: a compiled model, or a function `(X, y, **model_kwargs)` that makes one.
        warm_start: whether `fit` goes on where it stopped.
        model_kwargs: arguments of the function.
        fit_kwargs: arguments of `model.fit`.

    Raises:
        ImportError: without scikit-learn.
    """

    _kind = "classifier"

    def _encoded(self, y: Any) -> Any:
        """Returns a column for each class."""
        self.classes_, numbers = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(
                "SKLearnClassifier.fit: y must hold two classes or more. Found: "
                f"{len(self.classes_)} class."
            )
        return np.eye(len(self.classes_), dtype="float32")[numbers]

    def predict(self, X: Any) -> np.ndarray:  # noqa: N803
        """Returns the class of each row.

        Args:
            X: the inputs.
        """
        return self.classes_[self._raw(X).argmax(-1)]

    def decision_function(self, X: Any) -> np.ndarray:  # noqa: N803
        """Returns what the model finds for each class.

        Args:
            X: the inputs.
        """
        return self._raw(X)

    def score(self, X: Any, y: Any) -> float:  # noqa: N803
        """Returns the share of rows whose class is right.

        Args:
            X: the inputs.
            y: the classes.
        """
        return float(np.mean(self.predict(X) == np.asarray(y)))


class SKLearnRegressor(_Estimator):
    """A model as a regressor of scikit-learn.

    Args:
        model: a compiled model, or a function `(X, y, **model_kwargs)` that makes one.
        warm_start: whether `fit` goes on where it stopped.
        model_kwargs: arguments of the function.
        fit_kwargs: arguments of `model.fit`.

    Raises:
        ImportError: without scikit-learn.
    """

    _kind = "regressor"

    def _encoded(self, y: Any) -> Any:
        """Returns targets with a column each."""
        self._is_flat = y.ndim == 1
        return y.reshape(len(y), -1).astype("float32")

    def predict(self, X: Any) -> np.ndarray:  # noqa: N803
        """Returns the value of each row.

        Args:
            X: the inputs.
        """
        found = self._raw(X)
        return found.reshape(len(found)) if self._is_flat else found

    def score(self, X: Any, y: Any) -> float:  # noqa: N803
        """Returns the part of the variance that is explained.

        Args:
            X: the inputs.
            y: the values.
        """
        y = np.asarray(y)
        rest = np.sum((y - self.predict(X)) ** 2)
        return float(1.0 - rest / np.sum((y - y.mean(0)) ** 2))


class SKLearnTransformer(_Estimator):
    """A model as a transformer of scikit-learn.

    Args:
        model: a compiled model, or a function `(X, y, **model_kwargs)` that makes one.
        warm_start: whether `fit` goes on where it stopped.
        model_kwargs: arguments of the function.
        fit_kwargs: arguments of `model.fit`.

    Raises:
        ImportError: without scikit-learn.
    """

    def transform(self, X: Any) -> np.ndarray:  # noqa: N803
        """Returns what the model finds.

        Args:
            X: the inputs.
        """
        return self._raw(X)

    def predict(self, X: Any) -> np.ndarray:  # noqa: N803
        """Returns what the model finds.

        Args:
            X: the inputs.
        """
        return self._raw(X)

    def fit_transform(self, X: Any, y: Any, **kwargs: Any) -> np.ndarray:  # noqa: N803
        """Trains the model, and returns what it finds.

        Args:
            X: the inputs.
            y: the targets.
            **kwargs: arguments of `model.fit`.
        """
        return self.fit(X, y, **kwargs).transform(X)
