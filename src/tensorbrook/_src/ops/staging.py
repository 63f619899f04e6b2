"""Staging areas: places in the process, found by name, where tuples of tensors wait."""

from __future__ import annotations

import collections
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.rules import scalar

_OUTSIDE = unsupported("staging areas live outside of compiled functions")
_AREA = (
    "capacity: int = 0, memory_limit: int = 0, dtypes: list(type), "
    "container: string = '', shared_name: string = ''"
)


_FAKE = "fake_dtypes: list(type), "


def wait_for_others(changed: threading.Condition) -> None:
    """Waits until another thread changes something.

    Raises:
        errors.DeadlineExceededError: There is no other thread, so nothing ever changes.
    """
    if threading.active_count() == 1:
        raise errors.DeadlineExceededError(
            None, None, "The op would wait for ever: no other thread is running."
        )
    changed.wait()


class _Area:
    """Something that threads fill and empty.

    Args:
        capacity: How many elements there may be; any number where it is zero.
        memory_limit: How many bytes they may have; any number where it is zero.
    """

    def __init__(self, capacity: int, memory_limit: int) -> None:
        self.capacity = capacity
        self.memory_limit = memory_limit
        self.changed = threading.Condition()
        self.bytes = 0

    def wait_for_room(self, count: Callable[[], int], more: int) -> None:
        """Waits until an element of so many bytes fits.

        Raises:
            errors.ResourceExhaustedError: It never will.
        """
        if 0 < self.memory_limit < more:
            raise errors.ResourceExhaustedError(
                None,
                None,
                f"Attempted to insert tensors with combined size of {more} bytes into "
                f"Staging Area with a memory limit of {self.memory_limit}.",
            )
        while (0 < self.capacity <= count()) or (
            0 < self.memory_limit < self.bytes + more
        ):
            wait_for_others(self.changed)


class _Line(_Area):
    """Tuples in the order in which they came."""

    def __init__(self, capacity: int, memory_limit: int) -> None:
        super().__init__(capacity, memory_limit)
        self.elements: collections.deque[list[Any]] = collections.deque()

    def put(self, values: list[Any]) -> None:
        with self.changed:
            size = _size(values)
            self.wait_for_room(lambda: len(self.elements), size)
            self.elements.append(values)
            self.bytes += size
            self.changed.notify_all()

    def take(self) -> list[Any]:
        with self.changed:
            while not self.elements:
                wait_for_others(self.changed)
            values = self.elements.popleft()
            self.bytes -= _size(values)
            self.changed.notify_all()
            return values

    def peek(self, index: int) -> list[Any]:
        if index < 0:
            raise ValueError(f"StagePeek: the index {index} must not be negative.")
        with self.changed:
            while len(self.elements) <= index:
                wait_for_others(self.changed)
            return self.elements[index]

    def clear(self) -> None:
        with self.changed:
            self.elements.clear()
            self.bytes = 0
            self.changed.notify_all()


def _size(values: Any) -> int:
    return sum(value.nbytes for value in values if value is not None)


_areas: dict[tuple[str, str, str], Any] = {}
_areas_lock = threading.Lock()


def _area(kind: Any, dtypes: Any, **attrs: Any) -> Any:
    """The area of that name; kinds of areas don't share names."""
    key = (kind.__name__, attrs["container"], attrs["shared_name"])
    with _areas_lock:
        if key not in _areas:
            _areas[key] = kind(attrs["capacity"], attrs["memory_limit"])
        return _areas[key]


def _check(values: list[Any], wanted: Any) -> None:
    for value, dtype in zip(values, wanted, strict=True):
        if value is not None and value.dtype != dtype.numpy_dtype:
            found = dtypes.as_dtype(value.dtype).name
            raise ValueError(f"Type mismatch: actual {found} vs. expect {dtype.name}")


def _op(name: str, signature: str, kernel: Any, shape: Any) -> Op:
    return Op(
        name,
        f"{signature} | {_FAKE if 'fake' in signature else ''}{_AREA}",
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_OUTSIDE,
        stateful=True,
    )


def _unknown(c: ShapeContext) -> list[Dims]:
    return [None] * len(c.attrs["dtypes"])


def _nothing(c: ShapeContext) -> list[Dims]:
    return []


def _taken(values: list[Any], attrs: dict[str, Any]) -> list[Any]:
    if len(values) != len(attrs["dtypes"]):
        raise ValueError(
            f"The element has {len(values)} components, {len(attrs['dtypes'])} are "
            "asked for."
        )
    _check(values, attrs["dtypes"])
    return values


def _stage(xp: Any, values: list[Any], **attrs: Any) -> None:
    kinds = tuple(dtypes.as_dtype(value.dtype) for value in values)
    _area(_Line, kinds, **attrs).put([np.array(value) for value in values])


stage_op = _op("Stage", "values: dtypes ->", _stage, _nothing)
unstage_op = _op(
    "Unstage",
    "-> values: dtypes",
    lambda xp, **attrs: _taken(_area(_Line, **attrs).take(), attrs),
    _unknown,
)
stage_peek_op = _op(
    "StagePeek",
    "index: int32 -> values: dtypes",
    lambda xp, index, **attrs: _taken(_area(_Line, **attrs).peek(int(index)), attrs),
    _unknown,
)
stage_size_op = _op(
    "StageSize",
    "-> size: int32",
    lambda xp, **attrs: np.int32(len(_area(_Line, **attrs).elements)),
    scalar,
)
stage_clear_op = _op(
    "StageClear",
    "->",
    lambda xp, **attrs: _area(_Line, **attrs).clear(),
    _nothing,
)


