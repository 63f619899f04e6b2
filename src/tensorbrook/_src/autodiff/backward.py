"""The backward pass: one walk for tapes, graphs and traced functions.

A step is anything with `record`, `inputs`, `outputs` and `attrs`: an entry of a tape or
a node of a graph. The gradient functions of the records are written with public ops,
so what they compute can be differentiated again, put into a graph, or lowered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.ops import array_creation, indexed_slices

_OTHER_DIFFERENTIABLE = (dtypes.resource, dtypes.variant)
#: The codes of the dtypes that gradients flow through.
DIFFERENTIABLE = frozenset(
    dtype._code
    for dtype in dtypes.ALL
    if dtype.is_floating or dtype.is_complex or dtype in _OTHER_DIFFERENTIABLE
)


def is_differentiable(dtype: Any) -> bool:
    """Whether gradients flow through tensors of `dtype`."""
    return dtype._code in DIFFERENTIABLE or dtype.base_dtype._code in DIFFERENTIABLE


class Gradients:
    """The gradients that have arrived at each tensor, summed when they are asked for."""

    def __init__(self) -> None:
        self._parts: dict[int, list[Any]] = {}

    def add(self, tensor: Any, gradient: Any) -> None:
        self._parts.setdefault(id(tensor), []).append(gradient)

    def has(self, tensor: Any) -> bool:
        return id(tensor) in self._parts

    def total(self, tensor: Any) -> Any:
        """The sum of what has arrived, or None."""
        parts = self._parts.get(id(tensor))
        if parts is None:
            return None
        if len(parts) > 1:
            parts[:] = [indexed_slices.add_gradients(parts)]
        return parts[0]

    def take(self, tensor: Any) -> Any:
        """The sum of what has arrived, which is forgotten."""
        parts = self._parts.pop(id(tensor), None)
        if parts is None:
            return None
        return parts[0] if len(parts) == 1 else indexed_slices.add_gradients(parts)


def backward(
    steps: Sequence[Any],
    targets: Sequence[Any],
    sources: Sequence[Any],
    target_gradients: Sequence[Any],
    stop: Iterable[Any] = (),
    around: Callable[[Any], Any] | None = None,
) -> list[Any]:
    """Gradients of the sum of `targets`, each times its gradient, for `sources`.

    Args:
        steps: The computation, in the order in which it was carried out.
        targets: Tensors to differentiate.
        sources: Tensors to differentiate with respect to.
        target_gradients: One for each target.
        stop: Tensors that count as constants.
        around: Makes a context for the gradient ops of a step, such as a name scope.

    Returns:
        One gradient (a tensor or IndexedSlices) or None for each source.

    Raises:
        LookupError: A step on the way has no gradient.
    """
    gradients = Gradients()
    for target, gradient in zip(targets, target_gradients, strict=True):
        gradients.add(target, gradient)
    kept = {id(source) for source in sources}
    stopped = {id(tensor) for tensor in stop}
    needed = _steps_between(steps, sources, stopped)
    for step in reversed(needed):
        outputs = step.outputs
        for output in outputs:
            if gradients.has(output) and id(output) not in stopped:
                break
        else:
            continue
        arrived = [
            gradients.total(output) if id(output) in kept else gradients.take(output)
            for output in outputs
        ]
        if around is None:
            found = step_gradients(step, arrived)
        else:
            with around(step):
                found = step_gradients(step, arrived)
        for tensor, gradient in zip(step.inputs, found, strict=True):
            if gradient is not None:
                gradients.add(tensor, gradient)
    return [gradients.total(source) for source in sources]


def _steps_between(
    steps: Sequence[Any], sources: Sequence[Any], stopped: set[int]
) -> list[Any]:
    """The steps that lie downstream of a source."""
    reached = {id(source) for source in sources}
    needed = []
    for step in steps:
        for tensor in step.inputs:
            if id(tensor) in reached:
                break
        else:
            continue
        needed.append(step)
        for output in step.outputs:
            if is_differentiable(output.dtype) and id(output) not in stopped:
                reached.add(id(output))
    return needed


def step_gradients(step: Any, arrived: list[Any]) -> Sequence[Any]:
    """Gradients for the inputs of one step, given those that arrived at its outputs."""
    record: Op = step.record
    function = getattr(step, "gradient_override", None) or record.gradient
    if function is NOT_DIFFERENTIABLE:
        return [None] * len(step.inputs)
    if not record.missing_gradients:
        for index, output in enumerate(step.outputs):
            if arrived[index] is not None:
                continue
            dtype = output.dtype
            if dtype.is_floating or dtype.is_complex:
                arrived[index] = array_creation.zeros_like(output)
    found = function(step, *arrived)  # type: ignore[operator]
    if not isinstance(found, list | tuple):
        found = [found]
    if len(found) != len(step.inputs):
        raise ValueError(
            f"The gradient function of {record.name} returned {len(found)} gradients for "
            f"{len(step.inputs)} inputs."
        )
    return found
