"""`tf.map_fn` where the elements or the results are ragged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.control_flow.loop import while_loop
from tensorbrook._src.control_flow.tensor_array import TensorArray
from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.ops import cast
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged import rows
from tensorbrook._src.ops.ragged.row_partition import RowPartition, splits_of
from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def is_ragged(elems: Any, signature: Any) -> bool:
    """Whether something ragged goes into the map, or is to come out of it."""
    leaves = [*nest.flatten(elems), *nest.flatten(signature)]
    return any(isinstance(leaf, RaggedTensor | RaggedTensorSpec) for leaf in leaves)


def map_rows(fn: Callable[[Any], Any], elems: Any, signature: Any, name: str) -> Any:
    """Applies a function to each row of the elements.

    Args:
        fn: Function of a row of each element, in their structure.
        elems: A structure of tensors and ragged tensors.
        signature: The specs of what `fn` returns; by default those of the rows.
        name: Name of the loop in a graph.

    Returns:
        The results, those with a `RaggedTensorSpec` as ragged tensors.

    Raises:
        ValueError: The elements have no rows, or `fn` returns another structure.
    """
    flat = [
        leaf if isinstance(leaf, RaggedTensor) else convert_to_tensor(leaf)
        for leaf in nest.flatten(elems)
    ]
    if any(leaf._dims == () for leaf in flat):
        raise ValueError("tf.map_fn: elements must be at least 1-dimensional.")
    structure = elems if signature is None else signature
    specs = (
        [_row_spec(leaf) for leaf in flat]
        if signature is None
        else [_as_spec(leaf) for leaf in nest.flatten(signature)]
    )
    columns = [_column(spec) for spec in specs]
    count = cast.cast(rows.count(flat[0]), dtypes.int32)

    def body(index: Any, arrays: Any) -> Any:
        element = nest.pack_sequence_as(elems, [leaf[index] for leaf in flat])
        found = nest.flatten(fn(element))
        if len(found) != len(columns):
            raise ValueError(
                f"tf.map_fn: fn returned {len(found)} tensors, the signature has "
                f"{len(columns)}."
            )
        return index + 1, [
            column.write(own, index, value)
            for column, own, value in zip(columns, arrays, found, strict=True)
        ]

    _, arrays = while_loop(
        lambda index, arrays: index < count,
        body,
        (convert_to_tensor(0), [column.arrays(count) for column in columns]),
        name=name,
    )
    results = [
        column.stacked(own, count) for column, own in zip(columns, arrays, strict=True)
    ]
    return nest.pack_sequence_as(structure, results)


def _row_spec(value: Any) -> Any:
    """The spec of the rows of an element."""
    if isinstance(value, RaggedTensor):
        dims = value._dims
        return RaggedTensorSpec(
            None if dims is None else (None, *dims[2:]) if len(dims) > 1 else None,
            value.dtype,
            value.ragged_rank - 1,
            value.row_splits.dtype,
        )
    return TensorSpec(None, value.dtype)


def _as_spec(leaf: Any) -> Any:
    if isinstance(leaf, RaggedTensorSpec | TensorSpec):
        return leaf
    return TensorSpec(None, dtypes.as_dtype(leaf))


def _column(spec: Any) -> _Dense | _Ragged:
    return _Ragged(spec) if isinstance(spec, RaggedTensorSpec) else _Dense(spec)


class _Dense:
    """Results that are tensors of one shape."""

    def __init__(self, spec: TensorSpec) -> None:
        self.spec = spec

    def arrays(self, count: Any) -> list[TensorArray]:
        return [TensorArray(self.spec.dtype, size=count, infer_shape=True)]

    def write(self, arrays: list[TensorArray], index: Any, value: Any) -> Any:
        tensor: Any = convert_to_tensor(value, dtype=self.spec.dtype)
        return [arrays[0].write(index, tensor)]

    def stacked(self, arrays: list[TensorArray], count: Any) -> Any:
        return arrays[0].stack()


class _Ragged:
    """Results that differ in length: flat values one after the other, and lengths."""

    def __init__(self, spec: RaggedTensorSpec) -> None:
        self.spec = spec
        self.kind = spec.row_splits_dtype

    def arrays(self, count: Any) -> list[TensorArray]:
        inner = [
            TensorArray(self.kind, size=count, infer_shape=False, element_shape=[None])
            for _ in range(self.spec.ragged_rank)
        ]
        counts = TensorArray(self.kind, size=count, element_shape=[])
        dims = self.spec.shape._dims
        shape = None if dims is None else (None, *dims[self.spec.ragged_rank + 1 :])
        values = TensorArray(
            self.spec.dtype, size=count, infer_shape=False, element_shape=shape
        )
        return [counts, *inner, values]

    def write(self, arrays: list[TensorArray], index: Any, value: Any) -> Any:
        counts, *inner, values = arrays
        if not isinstance(value, RaggedTensor):
            value = convert_to_tensor(value, dtype=self.spec.dtype)
        value = rows.with_rank(value, self.spec.ragged_rank, self.kind)
        lengths = value.nested_row_lengths() if isinstance(value, RaggedTensor) else ()
        flat = value.flat_values if isinstance(value, RaggedTensor) else value
        return [
            counts.write(index, rows.count(value, self.kind)),
            *(
                array.write(index, cast.cast(length, self.kind))
                for array, length in zip(inner, lengths, strict=True)
            ),
            values.write(index, flat),
        ]

    def stacked(self, arrays: list[TensorArray], count: Any) -> Any:
        counts, *inner, values = arrays
        lengths = [shapes.reshape(counts.stack(), [-1])]
        lengths += [array.concat() for array in inner]
        found = values.concat()
        for own in reversed(lengths):
            partition = RowPartition(splits_of(own), row_lengths=own, internal=True)
            found = RaggedTensor(found, partition, internal=True)
        return found
