"""Optimizers by name and configuration."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.optimizers.adadelta import Adadelta
from tensorbrook._src.keras.optimizers.adafactor import Adafactor
from tensorbrook._src.keras.optimizers.adagrad import Adagrad
from tensorbrook._src.keras.optimizers.adam import Adam
from tensorbrook._src.keras.optimizers.adamax import Adamax
from tensorbrook._src.keras.optimizers.adamw import AdamW
from tensorbrook._src.keras.optimizers.ftrl import Ftrl
from tensorbrook._src.keras.optimizers.lamb import Lamb
from tensorbrook._src.keras.optimizers.lion import Lion
from tensorbrook._src.keras.optimizers.loss_scale_optimizer import LossScaleOptimizer
from tensorbrook._src.keras.optimizers.muon import Muon
from tensorbrook._src.keras.optimizers.nadam import Nadam
from tensorbrook._src.keras.optimizers.optimizer import Optimizer
from tensorbrook._src.keras.optimizers.rmsprop import RMSprop
from tensorbrook._src.keras.optimizers.schedule_free_adamw import ScheduleFreeAdamW
from tensorbrook._src.keras.optimizers.sgd import SGD
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve

_CLASSES = (
    Adadelta, Adafactor, Adagrad, Adam, AdamW, Adamax, Ftrl, Lamb, Lion,
    LossScaleOptimizer, Muon, Nadam, RMSprop, SGD, ScheduleFreeAdamW,
)  # fmt: skip
KNOWN: dict[str, Any] = {cls.__name__: cls for cls in _CLASSES}
KNOWN.update({cls.__name__.lower(): cls for cls in _CLASSES})


def get(identifier: Any) -> Any:
    """Returns the optimizer for a name, a config, a class or an optimizer.

    Args:
        identifier: what to look up; None gives RMSprop.

    Raises:
        ValueError: when there is no such optimizer.

    Example:
        >>> type(get("adam")).__name__
        'Adam'
    """
    if identifier is None:
        return RMSprop()
    if isinstance(identifier, Optimizer):
        return identifier
    if isinstance(identifier, str | dict | type):
        return resolve(identifier, KNOWN, "optimizer")
    if hasattr(identifier, "apply_gradients"):
        return identifier
    raise ValueError(f"Could not interpret optimizer identifier: {identifier}")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Returns the optimizer for its configuration."""
    return resolve(config, KNOWN, "optimizer", custom_objects)


def serialize(optimizer: Any) -> Any:
    """Returns the configuration of an optimizer."""
    return registry.serialize_keras_object(optimizer)
