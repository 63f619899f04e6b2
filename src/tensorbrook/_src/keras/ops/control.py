"""Conversions, loops and branches."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.composite import is_tensor as is_core_tensor
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.ops.conversion import (
    cast_to,
    dtype_name,
    operation,
    tensor,
)


@operation
def cast(x: Any, dtype: Any) -> Any:
    """Turns values into another type."""
    return cast_to(tensor(x), dtype)


@operation
def saturate_cast(x: Any, dtype: Any) -> Any:
    """Turns values into another type, cut to its range."""
    return tf.saturate_cast(tensor(x), dtype)


def convert_to_numpy(x: Any) -> np.ndarray:
    """Returns the values as a NumPy array."""
    return np.asarray(x.numpy() if hasattr(x, "numpy") else x)


def convert_to_tensor(
    x: Any, dtype: Any = None, sparse: bool | None = None, ragged: bool | None = None
) -> Any:
    """Returns `x` as a tensor.

    Args:
        x: an array, a number or a list.
        dtype: the type.
        sparse: whether sparse tensors stay sparse; by default they do.
        ragged: whether ragged tensors stay ragged; by default they do.
    """
    found = tensor(x, dtype)
    if sparse is False and isinstance(found, tf.SparseTensor):
        return tf.sparse.to_dense(found)
    if ragged is False and hasattr(found, "row_splits"):
        return found.to_tensor()
    return found


def dtype(x: Any) -> str:
    """Returns the name of the type."""
    return dtype_name(x)


def is_tensor(x: Any) -> bool:
    """Says whether `x` is a tensor."""
    return is_core_tensor(x)


@operation
def stop_gradient(variable: Any) -> Any:
    """Returns the values, cut off from gradients."""
    return tf.stop_gradient(tensor(variable))


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a function whose gradient it gives itself."""
    return tf.custom_gradient(f)


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """Calls one of two functions.

    Args:
        pred: the condition.
        true_fn: called when it holds.
        false_fn: called when it does not.
    """
    if isinstance(pred, KerasTensor):
        raise NotImplementedError(
            "cond: a symbolic condition is not supported; put it into a layer's call."
        )
    if isinstance(pred, tf.Variable):
        pred = tf.convert_to_tensor(pred)
    return tf.cond(pred, true_fn, false_fn)


def switch(index: Any, branches: Any, *operands: Any) -> Any:
    """Calls one of several functions.

    Args:
        index: which; it is cut to what there is.
        branches: the functions.
        *operands: their arguments.
    """
    place = tf.clip_by_value(tensor(index, "int32"), 0, len(branches) - 1)
    calls = [lambda branch=branch: branch(*operands) for branch in branches]
    return tf.switch_case(place, calls)


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    maximum_iterations: int | None = None,
) -> Any:
    """Repeats while a condition holds.

    Args:
        cond: says whether to go on.
        body: returns the next values.
        loop_vars: the first values.
        maximum_iterations: the greatest number of repetitions.
    """
    many = isinstance(loop_vars, tuple | list)
    values = tuple(loop_vars) if many else (loop_vars,)
    start = tf.nest.map_structure(tensor, values)

    def step(*args: Any) -> Any:
        found = body(*args)
        return tuple(found) if isinstance(found, tuple | list) else (found,)

    found = tf.while_loop(cond, step, start, maximum_iterations=maximum_iterations)
    return tuple(found) if many else found[0]


def fori_loop(
    lower: Any, upper: Any, body_fun: Callable[[Any, Any], Any], init_val: Any
) -> Any:
    """Repeats for each number.

    Args:
        lower: the first number.
        upper: the end, which is left out.
        body_fun: takes the number and the value, returns the next value.
        init_val: the first value.
    """
    start = tf.nest.map_structure(tensor, init_val)
    first = tensor(lower)
    end = tensor(upper, first.dtype)
    return tf.while_loop(
        lambda i, value: i < end,
        lambda i, value: (i + 1, body_fun(i, value)),
        (first, start),
    )[1]


