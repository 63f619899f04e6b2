"""Positions outside a tensor."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

PLACES = [[1, 0], [0, 9], [-1, 1], [1, 1]]
IGNORE = {"bad_indices_policy": "IGNORE"}
SAMPLES = [
    Sample("GatherNd", [wave(2, 3), PLACES], IGNORE, dtypes="float32 float64"),
    Sample("GatherNd", [wave(2, 3, 2), [[5], [1]]], IGNORE),
    Sample("ScatterNd", [PLACES, wave(4), [2, 3]], IGNORE),
    Sample("TensorScatterAdd", [wave(2, 3), PLACES, wave(4)], IGNORE),
    Sample(
        "TensorScatterSub", [wave(2, 3), PLACES, wave(4)], IGNORE, refused="bool string"
    ),
    Sample("TensorScatterUpdate", [wave(2, 3), PLACES, wave(4)], IGNORE),
    Sample("TensorScatterMin", [wave(2, 3), PLACES, wave(4) - 0.21], IGNORE, orders=1),
    Sample("TensorScatterMax", [wave(2, 3), PLACES, wave(4) + 0.21], IGNORE, orders=1),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_records_with_the_policy_keep_their_promises(sample: Sample) -> None:
    check(sample)


def test_what_is_outside_counts_nowhere():
    found = tf.scatter_nd([[1], [9], [-1]], [3, 4, 5], [3], "IGNORE")
    assert found.numpy().tolist() == [0, 3, 0]
    found = tf.gather_nd(["a", "b"], [[1], [9]], bad_indices_policy="IGNORE")
    assert found.numpy().tolist() == [b"b", b""]
    one = tf.tensor_scatter_nd_add([1, 2], [9], 5, "IGNORE")
    np.testing.assert_array_equal(one, [1, 2])


@pytest.mark.parametrize("policy", ["", "DEFAULT", "ERROR"])
def test_else_it_is_an_error(policy):
    with pytest.raises(tf.errors.InvalidArgumentError, match="does not index into"):
        tf.gather_nd([1, 2], [[9]], bad_indices_policy=policy)


def test_unknown_policies():
    with pytest.raises(tf.errors.InvalidArgumentError, match="LAST"):
        tf.scatter_nd([[1]], [3], [3], "LAST")
