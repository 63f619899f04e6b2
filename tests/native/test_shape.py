"""Kernels that reshape, move and gather elements."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

X = np.arange(2 * 3 * 4, dtype=np.float32).reshape(2, 3, 4)


def test_reshape_shares_memory(native: Any, tensor: Any) -> None:
    x = tensor(X)
    for op, argument in (("Reshape", [-1, 6]), ("ExpandDims", 1)):
        (result,) = native.execute(
            native.find(op), [x, tensor(np.array(argument, np.int32))], None
        )
        assert np.shares_memory(result._array(), x._array())
        np.testing.assert_array_equal(result._array().ravel(), X.ravel())


@pytest.mark.parametrize("shape", [[5, 5], [-1, -1], [-1, 5], [-2]])
def test_wrong_reshape_is_not_handled(run: Any, shape: Any) -> None:
    assert run("Reshape", X, np.array(shape, np.int32)) is None


def test_strings_are_reshaped_by_the_reference(native: Any, run: Any) -> None:
    words = native.from_numpy(np.array([[b"a", b"b"]], object), 7, False)
    assert run("Reshape", words, np.array([2], np.int32)) is None
    assert run("ExpandDims", words, np.int32(0)) is None
    assert run("Squeeze", words) is None
    assert run("Identity", words)[0].tolist() == [[b"a", b"b"]]


def test_squeeze_drops_ones(run: Any) -> None:
    x = np.ones((1, 2, 1, 3), np.float32)
    assert run("Squeeze", x)[0].shape == (2, 3)
    assert run("Squeeze", x, squeeze_dims=(-2,))[0].shape == (1, 2, 3)
    assert run("Squeeze", x, squeeze_dims=(1,)) is None


def test_shape_size_and_rank(run: Any) -> None:
    from tensorbrook._src.core import dtypes

    (shape,) = run("Shape", X, out_type=dtypes.int64)
    assert shape.dtype == np.int64
    np.testing.assert_array_equal(shape, X.shape)
    assert run("Size", X)[0] == 24
    assert run("Rank", X)[0] == 3


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (2, 1, 0), (0, 2, 1), (1, 2, 0), (2, 0, 1), (1, 0, 2)]
)
@pytest.mark.parametrize(
    "dtype", [np.float32, np.int8, np.int64, np.complex128, np.float16]
)
def test_transpose(run: Any, order: Any, dtype: Any) -> None:
    x = np.arange(70 * 3 * 45).reshape(70, 3, 45).astype(dtype)
    np.testing.assert_array_equal(
        run("Transpose", x, np.array(order, np.int32))[0], x.transpose(order)
    )


def test_transpose_of_a_large_matrix(run: Any) -> None:
    x = np.random.default_rng(0).normal(size=(500, 700)).astype(np.float32)
    np.testing.assert_array_equal(
        run("Transpose", x, np.array([1, 0], np.int32))[0], x.T
    )


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_concat_and_split_are_inverse(run: Any, axis: int) -> None:
    joined = run("ConcatV2", X, X * 2, np.int32(axis))[0]
    np.testing.assert_array_equal(joined, np.concatenate([X, X * 2], axis))
    parts = run("Split", np.int32(axis), joined, num_split=2)
    np.testing.assert_array_equal(parts[1], X * 2)
    sizes = np.array([-1, X.shape[axis]], np.int64)
    parts = run("SplitV", joined, sizes, np.int32(axis), num_split=2)
    np.testing.assert_array_equal(parts[0], X)


@pytest.mark.parametrize("axis", [0, 1, 2, 3, -1])
def test_pack_and_unpack_are_inverse(run: Any, axis: int) -> None:
    (packed,) = run("Pack", X, X + 1, axis=axis)
    np.testing.assert_array_equal(packed, np.stack([X, X + 1], axis))
    parts = run("Unpack", packed, axis=axis, num=2)
    np.testing.assert_array_equal(parts[1], X + 1)


def test_slice_and_pad(run: Any) -> None:
    begin, size = np.array([0, 1, 1], np.int32), np.array([2, -1, 2], np.int32)
    np.testing.assert_array_equal(run("Slice", X, begin, size)[0], X[:, 1:, 1:3])
    assert run("Slice", X, begin, np.array([2, 3, 2], np.int32)) is None
    pads = np.array([[0, 1], [2, 0], [1, 1]], np.int32)
    np.testing.assert_array_equal(run("Pad", X, pads)[0], np.pad(X, pads))
    (padded,) = run("PadV2", X, pads, np.float32(7))
    np.testing.assert_array_equal(padded, np.pad(X, pads, constant_values=7))


SLICES = [
    (np.s_[1], {"shrink_axis_mask": 1}, [1], [2], [1]),
    (np.s_[:, 1:3], {"begin_mask": 1, "end_mask": 1}, [0, 1], [0, 3], [1, 1]),
    (
        np.s_[..., ::-1],
        {"ellipsis_mask": 1, "begin_mask": 2, "end_mask": 2},
        [0, 0],
        [0, 0],
        [1, -1],
    ),
    (
        np.s_[:, None, 2:0:-1],
        {"begin_mask": 1, "end_mask": 1, "new_axis_mask": 2},
        [0, 0, 2],
        [0, 0, 0],
        [1, 1, -1],
    ),
    (
        np.s_[-1, -2:, 1:100:2],
        {"shrink_axis_mask": 1, "end_mask": 2},
        [-1, -2, 1],
        [0, 0, 100],
        [1, 1, 2],
    ),
]


@pytest.mark.parametrize("case", SLICES, ids=lambda case: str(case[0]))
def test_strided_slice(run: Any, case: Any) -> None:
    index, masks, begin, end, strides = case
    arguments = [np.array(values, np.int32) for values in (begin, end, strides)]
    np.testing.assert_array_equal(
        run("StridedSlice", X, *arguments, **masks)[0], X[index]
    )


def test_strided_slice_gradient_puts_values_back(run: Any) -> None:
    dy = np.ones((2, 1, 4), np.float32)
    vectors = [np.array(v, np.int32) for v in (X.shape, [0, 2], [2, 3], [1, 1])]
    expected = np.zeros_like(X)
    expected[:, 2:3] = 1
    np.testing.assert_array_equal(run("StridedSliceGrad", *vectors, dy)[0], expected)


def test_index_out_of_range_is_not_handled(run: Any) -> None:
    one = np.array([1], np.int32)
    assert run("StridedSlice", X, one * 2, one * 3, one, shrink_axis_mask=1) is None
    assert run("GatherV2", X, np.array([2], np.int32), np.int32(0)) is None


def test_tile_broadcast_and_reverse(run: Any) -> None:
    np.testing.assert_array_equal(
        run("Tile", X, np.array([2, 1, 3], np.int32))[0], np.tile(X, (2, 1, 3))
    )
    shape = np.array([5, 2, 3, 4], np.int32)
    np.testing.assert_array_equal(
        run("BroadcastTo", X, shape)[0], np.broadcast_to(X, shape)
    )
    (row,) = run("BroadcastTo", X[:, :1], np.array(X.shape, np.int32))
    np.testing.assert_array_equal(row, np.broadcast_to(X[:, :1], X.shape))
    np.testing.assert_array_equal(
        run("ReverseV2", X, np.array([0, 2], np.int32))[0], X[::-1, :, ::-1]
    )


def test_fill_range_and_likes(run: Any) -> None:
    np.testing.assert_array_equal(
        run("Fill", np.array([2, 2], np.int32), np.float32(3))[0], np.full((2, 2), 3)
    )
    np.testing.assert_array_equal(
        run("Range", np.int32(1), np.int32(10), np.int32(4))[0], [1, 5, 9]
    )
    np.testing.assert_array_equal(
        run("Range", np.int64(5), np.int64(0), np.int64(-2))[0], [5, 3, 1]
    )
    assert run("Range", np.int32(1), np.int32(10), np.int32(0)) is None
    np.testing.assert_array_equal(run("ZerosLike", X)[0], X * 0)
    np.testing.assert_array_equal(run("OnesLike", X)[0], X * 0 + 1)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_gather(run: Any, axis: int) -> None:
    indices = np.array([[1, 0], [1, 1]], np.int32)
    np.testing.assert_array_equal(
        run("GatherV2", X, indices, np.int32(axis))[0], X.take(indices, axis)
    )


def test_gather_with_batch_dims(run: Any) -> None:
    indices = np.array([[2, 0], [1, 1]], np.int64)
    expected = np.stack([X[b][indices[b]] for b in range(2)])
    np.testing.assert_array_equal(
        run("GatherV2", X, indices, np.int32(1), batch_dims=1)[0], expected
    )
    expected = np.stack([X[b][:, indices[b]] for b in range(2)])
    np.testing.assert_array_equal(
        run("GatherV2", X, indices, np.int32(2), batch_dims=1)[0], expected
    )


def test_gather_nd_and_scatter_nd(run: Any) -> None:
    indices = np.array([[0, 2], [1, 0]], np.int32)
    (rows,) = run("GatherNd", X, indices)
    np.testing.assert_array_equal(rows, X[[0, 1], [2, 0]])
    expected = np.zeros_like(X)
    expected[[0, 1], [2, 0]] = rows
    (result,) = run("ScatterNd", indices, rows, np.array(X.shape, np.int32))
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize("axis", [-1, 0, 1])
def test_one_hot(run: Any, axis: int) -> None:
    indices = np.array([[0, 2], [-1, 5]], np.int64)
    expected = (indices[..., None] == np.arange(3)).astype(np.float32)
    expected = np.moveaxis(expected, -1, axis)
    (result,) = run(
        "OneHot", indices, np.int32(3), np.float32(1), np.float32(0), axis=axis
    )
    np.testing.assert_array_equal(result, expected)


def test_unsorted_segment_sum_drops_negative_segments(run: Any) -> None:
    data = np.arange(8, dtype=np.float32).reshape(4, 2)
    (result,) = run(
        "UnsortedSegmentSum", data, np.array([2, 0, -1, 2], np.int32), np.int32(3)
    )
    np.testing.assert_array_equal(result, [[2, 3], [0, 0], [6, 8]])


def test_cumsum(run: Any) -> None:
    np.testing.assert_array_equal(run("Cumsum", X, np.int32(1))[0], X.cumsum(1))
    (result,) = run("Cumsum", X, np.int32(-1), exclusive=True, reverse=True)
    expected = np.flip(np.flip(X, -1).cumsum(-1), -1) - X
    np.testing.assert_array_equal(result, expected)


_X = np.arange(3, dtype=np.float32)
_ZERO, _ZEROS = np.int32(0), np.zeros(1, np.int32)


@pytest.mark.parametrize(
    ("op", "inputs"),
    [
        ("ArgMax", (_X, _ZEROS)),
        ("Cumsum", (_X, _ZEROS)),
        ("GatherV2", (_X, _ZEROS, _ZEROS)),
        ("Transpose", (_X, _ZERO)),
        ("Slice", (_X, _ZERO, _ZERO)),
        ("StridedSlice", (_X, _ZERO, _ZERO, _ZERO)),
        ("Tile", (_X, _ZERO)),
        ("ReverseV2", (_X, _ZERO)),
        ("BroadcastTo", (_X, np.int32(3))),
        ("Pad", (_X, np.zeros(2, np.int32))),
        ("Sum", (_X, np.zeros((1, 1), np.int32))),
        ("ClipByValue", (_X, _X[:1], _X[:1])),
    ],
)
def test_arguments_of_a_wrong_rank_are_left_to_the_reference(
    run: Any, op: str, inputs: Any
) -> None:
    assert run(op, *inputs) is None
