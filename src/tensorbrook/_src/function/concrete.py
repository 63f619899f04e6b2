"""A concrete function: one traced graph that can be called, and differentiated."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.autodiff.backward import is_differentiable
from tensorbrook._src.autodiff.custom_gradient import marked
from tensorbrook._src.autodiff.graph_gradients import gradient_graph
from tensorbrook._src.core import nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.shapes import compatible
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.function.function_type import FunctionType, of_graph
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.inline import has_own_gradients, inline
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.function_call import partitioned_call_op
from tensorbrook._src.runtime import xla
from tensorbrook._src.runtime.plan import Plan, function_plan


class Compiled:
    """A plan of a traced function together with the outer tensors that it is fed."""

    def __init__(
        self, graph: FuncGraph, fetches: Sequence[SymbolicTensor], jit: bool
    ) -> None:
        make = xla.XlaPlan if jit else function_plan
        self.plan: Plan | xla.XlaPlan = make(graph, fetches)
        self.captured = graph.external_captures

    def run(self, arguments: Sequence[Any]) -> list[Any]:
        """The values of the fetches."""
        return self.plan.quickest([*arguments, *self.captured])


class ConcreteFunction:
    """A traced graph as a callable; made by `tf.function(...).get_concrete_function`.

    Example:
        >>> import tensorbrook as tf
        >>> double = tf.function(lambda x: x * 2)
        >>> concrete = double.get_concrete_function(tf.TensorSpec([None], tf.int32))
        >>> concrete(tf.constant([1, 2])).numpy()
        array([2, 4], dtype=int32)
    """

    __module__ = "tensorbrook"

    def __init__(self, graph: FuncGraph, jit_compile: bool = False) -> None:
        self._graph = graph
        self._compiled: Compiled | None = None
        self._jit_compile = jit_compile
        self._is_single = isinstance(graph.structured_outputs, SymbolicTensor)
        self._flat_form = _flat_form(graph.structured_outputs)
        self._forms = [
            index
            for index, out in enumerate(nest.flatten(graph.structured_outputs, True))
            if out is not None
        ]

    # --- what it is ------------------------------------------------------------------

    @property
    def graph(self) -> FuncGraph:
        """The traced graph."""
        return self._graph

    @property
    def name(self) -> str:
        """The name of the function in a GraphDef."""
        return self._graph.name

    @property
    def inputs(self) -> list[SymbolicTensor]:
        """The placeholders of arguments and captures."""
        return self._graph.all_inputs

    @property
    def outputs(self) -> list[SymbolicTensor]:
        """The tensors that are returned, flat."""
        return list(self._graph.outputs)

    @property
    def captured_inputs(self) -> list[Any]:
        """The outer tensors that the graph uses."""
        return self._graph.external_captures

    @property
    def variables(self) -> tuple[Any, ...]:
        """The variables that the graph uses."""
        return tuple(self._graph.variables)

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        """The trainable ones among `variables`."""
        return tuple(v for v in self._graph.variables if v.trainable)

    @property
    def structured_outputs(self) -> Any:
        """Specs of the outputs, in the structure in which they are returned."""
        return nest.map_structure(_output_spec, self._graph.structured_outputs)

    @property
    def structured_input_signature(self) -> Any:
        """Specs of the arguments: a pair (args, kwargs)."""
        return self._graph.structured_input_signature

    @property
    def output_shapes(self) -> Any:
        """Shapes of the outputs, in their structure."""
        return nest.map_structure(lambda out: out.shape, self._graph.structured_outputs)

    @property
    def output_dtypes(self) -> Any:
        """Dtypes of the outputs, in their structure."""
        return nest.map_structure(lambda out: out.dtype, self._graph.structured_outputs)

    @property
    def function_type(self) -> FunctionType:
        """The signature, with a spec for each tensor."""
        return of_graph(self._names, self._graph.inputs, self.structured_outputs)

    @property
    def inference_fn(self) -> ConcreteFunction:
        """The function that is called when no tape watches: this one."""
        return self

    @property
    def _names(self) -> list[str]:
        """The names of the tensor arguments."""
        return [
            tensor.op.attrs.get("_user_name", tensor.op.name)
            for tensor in self._graph.inputs
        ]

    # --- calling ---------------------------------------------------------------------

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the function with tensors for its tensor arguments, by position or name.

        Raises:
            TypeError: An argument is missing, unknown, or of the wrong type.
        """
        return self.call_flat(self._arguments(args, kwargs))

    def _arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        placeholders = self._graph.inputs
        positional = [
            leaf
            for leaf in nest.flatten(args, expand_composites=True)
            if _is_tensor_like(leaf)
        ]
        names = self._names
        given = dict(zip(names, positional, strict=False))
        if len(positional) > len(names):
            raise TypeError(
                f"{self.name} takes {len(names)} tensors ({names}), got {len(positional)}."
            )
        for key, value in kwargs.items():
            if key not in names or key in given:
                raise TypeError(
                    f"{self.name} got an unexpected or repeated argument {key!r}; it takes "
                    f"{names}."
                )
            if isinstance(value, CompositeTensor):  # its parts follow each other
                parts = nest.flatten(value, expand_composites=True)
                given.update(zip(names[names.index(key) :], parts, strict=False))
            else:
                given[key] = value
        missing = [name for name in names if name not in given]
        if missing:
            raise TypeError(f"{self.name} is missing the arguments {missing}.")
        return [
            checked(
                current.interpreter.convert(given[name], tensor.dtype, None, None),
                tensor,
            )
            for name, tensor in zip(names, placeholders, strict=True)
        ]

    def compiler_text(self, tensors: Sequence[Any]) -> Callable[..., Any]:
        """A function of the stage that gives XLA's text for a call with flat tensors."""
        plan, captured = self._forward.plan, self._forward.captured
        if not isinstance(plan, xla.XlaPlan):
            raise ValueError(f"{self.name} isn't compiled by XLA.")
        values = [*tensors, *captured]
        return lambda stage="hlo", **options: plan.text(values, stage)

    def call_flat(self, tensors: Sequence[Any]) -> Any:
        """Calls the function with flat tensors and packs what it returns.

        A session can run a function that returns nothing: there it gives an operation.
        """
        found = self.pack(self.flat_outputs(tensors))
        if found is None and getattr(current.interpreter, "is_session_graph", False):
            return current.interpreter.get_operations()[-1]
        return found

    def run(self, tensors: Sequence[Any]) -> Any:
        """The same, called eagerly while no tape watches."""
        compiled = self._compiled or self._forward
        found = compiled.plan.quickest([*tensors, *compiled.captured])
        return found[0] if self._is_single else self.pack(found)

    def flat_outputs(self, tensors: Sequence[Any]) -> list[Any]:
        """Flat outputs, told to the tapes."""
        if current.tapes or current.interpreter is not eager:
            for variable in self._graph.variables:
                variable._accessed()
        if current.interpreter is not eager:
            return self._inlined(tensors)
        if not current.tapes:
            return self._forward.run(tensors)
        if len(current.tapes) > 1 or current.tapes[0].persistent:
            return self._inlined(tensors)
        return self._call_recorded(tensors)

    def _inlined(self, tensors: Sequence[Any]) -> list[Any]:
        """Flat outputs, computed op by op where the call stands."""
        inputs = [*tensors, *self._graph.external_captures]
        if not self._has_own_gradients:
            return inline(self._graph, inputs)
        back, own, wanted = self._backward
        inputs = [*tensors, *self._graph.external_captures]
        values = inline(self._graph, inputs, [*self._graph.outputs, *own])
        count = len(self._graph.outputs)
        outputs, kept = values[:count], values[count:]

        def gradient(op: Any, *dys: Any) -> list[Any]:
            seeds = [
                _dense(dy, output)
                for dy, output in zip(dys, outputs, strict=False)
                if is_differentiable(output.dtype)
            ]
            found: list[Any] = [None] * (count + len(inputs))
            for position, value in zip(
                wanted, inline(back, [*seeds, *kept]), strict=True
            ):
                found[count + position] = value
            return found

        return marked(inputs, [], outputs, gradient)

    @functools.cached_property
    def _has_own_gradients(self) -> bool:
        return has_own_gradients(self._graph)

    @property
    def _forward(self) -> Compiled:
        if self._compiled is None:
            self._compiled = Compiled(
                self._graph, self._graph.outputs, self._jit_compile
            )
        return self._compiled

    def pack(self, flat: Sequence[Any]) -> Any:
        """Flat outputs in the structure in which the function returned them."""
        if self._is_single:
            return flat[0]
        form = self._flat_form
        if isinstance(form, list):
            return {key: flat[place] for key, place in form}
        if form is not None:
            return form(flat)
        structure = self._graph.structured_outputs
        if structure is None:
            return None
        leaves: list[Any] = [None] * len(
            nest.flatten(structure, expand_composites=True)
        )
        for position, value in zip(self._forms, flat, strict=True):
            leaves[position] = value
        return nest.pack_sequence_as(structure, leaves, expand_composites=True)

    # --- gradients -------------------------------------------------------------------

    @functools.cached_property
    def _backward(self) -> tuple[FuncGraph, list[SymbolicTensor], list[int]]:
        """The backward graph, the forward tensors it needs, and whose gradients it has."""
        with stop_tapes():
            back, needed, wanted = gradient_graph(
                self._graph, f"__backward_{self.name}"
            )
        return back, [t for t in needed if isinstance(t, SymbolicTensor)], wanted

    @functools.cached_property
    def _differentiated(self) -> tuple[Compiled, Compiled, list[int], int]:
        """Forward plan with what the backward one needs, and the backward plan."""
        back, own, wanted = self._backward
        jit = self._jit_compile
        forward = Compiled(self._graph, [*self._graph.outputs, *own], jit)
        backward = Compiled(back, back.outputs, jit)
        return forward, backward, wanted, len(self._graph.outputs)

    def _call_recorded(self, tensors: Sequence[Any]) -> list[Any]:
        tape = current.tapes[0]
        forward, backward, wanted, count = self._differentiated
        values = forward.run(tensors)
        outputs, kept = values[:count], values[count:]
        inputs = [*tensors, *forward.captured]
        differentiable = [
            i for i, out in enumerate(outputs) if is_differentiable(out.dtype)
        ]

        def gradient(op: Any, *dys: Any) -> list[Any]:
            if all(dys[i] is None for i in differentiable):
                return [None] * len(inputs)
            seeds = [_dense(dys[i], outputs[i]) for i in differentiable]
            found = backward.plan.run([*seeds, *kept])
            result: list[Any] = [None] * len(inputs)
            for position, value in zip(wanted, found, strict=True):
                result[position] = value
            return result

        with stop_tapes():
            attrs = {
                "Tin": tuple(t.dtype for t in inputs),
                "Tout": (),
                "f": self._graph,
            }
            tape.record(partitioned_call_op, inputs, attrs, outputs, gradient)
        return outputs

    def __repr__(self) -> str:
        return (
            f"<ConcreteFunction {self.pretty_printed_signature()} at {hex(id(self))}>"
        )

    def pretty_printed_signature(self, verbose: bool = True) -> str:
        """The signature in one line."""
        inputs = ", ".join(
            f"{t.op.name}: TensorSpec(shape={t.shape}, dtype={t.dtype!r})"
            for t in self._graph.inputs
        )
        return f"{self.name}({inputs}) -> {self.structured_outputs}"


