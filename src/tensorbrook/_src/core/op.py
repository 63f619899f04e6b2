"""The op record: the one place where everything about an operation is said.

An `Op` is called like a function. What the call means is the business of the current
interpreter: the eager one runs a kernel, a graph adds a node. Every pass asks the
record; nothing else keeps lists of ops.
"""

from __future__ import annotations

import collections
import functools
import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.native import OpBase
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.signature import Signature

ShapeRule = Callable[["ShapeContext"], "Dims | list[Dims]"]
Kernel = Callable[..., Any]
Gradient = Callable[..., Sequence[Any]]


class NotDifferentiable:
    """Says that an op has no gradient; silence would be a bug."""

    def __repr__(self) -> str:
        return "NOT_DIFFERENTIABLE"


NOT_DIFFERENTIABLE = NotDifferentiable()


class Unsupported:
    """Says that an op has no XLA lowering, and why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def __repr__(self) -> str:
        return f"unsupported({self.reason!r})"


def unsupported(reason: str) -> Unsupported:
    """States that an op can't be lowered to XLA because of `reason`."""
    return Unsupported(reason)


class Redirected(Exception):
    """Raised while inputs are converted: one of them runs the op in its own way."""

    def __init__(self, target: Any) -> None:
        super().__init__(target)
        self.target = target


class Registry(dict[str, "Op"]):
    """All records by name; those of rooms that are seldom used are loaded on a miss."""

    #: By name, because they stand below this room.
    _LATE = (
        "tensorbrook.audio",
        "tensorbrook.image",
        "tensorbrook.io",
        "tensorbrook.linalg",
        "tensorbrook.lookup",
        "tensorbrook.quantization",
        "tensorbrook.sets",
        "tensorbrook.signal",
        "tensorbrook.compat.v1",
        "tensorbrook._src.ops.earlier_records",
        "tensorbrook._src.ops.seldom_records",
        "tensorbrook._src.data.earlier_records",
        "tensorbrook._src.data.reading",
    )
    _complete = False

    def load(self) -> None:
        """Loads what is not there from the beginning."""
        if not self._complete:
            self._complete = True
            for module in self._LATE:
                importlib.import_module(module)

    def __missing__(self, name: str) -> Op:
        if self._complete:
            raise KeyError(name)
        self.load()
        return self[name]

    def __contains__(self, name: object) -> bool:
        if not super().__contains__(name):
            self.load()
        return super().__contains__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """The record of that name, or `default`."""
        return self[name] if name in self else default


