"""Collective ops of groups with one member, which is what one process can be.

Such a group agrees at once: what a member puts in comes out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.rules import from_input, same_as

_ALONE = unsupported("it talks to other processes")
_GROUP = "group_size: int, group_key: int, instance_key: int"
_HINT = "communication_hint: string = 'auto', timeout_seconds: float = 0.0"
_KEYS = "group_size: int32, group_key: int32, instance_key: int32"
_TOKENS = "ordering_token: Nordering_token * resource"
_MERGE = "merge_op: {'Min', 'Max', 'Mul', 'Add'}, final_op: {'Id', 'Div'}"
_NUMBERS = "T: floating|index"
_FEWER = "T: {float32, half, float64, int32, int64}"
_SENT = "T: {bool, float32, half, float64, int32, int64}"


class Communicator:
    """A group that members join by number."""

    __slots__ = ("rank", "size")

    def __init__(self, rank: int, size: int) -> None:
        self.rank = rank
        self.size = size


def check_group(name: str, size: int) -> None:
    """Refuses groups that one process can't form.

    Raises:
        ValueError: The size isn't positive.
        errors.UnimplementedError: There are further members.
    """
    if size <= 0:
        raise ValueError(f"{name}: group_size must be positive integer but got {size}")
    if size > 1:
        raise errors.UnimplementedError(
            None,
            None,
            f"{name}: a group of {size} needs other processes, which collective ops don't "
            "reach; tf.distribute joins devices and processes.",
        )


def _passed_on(name: str, sizes_are_inputs: bool) -> Any:
    """A kernel that returns its first input."""

    def kernel(xp: Any, input: Any, *rest: Any, **attrs: Any) -> Any:  # noqa: A002
        check_group(name, int(rest[0] if sizes_are_inputs else attrs["group_size"]))
        return input

    return kernel


def _keyed(c: ShapeContext) -> Dims:
    for index in (1, 2, 3):
        c.check_rank(index, 0)
    return c.shape(0)


def _by_attributes(name: str, signature: str) -> Op:
    return Op(
        name,
        f"input: T -> data: T | {signature}, {_GROUP}, {_HINT}",
        shape=same_as(0),
        reference=_passed_on(name, sizes_are_inputs=False),
        gradient=NOT_DIFFERENTIABLE,
        xla=_ALONE,
        stateful=True,
    )


def _by_inputs(name: str, signature: str, tokens: bool = True) -> Op:
    more = f", {_TOKENS}" if tokens else ""
    extra = (
        ", is_stateless: bool = False, Nordering_token: int >= 0 = 0" if tokens else ""
    )
    return Op(
        name,
        f"input: T, {_KEYS}{more} -> data: T | {signature}, {_HINT}{extra}",
        shape=_keyed,
        reference=_passed_on(name, sizes_are_inputs=True),
        gradient=NOT_DIFFERENTIABLE,
        xla=_ALONE,
        stateful=True,
    )


_by_attributes(
    "CollectiveReduce",
    f"{_NUMBERS}, {_MERGE}, subdiv_offsets: list(int), wait_for: list(int) = []",
)
_by_attributes("CollectiveGather", f"{_FEWER}, shape: shape")
_by_attributes("CollectiveBcastSend", f"{_SENT}, shape: shape")
_by_inputs(
    "CollectiveReduceV2", f"{_NUMBERS}, {_MERGE}, max_subdivs_per_device: int = -1"
)
_by_inputs(
    "CollectiveReduceScatterV2",
    f"{_NUMBERS}, {_MERGE}, max_subdivs_per_device: int = -1",
)
_by_inputs("CollectiveGatherV2", _FEWER)
_by_inputs("CollectiveAllToAllV2", _NUMBERS)
_by_inputs("CollectiveBcastSendV2", _SENT, tokens=False)


def _nobody_sends(xp: Any, *inputs: Any, **attrs: Any) -> Any:
    check_group("CollectiveBcastRecv", int(attrs.get("group_size", (*inputs, 1)[0])))
    raise errors.InternalError(
        None, None, "CollectiveBcastRecv: a group of one member has no source."
    )


broadcast_receive_op = Op(
    "CollectiveBcastRecv",
    f"-> data: T | {_SENT}, {_GROUP}, shape: shape, {_HINT}",
    shape=lambda c: c.attrs["shape"],
    reference=_nobody_sends,
    gradient=NOT_DIFFERENTIABLE,
    xla=_ALONE,
    stateful=True,
)
broadcast_receive_v2_op = Op(
    "CollectiveBcastRecvV2",
    f"{_KEYS}, shape: Tshape -> data: T | {_SENT}, Tshape: index = int32, {_HINT}",
    shape=from_input(3),
    reference=_nobody_sends,
    gradient=NOT_DIFFERENTIABLE,
    xla=_ALONE,
    stateful=True,
)


def _joined(
    xp: Any,
    group_key: Any,
    rank: Any,
    group_size: Any,
    communication_hint: str,
    timeout_seconds: float,
) -> Communicator:
    check_group("CollectiveInitializeCommunicator", int(group_size))
    if rank != 0:
        raise ValueError(
            "CollectiveInitializeCommunicator: rank must be less than group_size, got "
            f"{int(rank)} and {int(group_size)}."
        )
    return Communicator(int(rank), int(group_size))


def _scalars(c: ShapeContext) -> Dims:
    for index in range(len(c.inputs)):
        c.check_rank(index, 0)
    return ()


initialize_communicator_op = Op(
    "CollectiveInitializeCommunicator",
    f"group_key: int32, rank: int32, group_size: int32 -> communicator: resource | {_HINT}",
    shape=_scalars,
    reference=_joined,
    gradient=NOT_DIFFERENTIABLE,
    xla=_ALONE,
    stateful=True,
)


def _by_communicator(name: str, signature: str) -> Op:
    def kernel(
        xp: Any,
        input: Any,  # noqa: A002
        communicator: Any,
        group_assignment: Any,
        **attrs: Any,
    ) -> Any:
        if not isinstance(communicator, Communicator):
            raise ValueError(f"{name}: the resource is no communicator.")
        check_group(name, communicator.size)
        return input

    def dims(c: ShapeContext) -> Dims:
        c.check_rank(2, 2)
        return c.shape(0)

    return Op(
        name,
        "input: T, communicator: resource, group_assignment: int32 -> data: T | "
        f"{_NUMBERS}{signature}, timeout_seconds: float = 0.0",
        shape=dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_ALONE,
        stateful=True,
    )


_by_communicator("CollectiveReduceV3", ", reduction: {'Min', 'Max', 'Mul', 'Add'}")
_by_communicator("CollectiveAllToAllV3", "")


def _assigned(xp: Any, group_assignment: Any, device_index: Any, base_key: Any) -> Any:
    found = np.argwhere(group_assignment == device_index)
    if not len(found):
        raise ValueError(
            f"device_index {int(device_index)} is not found in group_assignment "
            f"{group_assignment.tolist()}"
        )
    return np.int32(group_assignment.shape[1]), base_key + np.int32(found[0][0])


def _assigned_dims(c: ShapeContext) -> list[Dims]:
    c.matrix(0)
    c.check_rank(1, 0)
    c.check_rank(2, 0)
    return [(), ()]


assign_group_op = Op(
    "CollectiveAssignGroupV2",
    "group_assignment: int32, device_index: int32, base_key: int32 -> "
    "group_size: int32, group_key: int32",
    shape=_assigned_dims,
    reference=_assigned,
    gradient=NOT_DIFFERENTIABLE,
    xla=_ALONE,
    stateful=True,
)
