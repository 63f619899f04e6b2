"""Objects on disk."""

from tensorbrook._src.keras.saving.archive import load_model as load_model
from tensorbrook._src.keras.saving.archive import save_model as save_model
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
    get_registered_name as get_registered_name,
)
from tensorbrook._src.keras.saving.registry import (
    get_registered_object as get_registered_object,
)
from tensorbrook._src.keras.saving.registry import (
    register_keras_serializable as register_keras_serializable,
)
from tensorbrook._src.keras.saving.registry import (
    serialize_keras_object as serialize_keras_object,
)
from tensorbrook._src.keras.saving.weights_file import load_weights as load_weights
from tensorbrook._src.keras.saving.weights_file import save_weights as save_weights
