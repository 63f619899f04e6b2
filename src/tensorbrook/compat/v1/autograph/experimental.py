"""Options of AutoGraph, for 1.x programs."""

from tensorbrook._src.function.autograph.features import Feature as Feature
from tensorbrook._src.function.autograph.public import (
    set_loop_options as set_loop_options,
)
from tensorbrook._src.function.autograph.unconverted import (
    do_not_convert as do_not_convert,
)
