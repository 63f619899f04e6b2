"""Configurations of functional models."""

from __future__ import annotations

import inspect
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.backend.names import snake_case
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.node import map_leaves, symbolic_leaves
from tensorbrook._src.keras.engine.operation import FunctionOperation
from tensorbrook._src.keras.saving import registry

_LAYER_KEYS = ("module", "class_name", "config", "registered_name", "build_config")


def describe(model: Any) -> dict[str, Any]:
    """Returns the layers, their calls, the inputs and the outputs of a model.

    Args:
        model: a functional model.

    Raises:
        NotImplementedError: when the model holds plain functions.
    """
    used = {id(node) for node in model._graph.nodes}
    layers = []
    for operation in model.operations:
        if not isinstance(operation, Layer):
            layers.append(_describe_function(operation))
            continue
        described = registry.serialize_keras_object(operation)
        described["name"] = operation.name
        described["inbound_nodes"] = [
            {"args": _describe(list(node.args)), "kwargs": _describe(node.kwargs)}
            for node in operation.nodes
            if id(node) in used
        ]
        layers.append(described)
    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": layers,
        "input_layers": map_leaves(_place(used), model._graph.input_structure),
        "output_layers": map_leaves(_place(used), model._graph.output_structure),
    }


def _describe_function(operation: Any) -> dict[str, Any]:
    """Returns the description of a function of `keras.ops`."""
    name = operation.public_name
    if name is None:
        raise NotImplementedError(
            f"Saving a model with the plain function '{operation.name}' is not "
            "supported: put it into a layer, or use its form in `keras.ops`."
        )
    title = "".join(part.title() for part in name.split("_"))
    node = operation.nodes[0]
    args, options = list(node.args), dict(node.kwargs)
    config = operation.get_config()
    if operation.function is getattr(getattr(tf.keras.ops, name), "__wrapped__", None):
        args, fixed = _without_constants(operation.function, args, options)
        config, options = {**config, **fixed}, {}
    return {
        "module": "keras.src.ops.numpy",
        "class_name": title,
        "config": config,
        "registered_name": title,
        "name": operation.name,
        "inbound_nodes": [{"args": _describe(args), "kwargs": _describe(options)}],
    }


