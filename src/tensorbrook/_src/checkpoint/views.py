"""Looks at what hangs together: in memory, and in a checkpoint."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.checkpoint import restoring, trackable
from tensorbrook._src.formats.bundle import BundleReader


class TrackableView:
    """An object and what hangs below it, as a checkpoint sees them.

    Args:
        root: The object.

    Example:
        >>> import tensorbrook as tf
        >>> module = tf.Module()
        >>> module.w = tf.Variable(1.0)
        >>> view = tf.train.TrackableView(module)
        >>> list(view.children(module)), len(view.descendants())
        (['w'], 2)
    """

    def __init__(self, root: Any) -> None:
        self._root = root

    @classmethod
    def children(
        cls, obj: Any, save_type: Any = "checkpoint", **kwargs: Any
    ) -> dict[str, Any]:
        """The objects right below an object, by name.

        Args:
            obj: The object.
            save_type: Accepted for compatibility: children are those of checkpoints.
            **kwargs: Accepted for compatibility.
        """
        del save_type, kwargs
        return trackable.children(obj)

    @property
    def root(self) -> Any:
        """The object."""
        return self._root

    def descendants(self) -> list[Any]:
        """All objects below and at the object, the nearest first."""
        return [value for value, _ in trackable.walk(self._root)]


class CheckpointView:
    """The objects of a checkpoint, by number.

    Args:
        save_path: The prefix of the checkpoint.

    Raises:
        errors.NotFoundError: There is no such checkpoint.
        ValueError: It was saved by names, so it has no objects.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> saved = tf.train.Checkpoint(w=tf.Variable(1.0))
        >>> path = saved.write(tempfile.mkdtemp() + "/c")
        >>> view = tf.train.CheckpointView(path)
        >>> view.children(0)["w"] in view.descendants()
        True
    """

    def __init__(self, save_path: Any) -> None:
        prefix = os.fsdecode(save_path)
        graph = restoring.read_object_graph(BundleReader(prefix))
        if graph is None:
            raise ValueError(
                f"The checkpoint {prefix} was saved by names, so it has no objects; use "
                "tf.train.load_checkpoint."
            )
        self._graph: Any = graph

    def children(self, node_id: int) -> dict[str, int]:
        """The numbers of the objects right below an object, by name.

        Args:
            node_id: The number of the object.

        Raises:
            IndexError: There is no such object.
        """
        below = self._graph.nodes[node_id].children
        return {child.local_name: child.node_id for child in below}

    def descendants(self) -> list[int]:
        """The numbers of all objects that hang below the first, and its own."""
        found = [0]
        seen = {0}
        for number in found:  # grows while it is walked
            for child in self._graph.nodes[number].children:
                if child.node_id not in seen:
                    seen.add(child.node_id)
                    found.append(child.node_id)
        return found

    def match(self, obj: Any) -> dict[int, Any]:
        """The objects in memory that stand where the checkpoint has objects.

        Args:
            obj: What stands for the first object of the checkpoint.

        Returns:
            Objects by the number of their counterpart.

        Raises:
            ValueError: A checkpoint can't hold `obj`.
        """
        if not trackable.is_trackable(obj):
            raise ValueError(f"Expected a Trackable, got {obj} of type {type(obj)}.")
        matched = {0: obj}
        waiting = [0]
        for number in waiting:  # grows while it is walked
            there = trackable.children(matched[number])
            for name, child in self.children(number).items():
                if name in there and child not in matched:
                    matched[child] = there[name]
                    waiting.append(child)
        return matched

    def diff(self, obj: Any) -> tuple[dict[int, Any], list[int], list[Any]]:
        """What the checkpoint and an object have in common, and what not.

        Args:
            obj: What stands for the first object of the checkpoint.

        Returns:
            What `match` returns; the numbers of the checkpoint's other objects; and
            the other objects in memory.

        Raises:
            ValueError: A checkpoint can't hold `obj`.
        """
        matched = self.match(obj)
        known = {id(value) for value in matched.values()}
        only_there = [number for number in self.descendants() if number not in matched]
        in_memory = [value for value, _ in trackable.walk(obj)]
        return (
            matched,
            only_there,
            [item for item in in_memory if id(item) not in known],
        )
