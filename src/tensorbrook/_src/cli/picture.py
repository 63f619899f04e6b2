"""Draws one page about a training run: its curves, its answers and its mistakes."""

import pathlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_TRAIN, _TEST, _WRONG, _INK = "#2a6f97", "#e07a1f", "#c1121f", "#333333"
_COLUMNS = 15
_ROWS = 4


def draw(
    path: pathlib.Path,
    history: Mapping[str, Sequence[float]],
    images: np.ndarray,
    labels: np.ndarray,
    probabilities: np.ndarray,
) -> None:
    """Draws the page into a PNG file.

    Args:
      path: The file to write.
      history: The curves "loss", "accuracy", "val_loss" and "val_accuracy".
      images: Test images, `[n, 8, 8]`.
      labels: What they show, `[n]`.
      probabilities: What the network made of them, `[n, 10]`.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    answers = probabilities.argmax(axis=1)
    right = float((answers == labels).mean())
    figure = Figure(figsize=(12, 8.4), facecolor="white")
    figure.suptitle(
        f"A first network reads {right:.1%} of {len(labels)} test images",
        fontsize=15,
        color=_INK,
        y=0.975,
    )
    halves: Any = figure.subfigures(2, 1, height_ratios=(1, 1.35))
    top, bottom = halves
    top.subplots_adjust(left=0.06, right=0.975, top=0.79, bottom=0.13, wspace=0.2)
    loss, accuracy, confusion = top.subplots(1, 3, width_ratios=(1.3, 1.3, 1))
    _curves(loss, "loss", history)
    _curves(accuracy, "accuracy", history)
    _confusion(confusion, labels, answers)
    _answers(bottom, images, labels, probabilities)
    FigureCanvasAgg(figure)
    figure.savefig(path, dpi=110)


def _curves(axes: Any, name: str, history: Mapping[str, Sequence[float]]) -> None:
    """Draws one quantity over the epochs, for training and test images."""
    for key, label, colour in (
        (name, "training", _TRAIN),
        (f"val_{name}", "test", _TEST),
    ):
        values = history[key]
        epochs = range(1, len(values) + 1)
        axes.plot(epochs, values, color=colour, linewidth=2, label=label)
    axes.set_title(name, fontsize=11, color=_INK)
    axes.set_xlabel("epoch", fontsize=9)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25)
    axes.tick_params(labelsize=8)
    axes.legend(frameon=False, fontsize=9)


def _confusion(axes: Any, labels: np.ndarray, answers: np.ndarray) -> None:
    """Draws how often each digit was taken for which."""
    counts = np.zeros((10, 10), np.int64)
    np.add.at(counts, (labels, answers), 1)
    axes.imshow(np.sqrt(counts), cmap="Blues")
    for row, column in zip(*np.nonzero(counts), strict=True):
        hit = row == column
        axes.text(
            column,
            row,
            counts[row, column],
            ha="center",
            va="center",
            fontsize=7,
            color="white" if hit else _WRONG,
            fontweight="normal" if hit else "bold",
        )
    axes.set_xticks(range(10))
    axes.set_yticks(range(10))
    axes.tick_params(labelsize=8, length=0)
    axes.set_title("digit (down) taken for (across)", fontsize=11, color=_INK)


def _answers(
    figure: Any, images: np.ndarray, labels: np.ndarray, probabilities: np.ndarray
) -> None:
    """Draws a grid of images and answers: the mistakes first, then what comes next."""
    answers = probabilities.argmax(axis=1)
    order = np.argsort(answers == labels, kind="stable")
    cells = figure.subplots(_ROWS, _COLUMNS)
    figure.subplots_adjust(
        left=0.03, right=0.975, top=0.86, bottom=0.02, hspace=0.55, wspace=0.12
    )
    figure.suptitle(
        "what the network says, and how sure it is (mistakes first, in red)",
        fontsize=11,
        color=_INK,
        y=0.975,
    )
    for axes, index in zip(cells.ravel(), order, strict=False):
        axes.imshow(images[index], cmap="gray_r", interpolation="nearest")
        axes.set_xticks([])
        axes.set_yticks([])
        said, sure = answers[index], probabilities[index].max()
        wrong = said != labels[index]
        text = f"{said}, not {labels[index]}" if wrong else f"{said}  {sure:.0%}"
        colour = _WRONG if wrong else _INK
        axes.set_title(text, fontsize=8.5, color=colour, pad=3)
        for spine in axes.spines.values():
            spine.set_color(colour if wrong else "#cccccc")
