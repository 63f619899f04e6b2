"""The cases for PyTorch on a CPU."""

from collections.abc import Callable

import torch
from torch import nn

VERSION = f"torch {torch.__version__}"


def time_add_2x2() -> Callable[[], object]:
    a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    return lambda: a + a


def time_matmul_2x2() -> Callable[[], object]:
    a = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
    return lambda: torch.matmul(a, a)


def time_tape_small() -> Callable[[], object]:
    w = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    b = torch.tensor([[5.0, 6.0], [7.0, 8.0]])

    def step() -> object:
        w.grad = None
        (w * b).sum().backward()
        return w.grad

    return step


def time_tanh_1m() -> Callable[[], object]:
    x = torch.linspace(-3, 3, 2**20)
    return lambda: torch.tanh(x)


def time_session_xor() -> Callable[[], object]:
    x = torch.tensor([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    y = torch.tensor([[0.0], [1], [1], [0]])
    network = nn.Sequential(
        nn.Linear(2, 2), nn.Sigmoid(), nn.Linear(2, 1), nn.Sigmoid()
    )
    optimizer, loss_of = torch.optim.SGD(network.parameters(), 0.1), nn.BCELoss()

    def step() -> object:
        optimizer.zero_grad()
        loss_of(network(x), y).backward()
        return optimizer.step()

    return step


def time_linear_regression() -> Callable[[], object]:
    x = torch.linspace(0, 1, 100)
    y = 3.0 * x + 2.0
    w, b = (torch.tensor(0.0, requires_grad=True) for _ in range(2))

    def step() -> object:
        loss = torch.square(w * x + b - y).mean()
        loss.backward()
        with torch.no_grad():
            for variable in (w, b):
                variable -= 0.1 * variable.grad
                variable.grad = None
        return loss

    return step
