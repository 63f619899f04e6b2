"""Gradients of one's own in files: a node names a kind, the library a function for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from tensorbrook._src.core import errors
from tensorbrook._src.graph.inline import inline
from tensorbrook._src.ops import array_creation

ATTRIBUTE = "_gradient_op_type"


class Captured(NamedTuple):
    """A tensor inside a function that the gradient of one of its nodes uses.

    Attributes:
        name: The name of the tensor.
        function: The function.
    """

    name: str
    function: str


class SavedGradient:
    """What stands in a file for the gradient of some nodes.

    Args:
        function: The name of the function that computes it from the gradients of all
            outputs of a node.
        bound: What the function takes beside those; called when a gradient is needed.
        wanted: For each input of the node whether it gets a gradient; None: the last ones.
    """

    def __init__(
        self,
        function: str,
        bound: Callable[[], Iterable[Any]] = tuple,
        wanted: Sequence[bool] | None = None,
    ) -> None:
        self.function = function
        self._bound = bound
        self._wanted = wanted

    def of_node(
        self, find: Callable[[str], Any], tensor: Callable[[str, str], Any]
    ) -> Callable[..., list[Any]]:
        """The gradient function of a node.

        Args:
            find: Gives the graph of a function.
            tensor: Gives a tensor of the function that the node stands in.
        """

        def gradient(op: Any, *dys: Any) -> list[Any]:
            graph = find(self.function)
            bound = [
                tensor(item.name, f"the gradient {self.function!r}")
                if isinstance(item, Captured)
                else item
                for item in self._bound()
            ]
            given = [
                array_creation.zeros_like(output) if dy is None else dy
                for dy, output in zip(dys, op.outputs, strict=True)
            ]
            if len(given) + len(bound) != len(graph.inputs):
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    f"The saved gradient {self.function!r} takes {len(graph.inputs)} "
                    f"tensors, its node gives it {len(given) + len(bound)}.",
                )
            return self._placed(inline(graph, [*given, *bound]), len(op.inputs))

        return gradient

    def _placed(self, found: list[Any], count: int) -> list[Any]:
        """The gradients that the function gives, one for each input of the node."""
        wanted = self._wanted
        if wanted is None:
            wanted = [False] * (count - len(found)) + [True] * len(found)
        if len(wanted) != count or sum(wanted) != len(found):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"The saved gradient {self.function!r} gives {len(found)} gradients for "
                f"{count} inputs.",
            )
        values = iter(found)
        return [next(values) if is_wanted else None for is_wanted in wanted]
