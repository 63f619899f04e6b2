"""Images side by side, with labels, boxes or masks."""

from __future__ import annotations

import importlib
import math
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.visualization.drawing import (
    draw_bounding_boxes,
    draw_segmentation_masks,
)


def plot_image_gallery(
    images: Any,
    y_true: Any = None,
    y_pred: Any = None,
    label_map: dict[Any, str] | None = None,
    rows: int | None = None,
    cols: int | None = None,
    value_range: tuple[float, float] = (0, 255),
    scale: float = 2,
    path: Any = None,
    show: bool | None = None,
    transparent: bool = True,
    dpi: int = 60,
    legend_handles: Any = None,
    data_format: str | None = None,
) -> Any:
    """Shows images in rows and columns.

    Args:
        images: (batch, height, width, channels).
        y_true: the labels.
        y_pred: the predicted labels; wrong ones are red.
        label_map: the name of each label.
        rows: how many rows.
        cols: how many columns.
        value_range: the least and the greatest value of a pixel.
        scale: the size of an image, in inches.
        path: a file to write, instead of showing.
        show: whether to show; by default where no path is given.
        transparent: whether the file has no background.
        dpi: pixels per inch.
        legend_handles: what stands in the legend.
        data_format: `"channels_last"` or `"channels_first"`.

    Returns:
        The figure, unless it is shown.

    Raises:
        ImportError: without Matplotlib.
        ValueError: for a path and `show`, or images of another shape.
    """
    try:
        plot = importlib.import_module("matplotlib.pyplot")
    except ImportError as error:
        raise ImportError("plot_image_gallery needs Matplotlib.") from error
    if path is not None and show:
        raise ValueError(
            "plot_image_gallery: give either `path` or `show=True`. Received: "
            f"path={path}, show={show}."
        )
    show = path is None if show is None else show
    pictures = _scaled(images, value_range, data_format)
    count = len(pictures)
    if cols is None:
        cols = math.ceil(math.sqrt(count)) if rows is None else math.ceil(count / rows)
    rows = math.ceil(count / cols) if rows is None else rows
    figure, grid = plot.subplots(
        rows, cols, figsize=(cols * scale, rows * scale), squeeze=False, layout="tight"
    )
    for place, axes in enumerate(grid.ravel()):
        axes.axis("off")
        if place >= count:
            continue
        axes.imshow(pictures[place].squeeze(), cmap="gray")
        title, color = _title(place, y_true, y_pred, label_map or {})
        if title:
            axes.set_title(title, color=color, fontsize=8)
    if legend_handles is not None:
        figure.legend(handles=legend_handles, loc="lower center")
    if path is not None:
        figure.savefig(path, transparent=transparent, dpi=dpi)
        plot.close(figure)
        return None
    if show:
        plot.show()
        plot.close(figure)
        return None
    return figure


