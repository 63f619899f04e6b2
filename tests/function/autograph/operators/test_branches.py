"""Branches that a symbolic tensor decides."""

from typing import Any

import pytest


def assigned(a: Any) -> Any:
    if a > 0:
        r = a * 2
    else:
        r = a - 1
    return r


def early(a: Any) -> Any:
    if a > 0:
        return a * 10
    return a - 10


def chained(a: Any) -> Any:
    if a > 5:
        s = 1
    elif a > 0:
        s = 2
    elif a == 0:
        s = 3
    else:
        s = 4
    return s


def expression(a: Any) -> Any:
    return 1 if 0 < a < 10 else 2


def nested(a: Any) -> Any:
    def absolute(x: Any) -> Any:
        if x > 0:
            return x
        return -x

    return absolute(a) + (lambda q: q if q > 0 else -q)(a)


def attribute(a: Any) -> Any:
    class Holder:
        x = 0

    holder, items = Holder(), {"k": 1, "l": [1, 2]}
    if a > 0:
        holder.x = a
        items["k"] = a + 1
    else:
        items["l"][0] = 5
    return holder.x, items


def unused(a: Any) -> Any:
    if a > 0:
        scratch = object()
        r = bool(scratch)
    else:
        r = False
    return r


@pytest.mark.parametrize(
    ("function", "positive", "negative"),
    [
        (assigned, 6, -4),
        (early, 30, -13),
        (chained, 2, 4),
        (expression, 1, 2),
        (nested, 6, 6),
        (attribute, (3, {"k": 4, "l": [1, 2]}), (0, {"k": 1, "l": [5, 2]})),
        (unused, True, False),
    ],
)
def test_if_chooses(staged: Any, function: Any, positive: Any, negative: Any) -> None:
    assert staged(function, 3) == positive
    assert staged(function, -3) == negative


def logic(a: Any, b: Any) -> Any:
    r = 3
    if a > 0 and b > 0:
        r = 1
    elif a > 0 or not (b < 0):
        r = 2
    return r


@pytest.mark.parametrize(
    ("a", "b", "r"), [(1, 1, 1), (1, -1, 2), (-1, 1, 2), (-1, -1, 3)]
)
def test_boolean_operators(staged: Any, a: int, b: int, r: int) -> None:
    assert staged(logic, a, b) == r


def undefined(a: Any) -> Any:
    if a > 0:
        y = 1
    return y


def none(a: Any) -> Any:
    if a > 0:
        y = 1
    else:
        y = None
    return y


def one_return(a: Any) -> Any:  # noqa: RET503
    if a > 0:
        return 1


def two_dtypes(a: Any) -> Any:
    if a > 0:
        y = 1
    else:
        y = 1.0
    return y


def two_structures(a: Any) -> Any:
    if a > 0:
        y: Any = (1, 2)
    else:
        y = 1
    return y


def two_objects(a: Any) -> Any:
    if a > 0:
        y: Any = len
    else:
        y = max
    return y


def number(a: Any) -> Any:
    if a:
        return 1
    return 0


@pytest.mark.parametrize(
    ("function", "error", "message"),
    [
        (undefined, ValueError, "'y' has no value in the else branch"),
        (none, ValueError, "'y' is None in the else branch"),
        (one_return, ValueError, "Return a value on every path"),
        (
            two_dtypes,
            TypeError,
            "'y' has dtype int32 in the main branch, but dtype float32",
        ),
        (two_structures, TypeError, r"'y' must have the same structure.*\(<tensor>"),
        (two_objects, TypeError, "can only choose between tensors"),
        (number, ValueError, "must be a scalar of type bool"),
    ],
)
def test_if_names_what_disagrees(
    staged: Any, function: Any, error: Any, message: str
) -> None:
    with pytest.raises(error, match=message):
        staged(function, 3)
