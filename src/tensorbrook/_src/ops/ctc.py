"""Connectionist temporal classification: the loss.

Source: Graves et al., "Connectionist temporal classification" (ICML 2006).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    cast,
    comparison,
    cumulative,
    gather,
    rearrange,
    reduce,
    scatter,
    shape,
    sort,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.sparse_kernels import invalid
from tensorbrook._src.ops.sparse_tensor import SparseTensor, SparseTensorValue

_IMPOSSIBLE = 707.0  # what TensorFlow takes for minus the logarithm of zero


def _dims(c: ShapeContext) -> list[Dims]:
    inputs, lengths = c.shape(0), c.shape(3)
    if inputs is not None and len(inputs) != 3:
        raise c.fail(f"{c.op.name}: inputs is not a 3-Tensor, got {list(inputs)}")
    if lengths is not None and len(lengths) != 1:
        raise c.fail(f"{c.op.name}: sequence_length is not a vector")
    batch = None if inputs is None else inputs[1]
    if lengths is not None and None not in (batch, lengths[0]) and lengths[0] != batch:
        raise c.fail(
            f"{c.op.name}: len(sequence_length) != batch_size. len(sequence_length): "
            f"{lengths[0]} batch_size: {batch}"
        )
    return [(batch,), inputs]


def _label_rows(
    indices: Any, values: Any, batch: int, collapse: bool
) -> tuple[Any, Any]:
    """A padded matrix of labels, and the length of each row."""
    rows: list[list[int]] = [[] for _ in range(batch)]
    for row, value in zip(indices[:, 0].tolist(), values.tolist(), strict=True):
        if not 0 <= row < batch:
            raise invalid(f"CTCLoss: label batch {row} is outside of [0, {batch})")
        if not (collapse and rows[row] and rows[row][-1] == value):
            rows[row].append(value)
    lengths = np.array([len(row) for row in rows], np.int64)
    padded = np.zeros((batch, int(lengths.max(initial=0))), np.int64)
    for index, row in enumerate(rows):
        padded[index, : len(row)] = row
    return padded, lengths


class _Lattice:
    """The states of each example: blanks between and around its labels."""

    def __init__(self, labels: Any, lengths: Any, blank: int, merge: bool) -> None:
        batch, longest = labels.shape
        self.count = 2 * longest + 1
        self.symbols = np.full((batch, self.count), blank, np.int64)
        self.symbols[:, 1::2] = labels
        self.valid = np.arange(self.count) < (2 * lengths + 1)[:, None]
        self.last = 2 * lengths
        skip = np.zeros((batch, self.count), bool)
        skip[:, 3::2] = (labels[:, 1:] != labels[:, :-1]) | (not merge)
        self.skip = skip
        stay = np.ones(self.count, bool)
        stay[1::2] = merge
        self.stay = stay

    def forward(self, scores: Any, lengths: Any) -> Any:
        """Log probabilities of each state at each time, given what came before."""
        times, batch = scores.shape[:2]
        alpha = np.full((times, batch, self.count), -np.inf)
        alpha[0, :, :2] = scores[0, :, :2]
        alpha[0][~self.valid] = -np.inf
        for t in range(1, times):
            before = alpha[t - 1]
            reached = np.where(self.stay, before, -np.inf)
            reached[:, 1:] = np.logaddexp(reached[:, 1:], before[:, :-1])
            jumps = np.where(self.skip[:, 2:], before[:, :-2], -np.inf)
            reached[:, 2:] = np.logaddexp(reached[:, 2:], jumps)
            alpha[t] = np.where(self.valid, reached + scores[t], -np.inf)
        return alpha

    def backward(self, scores: Any, lengths: Any) -> Any:
        """Log probabilities of what comes after each state at each time."""
        times, batch = scores.shape[:2]
        beta = np.full((times, batch, self.count), -np.inf)
        start = np.full((batch, self.count), -np.inf)
        rows = np.arange(batch)
        start[rows, self.last] = 0.0
        start[rows, np.maximum(self.last - 1, 0)] = 0.0
        for t in range(times - 1, -1, -1):
            if t + 1 < times:
                after = beta[t + 1] + scores[t + 1]
                reached = np.where(self.stay, after, -np.inf)
                reached[:, :-1] = np.logaddexp(reached[:, :-1], after[:, 1:])
                jumps = np.where(self.skip[:, 2:], after[:, 2:], -np.inf)
                reached[:, :-2] = np.logaddexp(reached[:, :-2], jumps)
                beta[t] = reached
            ends = (lengths - 1 == t)[:, None]
            beta[t] = np.where(ends, start, beta[t])
        return beta


def _log_softmax(inputs: Any) -> Any:
    wide = inputs.astype(np.float64)
    shifted = wide - wide.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _kernel(blank_first: bool) -> Any:
    def kernel(
        xp: Any,
        inputs: Any,
        labels_indices: Any,
        labels_values: Any,
        sequence_length: Any,
        preprocess_collapse_repeated: bool,
        ctc_merge_repeated: bool,
        ignore_longer_outputs_than_inputs: bool,
    ) -> tuple[Any, Any]:
        times, batch, classes = inputs.shape
        blank = 0 if blank_first else classes - 1
        lengths = sequence_length.astype(np.int64)
        if (lengths > times).any():
            raise invalid(f"sequence_length(b) <= {times} must hold for all b")
        labels, sizes = _label_rows(
            labels_indices, labels_values, batch, preprocess_collapse_repeated
        )
        if labels.size and ((labels < 0) | (labels >= classes)).any():
            raise invalid(
                f"CTCLoss: labels must be in [0, {classes}), got {labels.max()}"
            )
        short = sizes > lengths
        if short.any() and not ignore_longer_outputs_than_inputs:
            at = int(np.argmax(short))
            raise invalid(
                "Not enough time for target transition sequence (required: "
                f"{sizes[at]}, available: {lengths[at]}) {at}. You can turn this error "
                "into a warning by using the flag ignore_longer_outputs_than_inputs"
            )
        if not times:
            return np.zeros(batch, inputs.dtype), np.zeros_like(inputs)
        logs = _log_softmax(inputs)
        loss, gradient = _loss_and_gradient(
            logs, _Lattice(labels, sizes, blank, ctc_merge_repeated), lengths
        )
        dropped = short | (lengths == 0)
        gradient[:, dropped] = 0
        loss = np.where(dropped, 0.0, loss)
        return loss.astype(inputs.dtype), gradient.astype(inputs.dtype)

    return kernel


def _loss_and_gradient(logs: Any, lattice: _Lattice, lengths: Any) -> tuple[Any, Any]:
    times, batch, classes = logs.shape
    rows = np.arange(batch)
    scores = logs[:, rows[:, None], lattice.symbols]
    with np.errstate(invalid="ignore", divide="ignore"):
        alpha = lattice.forward(scores, lengths)
        beta = lattice.backward(scores, lengths)
        joint = alpha + beta
        at = np.maximum(lengths - 1, 0)
        total = np.logaddexp.reduce(joint[at, rows], axis=1)
        share = np.exp(joint - np.where(np.isfinite(total), total, 0.0)[:, None])
    posterior = np.zeros_like(logs)
    for state in range(lattice.count):
        posterior[:, rows, lattice.symbols[:, state]] += share[:, :, state]
    gradient = np.exp(logs) - posterior
    gradient[np.arange(times)[:, None] >= lengths] = 0
    return -total, gradient


def _gradient(op: Any, dloss: Any, dgradient: Any) -> list[Any]:
    spread = shape.reshape(dloss, [1, -1, 1])
    return [op.outputs[1] * spread, None, None, None]


_ATTRS = (
    "preprocess_collapse_repeated: bool = False, ctc_merge_repeated: bool = True, "
    "ignore_longer_outputs_than_inputs: bool = False"
)
_LABELS = "labels_indices: int64, labels_values: int32, sequence_length: int32"
_XLA = unsupported("the labels are a sparse tensor")

ctc_loss_op = Op(
    "CTCLoss",
    f"inputs: T, {_LABELS} -> loss: T, gradient: T | {_ATTRS}, "
    "T: {float32, float64} = float32",
    shape=_dims,
    reference=_kernel(blank_first=False),
    gradient=_gradient,
    xla=_XLA,
)
ctc_loss_v2_op = Op(
    "CTCLossV2",
    f"inputs: float32, {_LABELS} -> loss: float32, gradient: float32 | {_ATTRS}",
    shape=_dims,
    reference=_kernel(blank_first=True),
    gradient=_gradient,
    xla=_XLA,
)


def ctc_loss(
    labels: Any,
    logits: Any,
    label_length: Any,
    logit_length: Any,
    logits_time_major: bool = True,
    unique: Any = None,
    blank_index: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Computes the CTC loss of sequences of logits.

    Args:
        labels: The labels of each example: a padded matrix, or a sparse tensor.
        logits: Logits of shape (time, batch, classes).
        label_length: How many labels each example has; not used for sparse labels.
        logit_length: How many time steps each example has.
        logits_time_major: Whether time is the first axis of `logits`, and not the second.
        unique: Accepted for compatibility.
        blank_index: The class of the blank, counted from the end if negative; 0 by
            default. It must be given for sparse labels.
        name: Name of the node in a graph.

    Returns:
        The negative logarithm of the probability of each label sequence.

    Raises:
        ValueError: The blank isn't a class, or must be given.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.ctc_loss([[1]], tf.zeros([2, 1, 3]), [1], [2]).numpy().round(4)
        array([1.0986], dtype=float32)
    """
    inputs = convert_to_tensor(logits)
    if not logits_time_major:
        inputs = shape.transpose(inputs, [1, 0, 2])
    classes = _known_classes(inputs)
    sparse = isinstance(labels, SparseTensor | SparseTensorValue)
    if blank_index is None:
        if sparse:
            raise ValueError(
                "Argument `blank_index` must be provided when `labels` is a `SparseTensor`."
            )
        blank_index = 0
    blank = blank_index + classes if blank_index < 0 else blank_index
    if not 0 <= blank < classes:
        raise ValueError(
            f"Argument `blank_index` must be in [{-classes}, {classes}), got {blank_index}."
        )
    steps = cast.cast(logit_length, dtypes.int32)
    if sparse:
        found = SparseTensor.from_value(labels)
        return _sparse_loss(inputs, found.indices, found.values, steps, blank, name)
    return _dense_loss(inputs, labels, label_length, steps, blank, name)


