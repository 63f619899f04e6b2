"""Signatures of ops and the values of their attributes."""

import pytest

import tensorbrook as tf


def test_values_that_are_not_allowed_have_the_error_of_where_they_are_used() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="list of allowed"):
        tf.strings.length("a", unit="x")
    with pytest.raises(tf.errors.InvalidArgumentError, match="at least minimum 1"):
        tf.strings.to_hash_bucket_fast("a", 0)
    with tf.Graph().as_default(), pytest.raises(ValueError, match="list of allowed"):
        tf.strings.length("a", unit="x")
