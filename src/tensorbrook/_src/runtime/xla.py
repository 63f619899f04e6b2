"""The road through XLA: a traced graph as a JAX function under `jax.jit`.

The same graph that the executor runs is walked node by node with the lowerings of the
records. Variables become arguments and results; what depends on no argument is computed
with NumPy while the function is traced, so that shapes stay numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Unsupported, group
from tensorbrook._src.eager.tensor import EagerTensor, tensor_of
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.graph.inline import needed_operations
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor


class Cell:
    """Stands for a variable while a graph is lowered: reads and writes are remembered."""

    def __init__(self, value: Any, dtype: dtypes.DType, name: str) -> None:
        self.value = value
        self.dtype = dtype
        self.name = name
        self.written = False

    is_initialized = True

    def read(self) -> Lowered:
        """The current value."""
        return Lowered(self.value, self.dtype)

    def assign(self, tensor: Lowered) -> None:
        """Replaces the value."""
        self.value = tensor.value
        self.written = True


class Lowered:
    """A value in the making, in the form in which kernels on tensors expect it."""

    __slots__ = ("dtype", "value")

    def __init__(self, value: Any, dtype: dtypes.DType) -> None:
        self.value = value
        self.dtype = dtype

    def _array(self) -> Any:
        return self.value

    def _like(self, value: Any) -> Lowered:
        return Lowered(value.astype(self.dtype.numpy_dtype), self.dtype)


class XlaPlan:
    """A traced function compiled by XLA, with the interface of a `Plan`.

    Args:
        graph: The traced graph.
        fetches: The tensors whose values `run` returns.

    Raises:
        ImportError: JAX isn't installed.
    """

    def __init__(self, graph: FuncGraph, fetches: Sequence[SymbolicTensor]) -> None:
        self._jax = load_jax()
        self._graph = graph
        self._fetches = list(fetches)
        self._types = [tensor.dtype for tensor in fetches]
        inputs = graph.all_inputs
        self._cells = [i for i, t in enumerate(inputs) if t.dtype is dtypes.resource]
        self._written: list[int] = []
        self._compiled = self._jax.jit(self._function)

    def _function(self, values: list[Any]) -> tuple[list[Any], list[Any]]:
        arguments = list(values)
        inputs = self._graph.all_inputs
        for index in self._cells:
            described: Any = inputs[index].handle_data
            arguments[index] = Cell(values[index], described.dtype, described.name)
        outputs = walk(self._graph, self._fetches, self._jax.numpy, arguments)
        self._written = [index for index in self._cells if arguments[index].written]
        return outputs, [arguments[index].value for index in self._written]

    @property
    def quickest(self) -> Callable[[Sequence[EagerTensor]], list[EagerTensor]]:
        """The same as `run`, as for other plans."""
        return self.run

    def run(self, values: Sequence[EagerTensor]) -> list[EagerTensor]:
        """The values of the fetches; variables that the graph changes are changed.

        Raises:
            NotImplementedError: An op of the graph has no lowering.
        """
        outputs, written = self._compiled(_arrays(values))
        for index, value in zip(self._written, written, strict=True):
            resource = values[index]._array()
            resource.assign(tensor_of(np.asarray(value), resource.dtype, copy=True))
        return [
            tensor_of(np.asarray(value, dtype.numpy_dtype), dtype, copy=True)
            for value, dtype in zip(outputs, self._types, strict=True)
        ]

    def text(self, values: Sequence[EagerTensor], stage: str) -> str:
        """What XLA makes of the graph, as text.

        Args:
            values: The inputs of a run.
            stage: "hlo", "stablehlo" or "optimized_hlo".

        Raises:
            ValueError: There is no such stage.
        """
        lowered = self._compiled.lower(_arrays(values))
        if stage in ("hlo", "stablehlo"):
            return str(lowered.as_text(dialect=stage))
        if stage == "optimized_hlo":
            return str(lowered.compile().as_text())
        raise ValueError(
            "experimental_get_compiler_ir: the stage must be 'hlo', 'stablehlo' or "
            f"'optimized_hlo'. Received: {stage!r}."
        )


def _arrays(values: Sequence[EagerTensor]) -> list[Any]:
    """The arrays of tensors; a variable's is that of its value."""
    return [
        value._array().read()._array()
        if value.dtype is dtypes.resource
        else value._array()
        for value in values
    ]


