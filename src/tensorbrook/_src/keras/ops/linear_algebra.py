"""Matrices and products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import (
    cast_to,
    floats,
    operation,
    result_type,
    same_type,
    tensor,
)


@operation
def matmul(x1: Any, x2: Any) -> Any:
    """Multiplies matrices, and vectors with matrices."""
    first, second = _numbers(x1, x2)
    ranks = len(first.shape), len(second.shape)
    if ranks == (1, 1):
        return tf.reduce_sum(first * second)
    if ranks[0] == 1:
        return tf.squeeze(tf.matmul(first[None, :], second), -2)
    if ranks[1] == 1:
        return tf.linalg.matvec(first, second)
    return tf.matmul(first, second)


@operation
def dot(x1: Any, x2: Any) -> Any:
    """Multiplies the last axis of `x1` with the last but one of `x2`."""
    first, second = _numbers(x1, x2)
    ranks = len(first.shape), len(second.shape)
    if 0 in ranks:
        return first * second
    axis = ranks[1] - 2 if ranks[1] > 1 else 0
    return tf.tensordot(first, second, [[ranks[0] - 1], [axis]])


@operation
def inner(x1: Any, x2: Any) -> Any:
    """Multiplies the last axes."""
    first, second = _numbers(x1, x2)
    ranks = len(first.shape), len(second.shape)
    if 0 in ranks:
        return first * second
    return tf.tensordot(first, second, [[ranks[0] - 1], [ranks[1] - 1]])


@operation
def outer(x1: Any, x2: Any) -> Any:
    """Multiplies each value of `x1` with each of `x2`."""
    first, second = same_type(x1, x2)
    return tf.reshape(first, [-1, 1]) * tf.reshape(second, [-1])


@operation
def kron(x1: Any, x2: Any) -> Any:
    """Multiplies each value of `x1` with the whole of `x2`."""
    first, second = same_type(x1, x2)
    rank = max(len(first.shape), len(second.shape))
    shapes = []
    for part in (first, second):
        missing = rank - len(part.shape)
        shapes.append(tf.concat([[1] * missing, tf.shape(part)], 0))
    places = tf.range(rank)
    ones = tf.ones_like(shapes[0])
    wide = tf.reshape(tf.stack([shapes[0], ones], 1), [2 * rank])
    narrow = tf.reshape(tf.stack([ones, shapes[1]], 1), [2 * rank])
    found = tf.reshape(first, wide) * tf.reshape(second, narrow)
    return tf.reshape(found, tf.gather(shapes[0] * shapes[1], places))


@operation
def vdot(x1: Any, x2: Any) -> Any:
    """Multiplies flattened tensors; the first one is conjugated."""
    first, second = (tf.reshape(part, [-1]) for part in same_type(x1, x2))
    return tf.reduce_sum(tf.math.conj(first) * second)


@operation
def tensordot(x1: Any, x2: Any, axes: Any = 2) -> Any:
    """Multiplies along axes of both tensors."""
    first, second = _numbers(x1, x2)
    return tf.tensordot(first, second, axes)


@operation
def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Any:
    """Multiplies and adds as the subscripts say.

    Args:
        subscripts: such as `"ij,jk->ik"`.
        *operands: tensors.
    """
    return tf.einsum(subscripts, *_numbers(*operands), **kwargs)


def _numbers(*values: Any) -> list[Any]:
    """Returns tensors of one type that is not bool."""
    kind = result_type(*values)
    return [tensor(value, "int32" if kind == "bool" else kind) for value in values]


@operation
def cholesky(x: Any, upper: bool = False) -> Any:
    """Splits positive definite matrices into a triangle and its transpose."""
    found = tf.linalg.cholesky(floats(x)[0])
    return tf.linalg.matrix_transpose(found) if upper else found


@operation
def cholesky_inverse(x: Any, upper: bool = False) -> Any:
    """Returns the inverse of the matrices whose Cholesky factors are given."""
    factor = floats(x)[0]
    if upper:
        factor = tf.linalg.matrix_transpose(factor)
    size = tf.shape(factor)[-1]
    unit = tf.eye(size, batch_shape=tf.shape(factor)[:-2], dtype=factor.dtype)
    half = tf.linalg.triangular_solve(factor, unit, lower=True)
    return tf.matmul(half, half, transpose_a=True)


@operation
def det(x: Any) -> Any:
    """Computes determinants."""
    return tf.linalg.det(floats(x)[0])


@operation
def slogdet(x: Any) -> Any:
    """Computes the sign and the logarithm of determinants."""
    found = tf.linalg.slogdet(floats(x)[0])
    return found[0], found[1]


@operation
def logdet(x: Any) -> Any:
    """Computes the logarithm of determinants of positive definite matrices."""
    return tf.linalg.logdet(floats(x)[0])


@operation
def eig(x: Any) -> Any:
    """Computes eigenvalues and eigenvectors."""
    return tf.linalg.eig(floats(x)[0])


@operation
def eigh(x: Any) -> Any:
    """Computes eigenvalues and eigenvectors of symmetric matrices."""
    return tf.linalg.eigh(floats(x)[0])


@operation
def inv(x: Any) -> Any:
    """Inverts matrices."""
    return tf.linalg.inv(floats(x)[0])


@operation
def pinv(x: Any, rcond: Any = None) -> Any:
    """Computes the pseudo-inverse of matrices."""
    return tf.linalg.pinv(floats(x)[0], rcond)


@operation
def lu_factor(x: Any) -> Any:
    """Splits matrices into triangles: both in one, and the row exchanges."""
    matrix = floats(x)[0]
    factors, order = tf.linalg.lu(matrix)
    return factors, _exchanges(order)


def _exchanges(order: Any) -> Any:
    """Turns an order of rows into the exchanges that make it, one after another."""

    def find(rows: Any) -> np.ndarray:
        rows = np.asarray(rows)
        found = np.empty_like(rows)
        for target, out in zip(
            rows.reshape(-1, rows.shape[-1]),
            found.reshape(-1, rows.shape[-1]),
            strict=True,
        ):
            now = list(range(len(target)))
            for place, wanted in enumerate(target):
                at = now.index(wanted)
                now[place], now[at] = now[at], now[place]
                out[place] = at
        return found

    if tf.executing_eagerly():
        return tf.convert_to_tensor(find(order.numpy()))
    return tf.numpy_function(find, [order], order.dtype)


@operation
def matrix_rank(x: Any, tol: Any = None) -> Any:
    """Computes the rank of matrices."""
    matrix = floats(x)[0]
    if len(matrix.shape) < 2:
        return tf.cast(tf.reduce_any(tf.not_equal(matrix, 0)), "int32")
    values = tf.linalg.svd(matrix, compute_uv=False)
    if tol is None:
        longest = tf.cast(tf.reduce_max(tf.shape(matrix)[-2:]), matrix.dtype)
        precision = float(np.finfo(matrix.dtype.as_numpy_dtype).eps)
        tol = tf.reduce_max(values, -1, keepdims=True) * longest * precision
    else:
        tol = tensor(tol, matrix.dtype)
    return tf.reduce_sum(tf.cast(values > tol, "int32"), -1)


@operation
def lstsq(a: Any, b: Any, rcond: Any = None) -> Any:
    """Solves `a @ x = b` with the least squares of the error."""
    matrix, right = floats(a, b)
    vector = len(right.shape) == 1
    right = right[:, None] if vector else right
    rows, columns = tuple(matrix.shape)
    precision = float(np.finfo(matrix.dtype.as_numpy_dtype).eps)
    cut = precision * max(rows, columns) if rcond is None else rcond
    found = tf.matmul(tf.linalg.pinv(matrix, tf.constant(cut, matrix.dtype)), right)
    return found[:, 0] if vector else found


@operation
def qr(x: Any, mode: str = "reduced") -> Any:
    """Splits matrices into an orthogonal and a triangular one.

    Args:
        x: matrices.
        mode: `"reduced"` or `"complete"`.
    """
    if mode not in ("reduced", "complete"):
        raise ValueError(
            f"qr: `mode` must be 'reduced' or 'complete'. Received: mode={mode!r}."
        )
    found = tf.linalg.qr(floats(x)[0], full_matrices=mode == "complete")
    return found[0], found[1]


@operation
def solve(a: Any, b: Any) -> Any:
    """Solves `a @ x = b`."""
    matrix, right = floats(a, b)
    if len(right.shape) == len(matrix.shape) - 1:
        return tf.linalg.solve(matrix, right[..., None])[..., 0]
    return tf.linalg.solve(matrix, right)


@operation
def solve_triangular(a: Any, b: Any, lower: bool = False) -> Any:
    """Solves `a @ x = b` for a triangular `a`."""
    matrix, right = floats(a, b)
    if len(right.shape) == len(matrix.shape) - 1:
        found = tf.linalg.triangular_solve(matrix, right[..., None], lower=lower)
        return found[..., 0]
    return tf.linalg.triangular_solve(matrix, right, lower=lower)


@operation
def svd(x: Any, full_matrices: bool = True, compute_uv: bool = True) -> Any:
    """Splits matrices into rotations and singular values.

    Args:
        x: matrices.
        full_matrices: whether the rotations are square.
        compute_uv: whether to return the rotations.

    Returns:
        `u`, the singular values, and the transpose of `v`; or the values alone.
    """
    matrix = floats(x)[0]
    if not compute_uv:
        return tf.linalg.svd(matrix, compute_uv=False)
    values, u, v = tf.linalg.svd(matrix, full_matrices=full_matrices)
    return u, values, tf.linalg.adjoint(v)


def jvp(
    fun: Callable[..., Any], primals: Any, tangents: Any, has_aux: bool = False
) -> Any:
    """Computes a function and how it changes in a direction.

    Args:
        fun: a function of tensors.
        primals: where to compute it.
        tangents: the direction.
        has_aux: whether the function returns something more.
    """
    values = [tensor(p) for p in primals]
    directions = [cast_to(tensor(t), v.dtype) for t, v in zip(tangents, values)]  # noqa: B905
    weights: list[Any] = []
    with tf.GradientTape() as outer:
        with tf.GradientTape() as tape:
            tape.watch(values)
            found = fun(*values)
            result, aux = found if has_aux else (found, None)
        weights = [tf.ones_like(part) for part in tf.nest.flatten(result)]
        outer.watch(weights)
        gradients = tape.gradient(tf.nest.flatten(result), values, weights)
        total = tf.add_n(
            [
                tf.reduce_sum(g * d)
                for g, d in zip(gradients, directions, strict=True)
                if g is not None
            ]
        )
    changes = outer.gradient(total, weights)
    packed = tf.nest.pack_sequence_as(result, changes)
    return (result, packed, aux) if has_aux else (result, packed)
