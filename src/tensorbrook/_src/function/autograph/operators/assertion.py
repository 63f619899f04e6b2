"""`assert` at run time, where the feature asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.function.autograph.operators import backend
from tensorbrook._src.function.autograph.operators.conditions import as_condition


def assert_stmt(test: Any, message: Callable[[], Any]) -> None:
    """Checks `test` now, or when the graph runs.

    Raises:
        AssertionError: `test` is a Python value and false.
    """
    test = as_condition(test)
    if backend.is_symbolic(test):
        backend.assert_true(test, str(message()))
    elif not test:
        raise AssertionError(message())
