"""Positions in a shuffled sequence, without shuffling it.

Source: Beaulieu et al., "The SIMON and SPECK families of lightweight block ciphers"
(2013). A block just large enough for the largest index is encrypted again and again
until an index within the range comes out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor

_SMALLEST_BLOCK = 16  # bits
_CONSTANT = 0xFFFFFFFC
_SEQUENCE = 0x7369F885192C0EF5
_THIRD_SEED = 498247692  # seeds have two numbers, the cipher needs three
_TYPES = "{int32, uint32, int64, uint64}"
Words = np.ndarray[Any, np.dtype[np.uint64]]


def _rotated(words: Any, steps: int, bits: int) -> Any:
    """Words of `bits` bits, rotated to the left."""
    mask = np.uint64((1 << bits) - 1)
    left, right = np.uint64(steps), np.uint64(bits - steps)
    return ((words << left) | (words >> right)) & mask


def _round_keys(seeds: Words, rounds: int, bits: int) -> list[Words]:
    mask = np.uint64((1 << bits) - 1)
    keys = [seeds[:, place] & mask for place in range(3)]
    sequence = _SEQUENCE & int(mask)
    for place in range(3, rounds):
        last = keys[-1]
        mixed = _rotated(last, bits - 3, bits) ^ _rotated(last, bits - 4, bits)
        bit = np.uint64(sequence & 1)
        keys.append((np.uint64(_CONSTANT) & mask) ^ bit ^ keys[place - 3] ^ mixed)
        sequence >>= 1
    return keys


def _encrypted(numbers: Words, keys: list[Words], bits: int) -> Words:
    other, half = numbers >> np.uint64(bits), numbers & np.uint64((1 << bits) - 1)
    for key in keys:
        mixed = _rotated(half, 1, bits) & _rotated(half, 8, bits)
        other, half = half, other ^ mixed ^ _rotated(half, 2, bits) ^ key
    return (other << np.uint64(bits)) | half


def _shuffled(indices: Words, seeds: Words, limit: int, rounds: int) -> Words:
    """The new places of indices that share one largest index."""
    size = max(limit - 1, 0).bit_length()
    bits = max(size + size % 2, _SMALLEST_BLOCK) // 2
    keys = _round_keys(seeds, rounds, bits)
    found = indices.copy()
    still = np.arange(found.size)
    while still.size:
        found[still] = _encrypted(found[still], [key[still] for key in keys], bits)
        still = still[found[still] > np.uint64(limit)]
    return found


def _words(values: Any) -> Words:
    return np.asarray(values).astype(np.uint64)


def shuffled_indices(indices: Any, seed: Any, max_index: int, rounds: int) -> Words:
    """The new places of indices up to `max_index`, for a seed of three words."""
    words = _words(seed) & np.uint64(0xFFFFFFFF)
    if max_index >= 1 << (_SMALLEST_BLOCK - 1):
        seeds = np.broadcast_to(words, (len(indices), 3))
        return _shuffled(_words(indices), seeds, max_index, rounds)
    # Few places in the smallest block: the way back to them is long, a table short.
    half = _SMALLEST_BLOCK // 2
    block = np.arange(1 << _SMALLEST_BLOCK, dtype=np.uint64)
    table = _encrypted(block, _round_keys(words[None], rounds, half), half).tolist()
    found = []
    for index in _words(indices).tolist():
        place = table[index]
        while place > max_index:
            place = table[place]
        found.append(place)
    return np.array(found, np.uint64)


def _kernel(xp: Any, index: Any, seed: Any, max_index: Any, rounds: int) -> Any:
    rounds = max(4, rounds + rounds % 2)
    dims = np.broadcast_shapes(index.shape, max_index.shape, seed.shape[:-1])
    limits = np.broadcast_to(max_index, dims).reshape(-1)
    indices = np.broadcast_to(index, dims).reshape(-1)
    seeds = np.broadcast_to(seed, (*dims, 3)).reshape(-1, 3)
    wrong = (limits < 0) | (indices < 0) | (limits < indices)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise ValueError(
            "RandomIndexShuffle: an index must be at least 0 and at most max_index, got "
            f"index {indices[place]} and max_index {limits[place]}."
        )
    key_words = _words(seeds) & np.uint64(0xFFFFFFFF)
    made = np.zeros(indices.size, np.uint64)
    for limit in np.unique(limits):
        chosen = limits == limit
        made[chosen] = _shuffled(
            _words(indices[chosen]), key_words[chosen], int(limit), rounds
        )
    return made.reshape(dims).astype(index.dtype)


def _dims(c: ShapeContext) -> Dims:
    index, seed, limit = c.shapes()
    for dims, name in ((index, "index"), (limit, "max_index")):
        if dims is not None and len(dims) > 1:
            raise c.fail(
                f"RandomIndexShuffle: {name} must be a scalar or a vector, its shape is "
                f"{dims}."
            )
    if seed is not None and (len(seed) not in (1, 2) or seed[-1] not in (3, None)):
        raise c.fail(
            "RandomIndexShuffle: seed must be a vector of 3 numbers or a matrix of 3 "
            f"columns, its shape is {seed}."
        )
    if index is None or seed is None or limit is None:
        return None
    sizes = [dims[0] for dims in (index, seed[:-1], limit) if dims]
    if not sizes:
        return ()
    known = {size for size in sizes if size is not None}
    if len(known) > 1:
        raise c.fail(
            f"RandomIndexShuffle: index, seed and max_index don't fit each other: {known}."
        )
    return (known.pop() if known else None,)


random_index_shuffle_op = Op(
    "RandomIndexShuffle",
    "index: dtype, seed: Tseed, max_index: dtype -> output: dtype | rounds: int = 4, "
    f"dtype: {_TYPES}, Tseed: {_TYPES}",
    shape=_dims,
    reference=_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("how often a number is encrypted depends on its value"),
)


def index_shuffle(index: Any, seed: Any, max_index: Any) -> Tensor:
    """Tells where an element stands in a random order of a range.

    Args:
        index: A place in [0, max_index], or a vector of them.
        seed: Two integers that determine the order, or a matrix with two columns.
        max_index: The last place of the range, or a vector of them.

    Returns:
        The new places; different for different `index`.

    Raises:
        tf.errors.InvalidArgumentError: An index is not in the range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.experimental.index_shuffle(tf.range(10), [1, 2], 9).numpy()
        array([5, 0, 1, 4, 3, 6, 9, 8, 7, 2], dtype=int32)
    """
    from tensorbrook._src.ops.pad import pad

    pair = convert_to_tensor(seed)
    rank = pair.shape.rank
    # A matrix gets a further row, as in TensorFlow: only seeds of one row can be used.
    paddings = [[1, 0]] + [[0, 0]] * ((rank or 1) - 1)
    whole = pad(pair, paddings, constant_values=_THIRD_SEED)
    return random_index_shuffle_op(index, whole, max_index)  # type: ignore[no-any-return]


def random_index_shuffle(
    index: Any, seed: Any, max_index: Any, rounds: int = 4, name: str | None = None
) -> Tensor:
    """As `index_shuffle`, with seeds of three integers and a number of rounds.

    Args:
        index: A place in [0, max_index], or a vector of them.
        seed: Three integers, or a matrix with three columns.
        max_index: The last place of the range, or a vector of them.
        rounds: How often a place is mixed with the seed; even and at least 4.
        name: Name of the node in a graph.

    Returns:
        The new places.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.random_index_shuffle(0, [1, 2, 3], 65535))
        7886
    """
    return random_index_shuffle_op(  # type: ignore[no-any-return]
        index, seed, max_index, rounds=rounds, name=name
    )
