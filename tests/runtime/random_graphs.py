"""The functions that random graphs are made of, and the builder that adds them.

A function takes values and a number that stands for its choices; it returns a tensor, or
None where the values don't suit it. It may look at the dims of a value, not at those of
its tensor: the same graph is built a second time with the shapes of its inputs unknown.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

import tensorbrook as tf

MOST_ELEMENTS = 300_000


class Value(NamedTuple):
    """A tensor of a graph, its dims, and whether both sides compute just these bits."""

    tensor: Any
    dims: tuple[int, ...]
    exact: bool


Function = Callable[[Any, int], Any]
PairFunction = Callable[[Any, Any, int], Any]


def chosen(n: int, items: Sequence[Any]) -> Any:
    """One of the items."""
    return items[n % len(items)]


def axes_of(x: Value, n: int) -> list[int]:
    """Some of the axes, from either end."""
    draw = random.Random(n)
    rank = len(x.dims)
    picked = [axis for axis in range(rank) if draw.random() < 0.5]
    return [axis - rank if draw.random() < 0.3 else axis for axis in picked]


def axis_of(x: Value, n: int) -> int:
    return n % len(x.dims)


def filled(x: Value, dims: Sequence[int]) -> Any:
    """The first elements in this shape, with zeros where there are too few."""
    size, wanted = math.prod(x.dims), math.prod(dims)
    flat = tf.pad(tf.reshape(x.tensor, [-1]), [[0, max(0, wanted - size)]])
    return tf.reshape(flat[:wanted], list(dims))


def matrix(x: Value) -> Any:
    """At least one row of at least one column."""
    columns = x.dims[-1] if x.dims and x.dims[-1] else 3
    size = min(math.prod(x.dims), 40 * columns)
    return filled(x, [max(1, size // columns), columns])


def image(x: Value, n: int) -> Any:
    return filled(
        x, chosen(n, [(1, 4, 4, 2), (2, 5, 3, 1), (1, 3, 6, 4), (3, 4, 4, 3)])
    )


def finite(tensor: Any) -> Any:
    """With zeros in place of what no integer stands for."""
    tensor = tf.clip_by_value(tensor, -100.0, 100.0)
    return tf.where(tf.math.is_nan(tensor), tf.zeros_like(tensor), tensor)


def weights(dims: Sequence[int], dtype: Any, n: int) -> Any:
    drawn = np.random.default_rng(n).integers(-4, 5, dims) / 4
    return tf.constant(drawn, dtype)


def strided(x: Value, n: int) -> Any:
    draw = random.Random(n)
    pieces = [
        slice(None),
        slice(None, None, 2),
        slice(None, None, -1),
        slice(1, None),
        slice(-2, None),
        slice(None, -1),
        slice(5, 0, -2),
        tf.newaxis,
    ]
    found: list[Any] = []
    for size in x.dims:
        piece = draw.choice(pieces)
        if piece is tf.newaxis:
            found.append(piece)
            piece = draw.choice(pieces[:-1])
        if size and draw.random() < 0.15:
            piece = draw.randrange(-size, size)
        found.append(piece)
    if found and draw.random() < 0.4:
        found[draw.randrange(len(found)) :] = [...]
    return x.tensor[tuple(found)]


def permuted(x: Value, n: int) -> Any:
    order = list(range(len(x.dims)))
    random.Random(n).shuffle(order)
    return tf.transpose(x.tensor, order)


def cast_there_and_back(x: Value, n: int) -> Any:
    kind = chosen(n, [tf.int32, tf.int64, tf.bool, tf.float64, tf.bfloat16, tf.float16])
    value = x.tensor if kind.is_floating else finite(x.tensor)
    value = tf.cast(value, kind)
    if kind.is_integer:
        value = tf.maximum(value * 3 - 1, tf.constant(-5, kind)) // 2
    elif kind == tf.bool:
        value = tf.logical_not(value)
    return tf.cast(value, x.tensor.dtype)


def gathered(x: Value, n: int) -> Any:
    if not x.dims or not x.dims[axis_of(x, n)]:
        return None
    axis = axis_of(x, n)
    drawn = np.random.default_rng(n).integers(
        0, x.dims[axis], chosen(n // 7, [(), (3,), (2, 2), (0,)])
    )
    return tf.gather(
        x.tensor, tf.constant(drawn, chosen(n, [tf.int32, tf.int64])), axis=axis
    )


def scattered(x: Value, n: int) -> Any:
    if not x.dims or x.dims[0] == 0:
        return None
    rows = np.random.default_rng(n).integers(0, 4, [x.dims[0]])
    if n % 3:
        return tf.math.unsorted_segment_sum(x.tensor, tf.constant(rows), 4)
    places = tf.constant(rows[:, None], tf.int32)
    return tf.scatter_nd(places, x.tensor, [4, *x.dims[1:]])


def split(x: Value, n: int) -> Any:
    if not x.dims or x.dims[axis_of(x, n)] < 2:
        return None
    axis = axis_of(x, n)
    size = x.dims[axis]
    sizes = [1, size - 1] if n % 2 else [size - size // 2, size // 2]
    first, second = tf.split(x.tensor, sizes, axis)
    return tf.concat([second, first, second], axis)


def unstacked(x: Value, n: int) -> Any:
    if not x.dims or not 0 < x.dims[axis_of(x, n)] < 8:
        return None
    axis = axis_of(x, n)
    parts = tf.unstack(x.tensor, x.dims[axis], axis)
    return tf.stack(parts[::-1], axis=n // 3 % len(x.dims))


def extreme_places(x: Value, n: int) -> Any:
    if not x.dims or not x.dims[axis_of(x, n)]:
        return None
    function = tf.argmax if n % 2 else tf.argmin
    return tf.cast(function(finite(x.tensor), axis_of(x, n)), x.tensor.dtype)


def padded(x: Value, n: int) -> Any:
    if not x.dims:
        return None
    draw = random.Random(n)
    widths = [[draw.randrange(3), draw.randrange(2)] for _ in x.dims]
    return tf.pad(x.tensor, widths, constant_values=chosen(n, [0.0, -1.5]))


def pooled(x: Value, n: int, function: Any = tf.nn.max_pool2d) -> Any:
    sizes = chosen(n, [(2, 2), (2, 1), (3, 2), ((1, 2), (2, 1))])
    value = image(x, n // 4)
    # Where the gradient of a window without numbers goes is left open.
    value = tf.where(tf.math.is_nan(value), tf.zeros_like(value), value)
    return function(value, *sizes, chosen(n // 3, ["SAME", "VALID"]))


#: Bits and places alone: what both sides compute alike, whatever comes in.
EXACT: list[Function] = [
    lambda x, n: -x.tensor,
    lambda x, n: tf.abs(x.tensor),
    lambda x, n: tf.square(x.tensor),
    lambda x, n: tf.nn.relu(x.tensor),
    lambda x, n: tf.nn.relu6(x.tensor),
    lambda x, n: tf.nn.leaky_relu(x.tensor, 0.25),
    lambda x, n: tf.identity(x.tensor),
    lambda x, n: tf.stop_gradient(x.tensor) * 0.5,
    lambda x, n: tf.clip_by_value(x.tensor, -1.5, 2.25),
    lambda x, n: tf.transpose(x.tensor),
    permuted,
    lambda x, n: x.tensor[..., tf.newaxis] if len(x.dims) < 5 else None,
    lambda x, n: tf.reshape(x.tensor, [-1]),
    lambda x, n: tf.reshape(x.tensor, [math.prod(x.dims)])[:2],
    lambda x, n: tf.squeeze(x.tensor),
    strided,
    strided,
    padded,
    gathered,
    lambda x, n: tf.cast(tf.cast(x.tensor, tf.float64) * 3, x.tensor.dtype),
    lambda x, n: tf.reduce_max(x.tensor, axes_of(x, n), keepdims=n % 2 > 0),
    lambda x, n: tf.reduce_min(x.tensor, axes_of(x, n), keepdims=n % 2 > 0),
    lambda x, n: tf.reverse(x.tensor, axes_of(x, n)),
    lambda x, n: tf.tile(x.tensor, [1 + (n + i) % 2 for i in range(len(x.dims))]),
    lambda x, n: tf.broadcast_to(x.tensor, [2, *x.dims]) if len(x.dims) < 5 else None,
    lambda x, n: tf.where(tf.math.is_finite(x.tensor), x.tensor, 1.0),
    lambda x, n: tf.cast(tf.shape(x.tensor), x.tensor.dtype),
    lambda x, n: tf.ones_like(x.tensor) + tf.zeros_like(x.tensor),
    lambda x, n: tf.concat([x.tensor] * 2, axis_of(x, n)) if x.dims else None,
    split,
    unstacked,
    pooled,
]
#: What jumps where its input crosses a border: only for values known to the last bit.
JUMPING: list[Function] = [
    lambda x, n: tf.floor(x.tensor),
    lambda x, n: tf.math.ceil(x.tensor),
    lambda x, n: tf.round(x.tensor),
    lambda x, n: tf.sign(x.tensor),
    lambda x, n: x.tensor % 1.5,
    lambda x, n: x.tensor // 0.75,
    lambda x, n: tf.cast((x.tensor > 0) & ~(x.tensor > 1), x.tensor.dtype),
    lambda x, n: tf.cast(tf.reduce_any(x.tensor > 0, axes_of(x, n)), x.tensor.dtype),
    lambda x, n: tf.cast(tf.reduce_all(x.tensor < 1, axes_of(x, n)), x.tensor.dtype),
    lambda x, n: tf.where(x.tensor > 0, x.tensor, x.tensor * 0.25),
    cast_there_and_back,
    cast_there_and_back,
    extreme_places,
    lambda x, n: (
        tf.one_hot(
            tf.cast(finite(x.tensor), tf.int32),
            3,
            axis=-1 if n % 2 else 0,
            dtype=x.tensor.dtype,
        )
        if len(x.dims) < 5
        else None
    ),
    lambda x, n: _turns(x),
]


def _turns(x: Value) -> Any:
    """A loop whose number of rounds depends on a value, with a list of what it made."""
    low = tf.cast(finite(tf.reduce_sum(filled(x, [2]))), tf.int32) % 4
    found = tf.TensorArray(x.tensor.dtype, 0, True, element_shape=[3])

    def body(i: Any, value: Any, made: Any) -> Any:
        value = tf.cond(i % 2 > 0, lambda: value - 1.0, lambda: value * 0.5)
        return i + 1, value, made.write(i, value)

    start = (tf.constant(0), filled(x, [3]), found)
    _, last, made = tf.while_loop(lambda i, value, made: i < low, body, start)
    return tf.concat([tf.reshape(made.stack(), [-1]), last], 0)[:3]


def normalized(x: Value, n: int) -> Any:
    """Layer normalisation over the last axis."""
    if not x.dims:
        return None
    mean, variance = tf.nn.moments(x.tensor, [-1], keepdims=True)
    gamma = weights([x.dims[-1]], x.tensor.dtype, n)
    beta = weights([x.dims[-1]], x.tensor.dtype, n + 1)
    return tf.nn.batch_normalization(x.tensor, mean, variance, beta, gamma, 1e-2)


def batch_normalized(x: Value, n: int) -> Any:
    value = image(x, n)
    depth = value.shape[-1]
    scale, offset = (tf.abs(weights([depth], tf.float32, n + i)) + 0.5 for i in (0, 1))
    made = tf.compat.v1.nn.fused_batch_norm(
        tf.cast(value, tf.float32), scale, offset, epsilon=1e-2
    )
    return tf.cast(made[0], x.tensor.dtype)


def multiplied(x: Value, n: int) -> Any:
    value = matrix(x)
    inner = value.shape[-1]
    other = weights([4, inner] if n % 2 else [inner, 4], x.tensor.dtype, n)
    product = tf.matmul(value, other, transpose_b=bool(n % 2))
    if n % 3:
        product = tf.nn.bias_add(product, weights([4], x.tensor.dtype, n + 1))
    return tf.nn.relu(product) if n % 5 < 2 else product


def squared_matrix(x: Value, n: int) -> Any:
    value = matrix(x)
    if n % 2:
        return tf.matmul(value, value, transpose_a=True)
    return tf.matmul(value, value, transpose_b=True)


def attended(x: Value, n: int) -> Any:
    """Two batched products with a softmax between them."""
    value = filled(x, [2, 3, 4])
    scores = tf.matmul(value, tf.reverse(value, [n % 3]), transpose_b=True)
    return tf.matmul(tf.nn.softmax(tf.clip_by_value(scores, -5.0, 5.0) * 0.5), value)


def convolved(x: Value, n: int) -> Any:
    value = image(x, n)
    depth = value.shape[-1]
    padding, stride = chosen(n // 4, ["SAME", "VALID"]), 1 + n // 8 % 2
    size = chosen(n // 16, [(1, 1), (2, 3), (3, 3)])
    kernel = weights([*size, depth, 2], x.tensor.dtype, n)
    way = n // 64 % 4
    if way == 0:
        strides = [1, stride, stride, 1]
        return tf.nn.depthwise_conv2d(value, kernel, strides, padding)
    if way == 1:
        kernel = weights([*size, 2, depth], x.tensor.dtype, n)
        batch, height, width, _ = value.shape
        dims = [batch, height * stride, width * stride, 2]
        return tf.nn.conv2d_transpose(value, kernel, dims, stride, "SAME")
    made = tf.nn.conv2d(value, kernel, stride, padding)
    if way == 2:
        return made
    return tf.nn.relu(tf.nn.bias_add(made, weights([2], x.tensor.dtype, n + 1)))


def surprised(x: Value, n: int) -> Any:
    """Cross entropy, of classes or of their probabilities."""
    logits = tf.clip_by_value(matrix(x), -5.0, 5.0)
    rows, columns = logits.shape
    classes = tf.constant(np.random.default_rng(n).integers(0, columns, [rows]))
    if n % 2:
        return tf.nn.sparse_softmax_cross_entropy_with_logits(classes, logits)
    target = tf.one_hot(classes, columns, dtype=logits.dtype)
    return tf.nn.softmax_cross_entropy_with_logits(target, logits)


def repeated(x: Value, n: int) -> Any:
    """A loop whose body computes what is rounded."""
    return tf.while_loop(
        lambda i, value: i < n % 4,
        lambda i, value: (i + 1, tf.tanh(value) + x.tensor * 0.5),
        (tf.constant(0), x.tensor),
    )[1]


#: What each side may round in its own way.
ROUNDED: list[Function] = [
    lambda x, n: tf.tanh(x.tensor),
    lambda x, n: tf.sigmoid(x.tensor),
    lambda x, n: tf.exp(-tf.abs(x.tensor)),
    lambda x, n: tf.sqrt(tf.abs(x.tensor)),
    lambda x, n: tf.math.rsqrt(tf.abs(x.tensor) + 0.5),
    lambda x, n: tf.math.log(tf.abs(x.tensor) + 1.0),
    lambda x, n: tf.math.log1p(tf.abs(x.tensor)),
    lambda x, n: tf.math.expm1(tf.minimum(x.tensor, 2.0)),
    lambda x, n: tf.math.erf(x.tensor),
    lambda x, n: tf.math.reciprocal(tf.square(x.tensor) + 1.0),
    lambda x, n: tf.abs(x.tensor) ** chosen(n, [0.5, 2.0, 1.5, 0.0]),
    lambda x, n: tf.nn.softplus(x.tensor),
    lambda x, n: tf.nn.softsign(x.tensor),
    lambda x, n: tf.nn.elu(x.tensor),
    lambda x, n: tf.nn.selu(x.tensor),
    lambda x, n: tf.nn.gelu(x.tensor, approximate=n % 2 > 0),
    lambda x, n: tf.nn.silu(x.tensor),
    lambda x, n: tf.sin(tf.clip_by_value(x.tensor, -9.0, 9.0)),
    lambda x, n: tf.reduce_sum(x.tensor, axes_of(x, n), keepdims=n % 2 > 0),
    lambda x, n: tf.reduce_sum(x.tensor),
    lambda x, n: tf.reduce_mean(x.tensor, axes_of(x, n), keepdims=n % 2 > 0),
    lambda x, n: tf.reduce_mean(tf.square(x.tensor) + 1.0, axes_of(x, n)),
    lambda x, n: tf.reduce_prod(tf.tanh(x.tensor), axes_of(x, n)),
    lambda x, n: tf.reduce_logsumexp(x.tensor, axes_of(x, n)),
    lambda x, n: tf.nn.l2_loss(x.tensor),
    lambda x, n: (
        tf.cumsum(x.tensor, axis_of(x, n), n % 3 > 1, n % 2 > 0) if x.dims else None
    ),
    lambda x, n: (
        tf.nn.softmax(tf.clip_by_value(x.tensor, -5.0, 5.0), axis_of(x, n))
        if x.dims
        else None
    ),
    lambda x, n: tf.nn.log_softmax(x.tensor) if x.dims else None,
    lambda x, n: tf.add_n([x.tensor, x.tensor * 0.5, x.tensor]),
    lambda x, n: pooled(x, n, tf.nn.avg_pool2d),
    scattered,
    normalized,
    batch_normalized,
    multiplied,
    multiplied,
    squared_matrix,
    attended,
    convolved,
    convolved,
    surprised,
    repeated,
]


def joined(x: Value, y: Value, n: int) -> Any:
    for axis in range(len(x.dims)):
        rest = [each[:axis] + each[axis + 1 :] for each in (x.dims, y.dims)]
        if len(x.dims) == len(y.dims) and rest[0] == rest[1]:
            return tf.concat([x.tensor, y.tensor, x.tensor][: 2 + n % 2], axis)
    return None


def stacked(x: Value, y: Value, n: int) -> Any:
    if x.dims != y.dims or len(x.dims) > 4:
        return None
    return tf.stack([y.tensor, x.tensor], axis=n % (len(x.dims) + 1))


#: Functions of two values that broadcast together.
PAIRS: list[PairFunction] = [
    lambda x, y, n: x.tensor + y.tensor,
    lambda x, y, n: x.tensor - y.tensor,
    lambda x, y, n: x.tensor * y.tensor,
    lambda x, y, n: tf.maximum(x.tensor, y.tensor),
    lambda x, y, n: tf.minimum(x.tensor, y.tensor),
    lambda x, y, n: tf.math.squared_difference(x.tensor, y.tensor),
    lambda x, y, n: tf.math.divide_no_nan(x.tensor, tf.abs(y.tensor) + 0.5),
    lambda x, y, n: x.tensor / (tf.abs(y.tensor) + 1.0),
    lambda x, y, n: tf.math.multiply_no_nan(x.tensor, tf.abs(y.tensor) + 1.0),
]


def product(x: Value, y: Value, n: int) -> Any:
    if len(x.dims) != 2 or len(y.dims) != 2:
        return None
    flips = n % 2, n // 2 % 2
    inner = x.dims[1 - flips[0]], y.dims[flips[1]]
    if inner[0] != inner[1]:
        return None
    a, b = map(bool, flips)
    return tf.matmul(x.tensor, y.tensor, transpose_a=a, transpose_b=b)


def batched_product(x: Value, y: Value, n: int) -> Any:
    left, right = filled(x, [2, 1, 3, 2]), filled(y, [2, 2, 4])
    return tf.matmul(left, right)


def slope(x: Value, y: Value, n: int) -> Any:
    """How the sum of one value grows with another one that it may come from."""
    total = tf.reduce_sum(x.tensor if n % 3 else tf.tanh(x.tensor) * 0.5)
    return tf.gradients(total, y.tensor, unconnected_gradients="zero")[0]


ROUNDED_PAIRS: list[PairFunction] = [
    lambda x, y, n: tf.math.xlogy(x.tensor, tf.abs(y.tensor) + 0.5),
    lambda x, y, n: tf.math.xdivy(x.tensor, tf.abs(y.tensor) + 0.5),
    lambda x, y, n: tf.atan2(tf.tanh(x.tensor) + 2.0, tf.abs(y.tensor) + 1.0),
]


def _rounds(x: Value, y: Value, n: int) -> Any:
    """A loop whose number of rounds depends on a value."""
    low = tf.reduce_min(y.tensor)
    total = tf.broadcast_to(x.tensor, tf.shape(x.tensor + y.tensor))
    return tf.while_loop(
        lambda i, t: (i < 3) & (tf.cast(i, low.dtype) < low + 2.0),
        lambda i, t: (i + 1, tf.maximum(t * 0.5, y.tensor) + x.tensor),
        (tf.constant(0), total),
    )[1]


def _branches(x: Value, y: Value, n: int) -> Any:
    which = tf.cast(finite(tf.reduce_sum(filled(x, [2]))), tf.int32)
    return tf.switch_case(
        which,
        [
            lambda: x.tensor + y.tensor,
            lambda: (x.tensor - y.tensor) * 0.5,
            lambda: tf.maximum(x.tensor, y.tensor),
        ],
    )


#: Functions of two values that decide by comparing them, so both must be exact.
DECIDING: list[PairFunction] = [
    lambda x, y, n: tf.where(x.tensor > y.tensor, x.tensor, y.tensor * 0.5),
    lambda x, y, n: tf.cast(x.tensor <= y.tensor, x.tensor.dtype),
    lambda x, y, n: tf.cast(tf.not_equal(x.tensor, y.tensor), x.tensor.dtype),
    lambda x, y, n: x.tensor % (tf.abs(y.tensor) + 0.25),
    lambda x, y, n: tf.cond(
        tf.reduce_max(x.tensor) > 1.0,
        lambda: x.tensor + y.tensor,
        lambda: x.tensor - y.tensor,
    ),
    _rounds,
    _branches,
]


class Family(NamedTuple):
    """Functions of a kind."""

    functions: Sequence[Any]
    often: int
    exact: bool = True
    needs_exact: bool = False
    pairs: bool = False
    broadcasts: bool = False


FAMILIES = {
    "exact": Family(EXACT, 5),
    "jumping": Family(JUMPING, 2, needs_exact=True),
    "rounded": Family(ROUNDED, 4, exact=False),
    "pairs": Family(PAIRS, 5, pairs=True, broadcasts=True),
    "rounded pairs": Family(ROUNDED_PAIRS, 1, False, pairs=True, broadcasts=True),
    "deciding": Family(DECIDING, 2, needs_exact=True, pairs=True, broadcasts=True),
    "joined": Family([joined, stacked], 1, pairs=True),
    "products": Family([product, batched_product], 1, False, pairs=True),
    "slopes": Family([slope], 1, False, pairs=True),
}


class Builder:
    """Adds random nodes to a graph.

    Args:
        graph: The graph, which must be the default one while nodes are added.
        inputs: Its inputs.
        dims: The dims of the inputs; and those of later values, where they are known.
    """

    def __init__(
        self, graph: Any, inputs: Sequence[Any], dims: Sequence[tuple[int, ...]]
    ) -> None:
        self._graph = graph
        self._dims = list(dims)
        self.values = [
            Value(tensor, tuple(each), True)
            for tensor, each in zip(inputs, dims, strict=False)
        ]
        #: The steps that added a value.
        self.steps: list[tuple[Any, ...]] = []
        #: Nodes whose outputs each side may round in its own way.
        self.rounding: set[Any] = set()

    def add(self, name: str, which: int, first: int, second: int, n: int) -> None:
        """Adds one value, if the ones chosen suit the function chosen."""
        family = FAMILIES[name]
        x, y = (self.values[i % len(self.values)] for i in (first, second))
        given = (x, y) if family.pairs else (x,)
        exact = all(value.exact for value in given)
        if family.needs_exact and not exact:
            return
        if family.broadcasts and not _fit(x.dims, y.dims):
            return
        before = set(self._graph.get_operations())
        made = chosen(which, family.functions)(*given, n)
        exact = exact and family.exact
        if not exact:
            self.rounding |= set(self._graph.get_operations()) - before
        if made is not None and self._keep(made, exact):
            self.steps.append((name, which, first, second, n))

    def _keep(self, tensor: Any, exact: bool) -> bool:
        count = len(self.values)
        dims = self._dims[count] if count < len(self._dims) else tensor.shape.as_list()
        fits = None not in dims and math.prod(dims) <= MOST_ELEMENTS
        if fits:
            self.values.append(Value(tensor, tuple(dims), exact))
        return fits


def _fit(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    try:
        dims = np.broadcast_shapes(first, second)
    except ValueError:
        return False
    return math.prod(dims) <= MOST_ELEMENTS
