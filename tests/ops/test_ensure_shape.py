"""A tensor whose shape is checked."""

import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check


def test_record() -> None:
    check(Sample("EnsureShape", [[[1.0, 2.0, 3.0]]], {"shape": (None, 3)}))


def test_a_wrong_shape_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="not compatible"):
        tf.ensure_shape([1, 2], [3])
