"""Ops that run a function: elsewhere, in a loop, for each row, or for a batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims

_TRACED = unsupported("the function runs as a plan of its own")


def _graph(function: Any) -> Any:
    """The traced graph of a function."""
    return getattr(function, "graph", function)


def _run(function: Any, values: list[Any]) -> list[Any]:
    graph = _graph(function)
    captured = [external for external, _ in graph.captures]
    if len(values) + len(captured) == len(graph.all_inputs):
        values = [*values, *captured]
    if len(values) != len(graph.all_inputs):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"The function {graph.name} takes {len(graph.all_inputs)} arguments, got "
            f"{len(values)}.",
        )
    return graph.execute(values)  # type: ignore[no-any-return]


def _op(name: str, signature: str, kernel: Any, shape: Any, stateful: bool) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_TRACED,
        on_tensors=True,
        stateful=stateful,
    )


def _results(c: ShapeContext) -> list[Dims]:
    return [tensor._dims for tensor in _graph(c.attrs["f"]).outputs]


remote_call_op = _op(
    "RemoteCall",
    "target: string, args: Tin -> output: Tout | Tin: list(type), Tout: list(type), "
    "f: func",
    lambda xp, target, args, f, **attrs: _run(f, args),
    _results,
    stateful=True,
)


def _for(
    xp: Any, start: Any, limit: Any, delta: Any, values: list[Any], body: Any
) -> list[Any]:
    first, last, step = (int(tensor._array()) for tensor in (start, limit, delta))
    if step == 0 or (last - first) * step < 0:
        raise errors.InvalidArgumentError(
            None, None, f"For: {first} never comes to {last} by steps of {step}."
        )
    for index in range(first, last, step):
        values = _run(body, [start._like(np.int32(index)), *values])
    return values


def _rounds(c: ShapeContext) -> list[Dims]:
    for index in range(3):
        c.check_rank(index, 0)
    return [None] * len(c.attrs["T"])


for_op = _op(
    "For",
    "start: int32, limit: int32, delta: int32, input: T -> output: T | T: list(type), "
    "body: func",
    _for,
    _rounds,
    stateful=True,
)


def _map(
    xp: Any,
    arguments: list[Any],
    captured: list[Any],
    output_types: Any,
    output_shapes: Any,
    f: Any,
    **attrs: Any,
) -> list[Any]:
    counts = {tensor._dims[0] if tensor._dims else None for tensor in arguments}
    if len(counts) != 1 or None in counts:
        raise errors.InvalidArgumentError(
            None,
            None,
            "MapDefun: the arguments must have the same number of rows, got "
            f"{[tensor._dims for tensor in arguments]}.",
        )
    count = counts.pop()
    rounds = [
        _run(f, [*(part._like(part._array()[row]) for part in arguments), *captured])
        for row in range(count)  # type: ignore[arg-type]
    ]
    if not rounds:
        kind = type(arguments[0])
        sizes = [[size or 0 for size in dims or ()] for dims in output_shapes]
        return [
            kind._made(np.zeros((0, *dims), dtype.numpy_dtype), dtype)
            for dims, dtype in zip(sizes, output_types, strict=True)
        ]
    return [
        parts[0]._like(np.stack([part._array() for part in parts]))
        for parts in zip(*rounds, strict=True)
    ]


def _rows(c: ShapeContext) -> list[Dims]:
    first = c.shape(0) if c.inputs else None
    count = first[0] if first else None
    return [
        None if dims is None else (count, *dims) for dims in c.attrs["output_shapes"]
    ]


map_defun_op = _op(
    "MapDefun",
    "arguments: Targuments, captured_inputs: Tcaptured -> output: output_types | "
    "Targuments: list(type), Tcaptured: list(type) = [], output_types: list(type), "
    "output_shapes: list(shape), f: func, max_intra_op_parallelism: int = 1",
    _map,
    _rows,
    stateful=False,
)


def _padded(tensor: Any, more: int) -> Any:
    rows = tensor._array()
    return tensor._like(np.concatenate([rows, np.repeat(rows[:1], more, axis=0)]))


def _batch_function(
    xp: Any,
    in_tensors: list[Any],
    captured: list[Any],
    f: Any,
    max_batch_size: int,
    allowed_batch_sizes: tuple[int, ...],
    **attrs: Any,
) -> list[Any]:
    sizes = {tensor._dims[0] if tensor._dims else None for tensor in in_tensors}
    if len(sizes) != 1 or None in sizes:
        raise errors.InvalidArgumentError(
            None,
            None,
            "Batching input tensors supplied must have the same 0th dim size.",
        )
    count: int = sizes.pop()  # type: ignore[assignment]
    if count > max_batch_size and not attrs["enable_large_batch_splitting"]:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Task size {count} is larger than maximum size {max_batch_size}",
        )
    wanted = min((size for size in allowed_batch_sizes if size >= count), default=count)
    if wanted > count > 0:
        in_tensors = [_padded(tensor, wanted - count) for tensor in in_tensors]
    found = _run(f, [*in_tensors, *captured])
    return [tensor._like(tensor._array()[:count]) for tensor in found]


batch_function_op = _op(
    "BatchFunction",
    "in_tensors: Tin, captured_tensors: Tcaptured -> out_tensors: Tout | f: func, "
    "num_batch_threads: int, max_batch_size: int, batch_timeout_micros: int, "
    "max_enqueued_batches: int = 10, allowed_batch_sizes: list(int) = [], "
    "container: string = '', shared_name: string = '', batching_queue: string = '', "
    "low_priority_max_batch_size: int = 0, low_priority_batch_timeout_micros: int = 0, "
    "low_priority_allowed_batch_sizes: list(int) = [], "
    "low_priority_max_enqueued_batches: int = 0, "
    "mixed_priority_policy: {'low_priority_padding_with_max_batch_size', "
    "'low_priority_padding_with_next_allowed_batch_size', 'priority_isolation', "
    "'priority_merge'} = 'low_priority_padding_with_max_batch_size', "
    "batch_padding_policy: {'PAD_UP', 'BATCH_DOWN', 'MINIMIZE_TPU_COST_PER_REQUEST'} = "
    "'PAD_UP', Tin: list(type), Tcaptured: list(type), Tout: list(type), "
    "enable_large_batch_splitting: bool = False",
    _batch_function,
    lambda c: [None] * len(c.attrs["Tout"]),
    stateful=True,
)


def _no_symbols(xp: Any, inputs: list[Any], f: Any, **attrs: Any) -> Any:
    raise errors.NotFoundError(
        None,
        None,
        "SymbolicGradient: no gradient function is registered; use tf.gradients or "
        "tf.GradientTape.",
    )


symbolic_gradient_op = _op(
    "SymbolicGradient",
    "input: Tin -> output: Tout | Tin: list(type), Tout: list(type), f: func",
    _no_symbols,
    lambda c: [None] * len(c.attrs["Tout"]),
    stateful=False,
)
