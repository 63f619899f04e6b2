"""What holds for all tests and doctests."""

import doctest
import inspect
from typing import Any

import pytest

import tensorbrook as tf

_from_module: Any = getattr(doctest.DocTestFinder, "_from_module")  # noqa: B009


def _defined_in(finder: Any, module: Any, thing: Any) -> bool:
    """Whether a class is of a module, even if it names its public module as its own."""
    if inspect.isclass(thing) and not str(thing.__module__).startswith(
        "tensorbrook._src"
    ):
        made = (each for each in vars(thing).values() if inspect.isfunction(each))
        return any(each.__globals__ is vars(module) for each in made)
    return bool(_from_module(finder, module, thing))


@pytest.fixture(autouse=True)
def no_global_seed() -> None:
    """Takes back a global seed that another test set."""
    tf.random.set_seed(None)


setattr(doctest.DocTestFinder, "_from_module", _defined_in)  # noqa: B010
