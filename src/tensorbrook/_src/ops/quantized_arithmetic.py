"""Sums, products and cut-offs of quantized numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import quantized_numbers as numbers
from tensorbrook._src.ops.refused import refused
from tensorbrook._src.ops.rules import broadcast

_PAIR = "x: T1, y: T2, min_x: float32, max_x: float32, min_y: float32, max_y: float32"
_TYPES = "T1: quantized, T2: quantized, Toutput: quantized = qint32"


def _sum_range(room: int, *ends: Any) -> tuple[Any, Any]:
    """A range with zero in its middle, with room for many sums."""
    low, high, other_low, other_high = (float(end) for end in ends)
    top = np.float32(max(high, -low, other_high, -other_low) * room)
    return -top, top


def _summed(a: Any, ends_a: Any, b: Any, ends_b: Any, ends: Any) -> Any:
    zero = int(numbers.unclamped(0.0, ends[0], ends[1], np.int32))
    first = numbers.moved(a, ends_a[0], ends_a[1], ends, np.int32).astype(np.int64)
    second = numbers.moved(b, ends_b[0], ends_b[1], ends, np.int32).astype(np.int64)
    return np.clip(first + second - zero, *numbers.limits(np.int32)).astype(np.int32)


def _checked_pair(name: str, x: Any, y: Any, ends: Any, wanted: Any) -> None:
    numbers.require(name, x, "uint8")
    numbers.require(name, y, "uint8")
    numbers.require_output(name, wanted, "qint32")
    for low, high in ends:
        numbers.check_order(name, low, high)


def _add(
    xp: Any,
    x: Any,
    y: Any,
    min_x: Any,
    max_x: Any,
    min_y: Any,
    max_y: Any,
    Toutput: Any,
) -> Any:
    ends_x, ends_y = (min_x, max_x), (min_y, max_y)
    _checked_pair("QuantizedAdd", x, y, (ends_x, ends_y), Toutput)
    ends = _sum_range(1 << 14, *ends_x, *ends_y)
    made = _by_steps(x, ends_x, ends) + _by_steps(y, ends_y, ends)
    zero = int(numbers.unclamped(0.0, ends[0], ends[1], np.int32))
    return (made - zero).astype(np.int32), *ends


def _by_steps(array: Any, ends: Any, total: Any) -> Any:
    """The numbers in a wider range, where a step is a whole number of steps."""
    first = numbers.to_float(np.arange(2), ends[0], ends[1], array.dtype)
    start, following = numbers.unclamped(first, total[0], total[1], np.int32)
    return array.astype(np.int64) * (following - start) + start


def _multiply(
    xp: Any,
    x: Any,
    y: Any,
    min_x: Any,
    max_x: Any,
    min_y: Any,
    max_y: Any,
    Toutput: Any,
) -> Any:
    ends_x, ends_y = (min_x, max_x), (min_y, max_y)
    _checked_pair("QuantizedMul", x, y, (ends_x, ends_y), Toutput)
    made = (x.astype(np.int64) - numbers.offset(x, *ends_x)) * (
        y.astype(np.int64) - numbers.offset(y, *ends_y)
    )
    return made.astype(np.int32), *numbers.product_range(x, ends_x, y, ends_y)


def _pair_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 2, 3, 4, 5)
    return [broadcast(c), (), ()]


quantized_add_op = Op(
    "QuantizedAdd",
    f"{_PAIR} -> z: Toutput, min_z: float32, max_z: float32 | {_TYPES}",
    shape=_pair_dims,
    reference=_add,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)

quantized_mul_op = Op(
    "QuantizedMul",
    f"{_PAIR} -> z: Toutput, min_z: float32, max_z: float32 | {_TYPES}",
    shape=_pair_dims,
    reference=_multiply,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _add_bias(
    xp: Any,
    input: Any,  # noqa: A002
    bias: Any,
    min_input: Any,
    max_input: Any,
    min_bias: Any,
    max_bias: Any,
    out_type: Any,
) -> Any:
    numbers.require("QuantizedBiasAdd", input, "uint8", "int8")
    numbers.require("QuantizedBiasAdd", bias, input.dtype.name)
    numbers.require_output("QuantizedBiasAdd", out_type, "qint32")
    ends_x, ends_y = (min_input, max_input), (min_bias, max_bias)
    ends = _sum_range(1 << 17, *ends_x, *ends_y)
    return _summed(input, ends_x, bias, ends_y, ends), *ends


def _bias_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 2, 3, 4, 5)
    dims, bias = c.shape(0), c.shape(1)
    c.check_rank(1, 1)
    if dims is not None and len(dims) < 2:
        raise c.fail(f"QuantizedBiasAdd: input must have at least 2 axes, got {dims}.")
    if dims and bias and None not in (dims[-1], bias[0]) and dims[-1] != bias[0]:
        raise c.fail(
            "Must provide as many biases as the last dimension of the input tensor: "
            f"{list(bias)} vs. {list(dims)}"
        )
    return [dims, (), ()]


quantized_bias_add_op = Op(
    "QuantizedBiasAdd",
    "input: T1, bias: T2, min_input: float32, max_input: float32, min_bias: float32, "
    "max_bias: float32 -> output: out_type, min_out: float32, max_out: float32 | "
    "T1: quantized, T2: quantized, out_type: quantized",
    shape=_bias_dims,
    reference=_add_bias,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _cut(top: float | None) -> Any:
    def kernel(
        xp: Any,
        features: Any,
        min_features: Any,
        max_features: Any,
        out_type: Any,
    ) -> Any:
        name = "QuantizedRelu" if top is None else "QuantizedRelu6"
        numbers.require(name, features, "uint8", "int32")
        numbers.require_output(name, out_type, f"q{features.dtype.name}")
        ends, kind = (min_features, max_features), features.dtype
        made = np.maximum(features, numbers.to_quantized(0.0, *ends, kind))
        if top is not None:
            made = np.minimum(made, numbers.to_quantized(top, *ends, kind))
        return made, *ends

    return kernel


def _cut_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, *range(1, len(c.inputs)))
    return [c.shape(0), (), ()]


def _cut_op(name: str, top: float | None) -> Op:
    return Op(
        name,
        "features: Tinput, min_features: float32, max_features: float32 -> "
        "activations: out_type, min_activations: float32, max_activations: float32 | "
        "Tinput: quantized, out_type: quantized = quint8",
        shape=_cut_dims,
        reference=_cut(top),
        gradient=NOT_DIFFERENTIABLE,
        xla=numbers.HOST,
    )


quantized_relu_x_op = refused(
    "QuantizedReluX",
    "features: Tinput, max_value: float32, min_features: float32, "
    "max_features: float32 -> activations: out_type, min_activations: float32, "
    "max_activations: float32 | Tinput: quantized, out_type: quantized = quint8",
    "a kernel that TensorFlow has dropped",
)
quantized_relu_op = _cut_op("QuantizedRelu", None)
quantized_relu6_op = _cut_op("QuantizedRelu6", 6.0)


def _product(
    xp: Any,
    a: Any,
    b: Any,
    min_a: Any,
    max_a: Any,
    min_b: Any,
    max_b: Any,
    Toutput: Any,
    transpose_a: bool,
    transpose_b: bool,
    Tactivation: Any,
) -> Any:
    for array in (a, b):
        numbers.require("QuantizedMatMul", array, "uint8")
    numbers.require_output("QuantizedMatMul", Toutput, "qint32")
    ends_a, ends_b = (min_a, max_a), (min_b, max_b)
    left = a.astype(np.int64) - numbers.offset(a, *ends_a)
    right = b.astype(np.int64) - numbers.offset(b, *ends_b)
    made = (left.T if transpose_a else left) @ (right.T if transpose_b else right)
    ends = numbers.product_range(a, ends_a, b, ends_b)
    return made.astype(np.int32), *ends


def product_dims(c: ShapeContext) -> Dims:
    """The dims of the product of two matrices, of which either may be transposed."""
    a, b = c.shape(0), c.shape(1)
    c.matrix(0)
    c.matrix(1)
    if a is None or b is None:
        return None
    if c.attrs["transpose_a"]:
        a = a[::-1]
    if c.attrs["transpose_b"]:
        b = b[::-1]
    if None not in (a[1], b[0]) and a[1] != b[0]:
        raise c.fail(
            f"Matrix size-incompatible: In[0]: {list(c.shape(0) or ())}, In[1]: "
            f"{list(c.shape(1) or ())}"
        )
    return (a[0], b[1])


def _product_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 2, 3, 4, 5)
    return [product_dims(c), (), ()]


quantized_mat_mul_op = Op(
    "QuantizedMatMul",
    "a: T1, b: T2, min_a: float32, max_a: float32, min_b: float32, max_b: float32 -> "
    "out: Toutput, min_out: float32, max_out: float32 | "
    f"{_TYPES}, transpose_a: bool = False, transpose_b: bool = False, "
    "Tactivation: quantized = quint8",
    shape=_product_dims,
    reference=_product,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)
