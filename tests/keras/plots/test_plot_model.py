"""Tests of pictures of models."""

import pytest

from tensorbrook import keras


def _model() -> keras.Model:
    inputs = keras.Input((4,), name="in")
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="deep")])
    left = keras.layers.Dense(4, name="left")(inputs)
    joined = keras.layers.Add(name="sum")([left, inner(inputs)])
    return keras.Model(inputs, joined)


def test_picture_in_files(tmp_path) -> None:
    for name, start in (("m.png", b"\x89PNG"), ("m.svg", b"<svg"), ("m.pdf", b"%PDF")):
        keras.utils.plot_model(_model(), tmp_path / name, show_shapes=True, dpi=50)
        assert (tmp_path / name).read_bytes().startswith(start)


def test_boxes_and_arrows() -> None:
    drawing = keras.utils.model_to_dot(_model(), show_shapes=True, rankdir="LR")
    diagram = drawing.diagram
    assert len(diagram.boxes) == 4 and len(diagram.arrows) == 4
    text = drawing.create(format="svg").decode()
    assert "left (Dense)" in text and "Output shape: (None, 4)" in text
    places = list(diagram.places.values())
    assert len(set(places)) == len(places)
    opened = keras.utils.model_to_dot(_model(), expand_nested=True)
    assert "deep (Dense)" in opened.to_string()


def test_unbuilt_model_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="not yet been built"):
        keras.utils.plot_model(keras.Sequential([keras.layers.Dense(2)]))
