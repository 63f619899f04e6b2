"""Words for what often goes wrong in training: losses and outputs that don't fit, NaN."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from tensorbrook._src.keras.losses import lookup as losses
from tensorbrook._src.keras.losses.loss import Loss

_CROSSENTROPIES = {
    "binary_crossentropy": ("sigmoid", "BinaryCrossentropy"),
    "categorical_crossentropy": ("softmax", "CategoricalCrossentropy"),
    "sparse_categorical_crossentropy": ("softmax", "SparseCategoricalCrossentropy"),
}


def check_before_training(model: Any, y: Any) -> None:
    """Warns where the last activation, the loss and the labels don't go together.

    Args:
        model: a compiled model.
        y: the targets, where they are known; only arrays are looked at.

    Raises:
        ValueError: when the targets are texts.
    """
    labels = y if isinstance(y, np.ndarray) else None
    if labels is not None and labels.dtype.kind in "US":
        raise ValueError(
            f"fit: the targets are texts, such as {str(labels.flat[0])!r}. Turn them into "
            "numbers first, as with `keras.layers.StringLookup`."
        )
    name, from_logits = _crossentropy(model.loss)
    last = _last_layer(model)
    if name is None or last is None:
        return
    _check_activation(name, from_logits, last)
    if name == "binary_crossentropy" and labels is not None and labels.size:
        least, most = labels.min(), labels.max()
        if least < 0 or most > 1:
            warnings.warn(
                "binary_crossentropy expects labels from 0 to 1. The targets given to "
                f"fit lie between {least} and {most}. For several classes use "
                "'sparse_categorical_crossentropy' with one output for each class.",
                stacklevel=4,
            )


def _check_activation(name: str, from_logits: bool, last: Any) -> None:
    """Warns where probabilities are expected and not made, or the other way round."""
    activation = getattr(getattr(last, "activation", None), "__name__", "")
    if type(last).__name__ == "Softmax":
        activation = "softmax"
    makes = activation in ("sigmoid", "softmax")
    wanted, kind = _CROSSENTROPIES[name]
    shape = getattr(getattr(last, "output", None), "shape", ())
    if activation == "softmax" and tuple(shape)[-1:] == (1,):
        warnings.warn(
            f"The last layer '{last.name}' takes the softmax over one value, which is "
            "always 1. For two classes use activation='sigmoid'.",
            stacklevel=5,
        )
    elif activation == "linear" and not from_logits:
        warnings.warn(
            f"The loss {name} expects probabilities, but the last layer '{last.name}' "
            f"has no activation. Give it activation='{wanted}', or use "
            f"keras.losses.{kind}(from_logits=True).",
            stacklevel=5,
        )
    elif makes and from_logits:
        warnings.warn(
            f"The loss {name} has from_logits=True, but the last layer '{last.name}' "
            f"ends with {activation}, which makes probabilities. Leave out one of both.",
            stacklevel=5,
        )


def _crossentropy(loss: Any) -> tuple[str | None, bool]:
    """Returns the name of a loss that is a cross-entropy, and whether it takes logits."""
    if isinstance(loss, list | tuple | dict) or loss is None:
        return None, False
    found = losses.get(loss)
    if isinstance(found, Loss):
        for name, (_, kind) in _CROSSENTROPIES.items():
            if type(found).__name__ == kind:
                return name, bool(found.get_config().get("from_logits"))
        return None, False
    name = getattr(found, "__name__", "")
    return (name, False) if name in _CROSSENTROPIES else (None, False)


def _last_layer(model: Any) -> Any:
    """Returns the layer that makes the one output of a model, or None."""
    outputs = getattr(model, "outputs", None)
    if not outputs or len(outputs) != 1:
        return None
    history = getattr(outputs[0], "history", None)
    last = history[0] if history else None
    if hasattr(last, "layers") and last is not model:
        return _last_layer(last)
    return last


def check_after_epoch(logs: dict[str, Any], epoch: int, warned: bool) -> bool:
    """Warns when the loss has become NaN or infinite.

    Args:
        logs: what the epoch gave.
        epoch: its number from zero.
        warned: whether that was said before.

    Returns:
        Whether it was said.
    """
    loss = logs.get("loss")
    if warned or not isinstance(loss, float) or math.isfinite(loss):
        return warned
    warnings.warn(
        f"The loss became {loss} in epoch {epoch + 1}; the weights are of no use any "
        "more. Look for NaN in the data, labels that the loss can't take, and a learning "
        "rate that is too large. `keras.callbacks.TerminateOnNaN()` stops at the batch "
        "where it happens, `clipnorm=1.0` of an optimizer often helps.",
        stacklevel=3,
    )
    return True
