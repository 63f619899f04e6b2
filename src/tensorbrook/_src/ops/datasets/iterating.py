"""Iterators, optionals, and ops that take a whole dataset."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.datasets.positions import decoded, encoded
from tensorbrook._src.ops.datasets.stream import (
    ON_THE_HOST,
    Context,
    Element,
    Position,
    Stream,
    number,
    stream_of,
)
from tensorbrook._src.ops.rules import scalar

_ELEMENT = "output_types: list(type), output_shapes: list(shape)"


def _element_shapes(c: ShapeContext) -> list[Dims]:
    return list(c.attrs["output_shapes"])


class IteratorResource:
    """The position in a dataset, shared by all handles of one iterator."""

    def __init__(self) -> None:
        self._elements: Iterator[Element] | None = None
        self._stream: Stream | None = None
        self._context = Context()
        self._ended = False
        self._lock = threading.Lock()

    def start(self, stream: Stream) -> None:
        """Begins anew with the elements of a dataset."""
        self._stream = stream
        self._go({})

    def clear(self) -> None:
        """Forgets the dataset."""
        self._stream = self._elements = None

    def _go(self, position: Position) -> None:
        self._context = Context(position)
        self._ended = False
        if self._stream is not None:
            self._elements = iter(self._stream.iterate(self._context))

    def position(self) -> Position:
        """Where the iterator is, for `restore`.

        Raises:
            errors.FailedPreconditionError: It was never started, or its dataset can't
                say where it is.
        """
        self._require_start("SerializeIterator")
        with self._lock:
            return {"ended": True} if self._ended else self._context.position()

    def restore(self, position: Position) -> None:
        """Goes on at a position of an iterator over an equal dataset."""
        self._require_start("DeserializeIterator")
        with self._lock:
            self._go(position)
            self._ended = position.get("ended", False)

    def _require_start(self, what: str) -> None:
        if self._stream is None:
            raise errors.FailedPreconditionError(
                None,
                None,
                f"{what}() failed because the iterator has not been initialized. Run "
                "the initializer operation for this iterator first.",
            )

    def next(self) -> Element:
        """The next element.

        Raises:
            errors.OutOfRangeError: There is none.
            errors.FailedPreconditionError: The iterator was never started.
        """
        if self._elements is None:
            raise errors.FailedPreconditionError(
                None,
                None,
                "GetNext() failed because the iterator has not been initialized. Ensure "
                "that you have run the initializer operation for this iterator before "
                "getting the next element.",
            )
        with self._lock:
            if not self._ended:
                try:
                    return next(self._elements)
                except StopIteration:
                    self._ended = True
            raise errors.OutOfRangeError(None, None, "End of sequence")


class Maybe:
    """A value that may be missing: the inside of a `tf.experimental.Optional`."""

    def __init__(self, components: list[Any] | None) -> None:
        self.components = components


def _next(xp: Any, iterator: Any, **attrs: Any) -> list[Any]:
    return list(iterator._array().next())


def _next_or_nothing(xp: Any, iterator: Any, **attrs: Any) -> Any:
    try:
        found = Maybe(list(iterator._array().next()))
    except errors.OutOfRangeError:
        found = Maybe(None)
    return type(iterator)._object(found)


def _get(xp: Any, optional: Any, **attrs: Any) -> list[Any]:
    components = optional._array().components
    if components is None:
        raise errors.InvalidArgumentError(
            None, None, "The given optional does not have a value."
        )
    return components  # type: ignore[no-any-return]


def _optional(xp: Any, components: list[Any]) -> Any:
    if not components:
        raise errors.InvalidArgumentError(
            None, None, "OptionalFromValue: a value has at least one tensor."
        )
    return type(components[0])._object(Maybe(components))


def _start(xp: Any, dataset: Any, iterator: Any) -> list[Any]:
    iterator._array().start(stream_of(dataset))
    return []


def _restore(xp: Any, iterator: Any, serialized: Any) -> list[Any]:
    iterator._array().restore(decoded(serialized))
    return []


def _single(xp: Any, dataset: Any, **attrs: Any) -> list[Any]:
    elements = stream_of(dataset).iterate(Context())
    found = next(elements, None)
    if found is None:
        raise errors.InvalidArgumentError(None, None, "Dataset was empty.")
    if next(elements, None) is not None:
        raise errors.InvalidArgumentError(
            None, None, "Dataset had more than one element."
        )
    return list(found)


def _reduce(
    xp: Any, dataset: Any, state: list[Any], captured: list[Any], f: Any, **attrs: Any
) -> list[Any]:
    context = Context()
    step = context.bind(f, captured)
    for element in stream_of(dataset).iterate(context):
        state = step([*state, *element])
    return state


def _new_iterator(attrs: dict[str, Any]) -> IteratorResource:
    return IteratorResource()


class OneShot:
    """The iterator of a session that begins by itself, with the first use."""

    def __init__(self, factory: Any) -> None:
        self.factory = factory
        self.resource: IteratorResource | None = None

    def started(self) -> IteratorResource:
        """The iterator, begun."""
        if self.resource is None:
            self.resource = IteratorResource()
            self.resource.start(stream_of(self.factory.execute([])[0]))
        return self.resource


iterator_op = Op(
    "IteratorV2",
    f"-> handle: resource | shared_name: string = '', container: string = '', {_ELEMENT}",
    shape=scalar,
    reference=lambda xp, state, **attrs: state,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    kernel_state=_new_iterator,
)
anonymous_iterator_op = Op(
    "AnonymousIteratorV3",
    f"-> handle: resource | {_ELEMENT}",
    shape=scalar,
    reference=lambda xp, **attrs: IteratorResource(),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
one_shot_iterator_op = Op(
    "OneShotIterator",
    f"-> handle: resource | dataset_factory: func, {_ELEMENT}, "
    "container: string = '', shared_name: string = ''",
    shape=scalar,
    reference=lambda xp, state, **attrs: state.started(),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    kernel_state=lambda attrs: OneShot(attrs["dataset_factory"]),
)
make_iterator_op = Op(
    "MakeIterator",
    "dataset: variant, iterator: resource ->",
    shape=lambda c: [],
    reference=_start,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)
get_next_op = Op(
    "IteratorGetNext",
    f"iterator: resource -> components: output_types | {_ELEMENT}",
    shape=_element_shapes,
    reference=_next,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)
get_next_as_optional_op = Op(
    "IteratorGetNextAsOptional",
    f"iterator: resource -> optional: variant | {_ELEMENT}",
    shape=scalar,
    reference=_next_or_nothing,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)
to_string_handle_op = Op(
    "IteratorToStringHandle",
    "resource_handle: resource -> string_handle: string",
    shape=scalar,
    reference=lambda xp, resource: _register(resource),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
from_string_handle_op = Op(
    "IteratorFromStringHandleV2",
    "string_handle: string -> resource_handle: resource | "
    "output_types: list(type) = [], output_shapes: list(shape) = []",
    shape=scalar,
    reference=lambda xp, handle, **attrs: _registered(handle),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
optional_from_value_op = Op(
    "OptionalFromValue",
    "components: Toutput_types -> optional: variant | Toutput_types: list(type)",
    shape=scalar,
    reference=_optional,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    on_tensors=True,
)
optional_none_op = Op(
    "OptionalNone",
    "-> optional: variant",
    shape=scalar,
    reference=lambda xp: Maybe(None),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
)
optional_has_value_op = Op(
    "OptionalHasValue",
    "optional: variant -> has_value: bool",
    shape=scalar,
    reference=lambda xp, optional: np.bool_(optional.components is not None),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
)
optional_get_value_op = Op(
    "OptionalGetValue",
    f"optional: variant -> components: output_types | {_ELEMENT}",
    shape=_element_shapes,
    reference=_get,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    on_tensors=True,
)
reduce_op = Op(
    "ReduceDataset",
    "input_dataset: variant, initial_state: Tstate, other_arguments: Targuments -> "
    f"components: output_types | f: func, {_ELEMENT}, Tstate: list(type), "
    "Targuments: list(type), use_inter_op_parallelism: bool = True, "
    "metadata: string = ''",
    shape=_element_shapes,
    reference=_reduce,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)
single_element_op = Op(
    "DatasetToSingleElement",
    f"dataset: variant -> components: output_types | {_ELEMENT}, metadata: string = ''",
    shape=_element_shapes,
    reference=_single,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)
serialize_iterator_op = Op(
    "SerializeIterator",
    "resource_handle: resource -> serialized: variant | external_state_policy: int = 0",
    shape=lambda c: (1,),
    reference=lambda xp, iterator, **attrs: encoded(iterator.position()),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
deserialize_iterator_op = Op(
    "DeserializeIterator",
    "resource_handle: resource, serialized: variant ->",
    shape=lambda c: [],
    reference=_restore,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
    on_tensors=True,
)
cardinality_op = Op(
    "DatasetCardinality",
    "input_dataset: variant -> cardinality: int64 | cardinality_options: string = ''",
    shape=scalar,
    reference=lambda xp, dataset, **attrs: np.int64(dataset.cardinality()),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
)
element_at_op = Op(
    "GetElementAtIndex",
    f"dataset: variant, index: int64 -> components: output_types | {_ELEMENT}",
    shape=_element_shapes,
    reference=lambda xp, dataset, index, **attrs: list(
        stream_of(dataset).at(number(index))
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    on_tensors=True,
)

#: Iterators that a string names, for feedable iterators of sessions.
_handles: dict[bytes, IteratorResource] = {}


def _register(resource: IteratorResource) -> Any:
    handle = f"iterator-{id(resource)}".encode()
    _handles[handle] = resource
    return np.array(handle, object)


def _registered(handle: Any) -> IteratorResource:
    try:
        return _handles[bytes(handle[()])]
    except KeyError:
        raise errors.InvalidArgumentError(
            None, None, f"No iterator has the string handle {handle[()]!r}."
        ) from None
