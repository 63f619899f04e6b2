"""Variables as messages and as pickles, and the slices that a file holds of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops import state


class SaveSliceInfo:
    """Which part of a whole a variable is, for one that was partitioned.

    Args:
        full_name: The name of the whole.
        full_shape: The shape of the whole.
        var_offset: Where the part begins.
        var_shape: The shape of the part.
        save_slice_info_def: A SaveSliceInfoDef message in the place of the others.
        import_scope: A scope that is put before the name of the message.

    Example:
        >>> import tensorbrook as tf
        >>> tf.Variable.SaveSliceInfo("w", [4, 2], [2, 0], [2, 2]).spec
        '4 2 2,2:0,2'
    """

    def __init__(
        self,
        full_name: str | None = None,
        full_shape: Sequence[int] | None = None,
        var_offset: Sequence[int] | None = None,
        var_shape: Sequence[int] | None = None,
        save_slice_info_def: Any = None,
        import_scope: str | None = None,
    ) -> None:
        given = save_slice_info_def
        if given is not None:
            prefix = f"{import_scope}/" if import_scope else ""
            full_name = prefix + given.full_name
            full_shape, var_offset = given.full_shape, given.var_offset
            var_shape = given.var_shape
        self.full_name = full_name
        self.full_shape = list(full_shape or ())
        self.var_offset = list(var_offset or ())
        self.var_shape = list(var_shape or ())

    @property
    def spec(self) -> str:
        """The text by which 1.x checkpoints name the slice."""
        whole = " ".join(map(str, self.full_shape))
        pairs = zip(self.var_offset, self.var_shape, strict=True)
        return f"{whole} {':'.join(f'{start},{size}' for start, size in pairs)}"

    def to_proto(self, export_scope: str | None = None) -> Any:
        """The SaveSliceInfoDef message.

        Args:
            export_scope: A scope that is left out of the name; where the name doesn't
                begin with it, None is returned.
        """
        name = self.full_name or ""
        if export_scope:
            if not name.startswith(f"{export_scope}/"):
                return None
            name = name.removeprefix(f"{export_scope}/")
        return message("SaveSliceInfoDef")(
            full_name=name,
            full_shape=self.full_shape,
            var_offset=self.var_offset,
            var_shape=self.var_shape,
        )


class Described:
    """What `tf.Variable` can be turned into, and made of."""

    SaveSliceInfo = SaveSliceInfo

    _handle: Any
    _graph_key: Any

    def to_proto(self, export_scope: str | None = None) -> Any:
        """The VariableDef message of a variable of a graph (1.x).

        Args:
            export_scope: A scope that is left out of names; variables outside give None.

        Raises:
            RuntimeError: The variable is eager.
        """
        from tensorbrook._src.variables import variable_def

        if self._graph_key is None:
            raise RuntimeError(
                "Variable.to_proto is not supported when eager execution is enabled."
            )
        return variable_def.to_proto(self, export_scope)

    @staticmethod
    def from_proto(variable_def: Any, import_scope: str | None = None) -> Any:
        """The variable whose nodes are in the current graph already (1.x).

        Args:
            variable_def: A VariableDef message.
            import_scope: A scope that the names of the nodes begin with.

        Raises:
            NotImplementedError: No graph is being built.
        """
        from tensorbrook._src.variables import variable_def as definitions

        if current.interpreter.executing_eagerly:
            raise NotImplementedError(
                "Variable.from_proto needs a graph: eager variables have no nodes."
            )
        return definitions.from_proto(variable_def, import_scope)

    def is_initialized(self, name: str | None = None) -> Any:
        """Whether the variable holds a value, as a boolean tensor.

        Args:
            name: Name of the node in a graph.
        """
        return state.var_is_initialized_op(self._handle, name=name)

    def __copy__(self) -> Any:
        return self

    def __reduce__(self) -> Any:
        if not isinstance(self._handle, EagerTensor):
            raise NotImplementedError(
                "A variable can be pickled only when eager execution is enabled."
            )
        variable: Any = self
        options = {
            "initial_value": variable.numpy(),
            "trainable": variable.trainable,
            "name": variable._shared_name,
            "dtype": variable.dtype,
            "constraint": variable.constraint,
            "synchronization": variable.synchronization,
            "aggregation": variable.aggregation,
            "shape": variable.shape,
        }
        return _rebuilt, (type(self), options)


def _rebuilt(cls: Any, options: dict[str, Any]) -> Any:
    return cls(**options)
