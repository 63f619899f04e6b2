"""Initializers by name and configuration."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.names import snake_case
from tensorbrook._src.keras.initializers import constant, random
from tensorbrook._src.keras.initializers.initializer import Initializer
from tensorbrook._src.keras.initializers.stft import STFT
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve

_CLASSES = (
    constant.Constant,
    constant.Identity,
    constant.Ones,
    constant.Zeros,
    random.GlorotNormal,
    random.GlorotUniform,
    random.HeNormal,
    random.HeUniform,
    random.LecunNormal,
    random.LecunUniform,
    random.Orthogonal,
    random.RandomNormal,
    random.RandomUniform,
    random.TruncatedNormal,
    random.VarianceScaling,
)
KNOWN: dict[str, Any] = {cls.__name__: cls for cls in _CLASSES}
KNOWN.update({snake_case(cls.__name__): cls for cls in _CLASSES})
KNOWN.update(
    uniform=random.RandomUniform,
    normal=random.RandomNormal,
    one=constant.Ones,
    zero=constant.Zeros,
    IdentityInitializer=constant.Identity,
    OrthogonalInitializer=random.Orthogonal,
    STFT=STFT,
    STFTInitializer=STFT,
    stft=STFT,
)


def get(identifier: Any) -> Any:
    """Returns the initializer for a name, a config, a class, a callable or a value.

    Args:
        identifier: None gives None; an array or tensor gives a `Constant`.

    Raises:
        ValueError: when there is no such initializer.

    Example:
        >>> type(get("glorot_uniform")).__name__
        'GlorotUniform'
    """
    if isinstance(identifier, np.ndarray | tf.Tensor):
        return constant.Constant(identifier)
    if inspect.isclass(identifier) and not issubclass(identifier, Initializer):
        return identifier()
    return resolve(identifier, KNOWN, "initializer")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Returns the initializer for its configuration."""
    return resolve(config, KNOWN, "initializer", custom_objects)


def serialize(initializer: Any) -> Any:
    """Returns the configuration of an initializer."""
    return registry.serialize_keras_object(initializer)
