"""First values of variables, for 1.x programs."""

from tensorbrook._src.compat_v1.framework import (
    global_variables_initializer as global_variables,
)
from tensorbrook._src.compat_v1.framework import (
    local_variables_initializer as local_variables,
)
from tensorbrook._src.compat_v1.framework import (
    tables_initializer as tables_initializer,
)
from tensorbrook._src.compat_v1.framework import variables_initializer as variables
from tensorbrook._src.compat_v1.initializers import Constant as constant
from tensorbrook._src.compat_v1.initializers import GlorotNormal as glorot_normal
from tensorbrook._src.compat_v1.initializers import GlorotUniform as glorot_uniform
from tensorbrook._src.compat_v1.initializers import Identity as identity
from tensorbrook._src.compat_v1.initializers import Ones as ones
from tensorbrook._src.compat_v1.initializers import Orthogonal as orthogonal
from tensorbrook._src.compat_v1.initializers import RandomNormal as random_normal
from tensorbrook._src.compat_v1.initializers import RandomUniform as random_uniform
from tensorbrook._src.compat_v1.initializers import TruncatedNormal as truncated_normal
from tensorbrook._src.compat_v1.initializers import (
    UniformUnitScaling as uniform_unit_scaling,
)
from tensorbrook._src.compat_v1.initializers import VarianceScaling as variance_scaling
from tensorbrook._src.compat_v1.initializers import Zeros as zeros
from tensorbrook._src.compat_v1.initializers import he_normal as he_normal
from tensorbrook._src.compat_v1.initializers import he_uniform as he_uniform
from tensorbrook._src.compat_v1.initializers import lecun_normal as lecun_normal
from tensorbrook._src.compat_v1.initializers import lecun_uniform as lecun_uniform
