"""`tf.train.init_from_checkpoint`: first values of variables from a checkpoint."""

from __future__ import annotations

import re
from typing import Any

from tensorbrook._src.checkpoint.reader import load_checkpoint
from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.variable_store import default_store
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import state
from tensorbrook._src.ops.constant import convert_to_tensor


def init_from_checkpoint(ckpt_dir_or_file: Any, assignment_map: Any) -> None:
    """Makes variables begin with the values of a checkpoint.

    The variables are set when their initializers run.

    Args:
        ckpt_dir_or_file: The checkpoint, or a folder with checkpoints.
        assignment_map: From a name in the checkpoint to a variable or its name; or from a
            scope there to a scope of the graph, both with `/` at the end.

    Raises:
        ValueError: Something isn't in the checkpoint or the graph, or a shape differs.
    """
    reader = load_checkpoint(ckpt_dir_or_file)
    shapes = reader.get_variable_to_shape_map()
    items = (
        assignment_map.items() if hasattr(assignment_map, "items") else assignment_map
    )
    for theirs, ours in items:
        for source, variable in _pairs(theirs, ours, shapes, ckpt_dir_or_file):
            if not variable.shape.is_compatible_with(shapes[source]):
                raise ValueError(
                    f"Shape of variable {variable.name} ({variable.shape}) doesn't match "
                    f"with shape of tensor {source} ({shapes[source]}) from checkpoint "
                    "reader."
                )
            _begin_with(variable, reader.get_tensor(source))


def _pairs(theirs: Any, ours: Any, known: dict[str, Any], path: Any) -> list[Any]:
    """Names in the checkpoint, with the variables that they are for."""
    if hasattr(ours, "handle"):
        return [(_there(theirs or _plain(ours), known, path), ours)]
    store = default_store().variables
    if not ours.endswith("/"):
        if ours not in store:
            raise ValueError(f"Tensor {ours} is not found in the graph's variables.")
        return [(_there(theirs or ours, known, path), store[ours])]
    inner = [name for name in store if name.startswith(ours.lstrip("/"))]
    if not inner:
        raise ValueError(
            f"Assignment map with scope only name {ours!r} should map to scope only "
            f"{theirs!r}, but no variable of the graph lies there."
        )
    cut = len(ours.lstrip("/"))
    prefix = theirs.lstrip("/")
    return [(_there(prefix + name[cut:], known, path), store[name]) for name in inner]


def _plain(variable: Any) -> str:
    return str(variable.name).rpartition(":")[0]


def _there(name: str, known: dict[str, Any], path: Any) -> str:
    if name not in known:
        raise ValueError(
            f"Tensor {name} is not found in {path} checkpoint {sorted(known)}."
        )
    return name


def _begin_with(variable: Any, value: Any) -> None:
    with name_scope("init_from_checkpoint"):
        initial = convert_to_tensor(value, dtype=variable.dtype.base_dtype)
        variable._initial_value = initial
        variable._initializer = state.assign_variable_op(variable.handle, initial)


def warm_start(
    ckpt_to_initialize_from: Any,
    vars_to_warm_start: Any = ".*",
    var_name_to_vocab_info: Any = None,
    var_name_to_prev_var_name: Any = None,
) -> None:
    """Makes the trainable variables begin with the values of a checkpoint.

    Args:
        ckpt_to_initialize_from: The checkpoint, or a folder with checkpoints.
        vars_to_warm_start: A pattern for names, a list of patterns, or variables.
        var_name_to_vocab_info: Not supported.
        var_name_to_prev_var_name: The names in the checkpoint, where they differ.

    Raises:
        NotImplementedError: Vocabularies are given.
    """
    if var_name_to_vocab_info:
        raise NotImplementedError(
            "tf.train.warm_start: var_name_to_vocab_info is not supported."
        )
    patterns = vars_to_warm_start
    patterns = patterns if isinstance(patterns, list | tuple) else [patterns]
    names = var_name_to_prev_var_name or {}
    chosen = [
        variable
        for variable in framework.trainable_variables()
        if any(
            variable is item
            or (isinstance(item, str) and re.search(item, _plain(variable)))
            for item in patterns
        )
    ]
    init_from_checkpoint(
        ckpt_to_initialize_from,
        [(names.get(_plain(item), _plain(item)), item) for item in chosen],
    )
