"""Tensors from nothing: zeros, ones, fill."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import reduce
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import from_input, same_as

zeros_like_op = Op(
    "ZerosLike",
    "x: T -> y: T",
    shape=same_as(0),
    reference=lambda xp, x: xp.zeros_like(x),
    gradient=lambda op, dy: [None],
)

ones_like_op = Op(
    "OnesLike",
    "x: T -> y: T | T: {bfloat16, half, float, double, int8, uint8, int16, uint16, int32, "
    "uint32, int64, uint64, complex64, complex128, bool}",
    shape=same_as(0),
    reference=lambda xp, x: xp.ones_like(x),
    gradient=lambda op, dy: [None],
)

fill_op = Op(
    "Fill",
    "dims: index_type, value: T -> output: T | index_type: index = int32",
    shape=from_input(0),
    reference=lambda xp, dims, value: xp.full(tuple(int(d) for d in dims), value),
    gradient=lambda op, dy: [None, reduce.reduce_sum(dy)],
)
