"""Which classes are containers, and how each is taken apart and rebuilt."""

import collections
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from tensorbrook._src.core.containers import composite_container, plain_container

Point = collections.namedtuple("Point", "x y")


class MyList(list[Any]):
    pass


class MyDict(dict[Any, Any]):
    pass


class MyMapping(Mapping[Any, Any]):
    """A mapping that is built from pairs."""

    def __init__(self, pairs: Any) -> None:
        self.pairs = dict(list(pairs))

    def __getitem__(self, key: Any) -> Any:
        return self.pairs[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


class MySequence(Sequence[Any]):
    def __init__(self, items: Any) -> None:
        self.items = list(items)

    def __getitem__(self, index: Any) -> Any:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MySequence) and self.items == other.items


class Attribute:
    def __init__(self, name: str, alias: str | None = None) -> None:
        self.name = name
        self.alias = alias


class AttrsLike:
    """Looks to us like a class decorated with `attr.s`."""

    __attrs_attrs__ = (Attribute("left", "left"), Attribute("_right"))

    def __init__(self, left: Any, right: Any) -> None:
        self.left = left
        self._right = right


class Flattened:
    """Says itself what its children are: `value`, but not `label`."""

    def __init__(self, label: str, value: Any) -> None:
        self.label = label
        self.value = value

    def __tf_flatten__(self) -> tuple[Any, Any]:
        return (self.label,), (self.value,)

    @classmethod
    def __tf_unflatten__(cls, metadata: Any, components: Any) -> "Flattened":
        return cls(metadata[0], components[0])


class Spec:
    _component_specs = ("values spec", "splits spec")

    def _to_components(self, value: "Composite") -> Any:
        return value.parts

    def _from_components(self, components: Any) -> "Composite":
        return Composite(components)


class Composite:
    """Consists of tensors, as a ragged tensor does."""

    _type_spec = Spec()

    def __init__(self, parts: Any) -> None:
        self.parts = parts


class Dense(Composite):
    """Has a spec, and yet is one leaf, as a variable is."""

    _is_dense = True


def children(value: Any) -> list[Any]:
    container = plain_container(type(value))
    assert container is not None
    return list(container.children(value))


def keys(value: Any) -> list[Any]:
    container = plain_container(type(value))
    assert container is not None
    return list(container.keys(value))


def rebuilt(value: Any, *leaves: Any) -> Any:
    container = plain_container(type(value))
    assert container is not None
    result = container.rebuild(value, leaves)
    assert container is plain_container(type(result)) or type(result) is list
    return result


@pytest.mark.parametrize(
    "value",
    [1, "ab", b"ab", None, np.ones(2), {1, 2}, frozenset(), (x for x in "a"), object],
    ids=repr,
)
def test_leaf(value: object) -> None:
    assert plain_container(type(value)) is None
    assert composite_container(type(value)) is None


@pytest.mark.parametrize(
    "value",
    [[1, 2], (1, 2), MyList([1, 2]), MySequence([1, 2]), collections.deque([1, 2])],
    ids=repr,
)
def test_sequence(value: Any) -> None:
    assert children(value) == [1, 2]
    assert keys(value) == [0, 1]
    assert rebuilt(value, 3, 4) == type(value)([3, 4])
    assert type(rebuilt(value, 3, 4)) is type(value)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (range(2), [0, 1]),
        ({"a": 1}.keys(), ["a"]),
        ({"a": 1}.values(), [1]),
        ({"a": 1}.items(), [("a", 1)]),
    ],
    ids=repr,
)
def test_view_becomes_a_list(value: Any, parts: list[Any]) -> None:
    assert children(value) == parts
    assert rebuilt(value, *"xy"[: len(parts)]) == list("xy"[: len(parts)])


def test_namedtuple() -> None:
    assert children(Point(1, 2)) == [1, 2]
    assert keys(Point(1, 2)) == ["x", "y"]
    assert rebuilt(Point(1, 2), 3, 4) == Point(3, 4)
    assert type(rebuilt(Point(1, 2), 3, 4)) is Point


@pytest.mark.parametrize(
    "kind", [dict, MyDict, collections.OrderedDict, MyMapping, types.MappingProxyType]
)
def test_mapping_is_read_in_order_of_keys_and_keeps_its_own(kind: Any) -> None:
    pairs = [("b", 1), ("a", 2)]
    value = kind(pairs if kind is MyMapping else dict(pairs))
    assert children(value) == [2, 1]
    assert keys(value) == ["a", "b"]
    result = rebuilt(value, "A", "B")
    assert type(result) is kind
    assert list(result.items()) == [("b", "B"), ("a", "A")]


def test_defaultdict_keeps_its_factory() -> None:
    value = collections.defaultdict(list, {"b": 1, "a": 2})
    result = rebuilt(value, 20, 10)
    assert result == {"a": 20, "b": 10}
    assert result["new"] == []


def test_counter_is_not_recounted() -> None:
    assert rebuilt(collections.Counter("ab"), 7, 8) == {"a": 7, "b": 8}


def test_keys_that_cannot_be_sorted_are_named() -> None:
    with pytest.raises(TypeError, match="sortable"):
        children({1: 1, "a": 2})


class _Stubborn(MyMapping):
    def __init__(self) -> None:
        super().__init__([("a", 1)])


def test_mapping_that_cannot_be_rebuilt_is_named() -> None:
    with pytest.raises(TypeError, match="_Stubborn"):
        rebuilt(_Stubborn(), 1)


def test_attrs_class() -> None:
    value = AttrsLike(1, 2)
    assert children(value) == [1, 2]
    assert keys(value) == ["left", "_right"]
    result = rebuilt(value, 3, 4)
    assert (result.left, result._right) == (3, 4)


def test_class_that_flattens_itself() -> None:
    value = Flattened("label", [1])
    assert children(value) == [[1]]
    assert keys(value) == [0]
    result = rebuilt(value, 5)
    assert (result.label, result.value) == ("label", 5)


def test_composite_is_a_container_only_when_expanded() -> None:
    value = Composite((1, 2))
    assert plain_container(Composite) is None
    container = composite_container(Composite)
    assert container is not None
    assert container.children(value) == ((1, 2),)
    assert container.keys(value) == ("Composite",)
    assert container.rebuild(value, [(3, 4)]).parts == (3, 4)


def test_spec_of_a_composite_is_expanded_too() -> None:
    container = composite_container(Spec)
    assert container is not None
    assert container.children(Spec()) == (("values spec", "splits spec"),)
    assert isinstance(container.rebuild(Spec(), [(3, 4)]), Composite)


def test_dense_value_with_a_spec_is_a_leaf() -> None:
    assert composite_container(Dense) is None


def test_class_with_fields_that_is_no_tuple_is_a_leaf() -> None:
    assert plain_container(type("Message", (), {"_fields": ("a",)})) is None
