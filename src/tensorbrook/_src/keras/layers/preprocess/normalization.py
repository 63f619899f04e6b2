"""Mean zero and variance one, by statistics of the data."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.preprocess.encoding import all_values


class Normalization(Layer):
    """Brings features to mean zero and variance one.

    Args:
        axis: the axes that have statistics of their own; None for one for all.
        mean: the mean, instead of `adapt`.
        variance: the variance, instead of `adapt`.
        invert: whether to compute the way back.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Raises:
        ValueError: when only one of `mean` and `variance` is given.

    Example:
        >>> layer = Normalization()
        >>> layer.adapt(np.array([[0.0], [2.0]], "float32"))
        >>> layer(np.array([[2.0]], "float32")).numpy()
        array([[1.]], dtype=float32)
    """

    _takes_numbers = True

    def __init__(
        self,
        axis: Any = -1,
        mean: Any = None,
        variance: Any = None,
        invert: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if (mean is None) != (variance is None):
            raise ValueError(
                "Normalization: when setting values directly, both `mean` and "
                f"`variance` must be set. Received: mean={mean}, variance={variance}."
            )
        if axis is None:
            axis = ()
        self.axis = tuple(axis) if isinstance(axis, list | tuple) else (axis,)
        self.input_mean = mean
        self.input_variance = variance
        self.invert = invert
        self.supports_masking = True
        self.mean: Any = None
        self.variance: Any = None
        self.autocast = False

    def build(self, input_shape: Any) -> None:
        """Makes room for the statistics."""
        rank = len(input_shape)
        self._kept_axes = sorted(axis % rank for axis in self.axis)
        for axis in self._kept_axes:
            if input_shape[axis] is None:
                raise ValueError(
                    f"Normalization: axis {axis} of the input must be known. "
                    f"Received: input_shape={input_shape}."
                )
        self._statistics_shape = tuple(input_shape[axis] for axis in self._kept_axes)
        self._broadcast_shape = [
            size if axis in self._kept_axes else 1
            for axis, size in enumerate(input_shape)
        ]
        if self.input_mean is not None:
            shape = self._broadcast_shape
            mean = np.broadcast_to(np.asarray(self.input_mean, "float32"), shape)
            spread = np.broadcast_to(np.asarray(self.input_variance, "float32"), shape)
            self.mean, self.variance = tf.constant(mean), tf.constant(spread)
            return
        shape = self._statistics_shape
        self.adapt_mean = self.add_weight(
            name="mean", shape=shape, initializer="zeros", trainable=False
        )
        self.adapt_variance = self.add_weight(
            name="variance", shape=shape, initializer="ones", trainable=False
        )
        self.count = self.add_weight(
            name="count", shape=(), initializer="zeros", dtype="int32", trainable=False
        )
        self.finalize_state()

    def adapt(self, data: Any, batch_size: Any = None, steps: Any = None) -> None:
        """Finds the statistics of data.

        Args:
            data: an array, a tensor or a dataset.
            batch_size: kept for compatibility.
            steps: how many batches to use.
        """
        if self.input_mean is not None:
            raise ValueError(
                "Normalization: cannot `adapt` a layer that was made with `mean` and "
                "`variance`."
            )
        count, total, squares = 0, 0.0, 0.0
        for number, batch in enumerate(all_values(data)):
            if steps is not None and number >= steps:
                break
            if not self.built:
                first = None if batch.ndim > 1 else batch.shape[0]
                self.build((first, *batch.shape[1:]) if batch.ndim > 1 else batch.shape)
            rest = tuple(a for a in range(batch.ndim) if a not in self._kept_axes)
            values = batch.astype("float64")
            count += int(np.prod([batch.shape[axis] for axis in rest]))
            total = total + values.sum(axis=rest)
            squares = squares + np.square(values).sum(axis=rest)
        if not count:
            raise ValueError("Normalization: `adapt` got no data.")
        self.count.assign(count)
        mean = total / count
        self.adapt_mean.assign(np.asarray(mean, "float32"))
        self.adapt_variance.assign(np.asarray(squares / count - mean**2, "float32"))
        self.finalize_state()

    def finalize_state(self) -> None:
        """Takes the statistics over that were found or loaded."""
        if self.input_mean is None and self.built_statistics:
            shape = self._broadcast_shape
            self.mean = tf.reshape(tf.convert_to_tensor(self.adapt_mean), shape)
            self.variance = tf.reshape(tf.convert_to_tensor(self.adapt_variance), shape)

    @property
    def built_statistics(self) -> bool:
        """Whether there is room for statistics."""
        return hasattr(self, "adapt_mean") and hasattr(self, "adapt_variance")

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        dtype = self.compute_dtype
        values = tf.cast(inputs, dtype)
        if self.input_mean is None:
            shape = self._broadcast_shape
            mean = tf.reshape(tf.cast(self.adapt_mean, dtype), shape)
            variance = tf.reshape(tf.cast(self.adapt_variance, dtype), shape)
        else:
            mean, variance = tf.cast(self.mean, dtype), tf.cast(self.variance, dtype)
        spread = tf.maximum(tf.sqrt(variance), config.epsilon())
        if self.invert:
            return mean + values * spread
        return (values - mean) / spread

    def load_own_variables(self, store: Any) -> None:
        """Reads the statistics from a dict-like store."""
        super().load_own_variables(store)
        self.finalize_state()

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = {
            "axis": self.axis,
            "invert": self.invert,
            "mean": _as_list(self.input_mean),
            "variance": _as_list(self.input_variance),
        }
        return {**super().get_config(), **own}


def _as_list(value: Any) -> Any:
    """Returns numbers that can be saved."""
    return None if value is None else np.asarray(value).tolist()
