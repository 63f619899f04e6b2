"""Quantized convolutions together with what follows them: bias, sum, cut-off, range.

Input and filter are quantized evenly from zero on, as oneDNN has it, the filter perhaps
by channel; so the sums need no offsets.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import conv, depthwise
from tensorbrook._src.ops import quantized_numbers as numbers
from tensorbrook._src.ops.quantized_windows import completed, with_attrs

_ENDS = (
    "min_input: float32, max_input: float32, min_filter: float32, max_filter: float32"
)
_FROZEN = "min_freezed_output: float32, max_freezed_output: float32"


@dataclasses.dataclass(frozen=True)
class _Kind:
    """What one op of the family does after the convolution."""

    name: str

    @property
    def record(self) -> Op:
        """The record of the convolution itself."""
        if "Depthwise" in self.name:
            return depthwise.depthwise_op
        return conv.conv2d_op

    @property
    def bias(self) -> bool:
        return "Bias" in self.name

    @property
    def relu(self) -> bool:
        return "Relu" in self.name

    @property
    def frozen(self) -> bool:
        return "Requantize" in self.name

    @property
    def summand(self) -> str:
        """The type of what is added: "", "float32", "uint8" or "int8"."""
        if "Sum" not in self.name:
            return ""
        if not self.frozen:
            return "float32"
        return "int8" if "Signed" in self.name else "uint8"

    @property
    def output(self) -> str:
        if not self.frozen:
            return "qint32"
        return "quint8" if self.relu else "qint8"

    @property
    def signature(self) -> str:
        """The signature, put together of what the op has."""
        inputs, attrs = ["input: Tinput, filter: Tfilter"], []
        if self.bias:
            inputs.append("bias: Tbias" if self.frozen else "bias: float32")
            attrs += ["Tbias: {float32, qint32}"] if self.frozen else []
        inputs += [_ENDS, _FROZEN] if self.frozen else [_ENDS]
        if self.summand == "float32":
            inputs.append("summand: float32")
        elif self.summand:
            inputs.append(
                "summand: Tsummand, min_summand: float32, max_summand: float32"
            )
            attrs.append("Tsummand: quantized")
        plain = ("PerChannel", "DepthwiseConv2D", "DepthwiseConv2DWithBias")
        if not self.name.endswith(plain):
            attrs.append("padding_list: list(int) = []")
        return (
            f"{', '.join(inputs)} -> output: out_type, min_output: float32, "
            "max_output: float32 | Tinput: quantized, Tfilter: quantized, "
            f"{', '.join([*attrs, f'out_type: quantized = {self.output}'])}, "
            "strides: list(int), padding: {'SAME', 'VALID'}, "
            "dilations: list(int) = [1, 1, 1, 1]"
        )


def _sums(kind: _Kind, images: Any, kernel: Any, attrs: Any) -> Any:
    numbers.require(kind.name, images, "uint8", "int8")
    numbers.require(kind.name, kernel, "int8")
    how = {key: attrs[key] for key in ("strides", "padding", "dilations")}
    made = kind.record.reference(
        np,
        images.astype(np.float64),
        kernel.astype(np.float64),
        **completed(kind.record, **how),
    )
    return np.rint(made)


def _kernel(kind: _Kind) -> Any:
    def kernel(
        xp: Any,
        input: Any,  # noqa: A002
        filter: Any,  # noqa: A002
        *rest: Any,
        out_type: Any,
        padding_list: Any = (),
        **attrs: Any,
    ) -> Any:
        numbers.require_output(kind.name, out_type, kind.output)
        if padding_list:
            raise NotImplementedError(f"{kind.name}: padding_list is missing.")
        inputs = list(rest)
        bias = inputs.pop(0) if kind.bias else None
        low, high, low_filter, high_filter = (
            np.asarray(inputs.pop(0), np.float64) for _ in range(4)
        )
        sums = _sums(kind, input, filter, attrs)
        step_filter = np.maximum(np.abs(low_filter), np.abs(high_filter)) / 127
        top_input = np.maximum(np.abs(low), np.abs(high))
        step_input = top_input / numbers.limits(input.dtype)[1]
        step = step_input * step_filter
        if bias is not None:
            sums = sums + (bias if bias.dtype.kind == "i" else np.trunc(bias / step))
        ends = [inputs.pop(0) for _ in range(2)] if kind.frozen else []
        if kind.summand:
            sums = sums + _added(kind, inputs, step)
        if kind.relu:
            sums = np.maximum(sums, 0)
        made_kind = out_type.numpy_dtype
        if kind.frozen:
            top = max(abs(float(ends[0])), abs(float(ends[1])))
            sums = np.rint(sums * step * (numbers.limits(made_kind)[1] / (top or 1.0)))
        else:
            width = (high_filter - low_filter) / 254
            # As in TensorFlow a channel's sums shrink with its share of the widest one.
            sums = np.floor(sums * (width / width.max()) + 0.5)
            reach = (high - low) / 255 * width * float(numbers.SCALED_32)
            ends = [(-reach).astype(np.float32), reach.astype(np.float32)]
        return np.clip(sums, *numbers.limits(made_kind)).astype(made_kind), *ends

    return kernel


def _added(kind: _Kind, inputs: list[Any], step: Any) -> Any:
    """The summand in the steps of the sums."""
    summand = inputs[0].astype(np.float64)
    if kind.summand == "float32":
        return summand / step
    numbers.require(kind.name, inputs[0], kind.summand)
    top = max(abs(float(inputs[1])), abs(float(inputs[2])))
    return summand * (top / numbers.limits(inputs[0].dtype)[1]) / step


def _dims(kind: _Kind) -> Any:
    def rule(c: ShapeContext) -> list[Dims]:
        given = {key: c.attrs[key] for key in ("strides", "padding", "dilations")}
        made = kind.record.infer(with_attrs(c, kind.record, **given))
        first = 3 if kind.bias else 2
        numbers.check_scalars(c, first, first + 1)
        if made[0] is not None and kind.bias:
            bias = c.shape(2)
            c.check_rank(2, 1)
            if bias and None not in (bias[0], made[0][3]) and bias[0] != made[0][3]:
                raise c.fail(
                    f"{kind.name}: bias must have {made[0][3]} elements, got {bias[0]}."
                )
        if kind.frozen:
            return [*made, (), ()]
        return [*made, c.shape(first + 2), c.shape(first + 3)]

    return rule


_NAMES = (
    "QuantizedConv2DPerChannel",
    "QuantizedConv2DAndRelu",
    "QuantizedConv2DAndRequantize",
    "QuantizedConv2DAndReluAndRequantize",
    "QuantizedConv2DWithBias",
    "QuantizedConv2DWithBiasAndRelu",
    "QuantizedConv2DWithBiasAndRequantize",
    "QuantizedConv2DWithBiasAndReluAndRequantize",
    "QuantizedConv2DWithBiasSumAndRelu",
    "QuantizedConv2DWithBiasSumAndReluAndRequantize",
    "QuantizedConv2DWithBiasSignedSumAndReluAndRequantize",
    "QuantizedDepthwiseConv2D",
    "QuantizedDepthwiseConv2DWithBias",
    "QuantizedDepthwiseConv2DWithBiasAndRelu",
    "QuantizedDepthwiseConv2DWithBiasAndReluAndRequantize",
)

for _kind in map(_Kind, _NAMES):
    Op(
        _kind.name,
        _kind.signature,
        shape=_dims(_kind),
        reference=_kernel(_kind),
        gradient=NOT_DIFFERENTIABLE,
        xla=numbers.HOST,
    )
