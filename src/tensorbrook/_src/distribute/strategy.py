"""Strategies: which devices train together. Here they all have one replica.

More than one replica goes through meshes of the XLA path, which isn't there yet; asking
for it raises NotImplementedError.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.distribute.context import (
    ReplicaContext,
    Scope,
    set_default,
)
from tensorbrook._src.distribute.values import (
    DistributedDataset,
    DistributedIterator,
    DistributedValues,
    InputContext,
    InputReplicationMode,
    ReduceOp,
    ValueContext,
)
from tensorbrook._src.function.autograph import conversion
from tensorbrook._src.ops import reduce as reductions
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.variables.variable import Variable

_HOST = "/job:localhost/replica:0/task:0/device:CPU:0"


class StrategyExtended:
    """The parts of a strategy that libraries use.

    Args:
        container_strategy: The strategy.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, container_strategy: Any) -> None:
        self._strategy = container_strategy

    @property
    def worker_devices(self) -> tuple[str, ...]:
        """The devices of the replicas."""
        return (_HOST,)

    @property
    def parameter_devices(self) -> tuple[str, ...]:
        """The devices that hold variables."""
        return (_HOST,)

    @property
    def experimental_require_static_shapes(self) -> bool:
        """Whether all shapes must be known before a run."""
        return False

    def reduce_to(
        self, reduce_op: Any, value: Any, destinations: Any, options: Any = None
    ) -> Any:
        """The sum or mean of a value over the replicas, at some devices."""
        del reduce_op, destinations, options
        return _local(value)

    def batch_reduce_to(
        self, reduce_op: Any, value_destination_pairs: Any, options: Any = None
    ) -> list[Any]:
        """The same for several values."""
        return [
            self.reduce_to(reduce_op, value, where, options)
            for value, where in value_destination_pairs
        ]

    def update(
        self,
        var: Any,
        fn: Callable[..., Any],
        args: Any = (),
        kwargs: Any = None,
        group: bool = True,
    ) -> Any:
        """Calls `fn(var, *args, **kwargs)` where the variable lies."""
        result = fn(var, *args, **(kwargs or {}))
        return result if group else (result,)

    def variable_created_in_scope(self, v: Any) -> bool:
        """Whether a variable was made under this strategy."""
        return isinstance(v, Variable)

    def value_container(self, value: Any) -> Any:
        """What holds the value of a replica."""
        return value

    def colocate_vars_with(self, colocate_with_variable: Any) -> Scope:
        """A scope for variables that lie where another one does."""
        del colocate_with_variable
        return Scope(self._strategy)


def _local(value: Any) -> Any:
    return value.values[0] if isinstance(value, DistributedValues) else value


