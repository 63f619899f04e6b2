"""The cases for PyTorch on a CPU."""

from collections.abc import Callable

import torch
from torch import nn

VERSION = f"torch {torch.__version__}"
BATCH, STEPS = 128, 20
Timed = tuple[Callable[[], object], int]


def time_add_2x2() -> Callable[[], object]:
    a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    return lambda: a + a


def time_matmul_2x2() -> Callable[[], object]:
    a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    return lambda: torch.matmul(a, a)


def time_tape_small() -> Callable[[], object]:
    w = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)

    def step() -> object:
        w.grad = None
        torch.matmul(w, w).sum().backward()
        return w.grad

    return step


def time_train_mlp() -> Timed:
    network = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 10))
    return _fit(network, (784,))


def time_train_conv() -> Timed:
    network = nn.Sequential(
        nn.Conv2d(1, 10, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(10 * 13 * 13, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )
    return _fit(network, (1, 28, 28))


def _fit(network: nn.Module, shape: tuple[int, ...]) -> Timed:
    images = torch.rand(STEPS, BATCH, *shape)
    labels = torch.randint(0, 10, (STEPS, BATCH))
    optimizer = torch.optim.Adam(network.parameters())
    loss_of = nn.CrossEntropyLoss()

    def epoch() -> object:
        for batch, wanted in zip(images, labels, strict=True):
            optimizer.zero_grad()
            loss = loss_of(network(batch), wanted)
            loss.backward()
            optimizer.step()
        return loss.item()

    return epoch, STEPS
