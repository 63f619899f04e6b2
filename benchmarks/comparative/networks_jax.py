"""The training rows for JAX on a CPU: compiled steps, Adam by hand, donated buffers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from rows import CLASSES, IMAGE, LSTM, growth

Timed = tuple[Callable[[], object], int]
_RNG = np.random.default_rng(0)


def _weights(*shape: int) -> Any:
    return jnp.asarray(_RNG.normal(0, 0.05, shape), jnp.float32)


def _dense(before: int, after: int) -> Any:
    return _weights(before, after), jnp.zeros(after)


def _apply(layer: Any, x: Any) -> Any:
    return x @ layer[0] + layer[1]


def _mlp(hidden: int = 512, depth: int = 1) -> Any:
    widths = [IMAGE, *[hidden] * depth, CLASSES]
    parameters = [_dense(a, b) for a, b in zip(widths, widths[1:], strict=False)]

    def network(parameters: Any, x: Any) -> Any:
        for layer in parameters[:-1]:
            x = jax.nn.relu(_apply(layer, x))
        return _apply(parameters[-1], x)

    return network, parameters


def _convolved(x: Any, kernel: Any, padding: str = "VALID", groups: int = 1) -> Any:
    return jax.lax.conv_general_dilated(
        x,
        kernel,
        (1, 1),
        padding,
        dimension_numbers=("NHWC", "HWIO", "NHWC"),
        feature_group_count=groups,
    )


def _conv(filters: tuple[int, ...], dense: int) -> Any:
    kernels, size, before = [], 28, 1
    for count in filters:
        kernels.append((_weights(3, 3, before, count), jnp.zeros(count)))
        size, before = (size - 2) // 2, count
    tail = [_dense(before * size * size, dense), _dense(dense, CLASSES)]

    def network(parameters: Any, x: Any) -> Any:
        window = (1, 2, 2, 1)
        for kernel, bias in parameters[0]:
            x = jax.nn.relu(_convolved(x, kernel) + bias)
            x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, window, window, "VALID")
        x = jax.nn.relu(_apply(parameters[1][0], x.reshape(x.shape[0], -1)))
        return _apply(parameters[1][1], x)

    return network, (kernels, tail)


def _lstm_steps(cell: Any, x: Any) -> Any:
    kernel, recurrent, bias = cell
    entered = jnp.swapaxes(x @ kernel + bias, 0, 1)
    zeros = jnp.zeros((x.shape[0], recurrent.shape[0]))

    def step(states: Any, given: Any) -> Any:
        hidden, carry = states
        i, f, c, o = jnp.split(given + hidden @ recurrent, 4, axis=-1)
        carry = jax.nn.sigmoid(f) * carry + jax.nn.sigmoid(i) * jnp.tanh(c)
        hidden = jax.nn.sigmoid(o) * jnp.tanh(carry)
        return (hidden, carry), hidden

    return jnp.swapaxes(jax.lax.scan(step, (zeros, zeros), entered)[1], 0, 1)


def _gru_steps(cell: Any, x: Any) -> Any:
    kernel, recurrent, bias = cell
    entered = jnp.swapaxes(x @ kernel + bias, 0, 1)

    def step(hidden: Any, given: Any) -> Any:
        own = jnp.split(hidden @ recurrent + bias, 3, axis=-1)
        entry = jnp.split(given, 3, axis=-1)
        update = jax.nn.sigmoid(entry[0] + own[0])
        candidate = jnp.tanh(entry[2] + jax.nn.sigmoid(entry[1] + own[1]) * own[2])
        hidden = update * hidden + (1 - update) * candidate
        return hidden, hidden

    zeros = jnp.zeros((x.shape[0], recurrent.shape[0]))
    return jnp.swapaxes(jax.lax.scan(step, zeros, entered)[1], 0, 1)


def _cell(gates: int) -> Any:
    width = 100 * gates
    return _weights(100, width), _weights(100, width), jnp.zeros(width)


def _lstm() -> Any:
    words, width = LSTM["words"], LSTM["width"]

    def network(parameters: Any, x: Any) -> Any:
        table, cell, dense = parameters
        return _apply(dense, _lstm_steps(cell, table[x]))

    return network, (_weights(words, width), _cell(4), _dense(width, words))


def _reader(kind: str) -> Any:
    steps, gates = {"lstm": (_lstm_steps, 4), "gru": (_gru_steps, 3)}[kind]

    def network(parameters: Any, x: Any) -> Any:
        return _apply(parameters[1], steps(parameters[0], x)[:, -1])

    return network, (_cell(gates), _dense(100, CLASSES))


def _normalized(x: Any, scale: Any, offset: Any, axes: tuple[int, ...]) -> Any:
    mean = x.mean(axes, keepdims=True)
    variance = jnp.square(x - mean).mean(axes, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + 1e-5) * scale + offset


def _resnet() -> Any:
    kernels = [_weights(3, 3, 64, 64) for _ in range(2)]
    norms = [(jnp.ones(64), jnp.zeros(64)) for _ in range(2)]

    def network(parameters: Any, start: Any) -> Any:
        kernels, norms, dense = parameters
        x = start
        for place, (kernel, norm) in enumerate(zip(kernels, norms, strict=True)):
            x = _normalized(_convolved(x, kernel, "SAME"), *norm, (0, 1, 2))
            x = jax.nn.relu(x + start if place else x)
        return _apply(dense, x.mean((1, 2)))

    return network, (kernels, norms, _dense(64, CLASSES))


def _transformer() -> Any:
    parts = {name: _dense(256, 256) for name in ("query", "key", "value", "out")}
    parts |= {"inner": _dense(256, 1024), "outer": _dense(1024, 256)}
    parts |= {name: (jnp.ones(256), jnp.zeros(256)) for name in ("norm1", "norm2")}
    parts["last"] = _dense(256, CLASSES)

    def network(p: Any, start: Any) -> Any:
        heads = (*start.shape[:2], 4, 64)
        q, k, v = (
            _apply(p[n], start).reshape(heads) for n in ("query", "key", "value")
        )
        scores = jnp.einsum("bqhd,bkhd->bhqk", q, k) / 8.0
        seen = jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores), v)
        x = start + _apply(p["out"], seen.reshape(start.shape))
        x = _normalized(x, *p["norm1"], (-1,))
        inner = _apply(p["outer"], jax.nn.relu(_apply(p["inner"], x)))
        x = _normalized(x + inner, *p["norm2"], (-1,))
        return _apply(p["last"], x.mean(1))

    return network, parts


def _depthwise() -> Any:
    first = (_weights(3, 3, 1, 64), jnp.zeros(64))
    second = (_weights(1, 1, 64, 128), jnp.zeros(128))

    def network(parameters: Any, x: Any) -> Any:
        (each, bias1), (mixed, bias2), dense = parameters
        x = jax.nn.relu(_convolved(x, each, "SAME", 64) + bias1)
        x = jax.nn.relu(_convolved(x, mixed, "SAME") + bias2)
        return _apply(dense, x.mean((1, 2)))

    return network, (first, second, _dense(128, CLASSES))


def _trained(made: Any, shape: tuple[int, ...], batch: int, steps: int) -> Timed:
    images = jnp.asarray(_RNG.random((steps, batch, *shape), np.float32))
    return _run(*made, images, jnp.asarray(_RNG.integers(0, CLASSES, (steps, batch))))


def _run(network: Callable, parameters: Any, inputs: Any, labels: Any) -> Timed:
    def loss_of(parameters: Any, x: Any, y: Any) -> Any:
        logs = jax.nn.log_softmax(network(parameters, x))
        return -jnp.mean(jnp.take_along_axis(logs, y[..., None], axis=-1))

    @functools.partial(jax.jit, donate_argnums=0)
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

    zeros = [jax.tree.map(jnp.zeros_like, parameters) for _ in range(2)]
    state: Any = (parameters, *zeros, jnp.zeros(()))
    batches = list(zip(inputs, labels, strict=True))

    def epoch() -> object:
        nonlocal state
        for x, y in batches:
            state, loss = step(state, x, y)
        return loss.block_until_ready()

    return epoch, len(batches)


def time_train_mlp() -> Timed:
    return _trained(_mlp(), (IMAGE,), 128, 20)


def time_train_mlp4() -> Timed:
    return _trained(_mlp(512, 4), (IMAGE,), 128, 10)


def time_train_conv() -> Timed:
    return _trained(_conv((10,), 100), (28, 28, 1), 128, 10)


def time_train_conv2() -> Timed:
    return _trained(_conv((32, 64), 128), (28, 28, 1), 128, 5)


def time_train_lstm() -> Timed:
    dims = (4, LSTM["batch"], LSTM["steps"])
    pair = [jnp.asarray(_RNG.integers(0, LSTM["words"], dims)) for _ in range(2)]
    return _run(*_lstm(), *pair)


def time_predict_mlp() -> Timed:
    network, parameters = _mlp()
    rows = _RNG.random((10_000, IMAGE), np.float32)
    compiled = jax.jit(network)

    def predict() -> object:
        cuts = range(0, len(rows), 128)
        parts = [compiled(parameters, rows[start : start + 128]) for start in cuts]
        return np.concatenate([np.asarray(part) for part in parts])

    return predict, 1


def time_first_fit_step() -> Callable[[], object]:
    def first() -> object:
        widths = (20, 32, CLASSES)
        parameters = [_dense(a, b) for a, b in zip(widths, widths[1:], strict=False)]

        def network(parameters: Any, x: Any) -> Any:
            return _apply(parameters[1], jax.nn.relu(_apply(parameters[0], x)))

        return _trained((network, parameters), (20,), 128, 1)[0]()

    return first


def time_train_resnet() -> Timed:
    return _trained(_resnet(), (32, 32, 64), 32, 3)


def time_train_transformer() -> Timed:
    return _trained(_transformer(), (64, 256), 16, 4)


def time_train_depthwise() -> Timed:
    return _trained(_depthwise(), (32, 32, 64), 32, 3)


def time_train_gru() -> Timed:
    return _trained(_reader("gru"), (35, 100), 20, 4)


def _grown(axis: str, size: int) -> Timed:
    if axis == "length":
        return _trained(_reader("lstm"), (size, 100), 20, max(1, 100 // size))
    batch = size if axis == "batch" else 128
    steps = min(max(2, 1024 // batch), 20)
    made = {
        "batch": lambda: _mlp(),
        "width": lambda: _mlp(size),
        "depth": lambda: _mlp(256, size),
    }[axis]()
    return _trained(made, (IMAGE,), batch, steps)


for _axis, _, _size, _row in growth():
    globals()[f"time_{_row.name}"] = functools.partial(_grown, _axis, _size)
