"""How graphs are rewritten."""

from tensorbrook._src.core.options import (
    get_experimental_options as get_experimental_options,
)
from tensorbrook._src.core.options import get_jit as get_jit
from tensorbrook._src.core.options import (
    set_experimental_options as set_experimental_options,
)
from tensorbrook._src.core.options import set_jit as set_jit
