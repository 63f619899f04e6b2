"""Shapes and types of a call's outputs, found by tracing it once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.composite import is_ragged, is_sparse
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.node import leaves, map_leaves


def infer_outputs(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Returns `KerasTensor`s like what `function` gives for symbolic arguments.

    Args:
        function: called once, in a scratch function, with symbolic tensors.
        args: positional arguments, with `KerasTensor`s in any structure.
        kwargs: keyword arguments, likewise.
    """
    symbols: dict[int, KerasTensor] = {}
    for leaf in leaves((args, kwargs)):
        if isinstance(leaf, KerasTensor):
            symbols[id(leaf)] = leaf
    specs = [_spec(symbol) for symbol in symbols.values()]

    def scratch(*tensors: Any) -> list[Any]:
        values = dict(zip(symbols, tensors, strict=True))

        def value_of(leaf: Any) -> Any:
            return values[id(leaf)] if isinstance(leaf, KerasTensor) else leaf

        outputs = function(*map_leaves(value_of, args), **map_leaves(value_of, kwargs))
        found.append(map_leaves(_describe, outputs))
        return []

    found: list[Any] = []
    tf.function(scratch, autograph=False).get_concrete_function(*specs)
    return found[-1]


def _spec(symbol: KerasTensor) -> Any:
    """Returns the type specification of a symbolic value."""
    if symbol.sparse:
        return tf.SparseTensorSpec(symbol.shape, symbol.dtype)
    if symbol.ragged:
        return tf.RaggedTensorSpec(symbol.shape, symbol.dtype)
    return tf.TensorSpec(symbol.shape, symbol.dtype)


def _describe(value: Any) -> Any:
    """Returns the symbolic value for a traced tensor; other values stay."""
    if is_sparse(value):
        return KerasTensor(value.shape, value.dtype, sparse=True)
    if is_ragged(value):
        return KerasTensor(value.shape, value.dtype, ragged=True)
    if isinstance(value, tf.Tensor | tf.Variable):
        return KerasTensor(shape_of(value), value.dtype)
    return value


def shape_of(tensor: Any) -> tuple[int | None, ...] | None:
    """Returns a tensor's static dimensions as a tuple."""
    if isinstance(tensor, KerasTensor):
        return tensor.shape
    shape = tf.TensorShape(tensor.shape)
    return None if shape.rank is None else tuple(shape.as_list())
