"""How the images of each family of models are prepared."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.applications import imagenet


def preprocess_input_caffe(x: Any, data_format: str | None = None) -> Any:
    """Brings images to BGR with mean zero, as VGG and ResNet want them.

    Args:
        x: images, an array or a tensor, from 0 to 255.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return imagenet.preprocess_input(x, data_format, "caffe")


def preprocess_input_tf(x: Any, data_format: str | None = None) -> Any:
    """Brings images to the range from -1 to 1, as Inception and MobileNet want them.

    Args:
        x: images, an array or a tensor, from 0 to 255.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return imagenet.preprocess_input(x, data_format, "tf")


def preprocess_input_torch(x: Any, data_format: str | None = None) -> Any:
    """Normalises images by the statistics of ImageNet, as DenseNet wants them.

    Args:
        x: images, an array or a tensor, from 0 to 255.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    return imagenet.preprocess_input(x, data_format, "torch")


def preprocess_input_none(x: Any, data_format: str | None = None) -> Any:
    """Returns the images: EfficientNet prepares them itself.

    Args:
        x: images, an array or a tensor, from 0 to 255.
        data_format: kept for compatibility.
    """
    return x