class Strategy:
    """The base of strategies.

    Args:
        extended: The parts that libraries use.

    Example:
        >>> import tensorbrook as tf
        >>> strategy = tf.distribute.MirroredStrategy()
        >>> with strategy.scope():
        ...     v = tf.Variable(2.0)
        >>> float(strategy.run(lambda: v * 3.0))
        6.0
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, extended: Any = None) -> None:
        self._extended = StrategyExtended(self) if extended is None else extended

    @property
    def extended(self) -> Any:
        """The parts that libraries use."""
        return self._extended

    @property
    def cluster_resolver(self) -> Any:
        """What knows the cluster; None for one machine."""
        return None

    @property
    def num_replicas_in_sync(self) -> int:
        """How many replicas train together."""
        return 1

    def scope(self) -> Scope:
        """A context in which this strategy is current, for making variables and models."""
        return Scope(self)

    def run(
        self,
        fn: Callable[..., Any],
        args: Any = (),
        kwargs: Any = None,
        options: Any = None,
    ) -> Any:
        """Calls a function in each replica.

        Args:
            fn: The function.
            args: Positional arguments; per-replica values are taken apart.
            kwargs: Keyword arguments.
            options: Accepted for compatibility.

        Returns:
            What it returns, for each replica; with one, the value itself.
        """
        del options
        inner_args, inner_kwargs = nest.map_structure(_local, (args, kwargs or {}))
        with ReplicaContext(self, 0):
            return conversion.convert(fn)(*inner_args, **inner_kwargs)

    def reduce(self, reduce_op: Any, value: Any, axis: Any) -> Any:
        """The sum or mean of a value over the replicas.

        Args:
            reduce_op: A `tf.distribute.ReduceOp`, or its name.
            value: What `run` returned.
            axis: An axis of each replica's value to reduce as well, or None.

        Returns:
            Tensors, in the structure of the value.
        """
        mean = ReduceOp[reduce_op] if isinstance(reduce_op, str) else reduce_op
        function = (
            reductions.reduce_mean if mean is ReduceOp.MEAN else reductions.reduce_sum
        )

        def one(part: Any) -> Any:
            tensor = convert_to_tensor(_local(part))
            return tensor if axis is None else function(tensor, axis)

        return nest.map_structure(one, value)

    def gather(self, value: Any, axis: Any) -> Any:
        """The values of all replicas, joined along an axis."""
        del axis
        return nest.map_structure(lambda part: convert_to_tensor(_local(part)), value)

    def experimental_local_results(self, value: Any) -> tuple[Any, ...]:
        """The values of the replicas on this machine."""
        return value.values if isinstance(value, DistributedValues) else (value,)

    def unwrap(self, value: Any) -> tuple[Any, ...]:
        """See `experimental_local_results`."""
        return self.experimental_local_results(value)

    def group(self, value: Any, name: str | None = None) -> Any:
        """One operation for all replicas."""
        del name
        return _local(value)

    def experimental_distribute_dataset(
        self, dataset: Any, options: Any = None
    ) -> DistributedDataset:
        """A dataset whose batches are divided among the replicas.

        Args:
            dataset: A batched dataset.
            options: A `tf.distribute.InputOptions`.
        """
        del options
        return DistributedDataset(dataset)

    def distribute_datasets_from_function(
        self, dataset_fn: Callable[[InputContext], Any], options: Any = None
    ) -> DistributedDataset:
        """The dataset that a function makes for each worker.

        Args:
            dataset_fn: Gets a `tf.distribute.InputContext` and returns a dataset.
            options: A `tf.distribute.InputOptions`.
        """
        del options
        context = InputContext(num_replicas_in_sync=self.num_replicas_in_sync)
        return DistributedDataset(dataset_fn(context))

    experimental_distribute_datasets_from_function = distribute_datasets_from_function

    def experimental_distribute_values_from_function(
        self, value_fn: Callable[[ValueContext], Any]
    ) -> Any:
        """A value for each replica, made by a function.

        Args:
            value_fn: Gets a `tf.distribute.experimental.ValueContext`.
        """
        return value_fn(ValueContext())

    def make_dataset_iterator(self, dataset: Any) -> DistributedIterator:
        """An iterator over a dataset."""
        return DistributedIterator(iter(dataset))

    def make_input_fn_iterator(
        self,
        input_fn: Callable[[InputContext], Any],
        replication_mode: Any = InputReplicationMode.PER_WORKER,
    ) -> DistributedIterator:
        """An iterator over the dataset that a function makes."""
        del replication_mode
        return DistributedIterator(iter(input_fn(InputContext())))

    def experimental_run(
        self, fn: Callable[..., Any], input_iterator: Any = None
    ) -> Any:
        """Calls a function in each replica with the next element of an iterator."""
        args = () if input_iterator is None else (input_iterator.get_next(),)
        return self.run(fn, args)

    def configure(
        self,
        session_config: Any = None,
        cluster_spec: Any = None,
        task_type: Any = None,
        task_id: Any = None,
    ) -> None:
        """Does nothing: one machine needs no configuration."""

    def update_config_proto(self, config_proto: Any) -> Any:
        """The configuration of a session, as it is."""
        return config_proto

    def colocate_vars_with(self, colocate_with_variable: Any) -> Scope:
        """A scope for variables that lie where another one does."""
        del colocate_with_variable
        return Scope(self)


class OneDeviceStrategy(Strategy):
    """Everything on one device.

    Args:
        device: The device, such as "/cpu:0".

    Raises:
        NotImplementedError: It isn't a CPU.

    Example:
        >>> import tensorbrook as tf
        >>> tf.distribute.OneDeviceStrategy("/cpu:0").num_replicas_in_sync
        1
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, device: str) -> None:
        _only_the_host([device])
        super().__init__()


