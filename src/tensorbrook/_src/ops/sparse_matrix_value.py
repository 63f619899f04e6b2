"""Sparse matrices as values (variants): what the `SparseMatrix*` ops work on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.op import unsupported

NO_VARIANTS = unsupported("XLA has no variants")
KINDS = "{float32, float64, complex64, complex128}"


class SparseMatrix:
    """The entries of a matrix, or of a batch of matrices, sorted by rows.

    Args:
        places: For each entry its batch, row and column.
        values: The entries.
        dims: The shape: (rows, columns), or a batch before them.
    """

    __slots__ = ("dims", "places", "values")

    def __init__(self, places: Any, values: Any, dims: Sequence[int]) -> None:
        order = np.lexsort(places.T[::-1])
        self.places = places[order]
        self.values = values[order]
        self.dims = tuple(int(n) for n in dims)

    @property
    def batch(self) -> int:
        """How many matrices there are."""
        return self.dims[0] if len(self.dims) == 3 else 1

    @property
    def rows(self) -> int:
        """The number of rows of each."""
        return self.dims[-2]

    @property
    def columns(self) -> int:
        """The number of columns of each."""
        return self.dims[-1]

    def row_numbers(self) -> Any:
        """For each entry the number of its row among those of all matrices."""
        return self.places[:, 0] * self.rows + self.places[:, 1]

    def indices(self) -> Any:
        """The places of the entries in a dense tensor of the same shape."""
        return self.places[:, 3 - len(self.dims) :]

    def counts(self) -> Any:
        """The number of entries of each matrix."""
        return np.bincount(self.places[:, 0], minlength=self.batch)

    def like(self, values: Any) -> SparseMatrix:
        """Other entries in the same places."""
        return SparseMatrix(self.places, values, self.dims)

    def dense(self) -> Any:
        """A dense tensor."""
        made = np.zeros(self.dims, self.values.dtype)
        np.add.at(made, tuple(self.indices().T), self.values)
        return made

    def transposed(self) -> SparseMatrix:
        """Each matrix with rows and columns exchanged."""
        dims = (*self.dims[:-2], self.columns, self.rows)
        return SparseMatrix(self.places[:, [0, 2, 1]], self.values, dims)

    def adjusted(self, transpose: bool, adjoint: bool) -> SparseMatrix:
        """The matrix as a factor of a product uses it."""
        if not transpose and not adjoint:
            return self
        made = self.transposed()
        return made.like(np.conj(made.values)) if adjoint else made

    def __add__(self, other: SparseMatrix) -> SparseMatrix:
        if self.dims != other.dims:
            raise ValueError(
                f"Sparse matrices of shapes {self.dims} and {other.dims} can't be added."
            )
        return summed(
            np.concatenate([self.places, other.places]),
            np.concatenate([self.values, other.values]),
            self.dims,
        )


def summed(places: Any, values: Any, dims: Sequence[int]) -> SparseMatrix:
    """A matrix of entries of which several may have one place."""
    found, which = np.unique(places, axis=0, return_inverse=True)
    made = np.zeros(len(found), values.dtype)
    np.add.at(made, which.reshape(-1), values)
    return SparseMatrix(found.reshape(-1, 3), made, dims)


def checked(value: Any, name: str, dtype: Any = None) -> SparseMatrix:
    """The sparse matrix that a variant holds.

    Raises:
        ValueError: It holds something else, or entries of another dtype.
    """
    if not isinstance(value, SparseMatrix):
        raise ValueError(
            f"{name}: a variant must hold a sparse matrix, not {type(value).__name__}."
        )
    if dtype is not None and value.values.dtype != dtype.numpy_dtype:
        raise ValueError(
            f"{name}: the entries are {value.values.dtype}, expected {dtype.name}."
        )
    return value


def from_indices(name: str, indices: Any, values: Any, dims: Any) -> SparseMatrix:
    """A matrix of the entries of a sparse tensor.

    Raises:
        ValueError: The shape is no matrix, or a place is outside of it.
    """
    dims = [int(n) for n in dims]
    if len(dims) not in (2, 3):
        raise ValueError(f"{name}: the shape must have 2 or 3 axes, got {dims}.")
    wrong = ((indices < 0) | (indices >= np.array(dims))).any(axis=1)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(
            f"{name}: indices[{place}] = {indices[place].tolist()} is out of bounds for "
            f"shape {dims}."
        )
    batches = np.zeros((len(indices), 3 - len(dims)), np.int64)
    return SparseMatrix(np.concatenate([batches, indices], axis=1), values, dims)
