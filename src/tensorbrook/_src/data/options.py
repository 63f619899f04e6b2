"""`tf.data.Options`: wishes about how a pipeline runs."""

from __future__ import annotations

import enum
from typing import Any


class _Group:
    """Options by name; None means that nothing was said."""

    _names: tuple[str, ...] = ()
    _parts: dict[str, type[_Group]] = {}

    def __init_subclass__(cls) -> None:
        for name in (*cls._names, *cls._parts):
            setattr(cls, name, None)  # what a class shows before it has instances

    def __init__(self) -> None:
        for name in self._names:
            self.__dict__[name] = None
        for name, kind in self._parts.items():
            self.__dict__[name] = kind()

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{type(self).__name__} has no option {name!r}.")

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._names and name not in self._parts:
            raise AttributeError(
                f"Cannot set the property {name} on {type(self).__name__}; it has "
                f"{', '.join((*self._names, *self._parts))}."
            )
        self.__dict__[name] = value

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        said = {k: v for k, v in self.__dict__.items() if v is not None}
        return f"{type(self).__name__}({said})"

    def _merged(self, other: Any) -> Any:
        made = type(self)()
        for name in self._names:
            value = other.__dict__[name]
            made.__dict__[name] = self.__dict__[name] if value is None else value
        for name in self._parts:
            made.__dict__[name] = self.__dict__[name]._merged(other.__dict__[name])
        return made


class ThreadingOptions(_Group):
    """How many threads a pipeline may use.

    Attributes:
        max_intra_op_parallelism: Threads inside one operation.
        private_threadpool_size: Threads of a pool of the pipeline's own.
    """

    __module__ = "tensorbrook.data"
    _names = ("max_intra_op_parallelism", "private_threadpool_size")


class AutotuneOptions(_Group):
    """How `tf.data.AUTOTUNE` decides.

    Attributes:
        enabled: Whether to decide at all.
        cpu_budget: Cores that may be used.
        ram_budget: Bytes that may be used.
        autotune_algorithm: An `AutotuneAlgorithm`.
        initial_parallelism: Where to begin.
        min_parallelism: The least.
    """

    __module__ = "tensorbrook.data.experimental"
    _names = (
        "autotune_algorithm",
        "cpu_budget",
        "enabled",
        "initial_parallelism",
        "min_parallelism",
        "ram_budget",
    )


class DistributeOptions(_Group):
    """How a pipeline is spread over workers.

    Attributes:
        auto_shard_policy: An `AutoShardPolicy`.
        num_devices: The number of devices.
    """

    __module__ = "tensorbrook.data.experimental"
    _names = ("auto_shard_policy", "num_devices")


class OptimizationOptions(_Group):
    """Which rewrites of a pipeline are wanted; the names are TensorFlow's."""

    __module__ = "tensorbrook.data.experimental"
    _names = (
        "apply_default_optimizations",
        "filter_fusion",
        "filter_parallelization",
        "inject_prefetch",
        "map_and_batch_fusion",
        "map_and_filter_fusion",
        "map_fusion",
        "map_parallelization",
        "noop_elimination",
        "parallel_batch",
        "seq_interleave_prefetch",
        "shuffle_and_repeat_fusion",
    )


class ServiceOptions(_Group):
    """Options of a data service.

    Attributes:
        pinned: Whether data stay with their worker.
    """

    __module__ = "tensorbrook.data.experimental"
    _names = ("pinned",)


class Options(_Group):
    """Wishes about how a dataset's pipeline runs; see `Dataset.with_options`.

    The order of elements is always deterministic unless `deterministic` is False; the
    other options are kept and merged, and change nothing in the elements.

    Example:
        >>> import tensorbrook as tf
        >>> options = tf.data.Options()
        >>> options.deterministic = True
        >>> tf.data.Dataset.range(2).with_options(options).options().deterministic
        True
    """

    __module__ = "tensorbrook.data"
    _names = (
        "dataset_name",
        "deterministic",
        "experimental_deterministic",
        "experimental_external_state_policy",
        "experimental_slack",
        "experimental_symbolic_checkpoint",
        "experimental_threading",
        "experimental_warm_start",
        "framework_type",
    )
    _parts = {
        "autotune": AutotuneOptions,
        "experimental_distribute": DistributeOptions,
        "experimental_optimization": OptimizationOptions,
        "experimental_service": ServiceOptions,
        "threading": ThreadingOptions,
    }

    def merge(self, options: Options) -> Options:
        """These options, with what `options` says on top.

        Args:
            options: Others, which win.

        Returns:
            New options.
        """
        merged: Options = self._merged(options)
        return merged


class AutotuneAlgorithm(enum.Enum):
    """How `tf.data.AUTOTUNE` searches."""

    DEFAULT = 0
    HILL_CLIMB = 1
    GRADIENT_DESCENT = 2
    MAX_PARALLELISM = 3
    STAGE_BASED = 4


class AutoShardPolicy(enum.IntEnum):
    """How a dataset is divided among workers."""

    OFF = -1
    AUTO = 0
    FILE = 1
    DATA = 2
    HINT = 3


class ExternalStatePolicy(enum.Enum):
    """What to do about state outside of a pipeline when it is saved."""

    WARN = 0
    IGNORE = 1
    FAIL = 2
