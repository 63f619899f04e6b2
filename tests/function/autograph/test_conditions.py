"""Conditions of one element, which count as scalars."""

import pytest

import tensorbrook as tf


def test_a_condition_of_one_element():
    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.int32)])
    def count(x):
        for step in tf.range(9):
            if x + step == tf.constant([5]):
                break
        return step

    assert int(count([[2]])) == 3


def test_a_condition_of_several_elements_is_refused():
    @tf.function
    def choose(x):
        if x > 0:
            return 1
        return 0

    with pytest.raises(ValueError, match="reduce_any"):
        choose(tf.constant([1, 2]))
