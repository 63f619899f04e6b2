"""The product of dense matrices that hold many zeros."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import cast, matmul
from tensorbrook._src.ops.sparse_kernels import check_ranks


def _dims(c: ShapeContext) -> Dims:
    check_ranks(c, "SparseMatMul", (0, "a", 2), (1, "b", 2))
    a: Any = c.shape(0) or (None, None)
    b: Any = c.shape(1) or (None, None)
    a = a[::-1] if c.attrs["transpose_a"] else a
    b = b[::-1] if c.attrs["transpose_b"] else b
    if None not in (a[1], b[0]) and a[1] != b[0]:
        raise c.fail(
            "SparseMatMul: Matrix size incompatible, inner dimensions differ: "
            f"{a[1]} and {b[0]}"
        )
    return (a[0], b[1])


def _product(
    xp: Any, a: Any, b: Any, transpose_a: bool, transpose_b: bool, **hints: Any
) -> Any:
    a, b = a.astype(np.float32), b.astype(np.float32)
    return (a.T if transpose_a else a) @ (b.T if transpose_b else b)


def _gradient(op: Any, dy: Any) -> list[Any]:
    a, b = (cast.cast(item, dy.dtype) for item in op.inputs)
    turn_a, turn_b = op.attrs["transpose_a"], op.attrs["transpose_b"]
    if turn_a:
        by_a = matmul.matmul(b, dy, transpose_a=turn_b, transpose_b=True)
    else:
        by_a = matmul.matmul(dy, b, transpose_b=not turn_b)
    if turn_b:
        by_b = matmul.matmul(dy, a, transpose_a=True, transpose_b=turn_a)
    else:
        by_b = matmul.matmul(a, dy, transpose_a=not turn_a)
    return [
        cast.cast(found, item.dtype)
        for found, item in zip((by_a, by_b), op.inputs, strict=True)
    ]


_TYPES = "{float32, bfloat16} = float32"

sparse_matmul_op = Op(
    "SparseMatMul",
    "a: Ta, b: Tb -> product: float32 | transpose_a: bool = False, "
    "transpose_b: bool = False, a_is_sparse: bool = False, b_is_sparse: bool = False, "
    f"Ta: {_TYPES}, Tb: {_TYPES}",
    shape=_dims,
    reference=_product,
    gradient=_gradient,
)
