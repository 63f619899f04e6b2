"""What Keras 2 programs import from `keras.engine`."""

from tensorbrook._src.keras.backend.interaction import (  # noqa: F401
    get_source_inputs,
)
from tensorbrook.keras import Input, InputSpec, Layer, Model, Sequential  # noqa: F401
from tensorbrook.keras.layers import InputLayer  # noqa: F401
from tensorbrook.keras.models import Model as Container  # noqa: F401
from tensorbrook.keras.models import Model as Functional  # noqa: F401
from tensorbrook.keras.models import Model as Network  # noqa: F401