class _Map(_Area):
    """Tuples under keys; their components may come one after another."""

    ordered = False

    def __init__(self, capacity: int, memory_limit: int) -> None:
        super().__init__(capacity, memory_limit)
        self.whole: dict[int, list[Any]] = {}
        self.parts: dict[int, list[Any]] = {}

    def put(self, key: int, places: list[int], values: list[Any], count: int) -> None:
        with self.changed:
            self.wait_for_room(lambda: len(self.whole), _size(values))
            element = self.parts.setdefault(key, [None] * count)
            if len(places) == count:
                element = self.parts[key] = [None] * count
            for place, value in zip(places, values, strict=True):
                if element[place] is not None:
                    raise ValueError(
                        f"The tensor for index '{place}' for key '{key}' was already "
                        "initialized."
                    )
                element[place] = value
            self.bytes += _size(values)
            if all(value is not None for value in element):
                self.whole[key] = self.parts.pop(key)
                self.changed.notify_all()

    def first_key(self) -> int:
        """The key whose element comes out next; waits for one."""
        while not self.whole:
            wait_for_others(self.changed)
        return min(self.whole) if self.ordered else next(iter(self.whole))

    def read(self, key: int | None, places: list[int], take: bool) -> tuple[int, Any]:
        with self.changed:
            if key is None:
                key = self.first_key()
            while key not in self.whole:
                wait_for_others(self.changed)
            element = self.whole[key]
            found = [element[place] for place in places]
            if any(value is None for value in found):
                raise ValueError(f"Some tensors of the key '{key}' were taken before.")
            if take:
                for place in places:
                    element[place] = None
                if all(value is None for value in element):
                    del self.whole[key]
                self.bytes -= _size(found)
                self.changed.notify_all()
            return key, found

    def clear(self) -> None:
        with self.changed:
            self.whole.clear()
            self.parts.clear()
            self.bytes = 0
            self.changed.notify_all()


class _OrderedMap(_Map):
    """The smallest key comes out first."""

    ordered = True


def _places(indices: Any, count: int | None) -> list[int]:
    if indices.ndim != 1:
        raise ValueError(f"indices must be a vector, got shape {list(indices.shape)}.")
    places: list[int] = indices.tolist()
    if len(set(places)) != len(places):
        raise ValueError(f"The indices {places} must differ from each other.")
    wrong = [place for place in places if place < 0 or (count and place >= count)]
    if wrong:
        raise ValueError(f"The index '{wrong[0]}' is out of bounds: [0, {count}).")
    return places


def _map_ops(prefix: str, kind: Any) -> list[Op]:
    """The records of one kind of map."""

    def put(
        xp: Any,
        key: Any,
        indices: Any,
        values: list[Any],
        dtypes: Any,
        **attrs: Any,
    ) -> None:
        places = _places(indices, len(dtypes))
        if len(places) != len(values):
            raise ValueError(
                f"There are {len(places)} indices and {len(values)} values."
            )
        _check(values, [dtypes[place] for place in places])
        copies = [np.array(value) for value in values]
        _area(kind, dtypes, **attrs).put(int(key), places, copies, len(dtypes))

    def read(take: bool, with_key: bool) -> Any:
        def kernel(xp: Any, *inputs: Any, **attrs: Any) -> Any:
            key = int(inputs[0]) if with_key else None
            area = _area(kind, **attrs)
            places = _places(inputs[-1], None)
            found, values = area.read(key, places, take)
            values = _taken(values, attrs)
            return values if with_key else (np.int64(found), values)

        return kernel

    def count(which: str) -> Any:
        def kernel(xp: Any, **attrs: Any) -> Any:
            return np.int32(len(getattr(_area(kind, **attrs), which)))

        return kernel

    return [
        _op(
            f"{prefix}Stage",
            "key: int64, indices: int32, values: fake_dtypes ->",
            put,
            _nothing,
        ),
        _op(
            f"{prefix}Peek",
            "key: int64, indices: int32 -> values: dtypes",
            read(take=False, with_key=True),
            _unknown,
        ),
        _op(
            f"{prefix}Unstage",
            "key: int64, indices: int32 -> values: dtypes",
            read(take=True, with_key=True),
            _unknown,
        ),
        _op(
            f"{prefix}UnstageNoKey",
            "indices: int32 -> key: int64, values: dtypes",
            read(take=True, with_key=False),
            lambda c: [(), *_unknown(c)],
        ),
        _op(f"{prefix}Size", "-> size: int32", count("whole"), scalar),
        _op(f"{prefix}IncompleteSize", "-> size: int32", count("parts"), scalar),
        _op(
            f"{prefix}Clear",
            "->",
            lambda xp, **attrs: _area(kind, **attrs).clear(),
            _nothing,
        ),
    ]


map_ops = _map_ops("Map", _Map)
ordered_map_ops = _map_ops("OrderedMap", _OrderedMap)
