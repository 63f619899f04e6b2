"""TensorSpec and BoundedTensorSpec."""

import pickle
from typing import Any

import numpy as np
import pytest

from tensorbrook._src.core import dtypes, type_spec
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor_spec import BoundedTensorSpec, TensorSpec
from tensorbrook._src.core.variable_spec import VariableSpec

T = TensorSpec
B = BoundedTensorSpec


class FakeTensor:
    def __init__(self, shape: Any, dtype: Any = "float32") -> None:
        self.shape = TensorShape(shape)
        self.dtype = dtypes.as_dtype(dtype)


@pytest.fixture(autouse=True)
def fake_tensors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets `FakeTensor` be the class of tensors."""
    monkeypatch.setitem(type_spec._VALUE_TYPES, TensorSpec, FakeTensor)


def test_attributes_and_text() -> None:
    spec = T([None, 2], np.int32, "x")
    assert spec.shape == [None, 2]
    assert spec.dtype is dtypes.int32
    assert spec.name == "x"
    assert repr(spec) == "TensorSpec(shape=(None, 2), dtype=tf.int32, name='x')"
    assert repr(T([])) == "TensorSpec(shape=(), dtype=tf.float32, name=None)"
    assert str(T(None)) == "TensorSpec(shape=<unknown>, dtype=tf.float32, name=None)"
    assert T(3).shape == [3]
    with pytest.raises(AttributeError):
        spec.dtype = dtypes.int8  # type: ignore[misc]


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match="-1"):
        T([-1])
    for dtype in ("foo", None):
        with pytest.raises(TypeError, match="Cannot convert"):
            T([2], dtype)


def test_equality_minds_the_name_and_the_hash_does_not() -> None:
    assert T([2]) == T((2,), "float32")
    assert T([2]) != T([2], name="a")
    assert T([2]) != T([None])
    assert T([2]) != T([2], "int32")
    assert T([2]) != VariableSpec([2])
    assert T([2]) != "a"
    assert hash(T([2])) == hash(T([2], name="a"))
    assert pickle.loads(pickle.dumps(T([2, None], name="k"))) == T([2, None], name="k")


def test_is_compatible_with() -> None:
    assert T([None]).is_compatible_with(FakeTensor([1]))
    assert T([3]).is_compatible_with(T([None], name="other"))
    assert not T([3]).is_compatible_with(FakeTensor([2]))
    assert not T([3]).is_compatible_with(FakeTensor([3], "int32"))
    for other in (np.ones(3, np.float32), [1.0, 2.0, 3.0], 1.0, None, VariableSpec(3)):
        assert not T([3]).is_compatible_with(other)


def test_is_subtype_of() -> None:
    assert T([2]).is_subtype_of(T([None]))
    assert not T([None]).is_subtype_of(T([2]))
    assert not T([2]).is_subtype_of(T([2], "int32"))
    assert not T([2]).is_subtype_of(dtypes.float32)
    assert T([2]).is_subtype_of(T([2], name="a"))
    assert not T([2], name="a").is_subtype_of(T([2]))
    assert not T([2], name="a").is_subtype_of(T([2], name="b"))
    assert B([2], "float32", 0, 1).is_subtype_of(T([2]))


def test_common_supertype() -> None:
    assert T([2]).most_specific_common_supertype([]) == T([2])
    assert T([2]).most_specific_common_supertype([T([3]), T([2])]) == T([None])
    assert T([2]).most_specific_common_supertype([T([3, 1])]) == T(None)
    assert T([2]).most_specific_common_supertype([T([2], "int32")]) is None
    assert T([2]).most_specific_common_supertype([VariableSpec([2])]) is None
    named = T([2], name="a")
    assert named.most_specific_common_supertype([T([3], name="a")]) == T(
        [None], name="a"
    )
    assert named.most_specific_common_supertype([T([2], name="b")]) is None
    assert T([2]).most_specific_compatible_type(T([3])) == T([None])
    for other in (T([2], "int32"), VariableSpec([2])):
        with pytest.raises(ValueError, match="No TypeSpec"):
            T([2]).most_specific_compatible_type(other)


def test_from_tensor() -> None:
    assert T.from_tensor(FakeTensor([1])) == T([1])
    assert T.from_tensor(FakeTensor([1]), name="q") == T([1], name="q")
    for wrong in (np.ones(2), 1):
        with pytest.raises(ValueError, match=r"needs a tf\.Tensor"):
            T.from_tensor(wrong)


def test_from_tensor_of_a_graph_takes_the_name_of_its_operation() -> None:
    tensor: Any = FakeTensor([1])
    tensor.graph = "graph"
    tensor.op = type("Operation", (), {"name": "scope/x"})
    assert T.from_tensor(tensor).name == "scope/x"


def test_from_spec() -> None:
    assert T.from_spec(T([2], name="z")) == T([2], name="z")
    assert T.from_spec(T([2], name="z"), name="y") == T([2], name="y")
    assert T.from_spec(B([2], "int8", 0, 1, "n")) == T([2], "int8", "n")
    assert T.from_spec(FakeTensor([4])) == T([4])


def test_it_is_its_own_component() -> None:
    tensor = FakeTensor([2])
    spec = T([2])
    assert spec._component_specs is spec
    assert spec.flatten() == [spec]
    assert spec.to_tensors(tensor) == [tensor]
    assert spec.from_tensors(iter([tensor])) is tensor
    assert spec._from_components(tensor) is tensor
    with pytest.raises(TypeError, match="describes a tensor"):
        spec._to_components([1.0, 2.0])


def test_cast() -> None:
    tensor = FakeTensor([2])
    assert T([None]).cast(tensor, None) is tensor
    for wrong in (FakeTensor([2], "int32"), [1.0, 2.0]):
        with pytest.raises(TypeError, match="can't be cast"):
            T([2]).cast(wrong, None)


def test_batching() -> None:
    assert T([2])._batch(5) == T([5, 2])
    assert T([])._batch(None) == T([None])
    assert T([5, 2])._unbatch() == T([2])
    assert T(None)._unbatch() == T(None)
    with pytest.raises(ValueError, match="unbatched"):
        T([])._unbatch()


def test_bounds() -> None:
    spec = B((2,), "float32", [0, 1], 2, "n")
    np.testing.assert_array_equal(spec.minimum, [0, 1])
    assert spec.minimum.dtype == np.float32
    assert spec.maximum.shape == ()
    assert repr(spec) == (
        "BoundedTensorSpec(shape=(2,), dtype=tf.float32, name='n', "
        "minimum=array([0., 1.], dtype=float32), maximum=array(2., dtype=float32))"
    )
    with pytest.raises(ValueError, match="read-only"):
        spec.minimum[0] = 5


def test_wrong_bounds_are_named() -> None:
    with pytest.raises(ValueError, match="minimum"):
        B([2], "float32", None, 1)
    with pytest.raises(ValueError, match="maximum"):
        B([2], "float32", 0, None)
    with pytest.raises(ValueError, match="maximum"):
        B([2], "float32", 0, [1, 2, 3])


def test_bounded_specs_are_equal_only_with_equal_bounds() -> None:
    assert B([2], "float32", 0, 1) == B([2], "float32", 0.0, 1.0)
    assert hash(B([2], "float32", 0, 1)) == hash(B([2], "float32", 0, 1))
    assert B([2], "float32", 0, 1) != B([2], "float32", 0, 2)
    assert B([2], "float32", 0, 1) != T([2])
    again = pickle.loads(pickle.dumps(B([2], "int8", 0, 1, "n")))
    assert again == B([2], "int8", 0, 1, "n")


def test_bounded_from_spec() -> None:
    bounded = B([2], "int8", 3, 4, "n")
    assert B.from_spec(bounded) == bounded
    assert B.from_spec(T([2], "int8")) == B([2], "int8", -128, 127)
