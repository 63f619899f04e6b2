"""Random numbers, as 1.x programs call them."""

from tensorbrook._src.compat_v1.random import multinomial as multinomial
from tensorbrook._src.compat_v1.random import poisson as poisson
from tensorbrook._src.compat_v1.random import (
    stateless_multinomial as stateless_multinomial,
)
from tensorbrook._src.ops.candidate_sampling import (
    all_candidate_sampler as all_candidate_sampler,
)
from tensorbrook._src.ops.candidate_sampling import (
    fixed_unigram_candidate_sampler as fixed_unigram_candidate_sampler,
)
from tensorbrook._src.ops.candidate_sampling import (
    learned_unigram_candidate_sampler as learned_unigram_candidate_sampler,
)
from tensorbrook._src.ops.candidate_sampling import (
    log_uniform_candidate_sampler as log_uniform_candidate_sampler,
)
from tensorbrook._src.ops.candidate_sampling import (
    uniform_candidate_sampler as uniform_candidate_sampler,
)
from tensorbrook._src.ops.random import categorical as categorical
from tensorbrook._src.ops.random import normal as normal
from tensorbrook._src.ops.random import shuffle as shuffle
from tensorbrook._src.ops.random import truncated_normal as truncated_normal
from tensorbrook._src.ops.random import uniform as uniform
from tensorbrook._src.ops.random_algorithm import Algorithm as Algorithm
from tensorbrook._src.ops.random_distributions import gamma as gamma
from tensorbrook._src.ops.random_distributions import (
    stateless_binomial as stateless_binomial,
)
from tensorbrook._src.ops.random_distributions import (
    stateless_categorical as stateless_categorical,
)
from tensorbrook._src.ops.random_distributions import stateless_gamma as stateless_gamma
from tensorbrook._src.ops.random_distributions import (
    stateless_poisson as stateless_poisson,
)
from tensorbrook._src.ops.random_seed import get_seed as get_seed
from tensorbrook._src.ops.random_seed import set_seed as set_random_seed
from tensorbrook._src.ops.random_stateless import fold_in as fold_in
from tensorbrook._src.ops.random_stateless import split as split
from tensorbrook._src.ops.random_stateless import stateless_normal as stateless_normal
from tensorbrook._src.ops.random_stateless import (
    stateless_truncated_normal as stateless_truncated_normal,
)
from tensorbrook._src.ops.random_stateless import stateless_uniform as stateless_uniform
from tensorbrook._src.ops.random_truncated import (
    stateless_parameterized_truncated_normal as stateless_parameterized_truncated_normal,
)
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
from tensorbrook.compat.v1.random import experimental as experimental
