"""What the records mean for ragged tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op
from tensorbrook._src.ops import cast, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged import arrays, dynamic_shape, elementwise, reduce
from tensorbrook._src.ops.ragged.tensor import RaggedTensor

Handler = Callable[[Op, Any, dict[str, Any], "str | None"], Any]


def run(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    """Runs an op that was given a ragged tensor.

    Raises:
        ValueError: The op takes no ragged tensors.
    """
    handler = _HANDLERS.get(op.name)
    if handler is not None:
        return handler(op, inputs, attrs, name)
    if op.elementwise:
        return elementwise.apply(op, inputs, attrs, name)
    raise ValueError(
        f"{op.name} takes no RaggedTensor. Use `to_tensor` to make a tensor of it first."
    )


def _numbers(value: Any) -> list[int]:
    """Axes, as a list of numbers."""
    known = convert_to_tensor(value, dtype_hint=dtypes.int32)._static_value()
    if known is None:
        raise NotImplementedError("With ragged tensors the axes must be known.")
    return [int(n) for n in known.reshape(-1)]


def _size(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    kind = attrs.get("out_type") or dtypes.int32
    return shape.size(inputs[0].flat_values, kind, name)


def _rank(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    return convert_to_tensor(len(inputs[0]._dims), dtypes.int32)


def _shape(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    kind = attrs.get("out_type")
    return dynamic_shape.DynamicRaggedShape.from_tensor(inputs[0], kind)


def _sum_of_all(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    total = inputs[0][0]
    for item in inputs[0][1:]:
        total = total + item
    return total


def _segments(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    data, ids, count = inputs
    if isinstance(ids, RaggedTensor):
        if not isinstance(data, RaggedTensor) or not elementwise.same_rows(data, ids):
            raise ValueError(
                f"{op.name}: ragged `segment_ids` must have the rows of `data`."
            )
        return op(data.flat_values, ids.flat_values, count, name=name)
    ids = cast.cast(convert_to_tensor(ids), data.row_splits.dtype)
    count = cast.cast(convert_to_tensor(count), data.row_splits.dtype)
    return reduce.segments(lambda d, i, n: op(d, i, n), data, ids, count)


def _on_flat_values(
    op: Op, inputs: Any, attrs: dict[str, Any], name: str | None
) -> Any:
    """The first input is ragged; the op keeps rows, and the others are for all."""
    value, *rest = inputs
    return value.with_flat_values(op(value.flat_values, *rest, name=name, **attrs))


def _softmax(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    """Along the last axis, which is ragged where the flat values are a vector."""
    value = inputs[0]
    if len(value.flat_values._dims) > 1:
        return _on_flat_values(op, inputs, attrs, name)
    from tensorbrook._src.ops import reduce as reductions
    from tensorbrook._src.ops import unary

    away = value - reductions.reduce_max(value, -1, keepdims=True)
    if op.name == "LogSoftmax":
        total = reductions.reduce_sum(unary.exp(away), -1, keepdims=True)
        return away - unary.log(total)
    sizes = unary.exp(away)
    return sizes / reductions.reduce_sum(sizes, -1, keepdims=True)


def _squeeze(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    return arrays.squeeze(inputs[0], list(attrs.get("squeeze_dims") or ()))


def _expand(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    value, axis = inputs
    place = arrays.axis_of(axis, len(value._dims) + 1, "tf.expand_dims")
    return arrays.expand_dims(value, place)


def _one_hot(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    value, *rest = inputs
    axis = attrs.get("axis", -1)
    if axis >= 0:
        axis = arrays.axis_of(axis, len(value._dims) + 1, "tf.one_hot")
        if axis <= value.ragged_rank:
            raise ValueError("tf.one_hot: the new axis can't be before a ragged one.")
        axis -= value.ragged_rank
    flat = op(value.flat_values, *rest, axis=axis, name=name)
    return value.with_flat_values(flat)


def _embedding(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    handle, ids = inputs
    return ids.with_flat_values(op(handle, ids.flat_values, name=name, **attrs))


def _join(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    def joined(*values: Any) -> Any:
        return op(list(values), name=name, **attrs)

    return elementwise.over(joined, inputs[0])


def _of_several(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    return elementwise.apply(op, inputs, attrs, name)


_HANDLERS: dict[str, Handler] = {
    "AddN": _sum_of_all,
    "Bincount": _on_flat_values,
    "ConcatV2": lambda op, inputs, attrs, name: arrays.concat(*inputs),
    "ExpandDims": _expand,
    "GatherNd": lambda op, inputs, attrs, name: arrays.take_nd(*inputs),
    "GatherV2": lambda op, inputs, attrs, name: arrays.take(
        *inputs, attrs.get("batch_dims", 0)
    ),
    "LogSoftmax": _softmax,
    "LookupTableFindV2": lambda op, inputs, attrs, name: inputs[1].with_flat_values(
        op(inputs[0], inputs[1].flat_values, inputs[2], name=name)
    ),
    "OneHot": _one_hot,
    "Pack": lambda op, inputs, attrs, name: arrays.stack(
        inputs[0], attrs.get("axis", 0)
    ),
    "Rank": _rank,
    "RegexFullMatch": _on_flat_values,
    "RegexReplace": _on_flat_values,
    "ResourceGather": _embedding,
    "ReverseV2": lambda op, inputs, attrs, name: arrays.reverse(
        inputs[0], _numbers(inputs[1])
    ),
    "Shape": _shape,
    "Size": _size,
    "Softmax": _softmax,
    "Split": lambda op, inputs, attrs, name: arrays.split(
        inputs[1], inputs[0], attrs["num_split"]
    ),
    "SplitV": lambda op, inputs, attrs, name: arrays.split_sizes(*inputs),
    "Squeeze": _squeeze,
    "StringJoin": _join,
    "Substr": _of_several,
    "Tile": lambda op, inputs, attrs, name: arrays.tile(*inputs),
    "Where": lambda op, inputs, attrs, name: arrays.where(inputs[0]),
    **{
        kind: reduce.run for kind in ("Sum", "Mean", "Prod", "Max", "Min", "All", "Any")
    },
    **{f"UnsortedSegment{kind}": _segments for kind in ("Sum", "Prod", "Max", "Min")},
}
