"""Tests of `keras.ops` against NumPy, and on symbolic values."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

ops = keras.ops
X = np.random.default_rng(0).normal(size=(4, 3)).astype("float32")
Y = np.random.default_rng(1).normal(size=(4, 3)).astype("float32")
SAME = (
    "abs arcsinh arctan ceil cbrt cos cosh cumsum diagonal diff exp exp2 expm1 flip "
    "fliplr flipud floor isfinite max mean median min nansum nanmean negative ndim "
    "prod ptp ravel rot90 round sign signbit sin sinc sinh size sort sqrt square std "
    "sum tan tanh trace transpose tril triu trunc var nan_to_num argmax argmin "
    "count_nonzero any all"
).split()
PAIRS = (
    "add subtract multiply divide maximum minimum arctan2 hypot logaddexp fmod mod "
    "heaviside floor_divide equal less greater_equal not_equal outer inner vdot kron "
    "fmax fmin append isclose"
).split()


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("name", SAME)
def test_function_of_one_array(name: str) -> None:
    found = np.asarray(getattr(ops, name)(X))
    numpy_name = name if hasattr(np, name) else {"all": "all"}.get(name, name)
    expected = getattr(np, numpy_name)(X)
    np.testing.assert_allclose(found, expected, rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize("name", PAIRS)
def test_function_of_two_arrays(name: str) -> None:
    found = np.asarray(getattr(ops, name)(X, Y))
    np.testing.assert_allclose(found, getattr(np, name)(X, Y), rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize("method", ["linear", "lower", "higher", "midpoint", "nearest"])
def test_quantile(method: str) -> None:
    found = ops.quantile(X, [0.1, 0.75], axis=0, method=method)
    expected = np.quantile(X, [0.1, 0.75], axis=0, method=method)
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_missing_numbers_are_left_out() -> None:
    holes = X.copy()
    holes[1, 1] = np.nan
    for name in ("nanmax", "nanmin", "nanvar", "nanstd", "nanmedian", "nanprod"):
        found = getattr(ops, name)(holes, axis=0)
        np.testing.assert_allclose(found, getattr(np, name)(holes, axis=0), rtol=1e-4)


def test_types_of_results() -> None:
    whole = tf.constant([1, 2], tf.int32)
    assert ops.add(whole, 1).dtype == tf.int32
    assert ops.add(whole, 1.5).dtype == tf.float32
    assert ops.divide(whole, 2).dtype == tf.float32
    assert ops.mean(whole).dtype == tf.float32
    assert ops.add(tf.constant([1.0], tf.float16), 1.5).dtype == tf.float16


def test_shapes_and_joins() -> None:
    for name, given in (("stack", {"axis": 1}), ("concatenate", {"axis": 1})):
        found = getattr(ops, name)([X, Y], **given)
        np.testing.assert_array_equal(found, getattr(np, name)([X, Y], **given))
    for name in ("hstack", "vstack", "dstack"):
        np.testing.assert_array_equal(
            getattr(ops, name)([X, Y]), getattr(np, name)([X, Y])
        )
    np.testing.assert_array_equal(
        ops.moveaxis(X[None], 0, 2), np.moveaxis(X[None], 0, 2)
    )
    np.testing.assert_array_equal(
        ops.pad(X, ((1, 0), (0, 2))), np.pad(X, ((1, 0), (0, 2)))
    )
    np.testing.assert_array_equal(
        ops.rearrange(X, "(a b) c -> b a c", a=2).shape, (2, 2, 3)
    )


def test_picking_and_putting() -> None:
    order = ops.argsort(X, axis=1)
    np.testing.assert_array_equal(
        ops.take_along_axis(X, order, axis=1), np.sort(X, axis=1)
    )
    np.testing.assert_array_equal(ops.take(X, [-1, 0], axis=1), X[:, [-1, 0]])
    np.testing.assert_array_equal(
        ops.slice_update(X, (1, 1), np.zeros((2, 2), "float32"))[1:3, 1:], 0
    )
    np.testing.assert_array_equal(ops.unravel_index(5, (2, 3)), (1, 2))
    np.testing.assert_array_equal(ops.unique(np.array([3, 1, 3])), [1, 3])


def test_linear_algebra() -> None:
    matrix = X[:3] @ X[:3].T + np.eye(3, dtype="float32")
    np.testing.assert_allclose(
        ops.matmul(ops.inv(matrix), matrix), np.eye(3), atol=1e-4
    )
    np.testing.assert_allclose(ops.det(matrix), np.linalg.det(matrix), rtol=1e-4)
    lower = ops.cholesky(matrix)
    np.testing.assert_allclose(
        ops.matmul(lower, ops.transpose(lower)), matrix, rtol=1e-4
    )
    np.testing.assert_allclose(ops.norm(X, ord=1), np.linalg.norm(X, 1), rtol=1e-5)
    np.testing.assert_allclose(
        ops.solve(matrix, X[:3]), np.linalg.solve(matrix, X[:3]), rtol=1e-3, atol=1e-4
    )


def test_fold_undoes_unfold() -> None:
    images = np.random.default_rng(0).normal(size=(2, 3, 4, 6)).astype("float32")
    columns = ops.unfold(images, 2, stride=2)
    np.testing.assert_allclose(ops.fold(columns, (4, 6), 2, stride=2), images)


def test_loops_and_branches() -> None:
    assert int(ops.fori_loop(0, 4, lambda i, v: v + i, 0)) == 6
    total, sums = ops.scan(lambda c, x: (c + x, c + x), tf.constant(0.0), X[:, 0])
    np.testing.assert_allclose(sums, np.cumsum(X[:, 0]), rtol=1e-5)
    np.testing.assert_allclose(total, X[:, 0].sum(), rtol=1e-5)
    assert float(ops.cond(True, lambda: 1.0, lambda: 2.0)) == 1.0
    rows = ops.vectorize(lambda a: a * 2)(X)
    np.testing.assert_allclose(rows, X * 2)


def test_functions_draw_themselves_in_models() -> None:
    inputs = keras.Input((3,))
    outputs = ops.softmax(ops.matmul(inputs, Y[:3]), axis=-1)
    assert outputs.shape == (None, 3)
    model = keras.Model(inputs, ops.sum(outputs, axis=-1))
    np.testing.assert_allclose(model(X), np.ones(4), rtol=1e-5)
