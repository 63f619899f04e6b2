"""Probability distributions of 1.x."""

from tensorbrook._src.compat_v1.distributions.base import (
    FULLY_REPARAMETERIZED as FULLY_REPARAMETERIZED,
)
from tensorbrook._src.compat_v1.distributions.base import (
    NOT_REPARAMETERIZED as NOT_REPARAMETERIZED,
)
from tensorbrook._src.compat_v1.distributions.base import Distribution as Distribution
from tensorbrook._src.compat_v1.distributions.base import RegisterKL as RegisterKL
from tensorbrook._src.compat_v1.distributions.base import (
    ReparameterizationType as ReparameterizationType,
)
from tensorbrook._src.compat_v1.distributions.base import kl_divergence as kl_divergence
from tensorbrook._src.compat_v1.distributions.continuous import Beta as Beta
from tensorbrook._src.compat_v1.distributions.continuous import (
    Exponential as Exponential,
)
from tensorbrook._src.compat_v1.distributions.continuous import Gamma as Gamma
from tensorbrook._src.compat_v1.distributions.continuous import Laplace as Laplace
from tensorbrook._src.compat_v1.distributions.continuous import Normal as Normal
from tensorbrook._src.compat_v1.distributions.continuous import Uniform as Uniform
from tensorbrook._src.compat_v1.distributions.discrete import Bernoulli as Bernoulli
from tensorbrook._src.compat_v1.distributions.discrete import Categorical as Categorical
from tensorbrook._src.compat_v1.distributions.student_t import StudentT as StudentT
from tensorbrook._src.compat_v1.distributions.vectors import Dirichlet as Dirichlet
from tensorbrook._src.compat_v1.distributions.vectors import (
    DirichletMultinomial as DirichletMultinomial,
)
from tensorbrook._src.compat_v1.distributions.vectors import Multinomial as Multinomial
