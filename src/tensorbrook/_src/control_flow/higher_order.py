"""Functions over the elements of tensors: `tf.map_fn`, `tf.scan`, `tf.foldl`, ..."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.control_flow import ragged_map
from tensorbrook._src.control_flow.loop import while_loop
from tensorbrook._src.control_flow.tensor_array import TensorArray
from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


class _Elements:
    """Tensors that are taken apart along their first axis."""

    def __init__(
        self, elems: Any, what: str, error: type[Exception] = ValueError
    ) -> None:
        self.structure = elems
        self._rows = [_row_spec(item) for item in nest.flatten(elems)]
        self.flat = [
            tensor
            for item, row in zip(nest.flatten(elems), self._rows, strict=True)
            for tensor in ([convert_to_tensor(item)] if row is None else _parts(item))
        ]
        if not self.flat:
            raise error(
                f"{what}: elems must be a Tensor or (possibly nested) sequence."
            )
        if any(tensor._dims == () for tensor in self.flat):
            raise error(
                f"{what}: elements must be at least 1-dimensional, not scalars."
            )
        first = self.flat[0]
        known = first._dims[0] if first._dims else None
        self.static = known
        self.count: Any = known if known is not None else shapes.shape(first)[0]

    def at(self, index: Any) -> Any:
        rows = iter([tensor[index] for tensor in self.flat])
        items = [
            next(rows) if spec is None else spec.from_tensors(rows)
            for spec in self._rows
        ]
        return nest.pack_sequence_as(self.structure, items)

    def row_types(self) -> list[Any]:
        """The dtype, or for an extension type the spec, of each item of an element."""
        tensors = iter(self.flat)
        found: list[Any] = []
        for spec in self._rows:
            count = 1 if spec is None else len(spec.flatten())
            parts = [next(tensors) for _ in range(count)]
            found.append(parts[0].dtype if spec is None else spec)
        return found


def _row_spec(item: Any) -> Any:
    """The spec of a row of an extension type that can be taken apart; else None."""
    return item._type_spec._unbatch() if _is_extension_value(item) else None


def _parts(item: Any) -> list[Any]:
    found: list[Any] = item._type_spec.to_tensors(item)
    return found


def _arrays(
    like: list[Any], count: Any, shapes_of: list[Any] | None = None
) -> list[TensorArray]:
    known = [None] * len(like) if shapes_of is None else shapes_of
    return [
        TensorArray(kind, size=count, infer_shape=True, element_shape=shape)
        for kind, shape in zip(like, known, strict=True)
    ]


def _with_count(tensor: Any, count: Any) -> Any:
    if count is not None and not isinstance(tensor, int) and hasattr(tensor, "op"):
        dims = tensor._dims
        if dims is not None and dims and dims[0] is None:
            tensor.set_shape((count, *dims[1:]))
    return tensor


def map_fn(
    fn: Callable[[Any], Any],
    elems: Any,
    dtype: Any = None,
    parallel_iterations: int | None = None,
    back_prop: bool = True,
    swap_memory: bool = False,
    infer_shape: bool = True,
    name: str | None = None,
    fn_output_signature: Any = None,
) -> Any:
    """Applies a function to each element along the first axis.

    Args:
        fn: Function of an element.
        elems: A tensor, or a structure of tensors with first axes of one length.
        dtype: Old name of `fn_output_signature`.
        parallel_iterations: Accepted for compatibility.
        back_prop: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        infer_shape: Accepted for compatibility.
        name: Name of the loop in a graph.
        fn_output_signature: Dtypes of what `fn` returns, where they differ from `elems`.

    Returns:
        The stacked results, in the structure in which `fn` returns them.

    Raises:
        ValueError: An element is a scalar.

    Example:
        >>> import tensorbrook as tf
        >>> tf.map_fn(lambda x: x * x, tf.constant([1, 2, 3])).numpy()
        array([1, 4, 9], dtype=int32)
    """
    signature = fn_output_signature if fn_output_signature is not None else dtype
    if ragged_map.is_ragged(elems, signature):
        return ragged_map.map_rows(fn, elems, signature, name or "map")
    elements = _Elements(elems, "tf.map_fn")
    structure = elems if signature is None else signature
    types = elements.row_types() if signature is None else nest.flatten(signature)
    parts = [item.flatten() if _is_extension(item) else [item] for item in types]
    wanted = [
        dtypes.as_dtype(getattr(part, "dtype", part)) for each in parts for part in each
    ]
    declared = [
        None if signature is None else getattr(part, "shape", None)
        for each in parts
        for part in each
    ]

    def body(index: Any, arrays: list[TensorArray]) -> Any:
        result = [
            tensor
            for item in nest.flatten(fn(elements.at(index)))
            for tensor in (_parts(item) if _is_extension_value(item) else [item])
        ]
        if len(result) != len(wanted):
            raise ValueError(
                f"tf.map_fn: fn returned {len(result)} tensors, the signature has "
                f"{len(wanted)}."
            )
        written = [
            array.write(index, convert_to_tensor(value, dtype=kind))
            for array, value, kind in zip(arrays, result, wanted, strict=True)
        ]
        return index + 1, written

    _, arrays = while_loop(
        lambda index, arrays: index < elements.count,
        body,
        (convert_to_tensor(0), _arrays(wanted, elements.count, declared)),
        name=name or "map",
    )
    stacked = iter([_with_count(a.stack(), elements.static) for a in arrays])
    items = [
        item._batch(elements.static).from_tensors(stacked)
        if _is_extension(item)
        else next(stacked)
        for item in types
    ]
    return nest.pack_sequence_as(structure, items)


def _is_extension(item: Any) -> bool:
    """Whether an output is declared by the spec of an extension type."""
    return hasattr(item, "_encoder")


def _is_extension_value(item: Any) -> bool:
    """Whether a value is an extension type that can be stacked."""
    return hasattr(item, "__batch_encoder__")


def _fold(
    fn: Any, elems: Any, initializer: Any, reverse: bool, keep: bool, name: str
) -> tuple[Any, Any, Any]:
    """Carries a value through the elements; returns it, the kept ones, and the count."""
    elements = _Elements(elems, f"tf.{name}", IndexError)
    first = 0
    if initializer is None:
        start = elements.at(-1 if reverse else 0)
        first = 1
    else:
        start = nest.map_structure(convert_to_tensor, initializer)
    kinds = [t.dtype for t in nest.flatten(start)]
    arrays = _arrays(kinds, elements.count) if keep else []

    def place(step: Any) -> Any:
        return elements.count - 1 - step if reverse else step

    if keep and first:
        arrays = [
            a.write(place(0), value)
            for a, value in zip(arrays, nest.flatten(start), strict=True)
        ]

    def body(step: Any, value: Any, kept: list[TensorArray]) -> Any:
        index = place(step)
        value = fn(value, elements.at(index))
        flat = nest.flatten(value)
        kept = [a.write(index, item) for a, item in zip(kept, flat, strict=False)]
        return step + 1, value, kept

    _, value, arrays = while_loop(
        lambda step, value, kept: step < elements.count,
        body,
        (convert_to_tensor(first), start, arrays),
        name=name,
    )
    stacked = [_with_count(a.stack(), elements.static) for a in arrays]
    return value, stacked, start


def foldl(
    fn: Callable[[Any, Any], Any],
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
) -> Any:
    """Combines the elements along the first axis, from the first to the last.

    Args:
        fn: Function of the value so far and an element.
        elems: A tensor or a structure of tensors.
        initializer: The first value; by default the first element.
        parallel_iterations: Accepted for compatibility.
        back_prop: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        name: Name of the loop in a graph.

    Returns:
        The last value.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.foldl(lambda a, x: a * 10 + x, tf.constant([1, 2, 3])))
        123
    """
    return _fold(fn, elems, initializer, False, False, name or "foldl")[0]


def foldr(
    fn: Callable[[Any, Any], Any],
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
) -> Any:
    """Combines the elements along the first axis, from the last to the first.

    Args:
        fn: Function of the value so far and an element.
        elems: A tensor or a structure of tensors.
        initializer: The first value; by default the last element.
        parallel_iterations: Accepted for compatibility.
        back_prop: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        name: Name of the loop in a graph.

    Returns:
        The last value.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.foldr(lambda a, x: a * 10 + x, tf.constant([1, 2, 3])))
        321
    """
    return _fold(fn, elems, initializer, True, False, name or "foldr")[0]


def scan(
    fn: Callable[[Any, Any], Any],
    elems: Any,
    initializer: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    infer_shape: bool = True,
    reverse: bool = False,
    name: str | None = None,
) -> Any:
    """Combines the elements along the first axis and keeps every value on the way.

    Args:
        fn: Function of the value so far and an element.
        elems: A tensor or a structure of tensors.
        initializer: The first value; by default the first element.
        parallel_iterations: Accepted for compatibility.
        back_prop: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        infer_shape: Accepted for compatibility.
        reverse: Whether to begin with the last element.
        name: Name of the loop in a graph.

    Returns:
        The stacked values, in the structure of `initializer` or `elems`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.scan(lambda a, x: a + x, tf.constant([1, 2, 3])).numpy()
        array([1, 3, 6], dtype=int32)
    """
    _, stacked, start = _fold(fn, elems, initializer, reverse, True, name or "scan")
    return nest.pack_sequence_as(start, stacked)
