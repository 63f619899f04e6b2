"""Elements in another order."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check, wave

_BLOCK = {"block_size": 2}
_FIRST = {"block_size": 2, "data_format": "NCHW"}
SAMPLES = [
    Sample(
        "Bitcast",
        [np.array([1.0, -2.5], np.float32)],
        {"type": "int32"},
        refused="T:int8 T:uint8 T:qint8 T:quint8 type:complex128",
    ),
    Sample("Bitcast", [np.array([[1, 2], [3, 4]], np.int16)], {"type": "int32"}),
    Sample("Bitcast", [np.array([1.0, -2.5], np.float32)], {"type": "uint8"}),
    Sample("DepthToSpace", [wave(1, 2, 1, 8)], _BLOCK),
    Sample("DepthToSpace", [wave(1, 8, 2, 1)], _FIRST),
    Sample("SpaceToDepth", [wave(1, 2, 4, 2)], _BLOCK),
    Sample("SpaceToDepth", [wave(1, 2, 4, 2)], _FIRST),
    Sample("ReverseSequence", [wave(2, 3), [2, 3]], {"seq_dim": 1}),
    Sample("ReverseV2", [wave(2, 3), [-1]], expected=wave(2, 3)[:, ::-1]),
    Sample("Roll", [wave(2, 3), [1, -1], [1, 0]], static=(1, 2)),
    Sample("UnravelIndex", [[5, 1], [2, 3]], expected=[[1, 0], [2, 1]], static=(1,)),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample: Sample) -> None:
    check(sample)


def test_repeats_that_do_not_fit():
    with pytest.raises(ValueError, match="not compatible"):
        tf.repeat([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="vector"):
        tf.repeat([[1], [2]], [[1, 2]], axis=0)
    with pytest.raises(TypeError, match="integers"):
        tf.repeat([1, 2], 2.5)
    assert tf.repeat([1, 2], [-1, 2]).numpy().tolist() == [2, 2]


def test_integers_have_fractions_between():
    found = tf.linspace(0, 1, 3)
    assert found.dtype == tf.float64 and found.numpy().tolist() == [0.0, 0.5, 1.0]
