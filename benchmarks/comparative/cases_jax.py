"""The cases for JAX on a CPU."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

VERSION = f"jax {jax.__version__}"
BATCH, STEPS = 128, 20
Timed = tuple[Callable[[], object], int]
Parameters = list[tuple[Any, Any]]


def time_add_2x2() -> Callable[[], object]:
    a = jnp.array([[1.0, 2.0], [3.0, 4.0]])
    return lambda: (a + a).block_until_ready()


def time_matmul_2x2() -> Callable[[], object]:
    a = jnp.array([[1.0, 2.0], [3.0, 4.0]])
    return lambda: jnp.matmul(a, a).block_until_ready()


def time_function_2x2() -> Callable[[], object]:
    a = jnp.array([[1.0, 2.0], [3.0, 4.0]])
    step = jax.jit(lambda x: x @ x + 1.0)
    return lambda: step(a).block_until_ready()


def time_tape_small() -> Callable[[], object]:
    w = jnp.array([[1.0, 2.0], [3.0, 4.0]])
    both = jax.value_and_grad(lambda x: jnp.sum(x @ x))
    return lambda: jax.block_until_ready(both(w))


def time_train_mlp() -> Timed:
    parameters = [_dense(784, 512), _dense(512, 10)]

    def network(parameters: Parameters, x: Any) -> Any:
        (w1, b1), (w2, b2) = parameters
        return jax.nn.relu(x @ w1 + b1) @ w2 + b2

    return _fit(network, parameters, (784,))


def time_train_conv() -> Timed:
    kernel = np.random.default_rng(1).normal(0, 0.1, (3, 3, 1, 10))
    first = (jnp.asarray(kernel, jnp.float32), jnp.zeros(10))
    parameters = [first, _dense(10 * 13 * 13, 100), _dense(100, 10)]

    def network(parameters: Parameters, x: Any) -> Any:
        (k, b), (w1, b1), (w2, b2) = parameters
        x = jax.lax.conv_general_dilated(
            x, k, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        x = jax.nn.relu(x + b)
        window = (1, 2, 2, 1)
        x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, window, "VALID")
        x = x.reshape(x.shape[0], -1)
        return jax.nn.relu(x @ w1 + b1) @ w2 + b2

    return _fit(network, parameters, (28, 28, 1))


def _dense(inputs: int, outputs: int) -> tuple[Any, Any]:
    weights = np.random.default_rng(0).normal(0, 0.05, (inputs, outputs))
    return jnp.asarray(weights, jnp.float32), jnp.zeros(outputs)


def _fit(network: Callable, parameters: Parameters, shape: tuple[int, ...]) -> Timed:
    rng = np.random.default_rng(0)
    images = jnp.asarray(rng.random((STEPS, BATCH, *shape), np.float32))
    labels = jnp.asarray(rng.integers(0, 10, (STEPS, BATCH)))
    zeros = jax.tree.map(jnp.zeros_like, parameters)

    def loss_of(parameters: Parameters, x: Any, y: Any) -> Any:
        logs = jax.nn.log_softmax(network(parameters, x))
        return -jnp.mean(jnp.take_along_axis(logs, y[:, None], axis=1))

    @jax.jit
    def step(state: Any, x: Any, y: Any) -> tuple[Any, Any]:
        parameters, first, second, t = state
        loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
        tree, t = jax.tree.map, t + 1
        first = tree(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
        second = tree(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
        rate = 0.001 * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        parameters = tree(
            lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-7),
            parameters,
            first,
            second,
        )
        return (parameters, first, second, t), loss

    def epoch() -> object:
        state = (parameters, zeros, zeros, jnp.zeros(()))
        for x, y in zip(images, labels, strict=True):
            state, loss = step(state, x, y)
        return loss.block_until_ready()

    return epoch, STEPS
