"""The graph: an interpreter for which an op call means "add a node"."""

from __future__ import annotations

import contextlib
import functools
import importlib
import re
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from tensorbrook._src.core import conversions, errors, scopes
from tensorbrook._src.core.binding import bind
from tensorbrook._src.core.current import current
from tensorbrook._src.core.device import DeviceSpec, canonical_name, merge_names
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import Op, Redirected
from tensorbrook._src.core.registered_gradients import by_name
from tensorbrook._src.core.signature import Arg, NotAllowed
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager import backend
from tensorbrook._src.eager.interpreter import eager, pack
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.graph.constant_value import context_of
from tensorbrook._src.graph.members import GraphMembers
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops.constant import const_op, identity_op

_VALID_NAME = re.compile(r"[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$")
_VALID_SCOPE = re.compile(r"[A-Za-z0-9_.\\/>-]*$")


class Graph(GraphMembers):
    """A dataflow graph: operations, their names, and collections of things.

    Example:
        >>> import tensorbrook as tf
        >>> graph = tf.Graph()
        >>> with graph.as_default():
        ...     total = tf.add(1, 2, name="total")
        >>> [op.name for op in graph.get_operations()]
        ['total/x', 'total/y', 'total']
    """

    executing_eagerly = False
    building_function = False

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._operations: list[Operation] = []
        self._by_name: dict[str, Operation] = {}
        self._names_in_use: dict[str, int] = {}
        self._name_scope = ""
        self._control: list[Operation] = []
        self._collections: dict[Any, list[Any]] = {}
        self._finalized = False
        self._gradient_overrides: list[dict[str, Any]] = []
        self._unfeedable: set[int] = set()
        self._unfetchable: set[int] = set()
        self.seed: int | None = None
        self.random_ops = 0  # how many seeds derived from the graph's were given out

    # --- the interpreter -------------------------------------------------------------

    def run(
        self, op: Op, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str | None
    ) -> Any:
        """Adds a node for `op` and returns its outputs as its signature has them."""
        unique = self.unique_name(name or op.name)
        previous, self._name_scope = self._name_scope, unique
        try:
            flat, settled = bind(op, inputs, attrs, self)
        except errors.InvalidArgumentError as problem:
            raise ValueError(problem.message) from None
        except NotAllowed as problem:
            raise ValueError(str(problem)) from None
        finally:
            self._name_scope = previous
        node = self.add(op, flat, settled, unique)
        return op.package(node.outputs, settled) if node.outputs else node

    def add(
        self,
        record: Op,
        flat: Sequence[Any],
        attrs: dict[str, Any],
        unique_name: str,
        where: tuple[str, int, str] | None = None,
    ) -> Operation:
        """Adds a node whose inputs and attributes are settled; tells the tapes."""
        if self._finalized:
            raise RuntimeError("Graph is finalized and cannot be modified.")
        with self._lock:
            node = Operation(self, record, unique_name, flat, attrs, self._control, "")
            if current.devices:
                node.device = _device(tuple(current.devices), node)
            if where is not None:
                node.where = where
            try:
                dims = record.infer(context_of(node))
            except errors.InvalidArgumentError as problem:
                raise ValueError(
                    f"{problem.message} for '{unique_name}' (op: '{record.name}') with "
                    f"input shapes: {_shapes_text(flat)}."
                ) from None
            except (ArithmeticError, LookupError, MemoryError) as problem:
                raise ValueError(
                    f"The shapes of '{unique_name}' (op: '{record.name}') can't be told from "
                    f"input shapes: {_shapes_text(flat)} ({problem})."
                ) from problem
            node.make_outputs(record.output_dtypes(attrs), dims)
            node._index = len(self._operations)
            self._operations.append(node)
            self._by_name[unique_name] = node
        if current.tapes:
            for tape in current.tapes:
                tape.record(record, node.inputs, attrs, node.outputs)
        for overrides in reversed(self._gradient_overrides):
            if record.name in overrides:
                named = functools.partial(by_name, overrides[record.name])
                node.__dict__["gradient_override"] = named
                break
        return node

    def replay(self, node: Any, inputs: list[Any], states: Any) -> list[Any]:
        """Adds a copy of a node of another graph."""
        flat = [self.convert(tensor, None, None, None) for tensor in inputs]
        name = self.unique_name(
            node.name.replace("/", "_") if not self._name_scope else node.name
        )
        attrs = node.attrs
        if node.record.inner_graphs is not None:
            # Gradients extend these graphs, and they capture from the graph around them.
            flat = self._distinct(flat)
            attrs = {key: self._own_graphs(value, flat) for key, value in attrs.items()}
        return self.add(node.record, flat, attrs, name, node.where).outputs

    def _own_graphs(self, attr: Any, inputs: list[Any]) -> Any:
        """An attribute of a node of another graph; the graphs in it become our own."""
        if isinstance(attr, tuple):
            return tuple(self._own_graphs(item, inputs) for item in attr)
        return attr.copied_to(self, inputs) if hasattr(attr, "copied_to") else attr

    def _distinct(self, tensors: list[Any]) -> list[Any]:
        """Tensors of this graph, a second stand-in where one comes more than once."""
        seen: set[int] = set()
        found = []
        for tensor in tensors:
            again = id(tensor) in seen
            seen.add(id(tensor))
            found.append(
                self.run(identity_op, (tensor,), {}, "Identity") if again else tensor
            )
        return found

    def convert(
        self, value: Any, dtype: DType | None, hint: DType | None, name: str | None
    ) -> Any:
        """A tensor of this graph for `value`."""
        if isinstance(value, SymbolicTensor):
            return value if value.op.graph is self else self.foreign(value)
        if isinstance(value, EagerTensor):
            return self.concrete(value)
        if hasattr(type(value), "__tensorbrook_dispatch__"):
            raise Redirected(value)
        if hasattr(type(value), "__tf_tensor__"):
            return value.__tf_tensor__(dtype, name)
        if conversions.registered:
            made = conversions.converted(value, dtype, hint, name)
            if made is not None:
                return self.convert(made, dtype, hint, name)
        if isinstance(value, list | tuple) and not self.is_literal(value):
            return pack(value, dtype)
        try:
            constant = self.literal(value, dtype or hint)
        except TypeError:
            if dtype is not None:
                raise
            constant = self.literal(value, None)
        return self.constant(constant, name)

    literal = eager.literal
    is_literal = eager.is_literal

    def constant(self, tensor: EagerTensor, name: str | None = None) -> Any:
        """A node that holds the value of an eager tensor."""
        with self.outside_control():
            return self.run(
                const_op, (), {"value": tensor, "dtype": tensor.dtype}, name or "Const"
            )

    def concrete(self, tensor: EagerTensor) -> Any:
        """What stands for an eager tensor in this graph: a constant."""
        return self.constant(tensor)

    def foreign(self, tensor: SymbolicTensor) -> Any:
        """What stands for a tensor of another graph: nothing, in a session's graph."""
        raise ValueError(
            f"{tensor!r} must be from the same graph as the other inputs of the "
            f"operation; it belongs to {tensor.graph!r}, and {self!r} is being built."
        )

    def mismatch(
        self, op: Op, index: int, arg: Arg, tensor: Any, want: DType
    ) -> Exception:
        """The error for a tensor of the wrong type."""
        first = next(
            (
                other
                for other in op.signature.inputs
                if other.type_attr == arg.type_attr
            ),
            arg,
        )
        reason = (
            f"type {want.name} of argument '{first.name}'"
            if arg.type_attr is not None and first is not arg
            else f"expected type of {want.name}"
        )
        return TypeError(
            f"Input '{arg.name}' of '{op.name}' Op has type {tensor.dtype.name} that "
            f"does not match {reason}."
        )

    def not_allowed(self, op: Op, arg_name: str, attr: Any, dtype: DType) -> Exception:
        """The error for a type that the op does not take."""
        parameter = next(
            (arg.name for arg in op.signature.inputs if arg.type_attr == arg_name),
            arg_name,
        )
        names = ", ".join(allowed.name for allowed in attr.allowed)
        return TypeError(
            f"Value passed to parameter '{parameter}' has DataType {dtype.name} not in "
            f"list of allowed values: {names}"
        )

    # --- names and scopes ------------------------------------------------------------

    def unique_name(self, name: str, mark_as_used: bool = True) -> str:
        """A name that no node has, below the current name scope.

        A name that ends in `/` is taken as it is: it was made by a name scope.
        """
        if name.endswith("/"):
            return name[:-1]
        if not _VALID_NAME.match(name) and not self._name_scope:
            raise ValueError(
                f"'{name}' is not a valid root scope name: it may hold letters, digits "
                "and ._/>- and begins with a letter, a digit or a dot."
            )
        full = f"{self._name_scope}/{name}" if self._name_scope else name
        key = full.lower()
        count = self._names_in_use.get(key, 0)
        if mark_as_used:
            self._names_in_use[key] = count + 1
        if count == 0:
            return full
        while f"{key}_{count}" in self._names_in_use:
            count += 1
        if mark_as_used:
            self._names_in_use[key] = count + 1
            self._names_in_use[f"{key}_{count}"] = 1
        return f"{full}_{count}"

    @contextlib.contextmanager
    def name_scope(self, name: str | None) -> Iterator[str]:
        """Puts the nodes of the body below `name`; yields the scope with its slash."""
        previous = self._name_scope
        if not name:
            self._name_scope = ""
        elif name.endswith("/"):
            self._name_scope = name[:-1]
        else:
            if not _VALID_SCOPE.match(name):
                raise ValueError(f"'{name}' is not a valid scope name.")
            self._name_scope = self.unique_name(name)
        try:
            yield f"{self._name_scope}/" if self._name_scope else ""
        finally:
            self._name_scope = previous

    def get_name_scope(self) -> str:
        """The current name scope, without a slash at its end."""
        return self._name_scope

    @contextlib.contextmanager
    def control_dependencies(
        self, control_inputs: Sequence[Any] | None
    ) -> Iterator[None]:
        """Makes every node of the body run after `control_inputs`; None forgets them."""
        previous = self._control
        if control_inputs is None:
            self._control = []
        else:
            found = [self._as_operation(item) for item in control_inputs]
            fresh = [op for op in found if op is not None and op not in previous]
            self._control = [*previous, *dict.fromkeys(fresh)]
        try:
            yield
        finally:
            self._control = previous

    @contextlib.contextmanager
    def outside_control(self) -> Iterator[None]:
        """For constants, which depend on nothing."""
        previous, self._control = self._control, []
        try:
            yield
        finally:
            self._control = previous

    def _as_operation(self, item: Any) -> Operation | None:
        if isinstance(item, Operation):
            return item
        if isinstance(item, EagerTensor) or item is None:
            return None
        if not isinstance(item, Tensor):
            item = (
                item.op if hasattr(item, "op") else self.convert(item, None, None, None)
            )
        return item if isinstance(item, Operation) else item.op  # type: ignore[attr-defined,no-any-return]

    @contextlib.contextmanager
    def as_default(self) -> Iterator[Graph]:
        """Builds into this graph in the body of a `with`."""
        previous = current.interpreter
        current.interpreter = self
        backend.slow_slots(+1)
        try:
            yield self
        finally:
            backend.slow_slots(-1)
            current.interpreter = previous

    @contextlib.contextmanager
    def device(self, device_name_or_function: Any) -> Iterator[None]:
        """Asks for a device for the nodes of the body; see `tf.device`."""
        with scopes.device(device_name_or_function):
            yield

    @contextlib.contextmanager
    def colocate_with(self, op: Any, ignore_existing: bool = False) -> Iterator[None]:
        """Accepted for old programs: all nodes are on one device already."""
        yield

    @contextlib.contextmanager
    def container(self, container_name: str) -> Iterator[str]:
        """Accepted for old programs: resources live in the session."""
        yield container_name

    @contextlib.contextmanager
    def gradient_override_map(self, op_type_map: dict[str, Any]) -> Iterator[None]:
        """Uses registered gradients of other names for ops of the body."""
        self._gradient_overrides.append(dict(op_type_map))
        try:
            yield
        finally:
            self._gradient_overrides.pop()

    # --- looking things up -----------------------------------------------------------

    @property
    def is_session_graph(self) -> bool:
        """Whether `Session.run` executes this graph (it is not a traced function)."""
        return not self.building_function

    @property
    def version(self) -> int:
        """Grows with each node."""
        return len(self._operations)

    def as_graph_def(
        self,
        from_version: int | None = None,
        add_shapes: bool = False,
        use_pybind11_proto: bool = False,
    ) -> Any:
        """The graph as a GraphDef message.

        Args:
            from_version: Leaves out the nodes that were there at this version.
            add_shapes: Whether to note the shapes of outputs with each node.
            use_pybind11_proto: Accepted for compatibility.
        """
        from tensorbrook._src.graph.export import graph_def

        return graph_def(self, from_version, add_shapes)

    def get_operations(self) -> list[Operation]:
        """The operations, in the order in which they were made."""
        return list(self._operations)

    def get_operation_by_name(self, name: str) -> Operation:
        """The operation of that name.

        Raises:
            KeyError: There is none.
            TypeError: `name` isn't a string.
        """
        if not isinstance(name, str):
            raise TypeError(
                f"Operation names are strings (or similar), not {type(name)}."
            )
        return self.as_graph_element(name, allow_tensor=False)

    def get_tensor_by_name(self, name: str) -> Any:
        """The tensor of that name, such as `add:0`.

        Raises:
            KeyError: There is none.
            ValueError: The name is that of an operation.
        """
        if not isinstance(name, str):
            raise TypeError(f"Tensor names are strings (or similar), not {type(name)}.")
        return self.as_graph_element(name, allow_operation=False)

    def as_graph_element(
        self, obj: Any, allow_tensor: bool = True, allow_operation: bool = True
    ) -> Any:
        """The tensor or operation that `obj` names or stands for.

        Raises:
            KeyError: No node has that name.
            ValueError: The object is of another graph, or the name has the wrong form.
            TypeError: The object can't stand for a tensor or operation.
        """
        if isinstance(obj, SymbolicTensor | Operation):
            return self._own(obj, allow_tensor, allow_operation)
        if isinstance(obj, str):
            return self._named(obj, allow_tensor, allow_operation)
        if hasattr(obj, "_as_graph_element"):
            return self._own(obj._as_graph_element(), allow_tensor, allow_operation)
        kinds = " or ".join(["Tensor"] * allow_tensor + ["Operation"] * allow_operation)
        raise TypeError(f"Can not convert a {type(obj).__name__} into a {kinds}.")

    def _own(self, obj: Any, allow_tensor: bool, allow_operation: bool) -> Any:
        is_tensor = isinstance(obj, SymbolicTensor)
        if not (allow_tensor if is_tensor else allow_operation):
            kind, other = (
                ("Tensor", "Operation") if is_tensor else ("Operation", "Tensor")
            )
            raise TypeError(f"Can not convert a {kind} into a {other}.")
        if obj.graph is not self:
            kind = "Tensor" if is_tensor else "Operation"
            raise ValueError(f"{kind} {obj!r} is not an element of this graph.")
        return obj

    def _named(self, name: str, allow_tensor: bool, allow_operation: bool) -> Any:
        op_name, colon, index = name.partition(":")
        if colon and allow_tensor:
            op = self._by_name.get(op_name)
            if op is None or not index.isdigit() or int(index) >= len(op.outputs):
                raise KeyError(
                    f"The name '{name}' refers to a Tensor which does not exist. The "
                    f"operation, '{op_name}', does not exist in the graph or has fewer "
                    "outputs."
                )
            return op.outputs[int(index)]
        if colon or not allow_operation:
            raise ValueError(
                f"The name '{name}' looks like {'a tensor' if colon else 'an Operation'} "
                f"name, but {'an operation' if colon else 'a tensor name <op>:<index>'} is "
                "wanted."
            )
        if name not in self._by_name:
            raise KeyError(
                f"The name '{name}' refers to an Operation not in the graph."
            )
        return self._by_name[name]

    # --- collections and state -------------------------------------------------------

    def add_to_collection(self, name: Any, value: Any) -> None:
        """Appends `value` to the collection `name`."""
        self._collections.setdefault(name, []).append(value)

    def add_to_collections(self, names: Any, value: Any) -> None:
        """Appends `value` to each of the collections, once."""
        for name in (names,) if isinstance(names, str) else dict.fromkeys(names):
            self.add_to_collection(name, value)

    def get_collection_ref(self, name: Any) -> list[Any]:
        """The collection itself, to be changed in place."""
        return self._collections.setdefault(name, [])

    def get_collection(self, name: Any, scope: str | None = None) -> list[Any]:
        """A copy of the collection; with `scope`, the items whose names match it."""
        items = self._collections.get(name, [])
        if scope is None:
            return list(items)
        pattern = re.compile(scope)
        return [item for item in items if pattern.match(getattr(item, "name", ""))]

    def get_all_collection_keys(self) -> list[Any]:
        """The names of all collections that hold something."""
        return [name for name, items in self._collections.items() if items]

    @property
    def collections(self) -> list[Any]:
        """The names of all collections."""
        return list(self._collections)

    def clear_collection(self, name: Any) -> None:
        """Empties a collection."""
        self._collections.pop(name, None)

    @property
    def finalized(self) -> bool:
        """Whether nodes can still be added."""
        return self._finalized

    def finalize(self) -> None:
        """Forbids further nodes."""
        self._finalized = True

    def prevent_feeding(self, tensor: Any) -> None:
        """Makes `tensor` refuse feeds."""
        self._unfeedable.add(id(tensor))

    def prevent_fetching(self, op: Any) -> None:
        """Makes `op` refuse to be fetched."""
        self._unfetchable.add(id(op))

    def is_feedable(self, tensor: Any) -> bool:
        """Whether `tensor` may be fed."""
        return id(tensor) not in self._unfeedable

    def is_fetchable(self, tensor_or_op: Any) -> bool:
        """Whether the tensor or operation may be fetched."""
        op = tensor_or_op.op if isinstance(tensor_or_op, Tensor) else tensor_or_op  # type: ignore[attr-defined]
        return id(op) not in self._unfetchable

    def switch_to_thread_safe(self) -> None:
        """Accepted for old programs: adding nodes is locked anyway."""

    def _repr_svg_(self) -> str | None:
        if not self._operations:
            return None
        # By name: the room that draws stands far below this one.
        drawing = importlib.import_module("tensorbrook._src.display.graphs")
        return drawing.graph_svg(self)  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {len(self._operations)} operations>"


def _device(wanted: tuple[Any, ...], node: Operation) -> str:
    """The device that nested scopes, names or functions of a node, ask for."""
    first = next((i for i, scope in enumerate(wanted) if callable(scope)), None)
    if first is None:
        return _merged(wanted)
    node.device = ""
    for scope in reversed(wanted):
        if not scope:
            break
        node.device = (
            canonical_name(scope(node))
            if callable(scope)
            else merge_names(scope, node.device)
        )
    return node.device


@functools.lru_cache(maxsize=256)
def _merged(names: tuple[str, ...]) -> str:
    """The device that nested names ask for, in TensorFlow's spelling."""
    wanted = DeviceSpec()
    for name in names:
        spec = DeviceSpec.from_string(name)
        wanted = wanted.make_merged_spec(spec) if name else DeviceSpec()
    return wanted.to_string()


def _shapes_text(tensors: Sequence[Any]) -> str:
    def one(dims: Any) -> str:
        if dims is None:
            return "<unknown>"
        return "[" + ",".join("?" if dim is None else str(dim) for dim in dims) + "]"

    return ", ".join(one(tensor._dims) for tensor in tensors)
