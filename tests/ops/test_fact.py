"""A fact is a fact."""

from tests.ops.driver import Sample, check


def test_record_keeps_its_promises() -> None:
    check(Sample("Fact", [], expected=b"0! == 1"))
