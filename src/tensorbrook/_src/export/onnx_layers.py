"""ONNX's words for the operations that layers are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.export.onnx_builder import (
    Builder,
    NotTranslatable,
    Translation,
    Value,
    constant,
    rank,
)

# --- products ----------------------------------------------------------------------------


def _swapped(b: Builder, value: Value, tensor: Any) -> Value:
    """The value with its last two dimensions exchanged."""
    count = rank(tensor)
    return b.transpose(value, [*range(count - 2), count - 1, count - 2])


def _matmul(first: str, second: str) -> Translation:
    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        sides = [
            _swapped(b, value, tensor) if node.attrs[flag] else value
            for value, tensor, flag in zip(
                inputs, node.inputs, (first, second), strict=True
            )
        ]
        return [b.add("MatMul", *sides)]

    return translate


def _einsum(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Einsum", *inputs, equation=node.attrs["equation"].replace(" ", ""))]


# --- windows -----------------------------------------------------------------------------


class _Layout:
    """Where batch, channels and space stand in the input of a node."""

    def __init__(self, node: Any, tensor: Any) -> None:
        form = node.attrs.get("data_format", "NHWC")
        self._last = form.endswith("C")
        count = rank(tensor)
        self.space = count - 2
        self._inward = (0, count - 1, *range(1, count - 1))
        self._outward = (0, *range(2, count), 1)

    def inward(self, b: Builder, value: Value) -> Value:
        """From the layout of the node to ONNX's: channels before space."""
        return b.transpose(value, self._inward) if self._last else value

    def outward(self, b: Builder, value: Value) -> Value:
        """Back again."""
        return b.transpose(value, self._outward) if self._last else value

    def of_space(self, numbers: Any) -> list[int]:
        """Those of a list with one number for each dimension that are of space."""
        if not numbers:
            return [1] * self.space
        return list(numbers[1:-1] if self._last else numbers[2:])

    def padding(self, node: Any, kernel: Sequence[int]) -> dict[str, Any]:
        """How ONNX calls the padding of a node; with dilations, strides are one."""
        kind = node.attrs["padding"]
        dilations = self.of_space(node.attrs.get("dilations"))
        if kind == "SAME" and max(dilations) > 1:
            totals = [(k - 1) * d for k, d in zip(kernel, dilations, strict=True)]
            low = [total // 2 for total in totals]
            return {"pads": low + [t - n for t, n in zip(totals, low, strict=True)]}
        if kind == "SAME":
            return {"auto_pad": "SAME_UPPER"}
        if kind == "VALID":
            return {"auto_pad": "VALID"}
        pads = node.attrs["explicit_paddings"]
        pairs = [tuple(pads[2 * i : 2 * i + 2]) for i in range(self.space + 2)]
        pairs = self.of_space(pairs)  # type: ignore[assignment]
        return {"pads": [low for low, _ in pairs] + [high for _, high in pairs]}


def _kernel_order(space: int) -> tuple[int, ...]:
    """From (space, in, out) to (out, in, space)."""
    return (space + 1, space, *range(space))


def _conv(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    layout = _Layout(node, node.inputs[0])
    dims, kernel = node.inputs[0]._dims, node.inputs[1]._dims
    channels = dims[-1] if node.attrs["data_format"].endswith("C") else dims[1]
    if channels is None or kernel is None or None in kernel:
        raise NotTranslatable("a convolution of unknown channels")
    made = b.add(
        "Conv",
        layout.inward(b, inputs[0]),
        b.transpose(inputs[1], _kernel_order(layout.space)),
        kernel_shape=list(kernel[: layout.space]),
        strides=layout.of_space(node.attrs["strides"]),
        dilations=layout.of_space(node.attrs["dilations"]),
        group=channels // kernel[-2],
        **layout.padding(node, kernel[: layout.space]),
    )
    return [layout.outward(b, made)]


def _depthwise(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    layout = _Layout(node, node.inputs[0])
    kernel = node.inputs[1]._dims
    if kernel is None or None in kernel:
        raise NotTranslatable("a kernel of unknown shape")
    height, width, channels, times = kernel
    weights = b.transpose(inputs[1], (2, 3, 0, 1))
    made = b.add(
        "Conv",
        layout.inward(b, inputs[0]),
        b.reshape(weights, [channels * times, 1, height, width]),
        kernel_shape=[height, width],
        strides=layout.of_space(node.attrs["strides"]),
        dilations=layout.of_space(node.attrs["dilations"]),
        group=channels,
        **layout.padding(node, [height, width]),
    )
    return [layout.outward(b, made)]


def _conv_transpose(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    sizes, weights, value = inputs
    layout = _Layout(node, node.inputs[2])
    kernel, dims = node.inputs[1]._dims, node.inputs[2]._dims
    wanted = node.outputs[0]._dims
    if node.attrs["padding"] == "EXPLICIT" or None in (kernel, dims):
        raise NotTranslatable("padding EXPLICIT, or unknown shapes")
    strides = layout.of_space(node.attrs["strides"])
    dilations = layout.of_space(node.attrs["dilations"])
    before, after, added = [], [], []
    for axis in range(layout.space):
        reach = (kernel[axis] - 1) * dilations[axis] + 1
        stride = strides[axis]
        total = max(reach - stride, 0) if node.attrs["padding"] == "SAME" else 0
        extra = max(stride - reach, 0)
        given = layout.of_space(dims)[axis]
        asked = layout.of_space(wanted)[axis] if wanted else None
        if given is not None and asked is not None:
            extra = asked - ((given - 1) * stride + reach - total)
        if not 0 <= extra < max(stride, dilations[axis]):
            raise NotTranslatable("an output of a size that needs other paddings")
        before.append(total // 2)
        after.append(total - total // 2)
        added.append(extra)
    made = b.add(
        "ConvTranspose",
        layout.inward(b, value),
        b.transpose(weights, _kernel_order(layout.space)),
        kernel_shape=list(kernel[: layout.space]),
        strides=strides,
        dilations=dilations,
        pads=before + after,
        output_padding=added,
    )
    return [layout.outward(b, made)]


def _pool(kind: str) -> Translation:
    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        layout = _Layout(node, node.inputs[0])
        window = layout.of_space(node.attrs["ksize"])
        made = b.add(
            kind,
            layout.inward(b, inputs[0]),
            kernel_shape=window,
            strides=layout.of_space(node.attrs["strides"]),
            **layout.padding(node, window),
        )
        return [layout.outward(b, made)]

    return translate


def _batch_norm(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    if node.attrs["is_training"]:
        raise NotTranslatable("is_training")
    layout = _Layout(node, node.inputs[0])
    made = b.add(
        "BatchNormalization",
        layout.inward(b, inputs[0]),
        *inputs[1:],
        epsilon=float(node.attrs["epsilon"]),
    )
    return [layout.outward(b, made), *inputs[3:5]]


def _lrn(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    radius = node.attrs["depth_radius"]
    size = 2 * radius + 1
    value = b.transpose(inputs[0], (0, 3, 1, 2))
    made = b.add(
        "LRN",
        value,
        size=size,
        alpha=float(node.attrs["alpha"]) * size,
        beta=float(node.attrs["beta"]),
        bias=float(node.attrs["bias"]),
    )
    return [b.transpose(made, (0, 2, 3, 1))]


def _resize(mode: str) -> Translation:
    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        size = constant(inputs[1], "a size").astype(np.int64)
        if node.attrs["align_corners"]:
            form = "align_corners"
        elif node.attrs["half_pixel_centers"]:
            form = "half_pixel"
        else:
            form = "asymmetric"
        order = {"coordinate_transformation_mode": form, "mode": mode}
        if mode == "nearest":
            turned = form == "align_corners"
            order["nearest_mode"] = "round_prefer_ceil" if turned else "floor"
            if form == "half_pixel":
                raise NotTranslatable("half_pixel_centers with the nearest neighbour")
        value = b.transpose(inputs[0], (0, 3, 1, 2))
        batch = b.add("Shape", value, start=0, end=2)
        sizes = b.add("Concat", batch, size, axis=0)
        made = b.add("Resize", value, None, None, sizes, **order)
        made = b.transpose(made, (0, 2, 3, 1))
        return [b.cast(made, node.outputs[0].dtype)]

    return translate


# --- sequences ---------------------------------------------------------------------------


def _gate_order(units: int, order: tuple[int, ...]) -> np.ndarray[Any, Any]:
    """The places of all gates' rows when the gates come in another order."""
    return np.concatenate([np.arange(units) + part * units for part in order])


class _Sequence:
    """The inputs of a recurrent sequence as ONNX wants them: time, batch, units."""

    def __init__(
        self, b: Builder, node: Any, inputs: list[Value], order: tuple[int, ...]
    ) -> None:
        if node.attrs["masks"]:
            raise NotTranslatable("a mask")
        self.b = b
        self.node = node
        units = node.inputs[1]._dims[-1]
        rows = _gate_order(units, order)
        self.units = units
        # The product with the input is done already: the weights only bring it along.
        chosen = np.eye(len(rows), dtype=node.inputs[0].dtype.numpy_dtype)[rows]
        self.weights = chosen[None]
        self.rows = rows
        self.attrs: dict[str, Any] = {"hidden_size": units}
        if node.attrs["go_backwards"]:
            self.attrs["direction"] = "reverse"
        self.value = self.time_first(inputs[0])

    def time_first(self, value: Value) -> Value:
        """(time, batch, units), from the layout of the node."""
        if self.node.attrs["time_major"]:
            return value
        return self.b.transpose(value, (1, 0, 2))

    def recurrent(self, kernel: Value) -> np.ndarray[Any, Any]:
        """The recurrent weights as ONNX wants them."""
        weights = constant(kernel, "a recurrent kernel")
        return np.ascontiguousarray(weights.T[self.rows])[None]

    def state(self, value: Value) -> Value:
        """A first state, with a dimension for the direction."""
        return self.b.add("Unsqueeze", value, np.zeros(1, np.int64))

    def outputs(self, found: list[str]) -> list[Value]:
        """All states in the layout of the node, and the last ones."""
        b, first = self.b, np.zeros(1, np.int64)
        whole = b.add("Squeeze", found[0], np.ones(1, np.int64))
        if self.node.attrs["go_backwards"]:
            # ONNX leaves each state with its input; here they come as they were made.
            ones = np.ones(1, np.int64)
            far = -np.iinfo(np.int64).max * ones
            whole = b.add("Slice", whole, -ones, far, first, -ones)
        return [
            self.time_first(whole),
            *(b.add("Squeeze", last, first) for last in found[1:]),
        ]


def _lstm(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    made = _Sequence(b, node, inputs, (0, 3, 1, 2))
    states = [made.state(value) for value in inputs[1:3]]
    given = [made.value, made.weights, made.recurrent(inputs[3]), None, None, *states]
    whole, hidden, carry = made.outputs(b.several("LSTM", given, 3, **made.attrs))
    return [whole, None, None, hidden, carry]


def _gru(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    made = _Sequence(b, node, inputs, (0, 1, 2))
    bias = None
    if node.attrs["biases"]:
        own = constant(inputs[3], "a bias").reshape(-1)
        bias = np.concatenate([np.zeros_like(own), own])[None]
    given = [
        made.value,
        made.weights,
        made.recurrent(inputs[2]),
        bias,
        None,
        made.state(inputs[1]),
    ]
    after = int(node.attrs["reset_after"])
    found = b.several("GRU", given, 2, linear_before_reset=after, **made.attrs)
    whole, last = made.outputs(found)
    return [whole, None, last]


LAYERS: dict[str, Translation] = {
    "MatMul": _matmul("transpose_a", "transpose_b"),
    "BatchMatMul": _matmul("adj_x", "adj_y"),
    "BatchMatMulV2": _matmul("adj_x", "adj_y"),
    "BatchMatMulV3": _matmul("adj_x", "adj_y"),
    "Einsum": _einsum,
    "Conv2D": _conv,
    "Conv3D": _conv,
    "DepthwiseConv2dNative": _depthwise,
    "Conv2DBackpropInput": _conv_transpose,
    "Conv3DBackpropInputV2": _conv_transpose,
    "MaxPool": _pool("MaxPool"),
    "MaxPool3D": _pool("MaxPool"),
    "AvgPool": _pool("AveragePool"),
    "AvgPool3D": _pool("AveragePool"),
    "FusedBatchNorm": _batch_norm,
    "FusedBatchNormV2": _batch_norm,
    "FusedBatchNormV3": _batch_norm,
    "LRN": _lrn,
    "ResizeBilinear": _resize("linear"),
    "ResizeNearestNeighbor": _resize("nearest"),
    "TensorbrookLSTM": _lstm,
    "TensorbrookGRU": _gru,
}
