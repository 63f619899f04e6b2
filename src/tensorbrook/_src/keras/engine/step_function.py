"""One step of training, testing or predicting as one traced function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.composite import is_sparse
from tensorbrook._src.keras.engine.data_adapter import ArrayBatch
from tensorbrook._src.keras.engine.node import leaves, map_leaves


class StepFunction:
    """Runs a step; traces it once for each kind of batch, for any batch size.

    Args:
        step: called with a batch: inputs, or a tuple of inputs, targets and weights.
        run_eagerly: whether to run the step in plain Python.
    """

    def __init__(self, step: Callable[[Any], Any], run_eagerly: bool) -> None:
        self.step = step
        self.run_eagerly = run_eagerly
        self._traced: dict[Any, Callable[..., Any]] = {}
        self._known: tuple[Any, Callable[..., Any]] | None = None

    def __call__(self, batch: Any) -> Any:
        """Runs the step on a batch of inputs, targets and weights."""
        if isinstance(batch, ArrayBatch) and not self.run_eagerly:
            structure, run = self._known or (None, None)
            if structure is not batch.structure:
                run = self._runner(self._traced_for(tuple(batch)))
                self._known = (batch.structure, run)
            return run(batch.tensors)  # type: ignore[misc]
        batch = tuple(batch)
        if self.run_eagerly:
            return self.step(_as_data(batch))
        return self._traced_for(batch)(*_tensors(batch))

    @property
    def graphs(self) -> list[Any]:
        """The graphs that were traced."""
        traced = self._traced.values()
        return [function.get_concrete_function().graph for function in traced]

    def _traced_for(self, batch: tuple[Any, Any, Any]) -> Callable[..., Any]:
        """Returns the traced step for batches like this one."""
        tensors = _tensors(batch)
        key = (_skeleton(batch), tuple(_kind(tensor) for tensor in tensors))
        traced = self._traced.get(key)
        if traced is None:
            traced = self._traced[key] = self._trace(batch, tensors)
        return traced

    def _runner(self, traced: Any) -> Callable[..., Any]:
        """Returns what runs a traced step, past all that looks at the arguments.

        The batches that are cut out of the same arrays differ in their size alone,
        which the trace leaves open.
        """
        return traced.get_concrete_function().call_flat  # type: ignore[no-any-return]

    def _trace(self, batch: Any, tensors: list[Any]) -> Callable[..., Any]:
        """Returns a function of the tensors in a batch."""

        def run_step(*values: Any) -> Any:
            supply = iter(values)
            filled = map_leaves(
                lambda leaf: None if leaf is None else next(supply), batch_shape
            )
            return self.step(_as_data(filled))

        batch_shape = map_leaves(lambda leaf: None if leaf is None else True, batch)
        if not all(isinstance(tensor, tf.Tensor) for tensor in tensors):
            return tf.function(run_step, reduce_retracing=True)
        signature = [_open_batch(tensor) for tensor in tensors]
        return tf.function(run_step, input_signature=signature)


def _tensors(batch: tuple[Any, Any, Any]) -> list[Any]:
    """Returns the tensors in a batch."""
    return [leaf for leaf in leaves(batch) if leaf is not None]


def _as_data(batch: tuple[Any, Any, Any]) -> Any:
    """Returns a batch as steps expect it: without what is missing."""
    x, y, weight = batch
    if weight is not None:
        return x, y, weight
    if y is not None:
        return x, y
    return (x,) if isinstance(x, tuple | list) else x


def _skeleton(structure: Any) -> Any:
    """Returns a hashable description of a structure."""
    if isinstance(structure, dict):
        return tuple((key, _skeleton(value)) for key, value in structure.items())
    if isinstance(structure, list | tuple):
        return (type(structure).__name__, *(_skeleton(item) for item in structure))
    return structure is None


def _kind(tensor: Any) -> Any:
    """Returns the type of a tensor and its shape without the batch."""
    dims = tensor.shape
    rest = tuple(dims[1:]) if dims.rank else None
    return is_sparse(tensor), tensor.dtype.name, rest


def _open_batch(tensor: Any) -> Any:
    """Returns the specification of a tensor for any batch size."""
    dims = tensor.shape.as_list()
    return tf.TensorSpec([None, *dims[1:]] if dims else [], tensor.dtype)
