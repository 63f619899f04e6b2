"""Functions that are called as they are."""

import functools
import textwrap
from typing import Any

from tensorbrook._src.function.autograph.conversion import convert
from tensorbrook._src.function.autograph.unconverted import (
    do_not_convert,
    is_left_alone,
)


@do_not_convert
def marked(x: int) -> int:
    """Adds one."""
    return x + 1


def test_do_not_convert_keeps_the_function() -> None:
    assert convert(marked) is marked
    assert (marked(1), marked.__name__, marked.__doc__) == (2, "marked", "Adds one.")
    assert do_not_convert()(marked)(2) == 3


def test_do_not_convert_binds_methods() -> None:
    class Holder:
        value = 5

        @do_not_convert
        def plus(self, x: int) -> int:
            return self.value + x

    assert Holder().plus(1) == 6
    assert do_not_convert(Holder().plus)(2) == 7


def test_is_left_alone_judges_where_code_was_written() -> None:
    @functools.wraps(textwrap.dedent)
    def wrapped(*args: Any) -> Any:
        return textwrap.dedent(*args)

    assert is_left_alone(textwrap.dedent)
    assert not is_left_alone(wrapped)
