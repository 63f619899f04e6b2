"""Names of `tf.contrib` that aren't here: the nearest one that is, in the message."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable
from typing import Any, NoReturn


def refusing(room: str) -> Callable[[str], NoReturn]:
    """The `__getattr__` of a room of contrib.

    Args:
        room: Its name below `tf.`, such as `contrib.layers`.

    Returns:
        A function that raises AttributeError and says which name comes nearest.
    """

    def __getattr__(name: str) -> NoReturn:
        module = importlib.import_module(f"tensorbrook.{room}")
        message = f"module 'tensorflow.{room}' has no attribute '{name}'"
        if not name.startswith("__"):
            near = _nearest(name, module)
            message += "; tensorbrook has the names of contrib that programs used most"
            message += (
                f", and the nearest of them is tf.{room}.{near}." if near else "."
            )
        raise AttributeError(message, name=name, obj=module)

    return __getattr__


def _nearest(name: str, module: Any) -> str:
    names = [known for known in vars(module) if not known.startswith("_")]
    found = difflib.get_close_matches(name, names, 1, 0.5)
    return found[0] if found else ""


contrib = refusing("contrib")
crf = refusing("contrib.crf")
data = refusing("contrib.data")
distributions = refusing("contrib.distributions")
eager = refusing("contrib.eager")
framework = refusing("contrib.framework")
image = refusing("contrib.image")
layers = refusing("contrib.layers")
learn = refusing("contrib.learn")
legacy_seq2seq = refusing("contrib.legacy_seq2seq")
metrics = refusing("contrib.metrics")
opt = refusing("contrib.opt")
rnn = refusing("contrib.rnn")
seq2seq = refusing("contrib.seq2seq")
slim = refusing("contrib.slim")
summary = refusing("contrib.summary")
training = refusing("contrib.training")
