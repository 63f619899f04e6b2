"""`tf.gradients`: symbolic derivatives in a graph."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from tensorbrook._src.autodiff.backward import backward, is_differentiable
from tensorbrook._src.autodiff.unconnected import UnconnectedGradients
from tensorbrook._src.core.current import current
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops.constant import convert_to_tensor


def gradients(
    ys: Any,
    xs: Any,
    grad_ys: Any = None,
    name: str = "gradients",
    gate_gradients: bool = False,
    aggregation_method: Any = None,
    stop_gradients: Any = None,
    unconnected_gradients: Any = UnconnectedGradients.NONE,
) -> list[Any]:
    """Symbolic derivatives of the sum of `ys` with respect to each of `xs`, in a graph.

    Args:
        ys: A tensor or a list of tensors.
        xs: A tensor or variable, or a list of them.
        grad_ys: Weights of the elements of `ys`; by default ones.
        name: Name scope of the new nodes.
        gate_gradients: Accepted for compatibility.
        aggregation_method: Accepted for compatibility.
        stop_gradients: Tensors that count as constants.
        unconnected_gradients: None or zeros where a source doesn't matter.

    Returns:
        A list with one tensor, IndexedSlices or None for each of `xs`.

    Raises:
        RuntimeError: Nothing is being built; use `tf.GradientTape` when executing eagerly.
        LookupError: An operation on the way has no gradient.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.function
        ... def slope(x):
        ...     return tf.gradients(x ** 2, x)
        >>> slope(tf.constant(3.0))[0].numpy()
        np.float32(6.0)
    """
    graph = current.interpreter
    if graph.executing_eagerly:
        raise RuntimeError(
            "tf.gradients is not supported when eager execution is enabled. Use "
            "tf.GradientTape instead."
        )
    unconnected = UnconnectedGradients(unconnected_gradients)
    targets = [_tensor(graph, item) for item in _as_list(ys)]
    items = _as_list(xs)
    sources = [_source(graph, item) for item in items]
    stop = [_source(graph, item) for item in _as_list(stop_gradients or [])]
    with graph.name_scope(name):
        pairs = [
            (target, seed)
            for target, seed in zip(targets, _seeds(targets, grad_ys), strict=True)
            if seed is not None
        ]
        steps = operations_between([target for target, _ in pairs], sources)
        found = backward(
            steps,
            [target for target, _ in pairs],
            sources,
            [seed for _, seed in pairs],
            stop,
            _scope_of,
        )
        if unconnected is UnconnectedGradients.ZERO:
            found = [
                array_creation.zeros_like(convert_to_tensor(item))
                if one is None
                else one
                for one, item in zip(found, items, strict=True)
            ]
    return found


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _tensor(graph: Any, item: Any) -> Any:
    tensor = convert_to_tensor(item)
    return graph.convert(tensor, None, None, None)


def _source(graph: Any, item: Any) -> Any:
    if hasattr(item, "handle"):
        return graph.convert(item.handle, None, None, None)
    return _tensor(graph, item)


def _seeds(targets: Sequence[Any], given: Any) -> list[Any]:
    weights = [None] * len(targets) if given is None else _as_list(given)
    if len(weights) != len(targets):
        raise ValueError(
            f"tf.gradients: got {len(weights)} grad_ys for {len(targets)} ys."
        )
    seeds: list[Any] = []
    for target, weight in zip(targets, weights, strict=True):
        if not is_differentiable(target.dtype):
            seeds.append(None)
        elif weight is None:
            seeds.append(array_creation.ones_like(target))
        else:
            seeds.append(convert_to_tensor(weight, dtype=target.dtype))
    return seeds


@contextlib.contextmanager
def _scope_of(node: Operation) -> Iterator[None]:
    with node.graph.name_scope(f"{node.name.rpartition('/')[2]}_grad"):
        yield


def operations_between(
    targets: Sequence[SymbolicTensor], sources: Sequence[SymbolicTensor]
) -> list[Operation]:
    """The nodes that `targets` depend on, in the order in which they were made."""
    del sources  # the walk itself leaves out what doesn't lead to a source
    found: dict[int, Operation] = {}
    pending = [target.op for target in targets]
    while pending:
        node = pending.pop()
        if id(node) not in found:
            found[id(node)] = node
            pending.extend(tensor.op for tensor in node.inputs)
    return sorted(found.values(), key=lambda node: node._index)


def gradient_graph(
    forward: FuncGraph, name: str
) -> tuple[FuncGraph, list[SymbolicTensor], list[int]]:
    """The backward function of a traced function.

    Args:
        forward: A traced graph whose outputs may be differentiated.
        name: Name of the backward function.

    Returns:
        The backward graph, whose arguments are the gradients of the differentiable
        outputs and whose captures are tensors of `forward`; those captured tensors; and
        the indices of the forward inputs that get a gradient (its outputs, in order).
    """
    outputs = [out for out in forward.outputs if is_differentiable(out.dtype)]
    graph = FuncGraph(name, outer=forward)
    with graph.as_default():
        seeds = [graph.add_input(out.dtype, out._dims, "grad") for out in outputs]
        steps = operations_between(outputs, forward.all_inputs)
        found = backward(steps, outputs, forward.all_inputs, seeds)
        dense = [None if g is None else convert_to_tensor(g) for g in found]
        graph.outputs = [
            graph.convert(g, None, None, None) for g in dense if g is not None
        ]
    wanted = [index for index, g in enumerate(dense) if g is not None]
    return graph, graph.external_captures, wanted
