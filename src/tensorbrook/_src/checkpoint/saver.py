"""`tf.compat.v1.train.Saver`: saves and restores variables by their names."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from tensorbrook._src.checkpoint import saver_nodes, trackable
from tensorbrook._src.checkpoint.meta_graph import (
    export_meta_graph,
    import_scoped_meta_graph,
)
from tensorbrook._src.checkpoint.restoring import read_object_graph
from tensorbrook._src.checkpoint.state import (
    checkpoint_exists,
    get_checkpoint_mtimes,
    remove_checkpoint,
    write_state,
)
from tensorbrook._src.core import errors
from tensorbrook._src.core.current import current
from tensorbrook._src.formats.bundle_writer import Item, write_bundle
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.slices import reader_of, write_slices
from tensorbrook._src.graph.default_graph import get_default_graph

_SECONDS_PER_HOUR = 3600


class Saver:
    """Saves variables into checkpoints and restores them.

    Args:
        var_list: The variables: a list, or a dict by their names in the checkpoint; by
            default all of the graph.
        reshape: Whether a variable may have another shape than in the checkpoint.
        sharded: Accepted for compatibility: checkpoints have one shard.
        max_to_keep: How many checkpoints to keep; None or 0 keeps all.
        keep_checkpoint_every_n_hours: Keeps one for good each time so many hours passed.
        name: The name scope of the saver's nodes.
        restore_sequentially: Accepted for compatibility.
        saver_def: Names the nodes of a saver that the graph has already.
        builder: Not supported.
        defer_build: Whether nodes are made later, by `build`.
        allow_empty: Whether there may be no variables at all.
        write_version: The format of checkpoints: V1 is that of before 2016.
        pad_step_number: Whether steps have eight digits in names.
        save_relative_paths: Whether paths in the file `checkpoint` are relative.
        filename: The default of the node that holds the file name.

    Raises:
        ValueError: There is nothing to save, or two variables have one name.
        TypeError: Something in `var_list` can't be saved.

    Example:
        >>> import tempfile, tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     v = tf.Variable(1.0, name="v")
        ...     saver = tf.train.Saver()
        ...     sess.run(v.initializer)
        ...     path = saver.save(sess, tempfile.mkdtemp() + "/model", global_step=3)
        ...     sess.run(v.assign(2.0))
        ...     saver.restore(sess, path)
        ...     print(path[-7:], sess.run(v))
        np.float32(2.0)
        model-3 1.0
    """

    def __init__(
        self,
        var_list: Any = None,
        reshape: bool = False,
        sharded: bool = False,
        max_to_keep: int | None = 5,
        keep_checkpoint_every_n_hours: float = 10000.0,
        name: str | None = None,
        restore_sequentially: bool = False,
        saver_def: Any = None,
        builder: Any = None,
        defer_build: bool = False,
        allow_empty: bool = False,
        write_version: int = 2,
        pad_step_number: bool = False,
        save_relative_paths: bool = False,
        filename: str | None = None,
    ) -> None:
        if defer_build and var_list:
            raise ValueError(
                "If `var_list` is provided then build cannot be deferred. Either set "
                "defer_build=False or var_list=None."
            )
        if builder is not None:
            raise NotImplementedError("Saver: `builder` is not supported.")
        if current.interpreter.executing_eagerly and var_list is None:
            raise RuntimeError(
                "When eager execution is enabled, `var_list` must specify a list or dict "
                "of variables to save"
            )
        self._var_list = var_list
        self._reshape = reshape
        self._max_to_keep = max_to_keep
        self._every = keep_checkpoint_every_n_hours
        self._name = name
        self._allow_empty = allow_empty
        self._version = write_version
        self._pad = pad_step_number
        self._relative = save_relative_paths
        self._filename = filename
        self._last: list[tuple[str, float]] = []
        self._next_preserved = time.time() + self._every * _SECONDS_PER_HOUR
        self._is_empty = False
        self._variables: dict[str, Any] = {}
        self.saver_def = saver_def
        if saver_def is not None:
            self._max_to_keep = saver_def.max_to_keep
            self._every = saver_def.keep_checkpoint_every_n_hours
            self._version = saver_def.version or saver_nodes.V2
        elif current.interpreter.executing_eagerly:
            self._variables = saver_nodes.by_name(var_list)
        elif not defer_build:
            self.build()

    # --- nodes -----------------------------------------------------------------------

    def build(self) -> None:
        """Adds the saver's nodes to the graph.

        Raises:
            RuntimeError: Executing eagerly.
            ValueError: There is nothing to save.
        """
        if current.interpreter.executing_eagerly:
            raise RuntimeError("Use save/restore instead of build in eager mode.")
        if self.saver_def is not None:
            return
        var_list = self._var_list
        if var_list is None:
            var_list = saver_nodes.all_saveable(get_default_graph())
        if not var_list:
            if not self._allow_empty:
                raise ValueError("No variables to save")
            self._is_empty = True
            return
        self._variables = saver_nodes.by_name(var_list)
        self.saver_def = saver_nodes.build(
            self._variables, self._reshape, self._name, self._filename, self._version
        )
        self.saver_def.max_to_keep = self._max_to_keep or 0
        self.saver_def.keep_checkpoint_every_n_hours = self._every

    def as_saver_def(self) -> Any:
        """The SaverDef message."""
        return self.saver_def

    def to_proto(self, export_scope: str | None = None) -> Any:
        """The SaverDef message, without a scope in its names."""
        if not export_scope:
            return self.saver_def
        made = message("SaverDef")()
        made.CopyFrom(self.saver_def)
        for field in ("filename_tensor_name", "save_tensor_name", "restore_op_name"):
            name = getattr(made, field)
            if not name.startswith(f"{export_scope}/"):
                return None
            setattr(made, field, name.removeprefix(f"{export_scope}/"))
        return made

    @staticmethod
    def from_proto(saver_def: Any, import_scope: str | None = None) -> Saver:
        """A saver whose nodes are in the graph already."""
        made = message("SaverDef").FromString(saver_def.SerializeToString())
        if import_scope:
            for field in (
                "filename_tensor_name",
                "save_tensor_name",
                "restore_op_name",
            ):
                setattr(made, field, f"{import_scope}/{getattr(made, field)}")
        return Saver(saver_def=made, name=import_scope)

    # --- what was saved --------------------------------------------------------------

    @property
    def last_checkpoints(self) -> list[str]:
        """The checkpoints that are kept, the oldest first."""
        return [path for path, _ in self._last]

    def set_last_checkpoints(self, last_checkpoints: Sequence[str]) -> None:
        """Takes over checkpoints to be removed in time."""
        self._last = [(path, float("inf")) for path in last_checkpoints]

    def set_last_checkpoints_with_time(
        self, last_checkpoints_with_time: Sequence[tuple[str, float]]
    ) -> None:
        """Takes over checkpoints and their times."""
        self._last = list(last_checkpoints_with_time)

    def recover_last_checkpoints(self, checkpoint_paths: Sequence[str]) -> None:
        """Takes over the checkpoints among `checkpoint_paths` that exist."""
        self._last = [
            (path, time)
            for path in checkpoint_paths
            for time in get_checkpoint_mtimes([path])
        ]

    # --- saving ----------------------------------------------------------------------

    def save(
        self,
        sess: Any,
        save_path: Any,
        global_step: Any = None,
        latest_filename: str | None = None,
        meta_graph_suffix: str = "meta",
        write_meta_graph: bool = True,
        write_state: bool = True,
        strip_default_attrs: bool = False,
        save_debug_info: bool = False,
    ) -> str | None:
        """Writes a checkpoint.

        Args:
            sess: The session that holds the values.
            save_path: What the names of the files begin with.
            global_step: A number, or a tensor or variable with one, that follows.
            latest_filename: The name of the file `checkpoint`.
            meta_graph_suffix: The suffix of the file with the graph.
            write_meta_graph: Whether to write that file.
            write_state: Whether to write the file `checkpoint`.
            strip_default_attrs: Accepted for compatibility.
            save_debug_info: Accepted for compatibility.

        Returns:
            The prefix with the step; None where there is nothing to save.

        Raises:
            TypeError: `sess` isn't a session.
            ValueError: `latest_filename` has a folder, or is that of the checkpoint.
            errors.OpError: The files can't be written.
        """
        eager = current.interpreter.executing_eagerly and not self.saver_def
        if not eager and not hasattr(sess, "run"):
            raise TypeError(f"'sess' must be a Session; {sess}")
        latest = latest_filename or "checkpoint"
        if os.path.split(latest)[0]:
            raise ValueError("'latest_filename' must not contain path components")
        if self.saver_def is None and not eager and not self._is_empty:
            self.build()
        path = self._checkpoint_path(sess, os.fspath(save_path), global_step)
        if os.path.basename(path) == latest:
            raise ValueError(
                f"'latest_filename' collides with 'save_path': '{latest}' and "
                f"'{save_path}'"
            )
        if self._is_empty:
            return None
        if eager:
            write = write_bundle if self._version == saver_nodes.V2 else write_slices
            write(
                path,
                [
                    Item(name, trackable.variable_value(v), v.dtype)
                    for name, v in self._variables.items()
                ],
            )
        else:
            definition = self.saver_def
            feed = {definition.filename_tensor_name: path}
            sess.run(definition.save_tensor_name, feed)
        if write_meta_graph and not eager:
            with sess.graph.as_default():
                self.export_meta_graph(f"{path}.{meta_graph_suffix}")
        if write_state:
            self._note(path, latest_filename, meta_graph_suffix)
        return path

    def _checkpoint_path(self, sess: Any, path: str, global_step: Any) -> str:
        if global_step is None:
            return path
        if not isinstance(global_step, int):
            if hasattr(global_step, "numpy") and sess is None:
                global_step = global_step.numpy()
            elif hasattr(global_step, "handle") or hasattr(global_step, "op"):
                global_step = sess.run(global_step)
        step = int(global_step)
        return f"{path}-{step:08d}" if self._pad else f"{path}-{step}"

    def _note(self, path: str, latest_filename: Any, suffix: str) -> None:
        """Writes the file `checkpoint`, then removes what is too old."""
        self._last = [item for item in self._last if item[0] != path]
        self._last.append((path, time.time()))
        gone = []
        while self._max_to_keep and len(self._last) > self._max_to_keep:
            old, saved = self._last.pop(0)
            if saved > self._next_preserved:
                self._next_preserved += self._every * _SECONDS_PER_HOUR
            else:
                gone.append(old)
        write_state(
            os.path.dirname(path),
            path,
            self.last_checkpoints,
            latest_filename,
            relative=self._relative,
        )
        for old in gone:
            remove_checkpoint(old, self._version, suffix)

    def export_meta_graph(
        self,
        filename: Any = None,
        collection_list: Any = None,
        as_text: bool = False,
        export_scope: str | None = None,
        clear_devices: bool = False,
        clear_extraneous_savers: bool = False,
        strip_default_attrs: bool = False,
        save_debug_info: bool = False,
    ) -> Any:
        """Writes the graph with this saver; see `tf.compat.v1.train.export_meta_graph`."""
        return export_meta_graph(
            filename=filename,
            saver_def=self.to_proto(export_scope) if self.saver_def else None,
            collection_list=collection_list,
            as_text=as_text,
            export_scope=export_scope,
            clear_devices=clear_devices,
        )

    # --- restoring -------------------------------------------------------------------

    def restore(self, sess: Any, save_path: Any) -> None:
        """Gives the variables the values of a checkpoint.

        Args:
            sess: The session that gets the values.
            save_path: The prefix of the checkpoint.

        Raises:
            ValueError: There is no such checkpoint.
            errors.NotFoundError: It lacks a variable.
            errors.InvalidArgumentError: A variable has another shape or dtype.
        """
        if self._is_empty:
            return
        if save_path is None:
            raise ValueError("Can't load save_path when it is None.")
        prefix = os.fsdecode(os.fspath(save_path))
        if not checkpoint_exists(prefix):
            raise ValueError(
                f"The passed save_path is not a valid checkpoint: {prefix}"
            )
        if current.interpreter.executing_eagerly and self.saver_def is None:
            self._restore_directly(prefix, None)
            return
        if self.saver_def is None:
            self.build()
        definition = self.saver_def
        try:
            sess.run(
                definition.restore_op_name, {definition.filename_tensor_name: prefix}
            )
        except errors.NotFoundError as problem:
            if self._variables and read_object_graph(reader_of(prefix)) is not None:
                self._restore_directly(prefix, sess)
                return
            raise errors.NotFoundError(
                None,
                None,
                "Restoring from checkpoint failed. This is most likely due to a Variable "
                "name or other graph key that is missing from the checkpoint. Please "
                "ensure that you have not altered the graph expected based on the "
                f"checkpoint. Original error:\n\n{problem.message}",
            ) from problem
        except errors.InvalidArgumentError as problem:
            raise errors.InvalidArgumentError(
                None,
                None,
                "Restoring from checkpoint failed. This is most likely due to a mismatch "
                "between the current graph and the graph from the checkpoint. Please "
                "ensure that you have not altered the graph expected based on the "
                f"checkpoint. Original error:\n\n{problem.message}",
            ) from problem

    def _restore_directly(self, prefix: str, sess: Any) -> None:
        """Restores without nodes, also from a checkpoint of `tf.train.Checkpoint`."""
        reader = reader_of(prefix)
        graph = read_object_graph(reader)
        keys = {
            attribute.full_name: attribute.checkpoint_key
            for node in (() if graph is None else graph.nodes)
            for attribute in node.attributes
            if attribute.full_name
        }
        for name, variable in self._variables.items():
            stored = {trackable.VALUE: reader.read(keys.get(name, name))}
            trackable.set_values(variable, stored, sess)


def import_meta_graph(
    meta_graph_or_file: Any,
    clear_devices: bool = False,
    import_scope: str | None = None,
    **kwargs: Any,
) -> Saver | None:
    """Adds a graph from a `.meta` file to the current graph.

    Args:
        meta_graph_or_file: The file, or a MetaGraphDef message.
        clear_devices: Whether to forget devices.
        import_scope: What the names of the new nodes begin with.
        **kwargs: `input_map` and `return_elements`, as for `import_graph_def`.

    Returns:
        A `Saver`, or None where the graph has no variables.

    Raises:
        errors.OpError: The file can't be read.
        NotImplementedError: The graph has operations that Tensorbrook lacks.
        RuntimeError: Executing eagerly.
    """
    if current.interpreter.executing_eagerly:
        raise RuntimeError(
            "Exporting/importing meta graphs is not supported when eager execution is "
            "enabled. No graph exists when eager execution is enabled."
        )
    meta, _ = import_scoped_meta_graph(
        meta_graph_or_file, clear_devices, import_scope, **_known(kwargs)
    )
    if meta.HasField("saver_def"):
        return Saver.from_proto(meta.saver_def, import_scope)
    if saver_nodes.all_saveable(get_default_graph()):
        return Saver()
    return None


def _known(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(kwargs) - {"input_map", "return_elements"}
    if unknown:
        raise TypeError(
            f"import_meta_graph got unexpected keyword arguments: {sorted(unknown)}"
        )
    return dict(kwargs)
