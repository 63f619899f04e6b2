"""Tests of tools/check_rooms.py."""

import ast

import pytest


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("tensorbrook._src.graph.graph", "tensorbrook._src.core.op"),
        ("tensorbrook._src.ops.unary", "tensorbrook._src.ops.binary"),
        ("tensorbrook._src.keras.layers.dense", "tensorbrook.math"),
        ("tensorbrook._src.cli.demo", "tensorbrook.keras"),
        ("tensorbrook._src.eager.kernels", "tensorbrook._native"),
        ("tensorbrook.math", "tensorbrook._src.ops.unary"),
    ],
)
def test_layering_accepts(tool, module, imported):
    assert tool("check_rooms").layering(module, imported) is None


@pytest.mark.parametrize(
    ("module", "imported", "word"),
    [
        ("tensorbrook._src.core.op", "tensorbrook._src.graph.graph", "above"),
        ("tensorbrook._src.keras.layers.dense", "tensorbrook._src.graph", "public"),
        ("tensorbrook._src.ops.unary", "tensorbrook.math", "public"),
        ("tensorbrook._src.ops.unary", "tensorbrook._src.swamp.mud", "ROOMS"),
    ],
)
def test_layering_refuses(tool, module, imported, word):
    assert word in tool("check_rooms").layering(module, imported)


def test_imports_sees_functions_and_skips_type_checking(tool):
    source = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from tensorbrook._src.graph import graph
def late():
    from tensorbrook._src import runtime
"""
    found = [name for name, _ in tool("check_rooms").imports(ast.parse(source))]
    assert found == ["tensorbrook._src.runtime"]


def test_problems_names_what_stands_twice_and_what_is_no_import(tool, tmp_path):
    def write(path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    write("tensorbrook/_src/ops/math.py", "def exp(): ...")
    write("tensorbrook/_src/ops/new/math.py", "def exp(): ...")
    write("tensorbrook/_src/eager/math.py", "def exp(): ...")
    write("tensorbrook/_src/swamp/mud.py", "")
    write("tensorbrook/math.py", '"""Doc."""\npi = 3\nexp = len([1])\n')
    found = tool("check_rooms").problems(tmp_path)
    assert len(found) == 3
    assert "the room swamp is not in ROOMS" in found[0]
    assert "not an import: exp = len([1])" in found[1]
    assert "ops.math and tensorbrook._src.ops.new.math both define exp" in found[2]


def test_the_tree_is_in_order(tool):
    assert tool("check_rooms").problems() == []
