"""Descriptions of objects, under the path of Keras 2."""

from tensorbrook._src.keras.saving.legacy_objects import (
    deserialize_keras_object as deserialize_keras_object,
)
from tensorbrook._src.keras.saving.legacy_objects import (
    serialize_keras_object as serialize_keras_object,
)
