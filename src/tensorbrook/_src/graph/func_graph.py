"""The graph of a traced function: it has inputs, outputs, and captures."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.constant_value import constant_tensor
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.tensor import SymbolicTensor, out_of_scope
from tensorbrook._src.ops.constant import identity_op, placeholder_op

_SMALL = 128  # integer tensors up to this size are copied in, so that shapes are known


class FuncGraph(Graph):
    """A graph with inputs and outputs that is traced from a Python function.

    Attributes:
        name: The name of the function.
        inputs: Placeholders: the arguments, then the captures.
        outputs: The tensors that the function returns, flat.
        structured_outputs: The outputs in the structure in which they were returned.
        outer: The interpreter that was current when tracing began.
        variables: Variables that the body used, in the order of their first use.
        keeps_variables: Whether `tf.compat.v1.get_variable` in the body makes and finds
            the variables of this graph, not those of the graph around it.
        called_elsewhere: Whether it may be called from other graphs than the one in
            which it was traced. What it captures is then concrete where that is possible.
    """

    building_function = True
    keeps_variables = False
    called_elsewhere = False

    #: Makes a plan of a traced graph; set by the runtime room.
    compile: Callable[..., Any] = staticmethod(lambda graph: None)

    #: Carries the graph out on arrays of `jax.numpy`; set by the runtime room.
    lowering: Callable[..., Any] = staticmethod(lambda graph, jnp, values: None)

    def __init__(self, name: str, outer: Any = None) -> None:
        super().__init__()
        self.name = name
        self.outer = current.interpreter if outer is None else outer
        self.inputs: list[SymbolicTensor] = []
        self.outputs: list[SymbolicTensor] = []
        self.structured_outputs: Any = None
        self.structured_input_signature: Any = None
        self.variables: list[Any] = []
        self.created_variables: list[Any] = []
        self._captures: dict[int, tuple[Any, SymbolicTensor]] = {}
        self._keep_alive: list[Any] = []  # so that the ids above stay theirs
        self.seed = getattr(self.outer, "seed", None)
        self.kernel_states: dict[Any, Any] = {}
        self.examples: Sequence[Any] = ()  # arguments of the call that is being traced
        self._plan: Any = None
        self._takes: list[DType] = []

    @property
    def outer_graph(self) -> Any:
        """The graph around this one, or None where it was traced eagerly."""
        return self.outer if isinstance(self.outer, Graph) else None

    def placeholder(self, dtype: DType, dims: Dims, name: str | None = None) -> Any:
        """A new input."""
        with self.as_default(), self.outside_control(), stop_tapes():
            return self.run(
                placeholder_op,
                (),
                {"dtype": dtype, "shape": dims},
                name or "Placeholder",
            )

    def add_input(self, dtype: DType, dims: Dims, name: str | None = None) -> Any:
        """A new placeholder that is an argument."""
        tensor = self.placeholder(dtype, dims, name)
        self.inputs.append(tensor)
        return tensor

    def concrete(self, tensor: EagerTensor) -> Any:
        """What stands for an eager tensor: a small integer constant, else a capture."""
        if tensor.dtype.is_integer and tensor._array().size <= _SMALL:
            return self.constant(tensor)
        return self.capture(tensor)

    def foreign(self, tensor: SymbolicTensor) -> Any:
        """What stands for a tensor of a graph around this one: a capture.

        Integers that are known already (shapes, axes) are copied in.
        """
        if tensor.dtype.is_integer and self._is_around(tensor.op.graph):
            known = constant_tensor(tensor)
            if known is not None and known._array().size <= _SMALL:
                return self.constant(known)
        return self.capture(tensor)

    def capture(self, tensor: Any, name: str | None = None) -> Any:
        """The placeholder through which the value of an outer tensor comes in."""
        if isinstance(tensor, SymbolicTensor) and tensor.op.graph is self:
            return tensor
        known = self._captures.get(id(tensor))
        inner = self._new_capture(tensor) if known is None else known[1]
        for tape in current.tapes:
            tape.record(identity_op, (tensor,), {"T": tensor.dtype}, (inner,))
        return inner

    def _new_capture(self, tensor: Any) -> Any:
        external = tensor
        if isinstance(tensor, SymbolicTensor) and not self._is_around(tensor.op.graph):
            raise out_of_scope(tensor)
        concrete = self.called_elsewhere and isinstance(tensor, EagerTensor)
        if isinstance(self.outer, FuncGraph) and not concrete:
            external = self.outer.capture(tensor)
        known = self._captures.get(id(external))
        if known is None:
            inner = self.placeholder(external.dtype, external._dims, "capture")
            copy_handle_data(external, inner)
            self._captures[id(external)] = (external, inner)
        else:
            inner = known[1]
        self._captures[id(tensor)] = (external, inner)
        self._keep_alive.append(tensor)
        return inner

    def _is_around(self, graph: Graph) -> bool:
        outer = self.outer
        while isinstance(outer, FuncGraph):
            if outer is graph:
                return True
            outer = outer.outer
        return outer is graph

    def copied_to(self, outer: Graph, inputs: Sequence[Any]) -> FuncGraph:
        """The same body for a node of another graph.

        Args:
            outer: That graph.
            inputs: The inputs of the node; the last ones are what the body captures.
        """
        made = FuncGraph(self.name, outer)
        made.keeps_variables, made.variables = self.keeps_variables, self.variables
        known: dict[int, Any] = {}
        captured = self.captures
        with made.as_default(), stop_tapes():
            for tensor in self.inputs:
                inner = made.add_input(tensor.dtype, tensor._dims)
                inner.__dict__.update(_handle_data_of(tensor))
                known[id(tensor)] = inner
            given = inputs[len(inputs) - len(captured) :]
            for (_, old), external in zip(captured, given, strict=True):
                inner = made.placeholder(old.dtype, old._dims, "capture")
                inner.__dict__.update(_handle_data_of(old))
                made._captures[id(external)] = (external, inner)
                known[id(old)] = inner
            for node in self._operations:
                if node.outputs and id(node.outputs[0]) in known:
                    continue
                values = [known[id(tensor)] for tensor in node.inputs]
                copies = made.replay(node, values, None)
                known.update(zip(map(id, node.outputs), copies, strict=True))
        made.outputs = [known[id(tensor)] for tensor in self.outputs]
        return made

    def execute(self, values: Sequence[Any]) -> list[Any]:
        """Runs the traced graph: arguments, then captures, to the outputs."""
        if self._plan is None:
            self._plan = FuncGraph.compile(self)
            self._takes = [tensor.dtype for tensor in self.all_inputs]
        given = [value.dtype for value in values]
        if given != self._takes:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"The function {self.name} takes {_names(self._takes)}, but is given "
                f"{_names(given)}.",
            )
        return self._plan.run(values)  # type: ignore[no-any-return]

    def fresh_plan(self) -> Any:
        """A plan whose random ops begin anew, whatever other plans of the graph did."""
        return FuncGraph.compile(self, None, {})

    def lower(self, jnp: Any, values: Sequence[Any]) -> list[Any]:
        """The outputs as arrays of `jax.numpy`, for the lowering to XLA."""
        return FuncGraph.lowering(self, jnp, values)  # type: ignore[no-any-return]

    def lift(self, tensor: Any) -> Any:
        """The value of a tensor of this graph, for the first value of a variable.

        Raises:
            ValueError: It depends on an argument whose value isn't known.
        """
        values = [external for external, _ in self.captures]
        graph = FuncGraph("lifted", self.outer)
        graph.outputs = [tensor]
        graph._captures = dict(self._captures)
        if len(self.examples) == len(self.inputs):
            graph.inputs = list(self.inputs)
            values = [*self.examples, *values]
        try:
            return FuncGraph.compile(graph, [tensor]).run(values)[0]
        except errors.OpError as problem:
            raise ValueError(
                "A variable that is created inside a tf.function needs an initial value "
                "that doesn't depend on the function's arguments; pass a function that "
                f"makes the value instead. ({problem.message})"
            ) from None

    @property
    def captures(self) -> list[tuple[Any, SymbolicTensor]]:
        """Outer tensors and the placeholders that stand for them, each once."""
        seen: dict[int, tuple[Any, SymbolicTensor]] = {}
        for external, inner in self._captures.values():
            seen.setdefault(id(inner), (external, inner))
        return list(seen.values())

    @property
    def external_captures(self) -> list[Any]:
        """The outer tensors, in the order of their placeholders."""
        return [external for external, _ in self.captures]

    @property
    def internal_captures(self) -> list[SymbolicTensor]:
        """The placeholders of the captures."""
        return [inner for _, inner in self.captures]

    @property
    def all_inputs(self) -> list[SymbolicTensor]:
        """Arguments, then captures: what a plan of this graph is fed."""
        return self.inputs + self.internal_captures

    def __repr__(self) -> str:
        return f"FuncGraph(name={self.name}, id={id(self)})"


def _names(types: Sequence[DType]) -> str:
    return f"({', '.join(dtype.name for dtype in types)})"


def _handle_data_of(tensor: SymbolicTensor) -> dict[str, Any]:
    kept = tensor.__dict__
    return {"handle_data": kept["handle_data"]} if "handle_data" in kept else {}


def copy_handle_data(external: Any, inner: SymbolicTensor) -> None:
    """Lets a stand-in for a resource know what it stands for."""
    if external.dtype is dtypes.resource or external.dtype is dtypes.variant:
        described = getattr(external, "handle_data", None)
        if described is None and isinstance(external, EagerTensor):
            described = external._array()
        inner.__dict__["handle_data"] = described


@contextlib.contextmanager
def stop_tapes() -> Iterator[None]:
    """Hides what happens in the body from the tapes of this thread."""
    tapes, current.tapes = current.tapes, []
    try:
        yield
    finally:
        current.tapes = tapes


@contextlib.contextmanager
def init_scope() -> Iterator[None]:
    """Leaves all traced functions: the body runs eagerly, or in the session's graph.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.function
        ... def f():
        ...     with tf.init_scope():
        ...         return tf.executing_eagerly()
        >>> f.get_concrete_function().graph is not None
        True
    """
    outer = current.interpreter
    while isinstance(outer, FuncGraph):
        outer = outer.outer
    with stop_tapes():
        if isinstance(outer, Graph):
            with outer.as_default(), outer.outside_control():
                yield
            return
        previous, current.interpreter = current.interpreter, outer
        try:
            yield
        finally:
            current.interpreter = previous
