"""The public names against TensorFlow's: what is offered must be the same."""

import inspect

import pytest


@pytest.mark.parametrize("era", ["v1", "v2"])
def test_offered_names_agree_with_the_golden_list(tool, era):
    api = tool("api")
    known = api.known()
    found = [f"{k} {v}" for k, v in api.problems(era).items() if (era, k) not in known]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("era", ["v1", "v2"])
def test_no_name_has_been_lost(tool, era):
    api, levels = tool("api"), tool("check_levels")
    level = levels.json.loads((levels.ROOT / levels.PATH).read_text())["names"][era]
    assert len(api.offered_names(era)) >= level


def test_different_says_what_differs(tool):
    api = tool("api")

    def ours(x, axis=0): ...

    assert api.different(api.Symbol("tf.f(x, axis=0)"), ours) is None
    assert api.different(api.Symbol("tf.f(x, axis=1)"), ours) == (
        "is (x, axis=0), not (x, axis=1)"
    )
    assert api.different(api.Symbol("tf.f module"), ours) == "is not a module"


def test_golden_lines_record_kinds_and_defaults(tool):
    facts = {
        "tf.f": {
            "kind": "function",
            "signature": [
                ["x", "POSITIONAL_OR_KEYWORD", None],
                ["name", "KEYWORD_ONLY", "'a'"],
            ],
        },
        "tf.A": {"kind": "class", "signature": None, "members": {"b": None, "a": None}},
        "tf.m": {"kind": "module"},
    }
    assert list(tool("api").golden_lines(facts)) == [
        "tf.A class(*args, **kwargs) ; a b",
        "tf.f(x, *, name='a')",
        "tf.m module",
    ]


def test_signature_text_leaves_types_out(tool):
    def ours(x: int, *, name: str | None = None) -> int:
        return x

    parameters = inspect.signature(ours).parameters.values()
    assert tool("api").signature_text(parameters) == "(x, *, name=None)"
