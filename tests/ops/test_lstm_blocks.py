"""LSTM cells and sequences as single nodes."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import Sample, check, wave

_B, _I, _C, _T = 2, 3, 2, 4
_STATE = [wave(_B, _C), -wave(_B, _C)]
_WEIGHTS = [
    wave(_I + _C, 4 * _C),
    wave(_C),
    -wave(_C) / 2,
    wave(_C) / 3,
    wave(4 * _C) / 2,
]
_FOUND = [np.abs(wave(_B, _C)) / 3 for _ in range(6)]
_SERIES = [np.abs(wave(_T, _B, _C)) / 3 for _ in range(7)]
_HOLES = {"use_peephole": True}
_GRADIENT = [
    np.int64(3),
    wave(_T, _B, _I),
    *_STATE,
    *_WEIGHTS,
    *_SERIES,
    wave(_T, _B, _C),
    wave(_T, _B, _C),
]

SAMPLES = [
    Sample(
        "LSTMBlockCell",
        [wave(_B, _I), *_STATE, *_WEIGHTS],
        {**_HOLES, "cell_clip": -1.0},
        dtypes="float32",
        orders=0,
    ),
    Sample(
        "LSTMBlockCellGrad",
        [wave(_B, _I), *_STATE, *_WEIGHTS, *_FOUND, wave(_B, _C), wave(_B, _C)],
        _HOLES,
        dtypes="float32",
    ),
    Sample(
        "BlockLSTM",
        [np.int64(3), wave(_T, _B, _I), *_STATE, *_WEIGHTS],
        _HOLES,
        dtypes="float32",
        orders=0,
    ),
    Sample(
        "BlockLSTMV2",
        [np.int64(3), wave(_T, _B, _I), *_STATE, *_WEIGHTS],
        {"cell_clip": 0.5},
        dtypes="float32",
        orders=0,
    ),
    Sample("BlockLSTMGrad", _GRADIENT, _HOLES, dtypes="float32"),
    Sample("BlockLSTMGradV2", _GRADIENT, _HOLES, dtypes="float32"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def _tensors(arrays: list[Any]) -> list[Any]:
    return [tf.constant(array, tf.float32) for array in arrays]


def _names(values: list[Any]) -> dict[str, Any]:
    keys = "cs_prev h_prev w wci wcf wco b".split()
    return dict(zip(keys, values, strict=True))


def _written_out(x: Any, state: Any, h: Any, w: Any, holes: Any, b: Any) -> Any:
    """The definition, for the columns of the older ops."""
    made = tf.concat([x, h], 1) @ w + b
    taken, offered, kept, shown = tf.split(made, 4, 1)
    new = tf.tanh(offered) * tf.sigmoid(taken + state * holes[0])
    new += state * tf.sigmoid(kept + 1.0 + state * holes[1])
    return new, tf.tanh(new) * tf.sigmoid(shown + new * holes[2])


@pytest.mark.parametrize("steps", [1, 3])
def test_values_and_gradients_are_those_of_the_definition(steps: int) -> None:
    x = tf.constant(wave(steps, _B, _I), tf.float32)
    values = _tensors([*_STATE, *_WEIGHTS])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([x, *values])
        state, h = values[:2]
        for step in range(steps):
            state, h = _written_out(
                x[step], state, h, values[2], values[3:6], values[6]
            )
        found = tf.raw_ops.BlockLSTM(
            seq_len_max=steps, x=x, cell_clip=-1.0, **_names(values), **_HOLES
        )
        wanted_loss = tf.reduce_sum(h * h) + tf.reduce_sum(state)
        loss = tf.reduce_sum(found.h[-1] ** 2) + tf.reduce_sum(found.cs[-1])
        single = tf.raw_ops.LSTMBlockCell(
            x=x[0], cell_clip=-1.0, **_names(values), **_HOLES
        )
        single_loss = tf.reduce_sum(single.h**2) + tf.reduce_sum(single.cs)
    np.testing.assert_allclose(found.h[-1], h, rtol=1e-5)
    for source in [x, *values]:
        wanted = tape.gradient(wanted_loss, source)
        np.testing.assert_allclose(
            tape.gradient(loss, source), wanted, rtol=1e-4, atol=1e-5
        )
        if steps == 1:
            np.testing.assert_allclose(
                tape.gradient(single_loss, source), wanted, rtol=1e-4, atol=1e-5
            )


def test_newer_columns_have_another_order() -> None:
    x, values = (
        tf.constant(wave(_T, _B, _I), tf.float32),
        _tensors([*_STATE, *_WEIGHTS]),
    )
    older = tf.raw_ops.BlockLSTM(
        seq_len_max=_T, x=x, forget_bias=0.0, cell_clip=-1.0, **_names(values)
    )
    parts = tf.split(values[2], 4, 1), tf.split(values[6], 4, 0)
    values[2], values[6] = (
        tf.concat([i, f, c, o], -1) for i, c, f, o in (list(p) for p in parts)
    )
    newer = tf.raw_ops.BlockLSTMV2(seq_len_max=_T, x=x, **_names(values))
    np.testing.assert_allclose(newer.h, older.h, rtol=1e-5)


def test_weights_of_another_size_are_refused() -> None:
    values = _names(_tensors([*_STATE, *_WEIGHTS]))
    with pytest.raises(errors.InvalidArgumentError, match="w must have shape"):
        tf.raw_ops.LSTMBlockCell(x=tf.ones([_B, _I + 1]), **values)
