"""Operations on sets."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_A = np.array([[1, 2, 3], [3, 3, 1]])
_B = np.array([[2, 2], [9, 3]])
_PLACES = np.array([[0, 0], [0, 1], [1, 0]])
_SHAPE = np.array([2, 2])

SAMPLES = [
    Sample(
        "DenseToDenseSetOperation", [_A, _B], {"set_operation": "a-b"}, "int32 uint8"
    ),
    Sample(
        "DenseToSparseSetOperation",
        [_A, _PLACES, [2, 4, 3], _SHAPE],
        {"set_operation": "intersection"},
    ),
    Sample(
        "SparseToSparseSetOperation",
        [_PLACES, [2, 4, 3], _SHAPE, _PLACES, [2, 5, 6], _SHAPE],
        {"set_operation": "union"},
    ),
    Sample("SetSize", [_PLACES, [5, 5, 6], _SHAPE], expected=[1, 1]),
    Sample("ListDiff", [[1, 2, 3, 2], [2]], dtypes="int32 float32", expected=[1, 3]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("first_sparse", [False, True])
@pytest.mark.parametrize("second_sparse", [False, True])
def test_dense_and_sparse_sets_mix(first_sparse, second_sparse) -> None:
    first = tf.sparse.from_dense(_A) if first_sparse else _A
    second = tf.sparse.from_dense(_B) if second_sparse else _B

    def rows(found):
        dense = tf.sparse.to_dense(found).numpy()
        return [set(row.tolist()) - {0} for row in dense]

    assert rows(tf.sets.difference(first, second)) == [{1, 3}, {1}]
    assert rows(tf.sets.difference(first, second, aminusb=False)) == [set(), {9}]
    assert rows(tf.sets.intersection(first, second)) == [{2}, {3}]
    assert rows(tf.sets.union(first, second)) == [{1, 2, 3}, {1, 3, 9}]
    assert tf.sets.size(tf.sets.union(first, second)).numpy().tolist() == [3, 3]


def test_members_may_be_strings() -> None:
    found = tf.sets.intersection([["a", "b"]], [["b", "c"]])
    assert found.values.numpy().tolist() == [b"b"]


def test_shapes_and_types_that_do_not_fit_are_mistakes() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="Mismatched"):
        tf.sets.union(_A, _B[:1])
    with pytest.raises(tf.errors.InvalidArgumentError, match="rank 1 < 2"):
        tf.sets.union([1], [2])
    with pytest.raises(TypeError, match="float32"):
        tf.sets.union([[1.0]], [[2.0]])
    with pytest.raises(TypeError, match="SparseTensor"):
        tf.sets.size(_A)
