"""Nodes that tie others together: `tf.group`, `tf.tuple`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import control_dependencies, name_scope
from tensorbrook._src.ops.constant import convert_to_tensor, identity, no_op


def group(*inputs: Any, **kwargs: Any) -> Any:
    """Makes an operation that is done when all its inputs are done.

    Args:
        *inputs: Operations, tensors and variables, or structures of them.
        **kwargs: `name`: name of the node in a graph.

    Returns:
        An operation in a graph, None when executing eagerly.

    Raises:
        ValueError: An unknown keyword argument was given.
        TypeError: An input is None or nothing that can be run.

    Example:
        >>> import tensorbrook as tf
        >>> v, w = tf.Variable(0), tf.Variable(0)
        >>> tf.group(v.assign(1), w.assign(2))
        >>> int(v), int(w)
        (1, 2)
    """
    name = kwargs.pop("name", None)
    if kwargs:
        raise ValueError(f"tf.group: unknown keyword arguments {sorted(kwargs)}.")
    if current.interpreter.executing_eagerly:
        return None
    wanted = []
    for item in nest.flatten(inputs, expand_composites=True):
        if item is None or isinstance(item, int | float | str):
            raise TypeError(
                f"tf.group: an input must be an operation or a tensor, got {item!r}."
            )
        wanted.append(item)
    with control_dependencies(wanted):
        return no_op(name or "group_deps")


def tuple(  # noqa: A001 - the public name
    tensors: Any, control_inputs: Any = None, name: str | None = None
) -> Any:
    """Returns the tensors as they are when all of them are computed.

    Args:
        tensors: A list of tensors, some of which may be None.
        control_inputs: Operations that must be done as well.
        name: Name scope of the nodes in a graph.

    Returns:
        A list of tensors.

    Raises:
        ValueError: There is no tensor among `tensors`.
        TypeError: A control input is neither an operation nor a tensor.

    Example:
        >>> import tensorbrook as tf
        >>> [int(t) for t in tf.tuple([tf.constant(1), tf.constant(2)])]
        [1, 2]
    """
    if current.interpreter.executing_eagerly:
        return tensors
    with name_scope(name or "tuple"):
        made = [None if item is None else _tensor(item) for item in tensors]
        gates = [item for item in made if item is not None]
        if not gates:
            raise ValueError(
                f"tf.tuple: at least one of the tensors must not be None, got {tensors}."
            )
        for item in control_inputs or ():
            if not (hasattr(type(item), "__tf_tensor__") or hasattr(item, "outputs")):
                raise TypeError(
                    "tf.tuple: a control input must be an operation or a tensor, got "
                    f"{item!r}."
                )
        with control_dependencies([*gates, *(control_inputs or ())]):
            return [None if item is None else _passed(item) for item in made]


def _tensor(item: Any) -> Any:
    is_sparse_gradient = hasattr(item, "dense_shape") and hasattr(item, "indices")
    return item if is_sparse_gradient else convert_to_tensor(item)


def _passed(item: Any) -> Any:
    if hasattr(type(item), "__tf_tensor__") and hasattr(item, "op"):
        return identity(item)
    parts = nest.flatten(item, expand_composites=True)
    return nest.pack_sequence_as(
        item, [identity(part) for part in parts], expand_composites=True
    )
