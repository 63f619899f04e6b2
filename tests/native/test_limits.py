"""What no memory can hold is refused before anybody asks for it, in every road."""

from __future__ import annotations

from typing import Any

import pytest

import tensorbrook as tf
from tensorbrook._src.core import memory


def _many(delta: Any) -> Any:
    """A vector with a number that is known only when a graph runs."""
    return tf.reshape(tf.cast(1 / delta, tf.int64), [1])


_HUGE: dict[str, Any] = {
    "range": lambda delta: tf.range(0.0, 1.0, delta),
    "fill": lambda delta: tf.fill(tf.tile(_many(delta), [2]), 1.0),
    "tile": lambda delta: tf.tile([1.0], _many(delta)),
    "broadcast": lambda delta: tf.broadcast_to(1.0, _many(delta)),
}


@pytest.mark.parametrize("name", sorted(_HUGE))
def test_a_size_that_only_the_run_knows_is_checked(name: str) -> None:
    function = _HUGE[name]
    delta = tf.constant(1e-15)
    with pytest.raises(tf.errors.ResourceExhaustedError):
        function(delta)
    traced = tf.function(function, autograph=False)
    with pytest.raises(tf.errors.ResourceExhaustedError, match="node"):
        traced(delta)


def test_sizes_that_overflow_are_not_mistaken_for_small_ones() -> None:
    sizes = tf.constant([1 << 32, 1 << 32], tf.int64)
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.reshape(tf.zeros([0]), sizes)
    with pytest.raises(tf.errors.ResourceExhaustedError):
        tf.fill(sizes, 1.0)


def test_negative_sizes_raise_the_error_of_the_op() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="-1"):
        tf.fill([-1], 1.0)


def test_the_limit_bounds_one_tensor(native: Any) -> None:
    native.set_buffer_limit(1 << 20)
    try:
        handle = native.find("Fill")
        dims = tf.constant([1 << 19])
        with pytest.raises(MemoryError):
            native.execute(handle, [dims, tf.constant(1.0)], None)
    finally:
        native.set_buffer_limit(memory.limit)
    assert tf.fill(dims, 1.0).shape == [1 << 19]
