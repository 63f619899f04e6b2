"""Wild calls of every op: only TensorFlow's errors may come back.

    python -m tests.ops.fuzz --calls 20000 --seed 1

Each call is made from a name and a number, so that what it finds can be made again with
`--only NAME --seed NUMBER`.
"""

from __future__ import annotations

import argparse
import random
import sys
import traceback
from typing import Any

import numpy as np

import tensorbrook.data  # noqa: F401 (its records are loaded late)
from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.signature import Arg, Attr
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.ops import tensor_list
from tests.ops import fuzz_values, fuzz_workers, roads

ALLOWED = (errors.OpError, ValueError, TypeError, NotImplementedError)
_DIMS = (0, 1, 1, 2, 2, 3, 4, 5, 7)
_NUMBERS = (
    -1,
    0,
    1,
    2,
    3,
    -2,
    5,
    7,
    100,
    1000,
    1 << 40,
    (1 << 31) - 1,
    -(1 << 31),
    1 << 62,
)
_FLOATS = (0.0, 1.0, -1.0, 0.5, 2.0, -3.5, 1e-30, 1e30, np.inf, -np.inf, np.nan)
_TEXTS = (b"", b"a", b"abc", b"\xff\xfe", "\u4f60".encode(), b"-1", b"1e400", b"(?P<")
_COMMON = "bool int8 uint8 int16 int32 int64 uint64 half bfloat16 float32 float64"
_KINDS = [dtypes.as_dtype(name) for name in (_COMMON + " complex64 string").split()]


#: What ends the process, because that is its meaning.
_MEANT_TO = {"Abort"}


def names() -> list[str]:
    """The ops that can be called; those that write files need a folder of their own."""
    Op.registry.load()
    return sorted(name for name in set(Op.registry) - _MEANT_TO if not _own(name))


def _own(name: str) -> bool:
    """Whether it is an op of ours, which takes Python functions."""
    attrs = Op.registry[name].signature.attrs.values()
    return name.startswith("Tensorbrook") and any(a.kind == "func" for a in attrs)


