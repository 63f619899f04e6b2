"""`tf.compat.v1.Session`: runs parts of a graph, and owns the graph's variables."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.shapes import compatible, format_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager import backend, convert
from tensorbrook._src.eager.tensor import EagerTensor, object_tensor, tensor_of
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops import state
from tensorbrook._src.runtime.fetches import Fetches
from tensorbrook._src.runtime.partial_run import PartialRun
from tensorbrook._src.runtime.plan import Plan
from tensorbrook._src.variables.resource import Resource
from tensorbrook._src.variables.variable import Variable


class BaseSession:
    """What `Session` and `InteractiveSession` share."""

    def __init__(
        self, target: str = "", graph: Graph | None = None, config: Any = None
    ) -> None:
        if graph is not None and not isinstance(graph, Graph):
            raise TypeError(
                f'Argument `graph` must be a tf.Graph, but got "{type(graph).__name__}"'
            )
        self._graph = get_default_graph() if graph is None else graph
        self._target = target
        self._config = config
        self._closed = False
        self._resources: dict[str, EagerTensor] = {}
        self._states: dict[Any, Any] = {}
        self._plans: dict[Any, tuple[Plan, Fetches]] = {}
        self._calls: Any = backend.native and backend.native.SessionCalls()

    @property
    def graph(self) -> Graph:
        """The graph that the session runs."""
        return self._graph

    @property
    def graph_def(self) -> Any:
        """The graph as a GraphDef."""
        return self._graph.as_graph_def()  # type: ignore[attr-defined, union-attr]

    @property
    def sess_str(self) -> bytes:
        """The target as bytes."""
        return self._target.encode()

    def run(
        self,
        fetches: Any,
        feed_dict: Any = None,
        options: Any = None,
        run_metadata: Any = None,
    ) -> Any:
        """Runs what `fetches` needs and returns its values.

        Args:
            fetches: A tensor, operation, name, variable, or a structure of them.
            feed_dict: Values for tensors, usually placeholders.
            options: Accepted for compatibility.
            run_metadata: Accepted for compatibility.

        Returns:
            NumPy values in the structure of `fetches`; None for an operation.

        Raises:
            RuntimeError: The session is closed.
            TypeError: Something can't be fetched or fed.
            ValueError: A value has a shape that its placeholder doesn't take.
            errors.OpError: An operation failed.

        Example:
            >>> import tensorbrook.compat.v1 as tf
            >>> with tf.Graph().as_default(), tf.Session() as sess:
            ...     x = tf.placeholder(tf.float32)
            ...     print(sess.run(x * 2, feed_dict={x: 3.0}))
            6.0
        """
        calls = self._calls
        if calls is not None:
            answer = calls.run(fetches, feed_dict)
            if answer is not NotImplemented:
                return answer
        self._require_open()
        if self._graph.version == 0:
            raise RuntimeError(
                "The Session graph is empty. Add operations to the graph before calling "
                "run()."
            )
        tensors, values = self._feeds(feed_dict)
        plan, wanted = self._plan(fetches, tensors)
        keys = tuple(feed_dict or ())
        if calls is not None and len(keys) == len(tensors) and _is_lasting(fetches):
            call = _native_call(plan, wanted, tensors)
            if call is not None:
                calls.add(fetches, keys, call)
        found = plan.quickest(values)
        for position, resource in wanted.variables:  # what the run has left in them
            found[position] = resource._array().read()
        return wanted.pack([as_numpy(value) for value in found])

    def _plan(self, structure: Any, feeds: list[Any]) -> tuple[Plan, Fetches]:
        key = (_key(structure), tuple(map(id, feeds)))
        found = self._plans.get(key)
        if found is None:
            wanted = Fetches(self._graph, structure)
            plan = Plan(
                feeds, wanted.tensors, wanted.operations, self._states, self._resolve
            )
            fed = set(map(id, feeds))
            wanted.variables = [
                (position, self._resolve(variable.handle.op))
                for position, variable in wanted.variables
                if id(wanted.tensors[position]) not in fed
            ]
            found = self._plans[key] = plan, wanted
        return found

    def _resolve(self, node: Operation) -> EagerTensor | None:
        """The session's own resource for a node that makes a handle."""
        if node.record is not state.var_handle_op:
            return None
        name = node.attrs["shared_name"] or node.name
        if name not in self._resources:
            resource = Resource(node.attrs["dtype"], node.attrs["shape"], name)
            made = object_tensor(resource, dtypes.resource)
            self._resources.setdefault(name, made)  # another thread may be first
        return self._resources[name]

    def _feeds(self, feed_dict: Any) -> tuple[list[Any], list[EagerTensor]]:
        tensors: list[Any] = []
        values: list[EagerTensor] = []
        graph = self._graph
        for key, value in (feed_dict or {}).items():
            own = type(key) is SymbolicTensor and key.op.graph is graph
            if own and graph.is_feedable(key):  # the frequent case, without detours
                tensors.append(key)
                values.append(fed_value(key, value))
                continue
            for part, part_value in _fed_parts(key, value):
                tensor = self._fed_tensor(part)
                tensors.append(tensor)
                values.append(fed_value(tensor, part_value))
        return tensors, values

    def _fed_tensor(self, key: Any) -> Any:
        try:
            tensor = self._graph.as_graph_element(key, allow_operation=False)
        except (TypeError, ValueError, KeyError) as problem:
            raise TypeError(
                f"Cannot interpret feed_dict key as Tensor: {problem.args[0]}"
            ) from None
        if not self._graph.is_feedable(tensor):
            raise ValueError(f"Tensor {tensor} may not be fed.")
        return tensor

    def make_callable(
        self, fetches: Any, feed_list: Any = None, accept_options: bool = False
    ) -> Any:
        """A function of the feeds in `feed_list` that runs `fetches`."""
        feeds = tuple(feed_list or ())
        known: Any = None

        def call(*values: Any, **options: Any) -> Any:
            nonlocal known
            if known is not None and not self._closed and not options:
                return known.run(*values)
            if options and not accept_options:
                raise TypeError(
                    "The function takes `options` and `run_metadata` only if it was made "
                    "by make_callable(..., accept_options=True)."
                )
            found = self.run(fetches, dict(zip(feeds, values, strict=True)), **options)
            known = self._calls and self._calls.find(fetches, feeds)
            return found

        return call

    def partial_run_setup(self, fetches: Any, feeds: Any = None) -> Any:
        """Begins a run whose feeds come in steps; see `partial_run`.

        Args:
            fetches: Everything that will be fetched, in any structure.
            feeds: The tensors that will be fed.

        Returns:
            A handle for `partial_run`.

        Raises:
            RuntimeError: The session is closed.

        Example:
            >>> import tensorbrook.compat.v1 as tf
            >>> with tf.Graph().as_default(), tf.Session() as sess:
            ...     a, b = tf.placeholder(tf.float32), tf.placeholder(tf.float32)
            ...     doubled = a * 2
            ...     total = doubled + b
            ...     run = sess.partial_run_setup([doubled, total], [a, b])
            ...     found = sess.partial_run(run, doubled, {a: 3.0})
            ...     print(found, sess.partial_run(run, total, {b: found}))
            6.0 12.0
        """
        self._require_open()
        wanted = Fetches(self._graph, fetches)
        names = [part.name for part in (*wanted.tensors, *wanted.operations)]
        given = [self._fed_tensor(feed) for feed in feeds or ()]
        return PartialRun(names, given, self._states, self._resolve)

    def partial_run(self, handle: Any, fetches: Any, feed_dict: Any = None) -> Any:
        """Goes on with a run: feeds some tensors and fetches some values.

        Args:
            handle: What `partial_run_setup` returned.
            fetches: Some of what was announced there.
            feed_dict: Values for some of the feeds.

        Returns:
            NumPy values in the structure of `fetches`.

        Raises:
            RuntimeError: The session is closed.
            errors.InvalidArgumentError: Something was not announced, or fed before.
        """
        self._require_open()
        wanted = Fetches(self._graph, fetches)
        handle.feed(*self._feeds(feed_dict))
        found = handle.compute(wanted.tensors, wanted.operations)
        return wanted.pack([as_numpy(value) for value in found])

    def _require_open(self) -> None:
        if self._closed:
            raise RuntimeError(
                "Attempted to use a closed Session. Make a new one, or call run() before "
                "close() or inside the `with` block."
            )

    def list_devices(self) -> list[Any]:
        """The devices of this process."""
        from tensorbrook._src.core.device import LogicalDevice

        return [LogicalDevice("/job:localhost/replica:0/task:0/device:CPU:0", "CPU")]

    @contextlib.contextmanager
    def as_default(self) -> Iterator[BaseSession]:
        """Makes this the session of `eval` and `run` in the body of a `with`."""
        current.sessions.append(self)
        try:
            yield self
        finally:
            current.sessions.remove(self)

    def close(self) -> None:
        """Frees what the session holds; it can't be used any more."""
        self._closed = True
        self._calls = None
        for kept in list(self._states.values()):
            queue = kept.get("queue") if isinstance(kept, dict) else None
            if queue is not None:
                queue.abandon()  # threads that wait for it would wait for ever
        self._resources.clear()
        self._plans.clear()
        self._states.clear()


