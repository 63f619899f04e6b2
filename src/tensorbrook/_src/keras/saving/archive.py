"""Whole models: `.keras` archives, folders and `.h5` files."""

from __future__ import annotations

import datetime
import io
import json
import os
import pathlib
import shutil
import tempfile
import warnings
import zipfile
from typing import Any

import h5py

from tensorbrook._src.keras.backend import allowance
from tensorbrook._src.keras.backend.interaction import KERAS_VERSION
from tensorbrook._src.keras.saving import (
    inspection,
    legacy_h5,
    registry,
    weights_file,
)

_PARTS = ("metadata.json", "config.json", "model.weights.h5")
_OLD_ENDINGS = (".h5", ".hdf5")


def save_model(
    model: Any, filepath: Any, overwrite: bool = True, zipped: Any = None, **kwargs: Any
) -> None:
    """Writes a whole model: layers, weights, compilation and optimizer state.

    Args:
        model: the model.
        filepath: a path that ends in `.keras` or `.h5`; any other is a folder.
        overwrite: whether to replace what is there.
        zipped: False writes a folder under a name that ends in `.keras`.
        **kwargs: `save_format`, as Keras 2 has it; others are ignored.

    Raises:
        FileExistsError: when the file exists and may not be replaced.
    """
    path = pathlib.Path(os.fspath(filepath))
    kind = kwargs.get("save_format")
    if path.suffix in _OLD_ENDINGS or kind in ("h5", "hdf5"):
        legacy_h5.save_model(model, path, overwrite)
        return
    weights_file.check_free(path, overwrite)
    if path.suffix != ".keras" or zipped is False:
        _save_folder(model, path)
        return
    with weights_file.replacing(path) as temporary:
        with zipfile.ZipFile(temporary, "w") as archive:
            for name, content in _contents(model).items():
                archive.writestr(name, content)


def _contents(model: Any) -> dict[str, bytes]:
    """Returns the parts of a saved model."""
    config = json.dumps(registry.serialize_keras_object(model))
    saved_at = datetime.datetime.now().strftime("%Y-%m-%d@%H:%M:%S")
    metadata = {"keras_version": KERAS_VERSION, "date_saved": saved_at}
    with tempfile.TemporaryDirectory() as folder:
        weights = os.path.join(folder, "model.weights.h5")
        with h5py.File(weights, "w") as file:
            weights_file.write_layer(file, model)
        with open(weights, "rb") as written:
            data = written.read()
    return dict(
        zip(_PARTS, (json.dumps(metadata).encode(), config.encode(), data), strict=True)
    )


def _save_folder(model: Any, path: pathlib.Path) -> None:
    """Writes a model into a folder, all of it or nothing."""
    contents = _contents(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = pathlib.Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        for name, content in contents.items():
            (scratch / name).write_bytes(content)
        os.chmod(scratch, 0o755)
        if path.is_dir():
            shutil.rmtree(path)
        os.replace(scratch, path)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def load_model(
    filepath: Any,
    custom_objects: dict[str, Any] | None = None,
    compile: bool = True,
    safe_mode: bool = True,
    **kwargs: Any,
) -> Any:
    """Reads a whole model.

    Args:
        filepath: a `.keras` or `.h5` file, or a folder.
        custom_objects: classes and functions by name.
        compile: whether to compile the model as it was.
        safe_mode: whether to refuse code that comes in the file.

    Returns:
        The model.

    Raises:
        ValueError: when there is no such file, or it is damaged.
    """
    path = pathlib.Path(os.fspath(filepath))
    if not path.exists():
        raise ValueError(
            f"File not found: filepath={path}. Please ensure the file is an "
            "accessible `.keras` zip file."
        )
    if path.is_dir():
        return _load_folder(path, custom_objects, compile, safe_mode)
    if path.suffix in _OLD_ENDINGS or _is_hdf5(path):
        return legacy_h5.load_model(path, custom_objects, compile, safe_mode)
    if not zipfile.is_zipfile(path):
        raise ValueError(
            f"{path} is damaged or no saved model: it is neither a `.keras` archive "
            "nor an HDF5 file."
        )
    with inspection.naming(path, "the archive"), zipfile.ZipFile(path) as archive:
        parts = {name: inspection.read_part(archive, name, path) for name in _PARTS[1:]}
    return _restore(parts, path, custom_objects, compile, safe_mode)


def _is_hdf5(path: pathlib.Path) -> bool:
    """Says whether a file is of HDF5."""
    return bool(h5py.is_hdf5(path))


def _load_folder(
    path: pathlib.Path, custom_objects: Any, compile: bool, safe_mode: bool
) -> Any:
    """Reads a model from a folder."""
    missing = [name for name in _PARTS[1:] if not (path / name).exists()]
    if missing:
        if (path / "saved_model.pb").exists():
            raise NotImplementedError(
                f"load_model: {path} is a SavedModel without Keras' own description. "
                "Load it with `tf.saved_model.load`, or put it into a model with "
                "`keras.layers.TFSMLayer`."
            )
        raise ValueError(f"{path} is no saved model: {missing} are missing.")
    parts = {name: (path / name).read_bytes() for name in _PARTS[1:]}
    return _restore(parts, path, custom_objects, compile, safe_mode)


def _restore(
    parts: dict[str, bytes],
    path: pathlib.Path,
    custom_objects: Any,
    compile: bool,
    safe_mode: bool,
) -> Any:
    """Returns the model made of the parts of a saved one."""
    try:
        config = json.loads(parts["config.json"])
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is damaged: 'config.json' is no JSON.") from error
    if not isinstance(config, dict) or "class_name" not in config:
        raise ValueError(f"{path} is damaged: 'config.json' describes no model.")
    if not compile:
        config.pop("compile_config", None)
    weights = parts["model.weights.h5"]
    described = allowance.of_file(len(weights))
    with inspection.naming(path, "'config.json'"), described:
        model = registry.deserialize_keras_object(config, custom_objects, safe_mode)
    if not hasattr(model, "save"):
        raise ValueError(
            f"{path} is no saved model: it describes a {type(model).__name__}."
        )
    with inspection.naming(path, "'model.weights.h5'"):
        with h5py.File(io.BytesIO(weights), "r") as file:
            inspection.check_hdf5(file, path, io.BytesIO(weights))
            weights_file.read_layer(file, model)
    if getattr(model, "compiled", False) and model.optimizer is None and compile:
        warnings.warn(f"{path} holds no optimizer.", stacklevel=3)
    return model
