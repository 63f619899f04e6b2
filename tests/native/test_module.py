"""The module's functions, and its stub."""

from __future__ import annotations

import ast
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import tensorbrook

STUB = pathlib.Path(tensorbrook.__file__).with_name("_native.pyi")


def _public(names: Any) -> set[str]:
    return {name for name in names if not name.startswith("__")}


def test_stub_names_what_the_module_has(native: Any) -> None:
    tree = ast.parse(STUB.read_text())
    definitions = [
        n for n in tree.body if isinstance(n, ast.ClassDef | ast.FunctionDef)
    ]
    assert {d.name for d in definitions} == _public(dir(native))
    for definition in definitions:
        if isinstance(definition, ast.ClassDef):
            stated = {n.name for n in definition.body if isinstance(n, ast.FunctionDef)}
            assert _public(stated) == _public(dir(getattr(native, definition.name)))


def test_find_knows_kernels(native: Any) -> None:
    assert native.find("AddV2") >= 0
    assert native.find("NoSuchKernel") == -1
    assert "Conv2D" in native.kernel_names()


def test_device_info_says_what_runs(native: Any) -> None:
    info = native.device_info()
    assert info["isa"] in ("baseline", "avx2", "avx512")
    assert info["threads"] >= 1


@pytest.fixture
def fallback(native: Any) -> Iterator[Callable[[str, Any], None]]:
    """Registers a fallback for the time of a test."""
    previous = {}

    def register(name: str, function: Any) -> None:
        previous[name] = native.register_fallback(name, function)

    yield register
    for name, function in previous.items():
        native.register_fallback(name, function or (lambda *operands: NotImplemented))


def test_slow_counter_sends_operators_to_the_fallback(
    native: Any, tensor: Any, fallback: Any
) -> None:
    fallback("__xor__", lambda left, right: "fallback")
    x = tensor([3])
    assert (x ^ x)._array() == [0]
    native.set_slow(+1)
    try:
        assert x ^ x == "fallback"
    finally:
        native.set_slow(-1)
    assert (x ^ x)._array() == [0]


def test_foreign_operand_gets_its_turn(tensor: Any, fallback: Any) -> None:
    class Other:
        def __rmatmul__(self, left: Any) -> str:
            return "other"

    fallback("__matmul__", lambda left, right: NotImplemented)
    assert tensor([1.0]) @ Other() == "other"


def test_wrong_arguments_are_named(native: Any) -> None:
    with pytest.raises(ValueError, match="handle"):
        native.execute(10**6, [], None)
    with pytest.raises(ValueError, match="slot"):
        native.register_fallback("__nonsense__", print)
    with pytest.raises(TypeError, match="TensorBase"):
        native.register_tensor_class(int)
    with pytest.raises(ValueError, match="dtype code"):
        native.from_object("x", 1, ())
