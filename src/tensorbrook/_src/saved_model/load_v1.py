"""SavedModels of 1.x: as an object with signatures, or into a session."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable
from typing import Any

from tensorbrook._src.checkpoint.meta_graph import import_scoped_meta_graph
from tensorbrook._src.checkpoint.saver import Saver
from tensorbrook._src.core import nest
from tensorbrook._src.formats.bundle import index_path
from tensorbrook._src.formats.files import telling
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.importing import import_into
from tensorbrook._src.saved_model.files import (
    ASSETS,
    INIT_SIGNATURE,
    find_meta_graph,
    read_saved_model,
    text_of,
    variables_prefix,
)
from tensorbrook._src.saved_model.graph_functions import GraphFunctions
from tensorbrook._src.saved_model.restored import RestoredObject, SignatureMap
from tensorbrook._src.saved_model.signature_defs import build_tensor_info

_MAIN_OP = "saved_model_main_op"
_LEGACY_INIT = "legacy_init_op"
_ASSETS = "saved_model_assets"


class Loaded(RestoredObject):
    """A SavedModel of 1.x as an object: its variables, signatures and graph.

    Args:
        folder: The SavedModel.
        meta: Its MetaGraphDef.
    """

    def __init__(self, folder: str, meta: Any) -> None:
        super().__init__()
        self._meta: Any
        self._functions: GraphFunctions
        assets = _asset_feeds(folder, meta, None)
        functions = GraphFunctions(folder, meta, assets)
        first = _init_operation(meta, None)
        if first is not None:
            functions.run(first)
        signatures = SignatureMap()
        for name, signature in meta.signature_def.items():
            if name != INIT_SIGNATURE:
                made = functions.function(name, signature.inputs, signature.outputs)
                signatures.attach(name, made)
        self.__dict__.update(
            variables=list(functions.variables.values()),
            signatures=signatures,
            asset_paths=list(assets.values()),
            tensorflow_version=meta.meta_info_def.tensorflow_version,
            _meta=meta,
            _functions=functions,
        )

    @functools.cached_property
    def graph(self) -> Graph:
        """The graph as it was saved; it shows names and shapes, and isn't run."""
        graph = Graph()
        import_into(graph, self._meta.graph_def, {}, "")
        return graph

    def prune(
        self, feeds: Any, fetches: Any, name: str | None = None
    ) -> Callable[..., Any]:
        """The function from some tensors of the graph to others.

        Args:
            feeds: Tensors of `graph` or their names, in any structure: the arguments.
            fetches: Tensors or their names, in any structure: the results.
            name: A name.

        Returns:
            A function of the feeds, flat.

        Raises:
            KeyError: The graph has no such tensor.
        """

        def describe(item: Any) -> Any:
            with self.graph.as_default():
                element = self.graph.as_graph_element(item, allow_operation=False)
                return build_tensor_info(element)

        wanted = [describe(item) for item in nest.flatten(fetches)]
        function = self._functions.function(
            name or "pruned",
            {f"{i:06}": describe(item) for i, item in enumerate(nest.flatten(feeds))},
            {f"{i:06}": info for i, info in enumerate(wanted)},
        )

        def pruned(*args: Any) -> Any:
            found = function(**{f"{i:06}": value for i, value in enumerate(args)})
            return nest.pack_sequence_as(fetches, list(found.values()))

        return pruned


def maybe_saved_model_directory(export_dir: Any) -> bool:
    """Whether a folder holds a SavedModel.

    Args:
        export_dir: The folder.

    Returns:
        True or False.
    """
    from tensorbrook._src.saved_model.files import contains_saved_model

    return contains_saved_model(export_dir)


def load_into_session(
    sess: Any,
    tags: Iterable[str],
    export_dir: Any,
    import_scope: str | None = None,
    **saver_kwargs: Any,
) -> Any:
    """Adds the graph of a SavedModel to a session's graph and restores its variables.

    Args:
        sess: The session.
        tags: The tags of the graph, such as ["serve"].
        export_dir: The folder.
        import_scope: What the names of the new nodes begin with.
        **saver_kwargs: `input_map` and its like, as for `import_meta_graph`.

    Returns:
        The MetaGraphDef message; its signatures name the tensors to feed and fetch.

    Raises:
        OSError: There is no SavedModel.
        RuntimeError: No graph has these tags.
        NotImplementedError: It uses operations that Tensorbrook lacks.
    """
    folder = text_of(export_dir)
    meta = find_meta_graph(read_saved_model(folder), folder, tags)
    with sess.graph.as_default(), telling(folder):
        import_scoped_meta_graph(meta, import_scope=import_scope, **saver_kwargs)
        prefix = variables_prefix(folder)
        if meta.HasField("saver_def") and os.path.exists(index_path(prefix)):
            Saver.from_proto(meta.saver_def, import_scope).restore(sess, prefix)
        operation = _init_operation(meta, import_scope)
        if operation is not None:
            sess.run(operation, _asset_feeds(folder, meta, import_scope))
    return meta


def _scoped(name: str, scope: str | None) -> str:
    return f"{scope}/{name}" if scope else name


def _init_operation(meta: Any, scope: str | None) -> str | None:
    """The operation that has to run after the variables are restored."""
    if INIT_SIGNATURE in meta.signature_def:
        info = meta.signature_def[INIT_SIGNATURE].outputs[INIT_SIGNATURE]
        return _scoped(info.name, scope)
    for key in (_MAIN_OP, _LEGACY_INIT):
        if key in meta.collection_def:
            names = meta.collection_def[key].node_list.value
            if names:
                return _scoped(names[0], scope)
    return None


def _asset_feeds(folder: str, meta: Any, scope: str | None) -> dict[str, str]:
    assets = list(meta.asset_file_def)
    if not assets and _ASSETS in meta.collection_def:
        kind = message("AssetFileDef")
        for item in meta.collection_def[_ASSETS].any_list.value:
            assets.append(kind.FromString(item.value))
    return {
        _scoped(asset.tensor_info.name, scope): os.path.join(
            folder, ASSETS, asset.filename
        )
        for asset in assets
    }
