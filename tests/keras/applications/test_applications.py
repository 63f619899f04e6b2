"""Tests of published architectures: sizes and outputs, without weights."""

import urllib.error
import urllib.request

import numpy as np
import pytest

from tensorbrook import keras
from tensorbrook._src.keras.applications import inception_resnet_v2

apps = keras.applications


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("MobileNet", 4_253_864),
        ("MobileNetV2", 3_538_984),
        ("DenseNet121", 8_062_504),
        ("MobileNetV3Small", 2_554_968),
        ("MobileNetV3Large", 5_507_432),
        ("EfficientNetV2B0", 7_200_312),
        ("ConvNeXtTiny", 28_589_128),
        ("NASNetMobile", 5_326_716),
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


@pytest.mark.parametrize(
    ("name", "size", "width"),
    [
        ("MobileNetV3Small", 32, 576),
        ("EfficientNetV2B0", 32, 1280),
        ("NASNetMobile", 32, 1056),
    ],
)
def test_features_of_the_searched_families(name: str, size: int, width: int) -> None:
    model = getattr(apps, name)(
        input_shape=(size, size, 3), include_top=False, weights=None, pooling="max"
    )
    found = model.predict(np.ones((1, size, size, 3), "float32"), verbose=0)
    assert found.shape == (1, width)
    assert np.isfinite(found).all()


def test_scaled_layers_of_applications_come_back_from_their_config() -> None:
    ones = np.ones((2, 3), "float32")
    scale = keras.saving.deserialize_keras_object(
        {
            "module": "keras.src.applications.convnext",
            "class_name": "LayerScale",
            "config": {"init_values": 0.5, "projection_dim": 3},
            "registered_name": "LayerScale",
        }
    )
    np.testing.assert_allclose(scale(ones), 0.5)
    described = keras.saving.serialize_keras_object(
        inception_resnet_v2.CustomScaleLayer(0.1)
    )
    assert described["module"] == "keras.src.applications.inception_resnet_v2"
    total = keras.saving.deserialize_keras_object(described)
    np.testing.assert_allclose(total([ones, ones]), 1.1)


def test_widths_without_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="alpha"):
        apps.MobileNetV3Small(alpha=0.6)
    with pytest.raises(ValueError, match="at least 75x75"):
        apps.InceptionResNetV2(weights=None, input_shape=(74, 74, 3))
    with pytest.raises(ValueError, match="path of a file"):
        apps.ConvNeXtTiny(weights="/nowhere/at/all.h5")


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
