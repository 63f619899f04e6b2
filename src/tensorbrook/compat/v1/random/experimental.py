"""Random numbers: names that were experimental once."""

from tensorbrook._src.ops.random_algorithm import Algorithm as Algorithm
from tensorbrook._src.ops.random_index_shuffle import index_shuffle as index_shuffle
from tensorbrook._src.ops.random_stateless import fold_in as stateless_fold_in
from tensorbrook._src.ops.random_stateless import split as stateless_split
from tensorbrook._src.ops.random_stateless import stateless_shuffle as stateless_shuffle
from tensorbrook._src.variables.random_generator import Generator as Generator
from tensorbrook._src.variables.random_generator import (
    create_rng_state as create_rng_state,
)
from tensorbrook._src.variables.random_generator import (
    get_global_generator as get_global_generator,
)
from tensorbrook._src.variables.random_generator import (
    set_global_generator as set_global_generator,
)
