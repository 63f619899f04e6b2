"""Building an ONNX graph node by node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims

#: A constant, the name of a value in the ONNX graph, or a resource such as a variable.
Value = Any
#: Makes the outputs of a node from its inputs.
Translation = Callable[["Builder", Any, list[Value]], list[Value]]

OPSET = 18
_IR_VERSION = 9


class NotTranslatable(Exception):  # noqa: N818
    """A node has a form that ONNX has nothing for."""


def load_onnx() -> Any:
    """The package `onnx`.

    Raises:
        ImportError: It isn't installed.
    """
    try:
        import onnx
    except ImportError:
        raise ImportError(
            "Writing ONNX files needs the package onnx: pip install tensorbrook[onnx]"
        ) from None
    return onnx


class Names:
    """The names that are taken in a model, and its constants."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._constants: dict[int, str] = {}
        self._keep_alive: list[Any] = []
        self.initializers: list[Any] = []

    def unique(self, wanted: str) -> str:
        """A name that nothing else in the model has."""
        name, count = wanted, 0
        while name in self._taken:
            count += 1
            name = f"{wanted}_{count}"
        self._taken.add(name)
        return name

    def constant(self, array: np.ndarray[Any, Any], wanted: str) -> str:
        """The name of a constant."""
        known = self._constants.get(id(array))
        if known is None:
            known = self._constants[id(array)] = self.unique(wanted)
            self._keep_alive.append(array)
            onnx = load_onnx()
            self.initializers.append(onnx.numpy_helper.from_array(array, known))
        return known


class Builder:
    """A graph that is being built.

    Args:
        names: The names of the whole model.
    """

    def __init__(self, names: Names | None = None) -> None:
        self.names = names or Names()
        self.nodes: list[Any] = []
        self.scope = "node"

    def inner(self) -> Builder:
        """A graph inside of this one, for a branch or a loop."""
        made = Builder(self.names)
        made.scope = self.scope
        return made

    def name(self, value: Value) -> str:
        """The name of a value; a constant becomes one of the model's.

        Raises:
            NotTranslatable: It is a variable or another resource.
        """
        if isinstance(value, str):
            return value
        if isinstance(value, np.ndarray | np.generic):
            array = np.asarray(value)
            if array.dtype == object:
                raise NotTranslatable("strings")
            return self.names.constant(array, f"{self.scope}/const")
        raise NotTranslatable("a variable that isn't just read")

    def several(
        self, kind: str, inputs: Sequence[Value | None], count: int, **attrs: Any
    ) -> list[str]:
        """Adds a node; returns the names of its outputs."""
        onnx = load_onnx()
        given = ["" if value is None else self.name(value) for value in inputs]
        outputs = [self.names.unique(f"{self.scope}/{kind}") for _ in range(count)]
        name = self.names.unique(self.scope)
        self.nodes.append(
            onnx.helper.make_node(kind, given, outputs, name=name, **attrs)
        )
        return outputs

    def add(self, kind: str, *inputs: Value | None, **attrs: Any) -> str:
        """Adds a node with one output; returns its name."""
        return self.several(kind, inputs, 1, **attrs)[0]

    def cast(self, value: Value, dtype: DType) -> Value:
        """The value as another dtype."""
        if isinstance(value, np.ndarray):
            return value.astype(dtype.numpy_dtype)
        return self.add("Cast", value, to=element_type(dtype))

    def int64(self, value: Value) -> Value:
        """Numbers in the dtype that ONNX wants for shapes and places."""
        if isinstance(value, np.ndarray | np.generic):
            return np.asarray(value, np.int64)
        onnx = load_onnx()
        return self.add("Cast", value, to=onnx.TensorProto.INT64)

    def transpose(self, value: Value, order: Sequence[int]) -> Value:
        """The value with its dimensions in another order."""
        if list(order) == list(range(len(order))):
            return value
        if isinstance(value, np.ndarray):
            return np.ascontiguousarray(value.transpose(order))
        return self.add("Transpose", value, perm=list(order))

    def reshape(self, value: Value, dims: Sequence[int]) -> Value:
        """The value in other dims, of which one may be -1."""
        if isinstance(value, np.ndarray):
            return value.reshape(dims)
        return self.add("Reshape", value, np.array(dims, np.int64))

    def like(self, value: float, dtype: DType) -> np.ndarray[Any, Any]:
        """A number as a constant of a dtype."""
        return np.asarray(value, dtype.numpy_dtype)


def element_type(dtype: DType) -> int:
    """ONNX's number for a dtype.

    Raises:
        NotTranslatable: It has none.
    """
    onnx = load_onnx()
    if dtype.holds_objects or dtype.name == "string":
        raise NotTranslatable(f"the dtype {dtype.name}")
    try:
        return int(onnx.helper.np_dtype_to_tensor_dtype(np.dtype(dtype.numpy_dtype)))
    except (KeyError, ValueError):
        raise NotTranslatable(f"the dtype {dtype.name}") from None


def constant(value: Value, what: str) -> np.ndarray[Any, Any]:
    """The value, which must be known when the file is written.

    Raises:
        NotTranslatable: It isn't.
    """
    if not isinstance(value, np.ndarray | np.generic):
        raise NotTranslatable(f"{what} that is computed")
    return np.asarray(value)


def rank(tensor: Any) -> int:
    """The rank of a tensor of the graph.

    Raises:
        NotTranslatable: It isn't known.
    """
    dims = tensor._dims
    if dims is None:
        raise NotTranslatable("a tensor of unknown rank")
    return len(dims)


def described(name: str, dtype: DType, dims: Dims) -> Any:
    """The description of an input or output."""
    onnx = load_onnx()
    shape: Any = None
    if dims is not None:
        shape = [
            ("batch" if axis == 0 else f"{name}_{axis}") if dim is None else dim
            for axis, dim in enumerate(dims)
        ]
    return onnx.helper.make_tensor_value_info(name, element_type(dtype), shape)


def model(
    builder: Builder, name: str, inputs: Sequence[Any], outputs: Sequence[Any]
) -> Any:
    """The ONNX model of a graph that was built."""
    onnx = load_onnx()
    graph = onnx.helper.make_graph(
        builder.nodes, name, inputs, outputs, initializer=builder.names.initializers
    )
    opset = onnx.helper.make_opsetid("", OPSET)
    return onnx.helper.make_model(
        graph,
        opset_imports=[opset],
        ir_version=_IR_VERSION,
        producer_name="tensorbrook",
    )
