"""What `tf.autograph` offers."""

import pytest

from tensorbrook._src.function.autograph.features import Feature, feature_names
from tensorbrook._src.function.autograph.public import to_code, to_graph


def looped(x: int) -> int:
    assert x < 100
    for _ in range(3):
        if abs(x) > 1:
            x = x - 1
    while x > 5 and not x % 2:
        x += 1
    return x if x else 7


def test_to_code_shows_the_operators() -> None:
    code = to_code(looped)
    for name in ("if_stmt", "for_stmt", "while_stmt", "if_exp", "and_", "not_"):
        assert f"ag__.{name}(" in code
    assert "ag__.converted(abs)" in code
    assert "assert x < 100" in code


def test_to_code_follows_its_options() -> None:
    assert "converted" not in to_code(looped, recursive=False)
    code = to_code(looped, experimental_optional_features=Feature.ALL)
    assert "ag__.assert_stmt(" in code


def test_to_graph_works_on_python_values() -> None:
    assert to_graph(looped)(1) == looped(1) == 1
    assert to_graph(looped)(0) == looped(0) == 7
    assert to_graph(looped)(12) == looped(12) == 9


def test_to_graph_rejects_what_is_no_python_function() -> None:
    with pytest.raises(ValueError, match="len"):
        to_graph(len)


def test_feature_names_spells_all_out() -> None:
    assert feature_names(None) == frozenset()
    assert feature_names([Feature.LISTS]) == {"LISTS"}
    assert len(feature_names(Feature.ALL)) == len(Feature) - 1
