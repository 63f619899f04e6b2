"""Records that graphs hold although no public function is made of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.rules import same_as, scalar
from tensorbrook._src.ops.state import handle_dims


def _steps(c: ShapeContext) -> Dims:
    count = c.number(2)
    if count is not None and count <= 0:
        raise c.fail(f"LinSpace: `num` must be positive, got {count}.")
    return (count,)


def _even(xp: Any, start: Any, stop: Any, num: Any) -> Any:
    count = int(num)
    kind = np.float64 if start.dtype == np.float64 else np.float32
    first, last = start.astype(kind), stop.astype(kind)
    step = (last - first) / max(count - 1, 1)
    made = first + step * xp.arange(count, dtype=kind)
    return xp.concatenate([made[:-1], last[None]]) if count > 1 else made


def _even_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, reduce
    from tensorbrook._src.ops import shape as shapes
    from tensorbrook._src.ops.cast import cast

    count = shapes.size(dy)
    span = cast(count - 1, dy.dtype)
    span = span + cast(count < 2, dy.dtype)
    weights = cast(array_creation.range(count), dy.dtype) / span
    return [
        reduce.reduce_sum(dy * (1 - weights)),
        reduce.reduce_sum(dy * weights),
        None,
    ]


lin_space_op = Op(
    "LinSpace",
    "start: T, stop: T, num: Tidx -> output: T | T: floating, Tidx: index = int32",
    shape=_steps,
    reference=_even,
    gradient=_even_gradient,
)

bucketize_op = Op(
    "Bucketize",
    "input: T -> output: int32 | T: {int32, int64, float32, float64}, "
    "boundaries: list(float)",
    shape=same_as(0),
    reference=lambda xp, input, boundaries: xp.searchsorted(
        xp.asarray(boundaries, np.float32).astype(np.float64),
        input.astype(np.float64),
        side="right",
    ).astype(np.int32),
    gradient=NOT_DIFFERENTIABLE,
)


def _broadcast_length(c: ShapeContext) -> Dims:
    first, second = c.shape(0), c.shape(1)
    if first is None or second is None or None in (*first, *second):
        return (None,)
    return (max(first[0], second[0]),)  # type: ignore[type-var]


def _broadcast(xp: Any, s0: Any, s1: Any) -> Any:
    made = np.broadcast_shapes(tuple(map(int, s0)), tuple(map(int, s1)))
    return np.array(made, s0.dtype)


broadcast_args_op = Op(
    "BroadcastArgs",
    "s0: T, s1: T -> r0: T | T: index = int32",
    shape=_broadcast_length,
    reference=_broadcast,
    gradient=NOT_DIFFERENTIABLE,
)


def _without_last(c: ShapeContext) -> Dims:
    dims, n = c.shape(0), c.number(1)
    if dims is None:
        return None
    if not dims or (n is not None and dims[-1] is not None and not 0 <= n < dims[-1]):
        raise c.fail(f"NthElement: there is no element {n} in rows of shape {dims}.")
    return dims[:-1]


def _nth(xp: Any, input: Any, n: Any, reverse: bool) -> Any:
    place = int(n)
    return xp.sort(input, axis=-1)[..., -1 - place if reverse else place]


def _nth_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import comparison, reduce
    from tensorbrook._src.ops import shape as shapes
    from tensorbrook._src.ops.cast import cast

    found = shapes.expand_dims(op.outputs[0], -1)
    marks = cast(comparison.equal(op.inputs[0], found), dy.dtype)
    share = shapes.expand_dims(dy, -1) / reduce.reduce_sum(marks, -1, keepdims=True)
    return [marks * share, None]


nth_element_op = Op(
    "NthElement",
    "input: T, n: int32 -> values: T | reverse: bool = False, T: real",
    shape=_without_last,
    reference=_nth,
    gradient=_nth_gradient,
)

to_bool_op = Op(
    "ToBool",
    "input: T -> output: bool",
    shape=scalar,
    reference=lambda xp, input: (
        bool(input.reshape(-1)[0]) if input.ndim == 0 else input.size > 0
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("strings have no place in a compiled program"),
)


def _permuted(c: ShapeContext) -> Dims:
    dims, perm = c.shape(0), c.vector(1)
    if dims is None:
        return None
    if perm is None:
        return (None,) * len(dims)
    if sorted(int(p) for p in perm) != list(range(len(dims))):
        raise c.fail(f"ConjugateTranspose: {perm} is no order of {len(dims)} axes.")
    return tuple(dims[int(axis)] for axis in perm)


def _conjugate_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import sort

    return [conjugate_transpose_op(dy, sort.invert_permutation(op.inputs[1])), None]


conjugate_transpose_op = Op(
    "ConjugateTranspose",
    "x: T, perm: Tperm -> y: T | Tperm: index = int32",
    shape=_permuted,
    reference=lambda xp, x, perm: (xp.conj(x) if x.dtype.kind == "c" else x).transpose(
        tuple(int(axis) for axis in perm)
    ),
    gradient=_conjugate_gradient,
)

variable_shape_op = Op(
    "VariableShape",
    "input: resource -> output: out_type | out_type: index = int32",
    shape=lambda c: (
        None if handle_dims(c.inputs[0]) is None else (len(handle_dims(c.inputs[0])),)  # type: ignore[arg-type]
    ),
    reference=lambda xp, input, out_type: np.array(
        input.read()._dims, out_type.numpy_dtype
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("variables become arguments of the lowered function"),
    stateful=True,
)


def _axis_map(src_format: str, dst_format: str) -> list[int]:
    return [dst_format.index(letter) for letter in src_format]


data_format_dim_map_op = Op(
    "DataFormatDimMap",
    "x: T -> y: T | T: index = int32, src_format: string = 'NHWC', "
    "dst_format: string = 'NCHW'",
    shape=same_as(0),
    reference=lambda xp, x, src_format, dst_format: xp.asarray(
        _axis_map(src_format, dst_format), x.dtype
    )[x % len(src_format)],
    gradient=NOT_DIFFERENTIABLE,
)


def _spatial(text: str, count: int) -> str:
    return text if count == len(text) else text.replace("N", "").replace("C", "")


def _vector_permuted(xp: Any, x: Any, src_format: str, dst_format: str) -> Any:
    source, target = (_spatial(text, x.shape[0]) for text in (src_format, dst_format))
    return x[np.array([source.index(letter) for letter in target])]


data_format_vec_permute_op = Op(
    "DataFormatVecPermute",
    "x: T -> y: T | T: index = int32, src_format: string = 'NHWC', "
    "dst_format: string = 'NCHW'",
    shape=same_as(0),
    reference=_vector_permuted,
    gradient=NOT_DIFFERENTIABLE,
)


def _unique_along(x: Any, axis: Any, out_idx: Any) -> tuple[Any, Any, Any]:
    places = np.reshape(axis, -1)
    if not places.size and x.ndim > 1:
        raise ValueError("UniqueV2: `axis` must be given where the rank is above 1.")
    place = int(places[0]) % x.ndim if places.size else 0
    rows = np.moveaxis(x, place, 0)
    seen: dict[Any, int] = {}
    first, numbers = [], np.empty(len(rows), out_idx.numpy_dtype)
    for index, row in enumerate(rows):
        key = row.tobytes() if x.dtype.kind != "O" else repr(row)
        if key not in seen:
            seen[key] = len(seen)
            first.append(index)
        numbers[index] = seen[key]
    counts = np.bincount(numbers, minlength=len(first)).astype(out_idx.numpy_dtype)
    return np.moveaxis(rows[np.array(first, int)], 0, place), numbers, counts


def _unique_dims(c: ShapeContext) -> list[Dims]:
    dims, axis = c.shape(0), c.vector(1)
    if dims is None or axis is None:
        found: Dims = None if dims is None else (None,) * len(dims)
        return [found, (None,)]
    place = int(axis[0]) % len(dims) if len(axis) else 0
    return [
        tuple(None if i == place else d for i, d in enumerate(dims)),
        (dims[place],),
    ]


_VALUES = unsupported("the number of distinct elements depends on their values")

unique_v2_op = Op(
    "UniqueV2",
    "x: T, axis: Taxis -> y: T, idx: out_idx | Taxis: index = int64, "
    "out_idx: index = int32",
    shape=_unique_dims,
    reference=lambda xp, x, axis, out_idx: _unique_along(x, axis, out_idx)[:2],
    gradient=NOT_DIFFERENTIABLE,
    xla=_VALUES,
)

unique_with_counts_v2_op = Op(
    "UniqueWithCountsV2",
    "x: T, axis: Taxis -> y: T, idx: out_idx, count: out_idx | Taxis: index = int64, "
    "out_idx: index = int32",
    shape=lambda c: [*_unique_dims(c), (None,)],
    reference=lambda xp, x, axis, out_idx: _unique_along(x, axis, out_idx),
    gradient=NOT_DIFFERENTIABLE,
    xla=_VALUES,
)
