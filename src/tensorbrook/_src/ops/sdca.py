"""Stochastic dual coordinate ascent for linear models.

Source: Shalev-Shwartz and Zhang, "Stochastic dual coordinate ascent methods for
regularized loss minimization" (2013). Every example is visited once, in order; TensorFlow,
too, makes one round whatever `num_inner_iterations` says.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims

_HOST = unsupported("it goes from example to example")
_STEPS = 100  # far more than Newton's method takes
_CLOSE = 1e-9


class _Loss(NamedTuple):
    """A loss: what it allows as labels, its value, its dual, and the best dual variable.

    `best(label, wx, dual, norm)` is the variable after one step, if `wx` grows by `norm`
    times its change.
    """

    label: Callable[[float], float]
    value: Callable[[float, float], float]
    dual: Callable[[float, float], float]
    best: Callable[[float, float, float, float], float]


def _sign(label: float) -> float:
    if label not in (0.0, 1.0):
        raise ValueError(
            "Only labels of 0.0 or 1.0 are supported right now. Found example with "
            f"label: {label:g}"
        )
    return 2 * label - 1


def _count(label: float) -> float:
    if label < 0:
        raise ValueError(
            f"Only non-negative labels are supported, found example with label: {label:g}"
        )
    return label


def _solved(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function is zero between two ends, by halving."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if function(middle) < 0:
            low = middle
        else:
            high = middle
        if high - low < _CLOSE:
            break
    return (low + high) / 2


def _logistic(label: float, wx: float, dual: float, norm: float) -> float:
    def slope(share: float) -> float:
        grown = label * wx + norm * (share - label * dual)
        return share - 1 / (1 + math.exp(min(grown, 700.0)))

    return label * _solved(slope, 0.0, 1.0)


def _poisson(label: float, wx: float, dual: float, norm: float) -> float:
    def slope(found: float) -> float:
        return math.exp(min(wx + norm * (found - dual), 700.0)) - label + found

    least = label - math.exp(min(wx + norm * max(label - dual, 0.0), 300.0))
    return _solved(slope, min(least, label - 1.0), label)


def _entropy(share: float) -> float:
    return share * math.log(share) if share > 0 else 0.0


def _clipped(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _hinge(label: float, wx: float, dual: float, norm: float) -> float:
    if not norm:
        return dual
    return label * _clipped(label * dual + (1 - label * wx) / norm)


def _smooth_hinge(label: float, wx: float, dual: float, norm: float) -> float:
    step = (1 - label * wx - label * dual) / (norm + 1)
    return label * _clipped(label * dual + step)


def _smooth_hinge_value(label: float, wx: float) -> float:
    margin = label * wx
    if margin >= 1:
        return 0.0
    return 0.5 - margin if margin <= 0 else (1 - margin) ** 2 / 2


def _log_value(label: float, wx: float) -> float:
    return float(np.logaddexp(0.0, -label * wx))


_LOSSES = {
    "squared_loss": _Loss(
        float,
        lambda y, wx: (y - wx) ** 2 / 2,
        lambda y, a: a * a / 2 - a * y,
        lambda y, wx, a, norm: a + (y - wx - a) / (1 + norm),
    ),
    "logistic_loss": _Loss(
        _sign,
        _log_value,
        lambda y, a: _entropy(a * y) + _entropy(1 - a * y),
        _logistic,
    ),
    "hinge_loss": _Loss(
        _sign, lambda y, wx: max(0.0, 1 - y * wx), lambda y, a: -a * y, _hinge
    ),
    "smooth_hinge_loss": _Loss(
        _sign, _smooth_hinge_value, lambda y, a: a * a / 2 - a * y, _smooth_hinge
    ),
    "poisson_loss": _Loss(
        _count,
        lambda y, wx: math.exp(min(wx, 700.0)) - y * wx,
        lambda y, a: _entropy(y - a) - (y - a),
        _poisson,
    ),
}


def _sparse_columns(
    count: int, examples: Any, features: Any, values: Any, known: Any, size: int
) -> Any:
    """A matrix with a row for each example and a column for each weight."""
    if known.size:
        order = np.argsort(known, kind="stable")
        places = np.searchsorted(known[order], features)
        places = order[np.minimum(places, known.size - 1)]
        if (known[places] != features).any():
            raise ValueError("A feature of an example is not in sparse_indices.")
        features = places
    if features.size and (features.min() < 0 or features.max() >= size):
        raise ValueError(f"The feature indices must be in [0, {size}).")
    if examples.size and (examples.min() < 0 or examples.max() >= count):
        raise ValueError(f"The example indices must be in [0, {count}).")
    made = np.zeros((count, size))
    np.add.at(made, (examples, features), 1.0 if values is None else values)
    return made


def _optimized(
    xp: Any,
    sparse_examples: list[Any],
    sparse_features: list[Any],
    sparse_values: list[Any],
    dense_features: list[Any],
    example_weights: Any,
    example_labels: Any,
    sparse_indices: list[Any],
    sparse_weights: list[Any],
    dense_weights: list[Any],
    example_state_data: Any,
    loss_type: str,
    l1: float,
    l2: float,
    num_loss_partitions: int,
    **unused: Any,
) -> Any:
    if l2 <= 0:
        raise ValueError(f"SdcaOptimizer: l2 must be positive, got {l2}.")
    count, loss = len(example_labels), _LOSSES[loss_type]
    blocks = [
        _sparse_columns(
            count,
            examples,
            features,
            sparse_values[place] if place < len(sparse_values) else None,
            sparse_indices[place],
            sparse_weights[place].size,
        )
        for place, (examples, features) in enumerate(
            zip(sparse_examples, sparse_features, strict=True)
        )
    ]
    blocks += [block.astype(np.float64) for block in dense_features]
    vectors = [np.ravel(w) for w in (*sparse_weights, *dense_weights)]
    rows = np.concatenate(blocks, axis=1) if blocks else np.zeros((count, 0))
    weights = np.concatenate(vectors) if vectors else np.zeros(0)
    start = np.sign(weights) * np.maximum(np.abs(weights) - l1 / l2, 0)
    change = np.zeros_like(start, np.float64)
    state = example_state_data.astype(np.float64)
    labels = [loss.label(float(label)) for label in example_labels]
    norms = (rows * rows).sum(axis=1) * num_loss_partitions / l2
    for place, (label, row) in enumerate(zip(labels, rows, strict=True)):
        weight, dual = float(example_weights[place]), float(state[place, 0])
        before = float(row @ start)
        wx = before + float(row @ change) * num_loss_partitions
        found = loss.best(label, wx, dual, float(norms[place]) * weight)
        change += (found - dual) * weight / l2 * row
        values = loss.value(label, before) * weight, loss.dual(label, dual) * weight
        state[place] = (found, *values, weight)
    cuts = np.cumsum([vector.size for vector in vectors])[:-1]
    parts = np.split(change, cuts) if vectors else []
    shaped = [
        part.reshape(w.shape)
        for part, w in zip(parts, (*sparse_weights, *dense_weights), strict=True)
    ]
    return state, shaped[: len(sparse_weights)], shaped[len(sparse_weights) :]


def _dims(c: ShapeContext) -> list[Dims]:
    attrs = c.attrs
    sparse, dense = attrs["num_sparse_features"], attrs["num_dense_features"]
    valued = attrs["num_sparse_features_with_values"]
    first = 2 * sparse + valued + dense
    for index in range(2 * sparse + valued):
        c.check_rank(index, 1)
    for index in range(2 * sparse + valued, first):
        c.check_rank(index, 2)
    for index in (first, first + 1):
        c.check_rank(index, 1)
    state = c.shape(first + 2 + 2 * sparse + dense)
    if state is not None and (len(state) != 2 or state[1] not in (None, 4)):
        raise c.fail(
            f"{c.op.name}: example_state_data must have 4 columns, its shape is {state}."
        )
    weights = [c.shape(first + 2 + sparse + place) for place in range(sparse + dense)]
    _check_sizes(c, first, valued)
    return [state, *weights]


def _check_sizes(c: ShapeContext, first: int, valued: int) -> None:
    """Every example has a label, a weight, a state and a row of each dense feature."""
    sparse, dense = c.attrs["num_sparse_features"], c.attrs["num_dense_features"]
    if valued > sparse:
        raise c.fail(f"{c.op.name}: there are more values than sparse features.")
    last = first + 2 + 2 * sparse + dense
    checked = [*range(first - dense, first + 2), last]
    sizes = {dims[0] for index in checked if (dims := c.shape(index)) is not None}
    if len(sizes - {None}) > 1:
        raise c.fail(f"{c.op.name}: the numbers of examples differ: {sorted(sizes)}.")  # type: ignore[type-var]
    pairs = [(place, sparse + place) for place in range(sparse)]
    pairs += [(sparse + place, 2 * sparse + place) for place in range(valued)]
    for place in range(dense):
        rows, own = (
            c.shape(first - dense + place),
            c.shape(first + 2 + 2 * sparse + place),
        )
        if rows and own is not None and None not in (rows[1], *own):
            if math.prod(own) != rows[1]:  # type: ignore[arg-type]
                raise c.fail(
                    f"{c.op.name}: dense feature {place} has {rows[1]} columns, but its "
                    f"weights have shape {own}."
                )
    for one, other in pairs:
        if None not in (c.shape(one), c.shape(other)) and c.shape(one) != c.shape(
            other
        ):
            raise c.fail(
                f"{c.op.name}: sparse features need as many examples, indices and values."
            )


def _optimizer(name: str, adaptive: str) -> Op:
    return Op(
        name,
        "sparse_example_indices: num_sparse_features * int64, "
        "sparse_feature_indices: num_sparse_features * int64, "
        "sparse_feature_values: num_sparse_features_with_values * float32, "
        "dense_features: num_dense_features * float32, example_weights: float32, "
        "example_labels: float32, sparse_indices: num_sparse_features * int64, "
        "sparse_weights: num_sparse_features * float32, "
        "dense_weights: num_dense_features * float32, example_state_data: float32 -> "
        "out_example_state_data: float32, "
        "out_delta_sparse_weights: num_sparse_features * float32, "
        "out_delta_dense_weights: num_dense_features * float32 | "
        "loss_type: {'logistic_loss', 'squared_loss', 'hinge_loss', "
        f"'smooth_hinge_loss', 'poisson_loss'}}, {adaptive}: bool = False, "
        "num_sparse_features: int >= 0, num_sparse_features_with_values: int >= 0, "
        "num_dense_features: int >= 0, l1: float, l2: float, "
        "num_loss_partitions: int >= 1, num_inner_iterations: int >= 1",
        shape=_dims,
        reference=_optimized,
        gradient=NOT_DIFFERENTIABLE,
        xla=_HOST,
    )


sdca_optimizer_op = _optimizer("SdcaOptimizer", "adaptative")
sdca_optimizer_v2_op = _optimizer("SdcaOptimizerV2", "adaptive")
