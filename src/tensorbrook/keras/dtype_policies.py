"""Types of computation and of variables."""

from tensorbrook._src.keras.backend.dtypes import DTypePolicy as DTypePolicy
from tensorbrook._src.keras.backend.dtypes import DTypePolicy as FloatDTypePolicy
from tensorbrook._src.keras.backend.dtypes import get_policy as get
from tensorbrook._src.keras.dtype_policies import AWQDTypePolicy as AWQDTypePolicy
from tensorbrook._src.keras.dtype_policies import DTypePolicyMap as DTypePolicyMap
from tensorbrook._src.keras.dtype_policies import GPTQDTypePolicy as GPTQDTypePolicy
from tensorbrook._src.keras.dtype_policies import Int4DTypePolicy as Int4DTypePolicy
from tensorbrook._src.keras.dtype_policies import (
    QuantizedDTypePolicy as QuantizedDTypePolicy,
)
from tensorbrook._src.keras.dtype_policies import (
    QuantizedFloat8DTypePolicy as QuantizedFloat8DTypePolicy,
)
from tensorbrook._src.keras.saving.policies import deserialize as deserialize
from tensorbrook._src.keras.saving.policies import serialize as serialize