class Session(BaseSession):
    """Runs a graph, or parts of it, and owns the values of its variables.

    Args:
        target: Only the empty string: the session runs in this process.
        graph: The graph to run; by default the default graph.
        config: Accepted for compatibility.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.constant(2) + 3))
        5
    """

    def __init__(
        self, target: str = "", graph: Graph | None = None, config: Any = None
    ) -> None:
        super().__init__(target, graph, config)
        self._contexts: list[contextlib.ExitStack] = []

    def __enter__(self) -> Session:
        stack = contextlib.ExitStack()
        stack.enter_context(self._graph.as_default())
        stack.enter_context(self.as_default())
        self._contexts.append(stack)
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        self._contexts.pop().close()
        self.close()

    @staticmethod
    def reset(target: str, containers: Any = None, config: Any = None) -> None:
        """Accepted for compatibility: resources end with their session."""


class InteractiveSession(BaseSession):
    """A session that is the default one from its creation to `close`.

    Args:
        target: Only the empty string: the session runs in this process.
        graph: The graph to run; by default the default graph.
        config: Accepted for compatibility.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> graph = tf.Graph()
        >>> sess = tf.InteractiveSession(graph=graph)
        >>> print((tf.constant(2) + 3).eval())
        5
        >>> sess.close()
    """

    def __init__(
        self, target: str = "", graph: Graph | None = None, config: Any = None
    ) -> None:
        super().__init__(target, graph, config)
        self._stack = contextlib.ExitStack()
        if graph is not None:
            self._stack.enter_context(graph.as_default())
        current.sessions.append(self)

    def close(self) -> None:
        """Ends the session; the one before it becomes the default again."""
        if self in current.sessions:
            current.sessions.remove(self)
        self._stack.close()
        super().close()


