"""Bringing the values of a checkpoint into Python objects, now or when they appear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tensorbrook._src.checkpoint import trackable
from tensorbrook._src.checkpoint.object_graph import KEY
from tensorbrook._src.formats.bundle import BundleReader
from tensorbrook._src.formats.files import data_loss
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.slices import reader_of
from tensorbrook._src.variables.variable import Variable

#: The attribute under which an object keeps restorations that wait for its children.
WAITING = "_waiting_restorations"


def read_object_graph(reader: BundleReader) -> Any | None:
    """The object graph of a checkpoint; None where it was saved by names."""
    from google.protobuf.message import DecodeError

    if KEY not in reader:
        return None
    try:
        graph = message("TrackableObjectGraph").FromString(reader.read(KEY).item())
    except DecodeError as problem:
        raise data_loss(reader.prefix, f"damaged object graph: {problem}") from problem
    count = len(graph.nodes)
    for node in graph.nodes:
        if any(not 0 <= child.node_id < count for child in node.children):
            raise data_loss(reader.prefix, "the object graph refers to no node")
    return graph


class Restoration:
    """One checkpoint on its way into objects.

    Args:
        reader: The checkpoint.
        graph: Its object graph.
        root: The object that corresponds to the first node.
        session: For variables of a graph.
    """

    def __init__(
        self, reader: BundleReader, graph: Any, root: Any, session: Any = None
    ) -> None:
        self.reader = reader
        self.graph = graph
        self.root = root
        self.session = session
        self.bound: dict[int, Any] = {}
        self.restored: set[int] = set()  # ids of objects that got values
        self._numbers: dict[int, int] = {}
        self.bind(0, root)

    def bind(self, number: int, value: Any) -> None:
        """Lets a node stand for an object, and what is below it for what is below."""
        waiting = [(number, value)]
        seen: set[int] = set()
        for number, value in waiting:  # grows while it is walked
            if number not in self.bound:
                self.bound[number] = value
                self._numbers[id(value)] = number
                self._give_values(number, value)
            elif number in seen or not self._may_have_grown(number, value):
                continue
            seen.add(number)
            waiting.extend(self._below(number, value))

    def _may_have_grown(self, number: int, value: Any) -> bool:
        """Whether `value` is a container, which can't tell when it gets new items."""
        return self.bound[number] is value and isinstance(value, list | tuple | dict)

    def _below(self, number: int, value: Any) -> Iterable[tuple[int, Any]]:
        """The children that both sides have; the object remembers if some are missing."""
        there = trackable.children(value)
        wanted = self.graph.nodes[number].children
        missing = [child for child in wanted if child.local_name not in there]
        for child in wanted:
            if child.local_name in there:
                yield child.node_id, there[child.local_name]
        self._remember(value, bool(missing))

    def _remember(self, value: Any, incomplete: bool) -> None:
        attributes = getattr(value, "__dict__", None)
        if attributes is None or isinstance(value, Variable):
            return
        waiting = attributes.setdefault(WAITING, [])
        if incomplete and self not in waiting:
            waiting.append(self)
        elif not incomplete and self in waiting:
            waiting.remove(self)
        if not waiting:
            del attributes[WAITING]

    def _give_values(self, number: int, value: Any) -> None:
        stored = {}
        for attribute in self.graph.nodes[number].attributes:
            key = attribute.checkpoint_key
            if key in self.reader:
                stored[attribute.name] = key
                continue
            for name in self.reader.names():  # tables: keys and values apart
                if name.startswith(f"{key}-"):
                    stored[attribute.name + name.removeprefix(key)] = name
        holds = isinstance(value, Variable) or hasattr(
            type(value), "_restore_from_tensors"
        )
        if stored and holds:
            arrays = {name: self.reader.read(key) for name, key in stored.items()}
            trackable.set_values(value, arrays, self.session)
            self.restored.add(id(value))

    def resume(self, value: Any = None) -> None:
        """Looks again for children that weren't there, of one object or of all."""
        known = [value] if value is not None else list(self.bound.values())
        for item in known:
            number = self._numbers.get(id(item))
            if number is not None:
                for child, there in list(self._below(number, item)):
                    self.bind(child, there)


