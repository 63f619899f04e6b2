"""The only door from the operators to the rest of the package.

Everything here is imported late: the operators are loaded with `tf.function`, before
the operations that they call.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor import Tensor

_SCALARS = (bool, int, float, complex, str, bytes, np.generic, np.ndarray)


def building_graph() -> bool:
    """Whether operations become nodes of a graph now, instead of running."""
    return not current.interpreter.executing_eagerly


def is_tensor(value: Any) -> bool:
    """Whether `value` is a tensor with or without a value."""
    return isinstance(value, Tensor)


def is_symbolic(value: Any) -> bool:
    """Whether `value` is a tensor that gets its value when a graph runs."""
    if not isinstance(value, Tensor):
        return False
    from tensorbrook._src.graph.tensor import SymbolicTensor

    return isinstance(value, SymbolicTensor)


def is_variable(value: Any) -> bool:
    """Whether `value` is a variable, which a graph can only read when it runs."""
    return hasattr(value, "read_value") and hasattr(value, "assign_add")


def is_composite(value: Any) -> bool:
    """Whether `value` consists of tensors that branches and loops can return."""
    return hasattr(value, "_type_spec") or type(value).__name__ == "TensorArray"


def is_tensor_like(value: Any) -> bool:
    """Whether a branch or a loop turns `value` into one tensor."""
    return isinstance(value, _SCALARS) or is_tensor(value) or is_variable(value)


def to_tensor(value: Any) -> Any:
    """Converts `value` to a tensor."""
    from tensorbrook._src.ops.constant import convert_to_tensor

    return convert_to_tensor(value)


def constant_value(tensor: Any) -> Any:
    """The value of a tensor as NumPy sees it, or None where only the run knows it."""
    from tensorbrook._src.graph.constant_value import constant_value as value_of

    return value_of(tensor)


def cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """Stages a choice between two functions."""
    from tensorbrook._src.control_flow import functional as control_flow

    return control_flow.cond(pred, true_fn, false_fn)


def while_loop(
    test: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Sequence[Any],
    shape_invariants: Sequence[Any] | None,
    maximum_iterations: Any,
) -> Sequence[Any]:
    """Stages a loop over a flat list of tensors and composites."""
    from tensorbrook._src.control_flow import functional as control_flow

    result = control_flow.while_loop(
        test,
        body,
        list(loop_vars),
        shape_invariants=shape_invariants,
        maximum_iterations=maximum_iterations,
    )
    return result if isinstance(result, list | tuple) else [result]


class Scratch:
    """A graph to try code in; what is built there is thrown away."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    @property
    def is_empty(self) -> bool:
        """Whether the code that was tried built nothing."""
        return not self._graph.get_operations()


@contextlib.contextmanager
def scratch() -> Iterator[Scratch]:
    """Sends what the body of the `with` builds to a graph that is thrown away."""
    from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes

    graph = FuncGraph("autograph_scratch")
    with stop_tapes(), graph.as_default():
        yield Scratch(graph)


def zeros(dims: tuple[int | None, ...] | None, dtype: Any) -> Any:
    """A tensor of zeros; unknown dimensions are empty."""
    from tensorbrook._src.ops.constant import constant

    return constant(
        np.zeros([size or 0 for size in dims or ()], dtype.as_numpy_dtype), dtype
    )


def assert_true(condition: Any, message: str) -> None:
    """Stages a check that fails with `message`."""
    public("debugging.Assert")(condition, [to_tensor(message)])


def public(path: str) -> Callable[..., Any]:
    """Returns a public function by its path below the package: `strings.length`."""
    # By name: this room stands below the rooms that some of these functions live in.
    found: Any = importlib.import_module("tensorbrook")
    for name in path.split("."):
        found = getattr(found, name)
    return found  # type: ignore[no-any-return]
