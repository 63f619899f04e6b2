"""Models and weights in the `.h5` files of Keras 1 and 2."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import h5py
import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import allowance
from tensorbrook._src.keras.backend.interaction import KERAS_VERSION
from tensorbrook._src.keras.saving import inspection, registry, weights_file

_LONGEST_ATTRIBUTE = 64000  # what HDF5 keeps in the header of an object, less a rest


def save_model(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Writes a whole model into an `.h5` file, the optimizer's state included.

    Args:
        model: the model.
        filepath: the path.
        overwrite: whether to replace an existing file.
    """
    path = pathlib.Path(os.fspath(filepath))
    weights_file.check_free(path, overwrite)
    described = registry.serialize_keras_object(model)
    config = {
        "class_name": described["class_name"],
        "config": _plain(described["config"]),
    }
    with weights_file.replacing(path) as temporary, h5py.File(temporary, "w") as file:
        file.attrs["keras_version"] = KERAS_VERSION
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps(config)
        if model.compiled:
            file.attrs["training_config"] = json.dumps(_training_config(model))
        _write_weights(file.create_group("model_weights"), model)
        optimizer = model.optimizer
        if optimizer is not None and getattr(optimizer, "built", False):
            _write_optimizer(file.create_group("optimizer_weights"), optimizer)


def _plain(config: Any) -> Any:
    """Returns a description of layers as the old files hold it."""
    config = dict(config)
    layers = []
    for item in config.get("layers", ()):
        kept = {k: v for k, v in item.items() if k not in ("build_config",)}
        kept.pop("module", None) if kept.get("registered_name") is None else None
        layers.append(kept)
    if layers:
        config["layers"] = layers
    return config


def _training_config(model: Any) -> dict[str, Any]:
    """Returns the arguments of `compile`."""
    config = dict(model.get_compile_config() or {})
    optimizer = config.pop("optimizer", None)
    if isinstance(optimizer, dict):
        kept = ("class_name", "config", "registered_name", "module")
        config["optimizer_config"] = {
            k: v for k, v in optimizer.items() if k in kept and v is not None
        }
    return config


def _write_weights(group: Any, model: Any) -> None:
    """Writes the weights, layer by layer."""
    layers = model.layers
    _set_names(group, "layer_names", [layer.name for layer in layers])
    group.attrs["backend"] = "tensorflow"
    group.attrs["keras_version"] = KERAS_VERSION
    for layer in layers:
        _write_variables(group.create_group(layer.name), _ordered_weights(layer))
    own = [v for v in model._own_variables if v is not None]
    _write_variables(group.create_group("top_level_model_weights"), own)


def _ordered_weights(layer: Any) -> list[Any]:
    """Returns a layer's weights as the old files order them."""
    return [*layer.trainable_weights, *layer.non_trainable_weights]


def _write_variables(group: Any, variables: list[Any]) -> None:
    """Writes variables under their paths."""
    names = []
    for variable in variables:
        name = str(getattr(variable, "path", variable.name))
        while name in names:
            name += "_1"
        names.append(name)
    _set_names(group, "weight_names", names)
    for name, variable in zip(names, variables, strict=True):
        group.create_dataset(name, data=variable.numpy())


def _write_optimizer(group: Any, optimizer: Any) -> None:
    """Writes the optimizer's variables."""
    _write_variables(group, list(optimizer.variables))


def _set_names(group: Any, key: str, names: list[str]) -> None:
    """Writes a list of names, in parts where it is too long for one attribute."""
    data = np.array([name.encode() for name in names], dtype="S") if names else []
    parts = 1
    while names and np.array_split(data, parts)[0].nbytes > _LONGEST_ATTRIBUTE:
        parts += 1
    if parts == 1:
        group.attrs[key] = data
        return
    for number, part in enumerate(np.array_split(data, parts)):
        group.attrs[f"{key}{number}"] = part


def _names(group: Any, key: str) -> list[str]:
    """Returns a list of names."""
    if key in group.attrs:
        found = list(group.attrs[key])
    else:
        found = []
        while f"{key}{len(found)}" in group.attrs and not found:
            number = 0
            while f"{key}{number}" in group.attrs:
                found.extend(group.attrs[f"{key}{number}"])
                number += 1
    return [n.decode() if isinstance(n, bytes) else str(n) for n in found]


def load_model(
    filepath: Any,
    custom_objects: Any = None,
    compile: bool = True,
    safe_mode: bool = True,
) -> Any:
    """Reads a whole model from an `.h5` file.

    Args:
        filepath: the path.
        custom_objects: classes and functions by name.
        compile: whether to compile the model as it was.
        safe_mode: whether to refuse code that comes in the file.

    Raises:
        ValueError: when the file holds no model, or is damaged.
    """
    path = os.fspath(filepath)
    with inspection.open_hdf5(path) as file, inspection.naming(path, "the model"):
        config = _described(file, "model_config", path)
        if config is None:
            raise ValueError(
                f"{path} holds weights, but no model. Make the model and call its "
                "`load_weights`."
            )
        with allowance.of_file(os.path.getsize(path)):
            model = registry.deserialize_keras_object(config, custom_objects, safe_mode)
        if not hasattr(model, "load_weights"):
            raise ValueError(
                f"{path} is no saved model: it describes a {type(model).__name__}."
            )
        group = file["model_weights"] if "model_weights" in file else file
        _read_weights(group, model, path)
        training = _described(file, "training_config", path) if compile else None
        if training is not None:
            _compile(model, training, custom_objects)
            _read_optimizer(file, model)
    return model


