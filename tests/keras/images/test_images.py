"""Tests of images in files, folders and generators."""

import numpy as np
import pytest

from tensorbrook import keras

image = keras.preprocessing.image
X = np.random.default_rng(0).integers(0, 255, (6, 8, 7, 3)).astype("float32")


@pytest.fixture
def folder(tmp_path):
    for number, name in enumerate(("cats", "dogs")):
        (tmp_path / name).mkdir()
        for place in range(4):
            keras.utils.save_img(
                tmp_path / name / f"{place}.png", X[place] * 0 + number
            )
    return tmp_path


def test_picture_there_and_back(tmp_path) -> None:
    keras.utils.save_img(tmp_path / "a.png", X[0], scale=False)
    found = keras.utils.img_to_array(keras.utils.load_img(tmp_path / "a.png"))
    np.testing.assert_array_equal(found, X[0])
    small = keras.utils.load_img(tmp_path / "a.png", "grayscale", target_size=(4, 5))
    assert keras.utils.img_to_array(small).shape == (4, 5, 1)


def test_dataset_of_folders(folder) -> None:
    data = keras.utils.image_dataset_from_directory(
        folder, image_size=(5, 6), batch_size=3, seed=1, label_mode="categorical"
    )
    assert data.class_names == ["cats", "dogs"]
    images, labels = next(iter(data))
    assert images.shape == (3, 5, 6, 3) and labels.shape == (3, 2)
    train, test = keras.utils.image_dataset_from_directory(
        folder, validation_split=0.25, subset="both", seed=1, verbose=False
    )
    assert len(train.file_paths) == 6 and len(test.file_paths) == 2
    assert not set(train.file_paths) & set(test.file_paths)


def test_texts_of_folders(tmp_path) -> None:
    for name in ("bad", "good"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"a {name} film")
    data = keras.utils.text_dataset_from_directory(tmp_path, shuffle=False)
    texts, labels = next(iter(data))
    assert texts.numpy().tolist() == [b"a bad film", b"a good film"]
    assert labels.numpy().tolist() == [0, 1]


def test_generator_changes_and_scales() -> None:
    generator = image.ImageDataGenerator(rescale=1 / 255, horizontal_flip=True)
    batches = generator.flow(X, np.arange(6), batch_size=4, shuffle=False, seed=0)
    assert len(batches) == 2
    images, labels = next(batches)
    assert images.shape == (4, 8, 7, 3) and labels.tolist() == [0, 1, 2, 3]
    plain = X[0] / 255
    same = np.allclose(images[0], plain) or np.allclose(images[0], plain[:, ::-1])
    assert same


def test_generator_finds_statistics() -> None:
    generator = image.ImageDataGenerator(
        featurewise_center=True, featurewise_std_normalization=True
    )
    generator.fit(X)
    whole = np.stack([generator.standardize(x) for x in X])
    np.testing.assert_allclose(whole.mean((0, 1, 2)), np.zeros(3), atol=1e-4)
    np.testing.assert_allclose(whole.std((0, 1, 2)), np.ones(3), atol=1e-3)


def test_generator_of_folders_trains_a_model(folder) -> None:
    generator = image.ImageDataGenerator(validation_split=0.5)
    batches = generator.flow_from_directory(
        folder, target_size=(4, 4), class_mode="binary", batch_size=2, subset="training"
    )
    model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    history = model.fit(batches, epochs=2, verbose=0)
    assert len(history.history["loss"]) == 2 and batches.samples == 4


def test_turn_by_a_quarter() -> None:
    square = X[0][:7]
    found = image.apply_affine_transform(
        square, theta=90, row_axis=0, col_axis=1, channel_axis=2
    )
    np.testing.assert_allclose(found, np.rot90(square, -1), atol=1e-2)