def _known_classes(inputs: Any) -> int:
    count = inputs.shape.as_list()[-1]
    if count is None:
        raise ValueError("tf.nn.ctc_loss: the number of classes must be known.")
    return int(count)


def _sparse_loss(
    inputs: Any, indices: Any, values: Any, steps: Any, blank: int, name: Any
) -> Tensor:
    """The loss by an op that takes the last class for the blank."""
    ordered, numbers = _blank_last(inputs, values, blank)
    return ctc_loss_op(ordered, indices, numbers, steps, name=name)[0]  # type: ignore[no-any-return]


def _blank_last(inputs: Any, values: Any, blank: int) -> tuple[Any, Any]:
    numbers = cast.cast(values, dtypes.int32)
    if blank == _known_classes(inputs) - 1:
        return inputs, numbers
    parts = [inputs[..., :blank], inputs[..., blank + 1 :], inputs[..., blank, None]]
    moved = gather.where(numbers < blank, numbers, numbers - 1)
    return shape.concat(parts, -1), moved


def _dense_loss(
    inputs: Any, labels: Any, label_length: Any, steps: Any, blank: int, name: Any
) -> Tensor:
    numbers = cast.cast(labels, dtypes.int32)
    sizes = cast.cast(label_length, dtypes.int32)
    used = rearrange.sequence_mask(sizes, shape.shape(numbers)[1])  # type: ignore[index]
    indices = gather.where(used)
    ordered, values = _blank_last(inputs, gather.gather_nd(numbers, indices), blank)
    losses, _ = ctc_loss_op(
        ordered,
        indices,
        values,
        steps,
        ignore_longer_outputs_than_inputs=True,
        name=name,
    )
    again = comparison.logical_and(
        comparison.equal(numbers[:, 1:], numbers[:, :-1]), used[:, 1:]
    )
    needed = sizes + reduce.reduce_sum(cast.cast(again, dtypes.int32), axis=1)
    never = array_creation.ones_like(losses) * _IMPOSSIBLE
    return gather.where(needed > steps, never, losses)