def scan(
    f: Callable[[Any, Any], Any],
    init: Any,
    xs: Any = None,
    length: int | None = None,
    reverse: bool = False,
    unroll: int | bool = 1,
) -> Any:
    """Carries a value over the rows of tensors.

    Args:
        f: takes the carried value and the row, returns the next value and an output.
        init: the first value.
        xs: the tensors.
        length: the number of rows, without tensors.
        reverse: whether to start at the end.
        unroll: kept for compatibility.

    Returns:
        The last value, and the outputs together.
    """
    rows = [tensor(part) for part in tf.nest.flatten(xs)] if xs is not None else []
    count = length if not rows else int(rows[0].shape[0])
    if count is None:
        raise ValueError("scan: without `xs` the `length` is needed.")
    carried = tf.nest.map_structure(tensor, init)
    outputs: list[Any] = [None] * count
    order = range(count - 1, -1, -1) if reverse else range(count)
    for place in order:
        picked = [row[place] for row in rows]
        row = tf.nest.pack_sequence_as(xs, picked) if rows else None
        carried, outputs[place] = f(carried, row)
    if outputs and outputs[0] is not None:
        return carried, tf.nest.map_structure(lambda *v: tf.stack(v), *outputs)
    return carried, None


def associative_scan(
    f: Callable[[Any, Any], Any], elems: Any, reverse: bool = False, axis: int = 0
) -> Any:
    """Takes rows together step by step, and keeps each result.

    Args:
        f: takes two values together.
        elems: tensors.
        reverse: whether to start at the end.
        axis: the axis of the rows.
    """
    parts = [tf.unstack(tensor(part), axis=axis) for part in tf.nest.flatten(elems)]
    rows = [
        tf.nest.pack_sequence_as(elems, list(row)) for row in zip(*parts, strict=True)
    ]
    rows = rows[::-1] if reverse else rows
    found = rows[:1]
    for row in rows[1:]:
        found.append(f(found[-1], row))
    found = found[::-1] if reverse else found
    return tf.nest.map_structure(lambda *v: tf.stack(v, axis=axis), *found)


def map(f: Callable[[Any], Any], xs: Any) -> Any:  # noqa: A001
    """Applies a function to each row.

    Args:
        f: the function.
        xs: tensors.
    """
    values = tf.nest.map_structure(tensor, xs)
    count = tf.nest.flatten(values)[0].shape[0]
    found = [
        f(tf.nest.map_structure(lambda part, at=place: part[at], values))
        for place in range(int(count))
    ]
    return tf.nest.map_structure(lambda *v: tf.stack(v), *found)


def vectorized_map(function: Callable[[Any], Any], elements: Any) -> Any:
    """Applies a function to each row, all rows at once where that is possible.

    Args:
        function: the function.
        elements: tensors.
    """
    return tf.vectorized_map(function, tf.nest.map_structure(tensor, elements))


def vectorize(
    pyfunc: Callable[..., Any], *, excluded: Any = None, signature: str | None = None
) -> Callable[..., Any]:
    """Makes a function of rows work on whole tensors.

    Args:
        pyfunc: the function.
        excluded: the places of arguments that are not taken apart.
        signature: the inner dimensions, such as `"(n),(n)->()"`.
    """
    kept = builtins.set(excluded or ())
    inner = _inner_ranks(signature)

    def run(*args: Any) -> Any:
        values = [a if i in kept else tensor(a) for i, a in enumerate(args)]
        ranks = inner or [0] * len(values)
        outer = builtins.max(
            (len(v.shape) - r)
            for i, (v, r) in enumerate(zip(values, ranks, strict=True))
            if i not in kept
        )
        if outer == 0:
            return pyfunc(*values)
        shapes = [
            tuple(v.shape)[: len(v.shape) - r]
            for i, (v, r) in enumerate(zip(values, ranks, strict=True))
            if i not in kept
        ]
        shape = np.broadcast_shapes(*shapes)
        flat = []
        for i, (value, rank) in enumerate(zip(values, ranks, strict=True)):
            if i in kept:
                continue
            rest = tuple(value.shape)[len(value.shape) - rank :]
            wide = tf.broadcast_to(value, [*shape, *rest])
            flat.append(tf.reshape(wide, [-1, *rest]))

        def row(parts: Any) -> Any:
            supply = iter(parts)
            return pyfunc(
                *(v if i in kept else next(supply) for i, v in enumerate(values))
            )

        found = tf.vectorized_map(row, tuple(flat))
        return tf.nest.map_structure(
            lambda part: tf.reshape(part, [*shape, *tuple(part.shape)[1:]]), found
        )

    return run


def _inner_ranks(signature: str | None) -> list[int]:
    """Returns the number of inner dimensions of each argument."""
    if signature is None:
        return []
    inputs = signature.replace(" ", "").split("->")[0]
    groups = inputs.strip("()").split("),(")
    return [len([name for name in group.split(",") if name]) for group in groups]
