"""`tf.contrib.learn`: what became `tf.estimator`, as far as it has the same form."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.compat_v1.estimator import canned, inputs
from tensorbrook._src.compat_v1.feature_columns.dense import numeric_column


class _OldForm:
    """Adds `fit` and its relatives, of arrays, to an estimator."""

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        steps: int | None = None,
        batch_size: int | None = None,
        monitors: Any = None,
        max_steps: int | None = None,
    ) -> Any:
        """Trains on arrays, or on what a function gives."""
        fn = input_fn or _of_arrays(x, y, batch_size, epochs=None)
        return self.train(fn, monitors, steps, max_steps)  # type: ignore[attr-defined]

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        input_fn: Any = None,
        batch_size: int | None = None,
        steps: int | None = None,
        hooks: Any = None,
        name: str | None = None,
    ) -> Any:
        """The metrics over arrays, or over what a function gives."""
        fn = x if callable(x) else input_fn or _of_arrays(x, y, batch_size)
        return super().evaluate(fn, steps, hooks, name=name)  # type: ignore[misc]

    def predict(
        self,
        x: Any = None,
        input_fn: Any = None,
        batch_size: int | None = None,
        as_iterable: bool = True,
    ) -> Any:
        """The answers for arrays, or for what a function gives."""
        fn = x if callable(x) else input_fn or _of_arrays(x, None, batch_size)
        answers = super().predict(fn)  # type: ignore[misc]
        found = (
            answer["class_ids"][0]
            if "class_ids" in answer
            else answer["predictions"][0]
            for answer in answers
        )
        return found if as_iterable else np.array(list(found))


def _of_arrays(x: Any, y: Any, batch_size: int | None, epochs: int | None = 1) -> Any:
    arrays = {"": np.asarray(x)} if not isinstance(x, dict) else x
    answers = None if y is None else np.asarray(y)
    return inputs.numpy_input_fn(
        arrays, answers, batch_size or 128, epochs, shuffle=epochs is None
    )


def infer_real_valued_columns_from_input(x: Any) -> list[Any]:
    """A column of numbers for the rows of an array.

    Args:
        x: The array.

    Returns:
        A list with one column.
    """
    width = np.asarray(x).reshape(len(x), -1).shape[1]
    return [numeric_column("", (width,))]


class DNNClassifier(_OldForm, canned.DNNClassifier):  # type: ignore[misc]
    """`tf.estimator.DNNClassifier`, with `fit` of arrays."""


class DNNRegressor(_OldForm, canned.DNNRegressor):  # type: ignore[misc]
    """`tf.estimator.DNNRegressor`, with `fit` of arrays."""


class LinearClassifier(_OldForm, canned.LinearClassifier):  # type: ignore[misc]
    """`tf.estimator.LinearClassifier`, with `fit` of arrays."""


class LinearRegressor(_OldForm, canned.LinearRegressor):  # type: ignore[misc]
    """`tf.estimator.LinearRegressor`, with `fit` of arrays."""
