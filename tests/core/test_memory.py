"""What can't be is refused before memory is asked for."""

import pytest

from tensorbrook._src.core import errors, memory


def test_small_tensors_fit():
    memory.check((2, 3), 4, "Fill")
    memory.check((0, 1 << 62), 8, "Fill")


def test_too_large_names_the_op_and_the_sizes(monkeypatch):
    monkeypatch.setattr(memory, "limit", 100)
    with pytest.raises(errors.ResourceExhaustedError, match=r"\[6, 5\] by Fill.*120"):
        memory.check((6, 5), 4, "Fill")


def test_sizes_do_not_overflow():
    with pytest.raises(errors.ResourceExhaustedError, match="OOM"):
        memory.check((1 << 40, 1 << 40), 4, "Fill")
