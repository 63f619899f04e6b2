"""What a dataset is while it runs: a stream that can be iterated over any number of times.

An element is a list of tensors, flat; the structure around it is the business of
`tf.data.Dataset`. A stream never changes; what an iterator needs of its own lies in the
Python generators and in the `Context` that it hands down.
"""

from __future__ import annotations

import contextlib
import itertools
import operator
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops.rules import scalar

INFINITE = -1
UNKNOWN = -2

Element = Sequence[Any]
Position = dict[str, Any]
Function = Callable[[Element], list[Any]]
_Item = TypeVar("_Item")

Rows = tuple[list[Any], Callable[["Context"], Iterator[int]]]

ON_THE_HOST = unsupported("datasets run on the host; iterate outside the compiled part")
_COMMON = "output_types: list(type), output_shapes: list(shape), metadata: string = ''"


class Context:
    """Where an iterator stands in a stream, and in the streams that this one reads.

    A stream says with `keep` what it has to know to go on; an iterator that begins at a
    stored position finds that in `saved`.

    Args:
        position: What `position` of another context returned; None is the beginning.
    """

    def __init__(
        self,
        position: Position | None = None,
        runners: dict[int, Callable[[list[Any]], list[Any]]] | None = None,
    ) -> None:
        given: Position = position or {}
        self.saved: dict[str, Any] = given.get("own", {})
        self._waiting: dict[str, Position] = dict(given.get("parts", {}))
        self._parts: dict[str, Context] = {}
        self._report: Callable[[], dict[str, Any]] | None = None
        self._held: contextlib.AbstractContextManager[Any] = contextlib.nullcontext()
        self._refusal = ""
        self._runners = {} if runners is None else runners
        self.observer: Callable[[str, float], None] = _unobserved

    def part(self, key: str = "source") -> Context:
        """The place in another stream: the stored one at first, then its beginning."""
        made = Context(self._waiting.pop(key, None), self._runners)
        made.observer = self.observer
        self._parts[key] = made
        return made

    def drop(self, key: str) -> None:
        """Forgets the place in another stream, which is at its end."""
        self._parts.pop(key, None)
        self._waiting.pop(key, None)

    def keep(
        self,
        report: Callable[[], dict[str, Any]],
        held: contextlib.AbstractContextManager[Any] | None = None,
    ) -> None:
        """Says what to store: what `report` returns, asked while `held` is entered."""
        self._report = report
        if held is not None:
            self._held = held

    def refuse(self, reason: str) -> None:
        """Says that the position can't be stored."""
        self._refusal = reason

    def position(self) -> Position:
        """What an iterator needs in order to go on from here.

        Raises:
            errors.FailedPreconditionError: A part of the pipeline can't say it.
        """
        with self._held:
            if self._refusal:
                raise errors.FailedPreconditionError(None, None, self._refusal)
            own = self.saved if self._report is None else self._report()
            parts = {key: part.position() for key, part in self._parts.items()}
            return {"own": own, "parts": {**self._waiting, **parts}}

    def bind(self, graph: Any, captured: Sequence[Any]) -> Function:
        """A traced function as a callable from elements to flat outputs."""
        run = self._runners.get(id(graph))
        nodes = graph.get_operations()
        if culprit := _stateful_node(nodes):
            self.refuse(f"{culprit} is stateful.")
        if run is None:
            stateful = any(node.record.kernel_state is not None for node in nodes)
            run = _with_state(graph) if stateful else graph.execute
            self._runners[id(graph)] = run
        given, chosen = list(captured), run
        return lambda element: chosen([*element, *given])


def _with_state(graph: Any) -> Callable[[list[Any]], list[Any]]:
    """A traced function whose random ops begin anew."""
    plan = graph.fresh_plan()
    count = len(plan.input_slots)

    def run(values: list[Any]) -> list[Any]:
        require(
            len(values) == count,
            f"The function {graph.name} takes {count} tensors, but {len(values)} are "
            "given.",
        )
        made: list[Any] = plan.run(values)
        return made

    return run


