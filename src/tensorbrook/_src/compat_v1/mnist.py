"""`tensorflow.examples.tutorials.mnist.input_data`: the digits in batches."""

from __future__ import annotations

import collections
import gzip
import pathlib
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors

_SOURCE = "https://storage.googleapis.com/cvdf-datasets/mnist/"
_FILES = {
    "train_images": "train-images-idx3-ubyte.gz",
    "train_labels": "train-labels-idx1-ubyte.gz",
    "test_images": "t10k-images-idx3-ubyte.gz",
    "test_labels": "t10k-labels-idx1-ubyte.gz",
}

Datasets = collections.namedtuple("Datasets", ("train", "validation", "test"))
Datasets.__doc__ = """The parts of a data set: train, validation and test."""


def read_array(path: Any) -> np.ndarray[Any, Any]:
    """The array in a gzipped idx file.

    Args:
        path: The file.

    Returns:
        Bytes in the shape that the file states.

    Raises:
        errors.DataLossError: The file isn't in that format.
    """
    with gzip.open(path, "rb") as stream:
        content = stream.read()
    if len(content) < 4 or content[:3] != b"\0\0\x08":
        raise errors.DataLossError(
            None,
            None,
            f"{path} is not an idx file of bytes: it begins {content[:4]!r}.",
        )
    rank = content[3]
    dims = np.frombuffer(content, ">u4", rank, 4)
    values = np.frombuffer(content, np.uint8, offset=4 + 4 * rank)
    if values.size != int(np.prod(dims)):
        raise errors.DataLossError(
            None, None, f"{path} holds {values.size} elements, not {dims.tolist()}."
        )
    return values.reshape(dims)


def dense_to_one_hot(labels_dense: Any, num_classes: int) -> np.ndarray[Any, Any]:
    """Rows with a one at the place of the label.

    Example:
        >>> dense_to_one_hot(np.array([1, 0]), 2)
        array([[0., 1.],
               [1., 0.]])
    """
    return np.eye(num_classes)[np.asarray(labels_dense)]


class DataSet:
    """Images and labels that come in batches.

    Args:
        images: Bytes of shape (count, rows, columns, 1), or vectors with `reshape=False`.
        labels: One for each image.
        fake_data: Whether to return made-up images.
        one_hot: Whether made-up labels are vectors.
        dtype: `tf.float32`, scaled to 0..1, or `tf.uint8`, as they are.
        reshape: Whether images become vectors.
        seed: Seed of the shuffling.
    """

    def __init__(
        self,
        images: Any,
        labels: Any,
        fake_data: bool = False,
        one_hot: bool = False,
        dtype: Any = dtypes.float32,
        reshape: bool = True,
        seed: int | None = None,
    ) -> None:
        self._random = np.random.RandomState(seed)  # noqa: NPY002
        self._fake = fake_data
        self._one_hot = one_hot
        self._epochs_completed = 0
        self._index_in_epoch = 0
        dtype = dtypes.as_dtype(dtype).base_dtype
        if dtype not in (dtypes.uint8, dtypes.float32):
            raise TypeError(f"Invalid image dtype {dtype!r}, expected uint8 or float32")
        if fake_data:
            self._num_examples = 10000
            self._images, self._labels = images, labels
            return
        if len(images) != len(labels):
            raise ValueError(
                f"DataSet: {images.shape} images, but {labels.shape} labels."
            )
        self._num_examples = len(images)
        if reshape:
            images = images.reshape(len(images), int(np.prod(images.shape[1:])))
        if dtype is dtypes.float32:
            images = np.multiply(images, np.float32(1.0 / 255.0), dtype=np.float32)
        self._images, self._labels = images, labels

    @property
    def images(self) -> Any:
        """All images."""
        return self._images

    @property
    def labels(self) -> Any:
        """All labels."""
        return self._labels

    @property
    def num_examples(self) -> int:
        """How many there are."""
        return self._num_examples

    @property
    def epochs_completed(self) -> int:
        """How often all of them have come."""
        return self._epochs_completed

    def next_batch(
        self, batch_size: int, fake_data: bool = False, shuffle: bool = True
    ) -> tuple[Any, Any]:
        """The next images and labels.

        Args:
            batch_size: How many.
            fake_data: Whether to return made-up ones.
            shuffle: Whether each epoch comes in another order.

        Returns:
            Images and labels. A batch may join the end of an epoch and the beginning of
            the next one.
        """
        if fake_data or self._fake:
            label: Any = [1] + [0] * 9 if self._one_hot else 0
            return [[1] * 784] * batch_size, [label] * batch_size
        start = self._index_in_epoch
        if self._epochs_completed == 0 and start == 0 and shuffle:
            self._shuffle()
        if start + batch_size <= self._num_examples:
            self._index_in_epoch = end = start + batch_size
            return self._images[start:end], self._labels[start:end]
        self._epochs_completed += 1
        images, labels = self._images[start:], self._labels[start:]
        if shuffle:
            self._shuffle()
        self._index_in_epoch = batch_size - len(images)
        rest = slice(0, self._index_in_epoch)
        return (
            np.concatenate((images, self._images[rest]), axis=0),
            np.concatenate((labels, self._labels[rest]), axis=0),
        )

    def _shuffle(self) -> None:
        order = self._random.permutation(self._num_examples)
        self._images, self._labels = self._images[order], self._labels[order]


