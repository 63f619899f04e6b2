"""Draws classes for losses that look at a sample of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import random_seed
from tensorbrook._src.ops.class_distributions import (
    LearnedUnigrams,
    LogUniform,
    Uniform,
    Unigrams,
)
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random import stream

_RESERVED = 2048  # samples that a call sets aside for each class it draws
_OWN_STREAM = unsupported("its stream lives in the kernel")
_ATTRS = (
    "num_true: int >= 1, num_sampled: int >= 1, unique: bool, seed: int = 0, "
    "seed2: int = 0"
)
_OUTPUTS = (
    "sampled_candidates: int64, true_expected_count: float32, "
    "sampled_expected_count: float32"
)


def _dims(c: ShapeContext) -> list[Dims]:
    true, count = c.shape(0), c.attrs["num_true"]
    sampled: Dims = (c.attrs["num_sampled"],)
    if true is None:
        return [sampled, (None, count), sampled]
    if len(true) != 2:
        raise c.fail(f"true_classes must be a matrix, got shape {list(true)}")
    if true[1] is not None and true[1] != count:
        raise c.fail(
            f"true_classes must have num_true = {count} columns, got {true[1]}"
        )
    return [sampled, (true[0], count), sampled]


class _State:
    """What a sampler keeps between runs: its stream and its distribution."""

    def __init__(self, generator: Philox, distribution: Any) -> None:
        self.generator = generator
        self.distribution = distribution


def _expected(probabilities: Any, drawn: int, tries: int) -> Any:
    """How often each class is to be expected among `drawn` of them."""
    if tries == drawn:
        return probabilities * drawn
    return -np.expm1(tries * np.log1p(-probabilities))


def _sample(
    xp: Any, true_classes: Any, num_sampled: int, unique: bool, state: _State, **_: Any
) -> tuple[Any, Any, Any]:
    distribution = state.distribution
    mine = Philox(state.generator.counter, state.generator.key)
    state.generator.skip(-(-num_sampled * _RESERVED // 4))
    drawn, tries = distribution.draw(mine, num_sampled, unique)
    found = np.array(drawn, np.int64)
    counts = [
        _expected(distribution.probability(classes), num_sampled, tries)
        for classes in (true_classes, found)
    ]
    distribution.update(true_classes)
    return (found, *(count.astype(np.float32) for count in counts))


def _sampler(name: str, distribution: Any, attrs: str) -> Op:
    def state(given: dict[str, Any]) -> _State:
        made = distribution(given)
        size = made.size
        if given["unique"] and given["num_sampled"] > size:
            raise ValueError(
                f"{name}: can't draw {given['num_sampled']} different classes of {size}."
            )
        return _State(stream(given), made)

    return Op(
        name,
        f"true_classes: int64 -> {_OUTPUTS} | {_ATTRS}{attrs}",
        shape=_dims,
        reference=_sample,
        gradient=NOT_DIFFERENTIABLE,
        xla=_OWN_STREAM,
        stateful=True,
        kernel_state=state,
    )


uniform_op = _sampler(
    "UniformCandidateSampler",
    lambda attrs: Uniform(attrs["range_max"]),
    ", range_max: int >= 1",
)
log_uniform_op = _sampler(
    "LogUniformCandidateSampler",
    lambda attrs: LogUniform(attrs["range_max"]),
    ", range_max: int >= 1",
)
learned_op = _sampler(
    "LearnedUnigramCandidateSampler",
    lambda attrs: LearnedUnigrams(attrs["range_max"]),
    ", range_max: int >= 1",
)
thread_unsafe_op = _sampler(
    "ThreadUnsafeUnigramCandidateSampler",
    lambda attrs: LearnedUnigrams(attrs["range_max"]),
    ", range_max: int >= 1",
)
fixed_op = _sampler(
    "FixedUnigramCandidateSampler",
    lambda attrs: Unigrams.from_attrs(attrs),
    ", range_max: int >= 1, vocab_file: string = '', distortion: float = 1.0, "
    "num_reserved_ids: int = 0, num_shards: int >= 1 = 1, shard: int >= 0 = 0, "
    "unigrams: list(float) = []",
)


def _all(
    xp: Any, true_classes: Any, num_sampled: int, **attrs: Any
) -> tuple[Any, Any, Any]:
    return (
        xp.arange(num_sampled, dtype=np.int64),
        xp.ones(true_classes.shape, np.float32),
        xp.ones(num_sampled, np.float32),
    )


all_op = Op(
    "AllCandidateSampler",
    f"true_classes: int64 -> {_OUTPUTS} | {_ATTRS}",
    shape=_dims,
    reference=_all,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)


def _accidental_hits(
    xp: Any, true_classes: Any, sampled_candidates: Any, num_true: int, **seeds: Any
) -> tuple[Any, Any, Any]:
    last = {value: place for place, value in enumerate(sampled_candidates.tolist())}
    pairs = [
        (row, last[value])
        for row, values in enumerate(true_classes.tolist())
        for value in values
        if value in last
    ]
    found = np.array(pairs, np.int64).reshape(-1, 2)
    lowest = np.finfo(np.float32).min
    return (
        found[:, 0].astype(np.int32),
        found[:, 1],
        np.full(len(found), lowest, np.float32),
    )


accidental_hits_op = Op(
    "ComputeAccidentalHits",
    "true_classes: int64, sampled_candidates: int64 -> indices: int32, ids: int64, "
    "weights: float32 | num_true: int, seed: int = 0, seed2: int = 0",
    shape=lambda c: [(None,), (None,), (None,)],
    reference=_accidental_hits,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("how many hits there are depends on the values"),
)


def _drawn(
    op: Op,
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    seed: Any,
    name: str | None,
    **options: Any,
) -> Any:
    return op(
        true_classes,
        num_true=num_true,
        num_sampled=num_sampled,
        unique=unique,
        name=name,
        **random_seed.kernel_seeds(seed),
        **options,
    )


def uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: Any = None,
    name: str | None = None,
) -> Any:
    """Draws classes, all with the same probability.

    Args:
        true_classes: The true classes of each example, (batch, num_true).
        num_true: How many are true for each example.
        num_sampled: How many classes to draw.
        unique: Whether to draw each class once at most.
        range_max: The number of classes.
        seed: The seed of the operation.
        name: Name of the node in a graph.

    Returns:
        The classes, and how often the true and the drawn ones were to be expected.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.random.uniform_candidate_sampler([[0]], 1, 3, True, 10)
        >>> found.sampled_candidates.shape
        TensorShape([3])
    """
    return _drawn(
        uniform_op,
        true_classes,
        num_true,
        num_sampled,
        unique,
        seed,
        name,
        range_max=range_max,
    )


def log_uniform_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: Any = None,
    name: str | None = None,
) -> Any:
    """Draws classes as Zipf's law has them: small numbers are more frequent.

    Args:
        true_classes: The true classes of each example, (batch, num_true).
        num_true: How many are true for each example.
        num_sampled: How many classes to draw.
        unique: Whether to draw each class once at most.
        range_max: The number of classes.
        seed: The seed of the operation.
        name: Name of the node in a graph.

    Returns:
        The classes, and how often the true and the drawn ones were to be expected.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.random.log_uniform_candidate_sampler([[0]], 1, 3, True, 10)
        >>> found.sampled_candidates.shape
        TensorShape([3])
    """
    return _drawn(
        log_uniform_op,
        true_classes,
        num_true,
        num_sampled,
        unique,
        seed,
        name,
        range_max=range_max,
    )


def learned_unigram_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: Any = None,
    name: str | None = None,
) -> Any:
    """Draws classes as often as they were true in the calls before.

    Args:
        true_classes: The true classes of each example, (batch, num_true).
        num_true: How many are true for each example.
        num_sampled: How many classes to draw.
        unique: Whether to draw each class once at most.
        range_max: The number of classes.
        seed: The seed of the operation.
        name: Name of the node in a graph.

    Returns:
        The classes, and how often the true and the drawn ones were to be expected.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.random.learned_unigram_candidate_sampler([[0]], 1, 3, True, 10)
        >>> found.sampled_candidates.shape
        TensorShape([3])
    """
    return _drawn(
        learned_op,
        true_classes,
        num_true,
        num_sampled,
        unique,
        seed,
        name,
        range_max=range_max,
    )


def fixed_unigram_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    vocab_file: str = "",
    distortion: float = 1.0,
    num_reserved_ids: int = 0,
    num_shards: int = 1,
    shard: int = 0,
    unigrams: Any = (),
    seed: Any = None,
    name: str | None = None,
) -> Any:
    """Draws classes with given frequencies.

    Args:
        true_classes: The true classes of each example, (batch, num_true).
        num_true: How many are true for each example.
        num_sampled: How many classes to draw.
        unique: Whether to draw each class once at most.
        range_max: The number of classes.
        vocab_file: A file whose lines end in `,frequency`; or
        distortion: The power to which frequencies are raised.
        num_reserved_ids: How many first classes are never drawn.
        num_shards: In how many parts the classes are drawn.
        shard: The part to draw from.
        unigrams: The frequencies.
        seed: The seed of the operation.
        name: Name of the node in a graph.

    Returns:
        The classes, and how often the true and the drawn ones were to be expected.

    Raises:
        ValueError: Not exactly one of `vocab_file` and `unigrams` is given.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.random.fixed_unigram_candidate_sampler(
        ...     [[0]], 1, 2, True, 3, unigrams=[0.5, 0.2, 0.3]
        ... )
        >>> found.sampled_candidates.shape
        TensorShape([2])
    """
    return _drawn(
        fixed_op,
        true_classes,
        num_true,
        num_sampled,
        unique,
        seed,
        name,
        range_max=range_max,
        vocab_file=vocab_file,
        distortion=float(distortion),
        num_reserved_ids=num_reserved_ids,
        num_shards=num_shards,
        shard=shard,
        unigrams=[float(n) for n in unigrams],
    )


def all_candidate_sampler(
    true_classes: Any,
    num_true: int,
    num_sampled: int,
    unique: bool,
    seed: Any = None,
    name: str | None = None,
) -> Any:
    """Returns all classes, for tests of losses that sample.

    Args:
        true_classes: The true classes of each example, (batch, num_true).
        num_true: How many are true for each example.
        num_sampled: The number of classes.
        unique: Accepted for compatibility.
        seed: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        The classes, and how often the true and the drawn ones were to be expected.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.all_candidate_sampler([[0]], 1, 3, True)[0].numpy()
        array([0, 1, 2])
    """
    return _drawn(all_op, true_classes, num_true, num_sampled, unique, seed, name)


def compute_accidental_hits(
    true_classes: Any,
    sampled_candidates: Any,
    num_true: int,
    seed: Any = None,
    name: str | None = None,
) -> Any:
    """Finds sampled classes that are true ones.

    Args:
        true_classes: The true classes of each example, (batch, num_true).
        sampled_candidates: The sampled classes.
        num_true: How many are true for each example.
        seed: The seed of the operation.
        name: Name of the node in a graph.

    Returns:
        For each hit the example, the place among the sampled classes, and a large
        negative number to add to its logit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.compute_accidental_hits([[0, 1], [2, 3]], [1, 3, 5], 2)[1].numpy()
        array([0, 1])
    """
    return accidental_hits_op(
        true_classes,
        sampled_candidates,
        num_true=num_true,
        name=name,
        **random_seed.kernel_seeds(seed),
    )
