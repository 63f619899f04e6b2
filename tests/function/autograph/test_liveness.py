"""Which names are needed after a branch or a loop."""

import ast

import pytest

from tensorbrook._src.function.autograph.liveness import Liveness


def after(source: str) -> set[str]:
    """What is live after the first `if` or loop of `source`."""
    body = ast.parse(source).body
    live = Liveness(body).after
    kinds = (ast.If, ast.While, ast.For)
    return set(live[next(each for each in body if isinstance(each, kinds))])


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("if a:\n  b = 1\nuse(b)", {"use", "b"}),
        ("if a:\n  b = 1\nb = 2\nuse(b)", {"use"}),
        ("if a:\n  b = 1\nb += 2", {"b"}),
        ("if a:\n  b = 1\nlambda: b", {"b"}),
        ("if a:\n  b = 1\n[b for b in c]", {"c"}),
        ("def g(): return b\nif a:\n  b = 1\ng()", {"g", "b"}),
        ("def g(): return b\nif a:\n  b = 1\n", set()),
        ("while a:\n  t = a\n  a = t - 1", {"a"}),
        ("while a:\n  use(s)\n  s = a\n", {"a", "s", "use"}),
        ("for i in x:\n  t = i\n  s = s + t\nuse(s)", {"s", "use"}),
        ("for i in x:\n  pass\nuse(i)", {"i", "use"}),
        ("global b\nif a:\n  b = 1", {"b"}),
        ("if a:\n  b = 1\ndel b", set()),
        ("if a:\n  b = 1\nwith c as b:\n  use(b)", {"c", "use"}),
    ],
)
def test_after_holds_what_later_code_reads(source: str, names: set[str]) -> None:
    assert after(source) == names


def test_after_in_try_holds_what_handlers_read() -> None:
    body = ast.parse("try:\n  if a:\n    b = 1\n  b = 2\nexcept E:\n  use(b)").body
    (live,) = Liveness(body).after.values()
    assert "b" in live