def _unobserved(name: str, value: float) -> None:
    """Takes numbers that nobody wants."""


def _stateful_node(nodes: Iterable[Any]) -> str:
    """The first op whose next result depends on more than its inputs; "" for none."""
    for node in nodes:
        record = node.record
        made = [arg.dtype for arg in record.signature.outputs]
        harmless = not made or all(dtype is dtypes.variant for dtype in made)
        if record.stateful and not harmless:
            return str(record.name)
    return ""


@dataclass
class Recipe:
    """The op that made a stream, so that another process can make an equal one."""

    op: Op
    inputs: tuple[Any, ...]
    attrs: dict[str, Any]


class Stream:
    """The base of all streams."""

    recipe: Recipe | None = None

    def iterate(self, context: Context) -> Iterator[Element]:
        """The elements, from where the context says on."""
        raise NotImplementedError(f"{type(self).__name__} lacks iterate.")

    def cardinality(self) -> int:
        """How many elements there are, `INFINITE` or `UNKNOWN`."""
        return UNKNOWN

    def rows(self) -> Rows | None:
        """Arrays and the numbers of their rows, where that is what the elements are.

        Batches are then cut by one gather instead of row by row.
        """
        return None

    def at(self, index: int) -> Element:
        """The element at a position.

        Raises:
            errors.OutOfRangeError: The stream is shorter.
        """
        for position, element in enumerate(self.iterate(Context())):
            if position == index:
                return element
        raise errors.OutOfRangeError(None, None, f"There is no element {index}.")


class Arranged(Stream):
    """A stream that takes the elements of another in its own order."""

    def __init__(self, source: Stream) -> None:
        self.source = source

    def arrange(
        self, start: Callable[[Context], Iterator[_Item]], context: Context
    ) -> Iterator[_Item]:
        """The order, of the items of iterators that `start` begins."""
        raise NotImplementedError(f"{type(self).__name__} lacks arrange.")

    def iterate(self, context: Context) -> Iterator[Element]:
        return self.arrange(self.source.iterate, context)

    def rows(self) -> Rows | None:
        found = self.source.rows()
        if found is None:
            return None
        columns, start = found
        return columns, lambda context: self.arrange(start, context)


def remaining(items: Any, context: Context) -> Iterator[Any]:
    """An iterator over a range or a list, from a stored position on."""
    size = len(items)
    ahead = iter(items[context.saved.get("next", 0) :])
    context.keep(lambda: {"next": size - operator.length_hint(ahead)})
    return ahead


def resumed(items: Iterator[_Item], context: Context) -> Iterator[_Item]:
    """The items after those that were given before the stored position.

    For sources that can only be read from their beginning.
    """
    given: int = context.saved.get("given", 0)
    context.keep(lambda: {"given": given})
    for item in itertools.islice(items, given, None):
        given += 1
        yield item


def stream_of(tensor: Any) -> Stream:
    """The stream in a variant tensor.

    Raises:
        errors.InvalidArgumentError: The tensor holds something else.
    """
    value = tensor._array()
    if not isinstance(value, Stream):
        raise errors.InvalidArgumentError(
            None, None, f"A dataset was expected, got a {type(value).__name__}."
        )
    return value


def number(tensor: Any) -> int:
    """The value of an integer scalar."""
    return int(_scalar(tensor))


def flag(tensor: Any) -> bool:
    """The value of a boolean scalar."""
    return bool(_scalar(tensor))


def real(tensor: Any) -> float:
    """The value of a scalar of floats."""
    return float(_scalar(tensor))


def array_of(tensor: Any) -> Any:
    """The array of a tensor of numbers or strings.

    Raises:
        errors.InvalidArgumentError: It holds something else.
    """
    if tensor.dtype.holds_objects:
        raise errors.InvalidArgumentError(
            None, None, f"Numbers or strings were expected, got a {tensor.dtype.name}."
        )
    return tensor._array()


