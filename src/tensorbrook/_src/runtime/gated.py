"""Graphs with gates, node by node: a node of which an input is dead doesn't run.

Almost no graph needs that: the importer makes functions of the loops and branches of 1.x.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.eager import kernels
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.ops.gates import Gate
from tensorbrook._src.runtime.step import Step


def has_gates(nodes: Sequence[Operation]) -> bool:
    """Whether some node can hold values back."""
    return any(isinstance(node.record, Gate) for node in nodes)


class GatedPlan:
    """The nodes of a plan, run with dead values.

    Args:
        inputs: Tensors whose values are given to `run`.
        fetches: Tensors whose values `run` returns.
        nodes: What has to run, each after what it depends on.
        states: Where stateful kernels keep their state, by node.
        resolve: Gives the value of a node that the caller provides, or None.
    """

    def __init__(
        self,
        inputs: Sequence[Any],
        fetches: Sequence[Any],
        nodes: Sequence[Operation],
        states: kernels.KernelStates,
        resolve: Callable[[Operation], EagerTensor | None] | None,
    ) -> None:
        self._inputs = [id(tensor) for tensor in inputs]
        self._fetches = [id(tensor) for tensor in fetches]
        self._given: dict[int, Any] = {}
        self.steps: list[Step] = []
        for node in nodes:
            value = None if resolve is None or node.inputs else resolve(node)
            if value is not None:
                self._given[id(node.outputs[0])] = value
                continue
            state = kernels.state_of(states, node, node.record, node.attrs)
            inside = [id(tensor) for tensor in node.inputs]
            made = [id(tensor) for tensor in node.outputs]
            self.steps.append(Step(node, inside, made, state))

    def run(self, values: Sequence[EagerTensor]) -> list[EagerTensor]:
        """The values of the fetches, given those of the inputs.

        Raises:
            errors.InvalidArgumentError: A fetch is dead.
            errors.OpError: A step failed.
        """
        known: dict[int, Any] = dict(self._given)
        known.update(zip(self._inputs, values, strict=True))
        dead: set[int] = set()
        for step in self.steps:
            outputs = _outputs(step, [known[key] for key in step.inputs], dead)
            if outputs is None:
                dead.add(id(step.node))
                outputs = [None] * len(step.outputs)
            known.update(zip(step.outputs, outputs, strict=True))
        for place, key in enumerate(self._fetches):
            if known[key] is None:
                raise errors.InvalidArgumentError(
                    None, None, f"Retval[{place}] does not have value: a gate held it."
                )
        return [known[key] for key in self._fetches]


def _outputs(step: Step, values: list[Any], dead: set[int]) -> list[Any] | None:
    """What a step gives; None where it doesn't run."""
    record = step.node.record
    if any(id(node) in dead for node in step.node.control_inputs):
        return None
    if isinstance(record, Gate):
        outputs = record.passing(values)
        return None if all(output is None for output in outputs) else outputs
    if any(value is None for value in values):
        return None
    return step.run(values)
