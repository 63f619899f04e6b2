"""What `experimental_enable_numpy_behavior` changes."""

import pytest

import tensorbrook as tf
import tensorbrook.experimental.numpy as tnp
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api import behavior
from tensorbrook._src.numpy_api.promotion import Preferences
from tensorbrook._src.ops.tensor_operators import Rules


@pytest.fixture(autouse=True)
def as_before():
    """Takes the changes of a test back."""
    before = {name: Tensor.__dict__.get(name) for name in behavior._MEMBERS}
    yield
    Preferences.prefer_float32 = False
    Rules.promote = Rules.select = None
    for name, member in before.items():
        if member is not None:
            setattr(Tensor, name, member)
        elif name in Tensor.__dict__:
            delattr(Tensor, name)


def test_operators_promote():
    i, x = tf.constant([3, 4]), tf.constant([1.0, 2.0])
    with pytest.raises(tf.errors.InvalidArgumentError):
        i + x
    tnp.experimental_enable_numpy_behavior()
    assert (i + x).dtype == (1.5 + i).dtype == (i / 2).dtype == tf.float64
    assert (x * 2).dtype == (x + [1.0, 2.0]).dtype == tf.float32
    assert (i == x).numpy().tolist() == [False, False]
    assert (i > 3.5).numpy().tolist() == [False, True]
    assert (tf.Variable(1) + 1.5).dtype == tf.float64


def test_functions_do_not_promote():
    tnp.experimental_enable_numpy_behavior()
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        tf.add(tf.constant([3, 4]), 1.5)


def test_promotion_in_a_traced_function():
    tnp.experimental_enable_numpy_behavior()
    add = tf.function(lambda a, b: a + b)
    assert add(tf.constant(1), tf.constant(0.5)).dtype == tf.float64


def test_positions_select():
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    tnp.experimental_enable_numpy_behavior()
    assert x[[0, 1], [1, 0]].numpy().tolist() == [2.0, 3.0]
    assert x[x > 2].numpy().tolist() == [3.0, 4.0]


def test_members_of_arrays():
    x = tf.constant([[1.0, -2.0, 3.25]])
    with pytest.raises(AttributeError):
        x.T  # noqa: B018
    tnp.experimental_enable_numpy_behavior()
    assert x.T.shape == [3, 1] and x.size == 3 and x.data is x
    assert x.reshape(3, 1).shape == x.reshape((3, 1)).shape == [3, 1]
    assert x.astype(int).numpy().tolist() == [[1, -2, 3]]
    assert x.clip(0, 2).tolist() == [[1.0, 0.0, 2.0]]
    assert float(x.max()) == 3.25 and float(x.min()) == -2.0
    assert (+x).numpy().tolist() == x.tolist()
    assert round(x, 1).numpy().ravel() == pytest.approx([1.0, -2.0, 3.2])


def test_short_floats_are_preferred():
    tnp.experimental_enable_numpy_behavior(prefer_float32=True)
    assert tnp.array([1.5]).dtype == tf.float32
    assert tnp.array([1j]).dtype == tf.complex64
    assert (tf.constant(1) + 1.5).dtype == tf.float64


def test_no_conversion():
    tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="off")
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        tf.constant(1) + 1.5


def test_unknown_and_missing_modes():
    with pytest.raises(ValueError, match="mode"):
        tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="some")
    with pytest.raises(NotImplementedError, match="weakly"):
        tnp.experimental_enable_numpy_behavior(dtype_conversion_mode="all")