class LoadStatus:
    """What became of a restored checkpoint."""

    def __init__(self, restoration: Restoration) -> None:
        self._restoration = restoration

    def _unmatched_nodes(self) -> list[str]:
        found = []
        restoration = self._restoration
        paths = _paths(restoration.graph)
        for number, node in enumerate(restoration.graph.nodes):
            if number not in restoration.bound and (
                node.attributes or not node.children
            ):
                if node.attributes or node.has_checkpoint_values.value:
                    found.append(paths.get(number, f"node {number}"))
        return found

    def _unmatched_objects(self) -> list[Any]:
        restoration = self._restoration
        return [
            value
            for value, _ in trackable.walk(restoration.root)
            if isinstance(value, Variable) and id(value) not in restoration.restored
        ]

    def assert_consumed(self) -> LoadStatus:
        """Checks that every value found its object, and every object its value.

        Raises:
            AssertionError: One didn't.
        """
        self._restoration.resume()
        nodes = self._unmatched_nodes()
        if nodes:
            raise AssertionError(
                f"Unresolved object in checkpoint {self._restoration.reader.prefix}: "
                f"{len(nodes)} values have no Python object yet: {', '.join(nodes[:10])}"
            )
        return self.assert_existing_objects_matched()

    def assert_existing_objects_matched(self) -> LoadStatus:
        """Checks that every variable that exists got a value.

        Raises:
            AssertionError: One didn't.
        """
        self._restoration.resume()
        left = self._unmatched_objects()
        if left:
            raise AssertionError(
                f"Found {len(left)} Python objects that were not bound to checkpointed "
                "values, likely due to changes in the Python program. Showing "
                f"{min(10, len(left))} of {len(left)} unmatched objects: {left[:10]}"
            )
        return self

    def assert_nontrivial_match(self) -> LoadStatus:
        """Checks that anything but the root was found.

        Raises:
            AssertionError: Nothing was.
        """
        self._restoration.resume()
        if not self._restoration.restored:
            raise AssertionError(
                "Nothing except the root object matched a checkpointed value. Typically "
                "this means that the checkpoint does not match the Python program: "
                f"{', '.join(self._unmatched_nodes()[:10])}"
            )
        return self

    def expect_partial(self) -> LoadStatus:
        """Says that it is right if some values find no object."""
        self._restoration.resume()
        return self

    def run_restore_ops(self, session: Any = None) -> None:
        """Done already: values are given when they are found."""
        self._restoration.resume()

    def initialize_or_restore(self, session: Any = None) -> None:
        """Initialises the variables of a graph that got no value."""
        self._restoration.resume()
        _initialize(self._unmatched_objects(), session)


def _initialize(variables: Iterable[Any], session: Any) -> None:
    operations = [v.initializer for v in variables if v.initializer is not None]
    if operations:
        trackable.session_for(session).run(operations)


def _paths(graph: Any) -> dict[int, str]:
    """The shortest way to each node of an object graph."""
    found = {0: "(root)"}
    waiting = [0]
    for number in waiting:  # grows while it is walked
        for child in graph.nodes[number].children:
            if child.node_id not in found:
                found[child.node_id] = f"{found[number]}.{child.local_name}"
                waiting.append(child.node_id)
    return found


class InitializationStatus(LoadStatus):
    """The status of a restore of nothing (`restore(None)`)."""

    def __init__(self, root: Any) -> None:
        self._root = root

    def _refuse(self) -> Any:
        raise AssertionError(
            "No checkpoint specified (save_path=None); nothing is being restored."
        )

    def assert_consumed(self) -> LoadStatus:
        """Raises AssertionError: nothing was restored."""
        return self._refuse()  # type: ignore[no-any-return]

    assert_existing_objects_matched = assert_consumed
    assert_nontrivial_match = assert_consumed

    def expect_partial(self) -> LoadStatus:
        """Does nothing."""
        return self

    def run_restore_ops(self, session: Any = None) -> None:
        """Raises AssertionError: nothing was restored."""
        self._refuse()

    def initialize_or_restore(self, session: Any = None) -> None:
        """Initialises the variables of a graph."""
        found = [v for v, _ in trackable.walk(self._root) if isinstance(v, Variable)]
        _initialize(found, session)


class NameStatus(LoadStatus):
    """The status of a restore from a checkpoint that was saved by variable names."""

    def __init__(self, root: Any, reader: BundleReader, session: Any = None) -> None:
        self._root = root
        self._missing: list[Any] = []
        self._used: set[str] = set()
        self._reader = reader
        for value, _ in trackable.walk(root):
            if not isinstance(value, Variable):
                continue
            name = value._shared_name
            if name in reader:
                stored = {trackable.VALUE: reader.read(name)}
                trackable.set_values(value, stored, session)
                self._used.add(name)
            else:
                self._missing.append(value)

    def assert_consumed(self) -> LoadStatus:
        """Checks that all values were used and all variables found.

        Raises:
            AssertionError: One wasn't.
        """
        unused = sorted(set(self._reader.names()) - self._used)
        if unused:
            raise AssertionError(f"Some values were not used: {', '.join(unused)}")
        return self.assert_existing_objects_matched()

    def assert_existing_objects_matched(self) -> LoadStatus:
        """Checks that all variables found a value.

        Raises:
            AssertionError: One didn't.
        """
        if self._missing:
            raise AssertionError(
                f"Some objects were not restored: {self._missing[:10]}"
            )
        return self

    def assert_nontrivial_match(self) -> LoadStatus:
        """Checks that any variable found a value.

        Raises:
            AssertionError: None did.
        """
        if not self._used:
            raise AssertionError("No variable of the checkpoint has a name of ours.")
        return self

    def expect_partial(self) -> LoadStatus:
        """Does nothing."""
        return self

    def run_restore_ops(self, session: Any = None) -> None:
        """Done already."""

    def initialize_or_restore(self, session: Any = None) -> None:
        """Initialises the variables of a graph that got no value."""
        _initialize(self._missing, session)


def restore(root: Any, prefix: str, session: Any = None) -> LoadStatus:
    """Restores a checkpoint into the objects below `root`.

    Raises:
        errors.NotFoundError: There is no such checkpoint.
        ValueError: A variable has another shape.
    """
    reader = reader_of(prefix)
    graph = read_object_graph(reader)
    if graph is None:
        return NameStatus(root, reader, session)
    return LoadStatus(Restoration(reader, graph, root, session))
