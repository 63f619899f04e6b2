"""Where the parts of a SavedModel lie, and reading its message."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from tensorbrook._src.checkpoint.meta_graph import read_message
from tensorbrook._src.core import errors

ASSETS = "assets"
VARIABLES = "variables"
BINARY = "saved_model.pb"
TEXT = "saved_model.pbtxt"
SERVING = "serve"
TRAINING = "train"
DEFAULT_SIGNATURE = "serving_default"
INIT_SIGNATURE = "__saved_model_init_op"
PREDICT = "tensorflow/serving/predict"
VERSION = 1
FINGERPRINT = "fingerprint.pb"
#: What a SavedModel's folder holds; older versions of Keras added their own.
OWN = (
    ASSETS,
    VARIABLES,
    BINARY,
    TEXT,
    FINGERPRINT,
    "assets.extra",
    "keras_metadata.pb",
)


def variables_prefix(folder: str) -> str:
    """What the names of the files with the values begin with."""
    return os.path.join(folder, VARIABLES, VARIABLES)


def text_of(export_dir: Any) -> str:
    """The folder as text."""
    return os.fsdecode(os.fspath(export_dir))


def contains_saved_model(export_dir: Any) -> bool:
    """Whether a folder holds a SavedModel.

    Args:
        export_dir: The folder.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook as tf
        >>> tf.saved_model.contains_saved_model("/no/such/folder")
        False
    """
    folder = text_of(export_dir)
    return any(os.path.exists(os.path.join(folder, name)) for name in (BINARY, TEXT))


def read_saved_model(folder: str) -> Any:
    """The SavedModel message of a folder.

    Raises:
        OSError: There is none.
        errors.DataLossError: It is damaged.
    """
    for name in (BINARY, TEXT):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            return read_message(path, "SavedModel")
    raise OSError(
        f"SavedModel file does not exist at: {folder}{os.sep}{{{TEXT}|{BINARY}}}"
    )


def find_meta_graph(saved: Any, folder: str, tags: Iterable[str] | None) -> Any:
    """The graph of a SavedModel that has exactly these tags.

    Raises:
        RuntimeError: There is none.
        ValueError: No tags are given, and there are several graphs.
        errors.DataLossError: There is no graph at all.
    """
    if not saved.meta_graphs:
        raise errors.DataLossError(None, None, f"{folder}: the SavedModel is empty.")
    if tags is None:
        if len(saved.meta_graphs) != 1:
            raise ValueError(
                "Importing a SavedModel with `tf.saved_model.load` requires a `tags=` "
                "argument if there is more than one MetaGraph. Got `tags=None`, but there "
                f"are {len(saved.meta_graphs)} MetaGraphs in the SavedModel at {folder}."
            )
        return saved.meta_graphs[0]
    wanted = {tags} if isinstance(tags, str) else set(tags)
    for graph in saved.meta_graphs:
        if set(graph.meta_info_def.tags) == wanted:
            return graph
    there = [sorted(graph.meta_info_def.tags) for graph in saved.meta_graphs]
    raise RuntimeError(
        "MetaGraphDef associated with tags "
        f"{str(sorted(wanted)).strip('[]')} could not be found in SavedModel; available "
        f"tag-sets: {there}."
    )
