"""The NumPy values of a ragged tensor: what a session gives and takes for one."""

from __future__ import annotations

from typing import Any

import numpy as np


class RaggedTensorValue:
    """The NumPy value of a ragged tensor.

    Args:
        values: An array, or again a `RaggedTensorValue`, with the values of all rows.
        row_splits: An array: where rows begin, and where the last one ends.

    Raises:
        TypeError: `row_splits` is not a vector of int32 or int64.

    Example:
        >>> import numpy as np
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.ragged.RaggedTensorValue(np.array([1, 2, 3]), np.array([0, 2, 3])).to_list()
        [[1, 2], [3]]
    """

    __module__ = "tensorbrook.compat.v1.ragged"

    def __init__(self, values: Any, row_splits: Any) -> None:
        splits = np.asarray(row_splits)
        if splits.dtype not in (np.int32, np.int64):
            raise TypeError("Argument `row_splits` must be of type int32 or int64.")
        if splits.ndim != 1:
            raise TypeError("Argument `row_splits` must be a vector.")
        if not isinstance(values, RaggedTensorValue | np.ndarray | np.generic):
            raise TypeError(
                "Argument `values` must be an array or a RaggedTensorValue, got "
                f"{values!r}."
            )
        self._values = values
        self._row_splits = splits

    @property
    def values(self) -> Any:
        """The values of all rows."""
        return self._values

    @property
    def row_splits(self) -> Any:
        """Where rows begin, and where the last one ends."""
        return self._row_splits

    @property
    def flat_values(self) -> Any:
        """The values of all rows of all levels."""
        inner = self._values
        return inner.flat_values if isinstance(inner, RaggedTensorValue) else inner

    @property
    def nested_row_splits(self) -> tuple[Any, ...]:
        """The `row_splits` of all levels, the outermost first."""
        inner = self._values
        rest = inner.nested_row_splits if isinstance(inner, RaggedTensorValue) else ()
        return (self._row_splits, *rest)

    @property
    def ragged_rank(self) -> int:
        """The number of levels."""
        return len(self.nested_row_splits)

    @property
    def dtype(self) -> Any:
        """The dtype of the values."""
        return self._values.dtype

    @property
    def shape(self) -> tuple[int | None, ...]:
        """The shape, with None for ragged axes."""
        return (len(self._row_splits) - 1, None, *self._values.shape[1:])

    def _component_tensors(self) -> list[Any]:
        return [self.flat_values, *self.nested_row_splits]

    def to_list(self) -> list[Any]:
        """The values as nested Python lists."""
        inner = self._values
        items = (
            inner.to_list() if isinstance(inner, RaggedTensorValue) else inner.tolist()
        )
        cuts = self._row_splits.tolist()
        return [items[a:b] for a, b in zip(cuts[:-1], cuts[1:], strict=True)]

    def numpy(self) -> Any:
        """An array of rows; an ordinary one where all rows have one length."""
        inner = self._values
        items: Any = inner.numpy() if isinstance(inner, RaggedTensorValue) else inner
        cuts = self._row_splits
        lengths = np.diff(cuts)
        if len(lengths) and (lengths == lengths[0]).all():
            return items.reshape((len(lengths), lengths[0], *items.shape[1:]))
        rows = np.empty(len(lengths), object)
        for index, (start, end) in enumerate(zip(cuts[:-1], cuts[1:], strict=True)):
            rows[index] = items[start:end]
        return rows

    def __str__(self) -> str:
        return f"<tf.RaggedTensorValue {self.to_list()}>"

    def __repr__(self) -> str:
        return f"tf.RaggedTensorValue(values={self._values!r}, row_splits={self._row_splits!r})"
