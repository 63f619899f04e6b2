"""Stateless random numbers, against numbers that TensorFlow drew."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_KEY = np.array([7], np.uint64)
_COUNTER = np.array([1, 2], np.uint64)
_INTS = [np.int64(-5), np.int64(50)]
SAMPLES = [
    Sample("StatelessRandomGetKeyCounter", [[1, 2]], expected=[10413732777507651514]),
    Sample("StatelessRandomGetAlg", [], expected=1),
    Sample("StatelessRandomUniformV2", [[2, 3], _KEY, _COUNTER, 1]),
    Sample("StatelessRandomNormalV2", [[2, 3], _KEY, _COUNTER, 1]),
    Sample("StatelessTruncatedNormalV2", [[2, 3], _KEY, _COUNTER, 1]),
    Sample("StatelessRandomUniformIntV2", [[2, 3], _KEY, _COUNTER, 1, *_INTS]),
    Sample("StatelessRandomUniformFullIntV2", [[2, 3], _KEY, _COUNTER, 1]),
    Sample("StatelessShuffle", [[1.0, 2.0, 3.0], _KEY, _COUNTER, 1]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_floats():
    drawn = tf.random.stateless_uniform([5], [1, 2])
    assert drawn.numpy().tolist() == [
        0.8440604209899902,
        0.19204533100128174,
        0.9962232112884521,
        0.16038739681243896,
        0.27199018001556396,
    ]
    for function, wanted in (
        (
            tf.random.stateless_normal,
            [0.54411012, 0.20738031, 0.07356432, 0.04643455, -1.30158985],
        ),
        (
            tf.random.stateless_truncated_normal,
            [0.54411012, 0.20738031, 0.07356432, 0.04643455, 0.16820592],
        ),
    ):
        np.testing.assert_allclose(function([5], [1, 2]), wanted, rtol=3e-7)


def test_integers():
    drawn = tf.random.stateless_uniform([5], [1, 2], 0, 100, tf.int32)
    assert drawn.numpy().tolist() == [40, 49, 94, 79, 27]
    drawn = tf.random.stateless_uniform([4], [1, 2], -5, 50, tf.int64)
    assert drawn.numpy().tolist() == [19, -2, 47, 23]
    drawn = tf.random.stateless_uniform([4], [1, 2], None, None, tf.uint32)
    assert drawn.numpy().tolist() == [1105988140, 1738052849, 3959391294, 370444179]


def test_negative_seeds():
    drawn = tf.random.stateless_uniform([4], [-1, 2**31 - 1])
    assert drawn.numpy().tolist() == [
        0.2782745361328125,
        0.9888895750045776,
        0.10864102840423584,
        0.14184832572937012,
    ]


def test_seeds_from_seeds():
    assert tf.random.split([1, 2], 3).numpy().tolist() == [
        [1105988140, 1738052849],
        [-335576002, 370444179],
        [10670227, -246211131],
    ]
    assert tf.random.fold_in([1, 2], 3).numpy().tolist() == [1105988140, 3]


def test_shuffle():
    drawn = tf.random.experimental.stateless_shuffle(tf.range(10), [1, 2])
    assert drawn.numpy().tolist() == [0, 3, 8, 1, 5, 4, 9, 7, 6, 2]


def test_unknown_algorithms_are_refused():
    with pytest.raises(NotImplementedError, match="threefry"):
        tf.random.stateless_normal([2], [1, 2], alg="threefry")
    with pytest.raises(ValueError, match="'foo'"):
        tf.random.stateless_normal([2], [1, 2], alg="foo")


def test_integers_need_an_end():
    with pytest.raises(ValueError, match="maxval"):
        tf.random.stateless_uniform([2], [1, 2], dtype=tf.int32)
