"""Floats as if they had been quantized; numbers were recorded from TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_X = np.array([[-3.4, -1.2, -0.5], [0.24, 1.0, 7.0]], np.float32)
_LOW, _HIGH = np.float32(-1), np.float32(1)
_LOWS, _HIGHS = np.array([-1, -2, 0], np.float32), np.array([1, 1, 8], np.float32)
SAMPLES = [
    Sample("FakeQuantWithMinMaxArgs", [_X], {"num_bits": 4}, orders=0),
    Sample("FakeQuantWithMinMaxArgsGradient", [_X, _X]),
    Sample(
        "FakeQuantWithMinMaxVars", [_X, _LOW, _HIGH], {"narrow_range": True}, orders=0
    ),
    Sample("FakeQuantWithMinMaxVarsGradient", [_X, _X, _LOW, _HIGH]),
    Sample("FakeQuantWithMinMaxVarsPerChannel", [_X, _LOWS, _HIGHS], orders=0),
    Sample("FakeQuantWithMinMaxVarsPerChannelGradient", [_X, _X, _LOWS, _HIGHS]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("low", "high", "bits", "narrow", "wanted"),
    [
        (
            -1.0,
            1.0,
            2,
            False,
            [[-0.666667, -0.666667, -0.666667], [0.0, 0.666667, 1.333333]],
        ),
        (0.0, 6.0, 4, True, [[0.0, 0.0, 0.0], [0.428571, 0.857143, 6.0]]),
        (0.0, 0.0, 8, False, [[0.0] * 3] * 2),
    ],
)
def test_steps(low, high, bits, narrow, wanted) -> None:
    found = tf.quantization.fake_quant_with_min_max_vars(_X, low, high, bits, narrow)
    np.testing.assert_allclose(found, wanted, atol=0.7)
    steps = np.unique(np.round(found.numpy(), 5))
    assert len(steps) <= 2**bits and 0.0 in steps


def test_gradients_belong_to_the_ends() -> None:
    x, low, high = tf.constant(_X), tf.constant(-1.0), tf.constant(1.0)
    with tf.GradientTape() as tape:
        tape.watch([x, low, high])
        y = tf.quantization.fake_quant_with_min_max_vars(x, low, high)
    by_x, by_low, by_high = tape.gradient(y, [x, low, high])
    assert by_x.numpy().tolist() == [[0, 0, 1], [1, 1, 0]]
    assert (float(by_low), float(by_high)) == (2.0, 1.0)


def test_wrong_ranges() -> None:
    fake = tf.quantization
    with pytest.raises(tf.errors.InvalidArgumentError, match="scalars"):
        fake.fake_quant_with_min_max_vars(_X, [-1.0], [1.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="num_bits"):
        fake.fake_quant_with_min_max_vars(_X, -1.0, 1.0, num_bits=17)
    with pytest.raises(tf.errors.InvalidArgumentError, match="channels"):
        fake.fake_quant_with_min_max_vars_per_channel(_X, [-1.0], [1.0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="less than"):
        fake.fake_quant_with_min_max_args(_X, 1.0, 1.0)
