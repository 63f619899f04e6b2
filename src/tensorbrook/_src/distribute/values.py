"""What strategies pass around: per-replica values, reductions, options, contexts."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.data.iterator import Optional


class ReduceOp(enum.Enum):
    """How the values of replicas become one: `SUM` or `MEAN`."""

    SUM = "SUM"
    MEAN = "MEAN"


class DistributedValues:
    """A value for each replica.

    Args:
        values: The values, in the order of the replicas.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, values: Any) -> None:
        self._values = tuple(values)

    @property
    def values(self) -> tuple[Any, ...]:
        """The values, in the order of the replicas."""
        return self._values

    def __repr__(self) -> str:
        inside = ",\n".join(f"  {i}: {v}" for i, v in enumerate(self._values))
        return f"PerReplica:{{\n{inside}\n}}"


class InputReplicationMode(enum.Enum):
    """How often an input function is called: once for each worker or each replica."""

    PER_WORKER = "PER_WORKER"
    PER_REPLICA = "PER_REPLICA"


class InputOptions(NamedTuple):
    """How a dataset is distributed; with one device nothing depends on it."""

    experimental_fetch_to_device: Any = None
    experimental_replication_mode: Any = InputReplicationMode.PER_WORKER
    experimental_place_dataset_on_device: bool = False
    experimental_per_replica_buffer_size: int = 1


class RunOptions(NamedTuple):
    """How `Strategy.run` runs; with one device nothing depends on it."""

    experimental_enable_dynamic_batch_size: bool = True
    experimental_bucketizing_dynamic_shape: bool = False
    experimental_xla_options: Any = None


class InputContext:
    """What an input function may ask about the replica that it serves.

    Args:
        num_input_pipelines: How many pipelines there are.
        input_pipeline_id: Which of them this is, from 0 on.
        num_replicas_in_sync: How many replicas train together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.distribute.InputContext().get_per_replica_batch_size(64)
        64
    """

    __module__ = "tensorbrook.distribute"

    def __init__(
        self,
        num_input_pipelines: int = 1,
        input_pipeline_id: int = 0,
        num_replicas_in_sync: int = 1,
    ) -> None:
        self._pipelines = num_input_pipelines
        self._id = input_pipeline_id
        self._replicas = num_replicas_in_sync

    @property
    def num_replicas_in_sync(self) -> int:
        """How many replicas train together."""
        return self._replicas

    @property
    def input_pipeline_id(self) -> int:
        """Which pipeline this is."""
        return self._id

    @property
    def num_input_pipelines(self) -> int:
        """How many pipelines there are."""
        return self._pipelines

    def get_per_replica_batch_size(self, global_batch_size: int) -> int:
        """The part of a batch that one replica gets.

        Args:
            global_batch_size: The size of the whole batch.

        Raises:
            ValueError: It can't be divided evenly.
        """
        if global_batch_size % self._replicas:
            raise ValueError(
                f"The `global_batch_size` {global_batch_size} is not divisible by the "
                f"{self._replicas} replicas."
            )
        return global_batch_size // self._replicas

    def __str__(self) -> str:
        return (
            f"tf.distribute.InputContext(input pipeline id {self._id}, total: "
            f"{self._pipelines})"
        )


class ValueContext:
    """What a function that makes a value for each replica may ask.

    Args:
        replica_id_in_sync_group: The replica.
        num_replicas_in_sync: How many there are.
    """

    __module__ = "tensorbrook.distribute.experimental"

    def __init__(
        self, replica_id_in_sync_group: int = 0, num_replicas_in_sync: int = 1
    ) -> None:
        self._replica = replica_id_in_sync_group
        self._count = num_replicas_in_sync

    @property
    def num_replicas_in_sync(self) -> int:
        """How many replicas there are."""
        return self._count

    @property
    def replica_id_in_sync_group(self) -> int:
        """The replica that the value is for."""
        return self._replica


@known_as("tensorflow.python.distribute.input_lib.DistributedDataset")
class DistributedDataset:
    """A dataset whose elements go to the replicas; with one, as they are.

    Args:
        dataset: The dataset.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset

    @property
    def element_spec(self) -> Any:
        """The specs of an element."""
        return self._dataset.element_spec

    @property
    def cardinality(self) -> Any:
        """How many elements there are, as far as is known."""
        return self._dataset.cardinality()

    def reduce(self, initial_state: Any, reduce_func: Callable[..., Any]) -> Any:
        """Folds all elements into a state; see `tf.data.Dataset.reduce`."""
        return self._dataset.reduce(initial_state, reduce_func)

    def __iter__(self) -> Iterator[Any]:
        return DistributedIterator(iter(self._dataset))

    def __len__(self) -> int:
        return len(self._dataset)

    def _autograph_iterator(self) -> Any:
        return self._dataset._autograph_iterator()


class DistributedIterator:
    """An iterator over a distributed dataset.

    Args:
        iterator: The iterator over the dataset.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, iterator: Any) -> None:
        self._iterator = iterator

    def __iter__(self) -> DistributedIterator:
        return self

    def __next__(self) -> Any:
        return next(self._iterator)

    @property
    def element_spec(self) -> Any:
        """The specs of an element."""
        return self._iterator.element_spec

    @property
    def _type_spec(self) -> Any:
        return self._iterator._type_spec

    @property
    def _resource(self) -> Any:
        return self._iterator._resource

    def get_next(self) -> Any:
        """The next element.

        Raises:
            errors.OutOfRangeError: There is none.
        """
        return self._iterator.get_next()

    def get_next_as_optional(self) -> Optional:
        """The next element, or nothing, as an optional."""
        found: Optional = self._iterator.get_next_as_optional()
        return found
