"""Whole models in `.keras` files: an archive of configuration and weights."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import tempfile
import zipfile
from typing import Any

import h5py

from tensorbrook._src.keras.saving import registry, weights_file

_KERAS_VERSION = "3.15.1"


def save_model(
    model: Any, filepath: Any, overwrite: bool = True, zipped: Any = None, **kwargs: Any
) -> None:
    """Writes a whole model into a file.

    Args:
        model: the model.
        filepath: a path that ends in `.keras`.
        overwrite: whether to replace an existing file.
        zipped: kept for compatibility; the file is always an archive.
        **kwargs: older arguments, ignored.

    Raises:
        NotImplementedError: for another ending.
        FileExistsError: when the file exists and may not be replaced.
    """
    path = pathlib.Path(os.fspath(filepath))
    if path.suffix != ".keras":
        raise NotImplementedError(
            "save: only the `.keras` format is supported so far. Received: "
            f"filepath={str(path)}."
        )
    weights_file.check_free(path, overwrite)
    config = json.dumps(registry.serialize_keras_object(model))
    saved_at = datetime.datetime.now().strftime("%Y-%m-%d@%H:%M:%S")
    metadata = {"keras_version": _KERAS_VERSION, "date_saved": saved_at}
    with weights_file.replacing(path) as temporary:
        with zipfile.ZipFile(temporary, "w") as archive:
            archive.writestr("metadata.json", json.dumps(metadata))
            archive.writestr("config.json", config)
            with tempfile.TemporaryDirectory() as folder:
                weights = os.path.join(folder, "model.weights.h5")
                with h5py.File(weights, "w") as file:
                    weights_file.write_layer(file, model)
                archive.write(weights, "model.weights.h5")


def load_model(
    filepath: Any,
    custom_objects: dict[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,
    **kwargs: Any,
) -> Any:
    """Reads a whole model from a file.

    Args:
        filepath: a `.keras` file.
        custom_objects: classes and functions by name.
        compile: whether to compile the model as it was.
        safe_mode: whether to refuse code that comes in the file.

    Returns:
        The model.

    Raises:
        ValueError: when there is no such file, or it is no `.keras` file.
    """
    path = os.fspath(filepath)
    if not os.path.exists(path):
        raise ValueError(
            f"File not found: filepath={path}. Please ensure the file is an "
            "accessible `.keras` zip file."
        )
    if not zipfile.is_zipfile(path):
        raise NotImplementedError(
            f"load_model: {path} is no `.keras` archive, the only format that is "
            "supported so far."
        )
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
        if not compile:
            config.pop("compile_config", None)
        model = registry.deserialize_keras_object(config, custom_objects, safe_mode)
        with archive.open("model.weights.h5") as part, h5py.File(part, "r") as file:
            weights_file.read_layer(file, model)
    return model
