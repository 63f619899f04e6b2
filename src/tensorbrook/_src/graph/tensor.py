"""A tensor of a graph: an output of an operation, without a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from tensorbrook._src.core import errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.core.shapes import Dims, as_dims, merge_dims
from tensorbrook._src.core.tensor import Tensor

if TYPE_CHECKING:
    from tensorbrook._src.graph.operation import Operation


@known_as("tensorflow.python.framework.ops.SymbolicTensor")
class SymbolicTensor(Tensor):
    """An output of an operation of a graph; it gets a value when the graph runs."""

    __slots__ = ("__dict__", "__weakref__", "_dims", "_dtype", "op", "value_index")
    __module__ = "tensorbrook"

    def __init__(
        self, op: Operation, value_index: int, dtype: DType, dims: Dims
    ) -> None:
        self.op = op
        self.value_index = value_index
        self._dtype = dtype
        self._dims = dims

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        return self._dtype

    @property
    def graph(self) -> Any:
        """The graph that the tensor belongs to."""
        return self.op.graph

    @property
    def name(self) -> str:
        """The name of the operation and the index of the output: `add:0`."""
        return f"{self.op.name}:{self.value_index}"

    @property
    def device(self) -> str:
        """The device that was asked for, or an empty string."""
        return self.op.device

    def consumers(self) -> list[Operation]:
        """The operations that take this tensor as an input."""
        return [op for op in self.graph.get_operations() if self in op.inputs]

    def set_shape(self, shape: Any) -> None:
        """Merges `shape` into what is known of the shape.

        Raises:
            ValueError: The two contradict each other.
        """
        self._dims = merge_dims(self._dims, as_dims(shape))

    def eval(self, feed_dict: Any = None, session: Any = None) -> Any:
        """Runs the graph in a session and returns the value of this tensor.

        Args:
            feed_dict: Values for placeholders and other tensors.
            session: The session to use; by default the innermost `with session:`.

        Returns:
            A NumPy array or scalar.

        Raises:
            ValueError: There is no session to use.
        """
        return _session_for(self, session).run(self, feed_dict)

    def __getattr__(self, name: str) -> NoReturn:
        if name == "numpy":
            raise AttributeError(
                f"numpy() is only available on eager tensors: {self.name} of shape "
                f"{self.shape} is part of a graph and gets its value when the graph runs "
                "(`session.run`, or calling the tf.function)."
            )
        raise AttributeError(f"A symbolic tensor has no attribute {name!r}.")

    def _static_value(self) -> Any:
        """The value as an array where it is known before the run, else None."""
        from tensorbrook._src.graph.constant_value import constant_value

        return constant_value(self)

    def _static_dims(self) -> Dims:
        """The dims that this integer vector stands for, as far as they are known."""
        from tensorbrook._src.graph.constant_value import value_as_shape

        return value_as_shape(self)

    def _not_allowed(self, what: str, fix: str) -> NoReturn:
        raise errors.OperatorNotAllowedInGraphError(
            f"{what} of the symbolic tensor {self.name} is not allowed, because it has no "
            f"value while the graph is being built. {fix}"
        )

    def __bool__(self) -> bool:
        self._not_allowed(
            "Using a symbolic `tf.Tensor` as a Python `bool`: the truth",
            "Use tf.cond or tf.where, or let @tf.function convert the `if` "
            "(autograph=True).",
        )

    def __iter__(self) -> Any:
        self._not_allowed(
            "Iterating over a symbolic `tf.Tensor`: the items",
            "Use tf.unstack, tf.map_fn or tf.while_loop, or let @tf.function convert the "
            "`for` loop (autograph=True).",
        )

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise NotImplementedError(
            f"Cannot convert a symbolic tf.Tensor ({self.name}) to a numpy array. This "
            "error may indicate that you're trying to pass a Tensor to a NumPy call, "
            "which is not supported."
        )

    def _no_number(self, kind: str) -> NoReturn:
        raise TypeError(
            f"The symbolic tensor {self.name} can't become a Python {kind}: it gets its "
            "value when the graph runs."
        )

    def __int__(self) -> int:
        self._no_number("int")

    def __float__(self) -> float:
        self._no_number("float")

    def __index__(self) -> int:
        self._no_number("index")

    def __eq__(self, other: object) -> Any:
        if Tensor._use_equality and not self.graph.is_session_graph:
            return Tensor.__eq__(self, other)
        return self is other

    def __ne__(self, other: object) -> Any:
        if Tensor._use_equality and not self.graph.is_session_graph:
            return Tensor.__ne__(self, other)
        return self is not other

    def __hash__(self) -> int:  # type: ignore[no-redef]
        if Tensor._use_equality and self.op.graph.building_function:
            raise TypeError(
                "Tensor is unhashable. Instead, use tensor.ref() as the key."
            )
        return id(self)

    def __str__(self) -> str:
        shape = "" if self._dims is None else f", shape={self.shape}"
        return f'Tensor("{self.name}"{shape}, dtype={self._dtype.name})'

    def __repr__(self) -> str:
        return f"<tf.Tensor '{self.name}' shape={self.shape} dtype={self._dtype.name}>"

    def __tensorbrook_dispatch__(
        self, op: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str | None
    ) -> Any:
        """Runs an op that was called outside the graph: the graph gets the node."""
        if self.graph.building_function:
            raise TypeError(str(out_of_scope(self)))
        with self.graph.as_default():
            return self.graph.run(op, inputs, attrs, name)


def out_of_scope(tensor: SymbolicTensor) -> TypeError:
    """The error for a tensor that is used outside the function it belongs to."""
    return errors.InaccessibleTensorError(  # type: ignore[no-any-return, return-value]
        f"{tensor!r} is out of scope: it belongs to the function being traced "
        f"{tensor.graph!r}, whose tensors can't be used outside of it. Return the tensor "
        "from the function, or keep its value in a tf.Variable."
    )


def _session_for(tensor: SymbolicTensor, session: Any) -> Any:
    if session is None:
        session = current.sessions[-1] if current.sessions else None
    if session is None:
        raise ValueError(
            "Cannot evaluate tensor using `eval()`: No default session is registered. Use "
            "`with sess.as_default()` or pass an explicit session to `eval(session=sess)`"
        )
    if session.graph is not tensor.graph:
        raise ValueError(
            f"Cannot use the default session to evaluate tensor {tensor.name}: the "
            "tensor's graph is different from the session's graph. Pass an explicit "
            "session to `eval(session=sess)`."
        )
    return session
