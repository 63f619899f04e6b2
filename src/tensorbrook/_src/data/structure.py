"""Elements of datasets: nested structures, and the flat tensors that they are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.none_spec import NoneTensorSpec
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec, type_spec_from_value
from tensorbrook._src.ops.constant import convert_to_tensor


def normalized(element: Any) -> Any:
    """An element with its leaves as tensors; lists are leaves, and become tensors.

    Raises:
        TypeError: A leaf can't become a tensor.
    """
    if isinstance(element, dict):
        made = {key: normalized(value) for key, value in element.items()}
        return made if type(element) is dict else type(element)(made)
    if isinstance(element, tuple):
        parts = [normalized(each) for each in element]
        return type(element)(*parts) if hasattr(element, "_fields") else tuple(parts)
    if element is None or isinstance(element, Tensor | CompositeTensor):
        return element
    if hasattr(element, "_type_spec") and not hasattr(element, "assign"):
        return element
    if nest.is_nested(element) and not isinstance(element, list):
        return nest.map_structure(normalized, element)
    return convert_to_tensor(element)


def spec_of(element: Any) -> Any:
    """The specs of a normalized element, in its structure."""
    return nest.map_structure(_leaf_spec, element)


def _leaf_spec(leaf: Any) -> TypeSpec:
    if leaf is None:
        return NoneTensorSpec()
    if isinstance(leaf, Tensor):
        return TensorSpec(leaf.shape, leaf.dtype)
    return type_spec_from_value(leaf)


def flat_specs(spec: Any) -> list[TensorSpec]:
    """The specs of all tensors of an element."""
    return [
        part for leaf in nest.flatten(spec) for part in _leaf(leaf).flatten() if part
    ]


def _leaf(leaf: Any) -> TypeSpec:
    if not isinstance(leaf, TypeSpec):
        raise TypeError(
            "The structure of a dataset's elements must be made of `tf.TypeSpec` "
            f"objects. Received: {leaf!r}."
        )
    return leaf


def types_and_shapes(spec: Any) -> dict[str, Any]:
    """The attributes `output_types` and `output_shapes` of an op."""
    flat = flat_specs(spec)
    return {
        "output_types": tuple(each.dtype for each in flat),
        "output_shapes": tuple(each.shape._dims for each in flat),
    }


def flat_tensors(spec: Any, element: Any) -> list[Any]:
    """All tensors of an element."""
    leaves = zip(nest.flatten(spec), nest.flatten_up_to(spec, element), strict=True)
    return [tensor for leaf, value in leaves for tensor in leaf.to_tensors(value)]


def packer(spec: Any) -> Callable[[Sequence[Any]], Any]:
    """A function from flat tensors to an element."""
    if isinstance(spec, TensorSpec):
        return lambda tensors: tensors[0]
    if type(spec) is tuple and all(isinstance(leaf, TensorSpec) for leaf in spec):
        return tuple
    leaves = nest.flatten(spec)

    def pack(tensors: Sequence[Any]) -> Any:
        rest: Iterator[Any] = iter(tensors)
        values = [leaf.from_tensors(rest) for leaf in leaves]
        return nest.pack_sequence_as(spec, values)

    return pack


def batched(spec: Any, size: int | None) -> Any:
    """The spec of a batch of elements."""
    return nest.map_structure(lambda leaf: leaf._batch(size), spec)


def unbatched(spec: Any) -> Any:
    """The spec of the rows of elements."""
    return nest.map_structure(lambda leaf: leaf._unbatch(), spec)


def is_dense(spec: Any) -> bool:
    """Whether an element consists of plain tensors only."""
    return all(isinstance(leaf, TensorSpec) for leaf in nest.flatten(spec))


def common(first: Any, second: Any) -> Any:
    """The narrowest spec that covers the elements of two datasets, or None."""
    try:
        nest.assert_same_structure(first, second)
    except (TypeError, ValueError):
        return None
    leaves = [
        one.most_specific_common_supertype([other])
        for one, other in zip(nest.flatten(first), nest.flatten(second), strict=True)
    ]
    if any(leaf is None for leaf in leaves):
        return None
    return nest.pack_sequence_as(first, leaves)


def described(types: Any, shapes: Any) -> Any:
    """The spec of elements for the older arguments `output_types`, `output_shapes`."""
    if shapes is None:
        return nest.map_structure(lambda dtype: TensorSpec(None, dtype), types)
    flat = nest.flatten_up_to(types, shapes)
    specs = [
        TensorSpec(shape, dtype)
        for shape, dtype in zip(flat, nest.flatten(types), strict=True)
    ]
    return nest.pack_sequence_as(types, specs)


def dims_of(leaf: TypeSpec) -> Dims:
    """The dims of a dense leaf; None for others."""
    return leaf.shape._dims if isinstance(leaf, TensorSpec) else None
