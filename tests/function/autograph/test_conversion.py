"""Converted functions mean the same as before on Python values."""

import functools
import logging
import traceback
from typing import Any

import pytest

from tensorbrook._src.function.autograph.conversion import convert

SCALE = 2


def jumps(n: int) -> Any:
    found: list[Any] = []
    for i in range(n):
        if i % 2:
            continue
        if i > 6:
            break
        for j in range(i):
            if j == 3:
                return [*found, "early", i, j]
            found.append((i, j))
    else:
        found.append("else")
    return found


def handlers(n: int) -> Any:
    i = 0
    while True:
        i += 1
        if i * i > n:
            break
    else:
        i = -1
    x = i if i > 3 else i - 3
    try:
        if x < 0:
            return "negative"
        y = 1 / x
    except ZeroDivisionError:
        return "zero"
    finally:
        i = 0
    with pytest.MonkeyPatch.context():
        if y < 0.2:
            return "small"
        y = y + 1
    return y + i


def patterns(x: Any) -> Any:
    match x:
        case [a, b]:
            if a > b:
                return "greater"
            r = a
        case {"k": v, **rest}:
            for z in rest:
                if z == v:
                    break
            else:
                return "missing"
            r = v
        case _:
            r = None
    return r


def walrus(n: int) -> Any:
    while (m := n - 1) > 0 and (k := m):
        n = m
        del k
    return n, m


def closures(n: int) -> Any:
    def factorial(k: int) -> int:
        if k == 0:
            return 1
        return k * factorial(k - 1)

    def flip(q: int) -> int:
        return q if 0 < q < 3 else -q

    total = 0

    def add(q: int) -> None:
        nonlocal total
        if q:
            total += q

    for q in range(n):
        add(flip(q))
    return factorial(n), total


def generators(n: int) -> Any:
    def numbers() -> Any:
        for i in range(n):
            if i != 1:
                yield i

    return [i for i in numbers() if i or n > 2], {i: (lambda: i)() for i in range(n)}


def failing_return(n: int) -> Any:
    try:
        if n:
            return 1 // (n - 1)
        n = 5
    except ZeroDivisionError:
        n = 7
    return n


@pytest.mark.parametrize(
    "function",
    [jumps, handlers, walrus, closures, generators, failing_return],
    ids=lambda each: each.__name__,
)
@pytest.mark.parametrize("n", [0, 1, 3, 5, 9, 50])
def test_convert_keeps_what_python_does(function: Any, n: int) -> None:
    n = min(n, 20) if function is closures else n
    assert convert(function)(n) == function(n)


@pytest.mark.parametrize("x", [[1, 2], [2, 1], {"k": 1, 1: 2}, {"k": 1, 2: 2}, 5])
def test_convert_keeps_match(x: Any) -> None:
    assert convert(patterns)(x) == patterns(x)


class Base:
    def describe(self, word: str) -> str:
        return f"base {word}"


class Derived(Base):
    def __init__(self) -> None:
        self.__hidden = 3
        self.items: dict[str, int] = {}

    def describe(self, word: str, *, times: int = 1) -> str:
        if times > 0:
            self.__hidden += times
            self.items["a"] = times
            word = super().describe(word)
        return f"{word} {self.__hidden} {self.items}"


def test_convert_method_keeps_super_private_names_and_defaults() -> None:
    converted = convert(Derived().describe)
    assert converted("x") == "base x 4 {'a': 1}"
    assert converted("x", times=0) == "x 4 {'a': 1}"


def test_convert_shares_globals_and_closures(monkeypatch: pytest.MonkeyPatch) -> None:
    step = 1

    def scaled(x: int, /, y: int = 5, *rest: int, **options: int) -> int:
        """Scales."""
        if x:
            return x * SCALE + step
        return y

    converted = convert(scaled)
    assert converted(3) == 7
    monkeypatch.setitem(globals(), "SCALE", 10)
    step = 2
    assert converted(3) == 32
    assert converted(0) == 5
    assert (converted.__name__, converted.__doc__) == ("scaled", "Scales.")


def test_convert_twice_changes_nothing() -> None:
    converted = convert(jumps)
    assert convert(converted) is converted


def test_convert_partial_and_callable_object() -> None:
    class Caller:
        def __call__(self, n: int) -> int:
            return n if n > 0 else -n

    assert convert(functools.partial(failing_return, 1))() == 7
    assert convert(Caller())(-3) == 3


def test_convert_leaves_libraries_generators_and_classes_alone() -> None:
    def numbers() -> Any:
        yield 1

    async def wait() -> None: ...

    for function in (functools.reduce, traceback.format_exc, numbers, wait, Base, len):
        assert convert(function) is function


def test_convert_without_source_warns_once(caplog: pytest.LogCaptureFixture) -> None:
    space: dict[str, Any] = {"__name__": "made_up"}
    exec("def hidden(x):\n  return x if x else 0", space)
    with caplog.at_level(logging.WARNING, logger="tensorbrook"):
        assert convert(space["hidden"]) is space["hidden"]
        assert convert(space["hidden"]) is space["hidden"]
    (record,) = caplog.records
    assert "hidden could not be converted" in record.getMessage()


def test_error_shows_the_users_line_and_function() -> None:
    def fails(n: int) -> int:
        for i in range(n):
            if i == 1:
                raise KeyError("here")
        return n

    with pytest.raises(KeyError) as caught:
        convert(fails)(3)
    last = traceback.extract_tb(caught.tb)[-1]
    assert (last.filename, last.name) == (__file__, "fails")
    assert last.line == 'raise KeyError("here")'


class _NamesItself:
    limit = 3

    def above(self, x: int) -> bool:
        return x > _NamesItself.limit and isinstance(self, _NamesItself)


def test_a_method_may_name_its_own_class() -> None:
    assert convert(_NamesItself().above)(4)

    class Local:
        limit = 3

        def above(self, x: int) -> bool:
            return x > Local.limit

    assert convert(Local().above)(4)
