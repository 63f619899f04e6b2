"""Products of quantized matrices with a bias, and what may follow at once.

The second matrix is quantized evenly around zero. The first one begins at `min_a`
(`MIN_FIRST`), or at zero (`SCALED`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import quantized_numbers as numbers
from tensorbrook._src.ops.quantized_arithmetic import product_dims

_MATRICES = "a: T1, b: T2, bias: {bias}"
_ENDS = "min_a: float32, max_a: float32, min_b: float32, max_b: float32"
_FROZEN = "min_freezed_output: float32, max_freezed_output: float32"
_ATTRS = (
    "T1: quantized, T2: quantized, transpose_a: bool = False, "
    "transpose_b: bool = False, "
    "input_quant_mode: {'MIN_FIRST', 'SCALED'} = 'MIN_FIRST'"
)


def _sums(
    name: str, a: Any, b: Any, bias: Any, ends: Any, how: Any, exact: bool
) -> tuple[Any, Any]:
    """The sums in steps, and the size of a step by column.

    How a bias is rounded, and which size a step has, follow TensorFlow's oneDNN kernels.
    """
    numbers.require(name, a, "uint8")
    numbers.require(name, b, "int8")
    min_a, max_a, min_b, max_b = (np.asarray(end, np.float64) for end in ends)
    right = (b.T if how["transpose_b"] else b).astype(np.int64)
    left = (a.T if how["transpose_a"] else a).astype(np.int64)
    top_b = np.maximum(np.abs(min_b), np.abs(max_b)).reshape(-1)
    scaled = how["input_quant_mode"] == "SCALED"
    step_a = (max_a - min_a) / 255
    if scaled and (bias.dtype.kind == "f" or exact):
        step_a = np.maximum(np.abs(min_a), np.abs(max_a)) / 255
    step, made = step_a * top_b / 127, left @ right
    if bias.dtype.kind == "i":
        return made + bias, step
    extra = bias / step
    if not scaled:
        extra = extra + right.sum(axis=0) * (min_a / step_a)
    if not exact:
        extra = numbers.round_away(extra) if scaled else np.trunc(extra)
    return made + extra, step


def _range(ends: Any) -> tuple[Any, Any]:
    """The range of the sums; as in TensorFlow, not always that of their steps."""
    min_a, max_a, min_b, max_b = (np.asarray(end, np.float64) for end in ends)
    top = (max_a - min_a) / 255 * (max_b - min_b) / 254 * float(numbers.SCALED_32)
    return (-top).astype(np.float32), top.astype(np.float32)


def _op(name: str, output: str, bias: str, relu: bool, frozen: bool) -> Op:
    """A record of the family.

    Args:
        name: TensorFlow's name.
        output: The dtype that the sums come in: "qint32", "quint8" or "float32".
        bias: The types of the bias.
        relu: Whether negative sums become zero.
        frozen: Whether the range of the output is given.
    """

    def kernel(
        xp: Any, a: Any, b: Any, bias: Any, *ends: Any, Toutput: Any, **how: Any
    ) -> Any:
        numbers.require_output(name, Toutput, output)
        sums, step = _sums(name, a, b, bias, ends[:4], how, output == "float32")
        if relu:
            sums = np.maximum(sums, 0)
        if output == "float32":
            return (sums * step).astype(np.float32)
        if output == "qint32":
            least, most = numbers.limits(np.int32)
            return np.clip(sums, least, most).astype(np.int32), *_range(ends[:4])
        top = np.maximum(np.abs(ends[4]), np.abs(ends[5]))
        found = np.rint(sums * (step * 255 / float(top)))
        return np.clip(found, 0, 255).astype(np.uint8), ends[4], ends[5]

    def dims(c: ShapeContext) -> list[Dims]:
        numbers.check_scalars(c, 3, 4, *((7, 8) if frozen else ()))
        c.check_rank(2, 1)
        made, vector, ends = product_dims(c), c.shape(2), c.shape(5)
        if made and vector and None not in (made[1], vector[0]):
            if made[1] != vector[0]:
                raise c.fail(
                    f"{name}: bias must have {made[1]} elements, got {vector[0]}."
                )
        if output == "float32":
            return [made]
        return [made, *([()] * 2 if frozen else [ends] * 2)]

    tail = "" if output == "float32" else ", min_out: float32, max_out: float32"
    kinds = "quantized" if output != "float32" else "{float32}"
    default = f" = {output}" if output != "float32" else ""
    return Op(
        name,
        f"{_MATRICES.format(bias='Tbias' if bias else 'float32')}, {_ENDS}"
        f"{', ' + _FROZEN if frozen else ''} -> out: Toutput{tail} | {_ATTRS}, "
        f"{'Tbias: {float32, qint32}, ' if bias else ''}Toutput: {kinds}{default}",
        shape=dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=numbers.HOST,
    )


_op("QuantizedMatMulWithBias", "qint32", "Tbias", relu=False, frozen=False)
_op("QuantizedMatMulWithBiasAndRelu", "qint32", "", relu=True, frozen=False)
_op("QuantizedMatMulWithBiasAndRequantize", "quint8", "Tbias", relu=False, frozen=True)
_op(
    "QuantizedMatMulWithBiasAndReluAndRequantize",
    "quint8",
    "Tbias",
    relu=True,
    frozen=True,
)
_op("QuantizedMatMulWithBiasAndDequantize", "float32", "Tbias", relu=False, frozen=True)
