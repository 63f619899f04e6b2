"""Tests of models that are a row of layers."""

import pytest

import tensorbrook as tf
from tensorbrook import keras


def test_weights_come_with_the_first_call() -> None:
    model = keras.Sequential([keras.layers.Dense(2), keras.layers.Dense(1)])
    assert not model.built
    assert model(tf.ones((3, 4))).shape == (3, 1)
    assert len(model.weights) == 4


def test_input_shape_argument_builds() -> None:
    model = keras.Sequential()
    model.add(keras.layers.Dense(2, input_shape=(4,)))
    model.add(keras.layers.Dense(1))
    assert model.output_shape == (None, 1)
    model.pop()
    assert model.output_shape == (None, 2)


def test_summary_counts_weights() -> None:
    model = keras.Sequential(
        [keras.Input((4,)), keras.layers.Dense(3, name="a")], name="net"
    )
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    assert lines[0] == 'Model: "net"'
    row = next(line for line in lines if "(Dense)" in line)
    assert row.split() == ["a", "(Dense)", "(None,", "3)", "15"]
    assert "Total params: 15" in lines


def test_repeated_name_is_refused() -> None:
    model = keras.Sequential([keras.layers.Dense(2, name="a")])
    with pytest.raises(ValueError, match="unique"):
        model.add(keras.layers.Dense(2, name="a"))
