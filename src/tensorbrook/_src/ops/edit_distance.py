"""How many steps lead from one sequence to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor

_HYPOTHESIS, _TRUTH = (0, 1, 2), (3, 4, 5)


def _dims(c: ShapeContext) -> Dims:
    for indices, values, shape in (_HYPOTHESIS, _TRUTH):
        ranks = [c.rank(place) for place in (indices, values, shape)]
        if any(r not in (None, w) for r, w in zip(ranks, (2, 1, 1), strict=True)):
            raise c.fail(
                "EditDistance: indices, values and shape of a sparse tensor must have "
                f"the ranks 2, 1 and 1, got {ranks}"
            )
    one, two = c.value(2), c.value(5)
    if one is None or two is None:
        return None
    if len(one) != len(two) or len(one) < 2:
        raise c.fail(
            "Ranks of hypothesis and truth must be equal and at least 2, got "
            f"{len(one)} and {len(two)}"
        )
    return tuple(int(max(pair)) for pair in zip(one[:-1], two[:-1], strict=True))


def _sequences(indices: Any, values: Any) -> dict[tuple[int, ...], list[Any]]:
    found: dict[tuple[int, ...], list[Any]] = {}
    for place, value in zip(indices[:, :-1].tolist(), values.tolist(), strict=True):
        found.setdefault(tuple(place), []).append(value)
    return found


def steps_between(first: Sequence[Any], second: Sequence[Any]) -> int:
    """The least number of insertions, deletions and replacements: Levenshtein's."""
    row = list(range(len(second) + 1))
    for count, one in enumerate(first, 1):
        corner, row[0] = row[0], count
        for place, other in enumerate(second, 1):
            replaced = corner + (one != other)
            corner = row[place]
            row[place] = min(replaced, corner + 1, row[place - 1] + 1)
    return row[-1]


def _distance(
    xp: Any,
    hypothesis_indices: Any,
    hypothesis_values: Any,
    hypothesis_shape: Any,
    truth_indices: Any,
    truth_values: Any,
    truth_shape: Any,
    normalize: bool,
) -> Any:
    dims = np.maximum(hypothesis_shape[:-1], truth_shape[:-1])
    found = np.zeros(dims, np.float32)
    guesses = _sequences(hypothesis_indices, hypothesis_values)
    truths = _sequences(truth_indices, truth_values)
    for place in guesses.keys() | truths.keys():
        truth = truths.get(place, [])
        steps = float(steps_between(guesses.get(place, []), truth))
        if normalize:
            steps = steps / len(truth) if truth else np.inf
        found[place] = steps
    return found


edit_distance_op = Op(
    "EditDistance",
    "hypothesis_indices: int64, hypothesis_values: T, hypothesis_shape: int64, "
    "truth_indices: int64, truth_values: T, truth_shape: int64 -> output: float32 | "
    "normalize: bool = True",
    shape=_dims,
    reference=_distance,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("its work depends on values"),
)


def edit_distance(
    hypothesis: Any, truth: Any, normalize: bool = True, name: str = "edit_distance"
) -> Tensor:
    """The Levenshtein distance between sequences.

    Args:
        hypothesis: A `SparseTensor` whose last axis holds sequences.
        truth: Another of the same dtype and rank.
        normalize: Whether to divide by the length of the true sequence.
        name: Name of the node in a graph.

    Returns:
        A float32 tensor without the last axis.

    Raises:
        TypeError: An argument is not a `SparseTensor`.

    Example:
        >>> import tensorbrook as tf
        >>> guess = tf.SparseTensor([[0, 0], [0, 1]], ["a", "b"], [1, 2])
        >>> truth = tf.SparseTensor([[0, 0], [0, 1]], ["a", "c"], [1, 2])
        >>> tf.edit_distance(guess, truth).numpy()
        array([0.5], dtype=float32)
    """
    parts: list[Any] = []
    for argument, value in (("hypothesis", hypothesis), ("truth", truth)):
        if not hasattr(value, "dense_shape") or not hasattr(value, "indices"):
            raise TypeError(
                f"tf.edit_distance: `{argument}` must be a SparseTensor. Received: "
                f"{value!r}."
            )
        parts += [value.indices, value.values, value.dense_shape]
    return edit_distance_op(*parts, normalize=normalize, name=name)  # type: ignore[no-any-return]