def _described(file: Any, name: str, path: str) -> Any:
    """Returns the JSON object in an attribute of the file, or None."""
    text = file.attrs.get(name)
    if text is None:
        return None
    try:
        found = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"{path} is damaged: its {name} is no JSON.") from error
    if not isinstance(found, dict):
        raise ValueError(f"{path} is damaged: its {name} describes nothing.")
    return found


def _compile(model: Any, training: dict[str, Any], custom_objects: Any) -> None:
    """Compiles the model as the file says."""
    config = dict(training)
    optimizer = config.pop("optimizer_config", None)
    if optimizer is not None:
        config["optimizer"] = optimizer
    config.pop("sample_weight_mode", None)
    with registry.CustomObjectScope(custom_objects):
        for name in ("loss", "loss_weights", "metrics", "weighted_metrics"):
            if name in config:
                config[name] = registry.deserialize_keras_object(config[name])
        model.compile(**config)


def _read_optimizer(file: Any, model: Any) -> None:
    """Reads the optimizer's variables."""
    optimizer = model.optimizer
    if optimizer is None or not model.built:
        return
    optimizer.build(model.trainable_weights)
    if "optimizer_weights" not in file:
        return
    group = file["optimizer_weights"]
    values = [np.asarray(group[name]) for name in _names(group, "weight_names")]
    variables = list(optimizer.variables)
    if len(values) == len(variables) - 1:
        # Keras 2 did not keep the learning rate among the variables.
        variables = [v for v in variables if v is not optimizer.learning_rate]
        values = values[:1] + values[1:]
    fits = len(values) == len(variables) and all(
        value.shape == tuple(variable.shape)
        for value, variable in zip(values, variables, strict=False)
    )
    if not fits:
        import warnings

        warnings.warn(
            "The file's optimizer state does not fit the optimizer; training starts "
            "with a new state.",
            stacklevel=3,
        )
        return
    for variable, value in zip(variables, values, strict=True):
        variable.assign(tf.cast(value, variable.dtype))


def is_legacy(file: Any) -> bool:
    """Says whether an open HDF5 file has the layout of Keras 1 and 2."""
    return (
        "layer_names" in file.attrs
        or "layer_names0" in file.attrs
        or ("model_weights" in file)
    )


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Writes a model's weights into an `.h5` file.

    Args:
        model: the model.
        filepath: the path.
        overwrite: whether to replace an existing file.
    """
    path = pathlib.Path(os.fspath(filepath))
    weights_file.check_free(path, overwrite)
    with weights_file.replacing(path) as temporary, h5py.File(temporary, "w") as file:
        _write_weights(file, model)


def load_weights(
    file: Any, model: Any, by_name: bool = False, skip_mismatch: bool = False
) -> None:
    """Reads a model's weights from an open HDF5 file.

    Args:
        file: the file.
        model: the model, built.
        by_name: whether to look layers up by name, and leave out unknown ones.
        skip_mismatch: whether to skip layers whose weights do not fit.
    """
    group = file["model_weights"] if "model_weights" in file else file
    if by_name:
        known = {layer.name: layer for layer in model.layers}
        for name, values in _stored(group):
            if name in known and values:
                _assign(known[name], values, skip_mismatch)
        return
    _read_weights(group, model, getattr(file, "filename", ""), skip_mismatch)


def _stored(group: Any) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Yields the name and the weights of each layer in a file."""
    for name in _names(group, "layer_names"):
        inside = group[name]
        names = _names(inside, "weight_names")
        yield name, [np.asarray(inside[weight]) for weight in names]


def _read_weights(
    group: Any, model: Any, path: str, skip_mismatch: bool = False
) -> None:
    """Reads the weights of a model's layers, in order."""
    stored = [(name, values) for name, values in _stored(group) if values]
    if not model.built and stored:
        raise ValueError(
            f"The model '{model.name}' has no weights yet. Build it, or call it on a "
            "batch of data, before you load weights."
        )
    layers = [layer for layer in model.layers if layer.weights]
    if len(stored) != len(layers):
        raise ValueError(
            f"The file {path} has weights of {len(stored)} layers, the model "
            f"'{model.name}' has {len(layers)} layers with weights."
        )
    for layer, (_, values) in zip(layers, stored, strict=True):
        _assign(layer, values, skip_mismatch)
    if "top_level_model_weights" in group:
        own = group["top_level_model_weights"]
        names = _names(own, "weight_names")
        variables = [v for v in model._own_variables if v is not None]
        for variable, name in zip(variables, names, strict=False):
            variable.assign(np.asarray(own[name]))


def _assign(layer: Any, values: list[np.ndarray], skip_mismatch: bool) -> None:
    """Sets the weights of a layer."""
    variables = _ordered_weights(layer)
    shapes = [tuple(variable.shape) for variable in variables]
    if shapes != [value.shape for value in values]:
        if skip_mismatch:
            return
        raise ValueError(
            f"Layer '{layer.name}' has weights of the shapes {shapes}, the file "
            f"{[value.shape for value in values]}."
        )
    for variable, value in zip(variables, values, strict=True):
        variable.assign(tf.cast(value, variable.dtype))
