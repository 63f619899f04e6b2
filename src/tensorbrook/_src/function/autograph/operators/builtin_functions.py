"""Python's built-in functions on symbolic tensors and datasets."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from tensorbrook._src.function.autograph.operators import backend

Function = Callable[..., Any]


def _is_staged(value: Any) -> bool:
    return backend.is_symbolic(value) or backend.is_variable(value)


def _is_dataset(value: Any) -> bool:
    return hasattr(value, "element_spec") and hasattr(value, "prefetch")


def _len(items: Any) -> Any:
    if type(items).__name__ == "TensorArray":
        return items.size()
    if not _is_staged(items):
        return len(items)
    dims = backend.to_tensor(items)._dims
    if dims == ():
        raise ValueError(
            "len() needs a tensor with at least one dimension, not a scalar."
        )
    if dims is not None and dims[0] is not None:
        return dims[0]
    return backend.public("shape")(items)[0]


def _range(*limits: Any) -> Any:
    if any(_is_staged(each) for each in limits):
        return backend.public("range")(*limits)
    return range(*limits)


def _number(kind: type, dtype: str) -> Function:
    def convert(*args: Any, **kwargs: Any) -> Any:
        if len(args) != 1 or kwargs or not _is_staged(args[0]):
            return kind(*args, **kwargs)
        tensor = backend.to_tensor(args[0])
        name = "strings.to_number" if tensor.dtype.name == "string" else "cast"
        return backend.public(name)(tensor, dtype)

    return convert


def _sorted(
    items: Any, /, *, key: Function | None = None, reverse: bool = False
) -> Any:
    if not _is_staged(items):
        return sorted(items, key=key, reverse=reverse)
    direction = "DESCENDING" if reverse else "ASCENDING"
    if key is None:
        return backend.public("sort")(items, direction=direction)
    keys = backend.public("map_fn")(key, items)
    order = backend.public("argsort")(keys, direction=direction, stable=True)
    return backend.public("gather")(items, order)


def _enumerate(items: Any, start: Any = 0) -> Any:
    return items.enumerate(start) if _is_dataset(items) else enumerate(items, start)


def _zip(*items: Any, **kwargs: Any) -> Any:
    if items and all(_is_dataset(each) for each in items):
        return backend.public("data.Dataset.zip")(tuple(items))
    return zip(*items, **kwargs)  # noqa: B905 - `strict` is the caller's to give


def _map(function: Function, /, *items: Any) -> Any:
    if len(items) == 1 and _is_dataset(items[0]):
        return items[0].map(function)
    return map(function, *items)


def _filter(function: Function | None, items: Any, /) -> Any:
    return items.filter(function) if _is_dataset(items) else filter(function, items)


def _any(items: Any, /) -> Any:
    if _is_dataset(items):
        return items.reduce(False, backend.public("logical_or"))
    return any(items)


def _all(items: Any, /) -> Any:
    if _is_dataset(items):
        return items.reduce(True, backend.public("logical_and"))
    return all(items)


def staged_print(*values: Any, **kwargs: Any) -> None:
    """`print`, at the graph's run where a symbolic tensor is among the values."""
    if any(_is_staged(each) for each in values):
        backend.public("print")(*values, **kwargs)
    else:
        print(*values, **kwargs)


# By identity: not everything that is called can be hashed.
OVERLOADS: dict[int, Function] = {
    id(original): overload
    for original, overload in (
        (len, _len),
        (range, _range),
        (int, _number(int, "int32")),
        (float, _number(float, "float32")),
        (sorted, _sorted),
        (enumerate, _enumerate),
        (zip, _zip),
        (map, _map),
        (filter, _filter),
        (any, _any),
        (all, _all),
    )
}
PRINT = id(builtins.print)
