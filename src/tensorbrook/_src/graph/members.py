"""What a graph can be asked besides: counts, versions, nodes made by the name of an op."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tensorbrook._src.core.op import Op, find

if TYPE_CHECKING:
    from tensorbrook._src.graph.operation import Operation


class GraphMembers:
    """The less used members of `Graph`."""

    if TYPE_CHECKING:
        _operations: list[Operation]

        def as_default(self) -> Any: ...

    #: The seed that operations derive theirs from (`tf.compat.v1.set_random_seed`).
    seed: int | None = None

    @property
    def operations(self) -> list[Operation]:
        """The operations, in the order in which they were made."""
        return list(self._operations)

    def num_operations(self) -> int:
        """The number of operations."""
        return len(self._operations)

    def new_operations(self) -> list[Operation]:
        """The operations that were made since the last call."""
        seen = self.__dict__.get("_seen_operations", 0)
        self.__dict__["_seen_operations"] = len(self._operations)
        return self._operations[seen:]

    @property
    def graph_def_versions(self) -> Any:
        """The VersionDef of the GraphDefs that are written."""
        from tensorbrook._src.graph.export import graph_def

        return graph_def(self, len(self._operations), False).versions  # type: ignore[arg-type]

    def op_def_for_type(self, type: str) -> Any:
        """The OpDef of an op.

        Args:
            type: TensorFlow's name of the op.

        Raises:
            NotImplementedError: There is no record of it.
        """
        from tensorbrook._src.graph.op_defs import op_def

        return op_def(find(type))

    def create_op(
        self,
        op_type: str,
        inputs: Sequence[Any],
        dtypes: Any = None,
        input_types: Any = None,
        name: str | None = None,
        attrs: dict[str, Any] | None = None,
        op_def: Any = None,
        compute_shapes: bool = True,
        compute_device: bool = True,
    ) -> Any:
        """Adds an operation by the name of its op.

        Args:
            op_type: TensorFlow's name of the op.
            inputs: The input tensors, flat.
            dtypes: Accepted for compatibility: dtypes follow from the record.
            input_types: Accepted for compatibility.
            name: The name of the node; by default that of the op.
            attrs: Attributes: AttrValue messages or Python values.
            op_def: Accepted for compatibility.
            compute_shapes: Accepted for compatibility: shapes are always told.
            compute_device: Accepted for compatibility.

        Returns:
            The operation.

        Raises:
            NotImplementedError: There is no record of the op.

        Example:
            >>> import tensorbrook as tf
            >>> graph = tf.Graph()
            >>> with graph.as_default():
            ...     op = graph.create_op("Neg", [tf.constant(1.0)], name="minus")
            >>> op.name, op.outputs[0].dtype
            ('minus', tf.float32)
        """
        record = find(op_type)
        settled = dict(_settled(record, attrs or {}))
        with self.as_default():
            made = record(*_grouped(record, inputs, settled), name=name, **settled)
        flat = [made] if record.single_output or not record.signature.outputs else made
        while isinstance(flat, list | tuple):
            flat = flat[0]
        return getattr(flat, "op", flat)

    def switch_to_thread_local(self) -> None:
        """Accepted for compatibility: the stacks of a graph are the thread's own."""

    def Dismantle(self) -> None:  # noqa: N802 - TensorFlow's name
        """Accepted for compatibility: Python's garbage collector takes graphs apart."""

    def get(self) -> GraphMembers:
        """The graph itself."""
        return self


def _settled(record: Op, attrs: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Attributes that inputs don't show, as Python values."""
    from tensorbrook._src.graph import attributes

    signature = record.signature
    for name, value in attrs.items():
        if name in signature.inferred or name not in signature.attrs:
            continue
        if hasattr(value, "WhichOneof"):
            value = attributes.from_proto(signature.attrs[name], value, _no_function)
        yield name, value


def _no_function(name: str) -> Any:
    raise NotImplementedError(
        f"Graph.create_op: the attribute that names the function {name!r} must be the "
        "function itself."
    )


def _grouped(record: Op, inputs: Sequence[Any], attrs: dict[str, Any]) -> list[Any]:
    """Flat inputs as the signature has them; one list takes what the others leave."""
    args = record.signature.inputs
    extra = len(inputs) - sum(not arg.is_list for arg in args)
    found, position = [], 0
    for arg in args:
        if arg.is_list:
            found.append(list(inputs[position : position + extra]))
            position, extra = position + extra, 0
        else:
            found.append(inputs[position])
            position += 1
    return found