class Wild:
    """The arguments of one call, made from a number."""

    def __init__(self, name: str, seed: int) -> None:
        self.op = Op.registry[name]
        self.draw = random.Random(f"{name} {seed}")
        self.windows = "data_format" in self.op.signature.attrs and self._chance(0.7)
        self.dims = self._dims()
        self.types: dict[str, Any] = {}
        for key, attr in self.op.signature.attrs.items():
            if attr.kind == "type" and not attr.is_list:
                self.types[key] = self._type(attr)
        self.inputs = [self._input(arg) for arg in self.op.signature.inputs]
        self.attrs = {
            key: self._attr(attr)
            for key, attr in self.op.signature.attrs.items()
            if key not in self.op.signature.inferred
            and not (attr.has_default and self.draw.random() < 0.6)
        }

    def call(self) -> Any:
        """Runs the op at once, and begins to iterate over a dataset that it makes."""
        made = self.op(*self.inputs, **self.attrs)
        if "Sleep" not in self.op.name:
            fuzz_values.begin(made)
        return made

    def trace(self) -> Any:
        """Adds the op to a graph in which some dims are unknown."""
        graph = FuncGraph("wild", eager)
        with graph.as_default():
            return self.op(*[self._symbol(graph, x) for x in self.inputs], **self.attrs)

    def __repr__(self) -> str:
        shown = [_shown(value) for value in self.inputs]
        return f"{self.op.name}({', '.join(shown)}, {self.attrs})"

    def _symbol(self, graph: FuncGraph, value: Any) -> Any:
        if isinstance(value, list):
            return [self._symbol(graph, item) for item in value]
        if not hasattr(value, "_dims") or self.draw.random() < 0.3:
            return value
        dims: Any = tuple(d if self.draw.random() < 0.5 else None for d in value._dims)
        symbol = graph.add_input(value.dtype, None if self._chance(0.1) else dims)
        if value.dtype is dtypes.resource:
            symbol.handle_data = value._array()
        return symbol

    def _chance(self, share: float) -> bool:
        return self.draw.random() < share

    def _dims(self) -> tuple[int, ...]:
        if self.windows:
            layout = str(self.op.signature.attrs["data_format"].default)
            return tuple(self.draw.choice((1, 2, 3, 5)) for _ in layout)
        dims = [self.draw.choice(_DIMS) for _ in range(self.draw.randrange(7))]
        if dims and self._chance(0.02):
            dims = [1] * len(dims)
            dims[self.draw.randrange(len(dims))] = 20_000
        return tuple(dims)

    def _type(self, attr: Attr) -> Any:
        if attr.has_default and self._chance(0.5):
            return attr.default
        if attr.allowed is not None and self._chance(0.97):
            return self.draw.choice(attr.allowed)
        return self.draw.choice(_KINDS)

    def _input(self, arg: Arg) -> Any:
        if arg.type_list_attr is not None:
            count = self.draw.choice((0, 1, 2, 2, 3))
            return [self._tensor(self.draw.choice(_KINDS)) for _ in range(count)]
        dtype = arg.dtype or self.types[arg.type_attr or ""]
        if arg.number_attr is not None:
            return [self._tensor(dtype) for _ in range(self.draw.choice((0, 1, 2, 3)))]
        return self._tensor(dtype)

    def _tensor(self, dtype: Any) -> Any:
        if dtype is dtypes.resource:
            if self._chance(0.3):
                return self.draw.choice(fuzz_values.resources())
            kind = self.draw.choice([*self.types.values(), dtypes.float32])
            return roads.handle(self._array(kind, self.dims))
        if dtype is dtypes.variant:
            about_data = "Dataset" in self.op.name or "ataset" in str(self.op.signature)
            if self._chance(0.8 if about_data else 0.3):
                return self.draw.choice(fuzz_values.variants())
            items = [self._array(dtypes.float32, self.dims) for _ in range(2)]
            made = tensor_list.TensorList(items, dtypes.float32, self.dims)
            return roads.object_tensor(made, dtypes.variant)
        return self._array(dtype, self._some_dims(dtype))

    def _some_dims(self, dtype: Any) -> tuple[int, ...]:
        """Often dims that have to do with those of the other inputs."""
        rank, choice = len(self.dims), self.draw.random()
        if self.windows and dtype.is_integer:
            return (rank,)
        if dtype.is_integer and choice < 0.6:
            return self.draw.choice([(), (), (rank,), (2,), (1,), (3,), (rank, 2)])
        if choice < 0.75:
            return self.dims
        if choice < 0.85:
            cut = self.draw.randrange(rank + 1)
            return self.dims[cut:] if self._chance(0.5) else self.dims[:cut]
        if choice < 0.92:
            return tuple(1 if self._chance(0.5) else dim for dim in self.dims)
        return self._dims()

    def _array(self, dtype: Any, dims: tuple[int, ...]) -> Any:
        size = int(np.prod(dims, dtype=np.int64))
        wild = self._chance(0.3)
        if dtype is dtypes.string:
            texts = self.draw.choices(_TEXTS, k=size)
            values = np.array([*texts, None], object)[:-1]
        elif dtype.is_integer or dtype.is_bool or dtype.is_quantized:
            pool = _NUMBERS if wild else (0, 1, 2, 3, -1)
            numbers = np.array(self.draw.choices(pool, k=min(size, 64)) or [0], object)
            values = np.resize(numbers.astype(np.int64), size)
        else:
            pool = _FLOATS if wild else (0.3, 0.7, -1.4, 2.5, 1.0, 0.0)
            values = np.resize(self.draw.choices(pool, k=min(size, 64)) or [0.0], size)
        with np.errstate(all="ignore"):
            values = values.astype(dtype.numpy_dtype)
        return roads.tensor(values.reshape(dims), dtype)

    def _attr(self, attr: Attr) -> Any:
        if self.windows and attr.is_list and attr.kind == "int":
            inner = [self.draw.choice((1, 2, 3)) for _ in self.dims[2:]]
            return [1, *inner, 1] if self._chance(0.9) else inner
        if not attr.is_list:
            return self._value(attr)
        if attr.kind == "int" and self._chance(0.7):
            one, two = (self.draw.choice((1, 1, 2, 3, 0)) for _ in range(2))
            lists = ([1, one, two, 1], [1, 1, one, two], [1, one, two, one, 1], [one])
            return self.draw.choice(lists)
        return [self._value(attr) for _ in range(self.draw.randrange(6))]

    def _value(self, attr: Attr) -> Any:
        if attr.kind == "type":
            return self.types.get(attr.name) or self._type(attr)
        if attr.kind == "int":
            return self.draw.choice(_NUMBERS if self._chance(0.4) else (0, 1, 2, 3, -1))
        if attr.kind == "float":
            return self.draw.choice(_FLOATS)
        if attr.kind == "bool":
            return self._chance(0.5)
        if attr.kind == "func":
            return self.draw.choice(fuzz_values.functions())
        if attr.kind == "string":
            known = [text.decode("latin-1") for text in _TEXTS]
            return self.draw.choice(list(attr.allowed or known))
        if attr.kind == "shape":
            dims = [None if self._chance(0.2) else d for d in self._dims()]
            return None if self._chance(0.2) else dims
        return self._tensor(self.types.get("dtype", dtypes.float32))


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_shown(item) for item in value)}]"
    if value.dtype.holds_objects and value.dtype is not dtypes.string:
        return value.dtype.name
    array = value._array()
    shown = np.array2string(array, threshold=20, edgeitems=2).replace("\n", "")
    return f"{value.dtype.name}{list(array.shape)} {shown}"


def problem(name: str, seed: int) -> str:
    """What is wrong with how the op takes a wild call; empty where nothing is."""
    wild = Wild(name, seed)
    for way in (wild.call, wild.trace):
        try:
            way()
        except ALLOWED as error:
            if not _accidental(error):
                continue
            text = traceback.format_exc(limit=-6)
            return f"{name} --seed {seed}, {way.__name__}: {wild!r}\n{text}"
        except Exception:
            text = traceback.format_exc(limit=-6)
            return f"{name} --seed {seed}, {way.__name__}: {wild!r}\n{text}"
    return ""


def _accidental(error: Exception) -> bool:
    """Whether a rule stumbled: a TypeError that no conversion of arguments raised."""
    frames = traceback.extract_tb(error.__traceback__)
    last = [frame for frame in frames if "tensorbrook" in frame.filename][-1]
    meant = (last.line or "").startswith("raise")
    inside = "_src/ops" in last.filename.replace("\\", "/")
    return type(error) is TypeError and inside and not meant


def main() -> int:
    """Makes many calls, and prints what goes wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    chosen = [options.only] if options.only else names()
    found = 0
    for text in fuzz_workers.problems(chosen, options.calls, options.seed):
        found += 1
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
