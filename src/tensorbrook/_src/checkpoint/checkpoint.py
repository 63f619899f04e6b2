"""`tf.train.Checkpoint`: saves and restores the values below Python objects."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.checkpoint import restoring, trackable
from tensorbrook._src.checkpoint.object_graph import collect, graph_item
from tensorbrook._src.checkpoint.state import write_state
from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.current import current
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.formats.bundle_writer import write_bundle
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.variables.variable import Variable


class CheckpointOptions:
    """Options of `Checkpoint.save` and `restore`.

    Args:
        experimental_io_device: Accepted for compatibility.
        experimental_enable_async_checkpoint: Accepted for compatibility.
        experimental_write_callbacks: Functions that are called after a checkpoint is
            written, with its prefix or without arguments.
        enable_async: Accepted for compatibility.
        experimental_skip_slot_variables: Accepted for compatibility.
        experimental_sharding_callback: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> tf.train.CheckpointOptions().enable_async
        False
    """

    __slots__ = (
        "enable_async",
        "experimental_enable_async_checkpoint",
        "experimental_io_device",
        "experimental_sharding_callback",
        "experimental_skip_slot_variables",
        "experimental_write_callbacks",
    )

    def __init__(
        self,
        experimental_io_device: Any = None,
        experimental_enable_async_checkpoint: bool = False,
        experimental_write_callbacks: Any = None,
        enable_async: bool = False,
        experimental_skip_slot_variables: bool = False,
        experimental_sharding_callback: Any = None,
    ) -> None:
        self.experimental_io_device = experimental_io_device
        self.enable_async = enable_async or experimental_enable_async_checkpoint
        self.experimental_enable_async_checkpoint = self.enable_async
        self.experimental_write_callbacks = experimental_write_callbacks
        self.experimental_skip_slot_variables = experimental_skip_slot_variables
        self.experimental_sharding_callback = experimental_sharding_callback


class Checkpoint:
    """Groups objects whose values are saved and restored together.

    Values are found by the way to them: attributes, items and keys from this object on.
    Objects that don't exist yet at `restore` get their values when they appear.

    Args:
        root: An object whose children are children of this one.
        **kwargs: Further objects by name; they become attributes.

    Raises:
        ValueError: An object can't be saved, or a name is there twice.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> v = tf.Variable(1.0)
        >>> path = tf.train.Checkpoint(v=v).save(tempfile.mkdtemp() + "/c")
        >>> v.assign(2.0).numpy()
        np.float32(2.0)
        >>> status = tf.train.Checkpoint(v=v).restore(path).assert_consumed()
        >>> v.numpy()
        np.float32(1.0)
    """

    def __init__(self, root: Any = None, **kwargs: Any) -> None:
        self._save_counter: Variable | None = None
        self._root = root
        if root is not None and not trackable.is_trackable(root):
            raise _not_trackable("root", root)
        taken = {} if root is None else trackable.children(root)
        for name, value in sorted(kwargs.items()):
            if not trackable.is_trackable(value):
                raise _not_trackable(name, value)
            if name in taken and taken[name] is not value:
                raise ValueError(
                    f"Cannot create a Checkpoint with keyword argument {name} if "
                    f"root.{name} already exists."
                )
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        for restoration in list(self.__dict__.get(restoring.WAITING, ())):
            restoration.resume(self)

    def _trackable_children(self) -> dict[str, Any]:
        own = {
            name: value
            for name, value in vars(self).items()
            if not name.startswith("_") and trackable.is_trackable(value)
        }
        below = {} if self._root is None else trackable.children(self._root)
        made = below | own
        if self._save_counter is not None:
            made["save_counter"] = self._save_counter
        return made

    @property
    def save_counter(self) -> Variable:
        """How often `save` was called: a variable that is saved, too."""
        self._make_counter()
        return self._save_counter  # type: ignore[return-value]

    def _make_counter(self) -> None:
        if self._save_counter is None:
            with init_scope():
                counter = Variable(
                    0, trainable=False, name="save_counter", dtype=dtypes.int64
                )
            self._save_counter = counter

    def write(self, file_prefix: Any, options: CheckpointOptions | None = None) -> str:
        """Writes a checkpoint under exactly this prefix; counts nothing.

        Args:
            file_prefix: What the names of the files begin with.
            options: A `CheckpointOptions`.

        Returns:
            The prefix.

        Raises:
            errors.OpError: The files can't be written.
        """
        return self._write(file_prefix, options, None)

    def _write(self, file_prefix: Any, options: Any, session: Any) -> str:
        prefix = _text(file_prefix)
        graph, items = collect(self, session)
        items.append(graph_item(graph))
        write_bundle(prefix, items)
        for callback in (options and options.experimental_write_callbacks) or ():
            callback(prefix) if callback.__code__.co_argcount else callback()
        return prefix

    def save(
        self,
        file_prefix: Any,
        options: CheckpointOptions | None = None,
    ) -> str:
        """Writes the next checkpoint and notes it in the folder's file `checkpoint`.

        Args:
            file_prefix: What the names of the files begin with; the number of the
                checkpoint follows.
            options: A `CheckpointOptions`.

        Returns:
            The prefix with its number.

        Raises:
            errors.OpError: The files can't be written.
        """
        return self._save(file_prefix, options, None)

    def _save(self, file_prefix: Any, options: Any, session: Any) -> str:
        prefix = _text(file_prefix)
        number = self._count(session)
        path = self._write(f"{prefix}-{number}", options, session)
        write_state(os.path.dirname(path), path, [path])
        return path

    def _count(self, session: Any) -> int:
        counter = self.save_counter
        if isinstance(counter.handle, EagerTensor):
            return int(counter.assign_add(1).numpy())
        session = trackable.session_for(session)
        try:
            number = int(session.run(counter)) + 1
        except errors.FailedPreconditionError:
            number = 1
        counter.load(number, session)
        return number

    def read(
        self, save_path: Any, options: CheckpointOptions | None = None
    ) -> restoring.LoadStatus:
        """Reads a checkpoint that `write` wrote.

        Args:
            save_path: Its prefix.
            options: A `CheckpointOptions`.

        Returns:
            An object with `assert_consumed`, `expect_partial` and their like.

        Raises:
            errors.NotFoundError: There is no such checkpoint.
        """
        return restoring.restore(self, _text(save_path))

    def restore(
        self, save_path: Any, options: CheckpointOptions | None = None
    ) -> restoring.LoadStatus:
        """Restores a checkpoint that `save` wrote.

        Args:
            save_path: Its prefix, or None, which does nothing.
            options: A `CheckpointOptions`.

        Returns:
            An object with `assert_consumed`, `expect_partial` and their like.

        Raises:
            errors.NotFoundError: There is no such checkpoint.
            ValueError: A variable has another shape.
        """
        if save_path is None:
            return restoring.InitializationStatus(self)
        prefix = _text(save_path)
        if os.path.isdir(prefix) and os.path.exists(
            os.path.join(prefix, "variables", "variables.index")
        ):
            prefix = os.path.join(prefix, "variables", "variables")
        session = current.sessions[-1] if current.sessions else None
        try:
            status = restoring.restore(self, prefix, session)
        except errors.NotFoundError as problem:
            raise errors.NotFoundError(
                None,
                None,
                f"Error when restoring from checkpoint or SavedModel at {prefix}: "
                f"{problem.message}\nPlease double-check that the path is correct. You "
                "may be missing the checkpoint suffix (e.g. the '-1' in "
                "'path/to/ckpt-1').",
            ) from problem
        self._make_counter()  # its value may be waiting for it
        return status

    def sync(self) -> None:
        """Waits for a save in the background; here `save` has always finished."""


def _text(path: Any) -> str:
    if hasattr(path, "numpy"):
        path = path.numpy()
    return os.fsdecode(path)


def _not_trackable(name: str, value: Any) -> ValueError:
    return ValueError(
        f"`Checkpoint` was expecting {name} to be a trackable object (an object derived "
        f"from `Trackable`), got {value!r}. If you believe this object should be "
        "trackable (i.e. it is part of the TensorFlow Python API and manages state), "
        "please open an issue."
    )
