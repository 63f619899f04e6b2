"""Models without their weights: JSON texts and clones."""

from __future__ import annotations

import json
from typing import Any

from tensorbrook._src.keras.saving import registry


def model_from_json(
    json_string: str, custom_objects: dict[str, Any] | None = None
) -> Any:
    """Makes a model from what `Model.to_json` returned.

    Args:
        json_string: the text.
        custom_objects: classes and functions by name.
    """
    return registry.deserialize_keras_object(json.loads(json_string), custom_objects)


def clone_model(
    model: Any,
    input_tensors: Any = None,
    clone_function: Any = None,
    call_function: Any = None,
    recursive: bool = False,
    **kwargs: Any,
) -> Any:
    """Makes a model of the same layers, with new weights.

    Args:
        model: a sequential or functional model.
        input_tensors: not supported.
        clone_function: not supported.
        call_function: not supported.
        recursive: kept for compatibility; models inside are always cloned.
    """
    for name, value in (
        ("input_tensors", input_tensors),
        ("clone_function", clone_function),
        ("call_function", call_function),
    ):
        if value is not None:
            raise NotImplementedError(f"clone_model: `{name}` is not supported yet.")
    return type(model).from_config(
        json.loads(json.dumps(registry.serialize_keras_object(model.get_config())))
    )
