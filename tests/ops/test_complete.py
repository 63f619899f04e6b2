"""Every record is run by a sample, or by a test that is marked to cover it."""

import ast
import pathlib
from collections.abc import Iterator

import pytest

from tensorbrook._src.core.op import Op

_FOLDER = pathlib.Path(__file__).parent


def _calls(folder: pathlib.Path) -> Iterator[tuple[str, ast.Call]]:
    """All calls in the tests below a folder, with the last part of what is called."""
    for path in folder.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


def _constants(arguments: list[ast.expr]) -> set[str]:
    return {str(node.value) for node in arguments if isinstance(node, ast.Constant)}


def _sampled() -> set[str]:
    """The op names that stand first in a `Sample(...)` of some test."""
    found: set[str] = set()
    for name, call in _calls(_FOLDER.parent):
        if name == "Sample":
            found |= _constants(call.args[:1])
    return found


def _covered() -> set[str]:
    """The op names in the `covers(...)` marks of all tests."""
    found: set[str] = set()
    for name, call in _calls(_FOLDER.parent):
        if name == "covers":
            found |= _constants(call.args)
    return found


def test_every_record_is_run() -> None:
    Op.registry.load()
    missing = sorted(set(Op.registry) - _sampled() - _covered())
    assert not missing, f"records without a sample in tests/ops: {missing}"


def test_every_sample_has_a_record() -> None:
    unknown = sorted((_sampled() | _covered()) - set(Op.registry))
    assert not unknown, f"tests of ops that have no record: {unknown}"


@pytest.mark.xfail(strict=True, reason="it claims more than it does")
@pytest.mark.covers("Exp")
def test_a_claim_to_cover_an_op_is_checked() -> None:
    pass
