"""`tf.contrib.seq2seq`: decoders, and what feeds them."""

from __future__ import annotations

import collections
from typing import Any

from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.control_flow.loop import while_loop
from tensorbrook._src.control_flow.tensor_array import TensorArray
from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    comparison,
    gather,
    nn_losses,
    random,
    reduce,
    shape,
    sort,
)
from tensorbrook._src.ops.constant import convert_to_tensor

BasicDecoderOutput = collections.namedtuple(
    "BasicDecoderOutput", ("rnn_output", "sample_id")
)
BasicDecoderOutput.__doc__ = (
    """What `BasicDecoder` gives: scores, and chosen numbers."""
)


class Helper:
    """Base of what chooses the next input of a decoder."""

    @property
    def batch_size(self) -> Any:
        """How many sequences there are."""
        raise NotImplementedError(f"{type(self).__name__} must define batch_size.")

    def initialize(self) -> tuple[Any, Any]:
        """Which sequences have ended already, and the first inputs."""
        raise NotImplementedError(f"{type(self).__name__} must define initialize.")

    def sample(self, time: Any, outputs: Any, state: Any) -> Any:
        """The chosen numbers."""
        raise NotImplementedError(f"{type(self).__name__} must define sample.")

    def next_inputs(
        self, time: Any, outputs: Any, state: Any, sample_ids: Any
    ) -> tuple[Any, Any, Any]:
        """Which sequences have ended, the next inputs, and the state."""
        raise NotImplementedError(f"{type(self).__name__} must define next_inputs.")


class CustomHelper(Helper):
    """A helper of three functions.

    Args:
        initialize_fn: Gives `initialize`.
        sample_fn: Gives `sample`.
        next_inputs_fn: Gives `next_inputs`.
    """

    def __init__(
        self, initialize_fn: Any, sample_fn: Any, next_inputs_fn: Any, **kwargs: Any
    ) -> None:
        self._functions = initialize_fn, sample_fn, next_inputs_fn
        self._batch_size: Any = None

    @property
    def batch_size(self) -> Any:
        """How many sequences there are; known after `initialize`."""
        return self._batch_size

    def initialize(self) -> tuple[Any, Any]:
        """What the first function gives."""
        finished, inputs = self._functions[0]()
        self._batch_size = shape.size(finished)
        return finished, inputs

    def sample(self, time: Any, outputs: Any, state: Any) -> Any:
        """What the second function gives."""
        return self._functions[1](time=time, outputs=outputs, state=state)

    def next_inputs(
        self, time: Any, outputs: Any, state: Any, sample_ids: Any
    ) -> tuple[Any, Any, Any]:
        """What the third function gives."""
        return self._functions[2](
            time=time, outputs=outputs, state=state, sample_ids=sample_ids
        )  # type: ignore[no-any-return]


class TrainingHelper(Helper):
    """Feeds a decoder with the right sequences.

    Args:
        inputs: The sequences, of shape (batch, time, ...).
        sequence_length: Their lengths.
        time_major: Whether they have the shape (time, batch, ...).
        name: Accepted for compatibility.
    """

    def __init__(
        self,
        inputs: Any,
        sequence_length: Any,
        time_major: bool = False,
        name: str | None = None,
    ) -> None:
        inputs = convert_to_tensor(inputs)
        if not time_major:
            rank = inputs.shape.ndims
            inputs = shape.transpose(inputs, [1, 0, *range(2, rank)])
        self._lengths = cast.cast(sequence_length, dtypes.int32)
        self._steps = shape.shape(inputs)[0]
        self._array = TensorArray(
            inputs.dtype, size=self._steps, element_shape=inputs.shape[1:]
        ).unstack(inputs)
        self._zeros = array_creation.zeros_like(inputs[0])
        self._batch = shape.size(self._lengths)

    @property
    def batch_size(self) -> Any:
        """How many sequences there are."""
        return self._batch

    def initialize(self) -> tuple[Any, Any]:
        """Empty sequences have ended; the others begin."""
        finished = comparison.equal(self._lengths, 0)
        return finished, self._read(0, finished)

    def _read(self, time: Any, finished: Any) -> Any:
        place = binary.minimum(convert_to_tensor(time), self._steps - 1)
        found = self._array.read(place)
        found.set_shape(self._zeros.shape)
        over = reduce.reduce_all(finished)
        return gather.where(over, self._zeros, found)

    def sample(self, time: Any, outputs: Any, state: Any) -> Any:
        """The numbers with the highest scores."""
        return cast.cast(sort.argmax(outputs, -1), dtypes.int32)

    def next_inputs(
        self, time: Any, outputs: Any, state: Any, sample_ids: Any
    ) -> tuple[Any, Any, Any]:
        """The next part of the sequences."""
        following = time + 1
        finished = following >= self._lengths
        return finished, self._read(following, finished), state


