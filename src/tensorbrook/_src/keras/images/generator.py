"""Random changes of images for training, as Keras 2 makes them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.images import changes
from tensorbrook._src.keras.images.frames import DataFrameIterator
from tensorbrook._src.keras.images.iterators import (
    DirectoryIterator,
    NumpyArrayIterator,
)


class ImageDataGenerator:
    """Gives batches of images that are changed at random.

    Args:
        featurewise_center: whether to subtract the mean of the data set.
        samplewise_center: whether to subtract the mean of each image.
        featurewise_std_normalization: whether to divide by the data set's deviation.
        samplewise_std_normalization: whether to divide by each image's deviation.
        zca_whitening: whether to remove correlations between pixels.
        zca_epsilon: keeps the whitening finite.
        rotation_range: the greatest angle in degrees.
        width_shift_range: how far across, as a part of the width or in pixels.
        height_shift_range: how far down, as a part of the height or in pixels.
        brightness_range: the least and the greatest factor of brightness.
        shear_range: the greatest angle of shearing in degrees.
        zoom_range: how much the zoom changes, or the least and greatest zoom.
        channel_shift_range: how much is added to all channels at most.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        cval: what is outside, for `"constant"`.
        horizontal_flip: whether to mirror some images.
        vertical_flip: whether to turn some images upside down.
        rescale: a factor of all values.
        preprocessing_function: applied to each image after the changes.
        data_format: `"channels_last"` or `"channels_first"`.
        validation_split: the part that `subset="validation"` means.
        interpolation_order: of the interpolation.
        dtype: the type of the batches.
    """

    def __init__(
        self,
        featurewise_center: bool = False,
        samplewise_center: bool = False,
        featurewise_std_normalization: bool = False,
        samplewise_std_normalization: bool = False,
        zca_whitening: bool = False,
        zca_epsilon: float = 1e-6,
        rotation_range: float = 0,
        width_shift_range: Any = 0.0,
        height_shift_range: Any = 0.0,
        brightness_range: Any = None,
        shear_range: float = 0.0,
        zoom_range: Any = 0.0,
        channel_shift_range: float = 0.0,
        fill_mode: str = "nearest",
        cval: float = 0.0,
        horizontal_flip: bool = False,
        vertical_flip: bool = False,
        rescale: float | None = None,
        preprocessing_function: Any = None,
        data_format: str | None = None,
        validation_split: float = 0.0,
        interpolation_order: int = 1,
        dtype: Any = None,
    ) -> None:
        self.featurewise_center = featurewise_center
        self.samplewise_center = samplewise_center
        self.featurewise_std_normalization = featurewise_std_normalization
        self.samplewise_std_normalization = samplewise_std_normalization
        self.zca_whitening = zca_whitening
        self.zca_epsilon = zca_epsilon
        self.rotation_range = rotation_range
        self.width_shift_range = width_shift_range
        self.height_shift_range = height_shift_range
        self.brightness_range = brightness_range
        self.shear_range = shear_range
        self.channel_shift_range = channel_shift_range
        self.fill_mode = fill_mode
        self.cval = cval
        self.horizontal_flip = horizontal_flip
        self.vertical_flip = vertical_flip
        self.rescale = rescale
        self.preprocessing_function = preprocessing_function
        self.data_format = config.standardize_data_format(data_format)
        self.validation_split = validation_split
        self.interpolation_order = interpolation_order
        self.dtype = dtype or config.floatx()
        first = self.data_format == "channels_first"
        self.channel_axis, self.row_axis, self.col_axis = (
            (1, 2, 3) if first else (3, 1, 2)
        )
        self.zoom_range = (
            [1 - zoom_range, 1 + zoom_range]
            if isinstance(zoom_range, int | float)
            else list(zoom_range)
        )
        self.mean: Any = None
        self.std: Any = None
        self.principal_components: Any = None

    def flow(self, x: Any, y: Any = None, **kwargs: Any) -> NumpyArrayIterator:
        """Returns batches from an array; see `NumpyArrayIterator`."""
        kwargs.setdefault("shuffle", True)
        return NumpyArrayIterator(x, y, self, **kwargs)

    def flow_from_directory(self, directory: Any, **kwargs: Any) -> DirectoryIterator:
        """Returns batches from folders; see `DirectoryIterator`."""
        kwargs.setdefault("data_format", self.data_format)
        return DirectoryIterator(directory, self, **kwargs)

    def flow_from_dataframe(
        self, dataframe: Any, directory: Any = None, **kwargs: Any
    ) -> DataFrameIterator:
        """Returns batches of the images that a table names; see `DataFrameIterator`.

        Args:
            dataframe: a table of pandas, or a dict of columns.
            directory: the folder of the files, if the table has no whole paths.
            **kwargs: further arguments of `DataFrameIterator`.
        """
        kwargs.setdefault("data_format", self.data_format)
        kwargs.pop("drop_duplicates", None)
        return DataFrameIterator(dataframe, directory, self, **kwargs)

    def fit(
        self, x: Any, augment: bool = False, rounds: int = 1, seed: int | None = None
    ) -> None:
        """Finds the statistics of a data set.

        Args:
            x: images of four dimensions.
            augment: whether to use changed images.
            rounds: how often to go over the images, with changes.
            seed: of the changes.
        """
        images = np.asarray(x, dtype=self.dtype)
        if images.ndim != 4:
            raise ValueError(
                "ImageDataGenerator.fit: images must have four dimensions. Received: "
                f"shape={images.shape}."
            )
        if augment:
            rows = [
                self.random_transform(i, seed) for _ in range(rounds) for i in images
            ]
            images = np.stack(rows)
        axes = (0, self.row_axis, self.col_axis)
        if self.featurewise_center:
            self.mean = images.mean(axis=axes, keepdims=True)[0]
            images = images - self.mean
        if self.featurewise_std_normalization:
            self.std = images.std(axis=axes, keepdims=True)[0]
            images = images / (self.std + 1e-6)
        if self.zca_whitening:
            flat = images.reshape(len(images), -1)
            u, s, _ = np.linalg.svd(flat.T @ flat / len(flat))
            scale = 1.0 / np.sqrt(s + self.zca_epsilon)
            self.principal_components = (u * scale) @ u.T

    def standardize(self, x: np.ndarray) -> np.ndarray:
        """Returns an image with its values brought to what was asked for."""
        if self.preprocessing_function is not None:
            x = self.preprocessing_function(x)
        if self.rescale:
            x = x * self.rescale
        if self.samplewise_center:
            x = x - np.mean(x, keepdims=True)
        if self.samplewise_std_normalization:
            x = x / (np.std(x, keepdims=True) + 1e-6)
        if self.featurewise_center and self.mean is not None:
            x = x - self.mean
        if self.featurewise_std_normalization and self.std is not None:
            x = x / (self.std + 1e-6)
        if self.zca_whitening and self.principal_components is not None:
            x = (x.reshape(1, -1) @ self.principal_components).reshape(x.shape)
        return x

    def get_random_transform(
        self, img_shape: Any, seed: int | None = None
    ) -> dict[str, Any]:
        """Draws how one image is changed.

        Args:
            img_shape: the shape of the image.
            seed: where the random numbers start.
        """
        if seed is not None:
            np.random.seed(seed)
        draw = np.random.uniform
        zx = zy = 1.0
        if self.zoom_range != [1, 1]:
            zx, zy = draw(self.zoom_range[0], self.zoom_range[1], 2)
        rows, columns = img_shape[self.row_axis - 1], img_shape[self.col_axis - 1]
        found: dict[str, Any] = {
            "theta": draw(-self.rotation_range, self.rotation_range),
            "tx": _shift(self.height_shift_range, rows),
            "ty": _shift(self.width_shift_range, columns),
            "shear": draw(-self.shear_range, self.shear_range),
            "zx": zx,
            "zy": zy,
            "flip_horizontal": self.horizontal_flip and np.random.random() < 0.5,
            "flip_vertical": self.vertical_flip and np.random.random() < 0.5,
        }
        shift = self.channel_shift_range
        found["channel_shift_intensity"] = draw(-shift, shift) if shift else None
        given = self.brightness_range
        found["brightness"] = None if given is None else draw(given[0], given[1])
        return found

    def apply_transform(
        self, x: np.ndarray, transform_parameters: dict[str, Any]
    ) -> np.ndarray:
        """Changes one image as the parameters say.

        Args:
            x: an image of three dimensions.
            transform_parameters: what `get_random_transform` returns.
        """
        given = transform_parameters
        axes = (self.row_axis - 1, self.col_axis - 1, self.channel_axis - 1)
        x = changes.apply_affine_transform(
            x,
            given.get("theta", 0),
            given.get("tx", 0),
            given.get("ty", 0),
            given.get("shear", 0),
            given.get("zx", 1),
            given.get("zy", 1),
            *axes,
            self.fill_mode,
            self.cval,
            self.interpolation_order,
        )
        if given.get("channel_shift_intensity") is not None:
            x = changes.apply_channel_shift(
                x, given["channel_shift_intensity"], axes[2]
            )
        if given.get("flip_horizontal"):
            x = np.flip(x, axes[1])
        if given.get("flip_vertical"):
            x = np.flip(x, axes[0])
        if given.get("brightness") is not None:
            x = changes.apply_brightness_shift(x, given["brightness"], False)
        return x

    def random_transform(self, x: np.ndarray, seed: int | None = None) -> np.ndarray:
        """Changes one image at random.

        Args:
            x: an image of three dimensions.
            seed: where the random numbers start.
        """
        return self.apply_transform(x, self.get_random_transform(x.shape, seed))


def _shift(limit: Any, size: int) -> float:
    """Draws how far an image is moved, in pixels."""
    if isinstance(limit, list | tuple | np.ndarray):
        return float(np.random.choice(limit) * np.random.choice([-1, 1]))
    if not limit:
        return 0.0
    drawn = np.random.uniform(-limit, limit)
    return float(drawn * size if abs(limit) < 1 else drawn)
