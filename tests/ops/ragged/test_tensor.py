"""Ragged tensors: making them, taking them apart, printing them."""

import numpy as np
import pytest

import tensorbrook as tf

_ROWS = [[1, 2], [], [3]]


@pytest.fixture
def ragged():
    return tf.ragged.constant(_ROWS)


@pytest.mark.parametrize(
    "made",
    [
        lambda: tf.RaggedTensor.from_row_splits([1, 2, 3], [0, 2, 2, 3]),
        lambda: tf.RaggedTensor.from_row_lengths([1, 2, 3], [2, 0, 1]),
        lambda: tf.RaggedTensor.from_row_starts([1, 2, 3], [0, 2, 2]),
        lambda: tf.RaggedTensor.from_row_limits([1, 2, 3], [2, 2, 3]),
        lambda: tf.RaggedTensor.from_value_rowids([1, 2, 3], [0, 0, 2]),
        lambda: tf.RaggedTensor.from_tensor([[1, 2], [0, 0], [3, 0]], padding=0),
        lambda: tf.RaggedTensor.from_tensor(
            np.array([[1, 2], [7, 7], [3, 7]]), [2, 0, 1]
        ),
        lambda: tf.RaggedTensor.from_sparse(
            tf.SparseTensor([[0, 0], [0, 1], [2, 0]], [1, 2, 3], [3, 2])
        ),
    ],
)
def test_all_ways_lead_to_the_same_rows(made) -> None:
    found = made()
    assert found.to_list() == _ROWS
    assert found.shape.as_list() == [3, None]
    assert found.ragged_rank == 1


def test_parts_tell_where_rows_are(ragged) -> None:
    assert ragged.row_splits.numpy().tolist() == [0, 2, 2, 3]
    assert ragged.row_starts().numpy().tolist() == [0, 2, 2]
    assert ragged.row_limits().numpy().tolist() == [2, 2, 3]
    assert ragged.row_lengths().numpy().tolist() == [2, 0, 1]
    assert ragged.value_rowids().numpy().tolist() == [0, 0, 2]
    assert ragged.bounding_shape().numpy().tolist() == [3, 2]
    assert int(ragged.nrows()) == 3


def test_deeper_levels_nest() -> None:
    deep = tf.ragged.constant([[[1, 2], [3]], [], [[4]]])
    assert deep.ragged_rank == 2
    assert [s.numpy().tolist() for s in deep.nested_row_splits] == [
        [0, 2, 2, 3],
        [0, 2, 3, 4],
    ]
    assert deep.row_lengths(2).to_list() == [[2, 1], [], [1]]
    assert deep.merge_dims(0, 1).to_list() == [[1, 2], [3], [4]]
    assert deep.merge_dims(1, 2).to_list() == [[1, 2, 3], [], [4]]
    assert deep.merge_dims(0, 2).numpy().tolist() == [1, 2, 3, 4]


def test_uniform_rows_have_a_length() -> None:
    found = tf.RaggedTensor.from_uniform_row_length(np.arange(6), 3)
    assert found.shape.as_list() == [2, 3]
    assert int(found.uniform_row_length) == 3


def test_tensors_and_sparse_tensors_come_back(ragged) -> None:
    assert ragged.to_tensor(-1).numpy().tolist() == [[1, 2], [-1, -1], [3, -1]]
    assert ragged.to_tensor(shape=[None, 1]).numpy().tolist() == [[1], [0], [3]]
    assert tf.sparse.to_dense(ragged.to_sparse()).numpy().tolist() == [
        [1, 2],
        [0, 0],
        [3, 0],
    ]


def test_text_shows_nested_lists(ragged) -> None:
    assert repr(ragged) == "<tf.RaggedTensor [[1, 2], [], [3]]>"
    assert str(tf.ragged.constant([["a"], []])) == "<tf.RaggedTensor [[b'a'], []]>"
    assert "..." in repr(tf.ragged.range([2000]))


def test_with_values_keeps_rows(ragged) -> None:
    assert ragged.with_values([7, 8, 9]).to_list() == [[7, 8], [], [9]]
    with pytest.raises(ValueError, match="3 values"):
        ragged.with_values([1])


def test_a_ragged_tensor_is_no_condition_and_no_key(ragged) -> None:
    with pytest.raises(TypeError, match="boolean"):
        bool(ragged)
    with pytest.raises(TypeError, match="unhashable"):
        hash(ragged)


@pytest.mark.parametrize(
    "wrong, error",
    [
        (lambda: tf.ragged.constant([[1], 2]), ValueError),
        (lambda: tf.ragged.constant([[1, 2]], inner_shape=(3,)), ValueError),
        (
            lambda: tf.RaggedTensor.from_row_splits([1, 2], [0, 2, 1]),
            tf.errors.InvalidArgumentError,
        ),
        (
            lambda: tf.RaggedTensor.from_row_lengths([1, 2], [1]),
            tf.errors.InvalidArgumentError,
        ),
        (lambda: tf.RaggedTensor.from_row_splits(1, [0]), ValueError),
        (lambda: tf.RaggedTensor.from_tensor([1, 2]), ValueError),
        (lambda: tf.RaggedTensor(tf.constant([1]), None), ValueError),
    ],
)
def test_parts_that_do_not_fit_are_named(wrong, error) -> None:
    with pytest.raises(error):
        wrong()


def test_functions_take_and_return_ragged_tensors(ragged) -> None:
    traces = []

    @tf.function(input_signature=[tf.RaggedTensorSpec([None, None], tf.int32)])
    def doubled(x):
        traces.append(x)
        return x + x, tf.reduce_sum(x, axis=1)

    both, sums = doubled(ragged)
    assert both.to_list() == [[2, 4], [], [6]]
    assert sums.numpy().tolist() == [3, 0, 3]
    assert doubled(tf.ragged.constant([[5]]))[0].to_list() == [[10]]
    assert len(traces) == 1


def test_sessions_feed_and_fetch_ragged_tensors() -> None:
    v1 = tf.compat.v1
    with tf.Graph().as_default():
        fed = v1.ragged.placeholder(tf.int32, 1)
        doubled = fed * 2
        with v1.Session() as session:
            value = v1.ragged.constant_value([[1, 2], [3]], dtype=np.int32)
            found = session.run(doubled, {fed: value})
    assert isinstance(found, v1.ragged.RaggedTensorValue)
    assert found.to_list() == [[2, 4], [6]]


def test_gradients_flow_through_rows() -> None:
    values = tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(values)
        ragged = tf.RaggedTensor.from_row_splits(values, [0, 2, 3])
        loss = tf.reduce_sum(tf.reduce_sum(ragged, axis=1) ** 2)
    np.testing.assert_allclose(tape.gradient(loss, values), [6.0, 6.0, 6.0])


def test_the_gradient_by_a_ragged_tensor_is_ragged() -> None:
    ragged = tf.ragged.constant([[1.0, 2.0], [3.0]])
    with tf.GradientTape() as tape:
        tape.watch(ragged)
        loss = tf.reduce_sum(ragged * ragged)
    assert tape.gradient(loss, ragged).to_list() == [[2.0, 4.0], [6.0]]