def read_data_sets(
    train_dir: str,
    fake_data: bool = False,
    one_hot: bool = False,
    dtype: Any = dtypes.float32,
    reshape: bool = True,
    validation_size: int = 5000,
    seed: int | None = None,
    source_url: str = _SOURCE,
) -> Datasets:
    """The MNIST digits, from the files in a folder; missing ones are fetched.

    Args:
        train_dir: The folder.
        fake_data: Whether to return made-up data.
        one_hot: Whether labels are vectors with a one.
        dtype: `tf.float32`, scaled to 0..1, or `tf.uint8`, as they are.
        reshape: Whether images become vectors of 784.
        validation_size: How many of the training images are for validation.
        seed: Seed of the shuffling.
        source_url: Where missing files are fetched from.

    Returns:
        `train`, `validation` and `test`.

    Raises:
        ValueError: `validation_size` is out of range.
    """
    if fake_data:
        none = [DataSet([], [], True, one_hot, dtype, seed=seed) for _ in range(3)]
        return Datasets(*none)
    arrays = {
        part: read_array(_fetched(train_dir, name, source_url))
        for part, name in _FILES.items()
    }
    for part in ("train_images", "test_images"):
        arrays[part] = arrays[part][..., np.newaxis]
    if one_hot:
        for part in ("train_labels", "test_labels"):
            arrays[part] = dense_to_one_hot(arrays[part], 10)
    count = len(arrays["train_images"])
    if not 0 <= validation_size <= count:
        raise ValueError(
            f"Validation size should be between 0 and {count}. Received: {validation_size}."
        )
    options = {"dtype": dtype, "reshape": reshape, "seed": seed}
    images, labels = arrays["train_images"], arrays["train_labels"]
    return Datasets(
        train=DataSet(images[validation_size:], labels[validation_size:], **options),
        validation=DataSet(
            images[:validation_size], labels[:validation_size], **options
        ),
        test=DataSet(arrays["test_images"], arrays["test_labels"], **options),
    )


def maybe_download(filename: str, work_directory: str, source_url: str) -> str:
    """The path of a file in a folder; it is fetched where it isn't there.

    Args:
        filename: The name of the file.
        work_directory: The folder.
        source_url: The address of the file.

    Returns:
        The path.
    """
    path = pathlib.Path(work_directory) / filename
    if not path.exists():
        from tensorbrook._src.keras.datasets.file_cache import get_file

        folder = pathlib.Path(work_directory).resolve()
        get_file(filename, source_url, cache_dir=str(folder), cache_subdir="")
    return str(path)


def _fetched(folder: str, name: str, source_url: str) -> str:
    return maybe_download(name, folder, f"{source_url.rstrip('/')}/{name}")
