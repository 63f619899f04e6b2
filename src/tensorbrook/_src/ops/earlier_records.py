"""Records that TensorFlow has replaced by newer ones; old graphs still hold them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, find
from tensorbrook._src.core.shapes import Dims

_DOUBLE = "T: {float64, float32}"


def like(name: str, newer: str, signature: str) -> Op:
    """A record that means the same as a newer one with the same inputs."""
    record = find(newer)
    options = {
        key: attr.default
        for key, attr in record.signature.attrs.items()
        if attr.kind != "type" and f"{key}:" not in signature
    }

    def kernel(xp: Any, *inputs: Any, **attrs: Any) -> Any:
        return record.reference(xp, *inputs, **options, **attrs)

    def gradient(op: Any, *dys: Any) -> Any:
        return record.gradient(_Complete(op, options), *dys)  # type: ignore[operator]

    return Op(
        name,
        signature,
        shape=lambda c: record.shape(_complete_context(c, options)),
        reference=kernel,
        gradient=(
            NOT_DIFFERENTIABLE if record.gradient is NOT_DIFFERENTIABLE else gradient
        ),
        xla=None if record.xla is record.reference else record.xla,
    )


class _Complete:
    """A step with the attributes that only the newer record has."""

    def __init__(self, op: Any, options: dict[str, Any]) -> None:
        self.inputs, self.outputs = op.inputs, op.outputs
        self.attrs = {**options, **op.attrs}


def _complete_context(c: ShapeContext, options: dict[str, Any]) -> ShapeContext:
    return ShapeContext(
        c.op, c.inputs, {**options, **c.attrs}, c._value, c._value_as_shape
    )


batch_mat_mul_op = like(
    "BatchMatMul",
    "BatchMatMulV2",
    "x: T, y: T -> output: T | T: {bfloat16, half, float32, float64, int32, int64, "
    "complex64, complex128}, adj_x: bool = False, adj_y: bool = False, "
    "grad_x: bool = False, grad_y: bool = False",
)
bias_add_v1_op = like(
    "BiasAddV1", "BiasAdd", "value: T, bias: T -> output: T | T: numeric"
)
batch_cholesky_op = like(
    "BatchCholesky", "Cholesky", f"input: T -> output: T | {_DOUBLE}"
)
batch_matrix_inverse_op = like(
    "BatchMatrixInverse",
    "MatrixInverse",
    f"input: T -> output: T | adjoint: bool = False, {_DOUBLE}",
)
batch_matrix_determinant_op = like(
    "BatchMatrixDeterminant",
    "MatrixDeterminant",
    "input: T -> output: T | T: {float32, float64, complex64, complex128}",
)
batch_matrix_diag_op = like("BatchMatrixDiag", "MatrixDiag", "diagonal: T -> output: T")
batch_matrix_diag_part_op = like(
    "BatchMatrixDiagPart", "MatrixDiagPart", "input: T -> diagonal: T"
)
batch_matrix_band_part_op = like(
    "BatchMatrixBandPart",
    "MatrixBandPart",
    "input: T, num_lower: int64, num_upper: int64 -> band: T",
)
batch_matrix_set_diag_op = like(
    "BatchMatrixSetDiag", "MatrixSetDiag", "input: T, diagonal: T -> output: T"
)
batch_matrix_solve_op = like(
    "BatchMatrixSolve",
    "MatrixSolve",
    f"matrix: T, rhs: T -> output: T | adjoint: bool = False, {_DOUBLE}",
)
batch_matrix_triangular_solve_op = like(
    "BatchMatrixTriangularSolve",
    "MatrixTriangularSolve",
    "matrix: T, rhs: T -> output: T | lower: bool = True, adjoint: bool = False, "
    f"{_DOUBLE}",
)
batch_self_adjoint_eig_v2_op = like(
    "BatchSelfAdjointEigV2",
    "SelfAdjointEigV2",
    f"input: T -> e: T, v: T | compute_v: bool = True, {_DOUBLE}",
)
batch_svd_op = like(
    "BatchSvd",
    "Svd",
    "input: T -> s: T, u: T, v: T | compute_uv: bool = True, "
    "full_matrices: bool = False, T: {float64, float32, complex64, complex128}",
)


def _gathered(c: ShapeContext) -> Dims:
    params, indices = c.shape(0), c.shape(1)
    if params is not None and not params:
        raise c.fail("Gather: `params` must have an axis, got a scalar.")
    if params is None or indices is None:
        return None
    return (*indices, *params[1:])


def _gather(xp: Any, params: Any, indices: Any, validate_indices: bool) -> Any:
    if xp is np and indices.size:
        wrong = indices[(indices < 0) | (indices >= len(params))]
        if wrong.size:
            raise ValueError(
                f"Gather: the index {wrong[0]} is not in [0, {len(params)})."
            )
    return xp.take(params, indices, axis=0)


def _gather_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import shape as shapes
    from tensorbrook._src.ops.indexed_slices import IndexedSlices

    params, indices = op.inputs
    sizes = shapes.shape(params)
    rows = shapes.reshape(dy, shapes.concat([[-1], sizes[1:]], 0))
    return [IndexedSlices(rows, shapes.reshape(indices, [-1]), sizes), None]


gather_op = Op(
    "Gather",
    "params: Tparams, indices: Tindices -> output: Tparams | "
    "validate_indices: bool = True, Tindices: index",
    shape=_gathered,
    reference=_gather,
    gradient=_gather_gradient,
)


def _joined(c: ShapeContext) -> Dims:
    first, axis = c.shape(1), c.number(0)
    if first is None:
        return None
    if axis is None:
        return (None,) * len(first)
    if not -len(first) <= axis < len(first):
        raise c.fail(f"Concat: {axis} is not an axis of shape {first}.")
    found = list(first)
    for dims in c.shapes()[2:]:
        if dims is None:
            return None
        if len(dims) != len(first):
            raise c.fail(f"Concat: the ranks of {first} and {dims} differ.")
        size, more = found[axis], dims[axis]
        found[axis] = None if size is None or more is None else size + more
    return tuple(found)


def _joined_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import shape as shapes
    from tensorbrook._src.ops.split import split

    axis, *values = op.inputs
    sizes = shapes.stack([shapes.shape(value)[axis] for value in values])
    return [None, *split(dy, sizes, axis, num=len(values))]


concat_op = Op(
    "Concat",
    "concat_dim: int32, values: N * T -> output: T | N: int >= 2",
    shape=_joined,
    reference=lambda xp, concat_dim, values: xp.concatenate(
        values, axis=int(concat_dim)
    ),
    gradient=_joined_gradient,
)


def _parallel_dims(c: ShapeContext) -> Dims:
    first = c.shape(0)
    if first is None:
        return c.attrs["shape"]  # type: ignore[no-any-return]
    return (len(c.inputs), *first[1:])


def _parallel_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops.split import split

    return list(split(dy, len(op.inputs)))


parallel_concat_op = Op(
    "ParallelConcat",
    "values: N * T -> output: T | N: int >= 1, shape: shape",
    shape=_parallel_dims,
    reference=lambda xp, values, shape: xp.concatenate(values, axis=0),
    gradient=_parallel_gradient,
)


def _flipped_dims(c: ShapeContext) -> Dims:
    dims, marks = c.shape(0), c.value(1)
    if dims is not None and marks is not None and marks.shape != (len(dims),):
        raise c.fail(
            f"Reverse: `dims` must have one truth value for each axis of shape {dims}."
        )
    return dims


def _flipped(xp: Any, tensor: Any, dims: Any) -> Any:
    for axis in range(tensor.ndim):
        tensor = xp.where(dims[axis], xp.flip(tensor, axis), tensor)
    return tensor


reverse_op = Op(
    "Reverse",
    "tensor: T, dims: bool -> output: T | T: {uint8, int8, uint16, int16, uint32, int32, "
    "uint64, int64, bool, bfloat16, half, float32, float64, complex64, complex128, "
    "string}",
    shape=_flipped_dims,
    reference=_flipped,
    gradient=lambda op, dy: [reverse_op(dy, op.inputs[1]), None],  # type: ignore[has-type]
)


def _largest_dims(c: ShapeContext) -> list[Dims]:
    dims, k = c.shape(0), c.attrs["k"]
    if dims is None:
        return [None, None]
    if not dims or (dims[-1] is not None and dims[-1] < k):
        raise c.fail(
            f"TopK: the input needs at least k={k} columns, its shape is {dims}."
        )
    return [(*dims[:-1], k), (*dims[:-1], k)]


def _largest(xp: Any, input: Any, k: int, sorted: bool) -> tuple[Any, Any]:  # noqa: A002
    keys = input if input.dtype.kind == "u" else -input
    order = xp.argsort(keys, axis=-1, stable=True)
    if input.dtype.kind == "u":
        turned = xp.flip(input, -1)
        order = input.shape[-1] - 1 - xp.argsort(turned, axis=-1, stable=True)
        order = xp.flip(order, -1)
    places = order[..., :k].astype(np.int32)
    return xp.take_along_axis(input, places, -1), places


def _largest_gradient(op: Any, dy: Any, _: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, reduce
    from tensorbrook._src.ops import shape as shapes

    size = shapes.shape(op.inputs[0])[-1]
    marks = array_creation.one_hot(op.outputs[1], size, dtype=dy.dtype)
    return [reduce.reduce_sum(marks * shapes.expand_dims(dy, -1), -2)]


top_k_op = Op(
    "TopK",
    "input: T -> values: T, indices: int32 | k: int >= 0, sorted: bool = True, T: real",
    shape=_largest_dims,
    reference=_largest,
    gradient=_largest_gradient,
)


def _in_top_k(xp: Any, predictions: Any, targets: Any, k: int) -> Any:
    return find("InTopKV2").reference(xp, predictions, targets, np.asarray(k))


in_top_k_op = Op(
    "InTopK",
    "predictions: float32, targets: T -> precision: bool | k: int, T: index = int32",
    shape=lambda c: c.shape(1),
    reference=_in_top_k,
    gradient=NOT_DIFFERENTIABLE,
)
