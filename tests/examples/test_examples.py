"""The examples are listed, and say what they are."""

import ast
import pathlib

import pytest

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "examples"
PROGRAMS = sorted(FOLDER.glob("*.py"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_an_example_leaves_a_picture_of_its_name(program: pathlib.Path) -> None:
    text = program.read_text(encoding="utf-8")
    assert (ast.get_docstring(ast.parse(text)) or "")[:3] in ("1.x", "2.x", "Ker")
    assert f'savefig("{program.stem}.png")' in text


def test_every_example_is_listed() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in PROGRAMS if f"]({p.name})" not in listed] == []
