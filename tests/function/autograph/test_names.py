"""Which names code reads and assigns."""

import ast

from tensorbrook._src.function.autograph import names


def parse(source: str) -> list[ast.AST]:
    return [*ast.parse(source).body]


def test_assigned_finds_every_way_to_bind() -> None:
    source = """
a, *b = c.d = e[f] = 1
for g in h: pass
with i as j: pass
import k.l, m as n
def o(p): q = 1
class r: s = 1
[t for t in u if (v := t)]
try: pass
except W as x: pass
match y:
    case [z, *aa] | {**bb}: pass
"""
    expected = set("abgjknorvx") | {"z", "aa", "bb"}
    assert names.assigned(parse(source)) == expected


def test_composites_are_those_that_stay_one_place() -> None:
    source = "self.x = 1\nd['a'] = 2\nd[k] += 1\nl[i] = 3\ni = 4\nt.u = 5\nt = 6"
    found = names.assigned_composites(parse(source))
    assert sorted(found) == ["d['a']", "d[k]", "self.x"]


def test_reads_takes_free_names_of_inner_scopes() -> None:
    source = "def f(a=b):\n  c = a + d\n  nonlocal e\nlambda g: g + h\n[i for i in i]"
    assert names.reads(parse(source)) == {"b", "d", "e", "h", "i"}


def test_contains_stops_at_inner_scopes() -> None:
    nodes = parse("def f():\n  return 1")
    assert not names.contains(nodes, (ast.Return,))
    assert names.contains(nodes[0].body, (ast.Return,))