def plot_bounding_box_gallery(
    images: Any,
    bounding_box_format: str,
    y_true: Any = None,
    y_pred: Any = None,
    value_range: tuple[float, float] = (0, 255),
    true_color: Any = (0, 188, 212),
    pred_color: Any = (255, 235, 59),
    line_thickness: int = 2,
    font_scale: float = 1.0,
    text_thickness: int | None = None,
    class_mapping: dict[int, str] | None = None,
    ground_truth_mapping: dict[int, str] | None = None,
    prediction_mapping: dict[int, str] | None = None,
    legend: bool = False,
    legend_handles: Any = None,
    rows: int | None = None,
    cols: int | None = None,
    data_format: str | None = None,
    **kwargs: Any,
) -> Any:
    """Shows images with boxes, true and predicted.

    Args:
        images: (batch, height, width, 3).
        bounding_box_format: how the boxes are written.
        y_true: the true boxes, a dict.
        y_pred: the predicted boxes, a dict.
        value_range: the least and the greatest value of a pixel.
        true_color: of the true boxes.
        pred_color: of the predicted boxes.
        line_thickness: the width of the lines.
        font_scale: the size of the names.
        text_thickness: kept for compatibility.
        class_mapping: the name of each label.
        ground_truth_mapping: the names for true boxes.
        prediction_mapping: the names for predicted boxes.
        legend: whether there is a legend.
        legend_handles: what stands in it.
        rows: how many rows.
        cols: how many columns.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: further arguments of `plot_image_gallery`.

    Raises:
        ValueError: when both a legend and its contents are given.
    """
    if legend and legend_handles:
        raise ValueError(
            "plot_bounding_box_gallery: give either `legend` or `legend_handles`."
        )
    found = np.asarray(_scaled(images, value_range, data_format) * 255.0)
    names = class_mapping or {}
    layers = (
        (y_true, true_color, ground_truth_mapping or names),
        (y_pred, pred_color, prediction_mapping or names),
    )
    for boxes, color, mapping in layers:
        if boxes is not None:
            found = draw_bounding_boxes(
                found, boxes, bounding_box_format, mapping, color, line_thickness,
                text_thickness or 1, font_scale, "channels_last",
            )  # fmt: skip
    if legend:
        legend_handles = [
            _patch(true_color, "Ground Truth"),
            _patch(pred_color, "Prediction"),
        ]
    return plot_image_gallery(
        found, rows=rows, cols=cols, legend_handles=legend_handles,
        data_format="channels_last", **kwargs,
    )  # fmt: skip


def plot_segmentation_mask_gallery(
    images: Any,
    num_classes: int,
    value_range: tuple[float, float] = (0, 255),
    y_true: Any = None,
    y_pred: Any = None,
    color_mapping: dict[int, Any] | None = None,
    blend: bool = True,
    alpha: float = 0.8,
    ignore_index: int = -1,
    data_format: str | None = None,
    **kwargs: Any,
) -> Any:
    """Shows images beside their masks, true and predicted.

    Args:
        images: (batch, height, width, 3).
        num_classes: how many classes there are.
        value_range: the least and the greatest value of a pixel.
        y_true: the true masks.
        y_pred: the predicted masks.
        color_mapping: the color of each class.
        blend: whether the image shines through.
        alpha: how much the color covers.
        ignore_index: the class that is not painted.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: further arguments of `plot_image_gallery`.
    """
    plain = np.asarray(_scaled(images, value_range, data_format) * 255.0)
    columns = [plain.astype("uint8")]
    for masks in (y_true, y_pred):
        if masks is not None:
            columns.append(
                draw_segmentation_masks(
                    plain,
                    masks,
                    num_classes,
                    color_mapping,
                    alpha,
                    blend,
                    ignore_index,
                    "channels_last",
                )  # fmt: skip
            )
    found = np.concatenate(columns, axis=2)
    return plot_image_gallery(found, data_format="channels_last", **kwargs)


def _scaled(images: Any, value_range: Any, data_format: str | None) -> np.ndarray:
    """Returns images from 0 to 1, channels last."""
    found = np.asarray(tf.convert_to_tensor(images)).astype("float32")
    if found.ndim != 4:
        raise ValueError(
            "plot_image_gallery: `images` must be of four dimensions, with a batch. "
            f"Received: shape={found.shape}."
        )
    if config.standardize_data_format(data_format) == "channels_first":
        found = np.moveaxis(found, 1, -1)
    low, high = value_range
    return np.clip((found - low) / (high - low), 0.0, 1.0)


def _title(
    place: int, y_true: Any, y_pred: Any, names: dict[Any, str]
) -> tuple[str, str]:
    """Returns the title of an image, and its color."""
    parts, labels = [], []
    for who, values in (("True", y_true), ("Pred", y_pred)):
        if values is not None:
            label = np.asarray(values)[place].item()
            labels.append(label)
            parts.append(f"{who}: {names.get(label, label)}")
    wrong = len(labels) == 2 and labels[0] != labels[1]
    return "\n".join(parts), "red" if wrong else "green" if len(
        labels
    ) == 2 else "black"


def _patch(color: Any, label: str) -> Any:
    """Returns a colored field for the legend."""
    patches = importlib.import_module("matplotlib.patches")
    return patches.Patch(color=[part / 255.0 for part in color], label=label)
