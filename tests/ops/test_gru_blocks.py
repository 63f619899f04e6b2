"""GRU cells as single nodes."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check, wave

_VALUES = [np.float32(wave(*d)) for d in ((2, 3), (2, 2), (5, 4), (5, 2), (4,), (2,))]
_SHARES = [np.abs(_VALUES[1]) / 2] * 4
_KEYS = "x h_prev w_ru w_c b_ru b_c".split()

SAMPLES = [
    Sample("GRUBlockCell", _VALUES, orders=0),
    Sample("GRUBlockCellGrad", [*_VALUES, *_SHARES]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_values_and_gradients_are_those_of_the_definition() -> None:
    values = [tf.constant(value, tf.float32) for value in _VALUES]
    x, h, w_ru, w_c, b_ru, b_c = values
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(values)
        gates = tf.sigmoid(tf.concat([x, h], 1) @ w_ru + b_ru)
        reset, update = tf.split(gates, 2, 1)
        offered = tf.tanh(tf.concat([x, h * reset], 1) @ w_c + b_c)
        wanted = update * h + (1 - update) * offered
        found = tf.raw_ops.GRUBlockCell(**dict(zip(_KEYS, values, strict=True))).h
        wanted_loss, loss = tf.reduce_sum(wanted**2), tf.reduce_sum(found**2)
    np.testing.assert_allclose(found, wanted, rtol=1e-5)
    for value in values:
        np.testing.assert_allclose(
            tape.gradient(loss, value),
            tape.gradient(wanted_loss, value),
            rtol=1e-4,
            atol=1e-5,
        )


def test_weights_of_another_size_are_refused() -> None:
    values = dict(zip(_KEYS, _VALUES, strict=True))
    with pytest.raises(errors.InvalidArgumentError, match="w_ru must have shape"):
        tf.raw_ops.GRUBlockCell(**{**values, "x": tf.ones([2, 4])})
