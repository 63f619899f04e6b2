"""`tf.vectorized_map`: a function of one element, applied to all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.control_flow.higher_order import map_fn
from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor


def vectorized_map(
    fn: Callable[[Any], Any],
    elems: Any,
    fallback_to_while_loop: bool = True,
    warn: bool = True,
) -> Any:
    """Applies `fn` to each element along the first axis and stacks the results.

    Args:
        fn: Function of an element that returns a tensor or a structure of tensors.
        elems: A tensor, or a structure of tensors, with first axes of one length; a
            length of 1 is repeated.
        fallback_to_while_loop: Accepted for compatibility.
        warn: Accepted for compatibility.

    Returns:
        The stacked results in the structure in which `fn` returns them.

    Raises:
        ValueError: There are no elements to map, or the lengths differ.
        IndexError: An element of `elems` is a scalar.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        >>> tf.vectorized_map(lambda row: tf.reduce_sum(row * row), x).numpy()
        array([ 5., 25.], dtype=float32)
    """
    flat = [convert_to_tensor(item) for item in nest.flatten(elems)]
    if not flat:
        raise ValueError("tf.vectorized_map: `elems` holds no tensors.")
    if any(tensor._dims == () for tensor in flat):
        raise IndexError(
            "tf.vectorized_map: each of `elems` needs a first axis to map over, got a "
            "scalar."
        )
    sizes = {t._dims[0] for t in flat if t._dims is not None and t._dims[0] != 1}
    known = {size for size in sizes if size is not None}
    if len(known) > 1:
        raise ValueError(
            "tf.vectorized_map: the first axes of `elems` have different lengths: "
            f"{sorted(known)}."
        )
    count: Any = known.pop() if known else (None if sizes else 1)
    once = [t._dims is not None and t._dims[0] == 1 and count != 1 for t in flat]

    def element(index: Any) -> Any:
        parts = [
            tensor[0] if single else tensor[index]
            for tensor, single in zip(flat, once, strict=True)
        ]
        return nest.pack_sequence_as(elems, parts)

    if current.interpreter.executing_eagerly and count:
        results = [fn(element(index)) for index in range(count)]
        columns = zip(*(nest.flatten(result) for result in results), strict=True)
        stacked = [shapes.stack([convert_to_tensor(x) for x in c]) for c in columns]
        return nest.pack_sequence_as(results[0], stacked)
    if count is None:
        longest = next(
            tensor for tensor, single in zip(flat, once, strict=True) if not single
        )
        count = shapes.shape(longest)[0]
    return map_fn(
        lambda index: fn(element(index)),
        array_creation.range(count),
        fn_output_signature=_signature(fn, flat, elems),
    )


def _signature(fn: Callable[[Any], Any], flat: list[Any], elems: Any) -> Any:
    """What `fn` returns for one element, found by tracing it once."""
    graph = FuncGraph("signature")
    with stop_tapes(), graph.as_default():
        parts = [
            graph.placeholder(t.dtype, None if t._dims is None else t._dims[1:])
            for t in flat
        ]
        result = fn(nest.pack_sequence_as(elems, parts))
        return nest.map_structure(
            lambda item: TensorSpec.from_tensor(convert_to_tensor(item)), result
        )
