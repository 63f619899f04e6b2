"""What programs call: `distribute`, `register_dataset` and `from_dataset_id`."""

from __future__ import annotations

import contextlib
import enum
import itertools
import time
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.data import structure
from tensorbrook._src.data.dataset import Dataset
from tensorbrook._src.data.graphs import graph_def_of
from tensorbrook._src.data.saving import decoded_spec, encoded_spec
from tensorbrook._src.data.service.wire import Client, split_address
from tensorbrook._src.eager.tensor import object_tensor, tensor_of
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.tensor_proto import from_proto
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.ops.datasets.buffering import Prefetched
from tensorbrook._src.ops.datasets.stream import Context, Element, Stream, stream_of

_PAUSE = 0.05  # seconds between two looks whether there is a worker


class ShardingPolicy(enum.IntEnum):
    """How the elements of a dataset are divided among the workers of a service.

    OFF gives each worker all of them; DYNAMIC hands the numbers of the source's elements
    out as workers ask; FILE, DATA, FILE_OR_DATA and HINT divide them beforehand.
    """

    __module__ = "tensorbrook.data.experimental.service"
    OFF = 0
    DYNAMIC = 1
    FILE = 2
    DATA = 3
    FILE_OR_DATA = 4
    HINT = 5


#: The names that TensorFlow had before there were policies.
MODES = {
    "parallel_epochs": ShardingPolicy.OFF,
    "distributed_epoch": ShardingPolicy.DYNAMIC,
}


class CrossTrainerCache:
    """Says which trainers share elements; `distribute` can't do that yet.

    Args:
        trainer_id: The trainer's name; not empty.
    """

    __module__ = "tensorbrook.data.experimental.service"

    def __init__(self, trainer_id: str) -> None:
        if not trainer_id:
            raise ValueError(
                "tf.data service cross-trainer cache requires a non-empty trainer ID."
            )
        self.trainer_id = trainer_id


class Served(Stream):
    """The elements that the workers of a service compute, from each in turn."""

    def __init__(
        self, address: str, dataset: str, policy: ShardingPolicy, job: str | None
    ) -> None:
        self.address, self.dataset, self.policy, self.job = (
            address,
            dataset,
            policy,
            job,
        )
        self._times = itertools.count()

    def iterate(self, context: Context) -> Iterator[Element]:
        context.refuse("A dataset of a data service is stateful.")
        turn = next(self._times)
        with contextlib.closing(Client(self.address)) as dispatcher:
            asked, workers = self._begin(dispatcher, turn)
        waiting: list[Any] = [
            Prefetched(_OfWorker(worker, asked), 2).iterate(context.part(worker))
            for worker in workers
        ]
        while waiting:
            for elements in list(waiting):
                element = next(elements, None)
                if element is None:
                    waiting.remove(elements)
                else:
                    yield element

    def _begin(self, dispatcher: Client, turn: int) -> tuple[dict[str, Any], list[str]]:
        """What to ask the workers, and their addresses; waits for the first one."""
        if self.job is None:
            job = dispatcher.ask("job", name="anonymous")[0]["job"]
        else:
            job = f"{self.job}/{turn}"
        asked = {"job": job, "dataset": self.dataset, "policy": self.policy.name}
        while not (workers := dispatcher.ask("workers")[0]["addresses"]):
            time.sleep(_PAUSE)
        return asked, workers


class _OfWorker(Stream):
    """The elements that one worker gives."""

    def __init__(self, address: str, asked: dict[str, Any]) -> None:
        self.address, self.asked = address, asked

    def iterate(self, context: Context) -> Iterator[Element]:
        with contextlib.closing(Client(self.address)) as worker:
            while True:
                answer, tensors = worker.ask("next", **self.asked)
                if answer["end"]:
                    return
                protos = map(message("TensorProto").FromString, tensors)
                yield [tensor_of(*from_proto(proto)) for proto in protos]


def distribute(
    processing_mode: Any,
    service: Any,
    job_name: str | None = None,
    consumer_index: Any = None,
    num_consumers: Any = None,
    max_outstanding_requests: Any = None,
    data_transfer_protocol: Any = None,
    compression: Any = "AUTO",
    cross_trainer_cache: Any = None,
    target_workers: str = "AUTO",
) -> Callable[[Any], Any]:
    """Lets the workers of a service compute a dataset.

    Args:
        processing_mode: A `ShardingPolicy`, "parallel_epochs" (each worker computes all
            elements) or "distributed_epoch" (each element is computed by one of them).
        service: The `target` of a `DispatchServer`.
        job_name: Iterations under one name share their elements.
        consumer_index: Not there yet: None.
        num_consumers: Not there yet: None.
        max_outstanding_requests: Accepted for compatibility.
        data_transfer_protocol: Accepted for compatibility.
        compression: Accepted; elements travel uncompressed.
        cross_trainer_cache: Not there yet: None.
        target_workers: Accepted; all workers take part that are there at the start.

    Returns:
        A transformation for `Dataset.apply`.

    Raises:
        ValueError: The mode or the address makes no sense.
        NotImplementedError: Something is asked for that isn't there yet.
    """
    policy = _policy(processing_mode)
    address = _checked(service, consumer_index, num_consumers, cross_trainer_cache)
    del max_outstanding_requests, data_transfer_protocol, compression, target_workers

    def transform(dataset: Any) -> Any:
        name = register_dataset(service, dataset).numpy().decode()
        served = Served(address, name, policy, job_name)
        return _dataset(served, dataset.element_spec)

    return transform


