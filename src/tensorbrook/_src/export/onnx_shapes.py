"""ONNX's words for operations that arrange, choose and sum up elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.export.onnx_builder import (
    Builder,
    NotTranslatable,
    Translation,
    Value,
    constant,
    rank,
)

_FAR = np.iinfo(np.int64).max


def _axes(value: Value, tensor: Any) -> np.ndarray[Any, Any]:
    """Axes that are known, none of them negative."""
    axes = constant(value, "an axis").astype(np.int64).reshape(-1)
    return axes if (axes >= 0).all() else axes % rank(tensor)


def _reshape(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Reshape", inputs[0], b.int64(inputs[1]), allowzero=1)]


def _transpose(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    order = constant(inputs[1], "a permutation").tolist()
    return [b.transpose(inputs[0], [axis % len(order) for axis in order])]


def _squeeze(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    axes = node.attrs["squeeze_dims"]
    if not axes:
        return [b.add("Squeeze", inputs[0])]
    return [b.add("Squeeze", inputs[0], np.array(axes, np.int64))]


def _expand_dims(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    axis = constant(inputs[1], "an axis").astype(np.int64).reshape(-1)
    return [b.add("Unsqueeze", inputs[0], axis)]


def _pack(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    axis = node.attrs["axis"]
    place = np.array([axis], np.int64)
    parts = [b.add("Unsqueeze", value, place) for value in inputs]
    return [b.add("Concat", *parts, axis=axis)]


def _unpack(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    axis, count = node.attrs["axis"], len(node.outputs)
    if count == 1:
        parts = list(inputs)
    else:
        sizes = np.ones(count, np.int64)
        parts = b.several("Split", [inputs[0], sizes], count, axis=axis)
    place = np.array([axis], np.int64)
    return [b.add("Squeeze", part, place) for part in parts]


def _concat(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    *parts, axis = inputs
    if node.type == "Concat":
        axis, *parts = inputs
    return [b.add("Concat", *parts, axis=int(constant(axis, "an axis")))]


def _split(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    axis = int(constant(inputs[0], "an axis"))
    count = len(node.outputs)
    if count == 1:
        return [inputs[1]]
    return list(b.several("Split", [inputs[1]], count, axis=axis, num_outputs=count))


def _split_v(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    sizes = constant(inputs[1], "a list of sizes").astype(np.int64)
    axis = int(constant(inputs[2], "an axis"))
    if (sizes < 0).any():
        dims = node.inputs[0]._dims
        if dims is None or dims[axis] is None:
            raise NotTranslatable("a size of -1 of an unknown dimension")
        sizes = np.where(sizes < 0, dims[axis] - sizes[sizes >= 0].sum(), sizes)
    return list(b.several("Split", [inputs[0], sizes], len(sizes), axis=axis))


def _slice(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    value, begin, size = inputs
    starts = b.int64(begin)
    ends: Value
    if isinstance(size, np.ndarray) and isinstance(begin, np.ndarray):
        ends = np.where(size < 0, _FAR, starts + size.astype(np.int64))
    elif isinstance(size, np.ndarray) and (size < 0).any():
        raise NotTranslatable("a size of -1 behind a computed place")
    else:
        ends = b.add("Add", starts, b.int64(size))
    axes = np.arange(rank(node.inputs[0]), dtype=np.int64)
    return [b.add("Slice", value, starts, ends, axes)]


def _strided_slice(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    value, begin, end, strides = inputs
    masks = {
        name: node.attrs[f"{name}_mask"]
        for name in ("begin", "end", "ellipsis", "new_axis", "shrink_axis")
    }
    steps = constant(strides, "a stride").astype(np.int64)
    if masks["ellipsis"]:
        begin, end = constant(begin, "a place"), constant(end, "a place")
    pieces = _Pieces(b, b.int64(begin), b.int64(end), steps, masks)
    return [pieces.cut(value, node)]


class _Pieces:
    """The parts of a strided slice, dimension by dimension."""

    def __init__(
        self, b: Builder, begin: Any, end: Any, steps: Any, masks: dict[str, int]
    ) -> None:
        self._b = b
        self._begin, self._end, self._steps = begin, end, steps
        self._masks = masks

    def _bound(self, value: Value, position: int) -> Value:
        """One number of a vector, as a vector of one."""
        place = np.array([position], np.int64)
        if isinstance(value, np.ndarray):
            return value[position : position + 1]
        return self._b.add("Gather", value, place)

    def _is(self, mask: str, position: int) -> bool:
        return bool(self._masks[mask] >> position & 1)

    def cut(self, value: Value, node: Any) -> Value:
        """Cuts, takes dimensions away, and adds new ones."""
        b = self._b
        starts: list[Value] = []
        ends: list[Value] = []
        axes: list[int] = []
        steps: list[int] = []
        gone: list[int] = []
        new: list[int] = []
        axis = kept = 0
        for position in range(len(self._steps)):
            if self._is("ellipsis", position):
                after = range(position + 1, len(self._steps))
                used = sum(not self._is("new_axis", later) for later in after)
                skipped = rank(node.inputs[0]) - axis - used
                axis += skipped
                kept += skipped
                continue
            if self._is("new_axis", position):
                new.append(kept)
                kept += 1
                continue
            start, end, step = self._range(position)
            starts.append(start)
            ends.append(end)
            axes.append(axis)
            steps.append(step)
            if self._is("shrink_axis", position):
                gone.append(axis)
            else:
                kept += 1
            axis += 1
        if axes:
            bounds = [self._joined(part) for part in (starts, ends)]
            places = np.array(axes, np.int64)
            value = b.add("Slice", value, *bounds, places, np.array(steps, np.int64))
        if gone:
            value = b.add("Squeeze", value, np.array(gone, np.int64))
        if new:
            value = b.add("Unsqueeze", value, np.array(new, np.int64))
        return value

    def _range(self, position: int) -> tuple[Value, Value, int]:
        step = int(self._steps[position])
        start = self._bound(self._begin, position)
        end = self._bound(self._end, position)
        if self._is("shrink_axis", position):
            one = np.ones(1, np.int64)
            if isinstance(start, np.ndarray):
                last = start + 1 if start[0] != -1 else np.array([_FAR], np.int64)
                return start, last, 1
            return start, self._b.add("Add", start, one), 1
        if self._is("begin", position):
            start = np.array([0 if step > 0 else _FAR], np.int64)
        if self._is("end", position):
            end = np.array([_FAR if step > 0 else -_FAR], np.int64)
        return start, end, step

    def _joined(self, parts: Sequence[Value]) -> Value:
        if all(isinstance(part, np.ndarray) for part in parts):
            return np.concatenate(parts)
        return self._b.add("Concat", *parts, axis=0) if len(parts) > 1 else parts[0]


def _gather(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    value, places, *axis = inputs
    if node.attrs.get("batch_dims", 0):
        raise NotTranslatable("batch_dims")
    where = int(constant(axis[0], "an axis")) if axis else 0
    return [b.add("Gather", value, places, axis=where)]


def _gather_nd(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("GatherND", inputs[0], b.int64(inputs[1]))]


def _tile(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Tile", inputs[0], b.int64(inputs[1]))]


def _broadcast(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Expand", inputs[0], b.int64(inputs[1]))]


def _fill(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Expand", inputs[1], b.int64(inputs[0]))]


def _shape(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.cast(b.add("Shape", inputs[0]), node.outputs[0].dtype)]


def _size(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.cast(b.add("Size", inputs[0]), node.outputs[0].dtype)]


def _rank(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [np.array(rank(node.inputs[0]), np.int32)]


def _range(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Range", *inputs)]


def _pad(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    paddings = constant(inputs[1], "a padding").astype(np.int64)
    pads = np.ascontiguousarray(paddings.T).reshape(-1)
    if node.type == "MirrorPad":
        if node.attrs["mode"] != "REFLECT":
            raise NotTranslatable(f"the mode {node.attrs['mode']}")
        return [b.add("Pad", inputs[0], pads, mode="reflect")]
    filler = inputs[2] if len(inputs) > 2 else b.like(0, node.inputs[0].dtype)
    return [b.add("Pad", inputs[0], pads, filler, mode="constant")]


def _one_hot(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    indices, depth, on, off = inputs
    one = np.array([0], np.int64)
    values = [b.add("Unsqueeze", value, one) for value in (off, on)]
    both = b.add("Concat", *values, axis=0)
    # A negative index counts from the end there; here it stands for no place at all.
    number = node.inputs[0].dtype
    none = b.add("Less", indices, b.like(0, number))
    past = b.cast(depth, number)
    indices = b.add("Where", none, past, indices)
    return [b.add("OneHot", indices, depth, both, axis=node.attrs["axis"])]


def _cumsum(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    axis = constant(inputs[1], "an axis").astype(np.int64)
    flags = {name: int(node.attrs[name]) for name in ("exclusive", "reverse")}
    return [b.add("CumSum", inputs[0], axis, **flags)]


def _top_k(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    count = b.reshape(b.int64(inputs[1]), [1])
    values, places = b.several("TopK", [inputs[0], count], 2, axis=-1)
    return [values, b.cast(places, node.outputs[1].dtype)]


def _reverse(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    axes = _axes(inputs[1], node.inputs[0])
    ones = np.ones(len(axes), np.int64)
    return [b.add("Slice", inputs[0], -ones, -_FAR * ones, axes, -ones)]


def _where(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.transpose(b.add("NonZero", inputs[0]), (1, 0))]


def _depth(kind: str) -> Translation:
    """`DepthToSpace` and `SpaceToDepth`; their layout is that of TensorFlow."""

    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        if node.attrs["data_format"] != "NHWC":
            raise NotTranslatable(f"data_format {node.attrs['data_format']}")
        value = b.transpose(inputs[0], (0, 3, 1, 2))
        value = b.add(kind, value, blocksize=node.attrs["block_size"])
        return [b.transpose(value, (0, 2, 3, 1))]

    return translate


# --- reductions --------------------------------------------------------------------------


def _reduced(kind: str) -> Translation:
    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        axes = constant(inputs[1], "an axis").astype(np.int64).reshape(-1)
        keep = int(node.attrs["keep_dims"])
        # No axes at all mean all of them to ONNX unless it is told otherwise.
        none = {} if len(axes) else {"noop_with_empty_axes": 1}
        return [b.add(kind, inputs[0], axes, keepdims=keep, **none)]

    return translate


def _logical(kind: str) -> Translation:
    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        numbers = b.cast(inputs[0], dtypes.int32)
        found = _reduced(kind)(b, node, [numbers, inputs[1]])
        return [b.cast(found[0], dtypes.as_dtype("bool"))]

    return translate


def _place_of(kind: str) -> Translation:
    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        axis = int(constant(inputs[1], "an axis"))
        found = b.add(kind, inputs[0], axis=axis, keepdims=0)
        return [b.cast(found, node.outputs[0].dtype)]

    return translate


SHAPES: dict[str, Translation] = {
    "Reshape": _reshape,
    "Transpose": _transpose,
    "Squeeze": _squeeze,
    "ExpandDims": _expand_dims,
    "Pack": _pack,
    "Unpack": _unpack,
    "Concat": _concat,
    "ConcatV2": _concat,
    "Split": _split,
    "SplitV": _split_v,
    "Slice": _slice,
    "StridedSlice": _strided_slice,
    "Gather": _gather,
    "GatherV2": _gather,
    "GatherNd": _gather_nd,
    "ResourceGather": _gather,
    "Tile": _tile,
    "BroadcastTo": _broadcast,
    "Fill": _fill,
    "Shape": _shape,
    "Size": _size,
    "Rank": _rank,
    "Range": _range,
    "Pad": _pad,
    "PadV2": _pad,
    "MirrorPad": _pad,
    "OneHot": _one_hot,
    "Cumsum": _cumsum,
    "TopKV2": _top_k,
    "ReverseV2": _reverse,
    "Where": _where,
    "DepthToSpace": _depth("DepthToSpace"),
    "SpaceToDepth": _depth("SpaceToDepth"),
    "Sum": _reduced("ReduceSum"),
    "Mean": _reduced("ReduceMean"),
    "Max": _reduced("ReduceMax"),
    "Min": _reduced("ReduceMin"),
    "Prod": _reduced("ReduceProd"),
    "EuclideanNorm": _reduced("ReduceL2"),
    "All": _logical("ReduceMin"),
    "Any": _logical("ReduceMax"),
    "ArgMax": _place_of("ArgMax"),
    "ArgMin": _place_of("ArgMin"),
}