def load_jax() -> Any:
    """JAX, with 64-bit types switched on.

    Raises:
        ImportError: It isn't installed.
    """
    try:
        import jax
    except ImportError:
        raise ImportError(
            "tf.function(jit_compile=True) compiles through XLA, which comes with JAX: "
            "pip install tensorbrook[xla]"
        ) from None
    jax.config.update("jax_enable_x64", True)
    return jax


def walk(
    graph: FuncGraph, fetches: Sequence[SymbolicTensor], jnp: Any, values: Sequence[Any]
) -> list[Any]:
    """Carries the nodes out on arrays; those without a traced input in NumPy.

    Raises:
        NotImplementedError: An op has no lowering.
    """
    known: dict[int, Any] = {}
    for placeholder, value in zip(graph.all_inputs, values, strict=True):
        known[id(placeholder)] = value
    effects = [op for op in graph.get_operations() if op.record.stateful]
    for node in needed_operations(graph.all_inputs, fetches, effects):
        inputs = [known[id(tensor)] for tensor in node.inputs]
        for tensor, value in zip(node.outputs, lower(node, jnp, inputs), strict=True):
            known[id(tensor)] = value
    return [known[id(tensor)] for tensor in fetches]


def lower(node: Operation, jnp: Any, inputs: list[Any]) -> list[Any]:
    """The outputs of one node."""
    record = node.record
    if isinstance(record.xla, Unsupported) or record.kernel_state is not None:
        reason = getattr(record.xla, "reason", "its state lives in the kernel")
        filename, line, _ = node.where
        raise NotImplementedError(
            f"XLA: the operation {node.type} ({node.name}, made at {filename}:{line}) can't "
            f"be compiled: {reason}."
        )
    traced = any(not isinstance(value, np.ndarray | np.generic) for value in inputs)
    kernel, xp = (record.xla, jnp) if traced else (record.reference, np)
    if record.on_tensors and any(isinstance(value, Cell) for value in inputs):
        inputs = [_wrapped(v, t) for v, t in zip(inputs, node.inputs, strict=True)]
    elif record.on_tensors and not traced:
        kernel, xp = record.xla, jnp
    options = {name: node.attrs[name] for name in record.signature.explicit}
    arguments = group(record.signature.inputs, inputs, node.attrs)
    with np.errstate(all="ignore"):
        result = kernel(xp, *arguments, **options)
    return _flat(node, result)


class _Handle:
    """The form in which kernels on tensors find a resource."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def _array(self) -> Cell:
        return self._cell


def _wrapped(value: Any, tensor: SymbolicTensor) -> Any:
    return _Handle(value) if isinstance(value, Cell) else Lowered(value, tensor.dtype)


def _flat(node: Operation, result: Any) -> list[Any]:
    kinds = node.record.signature.outputs
    if not kinds:
        return []
    if len(kinds) == 1 and not kinds[0].is_list:
        flat = [result]
    elif len(kinds) == 1:
        flat = list(result)
    else:
        flat = []
        for arg, part in zip(kinds, result, strict=True):
            flat.extend(part if arg.is_list else [part])
    return [
        _promised(value, tensor.dtype)
        for value, tensor in zip(flat, node.outputs, strict=True)
    ]


def _promised(value: Any, dtype: dtypes.DType) -> Any:
    if isinstance(value, Lowered | EagerTensor):
        value = value._array()
    if not hasattr(value, "dtype"):
        return np.asarray(value, dtype.numpy_dtype)
    return (
        value if value.dtype == dtype.numpy_dtype else value.astype(dtype.numpy_dtype)
    )


def _lower_graph(graph: FuncGraph, jnp: Any, values: Sequence[Any]) -> list[Any]:
    if any(isinstance(value, Cell) for value in values):
        raise NotImplementedError(
            f"XLA: variables inside branches and loops ({graph.name}) can't be compiled yet; "
            "read them before the branch and assign them after it."
        )
    return walk(graph, graph.outputs, jnp, values)


FuncGraph.lowering = staticmethod(_lower_graph)
