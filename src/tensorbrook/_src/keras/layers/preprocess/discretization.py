"""Numbers as the ranges that they fall into."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.preprocess.encoding import (
    all_values,
    check_mode,
    encode,
    encoded_shape,
)

_MODES = ("int", "one_hot", "multi_hot", "count")


class Discretization(Layer):
    """Turns numbers into the number of the range that they fall into.

    Args:
        bin_boundaries: the edges of the ranges.
        num_bins: how many ranges `adapt` shall find.
        epsilon: kept for compatibility.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"` or `"count"`.
        sparse: not supported.
        dtype: the type of vectors.
        name: the name.

    Example:
        >>> Discretization(bin_boundaries=[0.0, 1.0])([-1.0, 0.5, 2.0]).numpy()
        array([0, 1, 2], dtype=int32)
    """

    _takes_numbers = True

    def __init__(
        self,
        bin_boundaries: Any = None,
        num_bins: int | None = None,
        epsilon: float = 0.01,
        output_mode: str = "int",
        sparse: bool = False,
        dtype: Any = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        if (bin_boundaries is None) == (num_bins is None):
            raise ValueError(
                "Discretization: one of `bin_boundaries` and `num_bins` must be set. "
                f"Received: bin_boundaries={bin_boundaries}, num_bins={num_bins}."
            )
        if num_bins is not None and num_bins < 2:
            raise ValueError(
                f"Discretization: `num_bins` must be 2 or more, not {num_bins}."
            )
        self.num_bins = num_bins
        self.epsilon = epsilon
        self.output_mode = check_mode(output_mode, _MODES, "Discretization")
        self.sparse = sparse
        default = "int32" if output_mode == "int" else self.compute_dtype
        self._output_dtype = dtype or default
        self._given_boundaries = bin_boundaries
        self.bin_boundaries = None if bin_boundaries is None else list(bin_boundaries)
        self.autocast = False
        self.built = True

    @property
    def output_dtype(self) -> Any:
        """The type of the outputs."""
        return self._output_dtype

    def adapt(self, data: Any, steps: int | None = None) -> None:
        """Finds ranges that hold about as many values each.

        Args:
            data: an array, a tensor or a dataset.
            steps: how many batches to use.
        """
        if self._given_boundaries is not None:
            raise ValueError(
                "Discretization: cannot `adapt` a layer that was made with "
                "`bin_boundaries`."
            )
        parts = []
        for number, batch in enumerate(all_values(data)):
            if steps is not None and number >= steps:
                break
            parts.append(np.asarray(batch, "float32").reshape(-1))
        values = np.sort(np.concatenate(parts))
        share = np.arange(1, len(values) + 1) / len(values)
        wanted = np.arange(1, self.num_bins) / self.num_bins
        self.bin_boundaries = np.interp(wanted, share, values).tolist()

    def call(self, inputs: Any, training: Any = None) -> Any:
        """Computes the outputs."""
        if self.bin_boundaries is None:
            raise ValueError(
                "Discretization: pass `bin_boundaries`, or call `adapt(data)` before "
                "you use the layer."
            )
        numbers = tf.keras.ops.digitize(inputs, self.bin_boundaries)
        depth = len(self.bin_boundaries) + 1
        if self.output_mode == "int":
            return tf.cast(numbers, self.output_dtype)
        return encode(numbers, self.output_mode, depth, self.output_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        count = self.num_bins or len(self.bin_boundaries) + 1
        return encoded_shape(input_shape, self.output_mode, count)

    def compute_output_spec(self, inputs: Any, training: Any = None) -> Any:
        """Returns symbolic outputs."""
        return KerasTensor(self.compute_output_shape(inputs.shape), self.output_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = super().get_config()
        if self._given_boundaries is None and self.bin_boundaries is not None:
            config["bin_boundaries"] = list(self.bin_boundaries)
            config["num_bins"] = None
        else:
            config["bin_boundaries"] = self._given_boundaries
            config["num_bins"] = self.num_bins
        config.update(
            epsilon=self.epsilon,
            output_mode=self.output_mode,
            sparse=self.sparse,
            dtype=self.output_dtype,
        )
        config.pop("trainable")
        return config
