"""What `ragged[...]` means: compared with slicing the nested lists."""

import pytest

import tensorbrook as tf

_ROWS = [[1, 2, 3], [], [4, 5], [6]]


@pytest.fixture
def ragged():
    return tf.ragged.constant(_ROWS)


@pytest.mark.parametrize("start", [None, 0, 1, -2, 7, -7])
@pytest.mark.parametrize("stop", [None, 0, 2, -1, 7, -7])
@pytest.mark.parametrize("step", [None, 2, -1, -2])
def test_slices_are_those_of_lists(ragged, start, stop, step) -> None:
    key = slice(start, stop, step)
    assert ragged[key].to_list() == _ROWS[key]
    assert ragged[:, key].to_list() == [row[key] for row in _ROWS]


def test_an_index_takes_a_row(ragged) -> None:
    assert ragged[0].numpy().tolist() == [1, 2, 3]
    assert ragged[-1].numpy().tolist() == [6]
    assert int(ragged[2, 1]) == 5
    assert int(ragged[tf.constant(2)][0]) == 4


def test_new_axes_may_stand_anywhere(ragged) -> None:
    assert ragged[tf.newaxis].to_list() == [_ROWS]
    assert ragged[:, tf.newaxis].to_list() == [[row] for row in _ROWS]
    assert ragged[..., tf.newaxis].to_list() == [[[x] for x in row] for row in _ROWS]


def test_inner_uniform_axes_can_be_indexed() -> None:
    pairs = tf.ragged.constant([[[1, 2], [3, 4]], [[5, 6]]], ragged_rank=1)
    assert pairs[:, :, 1].to_list() == [[2, 4], [6]]
    assert pairs[..., 0].to_list() == [[1, 3], [5]]
    even = tf.RaggedTensor.from_uniform_row_length(tf.ragged.constant([[1], [2, 3]]), 2)
    assert even[:, 1].to_list() == [[2, 3]]


def test_an_inner_ragged_axis_has_no_index(ragged) -> None:
    with pytest.raises(ValueError, match="inner ragged dimension"):
        ragged[:, 0]


def test_rows_out_of_range_and_odd_keys_are_mistakes(ragged) -> None:
    with pytest.raises(IndexError):
        ragged[4]
    with pytest.raises(TypeError):
        ragged["a"]
    with pytest.raises(ValueError, match="step"):
        ragged[:, ::0]
