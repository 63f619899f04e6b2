"""Old argument names and orders: `_src/compat_v1/{arrays,reduce,math,casts,nn}.py`."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf


@pytest.fixture
def run():
    with tf.Graph().as_default(), tf.Session() as sess:
        yield sess.run


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda: tf.reduce_sum([[1, 2], [3, 4]], reduction_indices=1), [3, 7]),
        (lambda: tf.reduce_max([[1, 2], [3, 4]], 0, keep_dims=True), [[3, 4]]),
        (lambda: tf.reduce_all([[True, False]], reduction_indices=[1]), [False]),
        (lambda: tf.count_nonzero([[0, 1], [2, 3]], keep_dims=True), [[3]]),
        (lambda: tf.argmax([[1, 5, 2]], dimension=1), [1]),
        (lambda: tf.arg_min([[1, 5, 0]], 1), [2]),
        (lambda: tf.expand_dims([1, 2], dim=0), [[1, 2]]),
        (lambda: tf.squeeze([[1, 2]], squeeze_dims=[0]), [1, 2]),
        (lambda: tf.where([True, False], [[1], [2]], [[3], [4]]), [[1], [4]]),
        (lambda: tf.where([False, True]), [[1]]),
        (lambda: tf.div(-7, 2), -4),
        (lambda: tf.div(7.0, 2.0), 3.5),
        (lambda: tf.to_int32([1.7, -1.7]), [1, -1]),
        (lambda: tf.gather([10, 20], [1], None, "name", 0), [20]),
        (lambda: tf.constant([1, 2], shape=[2, 2]), [[1, 2], [2, 2]]),
        (
            lambda: tf.reverse_sequence([[1, 2, 3]], [2], seq_dim=1, batch_dim=0),
            [[2, 1, 3]],
        ),
        (lambda: tf.nn.softmax([[0.0, 0.0]], dim=1), [[0.5, 0.5]]),
        (lambda: tf.nn.l2_normalize([3.0, 4.0], dim=0), [0.6, 0.8]),
        (lambda: tf.norm([3.0, 4.0], keep_dims=True), [5.0]),
        (lambda: tf.nn.dropout([1.0, 2.0], keep_prob=1.0), [1.0, 2.0]),
        (lambda: tf.cond(tf.constant(True), fn1=lambda: 1, fn2=lambda: 2), 1),
        (lambda: tf.mul(2, 3) - tf.sub(1, 4) + tf.neg(1), 8),
        (
            lambda: tf.nn.embedding_lookup(
                [[[1.0], [2.0]], [[3.0]]], [0, 1, 2], partition_strategy="div"
            ),
            [[1.0], [2.0], [3.0]],
        ),
        (
            lambda: tf.nn.conv1d(tf.ones([1, 5, 2]), tf.ones([3, 2, 1]), 2, "SAME"),
            [[[4.0], [6.0], [4.0]]],
        ),
    ],
)
def test_old_arguments(run, build, expected):
    np.testing.assert_allclose(run(build()), expected, rtol=1e-6)


def test_both_names_of_an_argument_are_refused():
    with tf.Graph().as_default(), pytest.raises(ValueError, match="reduction_indices"):
        tf.reduce_sum([1], axis=0, reduction_indices=0)


def test_losses_need_labels_and_logits():
    with tf.Graph().as_default(), pytest.raises(ValueError, match="labels and logits"):
        tf.nn.softmax_cross_entropy_with_logits(logits=[1.0])


def test_labels_are_constants_for_the_old_loss(run):
    with tf.get_default_graph().as_default():
        labels, logits = tf.constant([[0.2, 0.8]]), tf.constant([[1.0, 3.0]])
        loss = tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        assert tf.gradients(loss, labels) == [None]
        newer = tf.nn.softmax_cross_entropy_with_logits_v2(labels, logits)
        assert tf.gradients(newer, labels) != [None]


def test_hessians(run):
    x = tf.constant([1.0, 2.0])
    (found,) = tf.hessians(tf.reduce_sum(x**3) + x[0] * x[1], x)
    np.testing.assert_allclose(run(found), [[6, 1], [1, 12]])


def test_operators_name_their_nodes_in_lower_case(run):
    a = tf.constant(2.0)
    nodes = [a + 1, a - 1, a / 2, a // 2, a % 2, a**2, tf.add(a, 1)]
    names = ["add:0", "sub:0", "truediv:0", "floordiv:0", "mod:0", "pow:0", "Add_1:0"]
    assert [node.name for node in nodes[:-1]] == names[:-1]


def test_devices_are_spelt_in_full(run):
    with tf.device("/cpu:0"):
        assert tf.constant(1).device == "/device:CPU:0"
        with tf.device("/job:worker"):
            assert tf.constant(1).device == "/job:worker/device:CPU:0"
