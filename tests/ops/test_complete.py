"""Every record has a sample, or stands on the list of those that still owe one."""

import ast
import pathlib

import pytest

from tensorbrook._src.core.op import Op

_FOLDER = pathlib.Path(__file__).parent


def _sampled() -> set[str]:
    """The op names that stand first in a `Sample(...)` of some test."""
    found: set[str] = set()
    for path in _FOLDER.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name == "Sample" and isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def _owed() -> set[str]:
    """The records that have no sample yet: a list that may only get shorter."""
    return set((_FOLDER / "without_samples.txt").read_text().split())


def test_every_new_record_has_a_sample() -> None:
    missing = sorted(set(Op.registry) - _sampled() - _owed())
    assert not missing, f"records without a sample in tests/ops: {missing}"


def test_the_list_of_records_without_samples_shrinks() -> None:
    paid = sorted(_owed() & _sampled() | _owed() - set(Op.registry))
    assert not paid, f"take these out of tests/ops/without_samples.txt: {paid}"


def test_every_sample_has_a_record() -> None:
    unknown = sorted(_sampled() - set(Op.registry))
    if unknown:
        pytest.fail(f"samples of ops that have no record: {unknown}")
