"""Operations whose shape argument is the shape of a ragged tensor."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import Op
from tensorbrook._src.ops import cast
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import RowPartition
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def run(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    """Runs an op that was given a `DynamicRaggedShape`.

    Raises:
        ValueError: The op takes none.
    """
    from tensorbrook._src.ops.ragged.dynamic_shape import DynamicRaggedShape

    if op.name == "BroadcastTo":
        return broadcast_to(*inputs)
    if op.name == "Reshape":
        return reshape(*inputs)
    places = [i for i, x in enumerate(inputs) if isinstance(x, DynamicRaggedShape)]
    if len(places) != 1:
        raise ValueError(f"{op.name} takes no DynamicRaggedShape.")
    shape = inputs[places[0]]
    flat = list(inputs)
    flat[places[0]] = shape.inner_shape
    return cut(op(*flat, name=name, **attrs), shape._partitions)


def cut(flat: Any, partitions: list[RowPartition]) -> Any:
    """Flat values cut into rows."""
    for partition in reversed(partitions):
        flat = RaggedTensor(flat, partition, internal=True)
    return flat


def broadcast_to(value: Any, shape: Any) -> Any:
    """A tensor or ragged tensor repeated up to the shape of a ragged tensor."""
    from tensorbrook._src.ops import array_creation
    from tensorbrook._src.ops.ragged import elementwise

    source = value if isinstance(value, RaggedTensor) else convert_to_tensor(value)
    if not shape._partitions:
        return shapes.broadcast_to(source, shape.inner_shape)
    if source._dims == ():
        return cut(shapes.broadcast_to(source, shape.inner_shape), shape._partitions)
    template = cut(
        array_creation.zeros(shape.inner_shape, source.dtype), shape._partitions
    )
    found = elementwise.broadcast([source, template])[0]
    flat = shapes.broadcast_to(found.flat_values, shape.inner_shape)
    return found.with_flat_values(flat)


def reshape(value: Any, shape: Any) -> Any:
    """The elements of a tensor or ragged tensor in the shape of a ragged tensor."""
    flat = value.flat_values if isinstance(value, RaggedTensor) else value
    return cut(shapes.reshape(flat, shape.inner_shape), shape._partitions)


def reshape_ragged(value: Any, shape: Any) -> Any:
    """The elements of a ragged tensor in the shape of a tensor: a vector, or uniform."""
    wanted = cast.cast(convert_to_tensor(shape), value.row_splits.dtype)
    known = wanted._static_value()
    if known is not None and len(known) == 1:
        return shapes.reshape(value.flat_values, wanted)
    if not all(part.is_uniform() for part in value._partitions):
        raise errors.InvalidArgumentError(
            None,
            None,
            "tf.reshape: a RaggedTensor can only become a vector, or take the shape of "
            "another ragged tensor.",
        )
    return shapes.reshape(value.flat_values, wanted)
