"""tf.nest."""

import collections
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorbrook._src.core import nest

Point = collections.namedtuple("Point", "x y")
Other = collections.namedtuple("Other", "x y")
PointAgain = collections.namedtuple("Point", "x y")  # type: ignore[no-redef]
STRUCTURES = st.recursive(
    st.integers(),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
        st.builds(Point, inner, inner),
    ),
    max_leaves=8,
)


class _Spec:
    """The spec of `_Pair`; those of the same width are compatible."""

    def __init__(self, width: int) -> None:
        self.width = width

    @property
    def _component_specs(self) -> Any:
        return [f"spec {i}" for i in range(self.width)]

    def _to_components(self, value: "_Pair") -> Any:
        return value.parts

    def _from_components(self, components: Any) -> "_Pair":
        return _Pair(*components)

    def most_specific_compatible_type(self, other: "_Spec") -> "_Spec":
        if self.width != other.width:
            raise ValueError("incompatible")
        return self


class _Pair:
    def __init__(self, *parts: Any) -> None:
        self.parts = list(parts)

    @property
    def _type_spec(self) -> _Spec:
        return _Spec(len(self.parts))


@pytest.mark.parametrize(
    ("structure", "leaves"),
    [
        ([1, [2, (3,)], {"b": 4, "a": 5}], [1, 2, 3, 5, 4]),
        ({"z": 1, "a": [2, 3]}, [2, 3, 1]),
        (Point(1, [2, 3]), [1, 2, 3]),
        (7, [7]),
        (None, [None]),
        ("ab", ["ab"]),
        ([], []),
        (((1, 2), 3), [1, 2, 3]),
        ({"b": 1, "a": 2}.items(), ["b", 1, "a", 2]),
    ],
    ids=repr,
)
def test_flatten(structure: Any, leaves: list[Any]) -> None:
    assert nest.flatten(structure) == leaves


@given(STRUCTURES)
def test_pack_is_the_inverse_of_flatten(structure: Any) -> None:
    leaves = nest.flatten(structure)
    assert nest.pack_sequence_as(structure, leaves) == structure
    assert nest.map_structure(lambda leaf: leaf, structure) == structure
    assert nest.map_structure(max, structure, structure) == structure
    assert [leaf for _, leaf in nest.flatten_with_tuple_paths(structure)] == leaves
    assert nest.flatten_up_to(structure, structure) == leaves
    nest.assert_same_structure(structure, structure)


def test_is_nested() -> None:
    assert nest.is_nested([1])
    assert nest.is_nested({"a": 1})
    assert nest.is_nested({}.values())
    assert not nest.is_nested("ab")
    assert not nest.is_nested({1})
    assert not nest.is_nested(_Pair(1))
    assert nest.is_nested_or_composite(_Pair(1))


def test_map_structure_keeps_the_form_of_the_first() -> None:
    result = nest.map_structure(
        lambda a, b: (a, b), {"a": 1}, collections.OrderedDict(a=2)
    )
    assert result == {"a": (1, 2)}
    assert type(result) is dict
    assert nest.map_structure(lambda a, b: a + b, Point(1, 2), PointAgain(3, 4)) == (
        Point(4, 6)
    )
    assert nest.map_structure(
        lambda a, b: a + b, [1, 2], (3, 4), check_types=False
    ) == [4, 6]


def test_map_structure_rejects_wrong_arguments() -> None:
    with pytest.raises(TypeError, match="callable"):
        nest.map_structure(1, [1])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at least one"):
        nest.map_structure(lambda x: x)
    with pytest.raises(ValueError, match="foo"):
        nest.map_structure(lambda x: x, [1], foo=1)


@pytest.mark.parametrize(
    ("structure", "flat", "error"),
    [
        ([0, [0, 0]], [1, 2], ValueError),
        ([0, [0, 0]], [1, 2, 3, 4], ValueError),
        (0, [1, 2], ValueError),
        (0, [], ValueError),
        (0, 1, TypeError),
        ([0], 1, TypeError),
        ([0, 0], "ab", TypeError),
        ([0, 0], iter([1, 2]), TypeError),
        ([0, 0], {"a": 1, "b": 2}, TypeError),
    ],
)
def test_pack_sequence_as_rejects(
    structure: Any, flat: Any, error: type[Exception]
) -> None:
    with pytest.raises(error, match="flat_sequence"):
        nest.pack_sequence_as(structure, flat)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([1], ["x"]),
        ("a", None),
        ({"a": 1}, collections.OrderedDict(a=1)),
        (collections.OrderedDict(b=1, a=2), collections.OrderedDict(a=1, b=2)),
        (Point(1, 2), PointAgain(3, 4)),
        ([1], type("MyList", (list,), {})([1])),
        ([], []),
    ],
)
def test_same_structure(first: Any, second: Any) -> None:
    nest.assert_same_structure(first, second)
    nest.assert_same_structure(second, first)


