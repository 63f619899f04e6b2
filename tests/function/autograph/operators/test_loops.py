"""Loops that symbolic tensors decide."""

from typing import Any

import pytest

from tensorbrook._src.function.autograph.public import set_loop_options


def gcd(a: Any, b: Any) -> Any:
    while b != 0:
        a, b = b, a % b
    return a


def breaking(n: Any) -> Any:
    i = 0
    while i < n:
        i += 1
        if i * i >= n:
            break
    return i


def while_true(n: Any) -> Any:
    i = 0
    while True:
        i += 1
        if i * i >= n:
            break
    return i


@pytest.mark.parametrize("function", [breaking, while_true])
def test_while_breaks(staged: Any, function: Any) -> None:
    assert staged(function, 50) == 8
    assert staged(gcd, 84, 36) == 12


def limited(n: Any) -> Any:
    while n > 0:
        set_loop_options(maximum_iterations=2)
        n -= 1
    return n


def test_loop_options_reach_the_loop(staged: Any) -> None:
    assert staged(limited, 9) == 7


def summed(a: Any) -> Any:
    s = 0
    for v in a:
        if v == 2:
            continue
        s += v
        doubled = lambda: v * 2  # noqa: E731, B023
        for w in range(3):
            if w == 1:
                continue
            s += w * doubled()
    else:
        s += 1000
    return s


def returning(a: Any) -> Any:
    for v in a:
        for w in a:
            if v * w == 6:
                return v * 100 + w
    return -1


def python_items(n: Any) -> Any:
    seen = []
    for i in range(6):
        if i > n:
            break
        seen.append(i)
    return i, len(seen)


def state_elsewhere(a: Any) -> Any:
    items: Any = {"a": 0, "b": [1]}
    for i in a:
        items["a"] += i
        items["b"][0] = i
    return items


def defined_inside(a: Any) -> Any:
    last = None
    for v in a:
        y = v * 2
        last = v
    return y + last


@pytest.mark.parametrize(
    ("function", "items", "expected"),
    [
        (summed, [1, 2, 3], 1020),
        (returning, [1, 2, 3], 203),
        (returning, [1, 2], -1),
        (python_items, 3, (4, 6)),
        (state_elsewhere, [1, 2], {"a": 3, "b": [2]}),
        (defined_inside, [1, 5], 15),
    ],
)
def test_for_loops(staged: Any, function: Any, items: Any, expected: Any) -> None:
    assert staged(function, items) == expected


def test_loop_must_run_where_it_alone_defines(staged: Any) -> None:
    with pytest.raises(RuntimeError, match="at least once to define 'last', 'y'"):
        staged(defined_inside, [])


def new_dtype(a: Any) -> Any:
    y = 0
    for _ in a:
        y = y + 1.5
    return y


def new_shape(a: Any) -> Any:
    y = 0
    for _ in a:
        y = a
    return y


def no_end(a: Any) -> Any:  # noqa: RET503
    for v in a:
        if v == 2:
            return v


@pytest.mark.parametrize(
    ("function", "error", "message"),
    [
        (
            new_dtype,
            TypeError,
            "'y' has dtype int32 before the loop, but dtype float32",
        ),
        (
            new_shape,
            ValueError,
            r"'y' has shape \(\) before the loop, but shape \(2,\)",
        ),
        (no_end, ValueError, "Return a value on every path"),
    ],
)
def test_loop_names_what_changes(
    staged: Any, function: Any, error: Any, message: str
) -> None:
    with pytest.raises(error, match=message):
        staged(function, [1, 2])
