"""The value that variants of sparse matrices hold."""

import numpy as np
import pytest

from tensorbrook._src.ops.sparse_matrix_value import SparseMatrix, from_indices, summed


def test_entries_are_sorted_by_rows() -> None:
    places = np.array([[1, 2], [0, 1], [1, 0]])
    made = from_indices("sample", places, np.array([3.0, 1.0, 2.0]), [2, 3])
    assert made.values.tolist() == [1, 2, 3]
    assert made.row_numbers().tolist() == [0, 1, 1]
    assert made.counts().tolist() == [3]


def test_entries_of_one_place_are_added() -> None:
    places = np.array([[0, 0, 1], [0, 0, 1], [0, 1, 0]])
    made = summed(places, np.array([1.0, 2.0, 5.0]), (2, 2))
    np.testing.assert_array_equal(made.dense(), [[0, 3], [5, 0]])
    np.testing.assert_array_equal((made + made).dense(), [[0, 6], [10, 0]])


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="2 or 3 axes"):
        from_indices("sample", np.zeros((0, 1), int), np.zeros(0), [4])
    made = SparseMatrix(np.zeros((0, 3), int), np.zeros(0), (2, 2))
    with pytest.raises(ValueError, match="can't be added"):
        made + SparseMatrix(np.zeros((0, 3), int), np.zeros(0), (2, 3))
