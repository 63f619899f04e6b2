"""Symbolic inputs, under the path of Keras 2."""

from tensorbrook._src.keras.backend.interaction import (
    get_source_inputs as get_source_inputs,
)
