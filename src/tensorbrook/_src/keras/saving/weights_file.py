"""Weights in HDF5 files, laid out by attribute paths."""

from __future__ import annotations

import io
import os
import pathlib
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any

import h5py

from tensorbrook._src.keras.backend.names import snake_case
from tensorbrook._src.keras.backend.notices import warn_once
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.saving import inspection


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Writes a model's weights into a file.

    Args:
        model: the model.
        filepath: a path that ends in `.weights.h5`; another ending in `.h5` gives
            the layout of Keras 2, with a warning.
        overwrite: whether to replace an existing file.

    Raises:
        FileExistsError: when the file exists and may not be replaced.
    """
    path = pathlib.Path(os.fspath(filepath))
    if not str(path).endswith(".weights.h5"):
        warn_once(
            "save_weights: today's name of a file of weights ends in `.weights.h5`. "
            f"Received: filepath={str(path)}."
        )
        if path.suffix in (".h5", ".hdf5", ".keras"):
            from tensorbrook._src.keras.saving import legacy_h5

            legacy_h5.save_weights(model, path, overwrite)
            return
    check_free(path, overwrite)
    with replacing(path) as temporary, h5py.File(temporary, "w") as file:
        write_layer(file, model)


def load_weights(
    model: Any, filepath: Any, skip_mismatch: bool = False, by_name: bool = False
) -> None:
    """Reads a model's weights from a file.

    Args:
        model: the model, built.
        filepath: a `.weights.h5`, `.h5` or `.keras` file.
        skip_mismatch: whether to skip layers whose weights do not fit.
        by_name: whether to look layers up by name, in a file of Keras 2.

    Raises:
        FileNotFoundError: when there is no such file.
        ValueError: when the weights do not fit, or the file is damaged.
    """
    path = os.fspath(filepath)
    if not os.path.exists(path):
        raise FileNotFoundError(f"load_weights: there is no file {path}.")
    if zipfile.is_zipfile(path):
        _load_from_archive(model, path, skip_mismatch)
        return
    from tensorbrook._src.keras.saving import legacy_h5

    with inspection.open_hdf5(path) as file, inspection.naming(path, "weights"):
        if legacy_h5.is_legacy(file):
            legacy_h5.load_weights(file, model, by_name, skip_mismatch)
        else:
            read_layer(file, model, skip_mismatch)


def _load_from_archive(model: Any, path: str, skip_mismatch: bool) -> None:
    with inspection.naming(path, "weights"), zipfile.ZipFile(path) as archive:
        weights = inspection.read_part(archive, "model.weights.h5", pathlib.Path(path))
        with h5py.File(io.BytesIO(weights), "r") as file:
            inspection.check_hdf5(file, path, io.BytesIO(weights))
            read_layer(file, model, skip_mismatch)


class replacing:
    """Gives a temporary path next to the real one, and puts it there at the end.

    Args:
        path: the real path.
    """

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path

    def __enter__(self) -> str:
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=folder, prefix=f".{self.path.name}.")
        os.close(number)
        self.temporary = name
        return name

    def __exit__(self, kind: Any, *exc_info: object) -> None:
        if kind is not None:
            os.unlink(self.temporary)
            return
        with open(self.temporary, "rb") as file:
            os.fsync(file.fileno())
        os.chmod(self.temporary, 0o644)
        os.replace(self.temporary, self.path)


def check_free(path: pathlib.Path, overwrite: bool) -> None:
    """Raises when a file exists that may not be replaced."""
    if path.exists() and not overwrite:
        raise FileExistsError(f"{path} exists. Pass `overwrite=True` to replace it.")


def write_layer(group: Any, layer: Any) -> None:
    """Writes the variables of a layer and the layers inside into groups."""
    own = group.create_group("vars")
    own.attrs["name"] = layer.name
    if hasattr(layer, "save_own_variables"):
        store: dict[str, Any] = {}
        layer.save_own_variables(store)
        for key, value in store.items():
            own.create_dataset(key, data=value)
    for name, part in parts(layer):
        write_layer(group.require_group(name), part)


def read_layer(group: Any, layer: Any, skip_mismatch: bool = False) -> None:
    """Reads the variables of a layer and the layers inside from groups."""
    own = group.get("vars")
    if own is not None and hasattr(layer, "load_own_variables"):
        if len(own.keys()) or getattr(layer, "_own_variables", None):
            try:
                layer.load_own_variables(own)
            except ValueError:
                if not skip_mismatch:
                    raise
    for name, part in parts(layer):
        if name in group:
            if name == "optimizer" and _has_state(group[name], part, layer):
                part.build(layer.trainable_weights)
            read_layer(group[name], part, skip_mismatch)
        elif getattr(part, "weights", None) and not skip_mismatch:
            raise ValueError(
                f"The file has no weights for '{name}' of '{layer.name}'. It has: "
                f"{sorted(group.keys())}."
            )


def _has_state(group: Any, optimizer: Any, model: Any) -> bool:
    """Says whether a file has more variables than an optimizer that is not built."""
    if optimizer.built or not model.built or "vars" not in group:
        return False
    return len(group["vars"].keys()) > len(optimizer.variables)


def parts(layer: Any) -> Iterator[tuple[str, Any]]:
    """Yields the layers and the optimizer inside a layer, with their group names."""
    if hasattr(layer, "_graph") or hasattr(layer, "_sequence"):
        inner = getattr(layer, "_sequence", None) or layer.layers
        shown = [item for item in inner if not _is_hidden_input(layer, item)]
        yield from _numbered("layers", shown)
    elif isinstance(layer, Layer):
        for name in layer._tracked_names:
            value = layer.__dict__[name]
            if isinstance(value, Layer):
                yield name.lstrip("_"), value
            elif isinstance(value, list | tuple | dict):
                items = value.values() if isinstance(value, dict) else value
                held = [item for item in items if isinstance(item, Layer)]
                yield from _numbered(name.lstrip("_"), held)
    optimizer = getattr(layer, "optimizer", None)
    if optimizer is not None and hasattr(optimizer, "save_own_variables"):
        yield "optimizer", optimizer


def _is_hidden_input(model: Any, layer: Any) -> bool:
    """Says whether a layer is a row's input, which the file leaves out."""
    return hasattr(model, "_sequence") and type(layer).__name__ == "InputLayer"


def _numbered(prefix: str, layers: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yields layers named after their classes, numbered from the second on."""
    counts: dict[str, int] = {}
    for layer in layers:
        name = snake_case(type(layer).__name__)
        count = counts.get(name, 0)
        counts[name] = count + 1
        yield f"{prefix}/{name}_{count}" if count else f"{prefix}/{name}", layer
