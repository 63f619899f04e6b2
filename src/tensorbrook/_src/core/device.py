"""Names of devices: `DeviceSpec`, canonical strings, and the tuples of `tf.config`."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple, TypeVar

_Self = TypeVar("_Self", bound="DeviceSpec")

#: Types that may stand without `device:`, as in `/gpu:0`, and in any case.
_KNOWN_TYPES = frozenset(
    {"CPU", "GPU", "TPU", "TPU_SYSTEM", "XLA_CPU", "XLA_GPU", "CUSTOM"}
)


class LogicalDevice(NamedTuple):
    """A device that operations can be placed on.

    Attributes:
      name: The name that `tf.device` takes, e.g. `/device:CPU:0`.
      device_type: The type, e.g. `CPU`.
    """

    name: str
    device_type: str


class PhysicalDevice(NamedTuple):
    """A piece of hardware; one or several logical devices run on it.

    Attributes:
      name: The name, e.g. `/physical_device:GPU:0`.
      device_type: The type, e.g. `GPU`.
    """

    name: str
    device_type: str


class LogicalDeviceConfiguration(NamedTuple):
    """The share of a physical device that a logical device gets.

    Attributes:
      memory_limit: Megabytes of memory, or None for all that there is.
      experimental_priority: The priority of its work, or None.
      experimental_device_ordinal: Its place among the logical devices, or None.
    """

    memory_limit: float | None = None
    experimental_priority: int | None = None
    experimental_device_ordinal: int | None = None


class _Fields(NamedTuple):
    job: str | None = None
    replica: int | None = None
    task: int | None = None
    device_type: str | None = None
    device_index: int | None = None


def _canonical_type(device_type: Any) -> str | None:
    if device_type is None:
        return None
    upper = str(device_type).upper()
    return upper if upper in _KNOWN_TYPES else str(device_type)


def _as_int(value: Any) -> int | None:
    return None if value is None else int(value)


def _fields(
    job: Any, replica: Any, task: Any, device_type: Any, device_index: Any
) -> _Fields:
    return _Fields(
        None if job is None else str(job),
        _as_int(replica),
        _as_int(task),
        _canonical_type(device_type),
        _as_int(device_index),
    )


def _number(text: str, spec: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(
            f"{text!r} in the device string {spec!r} must be an integer."
        ) from None


@functools.lru_cache(maxsize=1024)
def _parse(spec: str) -> _Fields:
    found: dict[str, Any] = {}
    for part in filter(None, spec.split("/")):
        words = part.split(":")
        if words[0] == "device" and len(words) == 3:
            words = words[1:]
            known = True
        else:
            known = words[0].upper() in _KNOWN_TYPES
        if words[0] == "job" and len(words) == 2:
            found["job"] = words[1]
        elif words[0] in ("replica", "task") and len(words) == 2:
            found[words[0]] = _number(words[1], spec)
        elif known and len(words) <= 2:
            if "device_type" in found:
                raise ValueError(
                    f"A device string must name one device type. Received: {spec!r}."
                )
            found["device_type"] = _canonical_type(words[0])
            index = words[1] if len(words) == 2 else "*"
            found["device_index"] = None if index == "*" else _number(index, spec)
        else:
            raise ValueError(
                f"Unknown attribute {part!r} in the device string {spec!r}. Expected "
                "a form like '/job:worker/replica:0/task:1/device:GPU:2' or '/gpu:0'."
            )
    return _Fields(**found)


def _format(fields: _Fields) -> str:
    parts = []
    if fields.job is not None:
        parts.append(f"/job:{fields.job}")
    if fields.replica is not None:
        parts.append(f"/replica:{fields.replica}")
    if fields.task is not None:
        parts.append(f"/task:{fields.task}")
    if fields.device_type is not None:
        index = "*" if fields.device_index is None else fields.device_index
        parts.append(f"/device:{fields.device_type}:{index}")
    return "".join(parts)


def _merge(outer: _Fields, inner: _Fields) -> _Fields:
    named = {key: part for key, part in inner._asdict().items() if part is not None}
    return outer._replace(**named)


class DeviceSpec:
    """The name of a device, possibly only a part of it.

    Args:
      job: The job in the cluster, e.g. "worker".
      replica: The number of the replica.
      task: The number of the task in the job.
      device_type: The type, e.g. "CPU" or "GPU".
      device_index: The number among the devices of that type in the task.

    Example:
      >>> spec = DeviceSpec(job="worker", device_type="GPU", device_index=1)
      >>> spec.to_string()
      '/job:worker/device:GPU:1'
    """

    __slots__ = ("_fields",)

    def __init__(
        self,
        job: Any = None,
        replica: Any = None,
        task: Any = None,
        device_type: Any = None,
        device_index: Any = None,
    ) -> None:
        self._fields = _fields(job, replica, task, device_type, device_index)

    @property
    def job(self) -> str | None:
        """The job, or None."""
        return self._fields.job

    @property
    def replica(self) -> int | None:
        """The number of the replica, or None."""
        return self._fields.replica

    @property
    def task(self) -> int | None:
        """The number of the task, or None."""
        return self._fields.task

    @property
    def device_type(self) -> str | None:
        """The type of the device, or None."""
        return self._fields.device_type

    @property
    def device_index(self) -> int | None:
        """The number of the device, or None."""
        return self._fields.device_index

    @classmethod
    def _of(cls: type[_Self], fields: _Fields) -> _Self:
        spec = cls.__new__(cls)
        spec._fields = fields
        return spec

    @classmethod
    def from_string(cls: type[_Self], spec: str) -> _Self:
        """Returns the spec that a device string stands for.

        Args:
          spec: For instance `/job:worker/task:1/device:GPU:*`, `/gpu:0` or `CPU:0`.

        Raises:
          ValueError: The string can't be understood.

        Example:
          >>> DeviceSpec.from_string("/job:ps/cpu:0").device_type
          'CPU'
        """
        return cls._of(_parse(spec))

    def parse_from_string(self: _Self, spec: str) -> _Self:
        """Returns the spec that a device string stands for; see `from_string`."""
        return self.from_string(spec)

    def to_string(self) -> str:
        """Returns the canonical string, e.g. `/job:worker/device:GPU:1`."""
        return _format(self._fields)

    def make_merged_spec(self: _Self, dev: DeviceSpec) -> _Self:
        """Returns this spec, with the parts that `dev` names taken from there."""
        return self._of(_merge(self._fields, dev._fields))

    def replace(self: _Self, **kwargs: Any) -> _Self:
        """Returns this spec with some parts replaced.

        Args:
          **kwargs: Any of the arguments of the constructor.

        Raises:
          TypeError: There is no such part.
        """
        return type(self)(**{**self._fields._asdict(), **kwargs})

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, DeviceSpec):
            return NotImplemented
        return self._fields == other._fields

    def __hash__(self) -> int:
        return hash(self._fields)

    def __repr__(self) -> str:
        parts = ", ".join(
            f"{key}={part}" for key, part in self._fields._asdict().items()
        )
        return f"<DeviceSpec({parts})>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(self._fields)


def _changeable(name: str) -> Any:
    def change(self: DeviceSpecV1, value: Any) -> None:
        self._fields = _fields(**{**self._fields._asdict(), name: value})

    return getattr(DeviceSpec, name).setter(change)


class DeviceSpecV1(DeviceSpec):
    """The `DeviceSpec` of 1.x programs, which can be changed in place."""

    __slots__ = ()

    job = _changeable("job")
    replica = _changeable("replica")
    task = _changeable("task")
    device_type = _changeable("device_type")
    device_index = _changeable("device_index")

    def parse_from_string(self, spec: str) -> DeviceSpecV1:
        """Becomes the spec that a device string stands for, and returns itself.

        Raises:
          ValueError: The string can't be understood.
        """
        self._fields = _parse(spec)
        return self

    def merge_from(self, dev: DeviceSpec) -> None:
        """Takes over the parts that `dev` names."""
        self._fields = _merge(self._fields, dev._fields)


def canonical_name(device: DeviceSpec | str | None) -> str:
    """Returns the canonical string of a device.

    Args:
      device: A spec, a device string, or None for no device.

    Raises:
      ValueError: The string can't be understood.

    Example:
      >>> canonical_name("/gpu:1"), canonical_name(None)
      ('/device:GPU:1', '')
    """
    if device is None:
        return ""
    if isinstance(device, DeviceSpec):
        return device.to_string()
    return _format(_parse(device))


@functools.lru_cache(maxsize=1024)
def merge_names(outer: str, inner: str) -> str:
    """Returns the device of something placed on `inner` inside a block on `outer`.

    Example:
      >>> merge_names("/job:worker/gpu:0", "/cpu:1")
      '/job:worker/device:CPU:1'
    """
    return _format(_merge(_parse(outer), _parse(inner)))
