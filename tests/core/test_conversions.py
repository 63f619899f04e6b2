"""Functions that turn objects of a program's own types into tensors."""

import pytest

import tensorbrook as tf
from tensorbrook._src.core import conversions


class _Length:
    def __init__(self, metres):
        self.metres = metres


@pytest.fixture(autouse=True)
def _forget():
    kept = list(conversions.registered)
    yield
    conversions.registered[:] = kept


def _plain(value, dtype=None, name=None, as_ref=False):
    return tf.constant(value.metres, dtype)


def test_objects_are_converted_everywhere() -> None:
    tf.register_tensor_conversion_function(_Length, _plain)
    assert float(tf.constant(3.0) * _Length(2.0)) == 6.0
    assert tf.convert_to_tensor(_Length(2.0), tf.float64).dtype is tf.float64

    @tf.function
    def f(x):
        return x + _Length(1.0)

    assert float(f(tf.constant(1.0))) == 2.0


def test_small_priorities_come_first() -> None:
    tf.register_tensor_conversion_function(_Length, _plain)
    tf.register_tensor_conversion_function(
        _Length, lambda value, dtype=None, name=None, as_ref=False: NotImplemented, 1
    )
    assert float(tf.convert_to_tensor(_Length(2.0))) == 2.0
    tf.register_tensor_conversion_function(
        _Length, lambda value, dtype=None, name=None, as_ref=False: tf.constant(7.0), 50
    )
    assert float(tf.convert_to_tensor(_Length(2.0))) == 7.0
    with pytest.raises(RuntimeError, match="float64 was asked for"):
        tf.convert_to_tensor(_Length(2.0), tf.float64)


def test_what_is_registered_is_checked() -> None:
    with pytest.raises(TypeError, match="base_type"):
        tf.register_tensor_conversion_function("int", _plain)
    with pytest.raises(TypeError, match="callable"):
        tf.register_tensor_conversion_function(_Length, 3)
