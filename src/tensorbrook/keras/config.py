"""Settings of Keras."""

from tensorbrook._src.keras.backend.config import epsilon as epsilon
from tensorbrook._src.keras.backend.config import floatx as floatx
from tensorbrook._src.keras.backend.config import image_data_format as image_data_format
from tensorbrook._src.keras.backend.config import set_epsilon as set_epsilon
from tensorbrook._src.keras.backend.config import set_floatx as set_floatx
from tensorbrook._src.keras.backend.config import (
    set_image_data_format as set_image_data_format,
)
from tensorbrook._src.keras.backend.dtypes import global_policy as dtype_policy
from tensorbrook._src.keras.backend.dtypes import set_global_policy as set_dtype_policy
from tensorbrook._src.keras.backend.interaction import (
    disable_flash_attention as disable_flash_attention,
)
from tensorbrook._src.keras.backend.interaction import (
    disable_interactive_logging as disable_interactive_logging,
)
from tensorbrook._src.keras.backend.interaction import (
    disable_traceback_filtering as disable_traceback_filtering,
)
from tensorbrook._src.keras.backend.interaction import (
    enable_flash_attention as enable_flash_attention,
)
from tensorbrook._src.keras.backend.interaction import (
    enable_interactive_logging as enable_interactive_logging,
)
from tensorbrook._src.keras.backend.interaction import (
    enable_traceback_filtering as enable_traceback_filtering,
)
from tensorbrook._src.keras.backend.interaction import (
    enable_unsafe_deserialization as enable_unsafe_deserialization,
)
from tensorbrook._src.keras.backend.interaction import (
    is_flash_attention_enabled as is_flash_attention_enabled,
)
from tensorbrook._src.keras.backend.interaction import (
    is_interactive_logging_enabled as is_interactive_logging_enabled,
)
from tensorbrook._src.keras.backend.interaction import is_nnx_enabled as is_nnx_enabled
from tensorbrook._src.keras.backend.interaction import (
    is_traceback_filtering_enabled as is_traceback_filtering_enabled,
)
from tensorbrook._src.keras.backend.interaction import max_epochs as max_epochs
from tensorbrook._src.keras.backend.interaction import (
    max_steps_per_epoch as max_steps_per_epoch,
)
from tensorbrook._src.keras.backend.interaction import set_backend as set_backend
from tensorbrook._src.keras.backend.interaction import set_max_epochs as set_max_epochs
from tensorbrook._src.keras.backend.interaction import (
    set_max_steps_per_epoch as set_max_steps_per_epoch,
)
from tensorbrook._src.keras.old_backend.state import backend as backend
