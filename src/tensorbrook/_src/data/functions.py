"""A user's function of elements, traced once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.none_spec import NoneTensorSpec
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.data import structure
from tensorbrook._src.function import tracing
from tensorbrook._src.function.autograph import conversion
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes

#: Not empty once `enable_debug_mode` was called.
_debugging: list[bool] = []


def enable_debug_mode() -> None:
    """Lets functions of elements run as plain Python from now on, call by call.

    Datasets that are made afterwards call the user's functions eagerly with each element,
    so that breakpoints and prints in them work. It is slow, and can't be undone.

    Raises:
        ValueError: Eager execution is off.
    """
    if not current.interpreter.executing_eagerly:
        raise ValueError("tf.data debug mode is only supported in TF2 mode.")
    _debugging.append(True)


class _Untraced:
    """A user's function where a record expects a traced one."""

    def __init__(
        self, graph: FuncGraph, function: Callable[..., Any], specs: Any, spec: Any
    ) -> None:
        self.external_captures = graph.external_captures
        self.outputs, self.name = graph.outputs, graph.name
        self._inputs = structure.flat_specs(specs)
        self._pack = structure.packer(specs)
        self._function, self._spec = function, spec

    def get_operations(self) -> list[Any]:
        """None: what the function does isn't known."""
        return []

    def execute(self, values: Sequence[Any]) -> list[Any]:
        """Calls the function with flat tensors; returns flat tensors."""
        element = self._pack(list(values)[: len(self._inputs)])
        args = element if type(element) is tuple else (element,)
        returned = self._function(*args)
        returned = tuple(returned) if isinstance(returned, list) else returned
        return structure.flat_tensors(self._spec, structure.normalized(returned))


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
        self.spec = structure.spec_of(result)
        self.graph: Any = graph
        if _debugging:
            self.graph = _Untraced(graph, inner, specs, self.spec)

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
