"""TypeSpec: what follows from a serialization, and the registry of specs."""

import pickle
from typing import Any

import numpy as np
import pytest

from tensorbrook._src.core import dtypes, nest, type_spec
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec, type_spec_from_value

T = TensorSpec
S = TensorShape


class FakeTensor:
    def __init__(self, shape: Any, dtype: Any = "float32") -> None:
        self.shape = S(shape)
        self.dtype = dtypes.as_dtype(dtype)


class Boxed:
    def __init__(self, content: Any) -> None:
        self.content = content


class BoxSpec(TypeSpec):
    """The spec of `Boxed`, which holds one tensor of `content`, and options."""

    def __init__(self, content: Any, option: Any = 3) -> None:
        self.content = content
        self.option = option

    value_type = Boxed  # type: ignore[assignment]

    def _serialize(self) -> tuple[Any, ...]:
        return self.content, self.option

    @property
    def _component_specs(self) -> Any:
        return self.content

    def _to_components(self, value: Boxed) -> Any:
        return value.content

    def _from_components(self, components: Any) -> Boxed:
        return Boxed(components)


@pytest.fixture(autouse=True)
def fake_tensors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets `FakeTensor` be the class of tensors."""
    monkeypatch.setitem(type_spec._VALUE_TYPES, TensorSpec, FakeTensor)
    monkeypatch.setitem(type_spec._FROM_VALUE, FakeTensor, TensorSpec.from_tensor)


def test_equality_follows_the_serialization() -> None:
    assert BoxSpec(1) == BoxSpec(1)
    assert hash(BoxSpec(1)) == hash(BoxSpec(1))
    assert BoxSpec(1) != BoxSpec(2)
    assert BoxSpec(1) != BoxSpec(True)
    assert BoxSpec(1) != BoxSpec(dtypes.float32)
    assert BoxSpec([1, 2]) == BoxSpec((1, 2))
    assert BoxSpec({"a": [1]}) == BoxSpec({"a": (1,)})
    assert BoxSpec(np.ones(2)) == BoxSpec(np.ones(2))
    assert BoxSpec(np.ones(2)) != BoxSpec(np.zeros(2))
    assert BoxSpec(1) != "BoxSpec(1, 3)"
    assert len({BoxSpec([1], {"k": np.ones(1)}), BoxSpec((1,), {"k": np.ones(1)})}) == 1


def test_text_and_pickle() -> None:
    assert repr(BoxSpec(1, [2])) == "BoxSpec(1, [2])"
    assert repr(BoxSpec(S([3]), dtypes.int8)) == "BoxSpec(TensorShape([3]), tf.int8)"
    assert pickle.loads(pickle.dumps(BoxSpec(T([2])))) == BoxSpec(T([2]))


@pytest.mark.parametrize(
    ("first", "second", "compatible", "subtype"),
    [
        (1, 1, True, True),
        (1, 2, False, False),
        (1, "x", False, False),
        (T([2]), T([None]), True, True),
        (T([None]), T([2]), True, False),
        (S([2]), S([None]), True, True),
        (S([2]), S([3]), False, False),
        (dtypes.float32, dtypes.int32, False, False),
        (dtypes.float32, dtypes.float32, True, True),
        ([1, T([2])], [1, T([None])], True, True),
        ([1], [1, 2], False, False),
        ({"a": T([2])}, {"a": T([None])}, True, True),
        ({"a": 1}, {"b": 1}, False, False),
    ],
    ids=repr,
)
def test_compatibility_goes_part_by_part(
    first: Any, second: Any, compatible: bool, subtype: bool
) -> None:
    assert BoxSpec(first).is_compatible_with(BoxSpec(second)) is compatible
    assert BoxSpec(first).is_subtype_of(BoxSpec(second)) is subtype


def test_compatibility_with_values() -> None:
    assert not BoxSpec(T([])).is_compatible_with(FakeTensor([]))
    with pytest.raises(TypeError, match="no TypeSpec"):
        BoxSpec(1).is_compatible_with(_Unknown())


@pytest.mark.parametrize(
    ("first", "second", "common"),
    [
        (T([2]), T([3]), T([None])),
        (S([2]), S([3]), S([None])),
        ([1, T([2])], [1, T([3])], [1, T([None])]),
        ((1, 2), (1, 2), (1, 2)),
        ({"a": S([1])}, {"a": S([2])}, {"a": S([None])}),
    ],
    ids=repr,
)
def test_common_supertype(first: Any, second: Any, common: Any) -> None:
    result = BoxSpec(first).most_specific_common_supertype([BoxSpec(second)])
    assert result == BoxSpec(common)
    assert type(result.content) is type(common)
    assert BoxSpec(first).most_specific_compatible_type(BoxSpec(second)) == result


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 2),
        (dtypes.float32, dtypes.int32),
        (T([2]), T([2], "int32")),
        ([1], [1, 2]),
        ({"a": 1}, {"b": 1}),
    ],
    ids=repr,
)
def test_no_common_supertype(first: Any, second: Any) -> None:
    assert BoxSpec(first).most_specific_common_supertype([BoxSpec(second)]) is None
    with pytest.raises(ValueError, match="No TypeSpec is compatible"):
        BoxSpec(first).most_specific_compatible_type(BoxSpec(second))


def test_other_class_has_no_common_supertype() -> None:
    assert BoxSpec(T([])).most_specific_common_supertype([T([])]) is None
    assert not BoxSpec(T([])).is_subtype_of(T([]))


def test_tensors_of_a_value() -> None:
    spec = BoxSpec({"b": T([1]), "a": (T([2]),)})
    first, second = FakeTensor([2]), FakeTensor([1])
    value = Boxed({"b": second, "a": (first,)})
    assert spec.flatten() == [T([2]), T([1])]
    assert spec.to_tensors(value) == [first, second]
    more = iter([first, second, "left over"])
    assert spec.from_tensors(more).content == {"b": second, "a": (first,)}
    assert next(more) == "left over"
    assert nest.flatten(spec, expand_composites=True) == spec.flatten()


def test_placeholder_value_is_made_of_placeholders() -> None:
    class Context:
        def placeholder(self, spec: TensorSpec) -> str:
            return f"placeholder {spec.shape}"

    value = BoxSpec([T([1]), T([2])]).placeholder_value(Context())
    assert value.content == ["placeholder (1,)", "placeholder (2,)"]


def test_cast_checks_the_components() -> None:
    spec = BoxSpec([T([None])])
    tensor = FakeTensor([2])
    assert spec.cast(Boxed([tensor]), None).content == [tensor]
    narrower = BoxSpec([T([2])])
    assert spec.cast(narrower, None) is narrower
    for wrong in (Boxed([FakeTensor([2], "int32")]), 5):
        with pytest.raises(TypeError, match="can't be cast"):
            spec.cast(wrong, None)


def test_missing_definition_is_named() -> None:
    class Bare(TypeSpec):
        pass

    for access in (
        lambda: Bare().value_type,
        lambda: Bare()._component_specs,
        lambda: Bare()._serialize(),
        lambda: Bare()._to_components(1),
        lambda: Bare()._from_components(1),
    ):
        with pytest.raises(NotImplementedError, match="Bare"):
            access()


class _Unknown:
    """A class that nothing is registered for."""


@pytest.fixture
def no_last_resort(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(type_spec._FROM_VALUE, object, raising=False)


@pytest.mark.usefixtures("no_last_resort")
def test_spec_from_value() -> None:
    class Composite:
        _type_spec = BoxSpec(7)

    class SubTensor(FakeTensor):
        pass

    assert type_spec_from_value(Composite()) == BoxSpec(7)
    assert type_spec_from_value(FakeTensor([1])) == T([1])
    assert type_spec_from_value(SubTensor([1])) == T([1])
    with pytest.raises(TypeError, match="_Unknown"):
        type_spec_from_value(_Unknown())


def test_last_resort_is_what_object_is_registered_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def convert(value: Any) -> TypeSpec:
        if isinstance(value, int):
            return T([], "int32")
        raise ValueError("can't be converted")

    monkeypatch.setitem(type_spec._FROM_VALUE, object, convert)
    assert type_spec_from_value(5) == T([], "int32")
    with pytest.raises(TypeError, match="str"):
        type_spec_from_value("a")


def test_registration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_spec, "_FROM_VALUE", {})
    monkeypatch.setattr(type_spec, "_VALUE_TYPES", {})
    type_spec.register_type_spec_from_value(_Unknown, lambda value: BoxSpec(9))
    assert type_spec_from_value(_Unknown()) == BoxSpec(9)
    with pytest.raises(NotImplementedError, match="value_type"):
        _ = T([]).value_type
    type_spec.register_value_type(TensorSpec, _Unknown)
    assert T([]).value_type is _Unknown
