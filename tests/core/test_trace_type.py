"""TraceType: what a class of one's own gets for free, and must define."""

from typing import Any

import pytest

from tensorbrook._src.core.trace_type import TraceType


class Constant(TraceType):
    def __init__(self, value: Any) -> None:
        self.value = value

    def placeholder_value(self, placeholder_context: Any) -> Any:
        return self.value


def test_type_without_tensors_rebuilds_its_value() -> None:
    constant = Constant(5)
    assert constant.flatten() == []
    assert constant.to_tensors(5) == []
    assert constant.from_tensors(iter([])) == 5


def test_cast_accepts_only_the_type_itself() -> None:
    constant = Constant(5)
    assert constant.cast(constant, None) is constant
    with pytest.raises(TypeError, match="Can not cast 6"):
        constant.cast(6, None)


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("is_subtype_of", (None,)),
        ("most_specific_common_supertype", ([],)),
        ("experimental_as_proto", ()),
        ("experimental_from_proto", (None,)),
        ("experimental_type_proto", ()),
    ],
)
def test_what_is_not_defined_is_named(method: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(NotImplementedError, match="Constant"):
        getattr(Constant(1), method)(*arguments)
    with pytest.raises(NotImplementedError, match="TraceType"):
        TraceType().placeholder_value(None)
