"""Endless batches of changed images, as Keras 2 makes them."""

from __future__ import annotations

import os
from collections.abc import Iterator as AbstractIterator
from typing import Any

import numpy as np

from tensorbrook._src.keras.data.py_dataset import PyDataset
from tensorbrook._src.keras.images.conversion import (
    array_to_img,
    img_to_array,
    load_img,
)
from tensorbrook._src.keras.images.folders import find_files

_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".ppm", ".tif", ".tiff", ".gif")


class Iterator(PyDataset):
    """Gives batches by number, or endlessly by `next`.

    Args:
        n: the number of samples.
        batch_size: the size of a batch.
        shuffle: whether to reorder in each epoch.
        seed: of the order.
        **kwargs: the arguments of `PyDataset`.
    """

    white_list_formats = tuple(ending[1:] for ending in _PICTURES)

    def __init__(
        self, n: int, batch_size: int, shuffle: bool, seed: int | None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.n = n
        self.batch_size = batch_size
        self.seed = seed
        self.shuffle = shuffle
        self.batch_index = 0
        self.total_batches_seen = 0
        self.index_array: np.ndarray | None = None

    def __len__(self) -> int:
        return -(-self.n // self.batch_size)

    def _order(self) -> np.ndarray:
        """Returns the order of the current epoch."""
        if self.index_array is None:
            if self.seed is not None:
                np.random.seed(self.seed + self.total_batches_seen)
            whole = np.random.permutation(self.n) if self.shuffle else np.arange(self.n)
            self.index_array = whole
        return self.index_array

    def __getitem__(self, index: int) -> Any:
        if index >= len(self):
            raise ValueError(
                f"There are {len(self)} batches; number {index} was asked for."
            )
        start = self.batch_size * index
        chosen = self._order()[start : start + self.batch_size]
        self.total_batches_seen += 1
        return self._get_batches_of_transformed_samples(chosen)

    def on_epoch_end(self) -> None:
        """Finds a new order."""
        self.index_array = None

    def reset(self) -> None:
        """Starts from the first batch."""
        self.batch_index = 0

    def __iter__(self) -> AbstractIterator[Any]:
        return self

    def __next__(self) -> Any:
        if self.batch_index >= len(self):
            self.batch_index = 0
            self.on_epoch_end()
        self.batch_index += 1
        return self[self.batch_index - 1]

    def next(self) -> Any:
        """Returns the next batch."""
        return next(self)

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        """Returns the batch of these samples."""
        raise NotImplementedError(f"{type(self).__name__} makes no batches.")


class NumpyArrayIterator(Iterator):
    """Gives batches of changed images from an array.

    Args:
        x: images of four dimensions.
        y: their labels, or None.
        image_data_generator: says how images are changed.
        batch_size: the size of a batch.
        shuffle: whether to reorder in each epoch.
        sample_weight: a factor for each sample, or None.
        seed: of the order.
        data_format: kept for compatibility.
        save_to_dir: a folder to write the changed images into.
        save_prefix: the beginning of those files' names.
        save_format: the format of those files.
        subset: `"training"` or `"validation"`.
        ignore_class_split: kept for compatibility.
        dtype: the type of the batches.
    """

    def __init__(
        self,
        x: Any,
        y: Any,
        image_data_generator: Any,
        batch_size: int = 32,
        shuffle: bool = False,
        sample_weight: Any = None,
        seed: int | None = None,
        data_format: str | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        subset: str | None = None,
        ignore_class_split: bool = False,
        dtype: Any = None,
    ) -> None:
        x = np.asarray(x)
        if x.ndim != 4:
            raise ValueError(
                "Input data in `NumpyArrayIterator` should have rank 4. Received: "
                f"shape={x.shape}."
            )
        self.image_data_generator = image_data_generator
        self.dtype = dtype or image_data_generator.dtype
        parts = [x, y, sample_weight]
        arrays = [None if part is None else np.asarray(part) for part in parts]
        if subset is not None:
            cut = int(len(x) * image_data_generator.validation_split)
            kept = slice(None, cut) if subset == "validation" else slice(cut, None)
            arrays = [None if part is None else part[kept] for part in arrays]
        self.x, self.y, self.sample_weight = arrays
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        super().__init__(len(self.x), batch_size, shuffle, seed)

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        """Returns the batch of these samples."""
        generator = self.image_data_generator
        images = [
            generator.standardize(
                generator.random_transform(self.x[i].astype(self.dtype))
            )
            for i in index_array
        ]
        batch = np.stack(images).astype(self.dtype)
        _save(batch, index_array, self)
        if self.y is None:
            return batch
        if self.sample_weight is None:
            return batch, self.y[index_array]
        return batch, self.y[index_array], self.sample_weight[index_array]


class DirectoryIterator(Iterator):
    """Gives batches of changed images from folders named after classes.

    Args:
        directory: the folder that holds a folder for each class.
        image_data_generator: says how images are changed.
        target_size: height and width.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`.
        classes: the names of the folders, in order.
        class_mode: `"categorical"`, `"binary"`, `"sparse"`, `"input"` or None.
        batch_size: the size of a batch.
        shuffle: whether to reorder in each epoch.
        seed: of the order.
        data_format: `"channels_last"` or `"channels_first"`.
        save_to_dir: a folder to write the changed images into.
        save_prefix: the beginning of those files' names.
        save_format: the format of those files.
        follow_links: whether to go into folders behind links.
        subset: `"training"` or `"validation"`.
        interpolation: see `load_img`.
        keep_aspect_ratio: whether to cut the middle out.
        dtype: the type of the batches.
    """

    allowed_class_modes = frozenset(("categorical", "binary", "sparse", "input", None))

    def __init__(
        self,
        directory: Any,
        image_data_generator: Any,
        target_size: Any = (256, 256),
        color_mode: str = "rgb",
        classes: Any = None,
        class_mode: str | None = "categorical",
        batch_size: int = 32,
        shuffle: bool = True,
        seed: int | None = None,
        data_format: str | None = None,
        save_to_dir: Any = None,
        save_prefix: str = "",
        save_format: str = "png",
        follow_links: bool = False,
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
        dtype: Any = None,
    ) -> None:
        if class_mode not in self.allowed_class_modes:
            raise ValueError(
                f"Invalid class_mode: {class_mode!r}; expected one of: "
                f"{sorted(map(str, self.allowed_class_modes))}."
            )
        paths, labels, names = find_files(
            directory, "inferred", classes, _PICTURES, follow_links
        )
        self.class_indices = {name: place for place, name in enumerate(names or ())}
        self.num_classes = len(self.class_indices)
        numbers = np.asarray(labels)
        if subset is not None:
            numbers, paths = self._part(
                numbers, paths, subset, image_data_generator.validation_split
            )
        self.filepaths, self.classes = paths, numbers
        self.filenames = [os.path.relpath(p, os.fspath(directory)) for p in paths]
        self.samples = len(paths)
        self.image_data_generator = image_data_generator
        self.target_size = tuple(target_size)
        self.color_mode = color_mode
        self.class_mode = class_mode
        self.data_format = data_format
        self.interpolation = interpolation
        self.keep_aspect_ratio = keep_aspect_ratio
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        self.dtype = dtype or image_data_generator.dtype
        print(f"Found {self.samples} images belonging to {self.num_classes} classes.")
        super().__init__(self.samples, batch_size, shuffle, seed)

    @staticmethod
    def _part(
        numbers: np.ndarray, paths: list[str], subset: str, share: float
    ) -> tuple[np.ndarray, list[str]]:
        """Returns the files of one part of each class."""
        kept: list[int] = []
        for number in np.unique(numbers):
            places = np.flatnonzero(numbers == number)
            cut = int(len(places) * share)
            part = places[:cut] if subset == "validation" else places[cut:]
            kept.extend(part.tolist())
        return numbers[kept], [paths[place] for place in kept]

    sample_weight: Any = None

    @property
    def labels(self) -> np.ndarray:
        """The class number of each file."""
        return self.classes

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        """Returns the batch of these samples."""
        generator = self.image_data_generator
        images = []
        for place in index_array:
            picture = load_img(
                self.filepaths[place],
                self.color_mode,
                self.target_size,
                self.interpolation,
                self.keep_aspect_ratio,
            )
            image = img_to_array(picture, self.data_format)
            images.append(generator.standardize(generator.random_transform(image)))
        batch = np.stack(images).astype(self.dtype)
        _save(batch, index_array, self)
        targets = self._targets(batch, index_array)
        return batch if targets is None else (batch, targets)

    def _targets(self, batch: np.ndarray, index_array: Any) -> Any:
        """Returns what belongs to the images of a batch; None for nothing."""
        if self.class_mode is None:
            return None
        if self.class_mode == "input":
            return batch.copy()
        numbers = self.classes[index_array]
        if self.class_mode == "categorical":
            return np.eye(self.num_classes, dtype=self.dtype)[numbers]
        return numbers.astype(self.dtype)


def _save(batch: np.ndarray, index_array: Any, iterator: Any) -> None:
    """Writes the changed images into a folder, if one is named."""
    if not iterator.save_to_dir:
        return
    os.makedirs(iterator.save_to_dir, exist_ok=True)
    for image, place in zip(batch, index_array, strict=True):
        number = np.random.randint(10**7)
        name = f"{iterator.save_prefix}_{place}_{number}.{iterator.save_format}"
        array_to_img(image).save(os.path.join(iterator.save_to_dir, name))
