"""What every test may ask for."""

import importlib.util
import pathlib
import sys
import types
from collections.abc import Callable, Generator
from typing import Any

import pytest

_TOOLS = pathlib.Path(__file__).resolve().parent.parent / "tools"


@pytest.fixture
def tool() -> Callable[[str], types.ModuleType]:
    """Returns a function that loads a file of `tools/` by its name."""

    def load(name: str) -> types.ModuleType:
        spec = importlib.util.spec_from_file_location(
            f"tool_{name}", _TOOLS / f"{name}.py"
        )
        if spec is None or spec.loader is None:
            raise FileNotFoundError(f"there is no tool {name}")
        module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """A test that is marked `covers("While")` fails unless it runs that op."""
    marks = pyfuncitem.iter_markers("covers")
    claimed = {name for mark in marks for name in mark.args}
    if not claimed:
        return (yield)
    from tests.ops.executed import watched

    with watched() as ran:
        result = yield
    if missing := claimed - ran:
        pytest.fail(f"the test claims to cover {sorted(missing)}, but doesn't run them")
    return result
