"""LSTM and GRU over whole sequences against the generic loop."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

_RNG = np.random.default_rng(3)
_X = _RNG.normal(size=(4, 6, 3)).astype("float32")
_MASK = np.array(
    [
        [0, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 0, 0],
        [0, 0, 1, 0, 1, 0],
        [0, 0, 0, 0, 0, 0],
    ],
    bool,
)


class _SteppedLSTM(keras.layers.LSTMCell):
    """Takes the generic loop, for it has a step of its own."""

    def advance(self, projected: Any, states: Any, training: Any = False) -> Any:
        return super().advance(projected, states, training)


class _SteppedGRU(keras.layers.GRUCell):
    """The same for GRU."""

    def advance(self, projected: Any, states: Any, training: Any = False) -> Any:
        return super().advance(projected, states, training)


def _outputs_and_gradients(layer: Any, states: Any, mask: Any) -> list[np.ndarray]:
    x = tf.constant(_X)
    with tf.GradientTape() as tape:
        tape.watch([x, *states])
        results = tf.nest.flatten(layer(x, initial_state=states, mask=mask))
        loss = sum(tf.reduce_sum(tf.sin(3.0 * part)) for part in results)
    sources = [x, *states, *layer.trainable_weights]
    return [value.numpy() for value in (*results, *tape.gradient(loss, sources))]


def _pair(kind: str, options: dict[str, Any], **cell: Any) -> tuple[Any, Any]:
    whole, stepped = {
        "lstm": (keras.layers.LSTMCell, _SteppedLSTM),
        "gru": (keras.layers.GRUCell, _SteppedGRU),
    }[kind]
    layers = [
        keras.layers.RNN(made(5, **cell), return_state=True, **options)
        for made in (whole, stepped)
    ]
    for layer in layers:
        layer.build(_X.shape)
    weights = [_RNG.normal(size=w.shape) for w in layers[0].get_weights()]
    for layer in layers:
        layer.set_weights(weights)
    return layers[0], layers[1]


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"return_sequences": True},
        {"return_sequences": True, "go_backwards": True},
        {"return_sequences": True, "zero_output_for_mask": True},
        {"zero_output_for_mask": True, "go_backwards": True},
    ],
    ids=lambda options: "+".join(options) or "plain",
)
@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("lstm", {}),
        ("gru", {}),
        ("gru", {"reset_after": False}),
        ("gru", {"use_bias": False}),
    ],
)
def test_equals_the_loop(
    kind: str, cell: dict[str, Any], options: dict[str, Any], masked: bool
) -> None:
    whole, stepped = _pair(kind, options, **cell)
    count = 2 if kind == "lstm" else 1
    states = [tf.constant(_RNG.normal(size=(4, 5)), tf.float32) for _ in range(count)]
    mask = tf.constant(_MASK) if masked else None
    found = _outputs_and_gradients(whole, states, mask)
    wanted = _outputs_and_gradients(stepped, states, mask)
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_is_one_operation(kind: str) -> None:
    layer = getattr(keras.layers, kind)(5)
    layer.build(_X.shape)
    traced = tf.function(layer).get_concrete_function(tf.TensorSpec([None, None, 3]))
    kinds = [node.type for node in traced.graph.get_operations()]
    assert kinds.count(f"Tensorbrook{kind}") == 1
    assert "While" not in kinds and "StatelessWhile" not in kinds


@pytest.mark.parametrize(
    "arguments",
    [{"activation": "relu"}, {"recurrent_activation": "hard_sigmoid"}],
    ids=["activation", "recurrent_activation"],
)
def test_other_functions_take_the_loop(arguments: dict[str, str]) -> None:
    layer = keras.layers.LSTM(5, **arguments)
    layer.build(_X.shape)
    traced = tf.function(layer).get_concrete_function(tf.TensorSpec([2, 6, 3]))
    kinds = [node.type for node in traced.graph.get_operations()]
    assert "TensorbrookLSTM" not in kinds


def test_second_gradients_equal_those_of_the_loop() -> None:
    results = []
    for layer in _pair("lstm", {}):
        x = tf.constant(_X)
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                loss = tf.reduce_sum(layer(x)[0] ** 2)
            slope = tf.reduce_sum(inner.gradient(loss, x) ** 2)
        results.append(outer.gradient(slope, x).numpy())
    np.testing.assert_allclose(*results, rtol=2e-4, atol=2e-5)


def test_states_are_kept_between_batches() -> None:
    layer = keras.layers.LSTM(5, stateful=True, return_sequences=True)
    both = keras.layers.LSTM(5, return_sequences=True)
    layer.build(_X.shape)
    both.build(_X.shape)
    both.set_weights(layer.trainable_weights)
    parts = [layer(_X[:, :3]).numpy(), layer(_X[:, 3:]).numpy()]
    np.testing.assert_allclose(np.concatenate(parts, 1), both(_X).numpy(), atol=1e-6)


def test_half_floats_stay_half_floats() -> None:
    layer = keras.layers.LSTM(5, dtype="mixed_bfloat16")
    found = layer(_X)
    layer32 = keras.layers.LSTM(5)
    layer32.build(_X.shape)
    layer32.set_weights([w.numpy() for w in layer.weights[:3]])
    assert found.dtype == tf.bfloat16
    np.testing.assert_allclose(
        tf.cast(found, tf.float32).numpy(), layer32(_X).numpy(), atol=0.03
    )
