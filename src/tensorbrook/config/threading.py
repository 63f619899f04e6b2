"""How many threads there are."""

from tensorbrook._src.eager.threads import (
    get_inter_op_parallelism_threads as get_inter_op_parallelism_threads,
)
from tensorbrook._src.eager.threads import (
    get_intra_op_parallelism_threads as get_intra_op_parallelism_threads,
)
from tensorbrook._src.eager.threads import (
    set_inter_op_parallelism_threads as set_inter_op_parallelism_threads,
)
from tensorbrook._src.eager.threads import (
    set_intra_op_parallelism_threads as set_intra_op_parallelism_threads,
)