def get_default_session() -> Any:
    """The innermost default session of this thread, or None."""
    return current.sessions[-1] if current.sessions else None


def as_numpy(tensor: EagerTensor) -> Any:
    """What a fetch returns: an array, a scalar, bytes, or a resource's object."""
    if tensor.dtype.holds_objects:
        return tensor._array()
    return tensor.numpy()


def _key(structure: Any) -> Any:
    """Identifies a fetch structure: the same objects in the same nesting."""
    if type(structure) is SymbolicTensor:
        return id(structure)
    if isinstance(structure, list | tuple):
        return type(structure), tuple(_key(part) for part in structure)
    if isinstance(structure, dict):
        return dict, tuple((key, _key(part)) for key, part in structure.items())
    return structure if isinstance(structure, str) else id(structure)


def _is_lasting(structure: Any) -> bool:
    """Whether the same objects, fetched again, will ask for the same."""
    if type(structure) in (list, tuple):
        return all(map(_is_lasting, structure))
    return isinstance(structure, str | Tensor | Operation | Variable)


def _native_call(plan: Plan, wanted: Fetches, feeds: list[Any]) -> Any:
    """The whole run as one native call, or None where Python has a part in it."""
    if plan.native_only is None:
        return None
    specs = [(tensor, tensor.dtype.base_dtype._code, tensor._dims) for tensor in feeds]
    variables = [(place, resource._array()) for place, resource in wanted.variables]
    return backend.native.SessionCall(
        plan.native_only, specs, fed_value, wanted.form, variables
    )


def _fed_parts(key: Any, value: Any) -> list[tuple[Any, Any]]:
    """A composite tensor is fed part by part."""
    if not hasattr(key, "_component_tensors"):
        return [(key, value)]
    parts = (
        value._component_tensors() if hasattr(value, "_component_tensors") else value
    )
    return list(zip(key._component_tensors(), parts, strict=True))


def fed_value(tensor: Any, value: Any) -> EagerTensor:
    """The eager tensor of a value that is fed for `tensor`.

    Raises:
        TypeError: The value is a tensor of a graph.
        ValueError: The value has a shape or type that `tensor` doesn't take.
    """
    dtype = tensor._dtype
    if type(value) is np.ndarray and value.dtype == dtype.numpy_dtype:
        if value.dtype != object and compatible(tensor._dims, value.shape):
            return tensor_of(value, dtype)  # the frequent case, without detours
    if isinstance(value, Tensor) and not isinstance(value, EagerTensor):
        raise TypeError(
            "The value of a feed cannot be a tf.Tensor object. Acceptable feed values "
            "include Python scalars, strings, lists, numpy ndarrays, or TensorHandles. "
            f"For reference, the tensor object was {value} which was passed to the feed "
            f"with key {tensor}."
        )
    if isinstance(value, EagerTensor) and value.dtype is tensor.dtype:
        made = value
    elif tensor.dtype.holds_objects:
        made = object_tensor(value, tensor.dtype)
    else:
        made = _fed_array(tensor, value)
    if not compatible(tensor._dims, made._dims):
        raise ValueError(
            f"Cannot feed value of shape {made._dims} for Tensor {tensor.name}, which has "
            f"shape {format_dims(tensor._dims)}"
        )
    return made


def _fed_array(tensor: Any, value: Any) -> EagerTensor:
    dtype = tensor.dtype.base_dtype
    if dtype is dtypes.string:
        return tensor_of(convert.to_array(value, dtype)[0], dtype)
    if isinstance(value, int) and not isinstance(value, bool):
        cast = np.array(value).astype(dtype.numpy_dtype)
        if int(cast) != value and dtype.is_integer:
            raise TypeError(
                f"Type of feed value {value} with type {type(value)} is not compatible "
                f"with Tensor type {dtype.name}. Try explicitly setting the type of the "
                "feed tensor to a larger type (e.g. int64)."
            )
        return tensor_of(cast, dtype)
    array = np.asarray(value)
    if array.dtype == object:
        raise ValueError(
            "Setting an array element with a sequence: the value fed for "
            f"{tensor.name} has rows of different lengths."
        )
    return tensor_of(np.asarray(array, dtype.numpy_dtype), dtype, copy=False)
