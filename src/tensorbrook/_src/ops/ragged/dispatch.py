"""What the records mean for ragged tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, find
from tensorbrook._src.ops import cast, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged import (
    arrays,
    dynamic_shape,
    elementwise,
    functions,
    products,
    reduce,
    shaped,
    text,
)
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


def _join_along(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    value, axis = inputs
    separator = attrs.get("separator", "")

    def combined(data: Any, ids: Any, count: Any) -> Any:
        return find("UnsortedSegmentJoin")(data, ids, count, separator=separator)

    keep = bool(attrs.get("keep_dims", False))
    return reduce.along(
        combined, value, _numbers(axis), keep, lambda v, a: op(v, a, **attrs)
    )


def _bins(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    value, size, weights = inputs
    if isinstance(weights, RaggedTensor):
        weights = weights.flat_values
    splits = cast.cast(value.row_splits, dtypes.int64)
    return find("RaggedBincount")(splits, value.flat_values, size, weights, **attrs)


def _running(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    """Along an axis of the padded tensor; padding changes nothing that is kept."""
    from tensorbrook._src.ops import ragged_records

    value, axis = inputs
    neutral = 1 if op.name == "Cumprod" else 0
    dense = op(value.to_tensor(neutral), axis, name=name, **attrs)
    cuts = list(value.nested_row_splits)
    return value.with_flat_values(ragged_records.ragged_from_dense(dense, cuts))


def _partitioned(
    op: Op, inputs: Any, attrs: dict[str, Any], name: str | None
) -> list[Any]:
    value, numbers = inputs
    numbers = convert_to_tensor(numbers)
    count = attrs["num_partitions"]
    return [functions.boolean_mask(value, numbers == index) for index in range(count)]


def _text(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    """Ragged tensors are put into the template as nested lists."""
    template = attrs["template"]
    pieces = template.split(attrs["placeholder"])
    found, kept = pieces[0], []
    for piece, item in zip(pieces[1:], inputs[0], strict=True):
        if isinstance(item, RaggedTensor):
            if item._is_symbolic():
                raise NotImplementedError(
                    "tf.strings.format: ragged tensors of a graph have no text yet."
                )
            found += text.template_rows(item) + piece
        else:
            kept.append(item)
            found += attrs["placeholder"] + piece
    return op(kept, name=name, **{**attrs, "template": found})


def _product(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    flips = [
        bool(attrs.get(new) or attrs.get(old))
        for new, old in (("adj_x", "transpose_a"), ("adj_y", "transpose_b"))
    ]
    return products.product(*inputs, *flips)


_HANDLERS: dict[str, Handler] = {
    "AddN": _sum_of_all,
    "BatchMatMulV2": _product,
    "BroadcastTo": shaped.run,
    "ConcatV2": lambda op, inputs, attrs, name: arrays.concat(*inputs),
    "Cumprod": _running,
    "Cumsum": _running,
    "DenseBincount": _bins,
    "DynamicPartition": _partitioned,
    "ExpandDims": _expand,
    "GatherNd": lambda op, inputs, attrs, name: arrays.take_nd(*inputs),
    "GatherV2": lambda op, inputs, attrs, name: arrays.take(
        inputs[0], inputs[1], inputs[2], attrs.get("batch_dims", 0)
    ),
    "LogSoftmax": _softmax,
    "MatMul": _product,
    "LookupTableFindV2": lambda op, inputs, attrs, name: inputs[1].with_flat_values(
        op(inputs[0], inputs[1].flat_values, inputs[2], name=name)
    ),
    "OneHot": _one_hot,
    "Pack": lambda op, inputs, attrs, name: arrays.stack(
        inputs[0], attrs.get("axis", 0)
    ),
    "Rank": _rank,
    "ReduceJoin": _join_along,
    "RegexFullMatch": _on_flat_values,
    "RegexReplace": _on_flat_values,
    "ResourceGather": _embedding,
    "Reshape": lambda op, inputs, attrs, name: (
        shaped.reshape_ragged(*inputs)
        if isinstance(inputs[0], RaggedTensor)
        and not isinstance(inputs[1], dynamic_shape.DynamicRaggedShape)
        else shaped.run(op, inputs, attrs, name)
    ),
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
    "StringFormat": _text,
    "StringJoin": _join,
    "Substr": _of_several,
    "Tile": lambda op, inputs, attrs, name: arrays.tile(*inputs),
    "Where": lambda op, inputs, attrs, name: arrays.where(inputs[0]),
    **{
        kind: reduce.run for kind in ("Sum", "Mean", "Prod", "Max", "Min", "All", "Any")
    },
    **{f"UnsortedSegment{kind}": _segments for kind in ("Sum", "Prod", "Max", "Min")},
}
