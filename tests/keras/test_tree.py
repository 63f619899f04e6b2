"""Tests of nested structures."""

import pytest

from tensorbrook import keras

tree = keras.tree


def test_flatten_and_pack() -> None:
    structure = {"b": 1, "a": (2, [3])}
    assert tree.flatten(structure) == [2, 3, 1]
    assert tree.pack_sequence_as(structure, [5, 6, 7]) == {"a": (5, [6]), "b": 7}
    assert tree.flatten_with_path(structure)[0] == (("a", 0), 2)


def test_map_and_traverse() -> None:
    assert tree.map_structure(lambda a, b: a + b, [1, 2], [3, 4]) == [4, 6]
    doubled = tree.traverse(lambda x: x * 2 if isinstance(x, int) else None, [1, [2]])
    assert doubled == [2, [4]]
    assert tree.map_shape_structure(lambda s: s[:1], {"x": (None, 3)}) == {"x": (None,)}
    with pytest.raises(ValueError, match="paths"):
        tree.assert_same_paths([1], [1, 2])
