"""Workers: compute the elements of datasets, and hand them out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from tensorbrook._src.core import errors
from tensorbrook._src.data.graphs import stream_of_graph
from tensorbrook._src.data.options import AutoShardPolicy
from tensorbrook._src.data.service.splits import divided
from tensorbrook._src.data.service.wire import Answer, Client, Message, Server
from tensorbrook._src.data.sharding import sharded
from tensorbrook._src.formats.tensor_proto import to_proto
from tensorbrook._src.ops.datasets.stream import Context, Element, Stream

#: What `ShardingPolicy` means for one worker of several.
_STATIC = {
    "FILE": AutoShardPolicy.FILE,
    "DATA": AutoShardPolicy.DATA,
    "FILE_OR_DATA": AutoShardPolicy.AUTO,
    "HINT": AutoShardPolicy.HINT,
}


class WorkerConfig(
    NamedTuple(
        "WorkerConfig",
        [
            ("dispatcher_address", str),
            ("worker_address", Any),
            ("port", int),
            ("protocol", str),
            ("heartbeat_interval_ms", int),
            ("dispatcher_timeout_ms", int),
            ("data_transfer_protocol", Any),
            ("data_transfer_address", Any),
        ],
    )
):
    """How a worker runs.

    Args:
        dispatcher_address: Where its dispatcher listens: `host:port`.
        worker_address: Under which address others reach it; `%port%` stands for its port.
        port: Where it listens; 0 takes a free port.
        protocol: Accepted for compatibility.
        heartbeat_interval_ms: Accepted for compatibility.
        dispatcher_timeout_ms: How long to wait for the dispatcher.
        data_transfer_protocol: Accepted for compatibility.
        data_transfer_address: Accepted for compatibility.
    """

    __slots__ = ()
    __module__ = "tensorbrook.data.experimental.service"

    def __new__(
        cls,
        dispatcher_address: str,
        worker_address: str | None = None,
        port: int = 0,
        protocol: str | None = None,
        heartbeat_interval_ms: int | None = None,
        dispatcher_timeout_ms: int | None = None,
        data_transfer_protocol: str | None = None,
        data_transfer_address: str | None = None,
    ) -> WorkerConfig:
        return super().__new__(
            cls,
            dispatcher_address,
            worker_address or "localhost:%port%",
            port,
            protocol or "grpc",
            heartbeat_interval_ms or 30_000,
            dispatcher_timeout_ms or 3_600_000,
            data_transfer_protocol,
            data_transfer_address,
        )


class _Task:
    """A job as far as this worker has come with it."""

    def __init__(self, elements: Iterator[Element]) -> None:
        self._elements = elements
        self._lock = threading.Lock()

    def next(self) -> list[bytes] | None:
        """The tensors of the next element; None after the last."""
        with self._lock:
            element = next(self._elements, None)
        if element is None:
            return None
        return [
            to_proto(tensor._array(), tensor.dtype).SerializeToString()
            for tensor in element
        ]


class WorkerServer:
    """Computes elements for a data service; see `DispatchServer`.

    Args:
        config: A `WorkerConfig`.
        start: Whether to begin at once.

    Raises:
        errors.UnavailableError: The dispatcher can't be reached.
    """

    __module__ = "tensorbrook.data.experimental.service"

    def __init__(self, config: WorkerConfig, start: bool = True) -> None:
        if not config.dispatcher_address:
            raise ValueError(
                "WorkerServer: give the `dispatcher_address` of the config."
            )
        self._config = config
        self._lock = threading.Lock()
        self._tasks: dict[str, _Task] = {}
        self._server: Server | None = None
        self._dispatcher: Client | None = None
        self._place: Message = {}
        if start:
            self.start()

    def start(self) -> None:
        """Begins to listen, and tells the dispatcher."""
        if self._server is not None:
            return
        seconds = self._config.dispatcher_timeout_ms / 1000
        self._dispatcher = Client(self._config.dispatcher_address, seconds)
        self._server = Server(self._config.port, self._answer)
        port = str(self._server.port)
        address = self._config.worker_address.replace("%port%", port)
        self._place, _ = self._dispatcher.ask("join", address=address)

    def join(self) -> None:
        """Waits until the server is stopped."""
        if self._server is not None:
            self._server.join()

    def stop(self) -> None:
        """Stops the server."""
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._dispatcher is not None:
            self._dispatcher.close()
            self._dispatcher = None

    def _answer(self, message: Message, blobs: list[bytes]) -> Answer:
        del blobs
        with self._lock:
            if message["job"] not in self._tasks:
                stream = self._stream(**message)
                self._tasks[message["job"]] = _Task(stream.iterate(Context()))
            task = self._tasks[message["job"]]
        tensors = task.next()
        return {"end": tensors is None}, tensors or []

    def _stream(self, ask: str, job: str, dataset: str, policy: str) -> Stream:
        dispatcher: Any = self._dispatcher
        _, (graph,) = dispatcher.ask("dataset", name=dataset)
        stream = stream_of_graph(graph)
        if policy == "OFF":
            return stream
        if policy == "DYNAMIC":
            return divided(stream, lambda *split: self._split(job, *split))
        if self._place["index"] is None:
            raise errors.FailedPreconditionError(
                None,
                None,
                f"The sharding policy {policy} needs a dispatcher whose config has "
                "`worker_addresses`, with this worker among them.",
            )
        count, index = self._place["count"], self._place["index"]
        return sharded(stream, _STATIC[policy], count, index)

    def _split(self, job: str, source: int, turn: int, size: int) -> int | None:
        dispatcher: Any = self._dispatcher
        answer, _ = dispatcher.ask(
            "split", job=job, source=source, turn=turn, size=size
        )
        found: int | None = answer["split"]
        return found
