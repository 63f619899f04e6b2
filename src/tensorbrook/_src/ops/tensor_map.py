"""Maps from tensors to tensors as values (variants); a changed map is another value."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops.rules import scalar

_PYTHON = unsupported("maps of tensors have no XLA counterpart here")


class TensorMap:
    """Tensors by the bytes of their keys, in the order in which they came."""

    __slots__ = ("items",)

    def __init__(self, items: dict[Any, tuple[Any, Any]]) -> None:
        self.items = items

    def found(self, key: Any, doing: str) -> tuple[Any, Any]:
        """Key and value.

        Raises:
            errors.InvalidArgumentError: There is no such key.
        """
        try:
            return self.items[_name(key._array())]
        except KeyError:
            raise errors.InvalidArgumentError(
                None, None, f'Trying to {doing}. Could not find key "{key._array()}".'
            ) from None


def _name(array: Any) -> Any:
    return array.dtype.str, array.shape, tuple(array.reshape(-1).tolist())


def _of_kind(value: Any) -> TensorMap:
    if not isinstance(value, TensorMap):
        raise errors.InvalidArgumentError(
            None, None, f"Input handle is not a map. Saw: {type(value).__name__}"
        )
    return value


def _map(handle: Any) -> TensorMap:
    return _of_kind(handle._array())


def _variant(like: Any, value: TensorMap) -> Any:
    return type(like)._object(value)


def _insert(xp: Any, handle: Any, key: Any, value: Any) -> Any:
    return _variant(
        handle, TensorMap({**_map(handle).items, _name(key._array()): (key, value)})
    )


def _erase(xp: Any, handle: Any, key: Any, value_dtype: Any) -> Any:
    value = _map(handle)
    value.found(key, "erase non-existent item")
    name = _name(key._array())
    kept = {other: pair for other, pair in value.items.items() if other != name}
    return _variant(handle, TensorMap(kept))


def _lookup(xp: Any, handle: Any, key: Any, value_dtype: Any) -> Any:
    found = _map(handle).found(key, "lookup non-existent key")[1]
    if found.dtype is not value_dtype:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"The value is of {found.dtype.name}, asked for {value_dtype.name}.",
        )
    return found


def _stack_keys(xp: Any, handle: Any, key_dtype: Any) -> Any:
    keys = [key for key, _ in _map(handle).items.values()]
    if not keys:
        raise errors.InvalidArgumentError(
            None, None, "TensorMapStackKeys cannot be called on empty map."
        )
    if any(key.dtype is not key_dtype or key.shape != keys[0].shape for key in keys):
        raise errors.InvalidArgumentError(
            None, None, f"The keys are not of one shape and of {key_dtype.name}."
        )
    return keys[0]._like(np.stack([key._array() for key in keys]))


def _op(name: str, signature: str, kernel: Any, shape: Any, gradient: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=gradient,
        xla=_PYTHON,
        on_tensors=True,
        missing_gradients=gradient is not NOT_DIFFERENTIABLE,
    )


empty_op = Op(
    "EmptyTensorMap",
    "-> handle: variant",
    shape=scalar,
    reference=lambda xp: TensorMap({}),
    gradient=NOT_DIFFERENTIABLE,
    xla=_PYTHON,
    stateful=True,
)
size_op = Op(
    "TensorMapSize",
    "input_handle: variant -> size: int32",
    shape=scalar,
    reference=lambda xp, handle: np.int32(len(_of_kind(handle).items)),
    gradient=NOT_DIFFERENTIABLE,
    xla=_PYTHON,
)
has_key_op = Op(
    "TensorMapHasKey",
    "input_handle: variant, key: key_dtype -> has_key: bool",
    shape=scalar,
    reference=lambda xp, handle, key: np.bool_(_name(key) in _of_kind(handle).items),
    gradient=NOT_DIFFERENTIABLE,
    xla=_PYTHON,
)
insert_op = _op(
    "TensorMapInsert",
    "input_handle: variant, key: key_dtype, value: value_dtype -> output_handle: variant",
    _insert,
    scalar,
    lambda op, dmap: [
        None,
        None,
        None
        if dmap is None
        else lookup_op(dmap, op.inputs[1], value_dtype=op.inputs[2].dtype),  # type: ignore[has-type]
    ],
)
lookup_op = _op(
    "TensorMapLookup",
    "input_handle: variant, key: key_dtype -> value: value_dtype | value_dtype: type",
    _lookup,
    lambda c: None,
    lambda op, dy: [
        None if dy is None else insert_op(empty_op(), op.inputs[1], dy),
        None,
    ],
)
erase_op = _op(
    "TensorMapErase",
    "input_handle: variant, key: key_dtype -> output_handle: variant | value_dtype: type",
    _erase,
    scalar,
    NOT_DIFFERENTIABLE,
)
stack_keys_op = _op(
    "TensorMapStackKeys",
    "input_handle: variant -> keys: key_dtype | key_dtype: type",
    _stack_keys,
    lambda c: None,
    NOT_DIFFERENTIABLE,
)
