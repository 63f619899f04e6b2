"""Types of computation and of variables."""

from tensorbrook._src.keras.backend.dtypes import DTypePolicy as DTypePolicy
from tensorbrook._src.keras.backend.dtypes import DTypePolicy as FloatDTypePolicy
from tensorbrook._src.keras.backend.dtypes import get_policy as get
from tensorbrook._src.keras.saving.policies import serialize as serialize
from tensorbrook._src.keras.saving.registry import (
    deserialize_keras_object as deserialize,
)
