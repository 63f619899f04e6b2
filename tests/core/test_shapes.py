"""TensorShape, and the functions on plain dims."""

import copy
import pickle
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tensorbrook._src.core import shapes
from tensorbrook._src.core.dimension import Dimension
from tensorbrook._src.core.shapes import TensorShape

S = TensorShape
DIMS = st.one_of(
    st.none(), st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=3).map(tuple)
)
KNOWN = st.lists(st.integers(0, 3), max_size=4).map(tuple)


@pytest.fixture
def v1() -> Iterator[None]:
    shapes.disable_v2_tensorshape()
    yield
    shapes.enable_v2_tensorshape()


@pytest.mark.parametrize(
    ("value", "dims"),
    [
        (None, None),
        (3, (3,)),
        ([], ()),
        ([2, None], (2, None)),
        (np.array([1, 2]), (1, 2)),
        (np.array(3), (3,)),
        ([np.int64(3)], (3,)),
        (Dimension(3), (3,)),
        ([Dimension(3), Dimension(None)], (3, None)),
        (S([1, None]), (1, None)),
        (S(None), None),
        (range(3), (0, 1, 2)),
        (iter([1, 2]), (1, 2)),
        ({4: "a"}, (4,)),
    ],
    ids=str,
)
def test_as_dims_accepts(value: object, dims: shapes.Dims) -> None:
    made = shapes.as_dims(value)
    assert made == dims
    assert made is None or all(d is None or type(d) is int for d in made)
    assert S(dims)._dims == dims


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ([-1, 2], ValueError),
        ([None, -2], ValueError),
        (-1, ValueError),
        ([1.0], TypeError),
        (2.0, TypeError),
        (["a"], TypeError),
        ("12", TypeError),
        ([[1]], TypeError),
        (np.zeros((2, 2)), TypeError),
        (object(), TypeError),
    ],
    ids=str,
)
def test_as_dims_rejects(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        shapes.as_dims(value)
    with pytest.raises(error):
        S(value)


def test_text() -> None:
    assert repr(S([1, None, 3])) == "TensorShape([1, None, 3])"
    assert repr(S(None)) == "TensorShape(None)"
    assert str(S([1, None])) == "(1, None)"
    assert str(S([1])) == "(1,)"
    assert str(S([])) == "()"
    assert str(S(None)) == "<unknown>"
    assert f"{S([2])}" == "(2,)"


def test_rank_length_and_truth() -> None:
    assert S([1, 2]).rank == S([1, 2]).ndims == len(S([1, 2])) == 2
    assert S(None).rank is None
    assert S(None).ndims is None
    assert S([])
    assert not S(None)
    with pytest.raises(ValueError, match="unknown rank"):
        len(S(None))
    with pytest.raises(ValueError, match="unknown rank"):
        iter(S(None))
    with pytest.raises(ValueError, match="as_list"):
        S(None).as_list()


def test_indexing_and_iteration() -> None:
    shape = S([1, None, 3])
    assert shape[0] == 1
    assert type(shape[0]) is int
    assert shape[1] is None
    assert shape[-1] == 3
    assert shape[np.int64(2)] == 3
    assert shape[1:] == S([None, 3])
    assert shape[::2] == [1, 3]
    assert list(shape) == shape.as_list() == [1, None, 3]
    assert list(reversed(shape)) == [3, None, 1]
    assert 3 in shape
    with pytest.raises(IndexError):
        shape[5]
    assert np.zeros(S([1, 2])).shape == (1, 2)


def test_slicing_an_unknown_rank() -> None:
    unknown = S(None)
    assert unknown[0] is None
    assert unknown[1:]._dims is None
    assert unknown[:-1]._dims is None
    assert unknown[:3] == [None] * 3
    assert unknown[1:3] == [None] * 2


def test_dims_are_dimensions_in_both_behaviours() -> None:
    dims = S([1, None]).dims
    assert dims is not None
    assert [type(d) for d in dims] == [Dimension, Dimension]
    assert [d.value for d in dims] == [1, None]
    assert S(None).dims is None


def test_equality_and_hash() -> None:
    assert S([1, 2]) == (1, 2)
    assert S([1, 2]) == [1, 2]
    assert S([1]) == 1
    assert S([1, 2]) != [1, None]
    assert S([1, 2]) != "a"
    assert S(None) == S(None)
    assert S(None) == None  # noqa: E711
    assert S(None) != S([])
    assert hash(S([1, 2])) == hash((1, 2))
    assert len({S([1]), S([1]), S(None)}) == 2


def test_pickle_and_copy() -> None:
    for shape in (S([1, None]), S(None), S([])):
        assert pickle.loads(pickle.dumps(shape)) == shape
        assert copy.deepcopy(shape) == shape


def test_concatenation() -> None:
    assert S([1]) + [2] == [1, 2]
    assert [1] + S([2]) == [1, 2]
    assert S([1]) + 5 == [1, 5]
    assert S([1]).concatenate(3) == [1, 3]
    assert (S([1]) + None)._dims is None
    assert (S(None) + [1])._dims is None


def test_num_elements() -> None:
    assert S([2, 3]).num_elements() == 6
    assert S([]).num_elements() == 1
    assert S([0, None]).num_elements() is None
    assert S(None).num_elements() is None
    assert S([2, 3]).is_fully_defined()
    assert not S([2, None]).is_fully_defined()
    assert not S(None).is_fully_defined()


def test_merge_with() -> None:
    assert S([None, 3]).merge_with([2, None]) == [2, 3]
    assert S(None).merge_with([1]) == [1]
    assert S([1]).merge_with(None) == [1]
    for other in ([1, 3], [1]):
        with pytest.raises(ValueError, match="not compatible"):
            S([1, 2]).merge_with(other)


def test_most_specific_compatible_shape() -> None:
    assert S([1, 2]).most_specific_compatible_shape([1, 3]) == [1, None]
    assert S([None, 2]).most_specific_compatible_shape([3, 2]) == [None, 2]
    assert S([1, 2]).most_specific_compatible_shape([1])._dims is None


def test_rank_requirements() -> None:
    shape, unknown = S([1, 2]), S(None)
    assert shape.with_rank(2) is shape
    assert unknown.with_rank(2) == [None, None]
    assert shape.with_rank_at_least(1) is shape
    assert shape.with_rank_at_most(2) is shape
    assert unknown.with_rank_at_least(3) is unknown
    assert unknown.with_rank_at_most(1) is unknown
    unknown.assert_has_rank(3)
    unknown.assert_same_rank([1])
    shape.assert_same_rank([None, None])
    for call in (
        lambda: shape.with_rank(3),
        lambda: shape.assert_has_rank(3),
        lambda: shape.with_rank_at_least(3),
        lambda: shape.with_rank_at_most(1),
        lambda: shape.assert_same_rank([1]),
    ):
        with pytest.raises(ValueError, match="rank"):
            call()


def test_assertions() -> None:
    S([1]).assert_is_fully_defined()
    S([1, None]).assert_is_compatible_with([1, 7])
    with pytest.raises(ValueError, match="fully defined"):
        S([None]).assert_is_fully_defined()
    with pytest.raises(ValueError, match="incompatible"):
        S([1, 2]).assert_is_compatible_with([1, 3])


def test_trace_type() -> None:
    assert S([1]).is_subtype_of(S(None))
    assert S([1, 2]).is_subtype_of(S([1, None]))
    assert not S([1, None]).is_subtype_of(S([1, 2]))
    assert not S(None).is_subtype_of(S([1]))
    assert S([1, 2]).most_specific_common_supertype([S([1, 3])]) == [1, None]
    assert S([1, 2]).most_specific_common_supertype([]) == [1, 2]
    assert S([1]).placeholder_value(None) == [1]


@pytest.mark.usefixtures("v1")
def test_v1_behaviour_gives_dimensions() -> None:
    shape = S([1, None])
    assert isinstance(shape[0], Dimension)
    assert shape[0].value == 1
    assert shape[1].value is None
    assert S(None)[0].value is None
    assert [type(d) for d in shape] == [Dimension, Dimension]
    assert shape[1:] == [None]
    assert shape.as_list() == [1, None]
    assert shape == [1, None]
    assert repr(shape) == "TensorShape([Dimension(1), Dimension(None)])"
    assert str(shape) == "(1, ?)"
    assert str(S([None])) == "(?,)"
    assert str(S(None)) == "<unknown>"
    assert shapes.dimension_value(shape[0]) == 1


def test_helpers_for_both_behaviours() -> None:
    assert shapes.dimension_value(4) == 4
    assert shapes.dimension_at_index(S([1, 2]), 1).value == 2
    assert shapes.dimension_at_index(S(None), 1).value is None
    assert shapes.as_shape([1]) == [1]
    assert shapes.unknown_shape(2) == [None, None]


class _Proto:
    def __init__(self, dim: list[int], unknown_rank: bool = False) -> None:
        self.dim = [type("Dim", (), {"size": size}) for size in dim]
        self.unknown_rank = unknown_rank


def test_from_proto() -> None:
    assert S(_Proto([1, -1])) == [1, None]
    assert S(_Proto([], unknown_rank=True))._dims is None
    assert S.experimental_from_proto(_Proto([2])) == [2]


def test_as_proto_round_trip() -> None:
    pytest.importorskip("tensorboard.compat.proto.tensor_shape_pb2")
    for shape in (S([1, None]), S([]), S(None)):
        assert S(shape.as_proto()) == shape
        assert shape.experimental_as_proto() == shape.as_proto()
    assert [d.size for d in S([1, None]).as_proto().dim] == [1, -1]


@given(KNOWN, KNOWN)
def test_broadcast_dims_agrees_with_numpy(
    first: tuple[int, ...], second: tuple[int, ...]
) -> None:
    try:
        expected = np.broadcast_shapes(first, second)
    except ValueError:
        with pytest.raises(ValueError, match="broadcast"):
            shapes.broadcast_dims(first, second)
    else:
        assert shapes.broadcast_dims(first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        (None, (2,), None),
        ((1, None), (3, 3), (3, 3)),
        ((2, None), (1, 1), (2, None)),
        ((2, None), (2, None), (2, None)),
        ((None,), (1,), (None,)),
        ((None,), (0,), (0,)),
    ],
)
def test_broadcast_of_partly_known_dims(
    first: shapes.Dims, second: shapes.Dims, result: shapes.Dims
) -> None:
    assert shapes.broadcast_dims(first, second) == result
    assert shapes.broadcast_dims(second, first) == result


@given(DIMS, DIMS)
def test_merging_and_relaxing_keep_their_promises(
    first: shapes.Dims, second: shapes.Dims
) -> None:
    relaxed = shapes.relax_dims(first, second)
    assert shapes.is_subshape(first, relaxed)
    assert shapes.is_subshape(second, relaxed)
    if not shapes.compatible(first, second):
        with pytest.raises(ValueError, match="not compatible"):
            shapes.merge_dims(first, second)
        return
    merged = shapes.merge_dims(first, second)
    assert merged == shapes.merge_dims(second, first)
    assert shapes.is_subshape(merged, first)
    assert shapes.is_subshape(merged, second)
