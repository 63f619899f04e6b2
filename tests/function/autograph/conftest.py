"""A graph that computes at once, to try rewritten code without kernels."""

import contextlib
import operator
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tensorbrook._src.core import dtypes
from tensorbrook._src.function.autograph.conversion import convert
from tensorbrook._src.function.autograph.operators import backend

_OPERATORS = "add sub mul floordiv mod lt le gt ge eq ne".split()


class FakeTensor:
    """Stands for a symbolic tensor; its value is known to the fake graph alone."""

    op = types.SimpleNamespace(type="Placeholder")
    __hash__ = object.__hash__

    def __init__(self, value: Any) -> None:
        array = np.asarray(value)
        narrow = {"int64": "int32", "float64": "float32"}.get(array.dtype.name)
        self.value = array.astype(narrow) if narrow else array

    dtype = property(lambda self: dtypes.as_dtype(self.value.dtype.name))
    _dims = property(lambda self: self.value.shape)
    shape = property(lambda self: types.SimpleNamespace(rank=self.value.ndim))

    def __bool__(self) -> bool:
        raise TypeError("a symbolic tensor has no truth value")

    def __iter__(self) -> Any:
        raise TypeError("a symbolic tensor has no items")

    def __getitem__(self, index: "FakeTensor") -> "FakeTensor":
        # A graph traces loops over nothing as well.
        found = self.value if self.value.size else np.zeros(1, self.value.dtype)
        return FakeTensor(found[index.value])

    def __neg__(self) -> "FakeTensor":
        return FakeTensor(-self.value)


def _install(name: str) -> None:
    compute = getattr(operator, name)

    def forward(self: FakeTensor, other: Any) -> FakeTensor:
        right = other.value if isinstance(other, FakeTensor) else other
        return FakeTensor(compute(self.value, right))

    def reflected(self: FakeTensor, other: Any) -> FakeTensor:
        return FakeTensor(compute(other, self.value))

    setattr(FakeTensor, f"__{name}__", forward)
    setattr(FakeTensor, f"__r{name}__", reflected)


for _name in _OPERATORS:
    _install(_name)


def _cond(pred: FakeTensor, then: Callable[[], Any], orelse: Callable[[], Any]) -> Any:
    outcomes = list(then()), list(orelse())
    return outcomes[0] if pred.value else outcomes[1]


def _while_loop(test: Any, body: Any, start: Any, shapes: Any, limit: Any) -> Any:
    body(*start)  # a graph traces the body even where it never runs
    tensors = list(start)
    turns = 0
    while test(*tensors).value and (limit is None or turns < limit):
        tensors = body(*tensors)
        turns += 1
    return tensors


def _assert_true(condition: FakeTensor, message: str) -> None:
    if not condition.value:
        raise RuntimeError(message)


@contextlib.contextmanager
def _scratch() -> Iterator[Any]:
    yield types.SimpleNamespace(is_empty=True)


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> type[FakeTensor]:
    """Builds the fake graph for the time of a test; makes its tensors."""
    public = {"logical_not": lambda value: FakeTensor(~value.value)}
    fakes: dict[str, Any] = {
        "building_graph": lambda: True,
        "is_tensor": lambda value: isinstance(value, FakeTensor),
        "is_symbolic": lambda value: isinstance(value, FakeTensor),
        "to_tensor": lambda v: v if isinstance(v, FakeTensor) else FakeTensor(v),
        "constant_value": lambda tensor: None,
        "cond": _cond,
        "while_loop": _while_loop,
        "scratch": _scratch,
        "zeros": lambda dims, dtype: FakeTensor(np.zeros(dims, dtype.name)),
        "assert_true": _assert_true,
        "public": public.__getitem__,
    }
    for name, fake in fakes.items():
        monkeypatch.setattr(backend, name, fake)
    return FakeTensor


@pytest.fixture
def staged(graph: type[FakeTensor]) -> Callable[..., Any]:
    """Converts a function, calls it with fake tensors, and returns plain values."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(plain(each) for each in value)
        return value.value.tolist() if isinstance(value, FakeTensor) else value

    def run(function: Callable[..., Any], *values: Any) -> Any:
        return plain(convert(function)(*(graph(each) for each in values)))

    return run
