"""Symbolic inputs and weights, under the path of Keras 2."""

from tensorbrook._src.keras.backend.interaction import (
    get_source_inputs as get_source_inputs,
)
from tensorbrook._src.keras.compatibility.keras_2_utils import (
    count_params as count_params,
)
