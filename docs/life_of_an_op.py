"""The life of an operation: Tensorbrook's core, rebuilt in one page that runs.

Read it from top to bottom; run it with `python docs/life_of_an_op.py`. Each part is the
smallest thing that does what the real room of the same name does, and names that room.
Nothing here is imported from Tensorbrook: it needs NumPy alone.

    public function -> Op.__call__ -> the current interpreter
                                        eager: run the kernel, tell the tapes
                                        a graph: add a node
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

# --- 1. The record (core/op.py) ---------------------------------------------------------
# Everything about an operation is said once: its name, how it is computed, which shape
# comes out, and how gradients go back. No pass keeps a list of operations of its own.


class Op:
    """An operation: a name and its rules."""

    registry: dict[str, Op] = {}

    def __init__(
        self,
        name: str,
        kernel: Callable[..., Any],
        shape: Callable[..., Any],
        gradient: Callable[..., Any],
        stateful: bool = False,
    ) -> None:
        self.name, self.kernel, self.shape = name, kernel, shape
        self.gradient, self.stateful = gradient, stateful
        Op.registry[name] = self

    def __call__(self, *inputs: Any) -> Any:
        """What a call means is the business of whoever interprets it now."""
        return current.interpreter.run(self, inputs)


class Current:
    """What this thread is doing (core/current.py)."""

    interpreter: Any = None
    tapes: list[Tape] = []


current = Current()


# --- 2. Tensors (core/tensor.py, eager/tensor.py, graph/tensor.py) ----------------------
# One public base. An eager tensor has a value; a symbolic one is an output of a node.


class Tensor:
    """What every tensor can do: its operators are operations."""

    shape: tuple[int, ...]

    def __add__(self, other: Any) -> Any:
        return add(self, other)

    def __mul__(self, other: Any) -> Any:
        return multiply(self, other)

    def __neg__(self) -> Any:
        return negative(self)


class EagerTensor(Tensor):
    """A tensor with a value."""

    def __init__(self, value: Any) -> None:
        self.value = np.asarray(value, np.float32)
        self.shape = self.value.shape

    def __repr__(self) -> str:
        return f"<Tensor {self.value}>"


class SymbolicTensor(Tensor):
    """The output of a node; it gets a value when the graph runs."""

    def __init__(self, node: Node, shape: tuple[int, ...]) -> None:
        self.node, self.shape = node, shape


# --- 3. The eager interpreter (eager/interpreter.py) ------------------------------------


class Eager:
    """Runs an operation at once and tells the tapes."""

    def convert(self, value: Any) -> EagerTensor:
        return value if isinstance(value, EagerTensor) else EagerTensor(value)

    def run(self, op: Op, inputs: Sequence[Any]) -> EagerTensor:
        tensors = [self.convert(value) for value in inputs]
        output = EagerTensor(op.kernel(*(tensor.value for tensor in tensors)))
        for tape in current.tapes:
            tape.record(op, tensors, output)
        return output


eager = Eager()
current.interpreter = eager


# --- 4. A few records (ops/*.py) --------------------------------------------------------
# A gradient function gets the step that ran (its inputs and its output) and the gradient
# of the output. It is written with public functions, so it can be differentiated again,
# and put into a graph.


def broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return np.broadcast_shapes(a, b)


def same(a: tuple[int, ...]) -> tuple[int, ...]:
    return a


def reduced_to(gradient: Any, tensor: Any) -> Any:
    """Undoes broadcasting: a scalar that was spread gets the sum."""
    return total(gradient) if tensor.shape == () != gradient.shape else gradient


add_op = Op(
    "AddV2",
    np.add,
    broadcast,
    lambda step, dy: [reduced_to(dy, x) for x in step.inputs],
)
multiply_op = Op(
    "Mul",
    np.multiply,
    broadcast,
    lambda step, dy: [
        reduced_to(dy * step.inputs[1], step.inputs[0]),
        reduced_to(dy * step.inputs[0], step.inputs[1]),
    ],
)
negative_op = Op("Neg", np.negative, same, lambda step, dy: [-dy])
exp_op = Op("Exp", np.exp, same, lambda step, dy: [dy * step.output])
total_op = Op(
    "Sum",
    np.sum,
    lambda a: (),
    lambda step, dy: [dy * ones_like(step.inputs[0])],
)
ones_like_op = Op("OnesLike", np.ones_like, same, lambda step, dy: [None])


# The plain functions that users call.


def add(x: Any, y: Any) -> Any:
    return add_op(x, y)


def multiply(x: Any, y: Any) -> Any:
    return multiply_op(x, y)


def negative(x: Any) -> Any:
    return negative_op(x)


exp, total, ones_like = exp_op, total_op, ones_like_op


# --- 5. The backward pass (autodiff/backward.py) ----------------------------------------
# One walk for tapes and graphs: a step is anything with `op`, `inputs` and `output`.


def backward(steps: Sequence[Any], target: Any, sources: Sequence[Any]) -> list[Any]:
    """Gradients of `target` for `sources`, from the last step to the first."""
    gradients: dict[int, Any] = {id(target): ones_like(target)}
    for step in reversed(steps):
        dy = gradients.get(id(step.output))
        if dy is None:
            continue  # nothing that we ask for depends on this step
        for tensor, gradient in zip(
            step.inputs, step.op.gradient(step, dy), strict=True
        ):
            if gradient is not None:
                known = gradients.get(id(tensor))
                gradients[id(tensor)] = gradient if known is None else known + gradient
    return [gradients.get(id(source)) for source in sources]


class Step:
    """One entry of a tape."""

    def __init__(self, op: Op, inputs: Sequence[Any], output: Any) -> None:
        self.op, self.inputs, self.output = op, inputs, output


class Tape:
    """Remembers what was computed from what it watches (autodiff/tape.py)."""

    def __enter__(self) -> Tape:
        self.steps: list[Step] = []
        self.watched: set[int] = set()
        current.tapes.append(self)
        return self

    def __exit__(self, *error: Any) -> None:
        current.tapes.remove(self)

    def watch(self, tensor: Any) -> None:
        self.watched.add(id(tensor))

    def record(self, op: Op, inputs: Sequence[Any], output: Any) -> None:
        if any(id(tensor) in self.watched for tensor in inputs):
            self.watched.add(id(output))
            self.steps.append(Step(op, inputs, output))

    def gradient(self, target: Any, sources: Sequence[Any]) -> list[Any]:
        return backward(self.steps, target, sources)


# --- 6. The graph (graph/graph.py) ------------------------------------------------------
# The same call, another meaning: a node is added, and its shape is inferred.


class Node:
    """A node of a graph: an operation with inputs and one output."""

    def __init__(
        self, op: Op | None, inputs: Sequence[SymbolicTensor], value: Any
    ) -> None:
        self.op, self.inputs, self.value = op, list(inputs), value
        shape = np.shape(value) if op is None else op.shape(*(x.shape for x in inputs))
        self.output = SymbolicTensor(self, shape)


class Graph:
    """An interpreter for which an operation call means "add a node"."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []

    def convert(self, value: Any) -> SymbolicTensor:
        if isinstance(value, SymbolicTensor):
            return value
        value = value.value if isinstance(value, EagerTensor) else np.float32(value)
        return self.add(None, [], value)

    def add(
        self, op: Op | None, inputs: Sequence[Any], value: Any = None
    ) -> SymbolicTensor:
        node = Node(op, inputs, value)
        self.nodes.append(node)
        return node.output

    def run(self, op: Op, inputs: Sequence[Any]) -> SymbolicTensor:
        tensors = [self.convert(value) for value in inputs]
        output = self.add(op, tensors)
        for tape in current.tapes:
            tape.record(op, tensors, output)
        return output

    def placeholder(self, shape: tuple[int, ...]) -> SymbolicTensor:
        return self.add(None, [], np.zeros(shape, np.float32))

    @contextlib.contextmanager
    def as_default(self) -> Iterator[Graph]:
        previous, current.interpreter = current.interpreter, self
        try:
            yield self
        finally:
            current.interpreter = previous


