"""Images that the rows of a table name."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from tensorbrook._src.keras.images.iterators import DirectoryIterator, Iterator

_ENDINGS = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ppm", ".tif", ".tiff")


class DataFrameIterator(DirectoryIterator):
    """Gives batches of changed images, with what a table says about them.

    Args:
        dataframe: a table of pandas, or a dict of columns.
        directory: the folder of the files, if the table has no whole paths.
        image_data_generator: says how images are changed.
        x_col: the column of the files.
        y_col: the column of the targets, or several.
        weight_col: the column of the weights.
        target_size: height and width.
        color_mode: `"rgb"`, `"rgba"` or `"grayscale"`.
        classes: the names of the classes, in order.
        class_mode: `"categorical"`, `"binary"`, `"sparse"`, `"input"`, `"raw"`,
            `"multi_output"` or None.
        batch_size: the size of a batch.
        shuffle: whether to reorder in each epoch.
        seed: of the order.
        data_format: `"channels_last"` or `"channels_first"`.
        save_to_dir: a folder to write the changed images into.
        save_prefix: the beginning of those files' names.
        save_format: the format of those files.
        subset: `"training"` or `"validation"`.
        interpolation: see `load_img`.
        keep_aspect_ratio: whether to cut the middle out.
        dtype: the type of the batches.
        validate_filenames: whether to leave out files that are not there.

    Raises:
        ValueError: for another mode, or a column that is missing.
    """

    allowed_class_modes = frozenset(
        ("categorical", "binary", "sparse", "input", "raw", "multi_output", None)
    )

    def __init__(
        self,
        dataframe: Any,
        directory: Any = None,
        image_data_generator: Any = None,
        x_col: str = "filename",
        y_col: Any = "class",
        weight_col: str | None = None,
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
        subset: str | None = None,
        interpolation: str = "nearest",
        keep_aspect_ratio: bool = False,
        dtype: Any = None,
        validate_filenames: bool = True,
    ) -> None:
        if class_mode not in self.allowed_class_modes:
            raise ValueError(
                f"Invalid class_mode: {class_mode!r}; expected one of: "
                f"{sorted(map(str, self.allowed_class_modes))}."
            )
        names = [str(name) for name in _column(dataframe, x_col)]
        root = os.fspath(directory) if directory is not None else ""
        paths = [os.path.join(root, name) for name in names]
        kept = list(range(len(paths)))
        if validate_filenames:
            kept = [i for i in kept if _is_image(paths[i])]
        if subset is not None:
            cut = int(len(kept) * image_data_generator.validation_split)
            kept = kept[:cut] if subset == "validation" else kept[cut:]
        self._columns: list[np.ndarray] = []
        self.class_indices: dict[Any, int] = {}
        self.classes = np.zeros(len(kept), "int64")
        if class_mode in ("raw", "multi_output"):
            wanted = y_col if isinstance(y_col, list | tuple) else [y_col]
            self._columns = [np.asarray(_column(dataframe, c))[kept] for c in wanted]
        elif class_mode in ("categorical", "binary", "sparse"):
            labels = np.asarray(_column(dataframe, y_col))[kept]
            known = list(classes) if classes is not None else sorted(set(labels))
            self.class_indices = {name: place for place, name in enumerate(known)}
            if class_mode == "binary" and len(known) != 2:
                raise ValueError(
                    "With class_mode='binary' there must be two classes. Found: "
                    f"{known}."
                )
            self.classes = np.array([self.class_indices[label] for label in labels])
        self.sample_weight = None
        if weight_col is not None:
            self.sample_weight = np.asarray(_column(dataframe, weight_col))[kept]
        self.num_classes = len(self.class_indices)
        self.filepaths = [paths[i] for i in kept]
        self.filenames = [names[i] for i in kept]
        self.samples = len(kept)
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
        classed = (
            f" belonging to {self.num_classes} classes" if self.num_classes else ""
        )
        print(f"Found {self.samples} validated image filenames{classed}.")
        Iterator.__init__(self, self.samples, batch_size, shuffle, seed)

    def _targets(self, batch: np.ndarray, index_array: Any) -> Any:
        """Returns what belongs to the images of a batch; None for nothing."""
        if not self._columns:
            return super()._targets(batch, index_array)
        found = [column[index_array] for column in self._columns]
        if self.class_mode == "multi_output":
            return found
        return found[0] if len(found) == 1 else np.stack(found, axis=-1)

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        """Returns the batch of these samples."""
        found = super()._get_batches_of_transformed_samples(index_array)
        if self.sample_weight is None:
            return found
        return (*found, self.sample_weight[index_array])


def _column(table: Any, name: Any) -> Any:
    """Returns a column of a table.

    Raises:
        ValueError: when it is missing.
    """
    if name not in table:
        raise ValueError(
            f"flow_from_dataframe: the table has no column {name!r}; it has "
            f"{sorted(map(str, table))}."
        )
    column = table[name]
    return column.to_numpy() if hasattr(column, "to_numpy") else column


def _is_image(path: str) -> bool:
    """Returns whether a path is that of an image that is there."""
    return path.lower().endswith(_ENDINGS) and os.path.isfile(path)
