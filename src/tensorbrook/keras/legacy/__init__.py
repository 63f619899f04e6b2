"""Paths of Keras 2."""

from tensorbrook.keras.legacy import saving as saving
