"""Tests of images that the rows of a table name."""

import numpy as np
import pytest

from tensorbrook import keras

images = keras.preprocessing.image


@pytest.fixture
def table(tmp_path):
    names = []
    for number in range(4):
        picture = np.full((6, 6, 3), number * 10, "uint8")
        names.append(f"{number}.png")
        images.array_to_img(picture, scale=False).save(tmp_path / names[-1])
    return {
        "filename": [*names, "missing.png"],
        "class": ["cat", "dog", "cat", "dog", "cat"],
        "size": [1.0, 2.0, 3.0, 4.0, 5.0],
        "weight": [1.0, 0.5, 1.0, 0.5, 1.0],
    }


def _flow(table, folder, **options):
    generator = images.ImageDataGenerator(validation_split=0.25)
    options = {"target_size": (6, 6), "batch_size": 4, "shuffle": False, **options}
    return generator.flow_from_dataframe(table, folder, **options)


def test_classes_and_weights(table, tmp_path) -> None:
    flow = _flow(table, tmp_path, weight_col="weight")
    assert flow.class_indices == {"cat": 0, "dog": 1}
    x, y, weight = flow[0]
    assert x.shape == (4, 6, 6, 3)
    assert x[:, 0, 0, 0].tolist() == [0.0, 10.0, 20.0, 30.0]
    assert y.argmax(-1).tolist() == [0, 1, 0, 1]
    assert weight.tolist() == [1.0, 0.5, 1.0, 0.5]


@pytest.mark.parametrize(
    ("mode", "column", "wanted"),
    [
        ("raw", "size", [1.0, 2.0, 3.0, 4.0]),
        ("sparse", "class", [0.0, 1.0, 0.0, 1.0]),
        ("binary", "class", [0.0, 1.0, 0.0, 1.0]),
    ],
)
def test_targets(table, tmp_path, mode: str, column: str, wanted) -> None:
    flow = _flow(table, tmp_path, class_mode=mode, y_col=column)
    assert flow[0][1].tolist() == wanted


def test_several_targets_parts_and_errors(table, tmp_path) -> None:
    flow = _flow(table, tmp_path, class_mode="multi_output", y_col=["size", "weight"])
    assert [len(column) for column in flow[0][1]] == [4, 4]
    assert _flow(table, tmp_path, class_mode=None)[0].shape == (4, 6, 6, 3)
    assert _flow(table, tmp_path, subset="validation").samples == 1
    with pytest.raises(ValueError, match="no column"):
        _flow(table, tmp_path, x_col="path")
    with pytest.raises(ValueError, match="class_mode"):
        _flow(table, tmp_path, class_mode="other")
