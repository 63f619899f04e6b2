"""VariableSpec."""

from typing import Any

import pytest

from tensorbrook._src.core import dtypes, nest, type_spec
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.variable_spec import VariableSpec

V = VariableSpec


class FakeVariable:
    _is_dense = True

    def __init__(self, handle: Any, trainable: bool = True) -> None:
        self.handle = handle
        self.trainable = trainable
        self.shape, self.dtype = (2,), "int32"

    @property
    def _type_spec(self) -> VariableSpec:
        return VariableSpec.from_value(self)

    @classmethod
    def _from_handle(cls, handle: Any, spec: VariableSpec) -> "FakeVariable":
        return cls(handle, spec.trainable)


@pytest.fixture(autouse=True)
def fake_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets `FakeVariable` be the class of variables."""
    monkeypatch.setitem(type_spec._VALUE_TYPES, VariableSpec, FakeVariable)


def test_attributes_and_text() -> None:
    spec = V([2], "int32", trainable=False, alias_id=1)
    assert (spec.shape, spec.dtype) == ([2], dtypes.int32)
    assert (spec.trainable, spec.alias_id) == (False, 1)
    assert repr(spec) == (
        "VariableSpec(shape=(2,), dtype=tf.int32, trainable=False, alias_id=1)"
    )
    assert V.from_value(FakeVariable("h", False)) == V([2], "int32", False)


def test_equality_minds_everything() -> None:
    assert V([2]) == V([2])
    assert hash(V([2])) == hash(V([2]))
    assert V([2]) != V([2], trainable=False)
    assert V([2]) != V([2], alias_id=1)
    assert V([2]) != V([3])
    assert V([2]) != TensorSpec([2])


def test_hierarchy() -> None:
    assert V([2]).is_subtype_of(V([None]))
    assert not V([2]).is_subtype_of(V([None], trainable=False))
    assert not V([2]).is_subtype_of(TensorSpec([2]))
    assert V([2]).most_specific_common_supertype([V([3])]) == V([None])
    assert V([2]).most_specific_common_supertype([V([2], "int32")]) is None
    assert V([2], "int32").is_compatible_with(FakeVariable("h"))
    assert not V([2]).is_compatible_with(TensorSpec([2]))


def test_variable_is_rebuilt_from_its_handle() -> None:
    spec = V([2], "int32", trainable=False)
    assert spec.flatten() == [TensorSpec([], dtypes.resource)]
    assert spec._to_components(FakeVariable("h")) == ["h"]
    rebuilt = spec._from_components(["other"])
    assert (rebuilt.handle, rebuilt.trainable) == ("other", False)


def test_nest_leaves_variables_and_their_specs_whole() -> None:
    for leaf in (V([2]), FakeVariable("h")):
        assert nest.flatten([leaf], expand_composites=True) == [leaf]
