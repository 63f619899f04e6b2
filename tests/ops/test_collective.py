"""Groups with one member."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors

_X = tf.constant([[1.0, 2.0, 3.0]])
_GROUP: dict[str, Any] = {"group_size": 1, "group_key": 3, "instance_key": 4}
_MERGE = {"merge_op": "Add", "final_op": "Div"}


@pytest.mark.covers(
    "CollectiveReduce",
    "CollectiveGather",
    "CollectiveBcastSend",
    "CollectiveReduceV2",
    "CollectiveReduceScatterV2",
    "CollectiveGatherV2",
    "CollectiveAllToAllV2",
    "CollectiveBcastSendV2",
)
def test_what_goes_in_comes_out() -> None:
    ops, tokens = tf.raw_ops, {"ordering_token": []}
    shape = {"shape": [1, 3]}
    found = [
        ops.CollectiveReduce(input=_X, subdiv_offsets=[0], **_MERGE, **_GROUP),
        ops.CollectiveGather(input=_X, **shape, **_GROUP),
        ops.CollectiveBcastSend(input=_X, **shape, **_GROUP),
        ops.CollectiveReduceV2(input=_X, **_MERGE, **_GROUP, **tokens),
        ops.CollectiveReduceScatterV2(input=_X, **_MERGE, **_GROUP, **tokens),
        ops.CollectiveGatherV2(input=_X, **_GROUP, **tokens),
        ops.CollectiveAllToAllV2(input=_X, **_GROUP, **tokens),
        ops.CollectiveBcastSendV2(input=_X, **_GROUP),
    ]
    for tensor in found:
        np.testing.assert_array_equal(tensor, _X)


@pytest.mark.covers(
    "CollectiveInitializeCommunicator", "CollectiveReduceV3", "CollectiveAllToAllV3"
)
def test_communicators() -> None:
    joined = tf.raw_ops.CollectiveInitializeCommunicator(
        group_key=1, rank=0, group_size=1
    )
    given: dict[str, Any] = {"communicator": joined, "group_assignment": [[0]]}
    found = tf.raw_ops.CollectiveReduceV3(input=_X, reduction="Add", **given)
    np.testing.assert_array_equal(found, _X)
    found = tf.raw_ops.CollectiveAllToAllV3(input=_X, **given)
    np.testing.assert_array_equal(found, _X)


@pytest.mark.covers("CollectiveBcastRecv", "CollectiveBcastRecvV2")
def test_nobody_sends_to_a_single_member() -> None:
    given = {"T": tf.float32, "shape": [3], **_GROUP}
    with pytest.raises(errors.InternalError, match="no source"):
        tf.raw_ops.CollectiveBcastRecv(**given)
    with pytest.raises(errors.InternalError, match="no source"):
        tf.raw_ops.CollectiveBcastRecvV2(**given)


@pytest.mark.covers("CollectiveAssignGroupV2")
def test_groups_are_assigned() -> None:
    def assigned(device: int) -> Any:
        return tf.raw_ops.CollectiveAssignGroupV2(
            group_assignment=[[0, 1], [2, 3]], device_index=device, base_key=5
        )

    assert [int(part) for part in assigned(2)] == [2, 6]
    with pytest.raises(errors.InvalidArgumentError, match="device_index 7"):
        assigned(7)


@pytest.mark.parametrize(
    ("size", "error"),
    [(0, errors.InvalidArgumentError), (2, errors.UnimplementedError)],
)
def test_other_groups_are_refused(size: int, error: Any) -> None:
    with pytest.raises(error, match="group"):
        tf.raw_ops.CollectiveBcastSendV2(input=_X, **{**_GROUP, "group_size": size})
