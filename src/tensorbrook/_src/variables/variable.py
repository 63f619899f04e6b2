"""`tf.Variable`: a tensor whose value can be replaced."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims, TensorShape, as_dims, compatible
from tensorbrook._src.core.tensor import Reference, Tensor
from tensorbrook._src.eager import backend
from tensorbrook._src.eager.tensor import EagerTensor, object_tensor
from tensorbrook._src.graph.func_graph import FuncGraph, init_scope
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.handle_data import HandleData
from tensorbrook._src.ops import counter, state
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.variables.description import Described
from tensorbrook._src.variables.enums import (
    VariableAggregation,
    VariableSynchronization,
)
from tensorbrook._src.variables.resource import Resource
from tensorbrook._src.variables.scatter import ScatterMethods

_creators: list[Callable[..., Any]] = []


class _VariableMeta(type):
    """Lets creators in scope decide what `tf.Variable(...)` makes."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        def make(**options: Any) -> Any:
            return type.__call__(cls, **options)

        if not _creators:
            return type.__call__(cls, *args, **kwargs)
        options = dict(zip(cls._positional(), args, strict=False)) | kwargs
        for creator in _creators:
            make = _wrapped(creator, make)
        return make(**options)

    def _positional(cls) -> tuple[str, ...]:
        return _PARAMETERS


def _wrapped(creator: Any, make: Any) -> Any:
    return lambda **options: creator(make, **options)


_PARAMETERS = (
    "initial_value",
    "trainable",
    "validate_shape",
    "caching_device",
    "name",
    "variable_def",
    "dtype",
    "import_scope",
    "constraint",
    "synchronization",
    "aggregation",
    "shape",
)


@contextlib.contextmanager
def variable_creator_scope(variable_creator: Callable[..., Any]) -> Iterator[None]:
    """Lets a function decide how variables are made in the body of a `with`.

    Args:
        variable_creator: Function `(next_creator, **kwargs)` that returns a variable,
            usually by calling `next_creator(**kwargs)`.

    Example:
        >>> import tensorbrook as tf
        >>> def frozen(next_creator, **kwargs):
        ...     return next_creator(**{**kwargs, "trainable": False})
        >>> with tf.variable_creator_scope(frozen):
        ...     v = tf.Variable(1.0)
        >>> v.trainable
        False
    """
    _creators.append(variable_creator)
    try:
        yield
    finally:
        _creators.remove(variable_creator)


