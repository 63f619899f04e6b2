"""`tf.contrib.crf`: conditional random fields over sequences of tags.

The formulas are those of Lafferty, McCallum and Pereira, "Conditional Random Fields"
(2001): the score of a sequence of tags is the sum of its unary scores and of the scores of
its transitions, and its likelihood is that score against the sum over all sequences.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.compat_v1.variable_scope import get_variable
from tensorbrook._src.control_flow.higher_order import scan
from tensorbrook._src.ops import (
    array_creation,
    cast,
    gather,
    rearrange,
    reduce,
    shape,
    sort,
)
from tensorbrook._src.ops.constant import convert_to_tensor


def _mask(lengths: Any, count: Any, dtype: Any) -> Any:
    return cast.cast(rearrange.sequence_mask(lengths, count), dtype)


def crf_unary_score(tag_indices: Any, sequence_lengths: Any, inputs: Any) -> Any:
    """The sum of the unary scores of tags.

    Args:
        tag_indices: Tags of shape (batch, time).
        sequence_lengths: How many steps of each sequence count.
        inputs: Unary scores of shape (batch, time, tags).

    Returns:
        A vector.
    """
    inputs = convert_to_tensor(inputs)
    chosen = array_creation.one_hot(
        tag_indices, shape.shape(inputs)[2], dtype=inputs.dtype
    )
    scores = reduce.reduce_sum(inputs * chosen, -1)
    mask = _mask(sequence_lengths, shape.shape(inputs)[1], inputs.dtype)
    return reduce.reduce_sum(scores * mask, 1)


def crf_binary_score(
    tag_indices: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """The sum of the scores of transitions between tags.

    Args:
        tag_indices: Tags of shape (batch, time).
        sequence_lengths: How many steps of each sequence count.
        transition_params: Scores of shape (tags, tags), from the row to the column.

    Returns:
        A vector.
    """
    tags = convert_to_tensor(tag_indices)
    scores = convert_to_tensor(transition_params)
    pairs = shape.stack([tags[:, :-1], tags[:, 1:]], -1)
    steps = shape.shape(tags)[1] - 1
    mask = _mask(convert_to_tensor(sequence_lengths) - 1, steps, scores.dtype)
    return reduce.reduce_sum(gather.gather_nd(scores, pairs) * mask, 1)


def crf_sequence_score(
    inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any
) -> Any:
    """The score of sequences of tags: of the tags themselves and their transitions.

    Args:
        inputs: Unary scores of shape (batch, time, tags).
        tag_indices: Tags of shape (batch, time).
        sequence_lengths: How many steps of each sequence count.
        transition_params: Scores of shape (tags, tags), from the row to the column.

    Returns:
        A vector.
    """
    unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
    return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)


def _forward(inputs: Any, lengths: Any, step: Any) -> Any:
    """The scores of the tags at the last step that counts, step by step."""
    time = shape.transpose(inputs, [1, 0, 2])
    numbers = array_creation.range(1, shape.shape(time)[0])
    lengths = cast.cast(convert_to_tensor(lengths), "int32")

    def turn(scores: Any, item: Any) -> Any:
        number, now = item
        goes_on = shape.expand_dims(number < lengths, 1)
        return gather.where(goes_on, step(scores, now), scores)

    return scan(turn, (numbers, time[1:]), initializer=time[0]), time[0]


def crf_log_norm(inputs: Any, sequence_lengths: Any, transition_params: Any) -> Any:
    """The logarithm of the sum over all sequences of tags.

    Args:
        inputs: Unary scores of shape (batch, time, tags).
        sequence_lengths: How many steps of each sequence count.
        transition_params: Scores of shape (tags, tags), from the row to the column.

    Returns:
        A vector.
    """
    inputs = convert_to_tensor(inputs)
    moves = shape.expand_dims(convert_to_tensor(transition_params), 0)

    def step(scores: Any, now: Any) -> Any:
        paths = shape.expand_dims(scores, 2) + moves
        return reduce.reduce_logsumexp(paths, 1) + now

    found, first = _forward(inputs, sequence_lengths, step)
    last = shape.concat([shape.expand_dims(first, 0), found], 0)[-1]
    lengths = cast.cast(convert_to_tensor(sequence_lengths), "int32")
    total = reduce.reduce_logsumexp(last, 1)
    return gather.where(lengths > 0, total, array_creation.zeros_like(total))


def crf_log_likelihood(
    inputs: Any,
    tag_indices: Any,
    sequence_lengths: Any,
    transition_params: Any = None,
) -> tuple[Any, Any]:
    """The logarithm of the likelihood of tags.

    Args:
        inputs: Unary scores of shape (batch, time, tags).
        tag_indices: Tags of shape (batch, time).
        sequence_lengths: How many steps of each sequence count.
        transition_params: Scores of shape (tags, tags), from the row to the column; by
            default a variable called `transitions`.

    Returns:
        A vector, and the scores of transitions.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     found, _ = crf_log_likelihood(
        ...         tf.zeros([1, 2, 2]), [[0, 1]], [2], tf.zeros([2, 2]))
        ...     print(sess.run(tf.exp(found)))
        [0.25]
    """
    inputs = convert_to_tensor(inputs)
    if transition_params is None:
        count = inputs.shape.as_list()[2]
        transition_params = get_variable("transitions", [count, count])
    scores = crf_sequence_score(
        inputs, tag_indices, sequence_lengths, transition_params
    )
    norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return scores - norm, transition_params


def crf_decode(
    potentials: Any, transition_params: Any, sequence_length: Any
) -> tuple[Any, Any]:
    """The best tags, by the algorithm of Viterbi.

    Args:
        potentials: Unary scores of shape (batch, time, tags).
        transition_params: Scores of shape (tags, tags), from the row to the column.
        sequence_length: How many steps of each sequence count.

    Returns:
        The tags, zero where a sequence has ended, and the score of each sequence.
    """
    inputs = convert_to_tensor(potentials)
    moves = shape.expand_dims(convert_to_tensor(transition_params), 0)
    lengths = cast.cast(convert_to_tensor(sequence_length), "int32")

    def paths(scores: Any) -> Any:
        return shape.expand_dims(scores, 2) + moves

    found, first = _forward(
        inputs, lengths, lambda scores, now: reduce.reduce_max(paths(scores), 1) + now
    )
    scores = shape.concat([shape.expand_dims(first, 0), found], 0)
    numbers = array_creation.range(shape.shape(scores)[0] - 1)[::-1]
    end = sort.argmax(scores[-1], -1, output_type="int32")
    rows = array_creation.range(shape.shape(end)[0])

    def back(tags: Any, number: Any) -> Any:
        before = sort.argmax(paths(scores[number]), 1, output_type="int32")
        chosen = gather.gather_nd(before, shape.stack([rows, tags], 1))
        return gather.where(number + 1 < lengths, chosen, tags)

    tags = shape.concat(
        [scan(back, numbers, initializer=end)[::-1], shape.expand_dims(end, 0)], 0
    )
    mask = _mask(lengths, shape.shape(inputs)[1], tags.dtype)
    return shape.transpose(tags) * mask, reduce.reduce_max(scores[-1], 1)


def viterbi_decode(score: Any, transition_params: Any) -> tuple[list[int], Any]:
    """The best tags of one sequence of NumPy arrays, by the algorithm of Viterbi.

    Args:
        score: Unary scores of shape (time, tags).
        transition_params: Scores of shape (tags, tags), from the row to the column.

    Returns:
        The tags, and their score.

    Example:
        >>> import numpy as np
        >>> viterbi_decode(np.array([[1.0, 0.0], [0.0, 2.0]]), np.zeros((2, 2)))
        ([0, 1], 3.0)
    """
    best = np.zeros_like(score)
    before = np.zeros(np.shape(score), np.int32)
    best[0] = score[0]
    for time in range(1, len(score)):
        paths = best[time - 1][:, None] + transition_params
        best[time] = score[time] + paths.max(0)
        before[time] = paths.argmax(0)
    tags = [int(best[-1].argmax())]
    for row in before[:0:-1]:
        tags.append(int(row[tags[-1]]))
    return tags[::-1], best[-1].max().item()
