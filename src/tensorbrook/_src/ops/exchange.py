"""What ops of one process hand to each other: tensors by name, locks, session handles."""

from __future__ import annotations

import collections
import threading
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops import session_tensors
from tensorbrook._src.ops.rules import scalar
from tensorbrook._src.ops.staging import wait_for_others

_LOCAL = unsupported("it is between the threads of one process")
_ROUTE = (
    "tensor_name: string, send_device: string, send_device_incarnation: int, "
    "recv_device: string, client_terminated: bool = False"
)


def _op(name: str, signature: str, kernel: Any, shape: Any, **parts: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_LOCAL,
        stateful=True,
        **parts,
    )


_sent: dict[tuple[Any, ...], collections.deque[Any]] = collections.defaultdict(
    collections.deque
)
_arrived = threading.Condition()


def _key(attrs: dict[str, Any]) -> tuple[Any, ...]:
    names = (
        "tensor_name",
        "send_device",
        "send_device_incarnation",
        "recv_device",
    )
    return tuple(attrs[name] for name in names)


def _send(xp: Any, tensor: Any, **attrs: Any) -> None:
    with _arrived:
        _sent[_key(attrs)].append(tensor)
        _arrived.notify_all()


def _receive(xp: Any, tensor_type: Any, **attrs: Any) -> Any:
    key = _key(attrs)
    with _arrived:
        while not _sent[key]:
            wait_for_others(_arrived)
        value = _sent[key].popleft()
    if isinstance(value, np.ndarray) and value.dtype != tensor_type.numpy_dtype:
        raise ValueError(
            f"Recv wants {tensor_type.name}, what was sent is of {value.dtype}."
        )
    return value


send_op = _op("Send", f"tensor: T -> | {_ROUTE}", _send, lambda c: [])
recv_op = _op(
    "Recv",
    f"-> tensor: tensor_type | tensor_type: type, {_ROUTE}",
    _receive,
    lambda c: None,
)


class Mutex:
    """A lock that is held until what stands for it is consumed or goes away."""

    def __init__(self) -> None:
        self.free = True
        self.changed = threading.Condition()

    def lock(self) -> Lock:
        """Waits until nobody holds it."""
        with self.changed:
            while not self.free:
                wait_for_others(self.changed)
            self.free = False
        return Lock(self)


class Lock:
    """Stands for a mutex that is held."""

    def __init__(self, mutex: Mutex) -> None:
        self._mutex: Mutex | None = mutex

    def release(self) -> None:
        """Lets the mutex go; a second time does nothing."""
        mutex, self._mutex = self._mutex, None
        if mutex is not None:
            with mutex.changed:
                mutex.free = True
                mutex.changed.notify_all()

    def __del__(self) -> None:
        self.release()


def _mutex(xp: Any, container: str, shared_name: str, state: dict[str, Any]) -> Mutex:
    return state.setdefault("mutex", Mutex())  # type: ignore[no-any-return]


mutex_op = _op(
    "MutexV2",
    "-> resource: resource | container: string = '', shared_name: string = ''",
    _mutex,
    scalar,
    kernel_state=lambda attrs: {},
)
mutex_lock_op = _op(
    "MutexLock",
    "mutex: resource -> mutex_lock: variant",
    lambda xp, mutex: mutex.lock(),
    scalar,
)
consume_mutex_lock_op = _op(
    "ConsumeMutexLock",
    "mutex_lock: variant ->",
    lambda xp, mutex_lock: mutex_lock.release(),
    lambda c: [],
)


def _session_handle(xp: Any, value: Any) -> Any:
    kept = session_tensors.get_session_handle_op.reference(xp, value)
    return np.array(kept.handle.encode(), object)


get_session_handle_op = _op(
    "GetSessionHandle", "value: T -> handle: string | T: type", _session_handle, scalar
)


class SeedGenerator:
    """Stands for the seeds that a dataset draws for its epochs."""


dummy_seed_generator_op = _op(
    "DummySeedGenerator",
    "-> handle: resource",
    lambda xp: SeedGenerator(),
    scalar,
)
delete_seed_generator_op = _op(
    "DeleteSeedGenerator",
    "handle: resource, deleter: variant ->",
    lambda xp, handle, deleter: None,
    lambda c: [],
)
delete_random_seed_generator_op = _op(
    "DeleteRandomSeedGenerator",
    "handle: resource, deleter: variant ->",
    lambda xp, handle, deleter: None,
    lambda c: [],
)


def _no_options(xp: Any, scheme: Any, key: Any, value: Any) -> None:
    raise errors.UnimplementedError(
        None,
        None,
        f"The file system {scheme.item()!r} has no option {key.item()!r} to set.",
    )


file_system_set_configuration_op = _op(
    "FileSystemSetConfiguration",
    "scheme: string, key: string, value: string ->",
    _no_options,
    lambda c: [],
)
