"""Connectionist temporal classification in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import renamed
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast, ctc_decoding, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ctc import ctc_loss_op
from tensorbrook._src.ops.sparse_tensor import SparseTensor, as_sparse


def ctc_loss(
    labels: Any,
    inputs: Any = None,
    sequence_length: Any = None,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
    time_major: bool = True,
    logits: Any = None,
) -> Tensor:
    """Computes the CTC loss of sequences of logits; the last class is the blank.

    Args:
        labels: The labels of each example, a sparse tensor of int32.
        inputs: Logits of shape (time, batch, classes).
        sequence_length: How many time steps each example has.
        preprocess_collapse_repeated: Whether labels that repeat are merged first.
        ctc_merge_repeated: Whether equal classes that follow each other are one label.
        ignore_longer_outputs_than_inputs: Whether examples with more labels than time
            steps are left out, and not an error.
        time_major: Whether time is the first axis, and not the second.
        logits: Another name of `inputs`.

    Returns:
        The negative logarithm of the probability of each label sequence.

    Raises:
        TypeError: `labels` is no sparse tensor.
        tf.errors.InvalidArgumentError: An example has more labels than time steps.
    """
    sparse = as_sparse(labels, "tf.nn.ctc_loss: `labels`")
    steps = convert_to_tensor(renamed("logits", logits, "inputs", inputs))
    if not time_major:
        steps = shape.transpose(steps, [1, 0, 2])
    losses, _ = ctc_loss_op(
        steps,
        sparse.indices,
        cast.cast(sparse.values, dtypes.int32),
        cast.cast(sequence_length, dtypes.int32),
        preprocess_collapse_repeated=preprocess_collapse_repeated,
        ctc_merge_repeated=ctc_merge_repeated,
        ignore_longer_outputs_than_inputs=ignore_longer_outputs_than_inputs,
    )
    return losses  # type: ignore[no-any-return]


def ctc_beam_search_decoder(
    inputs: Any,
    sequence_length: Any,
    beam_width: int = 100,
    top_paths: int = 1,
    merge_repeated: bool = True,
) -> tuple[list[SparseTensor], Any]:
    """Looks for the most probable label sequences, keeping the best ones at each step.

    Args:
        inputs: Logits of shape (time, batch, classes); the last class is the blank.
        sequence_length: How many time steps each example has.
        beam_width: How many sequences are kept.
        top_paths: How many are returned.
        merge_repeated: Whether equal neighbours in the result become one.

    Returns:
        A list of `top_paths` sparse tensors of labels, and their log probabilities.
    """
    return ctc_decoding.beam_search(
        inputs, sequence_length, beam_width, top_paths, merge_repeated
    )
