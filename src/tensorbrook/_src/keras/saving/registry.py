"""Objects to and from configurations, and the names of registered classes."""

from __future__ import annotations

import importlib
import inspect
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import interaction
from tensorbrook._src.keras.saving import lambdas

_custom_objects: dict[str, Any] = {}
_custom_names: dict[Any, str] = {}
_PUBLIC_ROOMS = (
    "layers",
    "models",
    "optimizers",
    "optimizers.schedules",
    "losses",
    "metrics",
    "initializers",
    "regularizers",
    "constraints",
    "activations",
    "callbacks",
    "quantizers",
    "dtype_policies",
    "distillation",
    "utils",
)
_FUNCTION_ROOMS = (
    "activations",
    "constraints",
    "initializers",
    "losses",
    "metrics",
    "ops",
    "regularizers",
)
# classes without a public name: their module in Keras, and here
_UNPUBLISHED = {
    "LayerScale": ("applications.convnext", "applications.layer_scale"),
    "CustomScaleLayer": ("applications.inception_resnet_v2", "applications.scaled_sum"),
    "Feature": ("layers.preprocessing.feature_space", "features.feature"),
    "Cross": ("layers.preprocessing.feature_space", "features.feature"),
}


class _Scopes(threading.local):
    """Custom objects by name that are valid on this thread for a while."""

    def __init__(self) -> None:
        self.stack: list[dict[str, Any]] = []
        self.trusted = 0


_scopes = _Scopes()


def get_custom_objects() -> dict[str, Any]:
    """Returns the dictionary of globally registered custom objects."""
    return _custom_objects


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[Any], Any]:
    """Returns a decorator that registers a class or function for loading.

    Args:
        package: the first part of the registered name.
        name: the second part; by default the object's own name.
    """

    def register(target: Any) -> Any:
        registered = f"{package}>{name or target.__name__}"
        if inspect.isclass(target) and not hasattr(target, "get_config"):
            raise ValueError(
                f"Cannot register a class that does not have a get_config() method: "
                f"{target.__name__}."
            )
        _custom_objects[registered] = target
        _custom_names[target] = registered
        return target

    return register


def get_registered_name(obj: Any) -> str:
    """Returns the name under which a class or function was registered."""
    return _custom_names.get(obj, getattr(obj, "__name__", str(obj)))


def get_registered_object(
    name: str,
    custom_objects: dict[str, Any] | None = None,
    module_objects: dict[str, Any] | None = None,
) -> Any:
    """Returns the object of this registered name, or None."""
    for known in (custom_objects, *reversed(_scopes.stack), _custom_objects):
        if known and name in known:
            return known[name]
    return (module_objects or {}).get(name)


class CustomObjectScope:
    """Makes custom objects known by name inside a `with` block.

    Args:
        custom_objects: objects by name.
    """

    def __init__(self, custom_objects: dict[str, Any] | None) -> None:
        self.custom_objects = dict(custom_objects or {})

    def __enter__(self) -> CustomObjectScope:
        _scopes.stack.append(self.custom_objects)
        return self

    def __exit__(self, *exc_info: object) -> None:
        _scopes.stack.pop()


def serialize_keras_object(obj: Any) -> Any:
    """Returns a JSON-like description of a layer, function, array or plain value.

    Args:
        obj: anything that Keras can save.

    Raises:
        ValueError: for an object without `get_config`.
    """
    if obj is None or isinstance(obj, bool | int | float | str):
        return obj
    if isinstance(obj, list | tuple):
        return type(obj)(serialize_keras_object(item) for item in obj)
    if isinstance(obj, dict):
        return {key: serialize_keras_object(value) for key, value in obj.items()}
    special = _serialize_value(obj)
    if special is not None:
        return special
    if inspect.isfunction(obj) or inspect.isbuiltin(obj) or inspect.isclass(obj):
        return _serialize_function(obj)
    if not hasattr(obj, "get_config"):
        raise ValueError(f"Cannot serialize {obj!r}: it has no get_config() method.")
    return _serialize_instance(obj)