def register_dataset(
    service: Any, dataset: Any, compression: Any = "AUTO", dataset_id: Any = None
) -> Any:
    """Makes a dataset known to a service.

    Args:
        service: The `target` of a `DispatchServer`.
        dataset: The dataset.
        compression: Accepted; elements travel uncompressed.
        dataset_id: A name for it; one is made by default.

    Returns:
        Its name, a string scalar, for `from_dataset_id`.

    Raises:
        errors.UnavailableError: There is no service at that address.
        errors.FailedPreconditionError: The dataset can't be written as a graph.
    """
    del compression
    address = _checked(service, None, None, None)
    spec = encoded_spec(dataset.element_spec)
    name = registered(address, stream_of(dataset._variant), spec, dataset_id or "")
    return constant(name, dtypes.string)


def registered(address: str, stream: Stream, spec: Any, name: str) -> str:
    """Tells a dispatcher about a stream; the name that it has there."""
    content = graph_def_of(stream).SerializeToString(deterministic=True)
    with contextlib.closing(Client(address)) as client:
        answer, _ = client.ask("register", content, spec=spec, name=name)
    found: str = answer["id"]
    return found


def from_dataset_id(
    processing_mode: Any,
    service: Any,
    dataset_id: Any,
    element_spec: Any = None,
    job_name: str | None = None,
    consumer_index: Any = None,
    num_consumers: Any = None,
    max_outstanding_requests: Any = None,
    data_transfer_protocol: Any = None,
    cross_trainer_cache: Any = None,
    target_workers: str = "AUTO",
) -> Any:
    """A dataset that `register_dataset` made known; see `distribute`.

    Args:
        processing_mode: As for `distribute`.
        service: The `target` of a `DispatchServer`.
        dataset_id: What `register_dataset` returned.
        element_spec: The specs of an element; needed only where the elements aren't
            dense tensors.
        job_name: As for `distribute`.
        consumer_index: Not there yet: None.
        num_consumers: Not there yet: None.
        max_outstanding_requests: Accepted for compatibility.
        data_transfer_protocol: Accepted for compatibility.
        cross_trainer_cache: Not there yet: None.
        target_workers: Accepted for compatibility.

    Returns:
        A dataset.

    Raises:
        errors.NotFoundError: No dataset has that name.
    """
    del max_outstanding_requests, data_transfer_protocol, target_workers
    policy = _policy(processing_mode)
    address = _checked(service, consumer_index, num_consumers, cross_trainer_cache)
    name = dataset_id.numpy() if hasattr(dataset_id, "numpy") else dataset_id
    name = name.decode() if isinstance(name, bytes) else str(name)
    if element_spec is None:
        with contextlib.closing(Client(address)) as client:
            encoded = client.ask("dataset", name=name)[0]["spec"]
        where = f"the dataset {name} of a data service"
        if encoded is None:
            raise ValueError(f"from_dataset_id: give the `element_spec` of {where}.")
        element_spec = decoded_spec(encoded, where)
    return _dataset(Served(address, name, policy, job_name), element_spec)


def _dataset(served: Served, spec: Any) -> Any:
    structure.flat_specs(spec)
    variant = object_tensor(served, dtypes.variant)
    return Dataset._of(variant, spec, "_DataServiceDataset")


def _policy(mode: Any) -> ShardingPolicy:
    if isinstance(mode, ShardingPolicy):
        return mode
    if mode not in MODES:
        raise ValueError(
            "tf.data service processing mode should be a `tf.data.experimental.service."
            f'ShardingPolicy`, `"parallel_epochs"`, or `"distributed_epoch"`. Got {mode!r}.'
        )
    return MODES[mode]


def _checked(service: Any, index: Any, count: Any, cache: Any) -> str:
    for name, value in (
        ("consumer_index", index),
        ("num_consumers", count),
        ("cross_trainer_cache", cache),
    ):
        if value is not None:
            raise NotImplementedError(
                f"tf.data.experimental.service: `{name}` isn't implemented."
            )
    address = service[1] if isinstance(service, tuple) else service
    if not isinstance(address, str):
        raise ValueError(
            f"`service` must be a string or a tuple (protocol, address), got {service!r}."
        )
    host, port = split_address(address)
    return f"{host}:{port}"


def distributed_save(
    dataset: Any, path: str, data_service_address: str, compression: str = "AUTO"
) -> Any:
    """Not there yet: lets the workers of a service write a snapshot of a dataset.

    Args:
        dataset: The dataset.
        path: The folder.
        data_service_address: The dispatcher's address.
        compression: How to compress.

    Raises:
        NotImplementedError: Always; `Dataset.save` writes a dataset in this process.
    """
    del dataset, path, data_service_address, compression
    raise NotImplementedError(
        "tf.data.experimental.distributed_save: snapshots that workers write aren't "
        "implemented; use Dataset.save."
    )
