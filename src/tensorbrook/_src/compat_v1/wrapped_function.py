"""`tf.compat.v1.wrap_function`: a function of the 1.x style as a graph that can be called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.function.tracing import trace
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.inline import has_own_gradients, needed_operations
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor


class WrappedFunction(ConcreteFunction):
    """A graph of the 1.x style as a callable; made by `tf.compat.v1.wrap_function`.

    As in a session, only what the outputs need is run.

    Example:
        >>> import tensorbrook as tf
        >>> double = tf.compat.v1.wrap_function(lambda x: x * 2, [tf.TensorSpec([])])
        >>> print(double(4.0).numpy())
        8.0
    """

    def __init__(self, whole: FuncGraph, called: FuncGraph) -> None:
        super().__init__(called)
        self._whole = whole

    @property
    def graph(self) -> FuncGraph:
        """The graph, with all that the function put into it."""
        return self._whole

    @property
    def inputs(self) -> list[SymbolicTensor]:
        """The placeholders of arguments and captures."""
        return self._whole.all_inputs

    @property
    def outputs(self) -> list[SymbolicTensor]:
        """The tensors that are returned, flat."""
        return list(self._whole.outputs)

    @property
    def variables(self) -> tuple[Any, ...]:
        """The variables that the graph made or used."""
        return tuple(self._whole.variables)

    def prune(
        self, feeds: Any, fetches: Any, name: str | None = None
    ) -> WrappedFunction:
        """The function from some tensors of the graph to others.

        Args:
            feeds: The tensors whose values are the arguments, in any structure.
            fetches: The tensors to return, in any structure; names do as well. An
                operation is run, and gives None.
            name: A name.

        Returns:
            The function.

        Raises:
            TypeError: A feed isn't a tensor.
            ValueError: The fetches need a placeholder that isn't fed.

        Example:
            >>> import tensorbrook as tf
            >>> def build():
            ...     x = tf.compat.v1.placeholder(tf.float32, [], name="x")
            ...     tf.add(x, 1.0, name="y")
            >>> graph = tf.compat.v1.wrap_function(build, [])
            >>> pruned = graph.prune(graph.graph.get_tensor_by_name("x:0"), "y:0")
            >>> print(pruned(tf.constant(2.0)).numpy())
            3.0
        """
        flat = nest.flatten(feeds)
        for feed in flat:
            if not isinstance(feed, SymbolicTensor):
                raise TypeError(
                    f"All members of `feeds` must be tensors. Got {feed!r}."
                )
        captured = {id(inner) for inner in self._whole.internal_captures}
        flat = [feed for feed in flat if id(feed) not in captured]
        elements = nest.map_structure(self._whole.as_graph_element, fetches)
        pruned = _pruned(self._whole, flat, elements, name or f"{self.name}_pruned")
        _check_fed(pruned)
        return WrappedFunction(pruned, pruned)


def _pruned(graph: FuncGraph, feeds: list[Any], fetches: Any, name: str) -> FuncGraph:
    """A copy of what the fetches need, with the feeds as its arguments."""
    flat = nest.flatten(fetches, expand_composites=True)
    targets = [item for item in flat if isinstance(item, Operation)]
    tensors = [item for item in flat if isinstance(item, SymbolicTensor)]
    given = [*feeds, *graph.internal_captures]
    nodes = needed_operations(given, tensors, targets)
    pruned = FuncGraph(name, graph.outer)
    known: dict[int, Any] = {}
    with pruned.as_default(), stop_tapes():
        for feed in feeds:
            label = feed.op.attrs.get("_user_name", feed.op.name)
            known[id(feed)] = pruned.add_input(feed.dtype, feed._dims, label)
        wanted = {id(tensor) for node in nodes for tensor in node.inputs}
        wanted |= {id(tensor) for tensor in tensors}
        for outer, inner in graph.captures:
            if id(inner) in wanted and id(inner) not in known:
                known[id(inner)] = pruned.capture(outer)
        for node in nodes:
            inputs = [known[id(tensor)] for tensor in node.inputs]
            copies = pruned.replay(node, inputs, graph.kernel_states)
            for tensor, copy in zip(node.outputs, copies, strict=True):
                known[id(tensor)] = copy
    found = [known.get(id(item)) for item in flat]
    pruned.structured_outputs = nest.pack_sequence_as(
        fetches, found, expand_composites=True
    )
    pruned.outputs = [tensor for tensor in found if tensor is not None]
    pruned.variables = list(graph.variables)
    return pruned


def _check_fed(graph: FuncGraph) -> None:
    fed = {tensor.op for tensor in graph.all_inputs}
    for node in graph.get_operations():
        if node.type in ("Placeholder", "PlaceholderV2") and node not in fed:
            raise ValueError(
                f"The fetches need the placeholder {node.name!r}, which isn't among the "
                "feeds."
            )


def wrap_function(
    fn: Callable[..., Any], signature: Any, name: str | None = None
) -> WrappedFunction:
    """Wraps a function of the 1.x style into a callable graph.

    The function runs once, here. The variables that it makes live as long as the result.
    Operations that no output needs aren't run: use `tf.control_dependencies`.

    Args:
        fn: The function, of tensors.
        signature: A `tf.TensorSpec` for each argument, in a list.
        name: A name.

    Returns:
        The callable. `prune` gives a callable for other inputs and outputs.

    Example:
        >>> import tensorbrook as tf
        >>> def add_one(x):
        ...     one = tf.compat.v1.get_variable("one", [], initializer=tf.ones)
        ...     return x + one
        >>> wrapped = tf.compat.v1.wrap_function(add_one, [tf.TensorSpec([])])
        >>> print(wrapped(tf.constant(2.0)).numpy(), len(wrapped.variables))
        3.0 1
    """

    def begun(*args: Any) -> Any:
        current.interpreter.keeps_variables = True
        return fn(*args)

    label = name or getattr(fn, "__name__", "wrapped_function").strip("<>")
    args = tuple(signature)
    leaves = [leaf for leaf in nest.flatten(args) if isinstance(leaf, TypeSpec)]
    names = ["args" if i == 0 else f"args_{i}" for i in range(len(leaves))]
    whole = trace(label, begun, args, {}, names)
    whole.structured_input_signature = (args, {})
    return WrappedFunction(whole, _called(whole))


def _called(whole: FuncGraph) -> FuncGraph:
    """The graph that a call runs: without the effects that no output needs."""
    needed = set(needed_operations(whole.all_inputs, whole.outputs, ()))
    extra = [
        node
        for node in whole.get_operations()
        if node.record.stateful and node not in needed
    ]
    if not extra:
        return whole
    if has_own_gradients(whole):
        raise NotImplementedError(
            "wrap_function: a function with custom gradients can't have effects that no "
            f"output needs, such as {extra[0].name!r}."
        )
    called = _pruned(whole, list(whole.inputs), whole.structured_outputs, whole.name)
    called.structured_input_signature = whole.structured_input_signature
    return called
