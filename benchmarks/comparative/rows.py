"""The rows: what is timed, what its least cost is, and how fast we want to be.

The least cost is counted: multiply-adds at the speed of this machine's matrix product,
bytes at the speed of its memory, calls at the cost of a call. No framework is imported
here, so every environment can read it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

#: Of the training rows.
CLASSES, IMAGE = 10, 28 * 28
LSTM = {"words": 10_000, "width": 100, "steps": 35, "batch": 20}


@dataclasses.dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        name: Of the `time_...` functions, without the prefix.
        title: What is done, for readers.
        flops: Operations in matrix products and convolutions.
        bytes: What has to pass through memory, beside the products' own.
        calls: Python calls that can't be avoided.
        goal: The part of the best peer's time that we want to need at most.
    """

    name: str
    title: str
    flops: float = 0
    bytes: float = 0
    calls: int = 1
    goal: float = 0.9


def _dense(batch: int, *widths: int) -> float:
    """Forward and backward products; the gradient of the input is not needed."""
    pairs = list(zip(widths, widths[1:], strict=False))
    total = sum(6 * batch * a * b for a, b in pairs)
    return total - 2 * batch * widths[0] * widths[1]


def _adam(*shapes: int) -> float:
    """A weight, its gradient and both slots are read; all but the gradient written."""
    return 28.0 * sum(shapes)


def _conv(batch: int, out: int, window: int, before: int, after: int, passes: int = 3):
    return 2.0 * passes * batch * out * out * window * window * before * after


def _mlp(batch: int, hidden: int, layers: int = 1) -> tuple[float, float]:
    widths = [IMAGE, *[hidden] * layers, CLASSES]
    weights = sum(a * b for a, b in zip(widths, widths[1:], strict=False))
    return _dense(batch, *widths), _adam(weights)


def _lstm(batch: int, steps: int, width: int, words: int) -> tuple[float, float]:
    rows = batch * steps
    cell = 6.0 * rows * (width + width) * 4 * width
    weights = 2 * words * width + 8 * width * width
    # The logits are written and read, and so is their gradient.
    return cell + 6.0 * rows * width * words, _adam(weights) + 16.0 * rows * words


def _conv_two() -> float:
    first = _conv(128, 26, 3, 1, 32, passes=2)
    second = _conv(128, 11, 3, 32, 64)
    return first + second + _dense(128, 1600, 128, CLASSES) + 2.0 * 128 * 1600 * 128


def _conv_one() -> float:
    dense = _dense(128, 1690, 100, CLASSES) + 2.0 * 128 * 1690 * 100
    return _conv(128, 26, 3, 1, 10, passes=2) + dense


def _transformer(batch: int, length: int, width: int, inner: int) -> float:
    rows = batch * length
    return 6.0 * rows * (4 * width * width + 2 * width * inner + 2 * length * width)


_MLP, _MLP4 = _mlp(128, 512), _mlp(128, 512, 4)
_WORDS = _lstm(20, 35, 100, 10_000)
_PAIR = _conv(32, 32, 3, 64, 64) * 2

