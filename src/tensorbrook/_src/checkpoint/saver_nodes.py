"""The nodes that a `Saver` adds to a graph, named as TensorFlow names them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.ops import save_restore, shape, state
from tensorbrook._src.ops.constant import (
    constant,
    identity,
    no_op,
    placeholder_with_default_op,
)
from tensorbrook._src.variables.variable import Variable

#: The numbers of the checkpoint formats in a SaverDef.
V1, V2 = 1, 2


def all_saveable(graph: Graph) -> list[Any]:
    """The variables and other saveable objects of a graph, each once."""
    items = graph.get_collection("variables") + graph.get_collection("saveable_objects")
    return list({id(item): item for item in items}.values())


def by_name(var_list: Any) -> dict[str, Any]:
    """What is to be saved, by its names in the checkpoint, sorted.

    Raises:
        TypeError: Something can't be saved.
        ValueError: Two things have one name.
    """
    found: dict[str, Any] = {}
    if isinstance(var_list, Mapping):
        pairs = [(name, item) for name, item in var_list.items()]
    else:
        pairs = [(_name(item), item) for item in var_list]
    for name, item in pairs:
        for own, part in _parts(name, item):
            if own in found and found[own] is not part:
                raise ValueError(f"At least two variables have the same name: {own}")
            found[own] = part
    return dict(sorted(found.items()))


def _name(item: Any) -> str:
    if isinstance(item, Variable):
        return item._shared_name
    if hasattr(item, "specs") or isinstance(item, list | tuple):
        return ""
    raise TypeError(
        f"names_to_saveables must be a dict mapping string names to "
        f"Tensors/Variables. Not a variable: {item!r}"
    )


def _parts(name: str, item: Any) -> list[tuple[str, Any]]:
    """The parts of partitioned variables and of saveable objects, by name."""
    if isinstance(item, Variable):
        piece = getattr(item, "_save_slice_info", None)
        if piece is not None:
            return [(f"{piece.full_name}\0{piece.spec}", item)]
        return [(name, item)]
    if hasattr(item, "specs"):
        return [(item.name, item)]
    if isinstance(item, list | tuple):
        return [pair for part in item for pair in _parts(_name(part), part)]
    raise TypeError(f"A Saver can't save {item!r}, the value of {name!r}.")


def build(
    saved: Mapping[str, Any],
    reshape: bool,
    name: str | None,
    filename: str | None,
    version: int = V2,
) -> Any:
    """Adds the nodes and returns the SaverDef that names them."""
    graph = current.interpreter
    with graph.name_scope(name or "save"), graph.control_dependencies(None):
        first = constant(filename or "model", name="filename/input")
        path = _default(_default(first, "filename"), "Const")
        names, specs, tensors = _columns(saved)
        v2 = version == V2
        save = save_restore.save_op if v2 else save_restore.save_slices_op
        suffix = "shape_and_slices" if v2 else "shapes_and_slices"
        stored = save(
            path,
            constant(names, dtype=dtypes.string, name=f"{save.name}/tensor_names"),
            constant(specs, dtype=dtypes.string, name=f"{save.name}/{suffix}"),
            tensors,
        )
        with graph.control_dependencies([stored]):
            done = identity(path, name="control_dependency")
        restored = save_restore.restore_op(
            path,
            constant(names, dtype=dtypes.string, name="RestoreV2/tensor_names"),
            constant(specs, dtype=dtypes.string, name="RestoreV2/shape_and_slices"),
            dtypes=[tensor.dtype for tensor in tensors],
        )
        assigned = _assignments(saved, list(restored), reshape)
        with graph.control_dependencies(assigned):
            everything = no_op(name="restore_all")
    return message("SaverDef")(
        filename_tensor_name=path.name,
        save_tensor_name=done.name,
        restore_op_name=everything.name,
        version=V2 if v2 else V1,
    )


def _default(value: Tensor, name: str) -> Any:
    return placeholder_with_default_op(value, dtype=dtypes.string, shape=(), name=name)


def _columns(saved: Mapping[str, Any]) -> tuple[list[str], list[str], list[Any]]:
    """Names, slices and tensors of what is saved."""
    names, specs, tensors = [], [], []
    for key, item in saved.items():
        if isinstance(item, Variable):
            name, _, spec = key.partition("\0")
            names.append(name)
            specs.append(spec)
            tensors.append(item._snapshot)
            continue
        for spec in item.specs:
            names.append(spec.name)
            specs.append(spec.slice_spec)
            tensors.append(spec.tensor)
    return names, specs, tensors


def _assignments(
    saved: Mapping[str, Any], restored: list[Any], reshape: bool
) -> list[Any]:
    made = []
    for item in saved.values():
        if isinstance(item, Variable):
            value = identity(restored.pop(0))
            if reshape:
                value = shape.reshape(value, item.shape)
            made.append(
                state.assign_variable_op(item.handle, value, name="AssignVariableOp")
            )
            continue
        values = [restored.pop(0) for _ in item.specs]
        made.append(item.restore(values, None))
    return made