def ctc_unique_labels(labels: Any, name: str | None = None) -> list[Any]:
    """Finds the different labels of each example.

    Args:
        labels: A padded matrix of labels.
        name: Name of the nodes in a graph.

    Returns:
        A list: the different labels of each row, padded with zeros, and for each label
        its place among them.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.ctc_unique_labels([[3, 4, 3]])[1].numpy()
        array([[0, 1, 0]], dtype=int32)
    """
    numbers = cast.cast(labels, dtypes.int64)
    length = shape.shape(numbers)[1]  # type: ignore[index]
    equal = comparison.equal(
        shape.expand_dims(numbers, 2), shape.expand_dims(numbers, 1)
    )
    first = sort.argmax(
        cast.cast(equal, dtypes.int32), axis=-1, output_type=dtypes.int32
    )
    own = cast.cast(comparison.equal(first, array_creation.range(length)), dtypes.int32)
    ranks = cumulative.cumsum(own, axis=1) - 1
    places = gather.gather(ranks, first, batch_dims=1)
    spread = array_creation.one_hot(ranks, length, dtype=dtypes.int64)
    kept = shape.expand_dims(numbers * cast.cast(own, dtypes.int64), 2)
    return [reduce.reduce_sum(spread * kept, axis=1), places]


def collapse_repeated(
    labels: Any, seq_length: Any, name: str | None = None
) -> tuple[Any, Any]:
    """Merges labels that follow each other and are equal.

    Args:
        labels: A padded matrix of labels.
        seq_length: How many labels each row has.
        name: Name of the nodes in a graph.

    Returns:
        The shorter, padded matrix, and how many labels each row has now.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.collapse_repeated([[1, 1, 2]], [3])[0].numpy()
        array([[1, 2]], dtype=int32)
    """
    numbers = convert_to_tensor(labels)
    lengths = convert_to_tensor(seq_length)
    inside = rearrange.sequence_mask(lengths, shape.shape(numbers)[1])  # type: ignore[index]
    changed = comparison.not_equal(numbers[:, 1:], numbers[:, :-1])  # type: ignore[index]
    first = array_creation.ones_like(numbers[:, :1], dtype=dtypes.bool)  # type: ignore[index]
    kept = comparison.logical_and(shape.concat([first, changed], 1), inside)
    sizes = reduce.reduce_sum(cast.cast(kept, lengths.dtype), axis=1)
    longest = reduce.reduce_max(sizes)
    places = gather.where(rearrange.sequence_mask(sizes, longest))
    rows = cast.cast(shape.shape(numbers)[0], dtypes.int64)  # type: ignore[index]
    found = scatter.scatter_nd(
        places,
        gather.boolean_mask(numbers, kept),
        shape.stack([rows, cast.cast(longest, dtypes.int64)]),
    )
    return found, sizes
