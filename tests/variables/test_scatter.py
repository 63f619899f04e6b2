"""Changing rows and slices of variables, against TensorFlow's results."""

import numpy as np
import pytest

import tensorbrook as tf


def _variable():
    return tf.Variable(np.arange(12, dtype=np.float32).reshape(4, 3))


def _rows(indices, values):
    return tf.IndexedSlices(tf.constant(values, tf.float32), tf.constant(indices))


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (
            "add",
            [[0.0, 1.0, 2.0], [8.0, 11.0, 14.0], [6.0, 7.0, 8.0], [16.0, 18.0, 20.0]],
        ),
        (
            "sub",
            [[0.0, 1.0, 2.0], [-2.0, -3.0, -4.0], [6.0, 7.0, 8.0], [2.0, 2.0, 2.0]],
        ),
        (
            "mul",
            [[0.0, 1.0, 2.0], [12.0, 40.0, 90.0], [6.0, 7.0, 8.0], [63.0, 80.0, 99.0]],
        ),
        (
            "div",
            [
                [0.0, 1.0, 2.0],
                [0.75, 0.4, 0.277778],
                [6.0, 7.0, 8.0],
                [1.285714, 1.25, 1.222222],
            ],
        ),
        ("min", [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0], [6.0, 7.0, 8.0], [7.0, 8.0, 9.0]]),
        ("max", [[0.0, 1.0, 2.0], [4.0, 5.0, 6.0], [6.0, 7.0, 8.0], [9.0, 10.0, 11.0]]),
        (
            "update",
            [[0.0, 1.0, 2.0], [4.0, 5.0, 6.0], [6.0, 7.0, 8.0], [7.0, 8.0, 9.0]],
        ),
    ],
)
def test_rows_with_an_index_twice(how, wanted):
    v = _variable()
    rows = _rows([1, 1, 3], [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    assert getattr(v, f"scatter_{how}")(rows) is v
    np.testing.assert_allclose(v, wanted, rtol=1e-5)


@pytest.mark.parametrize(
    ("how", "wanted"),
    [
        (
            "add",
            [[0.0, 1.0, 2.0], [3.0, 9.0, 5.0], [6.0, 7.0, 8.0], [15.0, 10.0, 11.0]],
        ),
        (
            "sub",
            [[0.0, 1.0, 2.0], [3.0, -1.0, 5.0], [6.0, 7.0, 8.0], [3.0, 10.0, 11.0]],
        ),
        ("min", [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0], [6.0, 7.0, 8.0], [6.0, 10.0, 11.0]]),
        ("max", [[0.0, 1.0, 2.0], [3.0, 5.0, 5.0], [6.0, 7.0, 8.0], [9.0, 10.0, 11.0]]),
        (
            "update",
            [[0.0, 1.0, 2.0], [3.0, 5.0, 5.0], [6.0, 7.0, 8.0], [6.0, 10.0, 11.0]],
        ),
    ],
)
def test_slices(how, wanted):
    v = _variable()
    getattr(v, f"scatter_nd_{how}")([[1, 1], [3, 0]], [5.0, 6.0])
    assert v.numpy().tolist() == wanted


def test_batches():
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    v.batch_scatter_update(_rows([[0], [1]], [[10.0], [20.0]]))
    assert v.numpy().tolist() == [[10.0, 2.0], [3.0, 20.0]]


def test_a_part_can_be_assigned():
    v = _variable()
    v[1:].assign(tf.zeros([3, 3]))
    v[0].assign([1.0, 1.0, 1.0])
    v[::2, 1].assign([7.0, 8.0])
    v[..., 2].assign(5.0)
    assert v.numpy().tolist() == [[1, 7, 5], [0, 0, 5], [0, 8, 5], [0, 0, 5]]
    with pytest.raises(tf.errors.InvalidArgumentError, match="Cannot broadcast"):
        v[1:].assign(tf.zeros([2, 3]))


def test_in_functions_and_sessions():
    v = _variable()

    @tf.function
    def step():
        v[1].assign([0.0, 0.0, 0.0])
        return v.scatter_add(_rows([0], [[1.0, 1.0, 1.0]]))

    assert step().numpy()[:2].tolist() == [[1, 2, 3], [0, 0, 0]]
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        w = tf.Variable([1.0, 2.0])
        changed = w.scatter_nd_update([[1]], [9.0])
        session.run(w.initializer)
        assert session.run(changed).tolist() == [1.0, 9.0]


def test_wrong_rows_are_refused():
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"= 9 is not in \[0, 4\)"):
        _variable().scatter_add(_rows([9], [[1, 2, 3]]))
    with pytest.raises(tf.errors.InvalidArgumentError, match="does not index into"):
        _variable().scatter_nd_add([[9, 1]], [1.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="updates.shape"):
        _variable().scatter_add(_rows([1], [[1, 2]]))
    with pytest.raises(TypeError, match="IndexedSlices"):
        _variable().scatter_add(tf.ones([4, 3]))


def test_a_refused_change_leaves_the_value():
    v = _variable()
    with pytest.raises(tf.errors.InvalidArgumentError):
        v.scatter_update(_rows([0, 9], [[5, 5, 5], [5, 5, 5]]))
    assert v.numpy().tolist() == _variable().numpy().tolist()