def _dense(gradient: Any, output: Any) -> Any:
    if gradient is None:
        return array_creation.zeros_like(output)
    return convert_to_tensor(gradient)


def _flat_form(structure: Any) -> Any:
    """For tensors alone: `list`, `tuple`, or each key of a dict with its place."""
    parts = structure.values() if type(structure) is dict else structure
    if type(structure) not in (list, tuple, dict) or not all(
        isinstance(part, SymbolicTensor) for part in parts
    ):
        return None
    if type(structure) is not dict:
        return type(structure)
    if not all(isinstance(key, str) for key in structure):
        return None
    places = {key: place for place, key in enumerate(sorted(structure))}
    return [(key, places[key]) for key in structure]


def _output_spec(out: Any) -> Any:
    if out is None:
        return None
    if isinstance(out, CompositeTensor):
        return out._type_spec
    return TensorSpec(out.shape, out.dtype, out.op.name)


def _is_tensor_like(leaf: Any) -> bool:
    return leaf is not None


def checked(tensor: Any, placeholder: SymbolicTensor) -> Any:
    """`tensor`, if it can stand for `placeholder`.

    Raises:
        TypeError: The dtype or shape is wrong.
    """
    if tensor.dtype.base_dtype is not placeholder.dtype.base_dtype or not compatible(
        tensor._dims, placeholder._dims
    ):
        raise TypeError(
            f"The argument {placeholder.op.name!r} needs a tensor of shape "
            f"{placeholder.shape} and dtype {placeholder.dtype.name}, got shape "
            f"{tensor.shape} and dtype {tensor.dtype.name}."
        )
    return tensor
