"""Finding the tree of a function."""

import ast
import linecache
from typing import Any

import pytest

from tensorbrook._src.function.autograph.source import SourceNotFoundError, locate


def unparsed(function: Any) -> str:
    return ast.unparse(locate(function).node)


def test_locate_tells_lambdas_of_one_line_apart() -> None:
    one, two, three = (lambda x: x + 1), (lambda x: x + 2), lambda: lambda: 3
    assert unparsed(one) == "lambda x: x + 1"
    assert unparsed(two) == "lambda x: x + 2"
    assert unparsed(three) == "lambda: lambda: 3"
    assert unparsed(three()) == "lambda: 3"


def test_locate_lambda_over_several_lines() -> None:
    function = (  # noqa: E731
        lambda x: x
        + 1
    )  # fmt: skip
    assert unparsed(function) == "lambda x: x + 1"


def test_locate_knows_the_class_and_the_line() -> None:
    class Holder:
        @staticmethod
        def __private(x: int) -> int:
            return x

        method = __private

    located = locate(Holder.method)
    assert located.class_name == "Holder"
    assert located.node.body[0].lineno == Holder.method.__code__.co_firstlineno + 2


def test_locate_reads_notebook_cells() -> None:
    cell = "%matplotlib inline\n!ls\ndef cell_function(x):\n    return x\n"
    name = "<ipython-input-1>"
    linecache.cache[name] = (len(cell), None, cell.splitlines(True), name)
    space: dict[str, Any] = {}
    exec(compile("\n\ndef cell_function(x):\n    return x\n", name, "exec"), space)
    assert unparsed(space["cell_function"]).startswith("def cell_function")


def test_locate_rejects_what_does_not_match() -> None:
    code = compile("\n\n\ndef never_written(x):\n  return x", __file__, "exec")
    space: dict[str, Any] = {}
    exec(code, space)
    with pytest.raises(SourceNotFoundError, match="has changed"):
        locate(space["never_written"])
