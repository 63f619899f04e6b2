"""Calls several callbacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.keras.callbacks.callback import Callback, overrides
from tensorbrook._src.keras.callbacks.history import History
from tensorbrook._src.keras.callbacks.progbar_logger import ProgbarLogger

_BATCH_HOOKS = {
    "on_train_batch_begin": ("on_train_batch_begin", "on_batch_begin"),
    "on_train_batch_end": ("on_train_batch_end", "on_batch_end"),
    "on_test_batch_begin": ("on_test_batch_begin",),
    "on_test_batch_end": ("on_test_batch_end",),
    "on_predict_batch_begin": ("on_predict_batch_begin",),
    "on_predict_batch_end": ("on_predict_batch_end",),
}


class CallbackList(Callback):
    """Calls several callbacks in order.

    Args:
        callbacks: the callbacks, in a list or nested lists.
        add_history: whether to add a `History`.
        add_progbar: whether to add a progress bar.
        model: the model.
        **params: what `set_params` gives to the callbacks.
    """

    def __init__(
        self,
        callbacks: Any = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        **params: Any,
    ) -> None:
        super().__init__()
        self.callbacks: list[Any] = list(_flat(callbacks))
        if add_progbar and not any(
            isinstance(c, ProgbarLogger) for c in self.callbacks
        ):
            self.callbacks.append(ProgbarLogger())
        self.history: Any = None
        if add_history:
            known = [c for c in self.callbacks if isinstance(c, History)]
            self.history = known[0] if known else History()
            if not known:
                self.callbacks.append(self.history)
        if model is not None:
            self.set_model(model)
        if params:
            self.set_params(params)
        self._interested = {
            hook: [c for c in self.callbacks if overrides(c, *names)]
            for hook, names in _BATCH_HOOKS.items()
        }

    def append(self, callback: Any) -> None:
        """Adds a callback at the end."""
        self.callbacks.append(callback)
        for hook, names in _BATCH_HOOKS.items():
            if overrides(callback, *names):
                self._interested[hook].append(callback)

    def set_params(self, params: Any) -> None:
        """Gives the parameters to all callbacks."""
        self.params = params
        for callback in self.callbacks:
            callback.set_params(params)

    def set_model(self, model: Any) -> None:
        """Gives the model to all callbacks."""
        super().set_model(model)
        if self.history is not None:
            model.history = self.history
        for callback in self.callbacks:
            callback.set_model(model)

    def wants(self, hook: str) -> bool:
        """Says whether a callback listens to this batch hook."""
        return bool(self._interested[hook])


def _flat(callbacks: Any) -> Any:
    """Yields the callbacks in nested lists."""
    for callback in callbacks if isinstance(callbacks, list | tuple) else [callbacks]:
        if isinstance(callback, list | tuple):
            yield from _flat(callback)
        elif callback is not None:
            yield callback


def as_numbers(logs: Any) -> dict[str, Any]:
    """Returns the values of a step: tensors of one value as floats, others as arrays.

    Args:
        logs: a dict by name, or the loss alone.
    """
    given = logs if isinstance(logs, dict) else {"loss": logs}
    found = {}
    for name, value in given.items():
        array = value.numpy() if hasattr(value, "numpy") else value
        found[name] = float(array) if np.ndim(array) == 0 else array
    return found


def _batch_hook(name: str) -> Callable[..., None]:
    """Returns a method that calls the callbacks that listen to a batch hook.

    Looking at the values of a step costs time, so it waits until somebody has to.
    """
    with_values = name in ("on_train_batch_end", "on_test_batch_end")

    def hook(self: CallbackList, batch: int, logs: Any = None) -> None:
        numbers = None if with_values and logs is not None else logs
        for callback in self._interested[name]:
            if getattr(callback, "looks_seldom", False):
                getattr(callback, name)(batch, logs)
                continue
            if numbers is None and logs is not None:
                numbers = as_numbers(logs)
            getattr(callback, name)(batch, numbers)

    hook.__name__ = name
    hook.__doc__ = f"Calls `{name}` of the callbacks that define it."
    return hook


def _plain_hook(name: str) -> Callable[..., None]:
    """Returns a method that calls one hook of all callbacks."""

    def hook(self: CallbackList, *args: Any, **kwargs: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, name)(*args, **kwargs)

    hook.__name__ = name
    hook.__doc__ = f"Calls `{name}` of all callbacks."
    return hook


for _name in _BATCH_HOOKS:
    setattr(CallbackList, _name, _batch_hook(_name))
for _name in ("on_epoch_begin", "on_epoch_end"):
    setattr(CallbackList, _name, _plain_hook(_name))
for _phase in ("train", "test", "predict"):
    for _end in ("begin", "end"):
        setattr(CallbackList, f"on_{_phase}_{_end}", _plain_hook(f"on_{_phase}_{_end}"))