SMALL = (
    Row("add_2x2", "a + b, 2x2, eager", goal=0.3),
    Row("matmul_2x2", "matmul 2x2, eager", goal=0.4),
    Row("tanh_1m", "tanh of 2^20 floats, eager", bytes=8.0 * 2**20, goal=0.87),
    Row("tape_small", "GradientTape over sum(w*b), and its gradient", goal=0.9),
    Row("function_2x2", "tf.function of matmul + add, 2x2", goal=0.5),
    Row("session_xor", "XOR training step by sess.run", goal=0.5),
    Row("linear_regression", "linear regression step, eager, tape", goal=0.7),
)
TRAINING = (
    Row("train_mlp", "train step, mlp 784-512-10", *_MLP, goal=0.77),
    Row("fit_mlp", "fit with accuracy, mlp 784-512-10, a step", *_MLP, goal=0.27),
    Row("train_mlp4", "train step, mlp 784-512x4-10", *_MLP4, goal=0.84),
    Row("fit_mlp4", "fit, mlp 784-512x4-10, a step", *_MLP4, goal=0.31),
    Row("train_conv", "train step, conv 10@3x3 + pool + dense", _conv_one(), goal=0.4),
    Row("fit_conv", "fit, conv 10@3x3 + pool + dense, a step", _conv_one(), goal=0.32),
    Row("train_conv2", "train step, conv 32 + conv 64 + dense", _conv_two(), goal=0.7),
    Row("fit_conv2", "fit, conv 32 + conv 64 + dense, a step", _conv_two(), goal=0.54),
    Row(
        "train_lstm", "train step, embedding, LSTM 100, dense 10000", *_WORDS, goal=0.7
    ),
    Row("fit_lstm", "fit, embedding, LSTM 100, dense 10000, a step", *_WORDS, goal=0.4),
    Row(
        "predict_mlp",
        "predict, 10,000 rows, mlp 512, batch 128",
        2.0 * 10_000 * (IMAGE * 512 + 512 * CLASSES),
        goal=0.76,
    ),
    Row(
        "dataset",
        "tf.data: slices, shuffle, map, batch, prefetch; an element",
        goal=0.2,
    ),
    Row(
        "first_fit_step", "first fit step of a new two-layer model", calls=0, goal=0.15
    ),
)
BLOCKS = (
    Row("train_resnet", "train step, residual block 64@32x32, batch 32", _PAIR),
    Row(
        "train_transformer",
        "train step, attention block 256, length 64, batch 16",
        _transformer(16, 64, 256, 1024),
    ),
    Row(
        "train_depthwise",
        "train step, depthwise 3x3 + 1x1, 32x32x64 to 128, batch 32",
        _conv(32, 32, 3, 1, 64) + _conv(32, 32, 1, 64, 128),
    ),
    Row("train_gru", "train step, GRU 100 over 35 steps, batch 20", _WORDS[0] / 2),
)
PIPELINES = tuple(
    Row(f"pipe_{name}", f"tf.data, an element: {title}", goal=0.5)
    for name, title in {
        "slices": "slices",
        "batch": "batches of 64",
        "shuffle": "shuffled",
        "map": "map",
        "map_parallel": "parallel map",
        "map_batches": "map over batches",
        "filter": "filter",
        "images": "images",
        "flat_map": "flat_map",
        "interleave": "interleave",
        "window": "windows",
        "padded": "padded batches",
        "cache": "cached",
        "zip": "zipped",
        "generator": "a Python generator",
        "lines": "lines of text",
        "records": "TFRecords",
    }.items()
)


def growth() -> Iterator[tuple[str, str, int, Row]]:
    """Rows along which one size grows: the axis, the case, the size, the row."""
    for batch in (1, 8, 32, 128, 512, 1024):
        work = _mlp(batch, 512)
        yield "batch", "mlp", batch, Row(f"batch_{batch}", f"mlp, batch {batch}", *work)
    for width in (64, 256, 1024, 2048):
        work = _mlp(128, width)
        yield "width", "mlp", width, Row(f"width_{width}", f"mlp, width {width}", *work)
    for depth in (1, 2, 4, 8, 16):
        work = _mlp(128, 256, depth)
        yield "depth", "mlp", depth, Row(f"depth_{depth}", f"mlp, depth {depth}", *work)
    for length in (10, 35, 100, 250, 500):
        flops = 6.0 * 20 * length * 200 * 400
        row = Row(f"length_{length}", f"LSTM 100, length {length}", flops)
        yield "length", "lstm", length, row


GROWTH = tuple(item[3] for item in growth())
ROWS = {row.name: row for row in (*SMALL, *TRAINING, *BLOCKS, *PIPELINES, *GROWTH)}
