"""The object graph of a checkpoint: which object holds which value, by the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.checkpoint import trackable
from tensorbrook._src.core import dtypes
from tensorbrook._src.formats.bundle_writer import Item
from tensorbrook._src.formats.schema import message
from tensorbrook._src.variables.variable import Variable

#: The tensor of a checkpoint that holds the object graph.
KEY = "_CHECKPOINTABLE_OBJECT_GRAPH"


def key_of(path: Sequence[str], attribute: str) -> str:
    """The name of a value in a checkpoint.

    Example:
        >>> key_of(["layer", "w"], "VARIABLE_VALUE")
        'layer/w/.ATTRIBUTES/VARIABLE_VALUE'
    """
    parts = [name.replace(".", "..").replace("/", ".S") for name in path]
    return "/".join([*parts, ".ATTRIBUTES", attribute.replace("/", ".S")])


def collect(root: Any, session: Any = None) -> tuple[Any, list[Item]]:
    """The object graph below `root` as a message, and the values that belong to it."""
    graph = message("TrackableObjectGraph")()
    found = list(trackable.walk(root))
    numbers = {id(value): number for number, (value, _) in enumerate(found)}
    items = []
    for value, path in found:
        node = graph.nodes.add()
        for name, child in trackable.children(value).items():
            node.children.add(node_id=numbers[id(child)], local_name=name)
        held = trackable.values(value, session)
        for name, (array, dtype) in held.items():
            key = key_of(path, name)
            full = value._shared_name if isinstance(value, Variable) else ""
            node.attributes.add(name=name, full_name=full, checkpoint_key=key)
            items.append(Item(key, array, dtype))
        node.has_checkpoint_values.value = bool(held)
    return graph, items


def graph_item(graph: Any) -> Item:
    """The object graph as a tensor of the checkpoint."""
    array = np.empty((), object)
    array[()] = graph.SerializeToString(deterministic=True)
    return Item(KEY, array, dtypes.string)