def _without_constants(
    function: Any, args: list[Any], options: dict[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Returns the arguments with symbolic values, and the others by name."""
    given = inspect.signature(function).bind(*args, **options).arguments
    symbolic = [name for name, value in given.items() if symbolic_leaves(value)]
    if (
        any(isinstance(given[name], dict) for name in symbolic)
        or len(given) > len(symbolic)
        and list(given)[: len(symbolic)] != symbolic
    ):
        return [given[name] for name in given], {}
    fixed = {
        name: registry.serialize_keras_object(value)
        for name, value in given.items()
        if name not in symbolic
    }
    if not fixed or len(symbolic) > 1:
        return [given[name] for name in given], {}
    return [given[name] for name in symbolic], fixed


def _restore_function(described: dict[str, Any]) -> Any:
    """Returns the function of `keras.ops` that was described."""
    name = snake_case(described["class_name"])
    function = getattr(tf.keras.ops, name, None)
    if function is None:
        raise TypeError(f"`keras.ops` has no function '{name}', which a model uses.")
    config = dict(described.get("config") or {})
    label = config.pop("name", name)
    config = {
        key: registry.deserialize_keras_object(value)
        for key, value in config.items()
        if key != "dtype" or name == "cast"
    }
    inside = getattr(function, "__wrapped__", function)

    def call(*args: Any, **kwargs: Any) -> Any:
        return inside(*args, **{**config, **kwargs})

    def pick(x: Any, key: Any) -> Any:
        return inside(x, tuple(key) if isinstance(key, list) else key)

    run = pick if name == "get_item" else call
    operation = FunctionOperation(run, name)
    operation.name = label
    operation.restored = (name, config)
    return operation


def _place(used: set[int]) -> Any:
    """Returns a function that says which call gave a symbolic value."""

    def place(tensor: KerasTensor) -> list[Any]:
        operation, index, position = tensor.history
        earlier = operation.nodes[:index]
        known = sum(id(node) in used or node.is_input for node in earlier)
        return [operation.name, known, position]

    return place


def _describe(structure: Any) -> Any:
    """Returns call arguments with the symbolic values described."""

    def describe_leaf(leaf: Any) -> Any:
        if not isinstance(leaf, KerasTensor):
            return registry.serialize_keras_object(leaf)
        operation, index, position = leaf.history
        return {
            "class_name": "__keras_tensor__",
            "config": {
                "shape": list(leaf.shape),
                "dtype": leaf.dtype,
                "keras_history": [operation.name, index, position],
            },
        }

    return map_leaves(describe_leaf, structure)


def restore(cls: Any, config: dict[str, Any], custom_objects: Any = None) -> Any:
    """Makes the model that `describe` described.

    Args:
        cls: the model's class.
        config: the description.
        custom_objects: classes and functions by name.
    """
    layers: dict[str, Any] = {}
    waiting = []
    for described in config["layers"]:
        plain = {k: v for k, v in described.items() if k in _LAYER_KEYS}
        if (described.get("module") or "").startswith("keras.src.ops"):
            layer = _restore_function(plain)
        else:
            layer = registry.deserialize_keras_object(plain, custom_objects)
        layers[described["name"]] = layer
        calls = (_as_call(call) for call in described["inbound_nodes"])
        waiting.extend((layer, call) for call in calls)
    while waiting:
        ready = [item for item in waiting if _is_ready(item[1], layers)]
        if not ready:
            raise ValueError("The configuration's calls depend on each other.")
        for layer, call in ready:
            args = _resolve(call["args"], layers)
            layer(*args, **_resolve(call["kwargs"], layers))
        waiting = [item for item in waiting if item not in ready]
    inputs = _tensors(config["input_layers"], layers)
    outputs = _tensors(config["output_layers"], layers)
    model = cls(inputs, outputs, name=config.get("name"))
    if config.get("trainable") is False:
        model.trainable = False
    return model


def _as_call(call: Any) -> dict[str, Any]:
    """Returns the arguments of a call that files of Keras 2 describe as a list."""
    if isinstance(call, dict):
        return call
    flat = [call] if call and isinstance(call[0], str) else call
    tensors = [
        {"class_name": "__keras_tensor__", "config": {"keras_history": item[:3]}}
        for item in flat
    ]
    keywords = flat[0][3] if flat and len(flat[0]) > 3 else {}
    first = tensors[0] if len(tensors) == 1 else tensors
    return {"args": [first] if flat else [], "kwargs": keywords or {}}


def _histories(structure: Any) -> list[list[Any]]:
    """Returns where the symbolic values in a description come from."""
    if isinstance(structure, dict):
        if structure.get("class_name") == "__keras_tensor__":
            return [structure["config"]["keras_history"]]
        return [h for value in structure.values() for h in _histories(value)]
    if isinstance(structure, list | tuple):
        return [h for value in structure for h in _histories(value)]
    return []


def _is_ready(call: dict[str, Any], layers: dict[str, Any]) -> bool:
    """Says whether the symbolic values of a call exist."""
    return all(
        len(layers[name].nodes) > index
        for name, index, _ in _histories([call["args"], call["kwargs"]])
    )


def _resolve(structure: Any, layers: dict[str, Any]) -> Any:
    """Returns call arguments with the symbolic values put in."""
    if isinstance(structure, dict):
        if structure.get("class_name") == "__keras_tensor__":
            return _tensor(structure["config"]["keras_history"], layers)
        if "class_name" in structure:
            return registry.deserialize_keras_object(structure)
        return {key: _resolve(value, layers) for key, value in structure.items()}
    if isinstance(structure, list | tuple):
        return [_resolve(value, layers) for value in structure]
    return structure


def _tensor(history: list[Any], layers: dict[str, Any]) -> KerasTensor:
    """Returns the symbolic value that a call gave."""
    name, index, position = history
    return layers[name].nodes[index].output_tensors[position]


def _tensors(places: Any, layers: dict[str, Any]) -> Any:
    """Returns the symbolic values at these places, in their structure."""
    if isinstance(places, dict):
        return {key: _tensors(value, layers) for key, value in places.items()}
    if len(places) == 3 and isinstance(places[0], str):
        return _tensor(places, layers)
    if len(places) == 1:
        return _tensors(places[0], layers)
    return [_tensors(item, layers) for item in places]
