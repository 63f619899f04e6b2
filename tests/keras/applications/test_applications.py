"""Tests of published architectures: sizes and outputs, without weights."""

import urllib.error
import urllib.request

import numpy as np
import pytest

from tensorbrook import keras

apps = keras.applications


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("MobileNet", 4_253_864),
        ("MobileNetV2", 3_538_984),
        ("DenseNet121", 8_062_504),
    ],
)
def test_number_of_parameters_is_the_published_one(name: str, parameters: int) -> None:
    assert getattr(apps, name)(weights=None).count_params() == parameters


def test_features_of_small_images() -> None:
    model = apps.MobileNetV2(
        input_shape=(32, 32, 3),
        alpha=0.35,
        include_top=False,
        weights=None,
        pooling="avg",
    )
    found = model(np.zeros((2, 32, 32, 3), "float32"))
    assert found.shape == (2, 1280)


def test_frozen_base_learns_a_new_head() -> None:
    base = apps.MobileNet((32, 32, 3), alpha=0.25, include_top=False, weights=None)
    base.trainable = False
    model = keras.Sequential(
        [base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(2)]
    )
    model.build((None, 32, 32, 3))
    assert len(model.trainable_weights) == 2


def test_preprocessing() -> None:
    x = np.full((1, 2, 2, 3), 255.0, "float32")
    np.testing.assert_allclose(apps.mobilenet.preprocess_input(x), 1.0)
    caffe = apps.vgg16.preprocess_input(x)[0, 0, 0]
    np.testing.assert_allclose(caffe, [151.061, 138.221, 131.32], rtol=1e-5)
    np.testing.assert_allclose(apps.efficientnet.preprocess_input(x), x)


def test_weights_offline_say_where_to_put_the_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))

    def refuse(*args, **kwargs):
        raise urllib.error.URLError("no net")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    with pytest.raises(ConnectionError, match=r"put the file at .*mobilenet"):
        apps.MobileNet((32, 32, 3), alpha=0.25, include_top=False)