def _serialize_value(obj: Any) -> Any:
    """Returns the description of arrays, tensors, shapes and dtypes."""
    if isinstance(obj, np.integer | np.floating | np.bool_):
        return obj.item()
    if isinstance(obj, np.ndarray):
        config = {"value": obj.tolist(), "dtype": obj.dtype.name}
        return {"class_name": "__numpy__", "config": config}
    if isinstance(obj, slice):
        parts = {"start": obj.start, "stop": obj.stop, "step": obj.step}
        return {"class_name": "__slice__", "config": parts}
    if obj is Ellipsis:
        return {"class_name": "__ellipsis__", "config": {}}
    if isinstance(obj, tf.TensorShape):
        return obj.as_list()
    if isinstance(obj, tf.DType):
        return obj.name
    if isinstance(obj, tf.Tensor | tf.Variable):
        config = {"value": obj.numpy().tolist(), "dtype": obj.dtype.name}
        return {"class_name": "__tensor__", "config": config}
    if isinstance(obj, bytes):
        return {"class_name": "__bytes__", "value": obj.decode("latin-1")}
    return None


def _serialize_function(obj: Any) -> dict[str, Any]:
    """Returns the description of a function or class."""
    if getattr(obj, "__name__", "") == "<lambda>":
        return lambdas.describe(obj)
    return {
        "module": public_module(obj),
        "class_name": "function",
        "config": obj.__name__,
        "registered_name": get_registered_name(obj),
    }


def _serialize_instance(obj: Any) -> dict[str, Any]:
    """Returns the description of an object with `get_config`."""
    cls = type(obj)
    module = public_module(cls)
    described = {
        "module": module,
        "class_name": cls.__name__,
        "config": {k: serialize_keras_object(v) for k, v in obj.get_config().items()},
        "registered_name": None if module else get_registered_name(cls),
    }
    if getattr(obj, "built", False) and hasattr(obj, "get_build_config"):
        build_config = obj.get_build_config()
        if build_config is not None:
            described["build_config"] = serialize_keras_object(build_config)
    if getattr(obj, "compiled", False):
        compile_config = obj.get_compile_config()
        if compile_config:
            described["compile_config"] = serialize_keras_object(compile_config)
    return described


def public_module(target: Any) -> str | None:
    """Returns the public module of a class or function of Keras, else None."""
    module = getattr(target, "__module__", None) or ""
    if not module.startswith("tensorbrook."):
        return None
    if target.__name__ in ("Sequential", "Functional", "Model", "DTypePolicy"):
        is_graph = target.__name__ == "Functional"
        return "keras.src.models.functional" if is_graph else "keras"
    if target.__name__ in _UNPUBLISHED:
        return f"keras.src.{_UNPUBLISHED[target.__name__][0]}"
    room = module.removeprefix("tensorbrook._src.keras.").split(".")
    if room[0] == "optimizers" and room[-1] == "schedules":
        return "keras.optimizers.schedules"
    return "keras.utils" if room[0] == "features" else f"keras.{room[0]}"


def deserialize_keras_object(
    config: Any,
    custom_objects: dict[str, Any] | None = None,
    safe_mode: bool = True,
    **kwargs: Any,
) -> Any:
    """Makes the object that `serialize_keras_object` described.

    Args:
        config: the description.
        custom_objects: classes and functions by name.
        safe_mode: whether to refuse code that comes in the description.

    Raises:
        TypeError: when the class is not known.
    """
    if not safe_mode:
        _scopes.trusted += 1
        try:
            return deserialize_keras_object(config, custom_objects)
        finally:
            _scopes.trusted -= 1
    if isinstance(config, list):
        return [deserialize_keras_object(item, custom_objects) for item in config]
    if not isinstance(config, dict):
        return config
    if "class_name" not in config:
        return {
            key: deserialize_keras_object(value, custom_objects)
            for key, value in config.items()
        }
    special = _deserialize_value(config, custom_objects)
    if special is not None:
        return special
    with CustomObjectScope(custom_objects):
        return _deserialize_instance(config)