@pytest.mark.parametrize(
    ("first", "second", "error"),
    [
        ([1], (2,), TypeError),
        ([], (), TypeError),
        ({"a": 1}, [1], TypeError),
        (Point(1, 2), Other(1, 2), TypeError),
        (Point(1, 2), (1, 2), TypeError),
        ((1,), type("MyTuple", (tuple,), {})([1]), TypeError),
        ([1], [1, 2], ValueError),
        ([1], [[1]], ValueError),
        (1, [1], ValueError),
        ([], 1, ValueError),
        ({"a": 1}, {"b": 1}, ValueError),
        ({"a": 1}, {"a": 1, "b": 2}, ValueError),
        ([1, (2, 3)], [1, (2, [3])], ValueError),
    ],
    ids=repr,
)
def test_different_structures(first: Any, second: Any, error: type[Exception]) -> None:
    for pair in ((first, second), (second, first)):
        with pytest.raises(error, match="don't have the same nested structure"):
            nest.assert_same_structure(*pair)
        with pytest.raises(error):
            nest.map_structure(lambda a, b: a, *pair)


def test_types_and_keys_need_not_agree_without_check_types() -> None:
    nest.assert_same_structure([1], (2,), check_types=False)
    nest.assert_same_structure({"a": 1}, {"b": 1}, check_types=False)
    with pytest.raises(ValueError):
        nest.assert_same_structure([1], [1, 2], check_types=False)


def test_composites_are_leaves_unless_expanded() -> None:
    pair = _Pair(1, 2)
    assert nest.flatten([pair, 3]) == [pair, 3]
    assert nest.flatten([pair, 3], expand_composites=True) == [1, 2, 3]
    mapped = nest.map_structure(lambda x: x * 10, [pair], expand_composites=True)
    assert mapped[0].parts == [10, 20]
    packed = nest.pack_sequence_as(pair, [5, 6], expand_composites=True)
    assert packed.parts == [5, 6]
    assert nest.flatten(_Spec(2), expand_composites=True) == ["spec 0", "spec 1"]
    assert nest.flatten_with_joined_string_paths(pair, expand_composites=True) == [
        ("_Pair/0", 1),
        ("_Pair/1", 2),
    ]


def test_specs_of_expanded_composites_must_be_compatible() -> None:
    nest.assert_same_structure(_Pair(1), _Pair(1, 2))
    nest.assert_same_structure(_Pair(1), _Pair(2), expand_composites=True)
    nest.assert_same_structure(_Pair(1), _Spec(1), expand_composites=True)
    for second in (_Pair(1, 2), 1):
        with pytest.raises(ValueError):
            nest.assert_same_structure(_Pair(1), second, expand_composites=True)


def test_paths() -> None:
    structure = {"a": [1, {"b": 2}], "c": Point(3, 4)}
    assert nest.flatten_with_tuple_paths(structure) == [
        (("a", 0), 1),
        (("a", 1, "b"), 2),
        (("c", "x"), 3),
        (("c", "y"), 4),
    ]
    assert nest.flatten_with_joined_string_paths(structure, separator=".") == [
        ("a.0", 1),
        ("a.1.b", 2),
        ("c.x", 3),
        ("c.y", 4),
    ]
    assert nest.flatten_with_joined_string_paths(1) == [("", 1)]
    assert nest.flatten_with_joined_string_paths({1: 2}) == [("1", 2)]


@pytest.mark.parametrize(
    ("shallow", "tree", "parts"),
    [
        ([0, 0], [1, [2, 3]], [1, [2, 3]]),
        (0, [1, 2], [[1, 2]]),
        ({"b": 0, "a": 0}, {"a": [1], "b": 2}, [[1], 2]),
        ({"a": 0}, collections.OrderedDict(a=2), [2]),
        ((0, 0), Point(1, 2), [1, 2]),
        ([[0], 0], [[{"x": 1}], 2], [{"x": 1}, 2]),
    ],
    ids=repr,
)
def test_flatten_up_to(shallow: Any, tree: Any, parts: list[Any]) -> None:
    assert nest.flatten_up_to(shallow, tree) == parts
    nest.assert_shallow_structure(shallow, tree)


@pytest.mark.parametrize(
    ("shallow", "tree", "error"),
    [
        ([0, 0], [1], ValueError),
        ({"a": 0}, {"b": 0}, ValueError),
        ({"a": 0}, {"a": 0, "b": 1}, ValueError),
        ([0, 0], (1, 2), TypeError),
        ([[0], 0], [1, 2], TypeError),
        ([0, 0], 1, TypeError),
        ([0, 0], "ab", TypeError),
        ([0], {"a": 1}, TypeError),
        ({"a": 0}, [1], TypeError),
        (Point(0, 0), Other(1, 2), TypeError),
    ],
    ids=repr,
)
def test_flatten_up_to_rejects(shallow: Any, tree: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        nest.flatten_up_to(shallow, tree)
    with pytest.raises(error):
        nest.assert_shallow_structure(shallow, tree)


def test_flatten_up_to_without_check_types() -> None:
    assert nest.flatten_up_to([0, 0], (1, 2), check_types=False) == [1, 2]


def test_map_structure_up_to() -> None:
    def pair(a: Any, b: Any) -> Any:
        return a, b

    assert nest.map_structure_up_to([0, 0], pair, [1, [2]], [3, 4]) == [
        (1, 3),
        ([2], 4),
    ]
    assert nest.map_structure_up_to({"b": 0, "a": 0}, str, {"a": [1], "b": 2}) == {
        "b": "2",
        "a": "[1]",
    }
    with pytest.raises(ValueError, match="at least one"):
        nest.map_structure_up_to([0], pair)
