"""Ops by keyword, with the names that `tf.raw_ops` gives to their arguments."""

import pytest

import tensorbrook as tf


def test_arguments_have_the_names_of_python():
    assert int(tf.raw_ops.Sum(input=[1, 2], axis=0)) == 3
    assert tf.raw_ops.Squeeze(input=[[1, 2]], axis=[0]).shape == (2,)
    assert tf.raw_ops.Split(axis=0, value=[1, 2], num_split=2)[1].numpy() == [2]
    assert tf.raw_ops.ExpandDims(input=[1, 2], axis=0).shape == (1, 2)
    assert tf.raw_ops.Where(condition=[False, True]).numpy().tolist() == [[1]]


def test_the_name_names_the_node():
    with tf.Graph().as_default():
        assert tf.raw_ops.Neg(x=1.0, name="minus").op.name == "minus"


def test_what_is_missing_or_unknown_is_named():
    with pytest.raises(TypeError, match="axis"):
        tf.raw_ops.Sum(input=[1, 2])
    with pytest.raises(TypeError, match="dimensions"):
        tf.raw_ops.Neg(x=1.0, dimensions=2)
    with pytest.raises(AttributeError, match="NoSuchThing"):
        tf.raw_ops.NoSuchThing()
