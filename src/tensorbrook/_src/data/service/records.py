"""The records of a data service, as graphs hold them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.data.service.client import (
    MODES,
    Served,
    ShardingPolicy,
    registered,
)
from tensorbrook._src.ops.datasets.stream import (
    ON_THE_HOST,
    dataset_op,
    number,
    require,
    stream_of,
    text,
)
from tensorbrook._src.ops.rules import scalar

_POLICY_FIELD = b"\x08"  # of a ProcessingModeDef message


def _mode(written: str) -> ShardingPolicy:
    """The policy that a text or a serialised ProcessingModeDef says."""
    content = written.encode("utf-8", "surrogateescape")
    if not content:
        return ShardingPolicy.OFF
    if written in MODES:
        return MODES[written]
    known = len(content) == 2 and content[:1] == _POLICY_FIELD
    require(
        known and content[1] <= max(ShardingPolicy),
        f"DataServiceDataset: {written!r} is no processing mode.",
    )
    return ShardingPolicy(content[1])


def _address(tensor: Any) -> str:
    address = text(tensor)
    try:
        _, _, port = address.rpartition(":")
        int(port)
    except ValueError as problem:
        raise errors.InvalidArgumentError(
            None, None, f"A data service has no address like {address!r}."
        ) from problem
    return address


def _register(xp: Any, dataset: Any, address: Any, protocol: Any, **attrs: Any) -> Any:
    name = attrs.get("requested_dataset_id", "")
    found = registered(_address(address), stream_of(dataset), None, name)
    made = np.empty((), object)
    made[()] = found.encode()
    return address._made(made, address.dtype)


def _register_by_number(
    xp: Any, dataset: Any, address: Any, protocol: Any, **attrs: Any
) -> Any:
    stream, place = stream_of(dataset), _address(address)
    name = int(registered(place, stream, None, ""), 16) >> 1
    registered(place, stream, None, str(name))
    return address._made(np.array(name, np.int64), dtypes.int64)


def _register_op(name: str, result: str, kernel: Any, attrs: str = "") -> Op:
    return Op(
        name,
        f"dataset: variant, address: string, protocol: string -> dataset_id: {result} | "
        f"external_state_policy: int, element_spec: string = '', "
        f"metadata: string = ''{attrs}",
        shape=scalar,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=ON_THE_HOST,
        on_tensors=True,
    )


register_op = _register_op("RegisterDataset", "int64", _register_by_number)
register_v2_op = _register_op(
    "RegisterDatasetV2", "string", _register, ", requested_dataset_id: string = ''"
)

_INPUTS = "processing_mode: string, address: string, protocol: string, job_name: string"
_CONSUMERS = "consumer_index: int64, num_consumers: int64"
_REST = "max_outstanding_requests: int64, iteration_counter: resource"
_ATTRS = (
    "task_refresh_interval_hint_ms: int = -1, data_transfer_protocol: string = '', "
    "target_workers: string = 'AUTO', cross_trainer_cache_options: string = ''"
)
_UNCOMPRESS = ", uncompress: bool = False, uncompress_fn: func"


def _served(
    dataset: Any, mode: Any, address: Any, protocol: Any, job: Any, *rest: Any, **a: Any
) -> Served:
    name = text(dataset) if dataset.dtype is dtypes.string else str(number(dataset))
    if len(rest) > 2 and number(rest[0]) >= 0:
        raise NotImplementedError("DataServiceDataset: consumers that take turns.")
    return Served(_address(address), name, _mode(text(mode)), text(job) or None)


def _served_op(name: str, kind: str, inputs: str, attrs: str) -> Op:
    return dataset_op(
        name,
        f"dataset_id: {kind}, {inputs}, {_REST}",
        _served,
        attrs=attrs,
        common="output_types: list(type), output_shapes: list(shape)",
        stateful=True,
    )


_SHARED = f"{_INPUTS}, {_CONSUMERS}"
served_op = _served_op("DataServiceDataset", "int64", _INPUTS, _ATTRS)
served_v2_op = _served_op("DataServiceDatasetV2", "int64", _SHARED, _ATTRS)
served_v3_op = _served_op(
    "DataServiceDatasetV3", "int64", _SHARED, _ATTRS + _UNCOMPRESS
)
served_v4_op = _served_op(
    "DataServiceDatasetV4", "string", _SHARED, _ATTRS + _UNCOMPRESS
)
