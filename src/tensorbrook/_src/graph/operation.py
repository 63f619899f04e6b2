"""A node of a graph."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.graph.tensor import SymbolicTensor

if TYPE_CHECKING:
    from tensorbrook._src.graph.graph import Graph

_PACKAGE = str(Path(__file__).resolve().parents[2]) + "/"


class Operation:
    """A node: an op record with inputs, attributes and outputs.

    Attributes:
        name: Unique in the graph.
        record: The op record.
        inputs: The input tensors, flat.
        outputs: The output tensors, flat.
        attrs: Settled attributes.
        control_inputs: Operations that must run before this one.
        graph: The graph.
        where: File and line of the user's program that created the node.
    """

    __slots__ = (
        "__dict__",
        "__weakref__",
        "_index",
        "attrs",
        "control_inputs",
        "device",
        "graph",
        "inputs",
        "name",
        "outputs",
        "record",
        "where",
    )
    __module__ = "tensorbrook"

    def __init__(
        self,
        graph: Graph,
        record: Op,
        name: str,
        inputs: Sequence[SymbolicTensor],
        attrs: dict[str, Any],
        control_inputs: Sequence[Operation],
        device: str,
    ) -> None:
        self.graph = graph
        self.record = record
        self.name = name
        self.inputs: tuple[SymbolicTensor, ...] = tuple(inputs)
        self.attrs = attrs
        self.control_inputs: list[Operation] = list(control_inputs)
        self.device = device
        self.where = user_line()
        self.outputs: list[SymbolicTensor] = []
        self._index = -1

    def make_outputs(self, types: Sequence[DType], dims: Sequence[Dims]) -> None:
        """Creates the output tensors."""
        self.outputs = [
            SymbolicTensor(self, index, dtype, dim)
            for index, (dtype, dim) in enumerate(zip(types, dims, strict=True))
        ]

    @property
    def type(self) -> str:
        """TensorFlow's name of the op."""
        return self.record.name

    def values(self) -> tuple[SymbolicTensor, ...]:
        """The outputs."""
        return tuple(self.outputs)

    def get_attr(self, name: str) -> Any:
        """The value of an attribute.

        Raises:
            ValueError: The op has no attribute of that name.
        """
        try:
            return self.attrs[name]
        except KeyError:
            raise ValueError(
                f"Operation '{self.name}' has no attr named '{name}'; it has "
                f"{sorted(self.attrs)}."
            ) from None

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Runs this operation in a session, by default the innermost one.

        Raises:
            ValueError: There is no session to use.
        """
        session = session or (current.sessions[-1] if current.sessions else None)
        if session is None:
            raise ValueError(
                "Cannot execute operation using `run()`: No default session is "
                "registered. Use `with sess.as_default():` or pass an explicit session "
                "to `run(session=sess)`"
            )
        session.run(self, feed_dict)

    @property
    def node_def(self) -> Any:
        """The operation as a NodeDef message."""
        from tensorbrook._src.graph import export

        return export.node_def(self, export.Library(), export.graph_inputs(self))

    @property
    def op_def(self) -> Any:
        """The record as an OpDef message."""
        from tensorbrook._src.graph.op_defs import op_def

        return op_def(self.record)

    @classmethod
    def from_node_def(
        cls,
        node_def: Any,
        g: Graph,
        inputs: Sequence[Any] | None = None,
        output_types: Any = None,
        control_inputs: Sequence[Operation] | None = None,
        input_types: Any = None,
        original_op: Operation | None = None,
        op_def: Any = None,
    ) -> Operation:
        """Adds the operation of a NodeDef message to a graph.

        Args:
            node_def: The message; its inputs are not looked at.
            g: The graph.
            inputs: The input tensors, flat.
            output_types: Accepted for compatibility.
            control_inputs: Operations that must run before.
            input_types: Accepted for compatibility.
            original_op: Accepted for compatibility.
            op_def: Accepted for compatibility.

        Returns:
            The operation.
        """
        attrs = dict(node_def.attr)
        with g.control_dependencies(list(control_inputs or ())):
            made: Operation = g.create_op(
                node_def.op, inputs or [], name=node_def.name, attrs=attrs
            )
        return made

    def experimental_set_type(self, type_proto: Any) -> None:
        """Notes the full type of the outputs, which nothing here depends on.

        Args:
            type_proto: A FullTypeDef message.
        """
        self.__dict__["full_type"] = type_proto

    def add_control_input(self, op: Operation) -> None:
        """Makes `op` run before this operation."""
        self.control_inputs.append(op)

    _add_control_input = add_control_input

    def colocation_groups(self) -> list[bytes]:
        """The groups of operations placed together; each is alone here."""
        return [f"loc:@{self.name}".encode()]

    @property
    def traceback(self) -> list[tuple[str, int, str, str]]:
        """Where the user's program created the node."""
        filename, line, function = self.where
        return [(filename, line, function, "")]

    def __repr__(self) -> str:
        return f"<tf.Operation '{self.name}' type={self.type}>"

    def __str__(self) -> str:
        lines = [f'name: "{self.name}"', f'op: "{self.type}"']
        lines += [f'input: "{_input_text(tensor)}"' for tensor in self.inputs]
        lines += [f'input: "^{op.name}"' for op in self.control_inputs]
        return "\n".join(lines) + "\n"


def _input_text(tensor: SymbolicTensor) -> str:
    return tensor.op.name if tensor.value_index == 0 else tensor.name


def user_line() -> tuple[str, int, str]:
    """File, line and function of the innermost frame outside this package."""
    frame = sys._getframe(2)
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.startswith(_PACKAGE):
            return code.co_filename, frame.f_lineno, code.co_name
        frame = frame.f_back  # type: ignore[assignment]
    return "<unknown>", 0, ""
