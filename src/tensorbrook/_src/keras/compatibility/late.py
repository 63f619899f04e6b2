"""Rooms of `tf.keras` that are loaded when they are first used."""

from __future__ import annotations

import importlib


def __getattr__(name: str) -> object:
    """The room of the estimators, which needs all of the 1.x training."""
    if name == "estimator":
        return importlib.import_module("tensorbrook.keras.estimator")
    raise AttributeError(f"module 'tensorbrook.keras' has no attribute {name!r}")
