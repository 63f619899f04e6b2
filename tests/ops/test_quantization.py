"""Floats as small integers; numbers were recorded from TensorFlow 2.21."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops import roads
from tests.ops.driver import Sample, check

_X = np.array([[-3.4, -1.2, 0.01], [0.24, 1.0, 7.0]], np.float32)
_LOW, _HIGH = np.float32(-3), np.float32(3)
_CODES = roads.tensor(np.array([1, 100, 7], np.int8), tf.qint8)
SAMPLES = [
    Sample("QuantizeV2", [_X, _LOW, _HIGH], {"T": "qint8"}),
    Sample("QuantizeV2", [_X, _LOW, _HIGH], {"T": "quint8", "mode": "SCALED"}),
    Sample("Dequantize", [_CODES, _LOW, _HIGH]),
    Sample("QuantizeAndDequantizeV2", [_X, -1.0, 2.0], {"range_given": True}, orders=0),
    Sample(
        "QuantizeAndDequantizeV3", [_X, -1.0, 2.0, np.int32(4)], orders=0, static=(3,)
    ),
    Sample("QuantizeAndDequantizeV4", [_X, -1.0, 2.0], {"num_bits": 3}, orders=0),
    Sample("QuantizeAndDequantizeV4Grad", [_X, _X, -1.0, 2.0]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    ("kind", "mode", "codes"),
    [
        ("quint8", "MIN_COMBINED", [[0, 77, 128], [138, 170, 255]]),
        ("qint8", "MIN_COMBINED", [[-128, -52, 0], [10, 42, 127]]),
        ("qint8", "SCALED", [[-127, -51, 0], [10, 42, 127]]),
        ("quint8", "SCALED", [[0, 0, 1], [20, 85, 255]]),
    ],
)
def test_codes_and_back(kind, mode, codes) -> None:
    made = tf.quantization.quantize(_X, -3.0, 3.0, tf.as_dtype(kind), mode=mode)
    found = tf.cast(made.output, tf.int32).numpy()
    assert np.abs(found - codes).max() <= 1
    back = tf.quantization.dequantize(*made, mode=mode).numpy()
    low = 0.0 if (kind, mode) == ("quint8", "SCALED") else -3.0
    np.testing.assert_allclose(back, np.clip(_X, low, 3.0), atol=0.03)


def test_every_row_may_have_its_own_range() -> None:
    made = tf.quantization.quantize(
        _X, [-1.0, 0.0], [1.0, 9.0], tf.qint8, mode="SCALED", axis=0
    )
    assert made.output_min.shape == [2]
    back = tf.quantization.dequantize(*made, mode="SCALED", axis=0).numpy()
    np.testing.assert_allclose(back, [[-1, -1, 0.01], [0.24, 1, 7]], atol=0.04)


def test_gradients_there_and_back() -> None:
    for name, wanted in (
        ("quantize_and_dequantize", [[1, 1, 1], [1, 1, 1]]),
        ("quantize_and_dequantize_v2", [[0, 0, 1], [1, 1, 0]]),
    ):
        x = tf.constant(_X)
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = getattr(tf.quantization, name)(x, -1.0, 2.0, range_given=True)
        assert tape.gradient(y, x).numpy().tolist() == wanted


def test_wrong_arguments() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="less than"):
        tf.quantization.quantize(_X, 1.0, -1.0, tf.qint8)
    with pytest.raises(tf.errors.InvalidArgumentError, match="HALF_TO_EVEN"):
        tf.quantization.quantize(_X, 0.0, 1.0, tf.qint8, round_mode="HALF_TO_EVEN")
    with pytest.raises(tf.errors.InvalidArgumentError, match="ends of the range"):
        tf.quantization.quantize(_X, [0.0] * 3, [1.0] * 3, tf.qint8, axis=0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="input_max"):
        tf.quantization.quantize_and_dequantize(_X, 2.0, 1.0, range_given=True)
