"""What every test may ask for."""

import importlib.util
import pathlib
import sys
import types
from collections.abc import Callable

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