class Variable(  # type: ignore[misc]
    backend.VariableBase, ScatterMethods, Described, metaclass=_VariableMeta
):
    """A tensor with a state: its value can be replaced by `assign` and its relatives.

    Args:
        initial_value: The first value: a tensor, what can become one, or a function
            without arguments that returns one.
        trainable: Whether `GradientTape` watches it by itself; by default True, for
            floating and complex types.
        validate_shape: If False, the shape is left open.
        caching_device: Accepted for compatibility.
        name: The name; it shows in graphs, checkpoints and summaries.
        variable_def: Not supported here.
        dtype: The dtype that the value is converted to.
        import_scope: Accepted for compatibility.
        constraint: A function from a tensor to a tensor that optimizers apply after an
            update.
        synchronization: How copies on several devices are kept in step.
        aggregation: How updates of copies are combined.
        shape: The static shape, where it is to be looser than that of the first value.
        experimental_enable_variable_lifting: Accepted for compatibility.

    Raises:
        ValueError: There is no initial value, or it contradicts `shape`.

    Example:
        >>> import tensorbrook as tf
        >>> v = tf.Variable([1.0, 2.0])
        >>> v.assign_add([1.0, 1.0]).numpy()
        array([2., 3.], dtype=float32)
    """

    __module__ = "tensorbrook"
    __array_priority__ = 100

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: Any = None,
        dtype: Any = None,
        import_scope: str | None = None,
        constraint: Callable[[Any], Any] | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
        shape: Any = None,
        experimental_enable_variable_lifting: bool = True,
    ) -> None:
        if variable_def is not None:
            raise NotImplementedError("tf.Variable: variable_def is not supported yet.")
        if initial_value is None:
            raise ValueError("The `initial_value` argument must be given, got None.")
        if constraint is not None and not callable(constraint):
            raise ValueError(
                f"tf.Variable: `constraint` must be callable, got {constraint!r}."
            )
        self._trainable = synchronization is not VariableSynchronization.ON_READ
        if trainable is not None:
            self._trainable = bool(trainable)
        self._constraint = constraint
        self._synchronization = VariableSynchronization(synchronization)
        self._aggregation = VariableAggregation(aggregation)
        self._graph_key: Any = None
        self._initial_value: Any = None
        self._initializer: Any = None
        self._snapshot: Any = None
        wanted = None if dtype is None else dtypes.as_dtype(dtype).base_dtype
        outer = current.interpreter
        with init_scope():
            value = self._first_value(initial_value, wanted, outer)
            self._dtype: DType = value.dtype.base_dtype
            dims = value._dims if shape is None else as_dims(shape)
            if not compatible(dims, value._dims):
                raise ValueError(
                    f"The initial value's shape ({value.shape}) is not compatible with "
                    f"the explicitly supplied `shape` argument ({shape})."
                )
            self._static_dims: Dims = (
                dims if validate_shape or shape is not None else None
            )
            if isinstance(current.interpreter, Graph):
                self._create_in_graph(value, name or "Variable")
            else:
                self._create_eager(value, name or "Variable")
        _note_creation(outer, self)

    @staticmethod
    def _first_value(initial_value: Any, wanted: DType | None, outer: Any) -> Any:
        if callable(initial_value):
            initial_value = initial_value()
        graph = (
            getattr(initial_value, "graph", None) if _symbolic(initial_value) else None
        )
        if isinstance(graph, FuncGraph) and graph is not current.interpreter:
            initial_value = outer.lift(initial_value)
        if wanted is not None and _symbolic(initial_value):
            from tensorbrook._src.ops import cast

            return cast.cast(initial_value, wanted)
        return convert_to_tensor(initial_value, dtype=wanted, name="initial_value")

    def _create_eager(self, value: EagerTensor, name: str) -> None:
        scope = current.eager_scopes[-1] if current.eager_scopes else ""
        full = name[:-1] if name.endswith("/") else f"{scope}{name}"
        self._name = f"{full}:0"
        resource = Resource(self._dtype, self._static_dims, full)
        resource.assign(value)
        self._handle: Any = object_tensor(resource, dtypes.resource)

    def _create_in_graph(self, value: Any, name: str) -> None:
        graph = current.interpreter
        with graph.name_scope(name) as scope, graph.control_dependencies(None):
            full = scope[:-1]
            self._name = f"{full}:0"
            self._handle = state.var_handle_op(
                name=scope, shared_name=full, dtype=self._dtype, shape=self._static_dims
            )
            self._handle.handle_data = HandleData(self._dtype, self._static_dims, full)
            self._initial_value = value
            self._initializer = state.assign_variable_op(
                self._handle, value, name="Assign"
            )
            with graph.name_scope("Read"):
                self._snapshot = state.read_variable_op(self._handle, dtype=self._dtype)
        self._graph_key = graph

    # --- what it is ------------------------------------------------------------------

    @property
    def handle(self) -> Any:
        """The resource tensor that stands for the variable in ops."""
        return self._handle

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        return self._dtype

    @property
    def shape(self) -> TensorShape:
        """The static shape."""
        return TensorShape(self._static_dims)

    @property
    def _dims(self) -> Dims:
        return self._static_dims

    def get_shape(self) -> TensorShape:
        """The same as `shape`."""
        return self.shape

    def set_shape(self, shape: Any) -> None:
        """Narrows the static shape."""
        self._static_dims = self.shape.merge_with(shape)._dims

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self._static_dims or ())

    @property
    def name(self) -> str:
        """The name, with `:0` at its end."""
        return self._name

    @property
    def _shared_name(self) -> str:
        return self._name[:-2]

    @property
    def _unique_id(self) -> str:
        return f"{self._shared_name}_{id(self)}"

    @property
    def device(self) -> str:
        """The device that holds the value."""
        return self._handle.device  # type: ignore[no-any-return]

    @property
    def trainable(self) -> bool:
        """Whether tapes watch it by themselves."""
        return self._trainable

    @property
    def constraint(self) -> Callable[[Any], Any] | None:
        """What optimizers apply to the value after an update."""
        return self._constraint

    @property
    def synchronization(self) -> VariableSynchronization:
        """How copies on several devices are kept in step."""
        return self._synchronization

    @property
    def aggregation(self) -> VariableAggregation:
        """How updates of copies are combined."""
        return self._aggregation

    @property
    def graph(self) -> Any:
        """The graph that the variable belongs to (1.x)."""
        return self._handle.graph

    @property
    def op(self) -> Any:
        """The operation that makes the handle (1.x)."""
        return self._handle.op

    @property
    def initializer(self) -> Any:
        """The operation that assigns the initial value (1.x)."""
        return self._initializer

    @property
    def initial_value(self) -> Any:
        """The tensor of the initial value (1.x)."""
        if self._graph_key is None:
            raise RuntimeError(
                "This property is not supported when eager execution is on."
            )
        return self._initial_value

    def _collection_names(self) -> list[str]:
        return ["variables"] + ["trainable_variables"] * self.trainable

    def ref(self) -> Reference:
        """A hashable reference to this variable."""
        return Reference(self)

    experimental_ref = ref

    # --- reading ---------------------------------------------------------------------

    def value(self) -> Tensor:
        """The current value as a tensor."""
        tensor = backend.read(self)
        if tensor is not None:
            return tensor  # type: ignore[no-any-return]
        self._accessed()
        return state.read_variable_op(self._handle, dtype=self._dtype)  # type: ignore[no-any-return]

    def read_value(self) -> Tensor:
        """The current value, read now (in a graph: by a node of its own)."""
        return identity(self.value())

    def _accessed(self) -> None:
        for tape in current.tapes:
            tape.variable_accessed(self)
        graph = current.interpreter
        while isinstance(graph, FuncGraph):
            if not any(known is self for known in graph.variables):
                graph.variables.append(self)
            graph = graph.outer

    def __tf_tensor__(self, dtype: Any = None, name: str | None = None) -> Tensor:
        return self.value()

    def _as_graph_element(self) -> Any:
        return self._snapshot

    def numpy(self) -> Any:
        """The value as a NumPy array or scalar.

        Raises:
            NotImplementedError: A graph is being built.
        """
        if not isinstance(self._handle, EagerTensor):
            raise NotImplementedError(
                f"numpy() is only available when eager execution is enabled; run "
                f"{self.name} in a session."
            )
        return state.read_value(self._handle._array()).numpy()

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return state.read_value(self._handle._array()).__array__(dtype, copy)

    def eval(self, session: Any = None) -> Any:
        """The value in a session, by default the innermost one (1.x)."""
        return self._snapshot.eval(session=session)

    def initialized_value(self) -> Any:
        """The value, or the initial one where the variable isn't initialised (1.x)."""
        from tensorbrook._src.control_flow import functional as control_flow

        ready = state.var_is_initialized_op(self._handle)
        return control_flow.cond(ready, self.read_value, lambda: self.initial_value)

    def load(self, value: Any, session: Any = None) -> None:
        """Sets the value in a session (1.x)."""
        session = session or (current.sessions[-1] if current.sessions else None)
        if session is None:
            raise ValueError(f"{self.name}.load: there is no default session.")
        session.run(self.initializer, {self.initializer.inputs[1]: value})

    def sparse_read(self, indices: Any, name: str | None = None) -> Tensor:
        """The rows of the value at `indices`."""
        from tensorbrook._src.ops import gather

        self._accessed()
        return gather.resource_gather_op(  # type: ignore[no-any-return]
            self._handle, indices, dtype=self._dtype, name=name
        )

    def gather_nd(self, indices: Any, name: str | None = None) -> Tensor:
        """The slices of the value at `indices`, as `tf.gather_nd`."""
        from tensorbrook._src.ops import gather

        return gather.gather_nd(self.value(), indices, name=name)

    # --- writing ---------------------------------------------------------------------

    def assign(
        self,
        value: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Any:
        """Replaces the value.

        Args:
            value: The new value, of a compatible shape.
            use_locking: Accepted for compatibility.
            name: Name of the node in a graph.
            read_value: Whether to return the new value (in a graph).

        Returns:
            The variable itself when executing eagerly, else the new value as a tensor.

        Raises:
            ValueError: The shapes are not compatible.
        """
        if backend.assign(state.assign_variable_op, self._handle, value):
            return self if read_value else None
        tensor = convert_to_tensor(value, dtype=self._dtype)
        if not compatible(self._static_dims, tensor._dims):  # type: ignore[attr-defined]
            raise ValueError(
                f"Cannot assign value to variable '{self.name}': Shape mismatch. The "
                f"variable shape {self.shape}, and the assigned value shape "
                f"{tensor.shape} are incompatible."
            )
        op = state.assign_variable_op(self._handle, tensor, name=name)
        return self._after(op, read_value)

    def assign_add(
        self,
        delta: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Any:
        """Adds `delta` to the value; arguments and result as those of `assign`."""
        if backend.assign(state.assign_add_variable_op, self._handle, delta):
            return self if read_value else None
        tensor = convert_to_tensor(delta, dtype=self._dtype)
        op = state.assign_add_variable_op(self._handle, tensor, name=name)
        return self._after(op, read_value)

    def assign_sub(
        self,
        delta: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Any:
        """Subtracts `delta` from the value; arguments and result as those of `assign`."""
        if backend.assign(state.assign_sub_variable_op, self._handle, delta):
            return self if read_value else None
        tensor = convert_to_tensor(delta, dtype=self._dtype)
        op = state.assign_sub_variable_op(self._handle, tensor, name=name)
        return self._after(op, read_value)

    def _after(self, op: Any, read_value: bool) -> Any:
        """What an assignment returns: the variable, or a read that comes after it."""
        if current.interpreter.executing_eagerly:
            return self if read_value else None
        if not read_value:
            return op
        with current.interpreter.control_dependencies([op]):
            return state.read_variable_op(self._handle, dtype=self._dtype)

    def count_up_to(self, limit: int) -> Any:
        """Adds one and returns the value before, until `limit` is reached (1.x).

        Raises:
            errors.OutOfRangeError: It has been reached.
        """
        return counter.resource_count_up_to_op(self._handle, limit=limit, T=self._dtype)

    # --- Python's protocols ----------------------------------------------------------

    def __getitem__(self, key: Any) -> Any:
        return self._sliced(key)

    def __int__(self) -> int:
        return int(self.value())  # type: ignore[call-overload,no-any-return]

    def __float__(self) -> float:
        return float(self.value())  # type: ignore[arg-type]

    def __complex__(self) -> complex:
        return complex(self.value())  # type: ignore[arg-type, call-overload]

    def __index__(self) -> int:
        return self.value().__index__()  # type: ignore[attr-defined,no-any-return]

    def __bool__(self) -> bool:
        return bool(self.value())

    def __len__(self) -> int:
        return len(self.value())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value())

    def __format__(self, spec: str) -> str:
        return format(self.value(), spec) if spec else str(self)

    def __hash__(self) -> int:
        if Tensor._use_equality and self._graph_key is None:
            raise TypeError(
                "Variable is unhashable. Instead, use variable.ref() as the key."
            )
        return id(self)

    def __eq__(self, other: object) -> Any:
        if Tensor._use_equality and self._graph_key is None:
            return self.value() == other
        return self is other

    def __ne__(self, other: object) -> Any:
        if Tensor._use_equality and self._graph_key is None:
            return self.value() != other
        return self is not other

    def __deepcopy__(self, memo: dict[int, Any]) -> Variable:
        if not isinstance(self._handle, EagerTensor):
            raise NotImplementedError(
                "__deepcopy__() is only available when eager execution is enabled."
            )
        made = Variable(
            self.numpy(),
            trainable=self.trainable,
            name=self._shared_name,
            dtype=self.dtype,
            constraint=self.constraint,
            synchronization=self.synchronization,
            aggregation=self.aggregation,
            shape=self.shape,
        )
        memo[id(self)] = made
        return made

    def __repr__(self) -> str:
        shape, name = self.shape, self.dtype.name
        if (
            isinstance(self._handle, EagerTensor)
            and current.interpreter.executing_eagerly
        ):
            resource = self._handle._array()
            value = resource.read() if resource.is_initialized else None
            text = "<uninitialized>" if value is None else _numpy_text(value)
            return (
                f"<tf.Variable '{self.name}' shape={shape} dtype={name}, numpy={text}>"
            )
        return f"<tf.Variable '{self.name}' shape={shape} dtype={name}>"

    __str__ = __repr__


def _numpy_text(value: EagerTensor) -> str:
    from tensorbrook._src.eager.tensor import value_text

    return value_text(value, repr)


def _symbolic(value: Any) -> bool:
    return isinstance(value, Tensor) and not isinstance(value, EagerTensor)


def _note_creation(outer: Any, variable: Variable) -> None:
    """Tells the collections of a session's graph, and a function that is being traced."""
    graph = outer
    while isinstance(graph, FuncGraph):
        if graph.outer is None or not isinstance(graph.outer, FuncGraph):
            graph.created_variables.append(variable)
        graph = graph.outer
    if isinstance(graph, Graph):
        graph.add_to_collections(variable._collection_names(), variable)
