"""`tf.cond`, `tf.case`, `tf.switch_case`, and the records behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.autodiff.graph_gradients import gradient_graph
from tensorbrook._src.control_flow.branches import (
    add_node,
    align_captures,
    extend_outputs,
    is_stateful,
    match_indices,
    trace_branch,
)
from tensorbrook._src.core import dtypes, errors, nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, relax_dims
from tensorbrook._src.graph.constant_value import constant_value
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.inline import inline
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.tensor_list import empty_op


def _output_dims(c: ShapeContext) -> list[Dims]:
    graphs = branch_graphs(c.attrs)
    if not graphs:
        raise c.fail(f"{c.op.name}: there must be at least one branch.")
    found = [tensor._dims for tensor in graphs[0].outputs]
    for graph in graphs[1:]:
        others = [tensor._dims for tensor in graph.outputs]
        found = [relax_dims(a, b) for a, b in zip(found, others, strict=True)]
    return found


def branch_graphs(attrs: dict[str, Any]) -> list[FuncGraph]:
    """The branches of an If (true first) or a Case."""
    if "branches" in attrs:
        return list(attrs["branches"])
    return [attrs["then_branch"], attrs["else_branch"]]


def _truth(value: Any) -> bool:
    array = value._array()
    if array.ndim:  # as TensorFlow has it, of strings too
        return bool(array.size)
    return bool(len(array.item())) if array.dtype == object else bool(array)


def _run_if(
    xp: Any,
    cond: Any,
    input: list[Any],
    then_branch: Any,
    else_branch: Any,
    **attrs: Any,
) -> Any:
    return (then_branch if _truth(cond) else else_branch).execute(input)


def _run_case(
    xp: Any, branch_index: Any, input: list[Any], branches: Sequence[Any], **attrs: Any
) -> Any:
    index = int(branch_index._array())
    if not 0 <= index < len(branches):
        index = len(branches) - 1
    return branches[index].execute(input)


def _lower_if(
    jnp: Any,
    cond: Any,
    input: list[Any],
    then_branch: Any,
    else_branch: Any,
    **attrs: Any,
) -> Any:
    from jax import lax

    return lax.cond(
        jnp.reshape(cond, ()).astype(bool),
        lambda values: then_branch.lower(jnp, values),
        lambda values: else_branch.lower(jnp, values),
        input,
    )


def _lower_case(
    jnp: Any, branch_index: Any, input: list[Any], branches: Any, **attrs: Any
) -> Any:
    from jax import lax

    last = len(branches) - 1
    index = jnp.where((branch_index < 0) | (branch_index > last), last, branch_index)
    functions = [lambda values, b=branch: b.lower(jnp, values) for branch in branches]
    return lax.switch(index, functions, input)


def _conditional(name: str, signature: str, run: Any, stateful: bool) -> Op:
    return Op(
        name,
        f"{signature}, input: Tin -> output: Tout | Tin: list(type), Tout: list(type), "
        "output_shapes: list(shape) = []"
        + (
            ", branches: list(func)"
            if "Case" in name
            else ", then_branch: func, else_branch: func"
        ),
        shape=_output_dims,
        reference=run,
        gradient=_gradient,
        xla=_lower_case if "Case" in name else _lower_if,
        stateful=stateful,
        on_tensors=True,
        missing_gradients=True,
        unroll=_unroll,
        inner_graphs=lambda attrs: ("branches", branch_graphs(attrs)),
    )


def _unroll(inputs: list[Any], attrs: dict[str, Any]) -> list[Any]:
    graphs = branch_graphs(attrs)
    if "branches" in attrs:
        index = int(inputs[0]._array())
        chosen = graphs[index if 0 <= index < len(graphs) else -1]
    else:
        chosen = graphs[0 if _truth(inputs[0]) else 1]
    return inline(chosen, inputs[1:])


def _gradient(op: Any, *dys: Any) -> list[Any]:
    """Runs the backward function of the branch that was taken.

    What the backward functions need of the forward branches becomes further outputs of
    the node, so that nothing is computed twice, random numbers least of all.
    """
    node: Operation = op.outputs[0].op
    branches = branch_graphs(node.attrs)
    count = len(dys)
    backs = [_backward_of(graph, count) for graph in branches]
    externals = align_captures(branches)
    graph = node.graph
    node.inputs = (
        node.inputs[0],
        *(graph.convert(t, None, None, None) for t in externals),
    )
    kept = _expose(node, branches, [needed for _, needed, _ in backs])
    wanted = sorted({index for _, _, indices in backs for index in indices})

    def branch(position: int) -> Callable[[], list[Any]]:
        back, needed, indices = backs[position]
        available = dict(
            zip(map(id, branches[position].all_inputs), node.inputs[1:], strict=True)
        )
        available.update(kept[position])

        def body() -> list[Any]:
            seeds = [
                _seed(dys[i], node.outputs[i])
                for i in back_outputs(branches[position], count)
            ]
            found = inline(back, [*seeds, *(available[id(t)] for t in needed)])
            by_index = dict(zip(indices, found, strict=True))
            return [
                by_index[i] if i in by_index else zeros_for(node.inputs[1 + i])
                for i in wanted
            ]

        return body

    bodies = [branch(position) for position in range(len(branches))]
    result: list[Any] = [None] * (
        len(op.inputs) if len(op.inputs) > len(node.inputs) else len(node.inputs)
    )
    if wanted:
        found = choose(node.record, node.inputs[0], bodies, f"{node.name}_grad")
        for index, value in zip(wanted, found, strict=True):
            result[1 + index] = value
    return result[: len(op.inputs)]


def back_outputs(graph: FuncGraph, count: int) -> list[int]:
    """Indices of the outputs that seeds of the backward function belong to."""
    return [i for i, t in enumerate(graph.outputs[:count]) if _flows(t.dtype)]


def _flows(dtype: Any) -> bool:
    return bool(dtype.is_floating or dtype.is_complex or dtype is dtypes.variant)


def _backward_of(graph: FuncGraph, count: int) -> Any:
    outputs, graph.outputs = graph.outputs, graph.outputs[:count]
    try:
        with stop_tapes():
            return gradient_graph(graph, f"{graph.name}_backward")
    finally:
        graph.outputs = outputs


def _seed(gradient: Any, output: Any) -> Any:
    return (
        array_creation.zeros_like(output)
        if gradient is None
        else convert_to_tensor(gradient)
    )


def zeros_for(tensor: Any) -> Any:
    """A zero gradient for an input, which may be the handle of a variable."""
    if tensor.dtype is dtypes.resource:
        described = tensor.handle_data
        return array_creation.zeros(described.dims, described.dtype)
    return array_creation.zeros_like(tensor)


def _expose(
    node: Operation, branches: list[FuncGraph], needed: list[list[Any]]
) -> list[dict[int, Any]]:
    """Makes inner values of the branches outputs of the node; maps each to its output."""
    kept: list[dict[int, Any]] = [{} for _ in branches]
    for position, graph in enumerate(branches):
        inputs = {id(t) for t in graph.all_inputs}
        fresh = [t for t in needed[position] if id(t) not in inputs]
        if not fresh:
            continue
        for other_position, other in enumerate(branches):
            if other_position == position:
                other.outputs = [*other.outputs, *fresh]
            else:
                other.outputs = [*other.outputs, *_dummies(other, fresh)]
            other._plan = None
        outputs = extend_outputs(node, fresh, "Tout")
        kept[position] = dict(zip(map(id, fresh), outputs, strict=True))
    return kept


def _dummies(graph: FuncGraph, like: Sequence[SymbolicTensor]) -> list[Any]:
    """What a branch that was not taken gives for the inner values of another one."""
    with graph.as_default(), stop_tapes():
        made = []
        for tensor in like:
            if tensor.dtype is dtypes.variant:
                made.append(empty_op([], -1, element_dtype=dtypes.float32))
            else:
                zero = np.zeros((), tensor.dtype.numpy_dtype)
                value = b"" if tensor.dtype is dtypes.string else zero
                made.append(convert_to_tensor(value, dtype=tensor.dtype))
        return made


if_op = _conditional("If", "cond: Tcond", _run_if, True)
stateless_if_op = _conditional("StatelessIf", "cond: Tcond", _run_if, False)
case_op = _conditional("Case", "branch_index: int32", _run_case, True)
stateless_case_op = _conditional(
    "StatelessCase", "branch_index: int32", _run_case, False
)


def choose(
    record: Op, index: Any, functions: Sequence[Callable[[], Any]], name: str
) -> list[Any]:
    """Flat outputs of a node that runs one of `functions`."""
    graphs = [trace_branch(f"{name}_branch{i}", f) for i, f in enumerate(functions)]
    return add_choice("Case" in record.name, index, graphs, name).outputs


def add_choice(
    is_case: bool, index: Any, graphs: list[FuncGraph], name: str
) -> Operation:
    """Adds the node that runs one of the traced `graphs`."""
    captures = align_captures(graphs)
    attrs: dict[str, Any] = {
        "Tin": tuple(t.dtype for t in captures),
        "Tout": tuple(t.dtype for t in graphs[0].outputs),
        "output_shapes": (),
    }
    stateful = is_stateful(graphs)
    if is_case:
        record = case_op if stateful else stateless_case_op
        attrs["branches"] = tuple(graphs)
    else:
        record = if_op if stateful else stateless_if_op
        attrs |= {
            "then_branch": graphs[0],
            "else_branch": graphs[1],
            "Tcond": index.dtype,
        }
    return add_node(record, [index, *captures], attrs, name)


def cond(
    pred: Any,
    true_fn: Callable[[], Any] | None = None,
    false_fn: Callable[[], Any] | None = None,
    name: str | None = None,
) -> Any:
    """Returns `true_fn()` where `pred` is true, else `false_fn()`.

    Args:
        pred: A scalar boolean tensor.
        true_fn: Function without arguments.
        false_fn: Function without arguments; returns the same structure.
        name: Name of the node in a graph.

    Returns:
        What the chosen function returned.

    Raises:
        TypeError: A branch is no function, or the branches return different structures.
        ValueError: `pred` isn't a scalar.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.constant(3.0)
        >>> tf.cond(x > 2.0, lambda: x * 10.0, lambda: x).numpy()
        np.float32(30.0)
    """
    for label, function in (("true_fn", true_fn), ("false_fn", false_fn)):
        if not callable(function):
            raise TypeError(f"tf.cond: '{label}' must be a callable, got {function!r}.")
    assert true_fn is not None and false_fn is not None  # noqa: S101 - for the type checker
    if current.interpreter.executing_eagerly:
        return true_fn() if pred else false_fn()
    pred = convert_to_tensor(pred, name="pred")
    if pred.dtype is dtypes.string or (pred._dims not in ((), None)):
        raise ValueError(f"tf.cond: pred must be a scalar boolean, got {pred!r}.")
    known = constant_value(pred)
    if known is not None and current.interpreter.building_function is False:
        return true_fn() if known else false_fn()
    label = name or "cond"
    graphs = [
        trace_branch(f"{label}_true", true_fn),
        trace_branch(f"{label}_false", false_fn),
    ]
    _check_branches(graphs, "tf.cond", ("true_fn", "false_fn"))
    return packed(add_choice(False, pred, graphs, label), graphs)


def packed(node: Operation, graphs: Sequence[FuncGraph]) -> Any:
    """The outputs of a node in the structure in which its first branch returned them."""
    structure = graphs[0].structured_outputs
    leaves = nest.flatten(structure, expand_composites=True)
    values = iter(node.outputs)
    flat = [None if leaf is None else next(values) for leaf in leaves]
    if not flat and structure is None:
        return node
    return nest.pack_sequence_as(structure, flat, expand_composites=True)


def _check_branches(graphs: list[FuncGraph], what: str, names: Sequence[str]) -> None:
    first = graphs[0]
    match_indices(graphs)
    for name, graph in zip(names[1:], graphs[1:], strict=True):
        try:
            nest.assert_same_structure(
                first.structured_outputs,
                graph.structured_outputs,
                expand_composites=True,
            )
        except (TypeError, ValueError) as problem:
            raise TypeError(
                f"{what}: {names[0]} and {name} arguments to {what} must have the same "
                f"number, type, and overall structure of return values. ({problem})"
            ) from None
        for a, b in zip(first.outputs, graph.outputs, strict=True):
            if a.dtype is not b.dtype:
                raise TypeError(
                    f"{what}: {names[0]} and {name} must return tensors of the same dtypes, "
                    f"got {a.dtype.name} and {b.dtype.name}."
                )


def switch_case(
    branch_index: Any,
    branch_fns: Any,
    default: Callable[[], Any] | None = None,
    name: str = "switch_case",
) -> Any:
    """Calls one of several functions, chosen by an integer.

    Args:
        branch_index: A scalar int32 tensor.
        branch_fns: Functions, pairs of index and function, or a dict of them.
        default: What to call for an index out of range; by default the last function.
        name: Name of the node in a graph.

    Returns:
        What the chosen function returned.

    Raises:
        TypeError: A branch is no function.
        ValueError: The indices have gaps.

    Example:
        >>> import tensorbrook as tf
        >>> int(tf.switch_case(tf.constant(1), [lambda: 10, lambda: 20]))
        20
    """
    functions = _indexed(branch_fns)
    if default is not None:
        functions.append(default)
    for function in functions:
        if not callable(function):
            raise TypeError(
                f"tf.switch_case: a branch must be callable, got {function!r}."
            )
    if not hasattr(type(branch_index), "__tf_tensor__"):
        raise TypeError(
            f"tf.switch_case: branch_index must be a tensor, got {branch_index!r}."
        )
    if current.interpreter.executing_eagerly:
        index = int(convert_to_tensor(branch_index))  # type: ignore[call-overload]
        return convert_branch(functions[index if 0 <= index < len(functions) else -1]())
    index = convert_to_tensor(branch_index, dtype=dtypes.int32)
    graphs = [trace_branch(f"{name}_branch{i}", f) for i, f in enumerate(functions)]
    _check_branches(
        graphs, "tf.switch_case", [f"branch {i}" for i in range(len(graphs))]
    )
    return packed(add_choice(True, index, graphs, name), graphs)


def convert_branch(returned: Any) -> Any:
    """What an eager branch returned, as tensors."""
    return nest.map_structure(
        lambda leaf: None if leaf is None else convert_to_tensor(leaf), returned
    )


def _indexed(branch_fns: Any) -> list[Any]:
    if isinstance(branch_fns, dict):
        branch_fns = list(branch_fns.items())
    if not isinstance(branch_fns, list | tuple):
        raise TypeError(
            f"tf.switch_case: branch_fns must be a list or dict, got {branch_fns!r}."
        )
    if not branch_fns:
        raise ValueError("tf.switch_case: branch_fns must be a non-empty list.")
    if all(callable(item) for item in branch_fns):
        return list(branch_fns)
    pairs = sorted(branch_fns, key=lambda pair: pair[0])
    if [index for index, _ in pairs] != list(range(len(pairs))):
        raise ValueError(
            "tf.switch_case: branch indices must form contiguous range of 0 to "
            f"{len(pairs) - 1}, got {[index for index, _ in pairs]}."
        )
    return [function for _, function in pairs]


def case(
    pred_fn_pairs: Any,
    default: Callable[[], Any] | None = None,
    exclusive: bool = False,
    strict: bool = False,
    name: str = "case",
) -> Any:
    """Calls the function of the first predicate that is true.

    Args:
        pred_fn_pairs: Pairs of a scalar boolean tensor and a function, or a dict.
        default: What to call where none is true.
        exclusive: Whether at most one predicate may be true.
        strict: Accepted for compatibility.
        name: Name of the node in a graph.

    Returns:
        What the chosen function returned.

    Raises:
        errors.InvalidArgumentError: None, or in exclusive mode several, are true.
        TypeError: Something is no pair of predicate and function.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.constant(2)
        >>> int(tf.case([(x < 1, lambda: 0), (x < 5, lambda: 1)], default=lambda: 2))
        1
    """
    pairs = (
        list(pred_fn_pairs.items())
        if isinstance(pred_fn_pairs, dict)
        else list(pred_fn_pairs)
    )
    for pair in pairs:
        if (
            not isinstance(pair, tuple | list)
            or len(pair) != 2
            or not callable(pair[1])
        ):
            raise TypeError(
                f"tf.case: each item must be a pair (predicate, function): {pair!r}."
            )
    pairs = [(p.deref() if hasattr(p, "deref") else p, f) for p, f in pairs]
    if not pairs:
        raise ValueError("tf.case: pred_fn_pairs must not be empty.")
    for pred, _ in pairs:
        if not hasattr(type(pred), "__tf_tensor__"):
            raise TypeError(f"tf.case: a predicate must be a tensor, got {pred!r}.")
    if current.interpreter.executing_eagerly:
        return _eager_case(pairs, default, exclusive)
    if default is None:
        *pairs, (_, default) = pairs
    if not pairs:
        return default()
    (pred, function), rest = pairs[0], pairs[1:]
    otherwise = default if not rest else lambda: case(rest, default, name=name)
    return cond(pred, function, otherwise, name=name)


def _eager_case(pairs: list[Any], default: Any, exclusive: bool) -> Any:
    true = [function for pred, function in pairs if bool(pred)]
    if exclusive and len(true) > 1:
        raise errors.InvalidArgumentError(
            None, None, f"tf.case: {len(true)} predicates are True, but exclusive=True."
        )
    if true:
        return true[0]()
    if default is None:
        raise errors.InvalidArgumentError(
            None,
            None,
            "tf.case: none of the predicates is True and there is no default.",
        )
    return default()