class Op(OpBase):
    """An operation: name, signature, shape rule, kernels, gradient, lowering.

    Args:
        name: TensorFlow's name of the op, as in a GraphDef.
        signature: See `core.signature`; names and defaults are TensorFlow's own.
        shape: Rule from a `ShapeContext` to the dims of the output, or a list of dims.
        reference: Kernel `(xp, *inputs, **attrs)`; `xp` is `numpy` or `jax.numpy`.
        gradient: Function `(op, *output_gradients)` to one gradient per flat input, or
            `NOT_DIFFERENTIABLE`.
        xla: A lowering `(jnp, *inputs, **attrs)` where `reference` can't serve, or
            `unsupported("reason")`.
        stateful: Two calls with equal inputs may differ, or the call changes something.
        commutative: The two inputs may be swapped.
        on_tensors: The kernel takes and returns tensors instead of arrays.
        kernel_state: Makes the state that a stateful kernel keeps between runs, from the
            attributes; the kernel receives it as `state=`.
        partial_value: For ops that compute shapes: rule from a `ShapeContext` to the
            numbers of the (vector) output that are known before the run, unknown ones
            as None; or None where nothing is known.
        shapes_only: The outputs depend on the shapes of the inputs, not on their values.
        forwards: Rule from a `ShapeContext` and the dims of the first output to the number
            of the input that the output equals, or None where it is another tensor.
        keeps_elements: Rule from a `ShapeContext` to whether the output holds the elements
            of the first input in their order, perhaps in other dims.
        repeats: The output is the first input, broadcast to the output's dims.
        takes_sparse: A sparse tensor may be the input: zeros stay, so the values are enough.
        missing_gradients: `gradient` takes None for an output that nothing depends on;
            otherwise it gets zeros.
        elementwise: Each element of the output depends on the elements in the same
            place of the inputs, which may be broadcast together.
        sized_by_values: Values of inputs say how large the output is, so that a plan
            computes it ahead only where the shape rule says that it is small.
        unroll: For ops that run graphs: carries them out op by op, from flat inputs and
            attributes to flat outputs, so that tapes see what happens inside.
        inner_graphs: For ops that run graphs: from the attributes, "loop" with condition
            and body, or "branches" with one graph for each; the executor runs them itself.
        expansion: For ops that TensorFlow lacks: carries them out with ops that it has,
            from flat inputs and attributes to flat outputs. That is what a file gets.
    """

    registry = Registry()

    def __init__(
        self,
        name: str,
        signature: str,
        *,
        shape: ShapeRule,
        reference: Kernel,
        gradient: Gradient | NotDifferentiable,
        xla: Kernel | Unsupported | None = None,
        stateful: bool = False,
        commutative: bool = False,
        on_tensors: bool = False,
        kernel_state: Callable[[dict[str, Any]], Any] | None = None,
        partial_value: Callable[[ShapeContext], Dims] | None = None,
        shapes_only: bool = False,
        forwards: Callable[[ShapeContext, Dims], int | None] | None = None,
        keeps_elements: Callable[[ShapeContext], bool] | None = None,
        repeats: bool = False,
        takes_sparse: bool = False,
        missing_gradients: bool = False,
        sized_by_values: bool = False,
        elementwise: bool = False,
        unroll: Callable[[list[Any], dict[str, Any]], list[Any]] | None = None,
        inner_graphs: Callable[[dict[str, Any]], tuple[str, list[Any]]] | None = None,
        expansion: Callable[[list[Any], dict[str, Any]], list[Any]] | None = None,
    ) -> None:
        if dict.__contains__(Op.registry, name):
            raise ValueError(f"The op {name} has two records.")
        self.name = name
        self.signature_text = signature
        self.shape = shape
        self.reference = reference
        self.gradient = gradient
        self.xla = reference if xla is None else xla
        self.stateful = stateful
        self.commutative = commutative
        self.on_tensors = on_tensors
        self.kernel_state = kernel_state
        self.partial_value = partial_value
        self.shapes_only = shapes_only
        self.forwards = forwards
        self.keeps_elements = keeps_elements
        self.repeats = repeats
        self.takes_sparse = takes_sparse
        self.missing_gradients = missing_gradients
        self.elementwise = elementwise
        self.sized_by_values = sized_by_values
        self.unroll = unroll
        self.inner_graphs = inner_graphs
        self.expansion = expansion
        self.native: int | None = None  # handle of the native kernel, once looked up
        Op.registry[name] = self

    def _interpret(self, *inputs: Any, name: str | None = None, **attrs: Any) -> Any:
        """What a call means to the current interpreter."""
        try:
            return current.interpreter.run(self, inputs, attrs, name)
        except Redirected as hook:
            target = hook.target
        return target.__tensorbrook_dispatch__(self, inputs, attrs, name)

    @functools.cached_property
    def signature(self) -> Signature:
        return Signature(self.signature_text)

    @functools.cached_property
    def single_output(self) -> bool:
        """Whether a call returns one tensor, not a list or a tuple of them."""
        kinds = self.signature.outputs
        return len(kinds) == 1 and not kinds[0].is_list

    @functools.cached_property
    def output_class(self) -> Any:
        """The named tuple that several outputs come in."""
        names = [arg.name for arg in self.signature.outputs]
        return collections.namedtuple(self.name, names)  # type: ignore[misc]

    def package(self, outputs: Sequence[Any], attrs: dict[str, Any]) -> Any:
        """Flat outputs in the form in which a call returns them."""
        if self.single_output:
            return outputs[0]
        kinds = self.signature.outputs
        if len(kinds) == 1:
            return list(outputs)
        if not kinds:
            return None
        return self.output_class(*group(kinds, outputs, attrs))

    def output_dtypes(self, attrs: dict[str, Any]) -> list[Any]:
        """The dtype of each flat output, given settled attributes."""
        found: list[Any] = []
        for arg in self.signature.outputs:
            if arg.type_list_attr is not None:
                found.extend(attrs[arg.type_list_attr])
                continue
            dtype = arg.dtype if arg.type_attr is None else attrs[arg.type_attr]
            count = 1 if arg.number_attr is None else attrs[arg.number_attr]
            found.extend([dtype] * count)
        return found

    def infer(self, context: ShapeContext) -> list[Dims]:
        """The dims of each flat output."""
        dims = self.shape(context)
        return dims if isinstance(dims, list) else [dims]

    def __repr__(self) -> str:
        return f"Op({self.name!r}, {self.signature_text!r})"

    def __reduce__(self) -> Any:
        return find, (self.name,)


