"""The training rows for PyTorch on a CPU."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from rows import CLASSES, IMAGE, LSTM, growth
from torch import nn

Timed = tuple[Callable[[], object], int]


def _mlp(hidden: int = 512, depth: int = 1) -> nn.Module:
    parts: list[nn.Module] = []
    for before in [IMAGE, *[hidden] * (depth - 1)]:
        parts += [nn.Linear(before, hidden), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(hidden, CLASSES))


def _conv(filters: tuple[int, ...], dense: int) -> nn.Module:
    parts: list[nn.Module] = []
    size, before = 28, 1
    for count in filters:
        parts += [nn.Conv2d(before, count, 3), nn.ReLU(), nn.MaxPool2d(2)]
        size, before = (size - 2) // 2, count
    parts += [nn.Flatten(), nn.Linear(before * size * size, dense), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(dense, CLASSES))


class _Sequence(nn.Module):
    """Perhaps an embedding, a recurrent layer, and a dense one."""

    def __init__(self, kind: str, words: int | None, outputs: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, 100) if words else nn.Identity()
        layer = {"lstm": nn.LSTM, "gru": nn.GRU}[kind]
        self.layer = layer(100, 100, batch_first=True)
        self.dense = nn.Linear(100, outputs)
        self.whole = words is not None

    def forward(self, x: Any) -> Any:
        outputs, _ = self.layer(self.embedding(x))
        return self.dense(outputs if self.whole else outputs[:, -1])


class _Resnet(nn.Module):
    """Two convolutions with batch normalization, and a way around them."""

    def __init__(self) -> None:
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(64, 64, 3, padding=1, bias=False) for _ in range(2)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(64) for _ in range(2))
        self.dense = nn.Linear(64, CLASSES)

    def forward(self, start: Any) -> Any:
        x = torch.relu(self.norms[0](self.convs[0](start)))
        x = torch.relu(self.norms[1](self.convs[1](x)) + start)
        return self.dense(x.mean((2, 3)))


class _Transformer(nn.Module):
    """A block with attention, as PyTorch has it, and a dense layer."""

    def __init__(self) -> None:
        super().__init__()
        self.block = nn.TransformerEncoderLayer(
            256, 4, 1024, dropout=0.0, batch_first=True
        )
        self.dense = nn.Linear(256, CLASSES)

    def forward(self, x: Any) -> Any:
        return self.dense(self.block(x).mean(1))


class _Depthwise(nn.Module):
    """A convolution of each channel, and one that mixes them."""

    def __init__(self) -> None:
        super().__init__()
        self.each = nn.Conv2d(64, 64, 3, padding=1, groups=64)
        self.mixed = nn.Conv2d(64, 128, 1)
        self.dense = nn.Linear(128, CLASSES)

    def forward(self, x: Any) -> Any:
        x = torch.relu(self.mixed(torch.relu(self.each(x))))
        return self.dense(x.mean((2, 3)))


def _trained(
    network: nn.Module, shape: tuple[int, ...], batch: int, steps: int
) -> Timed:
    images = torch.rand(steps, batch, *shape)
    return _run(network, images, torch.randint(0, CLASSES, (steps, batch)))


def _run(network: nn.Module, inputs: Any, labels: Any) -> Timed:
    optimizer = torch.optim.Adam(network.parameters(), fused=True)
    loss_of = nn.CrossEntropyLoss()

    def epoch() -> object:
        for batch, wanted in zip(inputs, labels, strict=True):
            optimizer.zero_grad()
            outputs = network(batch)
            loss = loss_of(outputs.reshape(-1, outputs.shape[-1]), wanted.reshape(-1))
            loss.backward()
            optimizer.step()
        return loss.item()

    return epoch, len(inputs)


def time_train_mlp() -> Timed:
    return _trained(_mlp(), (IMAGE,), 128, 20)


def time_train_mlp4() -> Timed:
    return _trained(_mlp(512, 4), (IMAGE,), 128, 10)


def time_train_conv() -> Timed:
    return _trained(_conv((10,), 100), (1, 28, 28), 128, 10)


def time_train_conv2() -> Timed:
    return _trained(_conv((32, 64), 128), (1, 28, 28), 128, 5)


def time_train_lstm() -> Timed:
    words, dims = LSTM["words"], (4, LSTM["batch"], LSTM["steps"])
    network = _Sequence("lstm", words, words)
    return _run(network, torch.randint(0, words, dims), torch.randint(0, words, dims))


def time_predict_mlp() -> Timed:
    network, rows = _mlp(), torch.rand(10_000, IMAGE)

    def predict() -> object:
        with torch.inference_mode():
            parts = [network(part) for part in rows.split(128)]
            return torch.cat(parts).numpy()

    return predict, 1


def time_train_resnet() -> Timed:
    return _trained(_Resnet(), (64, 32, 32), 32, 3)


def time_train_transformer() -> Timed:
    return _trained(_Transformer(), (64, 256), 16, 4)


def time_train_depthwise() -> Timed:
    return _trained(_Depthwise(), (64, 32, 32), 32, 3)


def time_train_gru() -> Timed:
    return _trained(_Sequence("gru", None, CLASSES), (35, 100), 20, 4)


def _grown(axis: str, size: int) -> Timed:
    if axis == "length":
        network = _Sequence("lstm", None, CLASSES)
        return _trained(network, (size, 100), 20, max(1, 100 // size))
    batch = size if axis == "batch" else 128
    steps = min(max(2, 1024 // batch), 20)
    network = {
        "batch": lambda: _mlp(),
        "width": lambda: _mlp(size),
        "depth": lambda: _mlp(256, size),
    }[axis]()
    return _trained(network, (IMAGE,), batch, steps)


for _axis, _, _size, _row in growth():
    globals()[f"time_{_row.name}"] = functools.partial(_grown, _axis, _size)
