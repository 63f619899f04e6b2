"""Learning curves."""

import io
import xml.etree.ElementTree as ElementTree

import pytest
from PIL import Image

from tensorbrook._src.keras.plots.curves import Curves

HISTORY = {
    "loss": [1.0, 0.5, 0.25],
    "val_loss": [1.1, 0.7, float("nan")],
    "accuracy": [0.5, 0.7, 0.9],
}


def test_each_quantity_has_a_panel_with_its_curves() -> None:
    curves = Curves(HISTORY, [3, 4, 5])
    assert {name: list(panel) for name, panel in curves.panels.items()} == {
        "loss": ["loss", "val_loss"],
        "accuracy": ["accuracy"],
    }
    root = ElementTree.fromstring(curves.to_svg())
    lines = [each for each in root.iter() if each.tag.endswith("polyline")]
    assert len(lines) == 3
    texts = [each.text for each in root.iter() if each.tag.endswith("text")]
    assert {"loss", "val_loss", "accuracy", "3", "5", "0.25", "1.1"} <= set(texts)


def test_pictures_are_written(tmp_path) -> None:
    curves = Curves(HISTORY)
    curves.save(tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (1360, 440)
    with Image.open(io.BytesIO(curves.to_png(scale=1))) as picture:
        assert picture.size == (680, 220)
    with pytest.raises(ValueError, match=".svg or .png"):
        curves.save(tmp_path / "a.bmp")


def test_constant_curves_and_nothing_at_all() -> None:
    assert "polyline" in Curves({"loss": [0.5, 0.5]}).to_svg()
    assert "polyline" not in Curves({}).to_svg()
