"""Tests of _src/cli/picture.py."""

import numpy as np
import pytest

from tensorbrook._src.cli.digits import load_digits
from tensorbrook._src.cli.picture import draw


def test_draw_writes_a_page_with_colours(tmp_path):
    pytest.importorskip("matplotlib")
    from PIL import Image

    images, labels = load_digits()[1]
    probabilities = np.eye(10)[np.where(labels == 8, 3, labels)]
    curves = ("loss", "accuracy", "val_loss", "val_accuracy")
    history = {name: [0.5, 0.25, 0.125] for name in curves}
    draw(tmp_path / "page.png", history, images, labels, probabilities)
    page = np.asarray(Image.open(tmp_path / "page.png").convert("RGB")).astype(int)
    assert page.shape == (924, 1320, 3)
    red = (page[..., 0] > 150) & (page[..., 1:].max(axis=-1) < 60)
    assert red.sum() > 1000  # the mistakes are framed in red