def find(name: str) -> Op:
    """The record of the op that TensorFlow calls `name`.

    Raises:
        NotImplementedError: No record has that name.
    """
    try:
        return Op.registry[name]
    except KeyError:
        raise NotImplementedError(
            f"Tensorbrook has no record of the operation {name!r} yet."
        ) from None


def group(
    args: Sequence[Any], flat: Sequence[Any], attrs: dict[str, Any]
) -> Iterator[Any]:
    """Flat tensors as the signature has them: one by one, and lists as lists."""
    position = 0
    for arg in args:
        if not arg.is_list:
            yield flat[position]
            position += 1
            continue
        count = (
            attrs[arg.number_attr]
            if arg.number_attr is not None
            else len(attrs[arg.type_list_attr])
        )
        yield list(flat[position : position + count])
        position += count


class ShapeContext:
    """What a shape rule may ask: dims and, where they are known, values of inputs.

    Args:
        op: The record.
        inputs: Flat input tensors.
        attrs: Settled attributes.
        value: Gives the array behind a tensor, or None where it isn't known yet.
        value_as_shape: Gives the dims that a tensor stands for, unknown ones as None.
    """

    __slots__ = ("_value", "_value_as_shape", "attrs", "inputs", "op")

    def __init__(
        self,
        op: Op,
        inputs: Sequence[Any],
        attrs: dict[str, Any],
        value: Callable[[Any], np.ndarray[Any, Any] | None],
        value_as_shape: Callable[[Any], Dims],
    ) -> None:
        self.op = op
        self.inputs = inputs
        self.attrs = attrs
        self._value = value
        self._value_as_shape = value_as_shape

    def shape(self, index: int = 0) -> Dims:
        """The dims of flat input `index`; None where the rank is unknown."""
        dims: Dims = self.inputs[index]._dims
        return dims

    def shapes(self) -> list[Dims]:
        """The dims of every flat input."""
        return [tensor._dims for tensor in self.inputs]

    def rank(self, index: int = 0) -> int | None:
        """The number of dims of flat input `index`, if known."""
        dims = self.inputs[index]._dims
        return None if dims is None else len(dims)

    def value(self, index: int) -> np.ndarray[Any, Any] | None:
        """The value of flat input `index`, where it is known before the run."""
        return self._value(self.inputs[index])

    def number(self, index: int) -> int | None:
        """The integer that flat input `index`, a scalar, holds; None if not known.

        Raises:
            errors.InvalidArgumentError: The input is no scalar.
        """
        self.check_rank(index, 0)
        value = self.value(index)
        return None if value is None else int(value)

    def vector(self, index: int) -> np.ndarray[Any, Any] | None:
        """The value of flat input `index`, which has to be a vector.

        Raises:
            errors.InvalidArgumentError: It isn't one.
        """
        self.check_rank(index, 1)
        return self.value(index)

    def matrix(self, index: int) -> np.ndarray[Any, Any] | None:
        """The value of flat input `index`, which has to be a matrix.

        Raises:
            errors.InvalidArgumentError: It isn't one.
        """
        self.check_rank(index, 2)
        return self.value(index)

    def check_rank(self, index: int, rank: int) -> None:
        """Raises the error for flat input `index` if it has another rank."""
        dims = self.inputs[index]._dims
        if dims is not None and len(dims) != rank:
            what = ("a scalar", "a vector", "a matrix")[rank]
            args = self.op.signature.inputs
            lists = any(arg.is_list for arg in args)
            name = f"input {index}" if lists else f"'{args[index].name}'"
            raise self.fail(
                f"{self.op.name}: {name} must be {what}, got shape "
                f"{list(dims)}".replace("None", "?")
            )

    def value_as_shape(self, index: int) -> Dims:
        """The dims that flat input `index`, a vector of integers, stands for."""
        return self._value_as_shape(self.inputs[index])

    def fail(self, message: str) -> errors.InvalidArgumentError:
        """The error to raise for an input that the op can't take."""
        return errors.InvalidArgumentError(None, None, message)