# --- 7. The plan (runtime/plan.py) ------------------------------------------------------
# Pruned to what is fetched, constants computed ahead, values freed after their last
# reader. A session and a traced function both run one of these.


class Plan:
    """A graph, compiled into steps over numbered slots."""

    def __init__(self, inputs: Sequence[Any], fetches: Sequence[Any]) -> None:
        self.slots: dict[int, int] = {}
        self.inputs = [self.slot(tensor) for tensor in inputs]
        self.constants: dict[int, Any] = {}
        self.steps: list[tuple[Op, list[int], int]] = []
        seen = {id(tensor) for tensor in inputs}
        for tensor in fetches:
            self.visit(tensor, seen)
        self.fetches = [self.slot(tensor) for tensor in fetches]

    def slot(self, tensor: Any) -> int:
        return self.slots.setdefault(id(tensor), len(self.slots))

    def visit(self, tensor: SymbolicTensor, seen: set[int]) -> None:
        """Adds the node of a tensor, after those that it depends on."""
        if id(tensor) in seen:
            return
        seen.add(id(tensor))
        node = tensor.node
        for item in node.inputs:
            self.visit(item, seen)
        inputs = [self.slot(item) for item in node.inputs]
        if node.op is None:
            self.constants[self.slot(tensor)] = node.value
        elif not node.op.stateful and all(slot in self.constants for slot in inputs):
            values = [self.constants[slot] for slot in inputs]
            self.constants[self.slot(tensor)] = node.op.kernel(*values)
        else:
            self.steps.append((node.op, inputs, self.slot(tensor)))

    def run(self, values: Sequence[Any]) -> list[Any]:
        slots = dict(self.constants) | dict(zip(self.inputs, values, strict=True))
        for op, inputs, output in self.steps:
            slots[output] = op.kernel(*(slots[slot] for slot in inputs))
        return [slots[slot] for slot in self.fetches]


