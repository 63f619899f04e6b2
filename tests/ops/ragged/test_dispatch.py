"""Functions of tensors that take ragged ones, too."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.fixture
def r():
    return tf.ragged.constant([[1, 2, 3], [], [4, 5]])


@pytest.fixture
def deep():
    return tf.ragged.constant([[[1, 2], [3]], [], [[4], []]])


def test_elementwise_functions_keep_rows(r) -> None:
    assert (r + 1).to_list() == [[2, 3, 4], [], [5, 6]]
    assert (2 - r).to_list() == [[1, 0, -1], [], [-2, -3]]
    assert (r > 2).to_list() == [[False, False, True], [], [True, True]]
    assert tf.cast(r, tf.float32).dtype == tf.float32
    assert tf.ones_like(r).to_list() == [[1, 1, 1], [], [1, 1]]
    assert tf.where(r > 2, r, -r).to_list() == [[-1, -2, 3], [], [4, 5]]
    assert tf.strings.join([tf.ragged.constant([["a"], []]), "!"]).to_list() == [
        [b"a!"],
        [],
    ]


def test_uniform_axes_of_length_one_are_broadcast(r, deep) -> None:
    column = tf.constant([[10], [20], [30]])
    assert (r + column).to_list() == [[11, 12, 13], [], [34, 35]]
    total = tf.reduce_sum(r, axis=1, keepdims=True)
    assert (r * total).to_list() == [[6, 12, 18], [], [36, 45]]
    assert (deep * column[:, None]).to_list() == [[[10, 20], [30]], [], [[120], []]]


def test_rows_of_other_lengths_do_not_fit(r) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="broadcast"):
        r + tf.ragged.constant([[1], [2], [3]])


@pytest.mark.parametrize(
    "axis, wanted",
    [(None, 15), (0, [5, 7, 3]), (1, [6, 0, 9]), ([0, 1], 15), (-1, [6, 0, 9])],
)
def test_sums_run_along_axes(r, axis, wanted) -> None:
    assert tf.reduce_sum(r, axis).numpy().tolist() == wanted


def test_reductions_of_deep_tensors_stay_ragged(deep) -> None:
    assert tf.reduce_sum(deep, 0).to_list() == [[5, 2], [3]]
    assert tf.reduce_sum(deep, 1).to_list() == [[4, 2], [], [4]]
    assert tf.reduce_sum(deep, 2).to_list() == [[3, 3], [], [4, 0]]
    assert tf.reduce_sum(deep, (1, 2)).numpy().tolist() == [6, 0, 4]


def test_means_truth_values_and_deviations(r) -> None:
    floats = tf.cast(r[::2], tf.float32)
    assert tf.reduce_mean(floats, 1).numpy().tolist() == [2.0, 4.5]
    assert tf.reduce_mean(floats).numpy() == 3.0
    assert tf.reduce_all(r > 1, 1).numpy().tolist() == [False, True, True]
    assert tf.reduce_any(r > 3, 0).numpy().tolist() == [True, True, False]
    np.testing.assert_allclose(
        tf.math.reduce_variance(floats, 1), [2 / 3, 0.25], rtol=1e-5
    )


def test_an_axis_out_of_range_is_a_mistake(r) -> None:
    with pytest.raises(ValueError, match="axis=5"):
        tf.reduce_sum(r, 5)


def test_joining_and_stacking(r) -> None:
    rows = r.to_list()
    assert tf.concat([r, r], 0).to_list() == rows + rows
    assert tf.concat([r, [[9], [8], [7]]], 1).to_list() == [
        [1, 2, 3, 9],
        [8],
        [4, 5, 7],
    ]
    assert tf.stack([r, r]).to_list() == [rows, rows]
    assert tf.stack([r, r], 1).to_list() == [[row, row] for row in rows]
    assert tf.ragged.stack([[1, 2], [3]]).to_list() == [[1, 2], [3]]


def test_gathering(r) -> None:
    assert tf.gather(r, [2, 0]).to_list() == [[4, 5], [1, 2, 3]]
    assert tf.gather([5, 6, 7, 8, 9, 0], r).to_list() == [[6, 7, 8], [], [9, 0]]
    places = tf.ragged.constant([[0, 2], [], [1]])
    assert tf.gather(r, places, batch_dims=1).to_list() == [[1, 3], [], [5]]
    assert tf.gather_nd(r, [[0, 1], [2, 0]]).numpy().tolist() == [2, 4]
    assert tf.gather(r, [[0], [2]]).to_list() == [[[1, 2, 3]], [[4, 5]]]


def test_repeating_reversing_and_cutting(r, deep) -> None:
    assert tf.tile(r, [2, 1]).to_list() == r.to_list() * 2
    assert tf.tile(r, [1, 2]).to_list() == [row * 2 for row in r.to_list()]
    assert tf.tile(deep, [1, 1, 2])[0].to_list() == [[1, 2, 1, 2], [3, 3]]
    assert tf.reverse(r, [0, 1]).to_list() == [[5, 4], [], [3, 2, 1]]
    assert [part.to_list() for part in tf.split(r, 3)] == [[[1, 2, 3]], [[]], [[4, 5]]]
    assert [part.to_list() for part in tf.split(r, [1, 2])] == [
        [[1, 2, 3]],
        [[], [4, 5]],
    ]


def test_axes_come_and_go(r) -> None:
    for axis in (0, 1, 2, -1):
        wide = tf.expand_dims(r, axis)
        assert tf.squeeze(wide, axis).to_list() == r.to_list()
    with pytest.raises(tf.errors.InvalidArgumentError, match="squeez"):
        tf.squeeze(r, 0)


def test_shapes_and_sizes(r, deep) -> None:
    assert int(tf.size(r)) == 5
    assert int(tf.rank(deep)) == 3
    shape = tf.shape(r)
    assert (
        repr(shape)
        == "<DynamicRaggedShape lengths=[3, (3, 0, 2)] num_row_partitions=1>"
    )
    assert int(shape[0]) == 3
    with pytest.raises(ValueError, match="not uniform"):
        shape[1]
    assert tf.zeros(shape).to_list() == [[0, 0, 0], [], [0, 0]]
    assert tf.broadcast_to(7, shape).to_list() == [[7, 7, 7], [], [7, 7]]
    assert tf.reshape(tf.range(5), shape).to_list() == [[0, 1, 2], [], [3, 4]]


def test_places_where_a_condition_holds(r) -> None:
    assert tf.where(r > 2).numpy().tolist() == [[0, 2], [2, 0], [2, 1]]
    assert tf.ragged.boolean_mask(r, r > 2).to_list() == [[3], [], [4, 5]]
    assert tf.ragged.boolean_mask(r, [True, True, False]).to_list() == [[1, 2, 3], []]


def test_functions_of_rows(r) -> None:
    q = tf.cast(r, tf.float32)
    np.testing.assert_allclose(
        tf.reduce_sum(tf.nn.softmax(q), 1), [1.0, 0.0, 1.0], 1e-6
    )
    assert tf.cumsum(r, 1).to_list() == [[1, 3, 6], [], [4, 9]]
    assert tf.math.bincount(r, axis=-1).numpy().tolist() == [
        [0, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 1],
    ]
    words = tf.ragged.constant([["a", "b"], ["c"]])
    assert tf.strings.reduce_join(words, 1, separator="-").numpy().tolist() == [
        b"a-b",
        b"c",
    ]
    assert tf.math.unsorted_segment_sum(r, [0, 0, 1], 2).to_list() == [
        [1, 2, 3],
        [4, 5],
    ]


def test_maps_over_rows(r) -> None:
    assert tf.map_fn(
        tf.reduce_sum, r, fn_output_signature=tf.int32
    ).numpy().tolist() == [
        6,
        0,
        9,
    ]
    assert tf.map_fn(lambda x: x * 2, r).to_list() == [[2, 4, 6], [], [8, 10]]
    spec = tf.RaggedTensorSpec([None], tf.int32)
    made = tf.function(lambda n: tf.map_fn(tf.range, n, fn_output_signature=spec))(
        tf.constant([2, 0, 1])
    )
    assert made.to_list() == [[0, 1], [], [0]]


def test_functions_without_ragged_sense_say_so(r) -> None:
    with pytest.raises(ValueError, match="to_tensor"):
        tf.transpose(r)


def test_means_of_segments_count_the_values_in_each_place(r) -> None:
    q = tf.cast(r, tf.float32)
    found = tf.math.unsorted_segment_mean(q, [1, 0, 1], 2)
    assert found.to_list() == [[], [2.5, 3.5, 3.0]]
    root = tf.math.unsorted_segment_sqrt_n(q, [1, 0, 1], 2)
    np.testing.assert_allclose(root[1], [5 / 2**0.5, 7 / 2**0.5, 3.0], 1e-6)


def test_equality_with_what_is_no_tensor_is_plain(r) -> None:
    assert (r == [[1], [2, 3]]) is False
    assert (r != [[1], [2, 3]]) is True
    assert r is not None and (r == None) is False  # noqa: E711


def test_templates_show_ragged_tensors_as_lists(r) -> None:
    words = tf.ragged.constant([["a"], []])
    text = tf.strings.format("{} and {}", [r, words]).numpy()
    assert text == b"[[1, 2, 3], [], [4, 5]] and [['a'], []]"