class GreedyEmbeddingHelper(Helper):
    """Feeds a decoder with the number that had the highest score.

    Args:
        embedding: A table of vectors, or a function from numbers to vectors.
        start_tokens: The first numbers.
        end_token: The number that ends a sequence.
    """

    def __init__(self, embedding: Any, start_tokens: Any, end_token: Any) -> None:
        self._embed = (
            embedding
            if callable(embedding)
            else lambda ids: nn_losses.embedding_lookup(embedding, ids)
        )
        self._start = cast.cast(start_tokens, dtypes.int32)
        self._end = cast.cast(end_token, dtypes.int32)

    @property
    def batch_size(self) -> Any:
        """How many sequences there are."""
        return shape.size(self._start)

    def initialize(self) -> tuple[Any, Any]:
        """No sequence has ended."""
        finished = array_creation.zeros_like(self._start, dtype=dtypes.bool)
        return finished, self._embed(self._start)

    def sample(self, time: Any, outputs: Any, state: Any) -> Any:
        """The numbers with the highest scores."""
        return cast.cast(sort.argmax(outputs, -1), dtypes.int32)

    def next_inputs(
        self, time: Any, outputs: Any, state: Any, sample_ids: Any
    ) -> tuple[Any, Any, Any]:
        """The vectors of the chosen numbers."""
        finished = comparison.equal(sample_ids, self._end)
        return finished, self._embed(sample_ids), state


