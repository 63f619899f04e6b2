"""The cases for JAX on a CPU."""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

VERSION = f"jax {jax.__version__}"


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
    b = jnp.array([[5.0, 6.0], [7.0, 8.0]])
    both = jax.jit(jax.value_and_grad(lambda w: jnp.sum(w * b)))
    return lambda: jax.block_until_ready(both(w))


def time_tanh_1m() -> Callable[[], object]:
    x = jnp.linspace(-3, 3, 2**20)
    return lambda: jnp.tanh(x).block_until_ready()


def time_session_xor() -> Callable[[], object]:
    x = jnp.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    y = jnp.array([[0.0], [1], [1], [0]])

    def loss_of(p: Any) -> Any:
        hidden = jax.nn.sigmoid(x @ p[0] + p[1])
        guess = jax.nn.sigmoid(hidden @ p[2] + p[3])
        return -jnp.mean(y * jnp.log(guess) + (1 - y) * jnp.log(1 - guess))

    @jax.jit
    def step(p: Any) -> Any:
        return jax.tree.map(lambda v, g: v - 0.1 * g, p, jax.grad(loss_of)(p))

    rng = np.random.default_rng(0)
    shapes = ((2, 2), (2,), (2, 1), (1,))
    return _repeated(step, [jnp.asarray(rng.normal(size=s)) for s in shapes])


def time_linear_regression() -> Callable[[], object]:
    x = jnp.linspace(0, 1, 100)
    y = 3.0 * x + 2.0

    @jax.jit
    def step(p: Any) -> Any:
        slopes = jax.grad(lambda p: jnp.mean(jnp.square(p[0] * x + p[1] - y)))(p)
        return jax.tree.map(lambda v, g: v - 0.1 * g, p, slopes)

    return _repeated(step, [jnp.zeros(()), jnp.zeros(())])


def _repeated(step: Callable[[Any], Any], state: Any) -> Callable[[], object]:
    def once() -> object:
        nonlocal state
        state = step(state)
        return jax.block_until_ready(state)

    return once
