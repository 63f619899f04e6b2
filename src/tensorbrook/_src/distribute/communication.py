"""How devices talk to each other: names that programs pass; one device needs none."""

from __future__ import annotations

import enum
from typing import Any

from tensorbrook._src.distribute.strategy import _local


class CommunicationImplementation(enum.Enum):
    """How collective operations are carried out."""

    AUTO = "AUTO"
    RING = "RING"
    NCCL = "NCCL"


class CommunicationOptions:
    """Wishes about collective operations.

    Args:
        bytes_per_pack: How much to send at once; 0 to let the system choose.
        timeout_seconds: How long to wait.
        implementation: A `CommunicationImplementation`.

    Raises:
        ValueError: `bytes_per_pack` is negative.
    """

    __module__ = "tensorbrook.distribute.experimental"

    def __init__(
        self,
        bytes_per_pack: int = 0,
        timeout_seconds: float | None = None,
        implementation: Any = CommunicationImplementation.AUTO,
    ) -> None:
        if bytes_per_pack < 0:
            raise ValueError(
                f"`bytes_per_pack` must be at least 0. Received: {bytes_per_pack}."
            )
        self.bytes_per_pack = bytes_per_pack
        self.timeout_seconds = timeout_seconds
        self.implementation = CommunicationImplementation(implementation)


class CollectiveHints:
    """Wishes about collective operations, as older programs spell them.

    Args:
        bytes_per_pack: How much to send at once.
        timeout_seconds: How long to wait.
    """

    __module__ = "tensorbrook.distribute.experimental"

    def __init__(
        self, bytes_per_pack: int = 0, timeout_seconds: float | None = None
    ) -> None:
        self.bytes_per_pack = bytes_per_pack
        self.timeout_seconds = timeout_seconds


class CrossDeviceOps:
    """The base of what sums values over devices."""

    __module__ = "tensorbrook.distribute"

    def reduce(
        self,
        reduce_op: Any,
        per_replica_value: Any,
        destinations: Any,
        options: Any = None,
    ) -> Any:
        """The sum or mean of the values of the replicas."""
        return self.reduce_implementation(
            reduce_op, per_replica_value, destinations, options
        )

    def batch_reduce(
        self, reduce_op: Any, value_destination_pairs: Any, options: Any = None
    ) -> Any:
        """The same for several values."""
        return self.batch_reduce_implementation(
            reduce_op, value_destination_pairs, options
        )

    def broadcast(self, tensor: Any, destinations: Any) -> Any:
        """A tensor on each of several devices."""
        return self.broadcast_implementation(tensor, destinations)

    def reduce_implementation(
        self, reduce_op: Any, per_replica_value: Any, destinations: Any, options: Any
    ) -> Any:
        """What `reduce` does; subclasses may define it."""
        del reduce_op, destinations, options
        return _local(per_replica_value)

    def batch_reduce_implementation(
        self, reduce_op: Any, value_destination_pairs: Any, options: Any
    ) -> list[Any]:
        """What `batch_reduce` does; subclasses may define it."""
        return [
            self.reduce_implementation(reduce_op, value, where, options)
            for value, where in value_destination_pairs
        ]

    def broadcast_implementation(self, tensor: Any, destinations: Any) -> Any:
        """What `broadcast` does; subclasses may define it."""
        del destinations
        return tensor


class ReductionToOneDevice(CrossDeviceOps):
    """Sums on one device and copies from there.

    Args:
        reduce_to_device: The device.
        accumulation_fn: How values are summed.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(
        self, reduce_to_device: Any = None, accumulation_fn: Any = None
    ) -> None:
        self.reduce_to_device = reduce_to_device
        self.accumulation_fn = accumulation_fn


class HierarchicalCopyAllReduce(CrossDeviceOps):
    """Sums in groups of devices first.

    Args:
        num_packs: How many parts values are sent in.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, num_packs: int = 1) -> None:
        self.num_packs = num_packs


class NcclAllReduce(CrossDeviceOps):
    """Sums with NVIDIA's library.

    Args:
        num_packs: How many parts values are sent in.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, num_packs: int = 1) -> None:
        self.num_packs = num_packs
