"""Files in folders named after classes, as data sets."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.images.conversion import img_to_array, load_img

_PICTURES = (".bmp", ".gif", ".jpeg", ".jpg", ".png")
_MODES = ("int", "categorical", "binary", None)


def find_files(
    directory: Any,
    labels: Any,
    class_names: Any,
    endings: tuple[str, ...],
    follow_links: bool = False,
) -> tuple[list[str], Any, list[str] | None]:
    """Returns the files below a folder, the number of each one's class, the classes.

    Args:
        directory: the folder.
        labels: `"inferred"` from the names of folders, None, or a list.
        class_names: the names of the folders, in order.
        endings: the endings of the files wanted.
        follow_links: whether to go into folders behind links.

    Raises:
        ValueError: when the folder is missing or the labels do not fit.
    """
    root = pathlib.Path(os.fspath(directory))
    if not root.is_dir():
        raise ValueError(f"There is no folder {root}.")
    names: list[str] | None = None
    folders = [root]
    if labels == "inferred":
        found = sorted(p.name for p in root.iterdir() if p.is_dir())
        names = list(class_names) if class_names else found
        if set(names) != set(found) and class_names:
            raise ValueError(
                "The `class_names` must be the names of the folders in "
                f"{root}. Received: {names}, found: {found}."
            )
        folders = [root / name for name in names]
    paths: list[str] = []
    numbers: list[int] = []
    for number, folder in enumerate(folders):
        inside = sorted(
            os.path.join(place, name)
            for place, _, files in os.walk(folder, followlinks=follow_links)
            for name in files
            if name.lower().endswith(endings)
        )
        paths.extend(inside)
        numbers.extend([number] * len(inside))
    if not paths:
        raise ValueError(f"No files with the endings {endings} were found in {root}.")
    if labels is None:
        return paths, None, names
    if labels != "inferred":
        if len(labels) != len(paths):
            raise ValueError(
                f"There are {len(labels)} labels and {len(paths)} files in {root}."
            )
        return paths, list(labels), names
    return paths, numbers, names


def split_part(
    paths: list[str],
    labels: Any,
    validation_split: float | None,
    subset: str | None,
    shuffle: bool,
    seed: int | None,
) -> tuple[list[str], Any]:
    """Returns the files of one part, in a seeded order.

    Args:
        paths: the files.
        labels: their labels, or None.
        validation_split: the part to keep for validation, or None.
        subset: `"training"` or `"validation"`.
        shuffle: whether to reorder.
        seed: of the order.

    Raises:
        ValueError: when the arguments do not fit each other.
    """
    if (validation_split is None) != (subset is None):
        raise ValueError("`validation_split` and `subset` must be given together.")
    if validation_split is not None and shuffle and seed is None:
        raise ValueError(
            "With `validation_split` and shuffling a `seed` is needed, so that the "
            "parts do not overlap."
        )
    if shuffle:
        order = np.random.RandomState(seed).permutation(len(paths))
        paths = [paths[i] for i in order]
        labels = None if labels is None else [labels[i] for i in order]
    if validation_split is None:
        return paths, labels
    if subset not in ("training", "validation"):
        raise ValueError(
            f"`subset` must be 'training' or 'validation'. Received: {subset!r}."
        )
    cut = len(paths) - int(validation_split * len(paths))
    part = slice(None, cut) if subset == "training" else slice(cut, None)
    return paths[part], None if labels is None else labels[part]


def as_dataset(
    paths: list[str],
    labels: Any,
    read: Any,
    spec: Any,
    label_mode: str | None,
    class_count: int,
    batch_size: int | None,
    shuffle: bool,
    seed: int | None,
) -> Any:
    """Returns a dataset that reads files, with their labels.

    Args:
        paths: the files.
        labels: a number for each, or None.
        read: returns the value of a file.
        spec: the type and shape of a value.
        label_mode: `"int"`, `"binary"`, `"categorical"` or None.
        class_count: the number of classes.
        batch_size: the size of a batch, or None.
        shuffle: whether to reorder in each epoch.
        seed: of the order.
    """
    with_labels = label_mode is not None and labels is not None

    def target(number: Any) -> np.ndarray:
        if label_mode == "categorical":
            return np.eye(class_count, dtype="float32")[number]
        kind = "float32" if label_mode == "binary" else "int32"
        return np.asarray([number] if label_mode == "binary" else number, kind)

    generator = np.random.RandomState(seed)

    def rows() -> Any:
        order = np.arange(len(paths))
        if shuffle:
            generator.shuffle(order)
        for place in order:
            value = read(paths[place])
            yield (value, target(labels[place])) if with_labels else value

    signature = spec
    if with_labels:
        sample = target(labels[0])
        signature = (spec, tf.TensorSpec(sample.shape, sample.dtype))
    dataset = tf.data.Dataset.from_generator(rows, output_signature=signature)
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(len(paths)))
    if batch_size is not None:
        dataset = dataset.batch(batch_size)
    return dataset


def folder_dataset(
    directory: Any,
    labels: Any,
    label_mode: str | None,
    class_names: Any,
    batch_size: int | None,
    shuffle: bool,
    seed: int | None,
    validation_split: float | None,
    subset: str | None,
    follow_links: bool,
    endings: tuple[str, ...],
    read: Any,
    spec: Any,
    verbose: bool,
) -> Any:
    """Returns the data set, or both parts, of a folder.

    Args:
        directory: the folder.
        labels: `"inferred"`, None, or a list.
        label_mode: `"int"`, `"binary"`, `"categorical"` or None.
        class_names: the names of the folders, in order.
        batch_size: the size of a batch, or None.
        shuffle: whether to reorder the files.
        seed: of the order.
        validation_split: the part to keep for validation.
        subset: `"training"`, `"validation"` or `"both"`.
        follow_links: whether to go into folders behind links.
        endings: the endings of the files wanted.
        read: returns the value of a file.
        spec: the type and shape of a value.
        verbose: whether to print what was found.
    """
    if label_mode not in _MODES:
        raise ValueError(
            f"`label_mode` must be one of {_MODES}. Received: label_mode={label_mode!r}."
        )
    paths, numbers, names = find_files(
        directory, labels, class_names, endings, follow_links
    )
    if label_mode == "binary" and names is not None and len(names) != 2:
        raise ValueError(
            f"With label_mode='binary' there must be two classes. Found: {len(names)}."
        )
    if verbose:
        classes = "" if names is None else f" belonging to {len(names)} classes"
        print(f"Found {len(paths)} files{classes}.")
    both = subset == "both"
    wanted = ("training", "validation") if both else (subset,)
    found = []
    for part in wanted:
        chosen, kinds = split_part(
            paths, numbers, validation_split, part, shuffle, seed
        )
        if verbose and validation_split is not None:
            print(f"Using {len(chosen)} files for {part}.")
        count = len(names) if names else len(set(kinds or ()))
        dataset = as_dataset(
            chosen, kinds, read, spec, label_mode, count, batch_size,
            shuffle and part != "validation", seed,
        )  # fmt: skip
        dataset.class_names = names
        dataset.file_paths = chosen
        found.append(dataset)
    return tuple(found) if both else found[0]


def image_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Any = None,
    color_mode: str = "rgb",
    batch_size: int | None = 32,
    image_size: Any = (256, 256),
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    interpolation: str = "bilinear",
    follow_links: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    data_format: str | None = None,
    format: str = "tf",  # noqa: A002
    verbose: bool = True,
) -> Any:
    """Makes a dataset of the pictures in folders named after classes.

    Args:
        directory: the folder that holds a folder for each class.
        labels: `"inferred"`, None, or a list with a number for each file.
        label_mode: `"int"`, `"binary"`, `"categorical"` or None.
        class_names: the names of the folders, in order.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`.
        batch_size: the size of a batch, or None for single pictures.
        image_size: height and width.
        shuffle: whether to reorder the files.
        seed: of the order.
        validation_split: the part to keep for validation.
        subset: `"training"`, `"validation"` or `"both"`.
        interpolation: `"bilinear"`, `"nearest"`, `"bicubic"` and the like.
        follow_links: whether to go into folders behind links.
        crop_to_aspect_ratio: whether to cut the middle out.
        pad_to_aspect_ratio: not supported.
        data_format: `"channels_last"` or `"channels_first"`.
        format: `"tf"`.
        verbose: whether to print what was found.

    Returns:
        A dataset, with `class_names` and `file_paths`; two for `"both"`.
    """
    if pad_to_aspect_ratio:
        raise NotImplementedError(
            "image_dataset_from_directory: `pad_to_aspect_ratio` is not supported."
        )
    channels = {"rgb": 3, "rgba": 4, "grayscale": 1}.get(color_mode)
    if channels is None:
        raise ValueError(
            "image_dataset_from_directory: `color_mode` must be 'rgb', 'rgba' or "
            f"'grayscale'. Received: color_mode={color_mode!r}."
        )

    def read(path: str) -> np.ndarray:
        picture = load_img(
            path, color_mode, image_size, interpolation, crop_to_aspect_ratio
        )
        return img_to_array(picture, data_format)

    shape = img_to_array(np.zeros((*image_size, channels)), data_format).shape
    spec = tf.TensorSpec(shape, tf.float32)
    return folder_dataset(
        directory, labels, label_mode, class_names, batch_size, shuffle, seed,
        validation_split, subset, follow_links, _PICTURES, read, spec, verbose,
    )  # fmt: skip


def text_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Any = None,
    batch_size: int | None = 32,
    max_length: int | None = None,
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    follow_links: bool = False,
    format: str = "tf",  # noqa: A002
    verbose: bool = True,
) -> Any:
    """Makes a dataset of the `.txt` files in folders named after classes.

    Args:
        directory: the folder that holds a folder for each class.
        labels: `"inferred"`, None, or a list with a number for each file.
        label_mode: `"int"`, `"binary"`, `"categorical"` or None.
        class_names: the names of the folders, in order.
        batch_size: the size of a batch, or None for single texts.
        max_length: the greatest number of bytes of a text.
        shuffle: whether to reorder the files.
        seed: of the order.
        validation_split: the part to keep for validation.
        subset: `"training"`, `"validation"` or `"both"`.
        follow_links: whether to go into folders behind links.
        format: `"tf"`.
        verbose: whether to print what was found.
    """

    def read(path: str) -> bytes:
        with open(path, "rb") as file:
            return file.read() if max_length is None else file.read(max_length)

    spec = tf.TensorSpec((), tf.string)
    return folder_dataset(
        directory, labels, label_mode, class_names, batch_size, shuffle, seed,
        validation_split, subset, follow_links, (".txt",), read, spec, verbose,
    )  # fmt: skip
