"""A user's function of elements, traced once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.none_spec import NoneTensorSpec
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.data import structure
from tensorbrook._src.function import tracing
from tensorbrook._src.function.autograph import conversion
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes


class ElementFunction:
    """A traced function, with the specs of what it returns.

    Args:
        function: The user's function; it gets the parts of a tuple as arguments.
        specs: Specs of its arguments: those of one element, or of several values.
        what: The method that was called, for error messages.

    Raises:
        TypeError: The function can't be called, or returns what can't be a tensor.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        specs: Any,
        what: str,
    ) -> None:
        if not callable(function):
            raise ValueError(
                f"Dataset.{what} needs a function. Received: {function!r} of type "
                f"{type(function).__name__}."
            )
        name = getattr(function, "__name__", "function").strip("<>")
        graph = FuncGraph(f"Dataset_{what}_{name}")
        inner = getattr(function, "python_function", function)
        with graph.as_default(), stop_tapes():
            inputs = [
                graph.add_input(spec.dtype, spec.shape._dims, "args")
                for spec in structure.flat_specs(specs)
            ]
            element = structure.packer(specs)(inputs)
            args = element if type(element) is tuple else (element,)
            returned = conversion.convert(inner)(*args)
            returned = tuple(returned) if isinstance(returned, list) else returned
            result = _converted(returned, what)
            tracing.finish(graph, result)
        self.graph = graph
        self.spec = structure.spec_of(result)

    @property
    def captured(self) -> list[Any]:
        """The outer tensors that the function uses."""
        return self.graph.external_captures

    def require_scalar(self, dtype: Any, what: str) -> None:
        """Raises ValueError where the function doesn't return one scalar of a dtype."""
        leaf = self.spec
        fits = getattr(leaf, "dtype", None) is dtype
        if not fits or structure.dims_of(leaf) not in ((), None):
            raise ValueError(
                f"{what} must return a scalar tensor of type tf.{dtype.name}, but it "
                f"returns {leaf}."
            )


def _converted(returned: Any, what: str) -> Any:
    try:
        return structure.normalized(returned)
    except (TypeError, ValueError) as problem:
        raise TypeError(
            f"The function passed to Dataset.{what} must return tensors, nested as you "
            f"like; {problem}"
        ) from problem


def traced(
    function: Callable[..., Any], specs: Sequence[Any], what: str
) -> ElementFunction:
    """A function of several values, each given as one argument."""
    return ElementFunction(function, tuple(specs), what)
