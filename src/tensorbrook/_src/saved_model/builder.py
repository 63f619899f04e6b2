"""`SavedModelBuilder` and `simple_save` of 1.x."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from tensorbrook._src.checkpoint.meta_graph import write_message
from tensorbrook._src.checkpoint.saver import Saver
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats import files as disk
from tensorbrook._src.formats.schema import message
from tensorbrook._src.saved_model import files
from tensorbrook._src.saved_model.signature_defs import predict_signature_def

_MAIN_OP = "saved_model_main_op"
_TRAIN_OP = "saved_model_train_op"
_ASSETS = "saved_model_assets"


class SavedModelBuilder:
    """Writes graphs of sessions as a SavedModel.

    Args:
        export_dir: The folder; it must not exist, or be empty.

    Raises:
        AssertionError: The folder has files.

    Example:
        >>> import os, tempfile, tensorbrook.compat.v1 as tf
        >>> folder = os.path.join(tempfile.mkdtemp(), "model")
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     builder = tf.saved_model.Builder(folder)
        ...     builder.add_meta_graph_and_variables(sess, ["serve"])
        >>> os.path.basename(builder.save())
        b'saved_model.pb'
    """

    def __init__(self, export_dir: Any) -> None:
        self._folder = files.text_of(export_dir)
        if os.path.exists(self._folder) and os.listdir(self._folder):
            raise AssertionError(
                f"Export directory {self._folder} already exists, and isn't empty. Please "
                "choose a different export directory, or delete all the contents of the "
                "specified directory."
            )
        disk.make_folder(self._folder)
        self._saved = message("SavedModel")(saved_model_schema_version=files.VERSION)
        self._has_variables = False

    def add_meta_graph_and_variables(
        self,
        sess: Any,
        tags: Iterable[str],
        signature_def_map: Mapping[str, Any] | None = None,
        assets_list: Any = None,
        clear_devices: bool = False,
        init_op: Any = None,
        train_op: Any = None,
        strip_default_attrs: bool = False,
        saver: Any = None,
        assets_collection: Any = None,
        legacy_init_op: Any = None,
        main_op: Any = None,
    ) -> None:
        """Adds the graph of a session and writes the values of its variables.

        Args:
            sess: The session.
            tags: The tags of the graph, such as ["serve"].
            signature_def_map: SignatureDef messages by name.
            assets_list: String tensors with the paths of files to bring along.
            clear_devices: Whether to leave out devices.
            init_op: The operation to run after loading.
            train_op: The operation that trains.
            strip_default_attrs: Accepted for compatibility.
            saver: The `Saver`; by default one of all variables.
            assets_collection: An older name of `assets_list`.
            legacy_init_op: An older name of `init_op`.
            main_op: An older name of `init_op`.

        Raises:
            AssertionError: There is a graph with variables already.
        """
        if self._has_variables:
            raise AssertionError(
                "Graph state including variables and assets has already been saved. "
                "Please invoke `add_meta_graph()` instead."
            )
        with sess.graph.as_default():
            saver = saver or Saver(allow_empty=True)
            prefix = files.variables_prefix(self._folder)
            saver.save(sess, prefix, write_meta_graph=False, write_state=False)
            self._add(
                saver,
                tags,
                signature_def_map,
                assets_list or assets_collection,
                clear_devices,
                init_op or main_op or legacy_init_op,
                train_op,
            )
        self._has_variables = True

    def add_meta_graph(
        self,
        tags: Iterable[str],
        signature_def_map: Mapping[str, Any] | None = None,
        assets_list: Any = None,
        clear_devices: bool = False,
        init_op: Any = None,
        train_op: Any = None,
        saver: Any = None,
        strip_default_attrs: bool = False,
        assets_collection: Any = None,
        legacy_init_op: Any = None,
        main_op: Any = None,
    ) -> None:
        """Adds the default graph, for which the values that were written are used.

        Args:
            tags: The tags of the graph.
            signature_def_map: SignatureDef messages by name.
            assets_list: String tensors with the paths of files to bring along.
            clear_devices: Whether to leave out devices.
            init_op: The operation to run after loading.
            train_op: The operation that trains.
            saver: The `Saver`; by default one of all variables.
            strip_default_attrs: Accepted for compatibility.
            assets_collection: An older name of `assets_list`.
            legacy_init_op: An older name of `init_op`.
            main_op: An older name of `init_op`.

        Raises:
            AssertionError: No variables were written yet.
        """
        if not self._has_variables:
            raise AssertionError(
                "Graph state including variables and assets has not been saved yet. "
                "Please invoke `add_meta_graph_and_variables()` first."
            )
        self._add(
            saver or Saver(allow_empty=True),
            tags,
            signature_def_map,
            assets_list or assets_collection,
            clear_devices,
            init_op or main_op or legacy_init_op,
            train_op,
        )

    def _add(
        self,
        saver: Any,
        tags: Iterable[str],
        signatures: Mapping[str, Any] | None,
        assets: Any,
        clear_devices: bool,
        init_op: Any,
        train_op: Any,
    ) -> None:
        meta = saver.export_meta_graph(clear_devices=clear_devices)
        meta.meta_info_def.tags.extend(tags)
        for name, signature in (signatures or {}).items():
            meta.signature_def[name].CopyFrom(signature)
        for key, operation in ((_MAIN_OP, init_op), (_TRAIN_OP, train_op)):
            if operation is not None:
                meta.collection_def[key].node_list.value.append(operation.name)
        if init_op is not None:
            info = message("TensorInfo")(name=init_op.name)
            info.tensor_shape.unknown_rank = True
            meta.signature_def[files.INIT_SIGNATURE].outputs[
                files.INIT_SIGNATURE
            ].CopyFrom(info)
        self._add_assets(meta, assets or ())
        self._saved.meta_graphs.append(meta)

    def _add_assets(self, meta: Any, assets: Iterable[Any]) -> None:
        """Copies files into the model and notes which tensors hold their paths."""
        for tensor in assets:
            path = os.fsdecode(tensor._static_value().item())
            name = os.path.basename(path)
            target = os.path.join(self._folder, files.ASSETS, name)
            disk.make_folder(os.path.dirname(target))
            disk.copy(path, target)
            made = message("AssetFileDef")(filename=name)
            made.tensor_info.name = tensor.name
            meta.asset_file_def.append(made)
            content = meta.collection_def[_ASSETS].any_list.value.add()
            content.Pack(made)

    def save(self, as_text: bool = False) -> bytes:
        """Writes the SavedModel.

        Args:
            as_text: Whether as text.

        Returns:
            The path of the file, as bytes.

        Raises:
            errors.OpError: The file can't be written.
        """
        path = os.path.join(self._folder, files.TEXT if as_text else files.BINARY)
        write_message(path, self._saved, as_text)
        return os.fsencode(path)


def simple_save(
    session: Any,
    export_dir: Any,
    inputs: Mapping[str, Tensor],
    outputs: Mapping[str, Tensor],
    legacy_init_op: Any = None,
) -> None:
    """Writes the graph of a session as a SavedModel for predictions.

    Args:
        session: The session.
        export_dir: The folder; it must not exist, or be empty.
        inputs: Tensors by name.
        outputs: Tensors by name.
        legacy_init_op: The operation to run after loading.

    Raises:
        AssertionError: The folder has files.
    """
    with session.graph.as_default():
        signature = predict_signature_def(inputs, outputs)
    builder = SavedModelBuilder(export_dir)
    builder.add_meta_graph_and_variables(
        session,
        [files.SERVING],
        {files.DEFAULT_SIGNATURE: signature},
        assets_collection=session.graph.get_collection("asset_filepaths"),
        main_op=legacy_init_op,
        clear_devices=True,
    )
    builder.save()
