"""Progress and registered classes, under the path of Keras 2."""

from tensorbrook._src.keras.callbacks.progbar import Progbar as Progbar
from tensorbrook._src.keras.saving.registry import (
    CustomObjectScope as CustomObjectScope,
)
from tensorbrook._src.keras.saving.registry import (
    CustomObjectScope as custom_object_scope,
)
from tensorbrook._src.keras.saving.registry import (
    deserialize_keras_object as deserialize_keras_object,
)
from tensorbrook._src.keras.saving.registry import (
    get_custom_objects as get_custom_objects,
)
from tensorbrook._src.keras.saving.registry import (
    serialize_keras_object as serialize_keras_object,
)
