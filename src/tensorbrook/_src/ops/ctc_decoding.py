"""From CTC logits to labels: greedy and beam search decoding."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import cast
from tensorbrook._src.ops.sparse_kernels import invalid
from tensorbrook._src.ops.sparse_tensor import SparseTensor

_XLA = unsupported("how many labels come out depends on the values")


def _batch(c: ShapeContext) -> int | None:
    inputs, lengths = c.shape(0), c.shape(1)
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
    return batch


def _sparse(rows: list[Any]) -> tuple[Any, Any, Any]:
    """Indices, values and shape of a sparse matrix with these rows."""
    indices = [
        (row, place) for row, labels in enumerate(rows) for place in range(len(labels))
    ]
    values = [label for labels in rows for label in labels]
    longest = max((len(labels) for labels in rows), default=0)
    return (
        np.array(indices, np.int64).reshape(-1, 2),
        np.array(values, np.int64),
        np.array([len(rows), longest], np.int64),
    )


def _merged(labels: Any) -> list[int]:
    """Labels without those that repeat the one before."""
    return [n for i, n in enumerate(labels) if i == 0 or n != labels[i - 1]]


def _greedy(
    xp: Any, inputs: Any, sequence_length: Any, merge_repeated: bool, blank_index: int
) -> tuple[Any, ...]:
    times, batch, classes = inputs.shape
    blank = blank_index + classes if blank_index < 0 else blank_index
    if not 0 <= blank < classes:
        raise invalid(
            f"blank_index expected to be in [0, {classes}), given {blank_index}"
        )
    if (sequence_length > times).any():
        raise invalid(f"sequence_length must be at most max_time = {times}")
    best = inputs.argmax(axis=2)
    scores = inputs.max(axis=2)
    rows, totals = [], np.zeros((batch, 1), inputs.dtype)
    for row in range(batch):
        length = int(sequence_length[row])
        path = best[:length, row].tolist()
        labels = _merged(path) if merge_repeated else path
        rows.append([label for label in labels if label != blank])
        totals[row, 0] = -scores[:length, row].sum()
    return (*_sparse(rows), totals)


greedy_op = Op(
    "CTCGreedyDecoder",
    "inputs: T, sequence_length: int32 -> decoded_indices: int64, decoded_values: int64, "
    "decoded_shape: int64, log_probability: T | merge_repeated: bool = False, "
    "blank_index: int = -1, T: {float32, float64} = float32",
    shape=lambda c: [(None, 2), (None,), (2,), (_batch(c), 1)],
    reference=_greedy,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


class _Beams:
    """Label sequences with their probabilities, by their last symbol."""

    def __init__(self, blank: int, width: int) -> None:
        self.blank, self.width = blank, width
        self.paths: list[tuple[int, ...]] = [()]
        self.ends_blank = np.zeros(1)
        self.ends_label = np.full(1, -np.inf)

    @property
    def totals(self) -> Any:
        return np.logaddexp(self.ends_blank, self.ends_label)

    def step(self, scores: Any) -> None:
        """Goes on by one time step, whose log probabilities are `scores`."""
        totals, size = self.totals, len(self.paths)
        last = np.array([path[-1] if path else -1 for path in self.paths])
        grown = totals[:, None] + scores[: self.blank]
        repeats = np.flatnonzero(last >= 0)
        grown[repeats, last[repeats]] = self.ends_blank[repeats] + scores[last[repeats]]
        ends_blank = totals + scores[self.blank]
        ends_label = np.full(size, -np.inf)
        ends_label[repeats] = self.ends_label[repeats] + scores[last[repeats]]
        places = {path: place for place, path in enumerate(self.paths)}
        for place in repeats.tolist():
            parent = places.get(self.paths[place][:-1])
            if parent is not None:  # the same sequence, reached from its beginning
                label = last[place]
                ends_label[place] = np.logaddexp(
                    ends_label[place], grown[parent, label]
                )
                grown[parent, label] = -np.inf
        self._keep(ends_blank, ends_label, grown)

    def _keep(self, ends_blank: Any, ends_label: Any, grown: Any) -> None:
        """Keeps the most probable of the old and the longer sequences."""
        size, labels = grown.shape
        everything = np.concatenate(
            [np.logaddexp(ends_blank, ends_label), grown.ravel()]
        )
        order = np.argsort(-everything, kind="stable")[: self.width]
        order = order[everything[order] > -np.inf]
        old = order < size
        longer = np.maximum(order - size, 0)
        self.paths = [
            self.paths[place] if same else (*self.paths[more // labels], more % labels)
            for place, same, more in zip(
                order.tolist(), old.tolist(), longer.tolist(), strict=True
            )
        ]
        held = np.minimum(order, size - 1)
        self.ends_blank = np.where(old, ends_blank[held], -np.inf)
        self.ends_label = np.where(old, ends_label[held], grown.ravel()[longer])


def _log_softmax(inputs: Any) -> Any:
    wide = inputs.astype(np.float64)
    shifted = wide - wide.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _beam_search(
    xp: Any,
    inputs: Any,
    sequence_length: Any,
    beam_width: int,
    top_paths: int,
    merge_repeated: bool,
) -> tuple[Any, ...]:
    times, batch, classes = inputs.shape
    if top_paths > beam_width:
        raise invalid(
            f"requested more paths than the beam width: {top_paths} > {beam_width}"
        )
    if (sequence_length > times).any():
        raise invalid(f"sequence_length must be at most max_time = {times}")
    logs = _log_softmax(inputs)
    found: list[list[Any]] = [[] for _ in range(top_paths)]
    totals = np.zeros((batch, top_paths), inputs.dtype)
    for row in range(batch):
        beams = _Beams(classes - 1, beam_width)
        for time in range(int(sequence_length[row])):
            beams.step(logs[time, row])
        if len(beams.paths) < top_paths:
            raise invalid(
                f"Less leaves in the beam search than requested: {len(beams.paths)} vs. "
                f"{top_paths}"
            )
        order = np.argsort(-beams.totals, kind="stable")[:top_paths]
        for rank, place in enumerate(order.tolist()):
            path = list(beams.paths[place])
            found[rank].append(_merged(path) if merge_repeated else path)
        totals[row] = beams.totals[order]
    columns = [_sparse(rows) for rows in found]
    indices, values, shapes = (list(part) for part in zip(*columns, strict=True))
    return indices, values, shapes, totals


def _beam_dims(c: ShapeContext) -> list[Dims]:
    count = c.attrs["top_paths"]
    parts: list[Dims] = [(None, 2)] * count + [(None,)] * count + [(2,)] * count
    return [*parts, (_batch(c), count)]


beam_search_op = Op(
    "CTCBeamSearchDecoder",
    "inputs: T, sequence_length: int32 -> decoded_indices: top_paths * int64, "
    "decoded_values: top_paths * int64, decoded_shape: top_paths * int64, "
    "log_probability: T | beam_width: int >= 1, top_paths: int >= 1, "
    "merge_repeated: bool = True, T: {float32, float64} = float32",
    shape=_beam_dims,
    reference=_beam_search,
    gradient=NOT_DIFFERENTIABLE,
    xla=_XLA,
)


def ctc_greedy_decoder(
    inputs: Any,
    sequence_length: Any,
    merge_repeated: bool = True,
    blank_index: int | None = None,
) -> tuple[list[SparseTensor], Any]:
    """Takes the most probable class at each time step.

    Args:
        inputs: Logits of shape (time, batch, classes).
        sequence_length: How many time steps each example has.
        merge_repeated: Whether classes that follow each other and are equal are one.
        blank_index: The class of the blank; by default the last.

    Returns:
        A list of one sparse tensor of labels, and minus the sum of the largest logits of
        each example.

    Example:
        >>> import tensorbrook as tf
        >>> logits = tf.constant([[[1.0, 0.0]], [[0.0, 1.0]]])
        >>> tf.nn.ctc_greedy_decoder(logits, [2])[0][0].values.numpy()
        array([0])
    """
    indices, values, shape, scores = greedy_op(
        inputs,
        cast.cast(sequence_length, dtypes.int32),
        merge_repeated=merge_repeated,
        blank_index=-1 if blank_index is None else blank_index,
    )
    return [SparseTensor(indices, values, shape)], scores


def ctc_beam_search_decoder(
    inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[SparseTensor], Any]:
    """Looks for the most probable label sequences, keeping the best ones at each step.

    Args:
        inputs: Logits of shape (time, batch, classes); the last class is the blank.
        sequence_length: How many time steps each example has.
        beam_width: How many sequences are kept.
        top_paths: How many are returned.

    Returns:
        A list of `top_paths` sparse tensors of labels, and their log probabilities.

    Example:
        >>> import tensorbrook as tf
        >>> logits = tf.constant([[[1.0, 0.0]], [[0.0, 1.0]]])
        >>> tf.nn.ctc_beam_search_decoder(logits, [2])[0][0].values.numpy()
        array([0])
    """
    return beam_search(inputs, sequence_length, beam_width, top_paths, False)


def beam_search(
    inputs: Any,
    sequence_length: Any,
    beam_width: int,
    top_paths: int,
    merge_repeated: bool,
) -> tuple[list[SparseTensor], Any]:
    """As `ctc_beam_search_decoder`; `merge_repeated` makes equal neighbours one."""
    indices, values, shapes, scores = beam_search_op(
        inputs,
        cast.cast(sequence_length, dtypes.int32),
        beam_width=beam_width,
        top_paths=top_paths,
        merge_repeated=merge_repeated,
    )
    parts = zip(indices, values, shapes, strict=True)
    return [SparseTensor(*part) for part in parts], scores
