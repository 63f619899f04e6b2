"""`tf.while_loop` and the record behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.control_flow.branches import (
    add_node,
    align_captures,
    is_stateful,
)
from tensorbrook._src.control_flow.loop_gradient import gradient
from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, as_dims, compatible
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.inline import inline
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.ops.constant import convert_to_tensor


def _run(xp: Any, input: list[Any], cond: Any, body: Any, **attrs: Any) -> list[Any]:
    values = list(input)
    while True:
        (going,) = cond.execute(values)
        if not going._array():
            return values
        values = body.execute(values)


def _unroll(inputs: list[Any], attrs: dict[str, Any]) -> list[Any]:
    values = list(inputs)
    while inline(attrs["cond"], values)[0]._array():
        values = inline(attrs["body"], values)
    return values


def _dims(c: ShapeContext) -> list[Dims]:
    body: FuncGraph = c.attrs["body"]
    return [tensor._dims for tensor in body.inputs]


def _lower(jnp: Any, input: list[Any], cond: Any, body: Any, **attrs: Any) -> Any:
    from jax import lax

    return lax.while_loop(
        lambda values: cond.lower(jnp, values)[0],
        lambda values: body.lower(jnp, values),
        [jnp.asarray(value) for value in input],
    )


def _loop(name: str, stateful: bool) -> Op:
    return Op(
        name,
        "input: T -> output: T | T: list(type), cond: func, body: func, "
        "output_shapes: list(shape) = [], parallel_iterations: int = 10",
        shape=_dims,
        reference=_run,
        gradient=gradient,
        xla=_lower,
        stateful=stateful,
        on_tensors=True,
        missing_gradients=True,
        unroll=_unroll,
        inner_graphs=lambda attrs: ("loop", [attrs["cond"], attrs["body"]]),
    )


while_op = _loop("While", True)
stateless_while_op = _loop("StatelessWhile", False)


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    shape_invariants: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    maximum_iterations: Any = None,
    name: str | None = None,
) -> Any:
    """Repeats `body` as long as `cond` is true.

    Args:
        cond: Function of the loop variables that returns a scalar boolean.
        body: Function of the loop variables that returns their new values.
        loop_vars: The first values: a tensor, or a structure of tensors.
        shape_invariants: Looser shapes for loop variables that grow, in their structure.
        parallel_iterations: Accepted for compatibility.
        back_prop: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        maximum_iterations: A limit of the number of repetitions.
        name: Name of the node in a graph.

    Returns:
        The last values of the loop variables, in their structure.

    Raises:
        TypeError: `cond` or `body` is no function, or the body changes a dtype.
        ValueError: There are no loop variables, or a shape changes.

    Example:
        >>> import tensorbrook as tf
        >>> i, total = tf.while_loop(
        ...     lambda i, total: i < 4,
        ...     lambda i, total: (i + 1, total + i),
        ...     (tf.constant(0), tf.constant(0)))
        >>> int(total)
        6
    """
    if not callable(cond):
        raise TypeError(f"tf.while_loop: 'cond' must be callable, got {cond!r}.")
    if not callable(body):
        raise TypeError(f"tf.while_loop: 'body' must be callable, got {body!r}.")
    if isinstance(loop_vars, list | tuple | dict) and not loop_vars:
        raise ValueError("tf.while_loop: 'loop_vars' must not be empty.")
    if current.interpreter.executing_eagerly:
        return _eager_loop(cond, body, loop_vars, maximum_iterations)
    return _Builder(
        cond, body, loop_vars, shape_invariants, maximum_iterations, name
    ).build()


def _unpacked(structure: Any) -> bool:
    """Whether the functions get the loop variables as several arguments."""
    return isinstance(structure, list | tuple) and not hasattr(structure, "_fields")


def _eager_loop(cond: Any, body: Any, loop_vars: Any, limit: Any) -> Any:
    single = not _unpacked(loop_vars)
    values = [loop_vars] if single else list(loop_vars)
    count = 0
    limit = None if limit is None else int(limit)
    while cond(*values) and (limit is None or count < limit):
        returned = body(*values)
        if single:
            values = [returned]
        else:
            values = (
                list(returned) if isinstance(returned, list | tuple) else [returned]
            )
            nest.assert_same_structure(list(loop_vars), values, expand_composites=False)
        count += 1
    values = nest.map_structure(
        lambda leaf: convert_to_tensor(leaf) if _is_plain(leaf) else leaf, values
    )
    if single:
        return values[0]
    return tuple(values) if isinstance(loop_vars, tuple) else values


def _is_plain(leaf: Any) -> bool:
    return not hasattr(leaf, "_type_spec") and type(leaf).__name__ != "TensorArray"


class _Builder:
    """Builds the graph form of a loop."""

    def __init__(
        self,
        cond: Any,
        body: Any,
        loop_vars: Any,
        invariants: Any,
        limit: Any,
        name: Any,
    ) -> None:
        self.cond, self.body = cond, body
        self.single = not _unpacked(loop_vars)
        self.structure = [loop_vars] if self.single else list(loop_vars)
        self.was_tuple = isinstance(loop_vars, tuple)
        self.name = name or "while"
        self.initial = [
            convert_to_tensor(leaf) for leaf in nest.flatten(self.structure, True)
        ]
        self.initial = [
            current.interpreter.convert(leaf, None, None, None) for leaf in self.initial
        ]
        self.dims = [tensor._dims for tensor in self.initial]
        self.fixed = [False] * len(self.dims)
        if invariants is not None:
            self._apply_invariants([invariants] if self.single else invariants)
        self.limit = limit
        if limit is not None:
            self.initial.append(convert_to_tensor(0))
            self.dims.append(())
            self.fixed.append(False)

    def _apply_invariants(self, invariants: Any) -> None:
        flat = nest.flatten_up_to(self.structure, list(invariants))
        for position, given in enumerate(flat):
            if given is None:
                continue
            dims = as_dims(getattr(given, "shape", given))
            if not compatible(dims, self.dims[position]):
                raise ValueError(
                    f"tf.while_loop: the shape invariant {dims} is not compatible with the "
                    f"initial shape {self.dims[position]} of loop variable {position}."
                )
            self.dims[position] = dims
            self.fixed[position] = True

    def build(self) -> Any:
        body = self._trace("body", self._call_body)
        self._check(body)
        cond = self._trace("cond", self._call_cond)
        captures = align_captures([cond, body])
        for traced in (cond, body):
            traced.inputs = traced.all_inputs
            traced._captures = {}
        body.outputs = body.outputs + body.inputs[len(self.initial) :]
        types = [*(t.dtype for t in self.initial), *(t.dtype for t in captures)]
        stateful = is_stateful([cond, body])
        record = while_op if stateful else stateless_while_op
        node = add_node(
            record,
            [*self.initial, *captures],
            {
                "T": tuple(types),
                "cond": cond,
                "body": body,
                "output_shapes": (),
                "parallel_iterations": 10,
            },
            self.name,
        )
        return self._pack(node)

    def _trace(self, part: str, function: Any) -> FuncGraph:
        graph = FuncGraph(f"{self.name}_{part}")
        with graph.as_default(), stop_tapes():
            inner = []
            for tensor, dims in zip(self.initial, self.dims, strict=True):
                placeholder = graph.add_input(tensor.dtype, dims)
                if "handle_data" in tensor.__dict__:
                    placeholder.handle_data = tensor.handle_data  # type: ignore[attr-defined]
                inner.append(placeholder)
            graph.outputs = [
                graph.convert(t, None, None, None) for t in function(inner)
            ]
        return graph

    def _values(self, inner: Sequence[Any]) -> Any:
        count = len(inner) - (self.limit is not None)
        return nest.pack_sequence_as(
            self.structure, list(inner[:count]), expand_composites=True
        )

    def _call_body(self, inner: list[Any]) -> list[Any]:
        returned = self.body(*self._values(inner))
        if self.single:
            returned = [returned]
        elif not isinstance(returned, list | tuple):
            returned = [returned]
        returned = list(returned)
        try:
            nest.assert_same_structure(self.structure, returned, expand_composites=True)
        except (TypeError, ValueError) as problem:
            raise type(problem)(
                "tf.while_loop: the body must return the structure of the loop variables. "
                f"{problem}"
            ) from None
        leaves = nest.flatten(returned, expand_composites=True)
        tensors = [
            _like(leaf, start.dtype)
            for leaf, start in zip(leaves, self.initial, strict=False)
        ]
        if self.limit is not None:
            tensors.append(inner[-1] + 1)
        return tensors

    def _call_cond(self, inner: list[Any]) -> list[Any]:
        going = convert_to_tensor(self.cond(*self._values(inner)))
        if going.dtype is not dtypes.bool:
            raise TypeError(f"tf.while_loop: cond must return a bool, got {going!r}.")
        if self.limit is not None:
            from tensorbrook._src.ops import comparison

            going = comparison.logical_and(going, inner[-1] < self.limit)
        return [going]

    def _check(self, body: FuncGraph) -> None:
        """The body must keep dtypes and, unless told otherwise, shapes."""
        for position, (start, output) in enumerate(
            zip(self.initial, body.outputs, strict=True)
        ):
            if start.dtype is not output.dtype:
                raise TypeError(
                    f"tf.while_loop: loop variable {position} enters the loop as "
                    f"{start.dtype.name} but the body returns {output.dtype.name}."
                )
            if not _fits(output._dims, self.dims[position]):
                raise ValueError(
                    f"Input tensor {start.name!r} enters the loop with shape "  # type: ignore[attr-defined]
                    f"{_text(self.dims[position])}, but has shape {_text(output._dims)} "
                    "after one iteration. To allow the shape to vary across iterations, use "
                    "the `shape_invariants` argument of tf.while_loop to specify a "
                    "less-specific shape."
                )

    def _pack(self, node: Operation) -> Any:
        count = len(self.initial) - (self.limit is not None)
        values = nest.pack_sequence_as(
            self.structure, node.outputs[:count], expand_composites=True
        )
        if self.single:
            return values[0]
        return tuple(values) if self.was_tuple else values


def _like(leaf: Any, dtype: Any) -> Any:
    if isinstance(leaf, Tensor):
        return leaf
    return convert_to_tensor(leaf, dtype_hint=dtype)


def _fits(dims: Dims, allowed: Dims) -> bool:
    """Whether every shape that `dims` stands for is one that `allowed` stands for."""
    if allowed is None:
        return True
    if dims is None or len(dims) != len(allowed):
        return False
    return all(b is None or a == b for a, b in zip(dims, allowed, strict=True))


def _text(dims: Dims) -> str:
    return "<unknown>" if dims is None else f"({', '.join(str(d) for d in dims)})"