def _scalar(tensor: Any) -> Any:
    array = array_of(tensor)
    if array.ndim:
        raise errors.InvalidArgumentError(
            None, None, f"A scalar was expected, got shape {list(array.shape)}."
        )
    return array


def text(tensor: Any) -> str:
    """The value of a string scalar."""
    value = _scalar(tensor)[()]
    return os.fsdecode(value) if isinstance(value, bytes) else str(value)


def require(condition: bool, message: str) -> None:
    """Raises InvalidArgumentError where the condition doesn't hold."""
    if not condition:
        raise errors.InvalidArgumentError(None, None, message)


def dataset_op(
    name: str,
    inputs: str,
    make: Callable[..., Stream],
    attrs: str = "",
    common: str = _COMMON,
    stateful: bool = False,
) -> Op:
    """A record whose kernel makes a stream.

    Args:
        name: TensorFlow's name of the op.
        inputs: The inputs, as in `core.signature`.
        make: Makes the stream from the input tensors and the attributes.
        attrs: Further attributes.
        common: Those that all such ops have.
        stateful: Whether TensorFlow counts the op as stateful.
    """
    declared = ", ".join(part for part in (common, attrs) if part)

    def kernel(xp: Any, *tensors: Any, **options: Any) -> Any:
        stream = make(*tensors, **options)
        if stream.recipe is None:  # otherwise it is one of the given streams
            stream.recipe = Recipe(made, tensors, options)
        return variant_like(tensors, stream)

    made = Op(
        name,
        f"{inputs} -> handle: variant" + (f" | {declared}" if declared else ""),
        shape=scalar,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=ON_THE_HOST,
        stateful=stateful,
        on_tensors=True,
    )
    return made


def variant_like(tensors: Iterable[Any], value: Any) -> Any:
    """A variant of `value`, of the same kind of tensor as the given ones."""
    for tensor in tensors:
        if isinstance(tensor, list):
            if tensor:
                return type(tensor[0])._object(value)
        else:
            return type(tensor)._object(value)
    raise errors.InvalidArgumentError(None, None, "A dataset needs an input tensor.")


def at_element(problem: errors.OpError, what: str, position: int) -> errors.OpError:
    """The same error, naming the element whose function call failed."""
    made = type(problem)(  # type: ignore[call-arg]
        None,
        None,
        f"Error in the user-defined function passed to Dataset.{what}, at element "
        f"{position}: {problem.message}",
    )
    made.__cause__ = problem
    return made


def stacked(elements: Sequence[Element], what: str = "batch") -> list[Any]:
    """The elements as one, with a new first axis.

    Raises:
        errors.InvalidArgumentError: Their shapes differ.
    """
    first = elements[0]
    columns = []
    for index, model in enumerate(first):
        parts = [element[index] for element in elements]
        if model.dtype.holds_objects:
            columns.append(type(model)._object([part._array() for part in parts]))
            continue
        arrays = [part._array() for part in parts]
        shape = arrays[0].shape
        for position, array in enumerate(arrays):
            if array.shape != shape:
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"Dataset.{what}: cannot batch tensors with different shapes in "
                    f"component {index}: element 0 has shape {list(shape)}, element "
                    f"{position} has shape {list(array.shape)}. Use padded_batch or "
                    "ragged_batch, or bring the elements to one shape first.",
                )
        columns.append(model._made(_piled(arrays), model.dtype))
    return columns


def _piled(arrays: list[Any]) -> Any:
    """Arrays of one shape as one; `np.stack` makes a view of each, which is slow."""
    shape = arrays[0].shape
    if shape:
        return np.concatenate(arrays).reshape(len(arrays), *shape)
    if arrays[0].dtype != object:
        return np.array(arrays, arrays[0].dtype)
    made = np.empty(len(arrays), object)
    made[:] = [array.item() for array in arrays]
    return made