def in_safe_mode() -> bool:
    """Returns whether what is being read must not run code of its own."""
    trusted = _scopes.trusted or interaction.is_unsafe_deserialization_enabled()
    return not trusted


def _deserialize_value(config: dict[str, Any], custom_objects: Any) -> Any:
    """Returns the tuple, array, tensor or function that was described, or None."""
    class_name = config["class_name"]
    if class_name == "__tuple__":
        items = config["items"]
        return tuple(deserialize_keras_object(i, custom_objects) for i in items)
    if class_name == "__numpy__":
        return np.array(config["config"]["value"], config["config"]["dtype"])
    if class_name == "__tensor__":
        return tf.constant(config["config"]["value"], config["config"]["dtype"])
    if class_name == "__bytes__":
        return config["value"].encode("latin-1")
    if class_name == "__slice__":
        return slice(*(config["config"].get(n) for n in ("start", "stop", "step")))
    if class_name == "__ellipsis__":
        return Ellipsis
    if class_name == "__lambda__":
        if in_safe_mode():
            raise ValueError(
                "The file holds a Python lambda. It is not run, because a file may come "
                "from anyone. If you trust it, pass `safe_mode=False`, or pass the "
                "function in `custom_objects`."
            )
        return lambdas.restore(config.get("config") or {})
    if class_name == "function":
        name = config.get("registered_name") or config["config"]
        return _checked(find_object(name, config.get("module"), config["config"]))
    return None


def _checked(function: Any) -> Any:
    """Returns a function that a file may name: none that loads or fetches files."""
    room = (public_module(function) or "keras.").split(".")[1]
    if room and room not in _FUNCTION_ROOMS:
        raise TypeError(
            f"A saved model can't use the function '{function.__name__}' of `keras.{room}`."
        )
    return function


def _deserialize_instance(config: dict[str, Any]) -> Any:
    """Makes an object of the described class."""
    class_name = config["class_name"]
    name = config.get("registered_name") or class_name
    cls = find_object(name, config.get("module"), class_name)
    if not hasattr(cls, "from_config"):
        raise TypeError(
            f"'{class_name}' is no class of Keras: it has no `from_config`."
        )
    obj = cls.from_config(dict(config.get("config") or {}))
    build_config = config.get("build_config")
    if build_config and hasattr(obj, "build_from_config") and not obj.built:
        obj.build_from_config(deserialize_keras_object(build_config))
    compile_config = config.get("compile_config")
    if compile_config and hasattr(obj, "compile_from_config"):
        obj.compile_from_config(compile_config)
    return obj


def find_object(registered: str, module: str | None, name: str) -> Any:
    """Returns the class or function of this name, custom ones first.

    Raises:
        TypeError: when there is none.
    """
    custom = get_registered_object(registered)
    if custom is None:
        custom = get_registered_object(name)
    if custom is not None:
        return custom
    if name == "Functional":
        return importlib.import_module(
            "tensorbrook._src.keras.engine.functional"
        ).Functional
    if name in _UNPUBLISHED:
        owner = f"tensorbrook._src.keras.{_UNPUBLISHED[name][1]}"
        return getattr(importlib.import_module(owner), name)
    keras = importlib.import_module("tensorbrook.keras")
    rooms = [getattr(keras, "models", keras), keras]
    if module and module.startswith("keras."):
        rooms.insert(0, _room(keras, module.removeprefix("keras.")))
    rooms.extend(_room(keras, path) for path in _PUBLIC_ROOMS)
    for room in rooms:
        if room is not None and hasattr(room, name):
            return getattr(room, name)
    raise TypeError(
        f"Could not locate class '{name}'. Make sure custom classes and functions "
        "are decorated with `@keras.saving.register_keras_serializable()`, or "
        "pass them in `custom_objects`."
    )


def _room(keras: Any, path: str) -> Any:
    """Returns a public module of Keras, or None where it is missing."""
    found = keras
    for part in path.split("."):
        found = getattr(found, part, None)
        if found is None:
            return None
    return found
