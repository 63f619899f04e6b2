"""The dispatcher: knows the datasets, the workers, and which jobs there are."""

from __future__ import annotations

import hashlib
import threading
from typing import Any, NamedTuple

from tensorbrook._src.core import errors
from tensorbrook._src.data.service.wire import Answer, Message, Server


class DispatcherConfig(
    NamedTuple(
        "DispatcherConfig",
        [
            ("port", int),
            ("protocol", str),
            ("work_dir", Any),
            ("fault_tolerant_mode", bool),
            ("worker_addresses", Any),
            ("job_gc_check_interval_ms", int),
            ("job_gc_timeout_ms", int),
            ("worker_timeout_ms", Any),
            ("worker_max_concurrent_snapshots", int),
        ],
    )
):
    """How a dispatcher runs.

    Args:
        port: Where it listens; 0 takes a free port.
        protocol: Stands before its address.
        work_dir: None: what it knows isn't written.
        fault_tolerant_mode: Not there yet: False.
        worker_addresses: The addresses of all workers, for static sharding.
        job_gc_check_interval_ms: Accepted for compatibility.
        job_gc_timeout_ms: Accepted for compatibility.
        worker_timeout_ms: Accepted for compatibility.
        worker_max_concurrent_snapshots: Accepted for compatibility.
    """

    __slots__ = ()
    __module__ = "tensorbrook.data.experimental.service"

    def __new__(
        cls,
        port: int = 0,
        protocol: str | None = None,
        work_dir: Any = None,
        fault_tolerant_mode: bool = False,
        worker_addresses: Any = None,
        job_gc_check_interval_ms: int | None = None,
        job_gc_timeout_ms: int | None = None,
        worker_timeout_ms: int | None = None,
        worker_max_concurrent_snapshots: int = 0,
    ) -> DispatcherConfig:
        return super().__new__(
            cls,
            port,
            protocol or "grpc",
            work_dir,
            fault_tolerant_mode,
            worker_addresses,
            job_gc_check_interval_ms or 0,
            job_gc_timeout_ms or 0,
            worker_timeout_ms,
            worker_max_concurrent_snapshots,
        )


class DispatchServer:
    """Knows the datasets of a data service, and who computes them.

    Args:
        config: A `DispatcherConfig`.
        start: Whether to begin at once.

    Raises:
        NotImplementedError: The config asks for the fault tolerant mode.
        errors.UnavailableError: The port is taken.

    Example:
        >>> import tensorbrook as tf
        >>> service = tf.data.experimental.service
        >>> dispatcher = service.DispatchServer()
        >>> address = dispatcher.target.split("://")[1]
        >>> worker = service.WorkerServer(service.WorkerConfig(address))
        >>> ds = tf.data.Dataset.range(3).map(lambda n: n * n)
        >>> ds = ds.apply(service.distribute("distributed_epoch", dispatcher.target))
        >>> [int(n) for n in ds]
        [0, 1, 4]
    """

    __module__ = "tensorbrook.data.experimental.service"

    def __init__(
        self, config: DispatcherConfig | None = None, start: bool = True
    ) -> None:
        self._config = config or DispatcherConfig()
        if self._config.fault_tolerant_mode:
            raise NotImplementedError(
                "DispatchServer: `fault_tolerant_mode` isn't implemented."
            )
        self._lock = threading.Lock()
        self._datasets: dict[str, tuple[bytes, Any]] = {}
        self._workers: list[str] = []
        self._splits: dict[tuple[str, int, int], int] = {}
        self._jobs: set[str] = set()
        self._server: Server | None = None
        if start:
            self.start()

    def start(self) -> None:
        """Begins to listen."""
        if self._server is None:
            self._server = Server(self._config.port, self._answer)

    def join(self) -> None:
        """Waits until the server is stopped."""
        if self._server is not None:
            self._server.join()

    def stop(self) -> None:
        """Stops the server."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def target(self) -> str:
        """The address for `distribute`, with the protocol before it."""
        return f"{self._config.protocol}://{self._address}"

    @property
    def _address(self) -> str:
        if self._server is None:
            raise RuntimeError("DispatchServer: it has no address before `start`.")
        return f"localhost:{self._server.port}"

    def _answer(self, message: Message, blobs: list[bytes]) -> Answer:
        handlers: dict[str, Any] = {
            "register": self._register,
            "dataset": self._dataset,
            "join": self._join,
            "workers": self._all_workers,
            "split": self._split,
            "job": self._job,
        }
        with self._lock:
            found: Answer = handlers[message.pop("ask")](*blobs, **message)
        return found

    def _register(self, graph: bytes, spec: Any, name: str) -> Answer:
        """Keeps a dataset; equal ones share a name."""
        known = self._datasets.get(name)
        if known is not None and known[0] != graph:
            raise errors.InvalidArgumentError(
                None, None, f"Another dataset has the id {name!r} already."
            )
        if not name:
            name = hashlib.blake2b(graph, digest_size=8).hexdigest()
        self._datasets[name] = (graph, spec)
        return {"id": name}, []

    def _dataset(self, name: str) -> Answer:
        if name not in self._datasets:
            raise errors.NotFoundError(
                None, None, f"Dataset id {name} not found. It might be not registered."
            )
        graph, spec = self._datasets[name]
        return {"spec": spec}, [graph]

    def _join(self, address: str) -> Answer:
        """A worker is there; it is told its number, where addresses are fixed."""
        fixed = list(self._config.worker_addresses or ())
        hosts = [each.rpartition("://")[2] for each in fixed]
        if address not in self._workers:
            self._workers.append(address)
        if address in hosts:
            return {"index": hosts.index(address), "count": len(hosts)}, []
        for index, host in enumerate(hosts):
            if ":" not in host or "%port%" in host:
                return {"index": index, "count": len(hosts)}, []
        return {"index": None, "count": 0}, []

    def _all_workers(self) -> Answer:
        return {"addresses": list(self._workers)}, []

    def _split(self, job: str, source: int, turn: int, size: int) -> Answer:
        key = (job, source, turn)
        given = self._splits.get(key, 0)
        if 0 <= size <= given:
            return {"split": None}, []
        self._splits[key] = given + 1
        return {"split": given}, []

    def _job(self, name: str) -> Answer:
        """A name for a job that nobody else has."""
        self._jobs.add(made := f"{name}-{len(self._jobs)}")
        return {"job": made}, []
