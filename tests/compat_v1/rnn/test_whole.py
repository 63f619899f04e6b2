"""`dynamic_rnn` over whole sequences against the loop."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf
from tensorbrook._src.compat_v1.rnn import whole

_X = np.random.default_rng(5).normal(size=(3, 6, 4)).astype(np.float32)
_CELLS: dict[str, Callable[[], Any]] = {
    "basic_lstm": lambda: tf.nn.rnn_cell.BasicLSTMCell(5, forget_bias=0.7),
    "lstm": lambda: tf.nn.rnn_cell.LSTMCell(5),
    "gru": lambda: tf.nn.rnn_cell.GRUCell(5),
    "stacked": lambda: tf.nn.rnn_cell.MultiRNNCell(
        [tf.nn.rnn_cell.GRUCell(5), tf.nn.rnn_cell.BasicLSTMCell(3)]
    ),
}


def _results(
    make: Callable[[], Any], lengths: Any, time_major: bool
) -> tuple[list[Any], list[str], list[str]]:
    """Outputs, states and gradients; the kinds of nodes; the variables' names."""
    with tf.Graph().as_default() as graph:
        tf.set_random_seed(1)
        x = tf.constant(_X.transpose(1, 0, 2) if time_major else _X)
        outputs, state = tf.nn.dynamic_rnn(
            make(), x, lengths, dtype=tf.float32, time_major=time_major
        )
        parts = [outputs, *tf.nest.flatten(state)]
        variables = tf.trainable_variables()
        gradients = tf.gradients([part * part for part in parts], [x, *variables])
        with tf.Session() as session:
            for place, variable in enumerate(variables):
                rng = np.random.default_rng(place)
                variable.load(rng.normal(size=variable.shape) / 2, session)
            found = session.run([*parts, *gradients])
        kinds = [node.type for node in graph.get_operations()]
        return found, kinds, [variable.name for variable in variables]


@pytest.mark.parametrize("lengths", [None, [6, 2, 0]], ids=["whole", "lengths"])
@pytest.mark.parametrize("time_major", [False, True], ids=["batch", "time"])
@pytest.mark.parametrize("kind", list(_CELLS))
def test_equals_the_loop(
    kind: str, time_major: bool, lengths: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, kinds, names = _results(_CELLS[kind], lengths, time_major)
    assert "While" not in kinds and "StatelessWhile" not in kinds
    monkeypatch.setattr(whole, "fits", lambda cell, inputs: False)
    wanted, kinds, loop_names = _results(_CELLS[kind], lengths, time_major)
    assert "While" in kinds or "StatelessWhile" in kinds
    assert names == loop_names
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: tf.nn.rnn_cell.LSTMCell(5, use_peepholes=True),
        lambda: tf.nn.rnn_cell.GRUCell(5, activation=tf.nn.relu),
        lambda: tf.nn.rnn_cell.BasicLSTMCell(5, state_is_tuple=False),
        lambda: tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.GRUCell(5)),
    ],
)
def test_other_cells_take_the_loop(make: Callable[[], Any]) -> None:
    _, kinds, _ = _results(make, None, False)
    assert "While" in kinds or "StatelessWhile" in kinds
