"""ONNX's words for operations on single elements."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.export.onnx_builder import (
    Builder,
    NotTranslatable,
    Translation,
    Value,
    element_type,
    rank,
)


def _same(kind: str, **attrs: Any) -> Translation:
    """One node of ONNX with the same inputs."""
    return lambda b, node, inputs: [b.add(kind, *inputs, **attrs)]


def _chain(*kinds: str) -> Translation:
    """Several nodes of ONNX, one after the other."""

    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        value = b.add(kinds[0], *inputs)
        for kind in kinds[1:]:
            value = b.add(kind, value)
        return [value]

    return translate


def _first(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [inputs[0]]


def _square(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Mul", inputs[0], inputs[0])]


def _relu6(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    dtype = node.inputs[0].dtype
    return [b.add("Clip", inputs[0], b.like(0, dtype), b.like(6, dtype))]


def _clip(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Min", b.add("Max", inputs[0], inputs[1]), inputs[2])]


def _squared_difference(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    difference = b.add("Sub", *inputs)
    return [b.add("Mul", difference, difference)]


def _log1p(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    one = b.like(1, node.inputs[0].dtype)
    return [b.add("Log", b.add("Add", inputs[0], one))]


def _expm1(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    one = b.like(1, node.inputs[0].dtype)
    return [b.add("Sub", b.add("Exp", inputs[0]), one)]


def _erfc(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    one = b.like(1, node.inputs[0].dtype)
    return [b.add("Sub", one, b.add("Erf", inputs[0]))]


def _floor_div(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    dtype = node.inputs[0].dtype
    quotient = b.add("Div", *inputs)
    if dtype.is_floating:
        return [b.add("Floor", quotient)]
    rest = b.add("Sub", inputs[0], b.add("Mul", quotient, inputs[1]))
    zero = b.like(0, dtype)
    uneven = b.add("Not", b.add("Equal", rest, zero))
    signs = [b.add("Less", value, zero) for value in (rest, inputs[1])]
    wrong = b.add("And", uneven, b.add("Xor", *signs))
    return [b.add("Sub", quotient, b.cast(wrong, dtype))]


def _floor_mod(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    if not node.inputs[0].dtype.is_floating:
        return [b.add("Mod", *inputs)]
    floor = b.add("Floor", b.add("Div", *inputs))
    return [b.add("Sub", inputs[0], b.add("Mul", floor, inputs[1]))]


def _leaky(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("LeakyRelu", inputs[0], alpha=float(node.attrs["alpha"]))]


def _cast(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Cast", inputs[0], to=element_type(node.outputs[0].dtype))]


def _select(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    condition = inputs[0]
    ranks = [rank(tensor) for tensor in node.inputs[:2]]
    if node.type == "Select" and ranks[0] == 1 and ranks[1] > 1:
        condition = b.reshape(condition, [-1] + [1] * (ranks[1] - 1))
    return [b.add("Where", condition, *inputs[1:])]


def _add_n(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    return [b.add("Sum", *inputs)]


def _full(number: int) -> Translation:
    """A tensor of one number in the shape of the input."""

    def translate(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
        value = b.like(number, node.outputs[0].dtype)
        return [b.add("Expand", value, b.add("Shape", inputs[0]))]

    return translate


def _bias_add(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    bias = inputs[1]
    if node.attrs["data_format"] == "NCHW":
        bias = b.reshape(bias, [-1] + [1] * (rank(node.inputs[0]) - 2))
    return [b.add("Add", inputs[0], bias)]


def _logical(kind: str) -> Translation:
    return lambda b, node, inputs: [b.add("Not", b.add(kind, *inputs))]


def _softmax(kind: str) -> Translation:
    return lambda b, node, inputs: [b.add(kind, inputs[0], axis=-1)]


def _selu(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    return [b.add("Selu", inputs[0], alpha=alpha, gamma=scale)]


def _div_no_nan(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    zero = b.like(0, node.inputs[0].dtype)
    by_zero = b.add("Equal", inputs[1], zero)
    return [b.add("Where", by_zero, zero, b.add("Div", *inputs))]


def _is_finite(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    if node.inputs[0].dtype not in (dtypes.float32, dtypes.float64):
        raise NotTranslatable(f"the dtype {node.inputs[0].dtype.name}")
    odd = b.add("Or", b.add("IsNaN", inputs[0]), b.add("IsInf", inputs[0]))
    return [b.add("Not", odd)]


def _atan2(b: Builder, node: Any, inputs: list[Value]) -> list[Value]:
    y, x = inputs
    dtype = node.inputs[0].dtype
    zero, pi = b.like(0, dtype), b.like(np.pi, dtype)
    angle = b.add("Atan", b.add("Div", y, x))
    turn = b.add("Where", b.add("Less", y, zero), b.add("Neg", pi), pi)
    behind = b.add("Where", b.add("Less", x, zero), turn, zero)
    return [b.add("Add", angle, behind)]


ELEMENTWISE: dict[str, Translation] = {
    **{
        name: _same(name)
        for name in (
            "Abs Neg Sign Floor Ceil Exp Log Sqrt Sin Cos Tan Asin Acos Atan Sinh Cosh "
            "Asinh Acosh Atanh Tanh Sigmoid Relu Elu Softplus Softsign Erf Sub Mul Pow "
            "Equal Less Greater Reciprocal Add"
        ).split()
    },
    "Rint": _same("Round"),
    "Round": _same("Round"),
    "Inv": _same("Reciprocal"),
    "IsNan": _same("IsNaN"),
    "IsInf": _same("IsInf"),
    "IsFinite": _is_finite,
    "AddV2": _same("Add"),
    "AddN": _add_n,
    "RealDiv": _same("Div"),
    "Div": _same("Div"),
    "TruncateDiv": _same("Div"),
    "TruncateMod": _same("Mod", fmod=1),
    "Minimum": _same("Min"),
    "Maximum": _same("Max"),
    "LessEqual": _same("LessOrEqual"),
    "GreaterEqual": _same("GreaterOrEqual"),
    "NotEqual": _logical("Equal"),
    "LogicalAnd": _same("And"),
    "LogicalOr": _same("Or"),
    "LogicalNot": _same("Not"),
    "Rsqrt": _chain("Sqrt", "Reciprocal"),
    "Square": _square,
    "Relu6": _relu6,
    "Selu": _selu,
    "LeakyRelu": _leaky,
    "ClipByValue": _clip,
    "SquaredDifference": _squared_difference,
    "Log1p": _log1p,
    "Expm1": _expm1,
    "Erfc": _erfc,
    "Atan2": _atan2,
    "FloorDiv": _floor_div,
    "FloorMod": _floor_mod,
    "DivNoNan": _div_no_nan,
    "BiasAdd": _bias_add,
    "Cast": _cast,
    "Select": _select,
    "SelectV2": _select,
    "ZerosLike": _full(0),
    "OnesLike": _full(1),
    "Softmax": _softmax("Softmax"),
    "LogSoftmax": _softmax("LogSoftmax"),
    **dict.fromkeys(
        (
            "Identity StopGradient PreventGradient Snapshot CheckNumerics EnsureShape "
            "PlaceholderWithDefault"
        ).split(),
        _first,
    ),
}