class MirroredStrategy(Strategy):
    """Variables on each device, updated together; here on the one that there is.

    Args:
        devices: The devices; by default all.
        cross_device_ops: Accepted for compatibility.

    Raises:
        NotImplementedError: More than one device is asked for, or one that isn't a CPU.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, devices: Any = None, cross_device_ops: Any = None) -> None:
        del cross_device_ops
        _only_the_host(devices or [])
        super().__init__()


class CentralStorageStrategy(Strategy):
    """Variables on one device, computation on others; here on the one that there is.

    Args:
        compute_devices: The devices that compute.
        parameter_device: The device that holds variables.
    """

    __module__ = "tensorbrook.distribute.experimental"

    def __init__(
        self, compute_devices: Any = None, parameter_device: Any = None
    ) -> None:
        _only_the_host([*(compute_devices or []), *filter(None, [parameter_device])])
        super().__init__()


class MultiWorkerMirroredStrategy(Strategy):
    """Mirrored variables on several machines; here on one.

    Args:
        cluster_resolver: What knows the cluster.
        communication_options: Accepted for compatibility.

    Raises:
        NotImplementedError: The cluster has more than one worker.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(
        self, cluster_resolver: Any = None, communication_options: Any = None
    ) -> None:
        del communication_options
        workers = [] if cluster_resolver is None else _tasks(cluster_resolver)
        if len(workers) > 1:
            raise NotImplementedError(
                f"MultiWorkerMirroredStrategy: {len(workers)} workers are asked for; "
                "training on several machines isn't implemented yet."
            )
        self._resolver = cluster_resolver
        super().__init__()

    @property
    def cluster_resolver(self) -> Any:
        """What knows the cluster."""
        return self._resolver


class ParameterServerStrategy(Strategy):
    """Variables on servers; not there yet.

    Args:
        cluster_resolver: What knows the cluster.
        variable_partitioner: How variables are cut.

    Raises:
        NotImplementedError: Always.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, cluster_resolver: Any, variable_partitioner: Any = None) -> None:
        raise NotImplementedError(
            "ParameterServerStrategy isn't implemented; use MirroredStrategy on one "
            "machine."
        )


class TPUStrategy(Strategy):
    """TPUs through XLA; not there yet.

    Args:
        tpu_cluster_resolver: What knows the TPUs.
        experimental_device_assignment: Which cores to use.
        experimental_spmd_xla_partitioning: Whether XLA divides the work.

    Raises:
        NotImplementedError: Always.
    """

    __module__ = "tensorbrook.distribute"

    def __init__(
        self,
        tpu_cluster_resolver: Any = None,
        experimental_device_assignment: Any = None,
        experimental_spmd_xla_partitioning: bool = False,
    ) -> None:
        raise NotImplementedError(
            "TPUStrategy isn't implemented yet; use MirroredStrategy, or "
            "tf.function(jit_compile=True) with the extra tensorbrook[xla]."
        )


def _tasks(resolver: Any) -> list[Any]:
    spec = resolver.cluster_spec()
    found = spec.as_dict() if hasattr(spec, "as_dict") else dict(spec or {})
    return [task for tasks in found.values() for task in tasks]


def _only_the_host(devices: Any) -> None:
    names = [str(device).upper() for device in devices]
    if len(set(names)) > 1 or any("CPU" not in name for name in names):
        raise NotImplementedError(
            f"Devices {list(devices)} are asked for; so far strategies work on one CPU. "
            "GPUs are reached by tf.function(jit_compile=True) with tensorbrook[cuda]."
        )


class _DefaultStrategy(Strategy):
    """The strategy where none was chosen."""


set_default(_DefaultStrategy())