# --- 8. Session and traced function (runtime/session.py, function/) ---------------------


class Session:
    """Runs a graph from outside, as programs of 1.x do."""

    def run(self, fetch: Any, feeds: dict[Any, Any]) -> Any:
        return Plan(list(feeds), [fetch]).run(list(feeds.values()))[0]


def function(python_function: Callable[..., Any]) -> Callable[..., Any]:
    """Traces a function once for each combination of shapes, then runs its plan."""
    traces: dict[Any, Plan] = {}

    def call(*arguments: EagerTensor) -> EagerTensor:
        key = tuple(argument.shape for argument in arguments)
        if key not in traces:
            with Graph().as_default() as graph:
                inputs = [graph.placeholder(shape) for shape in key]
                traces[key] = Plan(inputs, [python_function(*inputs)])
        return EagerTensor(traces[key].run([a.value for a in arguments])[0])

    call.traces = traces  # type: ignore[attr-defined]
    return call


# --- 9. What all that is good for -------------------------------------------------------


def main() -> None:
    """One formula, one set of records, and every interpreter gives the same."""

    def formula(x: Any) -> Any:
        return total(exp(-x * x) + 1.0)

    x = EagerTensor([0.5, 1.0])
    print("eager   ", formula(x))

    with Tape() as outer:
        outer.watch(x)
        with Tape() as inner:
            inner.watch(x)
            y = formula(x)
        (first,) = inner.gradient(y, [x])
        slope = total(first)
    (second,) = outer.gradient(slope, [x])
    print("gradient", first, "and its own", second)
    expected = -2 * x.value * np.exp(-(x.value**2))
    np.testing.assert_allclose(first.value, expected, rtol=1e-6)
    curvature = (4 * x.value**2 - 2) * np.exp(-(x.value**2))
    np.testing.assert_allclose(second.value, curvature, rtol=1e-5)

    graph = Graph()
    with graph.as_default():
        p = graph.placeholder((2,))
        z = formula(p)
        (dz,) = backward(
            [Step(n.op, n.inputs, n.output) for n in graph.nodes if n.op], z, [p]
        )
    found = Session().run(dz, {p: x.value})
    print("session ", found)
    np.testing.assert_allclose(found, first.value, rtol=1e-6)

    traced = function(formula)
    print("function", traced(x), "after", len(traced.traces), "trace")
    np.testing.assert_allclose(traced(x).value, y.value)


if __name__ == "__main__":
    main()