class SampleEmbeddingHelper(GreedyEmbeddingHelper):
    """Feeds a decoder with numbers drawn by their scores.

    Args:
        embedding: A table of vectors, or a function from numbers to vectors.
        start_tokens: The first numbers.
        end_token: The number that ends a sequence.
        softmax_temperature: What scores are divided by.
        seed: Seed of the operation.
    """

    def __init__(
        self,
        embedding: Any,
        start_tokens: Any,
        end_token: Any,
        softmax_temperature: float | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(embedding, start_tokens, end_token)
        self._temperature = softmax_temperature or 1.0
        self._seed = seed

    def sample(self, time: Any, outputs: Any, state: Any) -> Any:
        """Numbers drawn by their scores."""
        drawn = random.categorical(outputs / self._temperature, 1, seed=self._seed)
        return cast.cast(shape.squeeze(drawn, [-1]), dtypes.int32)


class Decoder:
    """Base of the decoders: `initialize`, `step`, and the form of their outputs."""

    def finalize(self, outputs: Any, final_state: Any, sequence_lengths: Any) -> Any:
        """What is returned in the end."""
        return outputs, final_state


class BasicDecoder(Decoder):
    """A cell whose inputs a helper chooses.

    Args:
        cell: The cell.
        helper: The helper.
        initial_state: The first state.
        output_layer: A layer over the outputs of the cell.
    """

    def __init__(
        self, cell: Any, helper: Helper, initial_state: Any, output_layer: Any = None
    ) -> None:
        self._cell = cell
        self._helper = helper
        self._initial_state = initial_state
        self._output_layer = output_layer

    @property
    def batch_size(self) -> Any:
        """How many sequences there are."""
        return self._helper.batch_size

    def initialize(self, name: str | None = None) -> tuple[Any, Any, Any]:
        """Which sequences have ended, the first inputs, and the first state."""
        return (*self._helper.initialize(), self._initial_state)

    def step(
        self, time: Any, inputs: Any, state: Any, name: str | None = None
    ) -> tuple[Any, Any, Any, Any]:
        """Outputs, next state, next inputs, and which sequences have ended."""
        outputs, state = self._cell(inputs, state)
        if self._output_layer is not None:
            outputs = self._output_layer(outputs)
        ids = self._helper.sample(time=time, outputs=outputs, state=state)
        finished, inputs, state = self._helper.next_inputs(
            time=time, outputs=outputs, state=state, sample_ids=ids
        )
        return BasicDecoderOutput(outputs, ids), state, inputs, finished


def dynamic_decode(
    decoder: Any,
    output_time_major: bool = False,
    impute_finished: bool = False,
    maximum_iterations: Any = None,
    parallel_iterations: int = 32,
    swap_memory: bool = False,
    scope: Any = None,
    **kwargs: Any,
) -> tuple[Any, Any, Any]:
    """Runs a decoder until all sequences have ended.

    Args:
        decoder: The decoder.
        output_time_major: Whether outputs have the shape (time, batch, ...).
        impute_finished: Whether ended sequences give zeros and keep their state.
        maximum_iterations: The largest number of steps.
        parallel_iterations: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        scope: The variable scope; by default "decoder".
        **kwargs: Accepted for compatibility.

    Returns:
        The outputs, the last state, and the lengths of the sequences.
    """
    with variable_scope(scope, "decoder"):
        finished, inputs, state = decoder.initialize()
        state = nest.map_structure(convert_to_tensor, state)
        limit = None
        if maximum_iterations is not None:
            limit = cast.cast(maximum_iterations, dtypes.int32)
            finished = comparison.logical_or(finished, limit <= 0)
        zero = convert_to_tensor(0)
        example, _, _, _ = decoder.step(zero, inputs, state)
        arrays = nest.map_structure(
            lambda item: TensorArray(
                item.dtype, size=0, dynamic_size=True, element_shape=item.shape
            ),
            example,
        )
        lengths = array_creation.zeros_like(finished, dtype=dtypes.int32)

        def body(
            time: Any, done: Any, inputs: Any, state: Any, arrays: Any, lengths: Any
        ) -> Any:
            outputs, new_state, following, ended = decoder.step(time, inputs, state)
            ended = comparison.logical_or(ended, done)
            if limit is not None:
                ended = comparison.logical_or(ended, time + 1 >= limit)
            lengths = gather.where(done, lengths, lengths * 0 + time + 1)
            if impute_finished:
                outputs = nest.map_structure(
                    lambda item: _kept(done, array_creation.zeros_like(item), item),
                    outputs,
                )
                new_state = nest.map_structure(
                    lambda old, new: _kept(done, old, new), state, new_state
                )
            arrays = nest.map_structure(lambda a, o: a.write(time, o), arrays, outputs)
            return time + 1, ended, following, new_state, arrays, lengths

        _, _, _, state, arrays, lengths = while_loop(
            lambda time, done, *_: ~reduce.reduce_all(done),
            body,
            (zero, finished, inputs, state, arrays, lengths),
            swap_memory=swap_memory,
        )
        outputs = nest.map_structure(lambda array: array.stack(), arrays)
        for whole, part in zip(
            nest.flatten(outputs), nest.flatten(example), strict=True
        ):
            whole.set_shape(TensorShape([None]).concatenate(part.shape))
        outputs, state = decoder.finalize(outputs, state, lengths)
        if not output_time_major:
            outputs = nest.map_structure(_batch_first, outputs)
    return outputs, state, lengths


def _kept(done: Any, old: Any, new: Any) -> Any:
    if new.shape.ndims in (0, None):
        return new
    return gather.where(
        shape.reshape(done, [-1] + [1] * (new.shape.ndims - 1)), old, new
    )


def _batch_first(tensor: Any) -> Any:
    return shape.transpose(tensor, [1, 0, *range(2, tensor.shape.ndims)])
