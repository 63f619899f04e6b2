"""GradientTape: what is recorded and what comes out."""

import numpy as np
import pytest

import tensorbrook as tf


def test_persistent_tape_gives_several_gradients():
    x = tf.constant(3.0)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * x
        z = y * y
    assert float(tape.gradient(z, x)) == 108.0
    assert float(tape.gradient(y, x)) == 6.0


def test_used_tape_refuses_a_second_gradient():
    x = tf.constant(3.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
    tape.gradient(y, x)
    with pytest.raises(RuntimeError, match="persistent"):
        tape.gradient(y, x)


def test_nested_tapes_give_second_derivatives():
    x = tf.Variable(2.0)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            y = x**3
        first = inner.gradient(y, x)
    assert float(outer.gradient(first, x)) == 12.0


def test_stop_recording_hides_what_happens():
    x = tf.constant(3.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        with tape.stop_recording():
            hidden = x * x
        y = x * 2.0 + hidden
    assert float(tape.gradient(y, x)) == 2.0


def test_unconnected_source_gives_none_or_zeros():
    x, y = tf.constant(1.0), tf.constant([1.0, 2.0])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([x, y])
        z = x * 2.0
    assert tape.gradient(z, y) is None
    zeros = tape.gradient(z, y, unconnected_gradients="zero")
    assert zeros.numpy().tolist() == [0.0, 0.0]


def test_gather_gives_indexed_slices():
    table = tf.Variable([[1.0], [2.0], [3.0]])
    with tf.GradientTape() as tape:
        y = tf.reduce_sum(tf.gather(table, [2, 2]))
    gradient = tape.gradient(y, table)
    assert isinstance(gradient, tf.IndexedSlices)
    assert tf.convert_to_tensor(gradient).numpy().tolist() == [[0.0], [0.0], [2.0]]


def test_jacobians():
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = x * x
    full = tape.jacobian(y, x).numpy()
    assert full.shape == (2, 2, 2, 2)
    np.testing.assert_allclose(np.einsum("ijij->ij", full), 2 * x.numpy())
    batch = tape.batch_jacobian(y, x).numpy()
    np.testing.assert_allclose(np.einsum("bii->bi", batch), 2 * x.numpy())


@pytest.mark.parametrize("wrap", [lambda f: f, tf.function], ids=["eager", "function"])
def test_custom_gradient_is_used(wrap):
    @tf.custom_gradient
    def twice(x):
        return x * 2.0, lambda dy: dy * 100.0

    @wrap
    def slope(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = twice(x)
        return tape.gradient(y, x)

    assert float(slope(tf.constant(1.0))) == 100.0


def test_a_tape_that_was_never_entered_has_no_gradients() -> None:
    with pytest.raises(RuntimeError, match="recorded nothing"):
        tf.GradientTape().gradient(tf.constant(1.0), tf.constant(1.0))
